"""Flat artwork, and the fonts to write on it with.

Fonts are the free ones of this computer; more of them make more varied pages (Debian: fonts-noto-cjk, fonts-wqy-zenhei,
fonts-wqy-microhei, fonts-arphic-uming, fonts-arphic-ukai, fonts-arphic-gbsn00lp, fonts-arphic-gkai00mp,
fonts-lxgw-wenkai).
"""

from __future__ import annotations

import random
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
_NOTO = "/usr/share/fonts/opentype/noto/Noto"
_TRUE = "/usr/share/fonts/truetype/"
_FACES = {  # file and the number of the face in it
    "hei": [
        (f"{_NOTO}SansCJK-Medium.ttc", 2),
        (f"{_NOTO}SansCJK-Bold.ttc", 2),
        (f"{_NOTO}SansCJK-Regular.ttc", 2),
        (f"{_TRUE}wqy/wqy-zenhei.ttc", 0),
        (f"{_TRUE}wqy/wqy-microhei.ttc", 0),
    ],
    "song": [
        (f"{_NOTO}SerifCJK-Regular.ttc", 2),
        (f"{_TRUE}arphic-gbsn00lp/gbsn00lp.ttf", 0),
        (f"{_TRUE}arphic/uming.ttc", 0),
    ],
    "fang": [
        (f"{_TRUE}arphic-gbsn00lp/gbsn00lp.ttf", 0),
        (f"{_NOTO}SerifCJK-Regular.ttc", 2),
        (f"{_TRUE}arphic/ukai.ttc", 0),
        (f"{_TRUE}arphic/uming.ttc", 0),
    ],
    "kai": [
        (f"{_TRUE}arphic/ukai.ttc", 0),
        (f"{_TRUE}arphic-gkai00mp/gkai00mp.ttf", 0),
        (f"{_TRUE}lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
    ],
    "head": [(f"{_NOTO}SerifCJK-Bold.ttc", 2), (f"{_NOTO}SerifCJK-Black.ttc", 2)],
    "black": [(f"{_NOTO}SansCJK-Black.ttc", 2), (f"{_NOTO}SansCJK-Bold.ttc", 2), (f"{_NOTO}SerifCJK-Bold.ttc", 2)],
    "hand": [(f"{_TRUE}lxgw-wenkai/LXGWWenKai-Light.ttf", 0), (f"{_TRUE}arphic/ukai.ttc", 0)],
}


@cache
def _faces(kind: str) -> tuple[tuple[str, int], ...]:
    there = tuple(face for face in _FACES[kind] if Path(face[0]).is_file())
    if there:
        return there
    bundled = _bundled("Serif" if kind in ("song", "fang", "kai", "head", "hand") else "Sans")
    return tuple((str(path), 0) for path in bundled)


@cache
def _bundled(family: str) -> tuple[Path, ...]:
    """The Chinese fonts that the program itself carries, for computers without any."""
    from importlib.util import find_spec

    found = find_spec("pylopdf_fonts_zh_cn")
    folder = Path(next(iter(found.submodule_search_locations or ()))) if found else Path()
    paths = [path for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".otf") and family in path.name]
    if not paths:
        raise FileNotFoundError("a Chinese font is needed: apt-get install fonts-noto-cjk")
    return tuple(sorted(paths))


@lru_cache(600)
def face_of(path: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, max(6, size), index=face)


def font(chance: random.Random, kind: str, size: float) -> ImageFont.FreeTypeFont:
    return face_of(*chance.choice(_faces(kind)), int(size))


class Page:
    """Flat artwork. `mark`: the words of its marking; `box`: left, top, right, bottom of them."""

    def __init__(self, wide: int, tall: int, paper: Colour = (255, 255, 255)) -> None:
        self.image = Image.new("RGB", (wide, tall), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.wide, self.tall, self.kind = wide, tall, ""
        self.mark: str | None = None
        self.box: tuple[float, float, float, float] | None = None

    def text(
        self,
        at: tuple[float, float],
        words: str,
        face: ImageFont.FreeTypeFont,
        ink: Colour = (20, 20, 20),
        *,
        gap: float = 0,
        mark: bool = False,
    ) -> None:
        x, y = at
        if gap == 0:
            self.draw.text((x, y), words, font=face, fill=ink)
        else:
            for sign in words:
                self.draw.text((x, y), sign, font=face, fill=ink)
                x += face.getlength(sign) + gap
        if mark:
            _, top, right, bottom = self.draw.textbbox(at, words, font=face)
            self.mark, self.box = words, (at[0], top, right, bottom)

    def center(
        self, y: float, words: str, face: ImageFont.FreeTypeFont, ink: Colour = (20, 20, 20), gap: float = 0
    ) -> None:
        width = face.getlength(words) + gap * (len(words) - 1)
        self.text(((self.wide - width) / 2, y), words, face, ink, gap=gap)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        face: ImageFont.FreeTypeFont,
        line: float,
        ink: Colour,
        end: float,
    ) -> float:
        """Indented by two signs, as Chinese paragraphs are; returns where the next one may begin."""
        sign_width = face.getlength("国")
        at = x + 2 * sign_width
        for sign in words:
            if at + sign_width > x + width:
                at, y = x, y + line
                if y > end:
                    return y
            self.draw.text((at, y), sign, font=face, fill=ink)
            at += face.getlength(sign)
        return y + line
