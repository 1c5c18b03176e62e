"""A scan inside this process, and what its finds hold: for tests alone, the product never reads a find's content."""

from __future__ import annotations

from checker.machine.media.medium import Medium
from checker.machine.media.shape import Shape
from checker.residue.finds import Find
from checker.residue.survey import Surveyed, survey
from checker.residue.sweep import Sweep, Swept


def medium(content: bytes) -> Medium:
    return Medium(lambda offset, length: content[offset : offset + length], Shape(len(content), 512))


def scan(content: bytes, *, everything: bool = False) -> tuple[Surveyed, Swept]:
    opened = medium(content)
    surveyed = survey(opened, everything=everything)
    return surveyed, Sweep(opened, surveyed).run()


def bytes_of(content: bytes, find: Find) -> bytes:
    return b"".join(content[offset : offset + length] for offset, length in find.runs)


def found(content: bytes, swept: Swept) -> dict[bytes, Find]:
    """Finds that are told as recoverable, by their content."""
    return {bytes_of(content, find): find for find in swept.finds if find.state.recoverable}
