"""Made-up pages: official papers by the geometry of GB/T 9704-2012, slides, and a dozen kinds of things that are none.

Every organ, number and sentence is invented ("某某市…"). A page knows the words of its marking and where they stand.
Fonts are the free ones of this computer; more of them make more varied pages (Debian: fonts-noto-cjk, fonts-wqy-zenhei,
fonts-wqy-microhei, fonts-arphic-uming, fonts-arphic-ukai, fonts-arphic-gbsn00lp, fonts-arphic-gkai00mp,
fonts-lxgw-wenkai).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
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

ORGANS = [
    "某某市人民政府",
    "某某省发展和改革委员会",
    "某某县教育局",
    "某某集团有限公司",
    "某某市保密局",
    "某某厅办公室",
    "中共某某市委员会",
    "某某区应急管理局",
    "某某大学",
    "某某研究院",
    "某某市财政局",
    "某某省水利厅",
    "某某市交通运输局",
    "某某部办公厅",
    "某某镇人民政府",
]
TOPICS = [
    "工作会议",
    "年度总结",
    "经费预算",
    "安全生产",
    "人员调整",
    "项目建设",
    "信息系统",
    "应急预案",
    "数据统计",
    "改革方案",
    "规划编制",
    "设备采购",
    "档案管理",
    "联合演练",
    "专项检查",
    "科研任务",
    "基础设施",
    "防汛抗旱",
    "疫情防控",
    "网络安全",
]
_SENTENCES = (
    "各单位要高度重视{k}，切实加强组织领导，明确责任分工，确保各项任务落到实处。",
    "根据上级有关部署和要求，结合我单位实际，现就做好{k}有关事项通知如下。",
    "要坚持问题导向，统筹推进{k}，进一步完善工作机制，提高工作质量和效率。",
    "对{k}中出现的新情况、新问题，要及时研究解决，重要情况随时报告。",
    "请于本月{d}日前将{k}情况书面报送办公室，联系人：张某，电话：0000-0000000。",
    "经研究，同意{k}实施方案，请认真组织实施，并做好跟踪评估工作。",
    "截至{m}月底，累计完成投资{n}万元，占年度计划的{p}%，较上年同期增长{q}%。",
    "要严格执行{k}有关规定，严肃工作纪律，对违反规定的要依规依纪追究责任。",
    "会议听取了关于{k}进展情况的汇报，讨论了下一步工作安排，并提出明确要求。",
    "一是健全制度体系，二是强化监督检查，三是做好{k}宣传培训，四是加大保障力度。",
    "各有关部门要加强协调配合，建立{k}联席会议制度，定期通报工作进展。",
    "本办法自印发之日起施行，有效期五年，由{o}负责解释。",
)
_TALK = (  # about markings, none themselves
    "涉及国家秘密的内容，应当按照机密级有关规定管理，不得在互联网传输。",
    "对绝密、机密、秘密级文件的传递，必须通过机要渠道办理。",
    "要严格遵守保密纪律，严禁泄露国家秘密和工作秘密。",
    "凡标有“机密”“秘密”字样的载体，应当登记造册，专人保管。",
    "会议强调，绝密级载体不得复制，机密级载体复制须经批准。",
    "内部资料的发放范围由办公室确定，不得擅自扩大。",
)
_TITLES = (
    "关于做好{k}工作的通知",
    "关于印发{k}实施办法的通知",
    "关于{k}情况的报告",
    "关于开展{k}的请示",
    "关于加强{k}管理的意见",
    "关于同意{k}方案的批复",
    "关于召开{k}的函",
    "{k}工作方案",
    "关于{k}专项督查情况的通报",
)
_TERMS = {
    "绝密": ("30年", "25年", "20年", "长期", ""),
    "机密": ("20年", "1年", "10年", "5年", "15年", "长期", ""),
    "秘密": ("10年", "5年", "1年", "3年", "6个月", "长期", ""),
}
_INTERNAL = (
    "内部资料",
    "内部资料 注意保存",
    "内部文件",
    "内部资料 不得外传",
    "内部材料 注意保密",
    "内部资料★妥善保管",
    "内部使用",
)
LAYOUTS = {"downward": 34, "upward": 10, "letter": 13, "minutes": 8, "plain": 20, "table": 8, "internal": 7}


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


def sentences(chance: random.Random, number: int, *, talk: bool = False) -> str:
    said = [sentence(chance) for _ in range(number)]
    if talk:
        said.insert(chance.randint(0, len(said)), chance.choice(_TALK))
    return "".join(said)


def sentence(chance: random.Random) -> str:
    return chance.choice(_SENTENCES).format(
        k=chance.choice(TOPICS),
        d=chance.randint(3, 28),
        m=chance.randint(1, 12),
        n=chance.randint(100, 99999),
        p=chance.randint(20, 99),
        q=chance.randint(1, 30),
        o=chance.choice(ORGANS),
    )


def marking(chance: random.Random, kind: str = "") -> str:
    """The words of a marking: state secrets with a star, bare levels, internal papers."""
    kind = kind or chance.choices(["star", "bare", "internal", "leading"], [0.6, 0.16, 0.2, 0.04])[0]
    level = chance.choices(["绝密", "机密", "秘密"], [0.25, 0.4, 0.35])[0]
    if kind == "star":
        return level + chance.choices(["★", "☆"], [0.93, 0.07])[0] + chance.choice(_TERMS[level])
    if kind == "bare":
        return level[0] + chance.choice(["\u3000", " ", ""]) + level[1]
    return "★" + level if kind == "leading" else chance.choice(_INTERNAL)


# -- official papers --------------------------------------------------------------------------------------------------


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
    title = chance.choice(_TITLES).format(k=chance.choice(TOPICS))
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


# -- what is no document ----------------------------------------------------------------------------------------------


def _colour(chance: random.Random, least: int = 0, most: int = 255) -> Colour:
    return chance.randint(least, most), chance.randint(least, most), chance.randint(least, most)


def _readable(colour: Colour) -> Colour:
    return (255, 255, 255) if sum(colour) < 400 else (20, 20, 20)


def whiteboard(chance: random.Random) -> Page:
    page = Page(1800, 1200, (236 + chance.randint(0, 15),) * 3)
    inks = [(20, 20, 20), (20, 40, 170), (180, 30, 30), (20, 110, 50)]
    for _ in range(chance.randint(4, 11)):
        topic = chance.choice(TOPICS)
        words = chance.choice(
            [topic + "？", "TODO: " + topic, "1. " + topic + " → 下周", "客户反馈 v3", "下周讨论", "机密项目代号?"]
        )
        place = chance.randint(40, 1100), chance.randint(40, 1080)
        page.text(place, words, font(chance, "hand", chance.randint(45, 95)), chance.choice(inks))
    for _ in range(chance.randint(2, 8)):
        x, y = chance.randint(0, 1500), chance.randint(0, 1000)
        shape = page.draw.rectangle if chance.random() < 0.5 else page.draw.ellipse
        edges = (x, y, x + chance.randint(100, 400), y + chance.randint(60, 250))
        shape(edges, outline=chance.choice(inks), width=chance.randint(3, 8))
    page.draw.rectangle((0, 0, 1799, 1199), outline=(150, 150, 155), width=26)
    return page


def poster(chance: random.Random) -> Page:
    colour = _colour(chance)
    page = Page(1200, 1700, colour)
    for _ in range(chance.randint(3, 9)):
        x, y, size = chance.randint(-200, 1200), chance.randint(-200, 1700), chance.randint(60, 600)
        page.draw.ellipse((x, y, x + size, y + size), fill=_colour(chance))
    y = float(chance.randint(150, 500))
    titles = (
        "保守国家秘密 人人有责|保密就是保胜利|绝密追踪|机密行动|五折大促销|音乐节|年终盛典|秘密花园|招聘保安|健康中国|"
        "消防安全宣传月|泄密必究|国家安全教育日|寻猫启事"
    )
    for words in chance.choice(titles.split("|")).split(" "):
        size = min(260, 1080 / len(words))
        page.center(
            y, words, font(chance, "black", size), chance.choice([(255, 255, 255), (255, 230, 60), (10, 10, 10)])
        )
        y += size * 1.4
    for _ in range(chance.randint(2, 5)):
        page.center(y + 100, sentence(chance)[:18], font(chance, "hei", chance.randint(34, 60)), (255, 255, 255))
        y += 80
    return page


def menu(chance: random.Random) -> Page:
    colour = chance.choice([(90, 20, 20), (250, 240, 220), (30, 30, 30), (255, 255, 255), (230, 190, 120)])
    page, ink = Page(1300, 1800, colour), (250, 240, 210) if sum(colour) < 400 else (60, 20, 10)
    page.center(
        70,
        chance.choice(["今日菜单", "秘制烧烤", "川味小馆", "绝味菜单", "老字号面馆"]),
        font(chance, "black", 120),
        ink,
    )
    dishes = [
        "秘制红烧肉",
        "鱼香肉丝",
        "宫保鸡丁",
        "绝味鸭脖",
        "清炒时蔬",
        "麻婆豆腐",
        "内蒙羊排",
        "机器手擀面",
        "酸辣土豆丝",
        "扬州炒饭",
    ]
    for y in range(280, 1680, chance.randint(76, 100)):
        for x in (80, 700):
            page.text((x, y), chance.choice(dishes), font(chance, "kai", 46), ink)
            page.text((x + 380, y), f"{chance.randint(8, 128)}元", font(chance, "hei", 44), ink)
    return page


def cover(chance: random.Random) -> Page:
    colour = _colour(chance)
    page, ink = Page(1100, 1560, colour), _readable(colour)
    titles = [
        "绝密档案",
        "机密",
        "秘密",
        "红色机密",
        "保密法释义",
        "算法导论",
        "围城",
        "三体",
        "经济学原理",
        "内部参考",
        "谍影重重",
        "秘密战",
        "国家秘密",
        "一级机密",
    ]
    title = chance.choice(titles)
    page.center(chance.randint(200, 480), title, font(chance, "black", min(260, 935 / len(title))), ink)
    page.center(900, chance.choice(["某某 著", "李某 编"]), font(chance, "kai", 60), ink)
    page.center(1400, chance.choice(["某某出版社", "某某文艺出版社"]), font(chance, "song", 56), ink)
    x, y = chance.randint(0, 500), chance.randint(960, 1200)
    page.draw.rectangle((x, y, x + chance.randint(200, 600), y + 150), fill=_colour(chance))
    return page


def receipt(chance: random.Random) -> Page:
    page, face = Page(560, chance.randint(1100, 1900), (250, 250, 248)), font(chance, "song", 34)
    page.center(40, chance.choice(["某某超市", "便民商店", "某某餐饮"]), font(chance, "hei", 52))
    y = 150
    for words in (f"单号:{chance.randint(0, 10**9):010d}", f"时间:2024-{chance.randint(1, 12):02d}-11 12:30", "-" * 30):
        page.text((20, y), words, face)
        y += 48
    while y < page.tall - 330:
        page.text((20, y), chance.choice(["矿泉水", "牛奶", "秘制酱", "面包", "鸡蛋", "酱油", "纸巾"]), face)
        page.text((300, y), f"x{chance.randint(1, 5)}", face)
        page.text((420, y), f"{chance.random() * 90:.2f}", face)
        y += 50
    for words in ("-" * 30, f"合计: {chance.random() * 500:.2f}", "谢谢惠顾 欢迎再来"):
        page.text((20, y), words, face)
        y += 52
    return page


def _status(chance: random.Random, page: Page, ink: Colour = (30, 30, 30)) -> None:
    page.text((50, 30), f"{chance.randint(0, 23)}:{chance.randint(0, 59):02d}", font(chance, "hei", 38), ink)
    page.text((page.wide - 190, 30), f"5G {chance.randint(5, 100)}%", font(chance, "hei", 34), ink)


def chat(chance: random.Random) -> Page:
    page = Page(1080, chance.choice([2400, 2340, 1920]), (237, 237, 237))
    _status(chance, page)
    page.draw.rectangle((0, 90, 1080, 200), fill=(245, 245, 245))
    page.center(115, chance.choice(["工作群(31)", "张三", "家庭群", "项目沟通"]), font(chance, "hei", 46))
    said = [
        "收到",
        "好的，马上处理",
        "这个文件是机密的，别外传",
        "绝密消息：明天放假！",
        "哈哈哈哈",
        "内部资料我发你邮箱了",
        "这是我们的小秘密",
        "开会别迟到",
    ]
    y, face = 250, font(chance, "hei", 44)
    while y < page.tall - 330:
        mine, words = chance.random() < 0.45, chance.choice([*said, sentence(chance)])
        lines = [words[at : at + 14] for at in range(0, len(words), 14)]
        width, height = face.getlength(max(lines, key=len)) + 60, len(lines) * 62 + 40
        x = 900 - width if mine else 170
        page.draw.rectangle((930 if mine else 30, y, 1040 if mine else 140, y + 110), fill=_colour(chance, 60, 220))
        page.draw.rounded_rectangle(
            (x, y, x + width, y + height), 16, fill=(149, 236, 105) if mine else (255, 255, 255)
        )
        for number, line in enumerate(lines):
            page.text((x + 30, y + 20 + number * 62), line, face)
        y += height + 50
    page.draw.rectangle((0, page.tall - 160, 1080, page.tall), fill=(247, 247, 247))
    return page


def settings(chance: random.Random) -> Page:
    dark = chance.random() < 0.4
    page, ink = Page(1080, 2340, (18, 18, 20) if dark else (245, 245, 247)), (235, 235, 235) if dark else (25, 25, 25)
    _status(chance, page, ink)
    page.text((60, 140), chance.choice(["设置", "隐私与安全", "账号", "通知"]), font(chance, "hei", 76), ink)
    names = [
        "私密相册",
        "应用加密",
        "通知管理",
        "显示与亮度",
        "文件保密柜",
        "声音与振动",
        "电池",
        "机密模式",
        "关于手机",
        "WLAN",
    ]
    for y in range(320, 2190, chance.choice([160, 180, 200])):
        page.draw.rounded_rectangle((40, y, 1040, y + 150), 24, fill=(38, 38, 42) if dark else (255, 255, 255))
        page.draw.ellipse((80, y + 35, 160, y + 115), fill=_colour(chance, 50, 230))
        page.text((200, y + 45), chance.choice(names), font(chance, "hei", 46), ink)
    return page


def news(chance: random.Random) -> Page:
    page = Page(1080, 2340)
    _status(chance, page)
    titles = (
        "男子在网盘存储机密文件被处分|国家安全机关披露一起泄密案|绝密级项目总师的三十年|某企业内部资料外泄始末|保密法修订看点|"
        "新款手机发布 续航升级|多地迎来降雨|秘密武器：小县城的逆袭"
    )
    title, y, face = chance.choice(titles.split("|")), 130.0, font(chance, "hei", 66)
    for at in range(0, len(title), 14):
        page.text((50, y), title[at : at + 14], face)
        y += 96
    page.text((50, y + 10), "某某新闻 2024-05-06 08:31", font(chance, "hei", 34), (150, 150, 150))
    y, body = y + 110, font(chance, chance.choice(["hei", "song"]), 46)
    while y < 2080:
        if chance.random() < 0.3 and y < 1540:
            page.draw.rectangle((50, y, 1030, y + chance.randint(300, 520)), fill=_colour(chance, 40, 220))
            y += 560
        said = chance.choice(["据介绍，", "记者了解到，", "近日，"]) + sentences(chance, 2, talk=chance.random() < 0.5)
        y = page.paragraph(50, y, 980, said, body, 78, (20, 20, 20), 2080) + 30
    page.draw.rectangle((0, 2200, 1080, 2340), fill=(250, 250, 250))
    return page


def shop(chance: random.Random) -> Page:
    page = Page(1080, 2340, (244, 244, 244))
    _status(chance, page)
    goods = ["秘密花园香水", "保密文件袋", "机密文件柜", "夏季新款连衣裙", "无线耳机", "手冲咖啡套装"]
    for y in range(120, 2340, 690):
        for x in (20, 550):
            page.draw.rectangle((x, y, x + 510, y + 510), fill=_colour(chance, 30, 240))
            page.draw.ellipse((x + 100, y + 100, x + 400, y + 400), fill=_colour(chance, 30, 240))
            page.text((x + 10, y + 530), chance.choice(goods), font(chance, "hei", 38))
            page.text((x + 10, y + 590), f"¥{chance.uniform(9, 999):.2f}", font(chance, "hei", 50), (230, 50, 20))
    return page


def sign(chance: random.Random) -> Page:
    colour = chance.choice([(20, 70, 160), (10, 110, 60), (170, 20, 20), (250, 250, 250), (240, 190, 20)])
    page, ink = Page(1500, chance.randint(420, 900), colour), (255, 255, 255) if sum(colour) < 520 else (20, 20, 20)
    signs = (
        "愚园路|涉密场所 禁止拍照|军事禁区 严禁入内|机密要地 闲人免进|前方施工|停车场|内部车辆专用|"
        "秘密基地咖啡|出口 200米|保密会议室|绝味鸭脖"
    )
    lines = chance.choice(signs.split("|")).split(" ")
    y = page.tall * 0.12
    for words in lines:
        size = min(page.tall * 0.75 / len(lines), 1350 / len(words))
        page.center(y, words, font(chance, "black", size), ink)
        y += size * 1.25
    return page


def code(chance: random.Random) -> Page:
    page, face = Page(1920, 1080, (30, 30, 34)), font(chance, "hei", 26)
    lines = [
        "def load_secret(path):",
        "return None",
        'if level == "机密":',
        "for i in range(10):",
        "# 秘密级别判断",
        "import os, sys",
        'x = conf.get("key")',
        "class Marker(object):",
        'print("done")',
    ]
    for y in range(40, 1040, 38):
        ink = chance.choice([(220, 220, 170), (86, 156, 214), (206, 145, 120), (106, 153, 85), (212, 212, 212)])
        page.text((60 + 40 * chance.randint(0, 4), y), chance.choice(lines), face, ink)
    return page


def certificate(chance: random.Random) -> Page:
    page = Page(1600, 1120, (252, 243, 220))
    page.draw.rectangle((40, 40, 1560, 1080), outline=(190, 30, 30), width=18)
    page.center(140, chance.choice(["荣誉证书", "结业证书", "聘书"]), font(chance, "black", 130), (190, 30, 30), 40)
    said = f"某某同志：在{chance.choice(TOPICS)}中表现突出，特发此证，以资鼓励。"
    page.paragraph(200, 420, 1200, said, font(chance, "kai", 60), 96, (20, 20, 20), 1000)
    return page


OTHERS: dict[str, Callable[[random.Random], Page]] = {
    "whiteboard": whiteboard,
    "poster": poster,
    "menu": menu,
    "book cover": cover,
    "receipt": receipt,
    "chat": chat,
    "settings": settings,
    "news page": news,
    "shop": shop,
    "sign": sign,
    "program code": code,
    "certificate": certificate,
}
SCREENS = ("chat", "settings", "news page", "shop", "program code")  # these come as screenshots
