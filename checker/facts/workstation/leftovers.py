"""Copies and traces of documents that people forget. Counts only: no names, no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class RecycleBin(Fact):
    """What lies in the recycle bins of all drives, by number.

    files       files deleted, those of kinds that cannot hold work (programs, settings) included
    documents   those of them that are documents, pictures or archives by their extension
    folders     deleted folders; what is in them is not looked at here
    oldest      when the oldest of them was deleted (UTC on Windows, local time on Linux), None: not recorded

    Windows: X:\\$Recycle.Bin\\<SID>\\$I*. Linux: ~/.local/share/Trash, and .Trash/<uid> and .Trash-<uid> on every
    mounted file system (freedesktop.org trash specification). Bins that are closed to us are gaps.
    """

    files: int
    documents: int
    folders: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class RecentFiles(Fact):
    """Lists that keep the names of documents which were opened.

    listed    documents in the lists of recently used files. Windows: RecentDocs and Recent\\*.lnk, the larger number,
              as they hold the same documents. Linux: recently-used.xbel. Both: office programs' own lists beside them
    gone      documents that are no longer where the trace says: their names (Linux: a small picture of their first
              page, too) remain. None: this system's traces do not tell (Windows)
    """

    listed: int
    gone: int | None


@dataclass(frozen=True, slots=True)
class AutosaveCopies(Fact):
    """Copies that office programs saved by themselves, as (program, number), programs without any left out.

    Programs are the labels of `checker.knowledge.leftovers` (``Microsoft Word``, ``WPS Office``), which also says where
    they keep such copies.
    """

    copies: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int:
        return sum(number for _, number in self.copies)
