"""A quick look at what a medium gives away although nobody can see it there."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class MediumGlance(Fact):
    """What the file systems' own records say of deleted files, and a random sample of all that no file occupies.

    live      files that are there
    deleted   files that were deleted, whose place is recorded and free
    drawn     blocks of 4096 bytes that were drawn at random outside of files
    busy      of those and of the ends of that space, how many hold something
    random    whether all that holds something shows no pattern: a random wipe, or encrypted data
    bound     what a sample without any finding proves; None where it proves nothing
    """

    live: int
    deleted: int
    drawn: int
    busy: int
    random: bool
    bound: Text | None
