"""A scan inside this process, and what its finds hold: for tests alone, the product never reads a find's content."""

from __future__ import annotations

from checker.machine.media.medium import Medium
from checker.machine.media.shape import Shape
from checker.residue.carving import Carving
from checker.residue.finds import Find
from checker.residue.progress import Carved
from checker.residue.survey import Surveyed, survey


def medium(content: bytes) -> Medium:
    return Medium(lambda offset, length: content[offset : offset + length], Shape(len(content), 512))


def scan(content: bytes, *, everything: bool = False) -> tuple[Surveyed, Carved]:
    opened = medium(content)
    surveyed = survey(opened, everything=everything)
    return surveyed, Carving(opened, surveyed).run()


def bytes_of(content: bytes, find: Find) -> bytes:
    return b"".join(content[offset : offset + length] for offset, length in find.runs)


def found(content: bytes, carved: Carved) -> dict[bytes, Find]:
    """Finds that are told as recoverable, by their content."""
    return {bytes_of(content, find): find for find in carved.finds if find.state.recoverable}
