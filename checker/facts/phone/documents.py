"""What the phone's photos and files show, by the document engine."""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.content.search import NamedFile, Search
from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class PhoneDocuments(Search):
    """Photos and papers in the collections that people share, of everybody on the phone, memory card and recycle bins
    among them. What apps keep for themselves is not looked at.

    photos     how many pictures were listed
    indexed    pictures that the phone's own media index knows; None: it does not tell
    paper      pictures that show a paper of any kind, marked or not; `cards` among them unless the unit does without
    cards      pictures of receipts, tickets and people's cards
    papers     those without a marking, each by its folder, two signs of its name and its day; at most 2,000
    """

    photos: int = 0
    indexed: int | None = None
    paper: int = 0
    cards: int = 0
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhoneNames(Fact):
    """Names of the same files that say something; nothing is opened. `files`: how many were looked at."""

    files: int
    named: tuple[NamedFile, ...]

    def saying(self, word: str) -> tuple[NamedFile, ...]:
        return tuple(one for one in self.named if word in one.words)
