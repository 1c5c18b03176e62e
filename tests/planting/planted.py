"""What a planting is: one marking, put into one place of one format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """A file that carries a marking in one place.

    format  docx, xlsx, ... as the table of places in docs/DOCUMENTS.md names it
    place   body, header, comment, ...: where the marking stands
    make    the file with a given marking planted there
    name    of the file, where that matters
    """

    format: str
    place: str
    make: Callable[[str], bytes]
    name: str = ""
