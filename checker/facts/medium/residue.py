"""What is left on a medium, and what of it could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact
from checker.model.text import Text


class Left(StrEnum):
    """What a full read came to.

    BLANK      every byte that can be read is one value
    UNIFORM    no pattern: a random wipe, encrypted or compressed data; nobody can tell which
    FORMATTED  a file system without any file, and nothing in its free space
    SOMETHING  files, remnants, or blocks that are not blank
    """

    BLANK = "blank"
    UNIFORM = "uniform"
    FORMATTED = "formatted"
    SOMETHING = "something"


@dataclass(frozen=True, slots=True)
class MediumResidue(Fact):
    """A full read of all that no live file occupies. No names, no content: counts by kind of file.

    statement    what may be claimed, and no more (`checker.residue.wording`)
    kinds        what would come back with a recovery tool, by kind of file
    live         files that are there
    unchecked    what nobody can see from here (spare cells of flash memory, hidden areas), or was not looked at

    A medium on which nothing was found and that was not read in full has no such fact: it is unreadable.
    """

    left: Left
    statement: Text
    kinds: tuple[tuple[Text, int], ...]
    recoverable: int
    live: int
    traces: tuple[Text, ...]
    unchecked: tuple[Text, ...]
