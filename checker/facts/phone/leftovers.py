"""What was left on a phone: counted by place; names of people's files stay on the phone's owner's screen."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Recordings(Fact):
    """Sound recordings by folder (the last two parts of its path): how many. Music folders do not count.

    elsewhere  sounds in the collections that people share, which may be recordings or music: by folder, how many
    """

    folders: tuple[tuple[str, int], ...]
    total: int
    elsewhere: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RecentlyDeleted(Fact):
    """Pictures in recycle bins: files found there, and rows that the phone's media index calls deleted."""

    files: int
    rows: int


@dataclass(frozen=True, slots=True)
class ScanExports(Fact):
    """Files in folders that belong to scanner apps, or called as those call theirs: how many in which folder."""

    folders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TellingNames(Fact):
    """Documents and pictures whose names hold words of secrecy or of lists of people: word, and how many."""

    words: tuple[tuple[str, int], ...]
    files: int


@dataclass(frozen=True, slots=True)
class PhotoPlaces(Fact):
    """Whether new photos say where they were taken.

    sampled            newest photos of the camera whose head was read
    placed             those with a position, which itself is not kept
    camera_may_locate  whether a camera app of our table may, at least roughly. None: there is none of them, or not each
                       of them tells; another app may be the one in use in any case
    """

    sampled: int
    placed: int
    camera_may_locate: bool | None
