"""The texts of SpreadsheetML: cells, formulas, page headers, names, messages; shown and hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.content.readers.xml import Element, beyond_ascii, lines, nodes, unescaped, values
from checker.facts.content.marking import Zone

_PLAIN_SHARED = re.compile(r"<si><t(?: [^<>]*)?>([^<]*)</t>(?:<phoneticPr[^<>]*/>)?</si>")
_SHARED, _SPOKEN = Element("si"), Element("rPh")
_FORMAT = re.compile(r"""\bformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STRING = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</")
# The words of a cell of its own, with a bracket behind; nothing for one in another dress, or that a formula makes.
_WRITTEN = re.compile(r"""tr["'](?:[^<>]*><is><t(?: [^<>]*)?>([^<]*<)/t>)?""")
_ANY_INLINE = Element("is")
_ROW_END = re.compile(r"</(?:\w+:)?row>")
_CELL_END = re.compile(r"</(?:\w+:)?c>")
_CELL_TEXT = re.compile(r">([^<]+)</(?:\w+:)?[tv]\b")  # values and strings, no formulas
_REFERENCE = re.compile(
    r't="s"[^<>]*>\s*(?:<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>\s*)?<(?:\w+:)?v(?:\s[^<>]*)?>(\d{1,8})(?=<)'
)
_HEADER_FOOTER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]*)?>([^<]*)</")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d{1,3}|[A-Z])', re.IGNORECASE)
_LONG_NUMBER = re.compile(r"v>([0-9]{11,19})</")
_FORMULA = re.compile(r"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?f>")
_AND = re.compile(r'"\s*&\s*"')
_FIRST_ROWS = 40
_ROW = Element("row")
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"')
_HIDDEN_COLUMNS = re.compile(r'<(?:\w+:)?col\s(?=[^<>]*\bhidden="(?:1|true)")([^<>]*)>')
_CELL = Element("c")
_COLUMN = re.compile(r'\br="([A-Z]{1,3})\d')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_STATE = re.compile(r'\bstate="(?:hidden|veryHidden)"')
_ID = re.compile(r'\b\w+:id="([^"]*)"')


def strings(xml: str) -> list[str]:
    """The words that cells refer to, still escaped: they are unescaped with the text that they come to stand in."""
    plain = _PLAIN_SHARED.findall(xml)
    if plain and len(plain) == xml.count("<si>"):
        return plain
    spoken = "rPh" in xml  # how a sign is spoken stands between the runs that it belongs to
    return ["".join(_STRING.findall(_SPOKEN.left_out(one) if spoken else one)) for one in _SHARED.inside(xml)]


def formats(xml: str) -> Iterator[tuple[Zone, str]]:
    """The words that number formats show whatever number stands in the cell, out of the list of styles."""
    found = (unescaped(one or other) for one, other in _FORMAT.findall(xml))
    shown = "\n".join(one for one in found if not one.isascii())
    yield Zone.COMMENT, quoted(shown)
    yield Zone.COMMENT, shown.replace("\\", "")
    yield Zone.COMMENT, values(xml)  # names of styles


def workbook(xml: str) -> Iterator[tuple[Zone, str]]:
    """Names of sheets and of ranges, and what these stand for."""
    yield Zone.MARGIN, values(xml)
    yield Zone.COMMENT, quoted(lines(xml))


def hidden_sheets(xml: str) -> frozenset[str]:
    """Ids of the relationships to sheets that are not shown."""
    found = (_ID.search(one) for one in _SHEET.findall(xml) if _STATE.search(one))
    return frozenset(one[1] for one in found if one)


def referred(xml: str, number: int) -> list[int]:
    """Which of so many shared strings the cells of a sheet refer to."""
    return [one for one in dict.fromkeys(map(int, _REFERENCE.findall(xml))) if one < number]


def sheet(xml: str, words: list[str], below: Iterable[str]) -> Iterator[tuple[Zone, str]]:
    """One sheet. `below`: words that stand below the first rows."""
    begin, end = xml.find("sheetData"), xml.rfind("sheetData")
    data = xml[max(0, begin) : end] if begin >= 0 else ""
    written = _WRITTEN.findall(data)
    as_usual = "" not in written
    found = [*_first_rows(xml, words), *below]
    told = ""
    if as_usual and written:
        told = "".join(written)
        found.append(told.replace("<", "\n")[:-1])
    elif written:
        told = "\n".join(_inline(data))
        found += [told] if told else []
    formulas = _FORMULA.findall(data) if "f" in data and "f>" in data else []  # one sign is found 40 times as fast
    rest = _FORMULA.sub("<", data) if formulas else data
    made = formulas or (not as_usual and ('t="str"' in data or "t='str'" in data))
    if made or beyond_ascii(rest) != beyond_ascii(told):  # cells of another type, or of none
        found += [one.strip() for one in nodes(rest) if not one.isascii() or "&#" in one]
    yield Zone.BODY, unescaped("\n".join(found))  # all at once: most of the time went into single cells
    if formulas:
        yield Zone.COMMENT, quoted(unescaped("\n".join(one for one in formulas if '"' in one or "&quot;" in one)))
    around = xml[: max(0, begin)] + xml[max(0, end) :]  # page headers stand behind the cells
    if "Header" in around or "Footer" in around:
        margins = (_HEADER_CODE.sub(" ", unescaped(one)) for one in _HEADER_FOOTER.findall(around))
        yield Zone.MARGIN, "\n".join(margins)
        around = _HEADER_FOOTER.sub("<", around)
    yield Zone.COMMENT, _numbers(data)
    if not around.isascii() or "&#" in around:  # messages to who types, conditions, hints of links
        yield Zone.COMMENT, f"{quoted(lines(around))}\n{values(around)}"


def quoted(formulas: str) -> str:
    """Formulas with the words in quotation marks on lines of their own; those put together by ``&`` as one, too."""
    joined = _AND.sub("", formulas) if "&" in formulas else formulas
    told = formulas.replace('"', "\n")
    return told if len(joined) == len(formulas) else told + "\n" + joined.replace('"', "\n")


def unseen(xml: str, words: list[str]) -> str:
    """What stands in rows and columns that are not shown."""
    begin, end = xml.find("sheetData"), xml.rfind("sheetData")
    data = xml[max(0, begin) : end]
    # Cells of numbers hold no such letter but in the first word, and a single one is found at once.
    if "hidden" not in xml[: max(0, begin)] and ((begin >= 0 and data.find("h", 2) < 0) or "hidden" not in data):
        return ""
    rows = _ROW.all(data) if "hidden" in data else ()
    hidden = [data[first.end() : last.start()] for first, last in rows if _HIDDEN.search(first[0])]
    columns = _columns(xml[: max(0, begin)])
    for first, last in _CELL.all(data) if columns else ():
        column = _COLUMN.search(first[0])
        if column and any(one <= _number(column[1]) <= other for one, other in columns):
            hidden.append(data[first.start() : last.end()])
    return unescaped("\n".join(one for piece in hidden for one in _CELL_TEXT.findall(_resolved(piece, words))))


def _columns(head: str) -> list[tuple[int, int]]:
    found = []
    for written in _HIDDEN_COLUMNS.findall(head):
        ends = dict(re.findall(r'\b(min|max)="(\d{1,6})"', written))
        if len(ends) == 2:
            found.append((int(ends["min"]), int(ends["max"])))
    return found


def _number(letters: str) -> int:
    """A column's number: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def _first_rows(xml: str, words: list[str]) -> list[str]:
    """The rows at the top, cell by cell, still escaped."""
    last = "</row>" if "</row>" in xml else _first(_ROW_END, xml)
    data = xml[max(0, xml.find("sheetData")) :]
    *first, _ = data.split(last, _FIRST_ROWS) if last else ("",)
    top = _resolved("".join([f"{row}{last}" for row in first]), words)
    if last == "</row>" and "\n" not in top and "f" not in top and "</r>" not in top:
        # No formulas, no cells of several runs: all that stands between tags are cells.
        rows = "\t".join(nodes(top.replace("</row>", "\n<"))).split("\n")
        return [row.strip("\t") for row in rows[:-1]]
    rows = top.split(last)[:-1] if last else []
    if "r>" not in top:
        return ["\t".join(_CELL_TEXT.findall(row)) for row in rows]
    cells = (_CELL_END.split(row) for row in rows)  # a cell of several runs is one cell
    return ["\t".join(filter(None, ("".join(_CELL_TEXT.findall(cell)) for cell in row))) for row in cells]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _resolved(rows: str, words: list[str]) -> str:
    """Rows with the shared strings themselves where they referred to one."""
    pieces = _REFERENCE.split(rows)
    numbers = map(int, pieces[1::2])
    pieces[1::2] = [f">{words[number]}" if number < len(words) else ">" for number in numbers]
    return "".join(pieces)


def _inline(data: str) -> list[str]:
    """The words of all cells that hold their own, whoever wrote them; still escaped."""
    if "inlineStr" not in data:
        return []
    return ["".join(_STRING.findall(one)) for one in _ANY_INLINE.inside(data)]


def _numbers(data: str) -> str:
    """Numbers long enough to belong to a person: they are no shared strings."""
    return "\n".join(_LONG_NUMBER.findall(data)[:100_000])
