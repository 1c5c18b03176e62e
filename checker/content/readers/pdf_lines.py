"""A page's lines by where their signs stand.

PDFium gives signs in the order in which they were drawn. A program that takes a sign from a second font draws it after
the line: 机密★10年 comes as 机密年 ★10; and a gap between two columns comes as one blank.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

_GAP, _COLUMN = 0.2, 1.0  # of a sign's height: what parts words, and what parts columns
_DROP = 0.35  # of a sign's height, with the room above and below it: what parts lines


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1e-6)


def by_place(texts: pypdfium2.PdfTextPage, number: int) -> str:
    """All signs of a page from the top down and from left to right, columns parted by tabs."""
    lines = list[list[_Sign]]()
    for sign in sorted(_signs(texts, number), key=lambda sign: -sign.middle):
        if not lines or lines[-1][0].middle - sign.middle > _DROP * lines[-1][0].height:
            lines.append([])
        lines[-1].append(sign)
    return "\n".join(map(_line, lines))


def _signs(texts: pypdfium2.PdfTextPage, number: int) -> list[_Sign]:
    codes = (pypdfium2.raw.FPDFText_GetUnicode(texts, index) for index in range(number))
    drawn = ((index, chr(code)) for index, code in enumerate(codes) if 0 < code < 0x110000)
    return [_Sign(text, *texts.get_charbox(index, loose=True)) for index, text in drawn if text.strip()]


def _line(signs: list[_Sign]) -> str:
    pieces, before = list[str](), None
    for sign in sorted(signs, key=lambda sign: sign.left):
        gap = 0.0 if before is None else (sign.left - before.right) / sign.height
        pieces.append(("\t" if gap > _COLUMN else " " if gap > _GAP else "") + sign.text)
        before = sign
    return "".join(pieces)
