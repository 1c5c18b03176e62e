"""docx, xlsx, pptx and their macro and template kin (ISO/IEC 29500)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from checker.content import limits
from checker.content.readers.properties import labelled
from checker.content.readers.xml import decoded, stripped, unescaped
from checker.content.reading import Reading
from checker.content.zips import Packed, Zip
from checker.facts.content.marking import Zone

_WORD = re.compile(
    r'xmlns(?::([\w.-]{1,20}))?="(?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main'
    r'|http://purl\.oclc\.org/ooxml/wordprocessingml/main)"'
)
_WRITTEN = re.compile(r"</a:p>|<a:(?:t>[^<]*|t\s[^<>]*>[^<]*|br\s*/?>)")  # no groups: findall has a string for each
_BREAK = re.compile(r"<a:br\s*/?>")
_PLAIN_SHARED = re.compile(r"<si><t(?: [^<>]*)?>([^<]*)</t>(?:<phoneticPr[^<>]*/>)?</si>")
_SHARED = re.compile(r"<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_STRING = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</")
_INLINE = re.compile(r"<is><t(?: [^<>]*)?>([^<]*)</t>")
_ANY_INLINE = re.compile(r"<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_ROW_END = re.compile(r"</(?:\w+:)?row>")
_CELL_END = re.compile(r"</(?:\w+:)?c>")
_CELL_TEXT = re.compile(r">([^<]+)</(?:\w+:)?[tv]\b")  # values and strings, no formulas
_REFERENCE = re.compile(
    r't="s"[^<>]*>\s*(?:<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>\s*)?<(?:\w+:)?v(?:\s[^<>]*)?>(\d{1,8})(?=<)'
)
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
_LARGEST_LAYOUT = 32_000  # bytes; larger ones are not kept in memory
_SHEET = re.compile(r"xl/(?:work|chart)sheets/[^/]+\.xml$")
_SHEET_COMMENTS = re.compile(r"xl/(?:comments\d*|threadedComments/[^/]+)\.xml$")
_SHEET_DRAWING = re.compile(r"xl/drawings/[^/]+\.xml$")
_SLIDE = re.compile(r"ppt/slides/slide[0-9]*?([0-9]{1,9})\.xml$")
_FOLDERS = dict.fromkeys(("ppt/slideMasters", "ppt/slideLayouts", "ppt/handoutMasters"), Zone.MARGIN)
_FOLDERS |= dict.fromkeys(("ppt/notesSlides", "ppt/comments"), Zone.COMMENT)
_PICTURE = re.compile(r"\.(?:jpe?g|png|tiff?|bmp|webp|gif)$", re.IGNORECASE)
_SMALLEST_PICTURE = 20_000  # bytes; a scanned page has more


def read(archive: Zip, kind: str, reading: Reading) -> None:
    """The texts of one office file. `kind`: word, xl or ppt, the folder that its parts lie in."""
    {"word": _word, "xl": _sheets, "ppt": _slides}[kind](archive, reading)
    _properties(archive, reading)
    media, embeddings = f"{kind}/media/", f"{kind}/embeddings/"
    embedded = [name for name in archive.names if name.startswith((media, embeddings))]
    for name in embedded:
        if name.startswith(media) and _PICTURE.search(name) and archive.size(name) >= _SMALLEST_PICTURE:
            reading.picture(archive.inner(name))
    reading.members = iter([archive.inner(name) for name in embedded if name.startswith(embeddings)])


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
    names = sorted((name for name in archive.names if _SHEET.match(name)), key=_order)
    for index, name in enumerate(names[:_SHEETS]):
        xml = decoded(archive.read(name))
        # Whatever stands below the first rows was put into the shared strings in the order in which it was typed.
        words = [*_first_rows(xml, strings), *(strings if index == 0 else ()), *_inline(xml)]
        reading.add(Zone.BODY, unescaped("\n".join(words)))  # all at once: most of the time went into single cells
        after = xml[max(0, xml.rfind("sheetData")) :]  # page headers stand behind the cells
        if "Header>" in after or "Footer>" in after:
            margins = (_HEADER_CODE.sub(" ", unescaped(found)) for found in _HEADER_FOOTER.findall(after))
            reading.add(Zone.MARGIN, "\n".join(margins))
        reading.add(Zone.COMMENT, _numbers(xml))
    if len(names) > _SHEETS:
        reading.cut("further sheets")
    for name in archive.names:
        if _SHEET_COMMENTS.match(name):
            reading.add(Zone.COMMENT, stripped(decoded(archive.read(name)).replace("</t>", "\n")))
        elif _SHEET_DRAWING.match(name):
            reading.add(Zone.BOX, _drawn(decoded(archive.read(name))))


def _strings(archive: Zip) -> list[str]:
    """The words that cells refer to, still escaped: they are unescaped with the text that they come to stand in."""
    if "xl/sharedStrings.xml" not in archive:
        return []
    xml = decoded(archive.read("xl/sharedStrings.xml"))
    plain = _PLAIN_SHARED.findall(xml)
    if plain and len(plain) == xml.count("<si>"):
        return plain
    return ["".join(_STRING.findall(one)) for one in _SHARED.findall(xml)]


def _first_rows(xml: str, strings: list[str]) -> list[str]:
    """The rows at the top, cell by cell, still escaped."""
    last = "</row>" if "</row>" in xml else _first(_ROW_END, xml)
    begin = end = max(0, xml.find("sheetData"))
    for _ in range(_FIRST_ROWS if last else 0):
        at = xml.find(last, end)
        if at < 0:
            break
        end = at + len(last)
    top = _resolved(xml[begin:end], strings)
    rows = top.split(last)[:-1] if last else []
    if "r>" not in top:
        return ["\t".join(_CELL_TEXT.findall(row)) for row in rows]
    cells = (_CELL_END.split(row) for row in rows)  # a cell of several runs is one cell
    return ["\t".join(filter(None, ("".join(_CELL_TEXT.findall(cell)) for cell in row))) for row in cells]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _resolved(rows: str, strings: list[str]) -> str:
    """Rows with the shared strings themselves where they referred to one."""
    pieces = _REFERENCE.split(rows)
    numbers = map(int, pieces[1::2])
    pieces[1::2] = [f">{strings[number]}" if number < len(strings) else ">" for number in numbers]
    return "".join(pieces)


def _inline(xml: str) -> list[str]:
    """The words of all cells that hold their own, as many programs write them that export tables; still escaped."""
    if 't="inlineStr"' not in xml:
        return []
    found = _INLINE.findall(xml)
    if len(found) < xml.count('t="inlineStr"'):  # some are of several runs, or the program writes prefixes
        found = ["".join(_STRING.findall(one)) for one in _ANY_INLINE.findall(xml)]
    return "\n".join(found)[: limits.TEXT].split("\n")


_LONG_NUMBER = re.compile(r"v>([0-9]{11,19})</")


def _numbers(xml: str) -> str:
    """Numbers long enough to belong to a person: they are no shared strings."""
    return "\n".join(_LONG_NUMBER.findall(xml)[:100_000])


# -- PowerPoint -------------------------------------------------------------------------------------------------------


def _slides(archive: Zip, reading: Reading) -> None:
    slides, others = list[tuple[int, str]](), list[tuple[str, Zone]]()
    for name in archive.names:
        if slide := _SLIDE.match(name):
            slides.append((int(slide[1]), name))
        elif zone := _FOLDERS.get(name.rpartition("/")[0]):
            others.append((name, zone))
    for _, name in sorted(slides)[:_SLIDES]:
        reading.add(Zone.BODY, _drawn(decoded(archive.read(name))))
    if len(slides) > _SLIDES:
        reading.cut("further slides")
    for name, zone in others:
        if name.endswith(".xml"):
            reading.add(zone, _master(archive, name) if zone is Zone.MARGIN else _drawn(decoded(archive.read(name))))


def _master(archive: Zip, name: str) -> str:
    """The words of a layout or master: programs put the same dozen into every file."""
    packed = archive.packed(name)
    if packed is not None and packed.size < _LARGEST_LAYOUT:
        found = _known_master(packed)
        if found is not None:
            return found
    return _drawn(decoded(archive.read(name)))


@lru_cache(64)
def _known_master(packed: Packed) -> str | None:
    """By the very bytes that lie in the file, so that nothing can pass itself off as another one's layout."""
    content = packed.unpacked()
    return None if content is None else _drawn(decoded(content))


def _drawn(xml: str) -> str:
    """What is written in shapes, a line for each paragraph."""
    found = "".join(_WRITTEN.findall(xml)).replace("</a:p>", "\n").replace("<a:t>", "")
    if "<" not in found:
        return unescaped(found)
    return stripped(_BREAK.sub("\n", found))  # breaks of lines, tags with attributes


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
