"""An OFD package (GB/T 33190-2016): one document, its pages, its fonts, and what is attached to it.

The same drawing makes the same bytes. No signature of GB/T 38540 is in it: what is signed is the attached envelope.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, groupby, pairwise
from xml.sax.saxutils import escape, quoteattr

from checker.report.export.ofd.drawn import Drawing, Font, Line, Page, Shape
from checker.report.export.ofd.pages import drawing

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ASCENT, _HEIGHT = 0.95, 1.3  # of a line's box, in its size: where its base line lies, and how high it is
_EDGE = 0.1  # millimetres around a shape that has no width of line


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    title: str
    author: str
    made: datetime


def to_ofd(pdf: bytes, about: About, attached: Mapping[str, bytes] | None = None) -> bytes:
    """The pages of a PDF that typst made, with files attached to them.

    Raises:
        NotUnderstood: a page has what cannot be carried over.
    """
    return _package(drawing(pdf), about, attached or {})


def _package(drawn: Drawing, about: About, attached: Mapping[str, bytes]) -> bytes:
    numbers = count(1)
    fonts = {name: (next(numbers), font) for name, font in drawn.fonts.items()}
    parts: dict[str, bytes] = {}
    for place, page in enumerate(drawn.pages):
        parts[f"Doc_0/Pages/Page_{place}/Content.xml"] = _content(page, fonts, numbers).encode()
    parts |= {f"Doc_0/Res/{_file(number)}": font.file for number, font in fonts.values()}
    parts["Doc_0/PublicRes.xml"] = _resources(fonts).encode()
    if attached:
        parts |= {f"Doc_0/Attachs/{name}": content for name, content in attached.items()}
        parts["Doc_0/Attachs/Attachments.xml"] = _attachments(attached, about.made).encode()
    pages = "".join(
        f'<ofd:Page ID="{next(numbers)}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
        for place in range(len(drawn.pages))
    )
    listed = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if attached else ""
    first = drawn.pages[0]
    parts["Doc_0/Document.xml"] = (
        f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>{next(numbers)}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_n(first.width)} {_n(first.height)}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{listed}"
        f"</ofd:Document>"
    ).encode()
    digest = hashlib.sha256(b"".join(parts[name] for name in sorted(parts))).hexdigest()[:32]
    parts = {"OFD.xml": _root(about, digest).encode(), **parts}
    return _zipped(parts, about.made)


def _root(about: About, digest: str) -> str:
    day = about.made.date().isoformat()
    return (
        f'{_HEAD}<ofd:OFD {_SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{digest}</ofd:DocID>"
        f"<ofd:Title>{escape(about.title)}</ofd:Title><ofd:Author>{escape(about.author)}</ofd:Author>"
        f"<ofd:CreationDate>{day}</ofd:CreationDate><ofd:Creator>Mijian</ofd:Creator></ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _resources(fonts: Mapping[str, tuple[int, Font]]) -> str:
    listed = "".join(
        f'<ofd:Font ID="{number}" FontName={quoteattr(font.family)} FamilyName={quoteattr(font.family)}>'
        f"<ofd:FontFile>{_file(number)}</ofd:FontFile></ofd:Font>"
        for number, font in fonts.values()
    )
    return f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts>{listed}</ofd:Fonts></ofd:Res>'


def _attachments(attached: Mapping[str, bytes], made: datetime) -> str:
    listed = "".join(
        f'<ofd:Attachment ID="{number}" Name={quoteattr(name)} Format={quoteattr(name.rpartition(".")[2])}'
        f' CreationDate="{made:%Y-%m-%dT%H:%M:%S}" Size="{_n(len(content) / 1024)}" Visible="true">'
        f"<ofd:FileLoc>{escape(name)}</ofd:FileLoc></ofd:Attachment>"
        for number, (name, content) in enumerate(attached.items(), 1)
    )
    return f"{_HEAD}<ofd:Attachments {_SPACE}>{listed}</ofd:Attachments>"


def _content(page: Page, fonts: Mapping[str, tuple[int, Font]], numbers: Iterator[int]) -> str:
    layer = next(numbers)
    objects = "".join(
        _path(one, next(numbers))
        if isinstance(one, Shape)
        else "".join(_text(part, fonts[one.font][0], page, next(numbers)) for part in _parts(one))
        for one in page.objects
    )
    return (
        f"{_HEAD}<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>0 0 {_n(page.width)} {_n(page.height)}</ofd:PhysicalBox>"
        f'</ofd:Area><ofd:Content><ofd:Layer ID="{layer}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _parts(line: Line) -> Iterator[Line]:
    """A glyph that stands for several characters, or none, comes apart from the others: where a reader places
    characters by `DeltaX`, nothing after it slips."""
    for single, group in groupby(line.glyphs, lambda one: len(one.words) == 1):
        for glyphs in [tuple(group)] if single else [(one,) for one in group]:
            first = glyphs[0].at
            a, b, c, d, x, y = line.matrix
            yield replace(
                line,
                glyphs=tuple(replace(one, at=one.at - first) for one in glyphs),
                matrix=(a, b, c, d, x + a * first, y + b * first),
                width=line.width - first,
            )


def _text(line: Line, font: int, page: Page, number: int) -> str:
    a, b, c, d, x, y = line.matrix
    upright = abs(b) < 1e-6 and abs(c) < 1e-6 and a > 0 and d > 0
    if upright:
        up = _ASCENT * line.size
        box, place = (x, y - up, line.width, _HEIGHT * line.size), (0.0, up)
        turned = ""
    else:
        box, place = (0.0, 0.0, page.width, page.height), (0.0, 0.0)
        turned = f' CTM="{" ".join(map(_n, line.matrix))}"'
    words = "".join(one.words for one in line.glyphs)
    steps = [after.at - before.at for before, after in pairwise(line.glyphs)]
    delta = f' DeltaX="{" ".join(map(_n, steps))}"' if steps else ""
    glyphs = " ".join(str(one.number) for one in line.glyphs)
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{" ".join(map(_n, box))}" Font="{font}" Size="{_n(line.size)}"'
        f"{turned}{_alpha(line.alpha)}>{_colour('FillColor', line.colour)}"
        f'<ofd:CGTransform CodePosition="0" CodeCount="{len(words)}" GlyphCount="{len(line.glyphs)}">'
        f"<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>"
        f'<ofd:TextCode X="{_n(place[0])}" Y="{_n(place[1])}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def _path(shape: Shape, number: int) -> str:
    values = [numbers for _, numbers in shape.steps]
    across = [one for numbers in values for one in numbers[::2]]
    down = [one for numbers in values for one in numbers[1::2]]
    edge = max(shape.width, _EDGE) if shape.stroke is not None else _EDGE
    left, top = min(across) - edge, min(down) - edge
    box = left, top, max(across) - left + edge, max(down) - top + edge
    steps = " ".join(
        " ".join([name, *(_n(one - (top if place % 2 else left)) for place, one in enumerate(numbers))])
        for name, numbers in shape.steps
    )
    stroked = "true" if shape.stroke is not None else "false"
    filled = "true" if shape.fill is not None else "false"
    rule = ' Rule="Even-Odd"' if shape.even_odd else ""
    colours = (_colour("StrokeColor", shape.stroke) if shape.stroke is not None else "") + (
        _colour("FillColor", shape.fill) if shape.fill is not None else ""
    )
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{" ".join(map(_n, box))}" LineWidth="{_n(shape.width)}"'
        f' Stroke="{stroked}" Fill="{filled}"{rule}{_alpha(shape.alpha)}>{colours}'
        f"<ofd:AbbreviatedData>{steps}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _colour(name: str, colour: tuple[int, int, int]) -> str:
    return f'<ofd:{name} Value="{" ".join(map(str, colour))}"/>'


def _alpha(value: int) -> str:
    return f' Alpha="{value}"' if value < 255 else ""


def _file(number: int) -> str:
    return f"font_{number}.otf"


def _n(value: float) -> str:
    """Thousandths of a millimetre, and no more signs than that takes."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.0005 else "0"


def _zipped(parts: Mapping[str, bytes], made: datetime) -> bytes:
    file = io.BytesIO()
    when = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
