"""Official papers by the geometry of GB/T 9704-2012, and slides.

A page knows the words of its marking and where they stand.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from benchmarks.documents.canvas import Colour, Page, font
from benchmarks.documents.wording import ORGANS, TITLES, TOPICS, marking, sentence, sentences

LAYOUTS = {"downward": 34, "upward": 10, "letter": 13, "minutes": 8, "plain": 20, "table": 8, "internal": 7}


class _Paper(Page):
    """A4 at so many points an inch, with the standard's margins."""

    def __init__(self, chance: random.Random, dots: int) -> None:
        self.mm, self.point = dots / 25.4, dots / 72
        tint = chance.choice([(255, 255, 255)] * 4 + [(252, 250, 243), (246, 246, 248), (250, 245, 232)])
        super().__init__(int(210 * self.mm), int(297 * self.mm), tint)
        self.left, self.right = 28 * self.mm, self.wide - 26 * self.mm
        self.top, self.bottom = 37 * self.mm, self.tall - 35 * self.mm
        self.inside = self.right - self.left
        self.letter = 16 * self.point
        self.line = chance.uniform(26, 30) * self.point
        self.ink: Colour = (chance.randint(5, 55),) * 3  # type: ignore[assignment]
        self.red: Colour = (chance.randint(200, 235), chance.randint(10, 40), chance.randint(15, 45))
        if chance.random() < 0.12:  # a black and white copy
            self.red = self.ink


def paper(chance: random.Random, *, marked: bool, talk: bool = False, dots: int = 200, layout: str = "") -> Page:
    """One official paper."""
    page = _Paper(chance, dots)
    page.kind = layout or chance.choices(list(LAYOUTS), list(LAYOUTS.values()))[0]
    words = marking(chance, "internal" if page.kind == "internal" else "") if marked else None
    if (
        words
        and page.kind in ("downward", "upward", "letter", "minutes")
        and words.startswith("内部")
        and chance.random() < 0.5
    ):
        words = marking(chance, "star")
    face = font(chance, "hei", page.letter * chance.choice([1, 1, 1, 0.9, 1.15]))
    ink = page.ink if chance.random() < 0.9 else page.red

    def mark(x: float, y: float, *, right: bool = False) -> None:
        if words:
            page.text((page.right - face.getlength(words) if right else x, y), words, face, ink, mark=True)

    y = _HEADS.get(page.kind, _plain_head)(chance, page, mark)
    y = _title(chance, page, y)
    y = _body(chance, page, y, talk)
    _foot(chance, page, y)
    return page


Marker = Callable[..., None]


def _red_head(chance: random.Random, page: _Paper, mark: Marker) -> float:
    numbered = chance.random() < 0.6
    if numbered:
        page.text((page.left, page.top), f"{chance.randint(1, 300):06d}", font(chance, "song", page.letter), page.ink)
    y = page.top + (page.line if numbered or chance.random() < 0.5 else 0)
    mark(page.left, y, right=chance.random() < 0.06)
    if chance.random() < 0.35:
        words = chance.choice(["特急", "加急", "特 急"])
        page.text((page.left, y + page.line), words, font(chance, "hei", page.letter), page.ink)
    y = page.top + 35 * page.mm * chance.uniform(0.75, 1.0)
    organ = chance.choice(ORGANS) + chance.choice(["文件", "文件", "", "委员会文件"])
    size = min(20 * page.mm, page.inside / len(organ) * chance.uniform(0.85, 1.0))
    head = font(chance, "head", size)
    gap = max(0.0, (page.inside - head.getlength(organ)) / len(organ) * chance.uniform(0, 0.8))
    page.center(y, organ, head, page.red, gap)
    y += size * 1.35 + page.line * 1.2
    body = font(chance, "fang", page.letter)
    number = f"某{chance.choice('政府发改办字函教财')}发〔20{chance.randint(12, 26)}〕{chance.randint(1, 160)}号"
    if page.kind == "downward":
        page.center(y, number, body, page.ink)
    else:
        page.text((page.left + page.letter, y), number, body, page.ink)
        signer = "签发人：张某某"
        page.text((page.right - body.getlength(signer) - page.letter, y), signer, body, page.ink)
    y += page.line + 2.4 * page.mm
    page.draw.rectangle((page.left, y, page.right, y + max(2, int(page.mm / 2))), fill=page.red)
    return y + page.line * 1.6


def _letter_head(chance: random.Random, page: _Paper, mark: Marker) -> float:
    organ = chance.choice(ORGANS)
    y = chance.uniform(24, 30) * page.mm
    size = min(14 * page.mm, page.inside / len(organ) * 0.9)
    head = font(chance, "head", size)
    page.center(y, organ, head, page.red, max(0.0, (page.inside * 0.8 - head.getlength(organ)) / len(organ)))
    y += size * 1.4 + 4 * page.mm
    for begin, end in ((0.0, 1.0), (1.6, 1.9)):
        edges = page.left - 8 * page.mm, page.right + 6 * page.mm
        page.draw.rectangle((edges[0], y + begin * page.mm, edges[1], y + end * page.mm), fill=page.red)
    y += 4 * page.mm
    number, body = f"某函〔20{chance.randint(12, 26)}〕{chance.randint(1, 160)}号", font(chance, "fang", page.letter)
    page.text((page.right - body.getlength(number), y), number, body, page.ink)
    if chance.random() < 0.4:
        page.text((page.left, y), f"{chance.randint(1, 300):06d}", font(chance, "song", page.letter), page.ink)
        y += page.line
    mark(page.left, y)
    return y + page.line * 2.2


def _minutes_head(chance: random.Random, page: _Paper, mark: Marker) -> float:
    mark(page.left, page.top, right=chance.random() < 0.1)
    y = page.top + page.line * 1.6
    title = chance.choice(["会议纪要", "办公会议纪要", "专题会议纪要"])
    page.center(y, title, font(chance, "head", page.letter * 2.4), page.red, page.letter * 0.8)
    y += page.letter * 3.6
    number = f"〔20{chance.randint(12, 26)}〕第{chance.randint(1, 60)}期"
    page.center(y, number, font(chance, "fang", page.letter), page.ink)
    y += page.line * 1.4
    page.draw.rectangle((page.left, y, page.right, y + 0.6 * page.mm), fill=page.red)
    return y + page.line * 1.3


def _plain_head(chance: random.Random, page: _Paper, mark: Marker) -> float:
    right = chance.random() < (0.5 if page.kind == "internal" else 0.12)
    mark(page.left + chance.choice([0, 0, 0, 4]) * page.mm, page.top - page.line * chance.uniform(0, 1), right=right)
    return page.top + page.line * 1.5


_HEADS: dict[str, Callable[[random.Random, _Paper, Marker], float]] = {
    "downward": _red_head,
    "upward": _red_head,
    "letter": _letter_head,
    "minutes": _minutes_head,
}


def _title(chance: random.Random, page: _Paper, y: float) -> float:
    title = chance.choice(TITLES).format(k=chance.choice(TOPICS))
    if chance.random() < 0.6 and page.kind != "minutes":
        title = chance.choice(ORGANS) + title
    face = font(chance, "head", 22 * page.point)
    most = max(1, int(page.inside * 0.86 // face.getlength("国")))
    while title:
        page.center(y, title[:most], face, page.ink)
        title, y = title[most:], y + 36 * page.point
    return y + page.line * 0.8


def _body(chance: random.Random, page: _Paper, y: float, talk: bool) -> float:
    body = font(chance, "fang", page.letter)
    if page.kind not in ("minutes", "plain", "internal", "table"):
        words = chance.choice(
            ["各县（市、区）人民政府，各有关部门：", "各处室、各直属单位：", "某某市人民政府：", "各有关单位："]
        )
        page.text((page.left, y), words, body, page.ink)
        y += page.line
    end = page.bottom - page.line * chance.choice([1, 5, 5, 9])
    first = True
    while y < end:
        if chance.random() < 0.28:
            words = (
                chance.choice("一二三四五六")
                + "、"
                + chance.choice(TOPICS)
                + chance.choice(["总体要求", "主要任务", "有关事项"])
            )
            page.text((page.left + 2 * page.letter, y), words, font(chance, "hei", page.letter), page.ink)
            y += page.line
        if y < end:
            said = sentences(chance, chance.randint(1, 4), talk=talk and (first or chance.random() < 0.4))
            y = page.paragraph(page.left, y, page.inside, said, body, page.line, page.ink, end)
        first = False
        if page.kind == "table":
            break
    if page.kind == "table" and y < page.bottom - page.line * 6:
        _table(chance, page, y)
        y = page.bottom
    return y


def _table(chance: random.Random, page: _Paper, y: float) -> None:
    columns, high = chance.randint(4, 6), page.line * 1.1
    rows, thin = int((page.bottom - y) // high), max(1, int(page.mm / 4))
    face, names = font(chance, "song", 12 * page.point), ("序号", "项目", "单位", "金额", "时限", "备注")
    for row in range(rows + 1):
        page.draw.line((page.left, y + row * high, page.right, y + row * high), fill=page.ink, width=thin)
    for column in range(columns + 1):
        x = page.left + page.inside * column / columns
        page.draw.line((x, y, x, y + rows * high), fill=page.ink, width=thin)
        for row in range(rows if column < columns else 0):
            cells = (
                str(row),
                chance.choice(TOPICS),
                chance.choice(ORGANS)[-5:],
                f"{chance.uniform(10, 9999):.2f}",
                f"20{chance.randint(10, 26)}年",
                "",
            )
            words = cells[column] if row else names[column]
            page.draw.text((x + 1.5 * page.mm, y + row * high + high * 0.2), words, font=face, fill=page.ink)


def _foot(chance: random.Random, page: _Paper, y: float) -> None:
    if y < page.bottom - page.line * 4 and chance.random() < 0.75:
        face, organ = font(chance, "fang", page.letter), chance.choice(ORGANS)
        date = f"20{chance.randint(12, 26)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        y += page.line * 1.5
        page.text((page.right - face.getlength(organ) - page.letter * 3, y), organ, face, page.ink)
        page.text((page.right - face.getlength(date) - page.letter * 4, y + page.line), date, face, page.ink)
        if chance.random() < 0.7:
            place = page.right - page.letter * 8 + chance.randint(-20, 20), y + page.line * 0.6
            _seal(chance, page, place, 21 * page.mm)
    words, face = f"— {chance.randint(1, 9)} —", font(chance, "song", 14 * page.point)
    x = page.wide / 2 - 4 * page.mm if chance.random() < 0.5 else page.right - 14 * page.mm
    page.text((x, page.bottom + 7 * page.mm), words, face, page.ink)


def _seal(chance: random.Random, page: Page, center: tuple[float, float], radius: float) -> None:
    """A round red seal. Its star is not that of a marking."""
    x, y = center
    red = 200 + chance.randint(0, 40), 20 + chance.randint(0, 30), 30
    page.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=max(3, int(radius / 20)))
    points = []
    for number in range(10):
        angle, far = -math.pi / 2 + number * math.pi / 5, radius * (0.36 if number % 2 == 0 else 0.15)
        points.append((x + far * math.cos(angle), y + far * math.sin(angle)))
    page.draw.polygon(points, fill=red)
    face, words, side = font(chance, "song", radius * 0.26), "某某单位办公室专用章", int(radius * 0.4)
    for number, sign in enumerate(words):
        angle = -math.pi * 1.12 + number * math.pi * 1.24 / (len(words) - 1)
        cut = Image.new("L", (side, side), 0)
        ImageDraw.Draw(cut).text((0, 0), sign, font=face, fill=255)
        place = int(x + radius * 0.75 * math.cos(angle) - side / 2), int(y + radius * 0.75 * math.sin(angle) - side / 2)
        page.image.paste(red, place, cut.rotate(-(math.degrees(angle) + 90)))


def slide(chance: random.Random, *, marked: bool) -> Page:
    """A slide of a talk, 16 to 9."""
    colour = chance.choice([(255, 255, 255), (245, 248, 252), (20, 60, 120), (180, 20, 20)])
    page, ink = Page(1600, 900, colour), (255, 255, 255) if sum(colour) < 400 else (30, 30, 30)
    page.kind = "slide"
    page.text((120, 140), chance.choice(TOPICS) + "汇报", font(chance, "hei", 70), ink)
    for number in range(chance.randint(3, 6)):
        page.text((140, 300 + 90 * number), "● " + sentence(chance)[:26], font(chance, "hei", 40), ink)
    if marked:
        words, face = marking(chance, chance.choice(["star", "bare", "internal"])), font(chance, "hei", 44)
        red: Colour = (200, 20, 20) if sum(colour) > 400 else ink
        x = 60 if chance.random() < 0.6 else page.wide - 60 - face.getlength(words)
        page.text((x, 40), words, face, chance.choice([ink, red]), mark=True)
    return page
