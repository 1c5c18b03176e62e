"""What the document engine says of a medium's files, and what lies in its recycle bins."""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.content.search import NameSearch, Search
from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class MediumDocuments(Search):
    """Files of the medium by content, read past its file systems' own tables: the medium is not mounted.

    deleted  how many files that were deleted and would come back were looked into; None: nobody asked for it, and what
             there is of them is a gap
    """

    deleted: int | None = None


@dataclass(frozen=True, slots=True)
class MediumNames(NameSearch):
    """Names of the files that are on a medium; nothing is opened."""


@dataclass(frozen=True, slots=True)
class MediumBin(Fact):
    """Files in the recycle bins of a medium (Windows' $RECYCLE.BIN, RECYCLER, Linux' .Trash-*); not the bins' own."""

    files: int
