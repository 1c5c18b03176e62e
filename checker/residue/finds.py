"""A find: what lies where, how large, in which state. Never a name, never content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Run = tuple[int, int]
"""(offset on the medium, length), both in bytes."""


class State(StrEnum):
    """How much of a file is left.

    COMPLETE   its structure closes, and its content decodes without a fault or matches its checksums
    CLOSED     its structure closes; this kind of file carries nothing by which its content could be verified
    RECORDED   the file system still records its place and size and the place is free; this kind has no structure
    FRAGMENTED it begins here and goes on somewhere else
    TRUNCATED  it begins here; its end is missing or overwritten
    TRACE      a piece without its beginning, or a record whose place is in use by something else
    """

    COMPLETE = "complete"
    CLOSED = "closed"
    RECORDED = "recorded"
    FRAGMENTED = "fragmented"
    TRUNCATED = "truncated"
    TRACE = "trace"

    @property
    def recoverable(self) -> bool:
        """Whether a recovery tool would hand out the file as it was, as far as can be known."""
        return self in (State.COMPLETE, State.CLOSED, State.RECORDED)


class Source(StrEnum):
    """What a find was found by."""

    RECORD = "record"  # a deleted entry of the file system
    STRUCTURE = "structure"  # a header in unallocated space
    PATTERN = "pattern"  # a piece without header, told by its bytes


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that is left.

    `kind` is a word of `checker.knowledge.residue`. `runs` say where its bytes lie, in order; they stay in this process
    and are what the document engine would read if the officer wants it to.
    """

    kind: str
    offset: int
    size: int
    state: State
    source: Source
    runs: tuple[Run, ...] = ()
    in_bin: bool = False  # it lay in a recycle bin of the medium
