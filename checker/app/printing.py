"""A form's pages as pictures, for the system's printer: what is printed is what the PDF shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

DPI = 200  # letters of 9 points are sharp, and a page takes 11 MB while it is printed


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `pixels`: rows of `stride` bytes, blue, green, red and one byte that says nothing."""

    width: int
    height: int
    stride: int
    pixels: bytes


def sheets(pdf: bytes, dpi: int = DPI) -> Iterator[Sheet]:
    """Every page of a form of ours, drawn as it is asked for."""
    import pypdfium2  # here: it takes a while to load

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page in document:
            drawn = page.render(scale=dpi / 72, prefer_bgrx=True, rev_byteorder=False)
            yield Sheet(drawn.width, drawn.height, drawn.stride, bytes(drawn.buffer))
