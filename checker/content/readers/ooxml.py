"""docx, xlsx, pptx and their macro and template kin (ISO/IEC 29500)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from checker.content import limits
from checker.content.readers.properties import labelled
from checker.content.readers.xml import decoded, stripped, unescaped
from checker.content.reading import Reading
from checker.content.zips import Zip
from checker.facts.content.marking import Zone

_WORD = re.compile(
    r'xmlns(?::([\w.-]{1,20}))?="(?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main'
    r'|http://purl\.oclc\.org/ooxml/wordprocessingml/main)"'
)
_DRAWN = re.compile(r"<a:t(?:\s[^<>]*)?>([^<]*)</a:t>|(</a:p>|<a:br\s*/?>)")
_PLAIN_SHARED = re.compile(r"<si><t(?: [^<>]*)?>([^<]*)</t></si>")
_SHARED = re.compile(r"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_SHARED_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</")
_INLINE = re.compile(r"<is><t(?: [^<>]*)?>([^<]*)</t>")
_ROW = re.compile(r"<(?:\w+:)?row\b.*?</(?:\w+:)?row>", re.DOTALL)
_CELL = re.compile(r'<(?:\w+:)?c\b(?:[^<>]*?\bt="(\w+)")?[^<>]*>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)</")
_HEADER_FOOTER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)</")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])', re.IGNORECASE)
_PROPERTY = re.compile(r'<property\b[^<>]*\bname="([^"]*)"[^<>]*>(.*?)</property>', re.DOTALL)
_CORE = re.compile(r"<(?:\w+:)?(title|subject|description|keywords|category|contentStatus)(?:\s[^<>]*)?>([^<]*)</")
_APP = re.compile(r"<(?:\w+:)?(Company|Manager)>([^<]*)</")
_WATERMARK = re.compile(r'\bstring="([^"]*)"')
_NUMBER = re.compile(r"(\d+)\.xml$")
_FIRST_ROWS = 40
_SHEETS = 60
_SLIDES = 400
_LAYOUT = 32_000  # bytes; larger ones are not kept in memory
_PICTURE = re.compile(r"\.(?:jpe?g|png|tiff?|bmp|webp|gif)$", re.IGNORECASE)
_SMALLEST_PICTURE = 20_000  # bytes; a scanned page has more


def read(archive: Zip, kind: str, reading: Reading) -> None:
    """The texts of one office file. `kind`: word, xl or ppt, the folder that its parts lie in."""
    {"word": _word, "xl": _sheets, "ppt": _slides}[kind](archive, reading)
    _properties(archive, reading)
    embedded = []
    for name in archive.names:
        if name.startswith(f"{kind}/media/") and _PICTURE.search(name) and archive.size(name) >= _SMALLEST_PICTURE:
            reading.pictures.append(archive.inner(name))
        elif name.startswith(f"{kind}/embeddings/"):
            embedded.append(archive.inner(name))
    reading.members = iter(embedded)


# -- Word -------------------------------------------------------------------------------------------------------------


@cache
def _tokens(prefix: str) -> re.Pattern[str]:
    w = re.escape(prefix)
    return re.compile(
        rf"<{w}t(?:\s[^<>]*)?>(?P<text>[^<]*)</{w}t>|<{w}delText(?:\s[^<>]*)?>(?P<deleted>[^<]*)<"
        rf"|(?P<line></{w}p>|<{w}(?:br|cr)\b)|(?P<gap><{w}tab/>|</{w}tc>)"
        rf'|(?P<vanish><{w}vanish(?:\s+{w}val="(?:1|true|on)")?\s*/>)|(?P<run><{w}r[\s>])'
        rf"|(?P<box><{w}txbxContent[\s>])|(?P<unbox></{w}txbxContent>)"
    )


@cache
def _plain_tokens(prefix: str) -> re.Pattern[str]:
    w = re.escape(prefix)
    return re.compile(rf"<{w}t(?:\s[^<>]*)?>([^<]+)</{w}t>|(</{w}p>|<{w}(?:br|cr)\b)|<{w}tab/>|</{w}tc>")


def _word(archive: Zip, reading: Reading) -> None:
    for name in archive.names:
        if re.fullmatch(r"word/document\d*\.xml", name):
            _body(decoded(archive.read(name)), Zone.BODY, reading)
        elif re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            text = decoded(archive.read(name))
            _body(text, Zone.MARGIN, reading)
            reading.add(Zone.MARGIN, "\n".join(unescaped(found) for found in _WATERMARK.findall(text)))
        elif re.fullmatch(r"word/(?:comments|footnotes|endnotes)\.xml", name):
            _body(decoded(archive.read(name)), Zone.COMMENT, reading)


def _body(xml: str, zone: Zone, reading: Reading) -> None:
    """Text by its place: on the page, in boxes, hidden or deleted."""
    declared = _WORD.search(xml[:20_000])
    prefix = "w:" if declared is None else f"{declared[1]}:" if declared[1] else ""
    if not any(f"<{prefix}{name}" in xml for name in ("vanish", "delText", "txbxContent")):  # most papers
        found = _plain_tokens(prefix).findall(xml)
        reading.add(zone, unescaped("".join([text or ("\n" if line else "\t") for text, line in found]))[: limits.TEXT])
        return
    pieces: dict[Zone, list[str]] = {zone: [], Zone.BOX: [], Zone.HIDDEN: []}
    here, hidden = zone, False
    for token in _tokens(prefix).finditer(xml):
        match token.lastgroup:
            case "text":
                pieces[Zone.HIDDEN if hidden else here].append(token["text"])
            case "line":
                for one in pieces.values():
                    if one and one[-1] != "\n":
                        one.append("\n")
            case "gap":
                pieces[here].append("\t")
            case "run":
                hidden = False
            case "vanish":
                hidden = True
            case "deleted":
                pieces[Zone.HIDDEN].append(token["deleted"])
            case "box":
                here = Zone.BOX
            case "unbox":
                here = zone
    for place, texts in pieces.items():
        reading.add(place, unescaped("".join(texts))[: limits.TEXT])


# -- Excel ------------------------------------------------------------------------------------------------------------


def _sheets(archive: Zip, reading: Reading) -> None:
    strings = _strings(archive)
    names = sorted(
        (name for name in archive.names if re.match(r"xl/(?:work|chart)sheets/[^/]+\.xml$", name)), key=_order
    )
    for index, name in enumerate(names[:_SHEETS]):
        xml = decoded(archive.read(name))
        rows = "\n".join(_rows(xml, strings))
        # Whatever stands below the first rows was put into the shared strings in the order in which it was typed.
        below = strings if index == 0 else []
        if 't="inlineStr"' in xml:  # many programs that export tables write every cell's words into the cell
            below = [*below, *unescaped("\n".join(_INLINE.findall(xml))[: limits.TEXT]).split("\n")]
        reading.add(Zone.BODY, "\n".join([rows, *below]) if below else rows)
        after = xml[max(0, xml.rfind("sheetData")) :]  # page headers stand behind the cells
        if "Header>" in after or "Footer>" in after:
            margins = (_HEADER_CODE.sub(" ", unescaped(found)) for found in _HEADER_FOOTER.findall(after))
            reading.add(Zone.MARGIN, "\n".join(margins))
        reading.add(Zone.COMMENT, _numbers(xml))
    reading.cut = len(names) > _SHEETS
    for name in archive.names:
        if re.match(r"xl/(?:comments\d*|threadedComments/[^/]+)\.xml$", name):
            reading.add(Zone.COMMENT, stripped(decoded(archive.read(name)).replace("</t>", "\n")))
        elif re.match(r"xl/drawings/[^/]+\.xml$", name):
            reading.add(Zone.BOX, _drawn(decoded(archive.read(name))))


def _strings(archive: Zip) -> list[str]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    xml = decoded(archive.read("xl/sharedStrings.xml"))
    plain = _PLAIN_SHARED.findall(xml)
    if plain and len(plain) == xml.count("<si>") and "\0" not in xml:
        return unescaped("\0".join(plain)).split("\0")
    return [unescaped("".join(_SHARED_TEXT.findall(one))) for one in _SHARED.findall(xml)]


def _rows(xml: str, strings: list[str]) -> Iterator[str]:
    for index, row in enumerate(_ROW.finditer(xml)):
        if index == _FIRST_ROWS:
            return
        cells = (_cell(kind, inside, strings) for kind, inside in _CELL.findall(row[0]))
        yield "\t".join(cell for cell in cells if cell)


def _cell(kind: str, inside: str, strings: list[str]) -> str:
    if kind == "inlineStr":
        return unescaped("".join(_SHARED_TEXT.findall(inside)))
    value = _VALUE.search(inside)
    if value is None:
        return ""
    if kind != "s":
        return unescaped(value[1])
    at = int(value[1]) if value[1].isdecimal() and len(value[1]) < 9 else -1
    return strings[at] if 0 <= at < len(strings) else ""


_LONG_NUMBER = re.compile(r"v>(\d{11,19})</")


def _numbers(xml: str) -> str:
    """Numbers long enough to belong to a person: they are no shared strings."""
    return "\n".join(_LONG_NUMBER.findall(xml)[:100_000])


# -- PowerPoint -------------------------------------------------------------------------------------------------------


def _slides(archive: Zip, reading: Reading) -> None:
    names = sorted((name for name in archive.names if re.match(r"ppt/slides/slide\d+\.xml$", name)), key=_order)
    for name in names[:_SLIDES]:
        reading.add(Zone.BODY, _drawn(decoded(archive.read(name))))
    reading.cut = len(names) > _SLIDES
    for name in archive.names:
        if re.match(r"ppt/(?:slideMasters|slideLayouts|handoutMasters)/[^/]+\.xml$", name):
            content = archive.read(name)
            reading.add(Zone.MARGIN, _layout(content) if len(content) < _LAYOUT else _drawn(decoded(content)))
        elif re.match(r"ppt/(?:notesSlides/[^/]+|comments/[^/]+)\.xml$", name):
            reading.add(Zone.COMMENT, _drawn(decoded(archive.read(name))))


@lru_cache(64)
def _layout(content: bytes) -> str:
    """The words of a layout or master: programs put the same dozen into every file."""
    return _drawn(decoded(content))


def _drawn(xml: str) -> str:
    pieces = ["\n" if line else text for text, line in _DRAWN.findall(xml)]
    return unescaped("".join(pieces))


# -- all three --------------------------------------------------------------------------------------------------------


def _properties(archive: Zip, reading: Reading) -> None:
    lines = []
    if "docProps/custom.xml" in archive:
        custom = decoded(archive.read("docProps/custom.xml"))
        lines += [labelled(unescaped(name), stripped(value)) for name, value in _PROPERTY.findall(custom)]
    if "docProps/core.xml" in archive:
        core = decoded(archive.read("docProps/core.xml"))
        lines += [labelled(name, unescaped(value)) for name, value in _CORE.findall(core)]
    if "docProps/app.xml" in archive:
        lines += [
            labelled(name, unescaped(value)) for name, value in _APP.findall(decoded(archive.read("docProps/app.xml")))
        ]
    reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))


def _order(name: str) -> tuple[int, str]:
    number = _NUMBER.search(name)
    return (int(number[1][-9:]) if number else 0, name)
