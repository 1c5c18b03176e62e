"""Markings whose letters are outlines, in each way in which a program draws them; and letters that stand for bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from tests.planting.opened import odf
from tests.planting.pdfs import paper
from tests.planting.planted import Planted
from tests.planting.zipped import docx, paragraph, pptx, run

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WIDE, _HIGH = 827, 1169


def _rows(mark: str) -> Iterator[tuple[int, int, int]]:
    """Where black begins in each row of pixels, and how far it goes."""
    image = paper(mark).convert("1", dither=0).convert("L")
    points = image.tobytes()  # one a point: 0 is black
    for y in range(image.height):
        for black in re.finditer(rb"\0+", points[y * image.width : (y + 1) * image.width]):
            yield black.start(), y, black.end() - black.start()


def _svg(mark: str) -> str:
    path = " ".join(f"M{x} {y}h{wide}v1h-{wide}z" for x, y, wide in _rows(mark))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}"><path d="{path}"/></svg>'


def _on_dark(mark: str, ground: str) -> bytes:
    return _svg(mark).replace("<path", f'{ground}<path fill="#fff"', 1).encode()


def _used_again(mark: str) -> str:
    """As exporters write letters: each a symbol that is drawn where it is used."""
    rows = list(enumerate(_rows(mark)))
    known = "".join(f'<symbol id="g{n}"><path d="M0 0h{wide}v1h-{wide}z"/></symbol>' for n, (_, _, wide) in rows)
    used = "".join(f'<use xlink:href="#g{n}" x="{x}" y="{y}"/>' for n, (x, y, _) in rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{known}</defs><g transform="scale(.5)">{used}</g></svg>'


def _point(x: int, y: int) -> str:
    return f'<a:pt x="{x}" y="{y}"/>'


def _box(wide: int) -> str:
    lines = "".join(f"<a:lnTo>{_point(x, y)}</a:lnTo>" for x, y in ((wide, 0), (wide, 1), (0, 1)))
    return f'<a:path w="{wide}" h="1"><a:moveTo>{_point(0, 0)}</a:moveTo>{lines}<a:close/></a:path>'


def _shapes(mark: str) -> str:
    """A shape for each row, within a group that is measured in its own way."""
    inside = "".join(
        f'<p:sp><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="1"/></a:xfrm>'
        f"<a:custGeom><a:pathLst>{_box(wide)}</a:pathLst></a:custGeom></p:spPr></p:sp>"
        for x, y, wide in _rows(mark)
    )
    frame = (
        '<a:xfrm><a:off x="9" y="9"/><a:ext cx="1654" cy="2338"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{_WIDE}" cy="{_HIGH}"/></a:xfrm>'
    )
    return f"<p:grpSp><p:grpSpPr>{frame}</p:grpSpPr>{inside}</p:grpSp>"


def _ink(mark: str) -> bytes:
    traces = "".join(f"<inkml:trace>{x} {y} 5,'{wide}'0'0</inkml:trace>" for x, y, wide in _rows(mark))
    return docx(
        parts={"word/ink/ink1.xml": f'<inkml:ink xmlns:inkml="http://www.w3.org/2003/InkML">{traces}</inkml:ink>'}
    )


def _paths(mark: str) -> bytes:
    drawn = "".join(
        f'<draw:path svg:x="{x / 40}cm" svg:y="{y / 40}cm" svg:width="{wide / 40}cm" svg:height="0.025cm"'
        f' svg:viewBox="0 0 {wide} 1" svg:d="M0 0h{wide}v1h-{wide}z"/>'
        for x, y, wide in _rows(mark)
    )
    return odf("odp", parts={"Object 1/content.xml": f'<a xmlns:svg="svg" xmlns:draw="draw">{drawn}</a>'})


OUTLINED = (
    Planted("docx", "letters as paths of SVG", lambda mark: docx(parts={"word/media/image1.svg": _svg(mark)})),
    Planted("docx", "letters in ink", _ink),
    Planted("pptx", "letters as shapes", lambda mark: pptx(_shapes(mark))),
    Planted("odp", "letters as paths", _paths),
    Planted("html", "letters as paths of SVG", lambda mark: f"<html><body>{_svg(mark)}</body></html>".encode()),
    Planted("xml", "letters as paths of SVG", lambda mark: _svg(mark).encode()),
    Planted("xml", "letters as paths of SVG, white", lambda mark: _on_dark(mark, '<rect width="100%" height="100%"/>')),
    Planted("xml", "letters as paths of SVG, white on its window's ground", lambda mark: _on_dark(mark, "")),
    Planted("xml", "letters as symbols of SVG", lambda mark: _used_again(mark).encode()),
)


def _letters(mark: str) -> str:
    return base64.b64encode(docx(paragraph(run(mark)))).decode("ascii")


def _lines(mark: str) -> list[str]:
    letters = _letters(mark)
    return [letters[at : at + 76] for at in range(0, len(letters), 76)]


def _title_of_a_sound(mark: str) -> bytes:
    title = b"\1\xff\xfe" + mark.encode("utf-16-le")
    return b"ID3\3\0\0\0\0\x0f\x76TIT2" + len(title).to_bytes(4, "big") + b"\0\0" + title + bytes(range(1, 256)) * 1200


SPELLED = (
    Planted("docx", "a paper in base64", lambda mark: docx("".join(paragraph(run(line)) for line in _lines(mark)))),
    Planted("docx", "a paper in base64, in runs", lambda mark: docx(paragraph("".join(map(run, _lines(mark)))))),
    Planted("docx", "words in base64", lambda mark: docx(paragraph(run(base64.b64encode(mark.encode()).decode())))),
    Planted("docx", "words in hex", lambda mark: docx(paragraph(run(mark.encode("gb18030").hex())))),
    Planted(
        "odt",
        "words in base64",
        lambda mark: odf("odt", f"<text:p>{base64.b64encode(mark.encode()).decode()}</text:p>"),
    ),
    Planted("rtf", "signs in UTF-8", lambda mark: f"{{\\rtf1\\ansi\\ansicpg936 {mark}\\par}}".encode()),
    Planted("rtf", "signs in UTF-8 beside others", lambda mark: f"{{\\rtf1 \\u26426?\\par {{\\b {mark}}}}}".encode()),
)
SOUND = Planted("other", "title of a sound", _title_of_a_sound)
