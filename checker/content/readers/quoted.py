r"""Texts that a table or a list of settings keeps in quotes: SYLK (``C;Y1;X1;K"..."``), DIF (``1,0`` and a line in
quotes below), settings by sections and what regedit writes (``"Title"="..."``, ``hex(2):`` in UTF-16), the rows that a
database writes out (``INSERT INTO``), and lists of names and values (YAML, TOML, .properties, .po).

Each format is told by its own beginning or word, a list by each of its lines. A program's strings are none of these:
they are what it talks of, and `checker.content.beside` judges them where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Written = Callable[[str, bool], str]  # a piece of the text, and whether another one was before it

_DIF_BEGINS = re.compile(r"TABLE\r?\n0,1\r?\n")
_IN_QUOTES = re.compile(r'(?m)^"([^\n]*)"\r?$')
_SECTION = re.compile(r"\s*(?:Windows Registry Editor|REGEDIT4|(?:[;#][^\n]*\n\s*)*\[[^\]\n]+\]\s*$)", re.MULTILINE)
_VALUE = re.compile(r"""(?m)^[^=\n]{1,200}=[ \t]*(["'])([^\n]*)\1[ \t]*\r?$""")
_NAME = r"""(?:[^\n:="'(){};]{1,80}(?::(?=[ \t]|$)|=)[ \t]*|msg(?:str|id|ctxt)\S{0,9}[ \t])?"""
_LISTED = re.compile(rf"""[ \t]*(?:- ){{0,8}}{_NAME}(["'])(.*)\1,?[ \t]*""")
_CODE = "import|from|package|using|use|require|include|export|const|let|var|val|def|class|return|function|echo|set"
_LIST_LINE = re.compile(
    rf"""[ \t]*(?!(?:{_CODE})\b[ \t])(?:#(?!!/|include|define|if).*|!.*|"""
    r"""---.*|\.\.\.|\[+[\w.\- "']+\]+|"""
    rf"""(?:- ){{0,8}}{_NAME}(?:"[^\n]*"|'[^\n]*'|[|>][+-]?|[^"'(){{}};=]{{0,500}})?,?[ \t]*)"""
)
_LINES, _LONG = 400, 700  # lines of a text by which a list is told, and how long one may be
_BYTES = re.compile(r"=hex\([127]\):((?:[0-9A-Fa-f]{2}|[,\s\\])+)")
_TEXT_OF_A_ROW = re.compile(r"""'((?:[^'\\\n]|''|\\.)*+)(?:'|\\?(?=\n|\Z))""")  # or what is left of one
_STATEMENT = re.compile(r"(?ims)^INSERT\s+INTO\b.*?(?:;[ \t]*\r?$|\Z)")
_END = re.compile(r"(?m);[ \t]*\r?$")
_INSERTS = re.compile(r"(?im)^INSERT\s+INTO\b")
_STARS = "★☆"


def form(begin: str) -> Written | None:
    """How a text that begins so keeps its texts; None: as any other."""
    begin = begin.lstrip("\ufeff")
    if begin.startswith("ID;"):
        return _sylk
    if _DIF_BEGINS.match(begin):
        return _dif
    if _SECTION.match(begin):
        return _settings
    if _INSERTS.search(begin):
        return _rows
    return _list if _is_a_list(begin) else None


def _is_a_list(begin: str) -> bool:
    """YAML, TOML, .properties, .po and their like: nothing but names with values, and values; no program's line."""
    if not _starred(begin):
        return False
    lines = begin.split("\n", _LINES + 1)[:_LINES]
    return all(_LIST_LINE.fullmatch(line.rstrip("\r")[:_LONG]) for line in lines)


def _list(text: str, _follows: bool) -> str:
    return "\n".join(_starred(text))


def _starred(text: str) -> list[str]:
    if not any(star in text for star in _STARS):
        return []
    lines = (line.rstrip("\r") for line in text.split("\n") if any(star in line for star in _STARS))
    found = (_LISTED.fullmatch(line) for line in lines if len(line) < _LONG)
    return [match[2].removesuffix("\\n") for match in found if match is not None]


def _sylk(text: str, _follows: bool) -> str:
    """A row as a line, then each cell as one; ``;;`` is a semicolon."""
    rows: list[list[str]] = [[]]
    for line in text.splitlines():
        places, _, value = line.partition(';K"')
        if not line.startswith("C;") or not value:
            continue
        if ";Y" in places:
            rows.append([])
        rows[-1].append(value.rpartition('"')[0].replace(";;", ";").replace('""', '"'))
    return _as_lines(rows)


def _dif(text: str, _follows: bool) -> str:
    tuples = re.split(r"(?m)^BOT\r?$", text)
    return _as_lines([cell.replace('""', '"') for cell in _IN_QUOTES.findall(one)] for one in tuples)


def _as_lines(rows: Iterable[list[str]]) -> str:
    kept = [row for row in rows if row]
    return "\n".join(["\t".join(row) for row in kept] + [cell for row in kept for cell in row])


def _settings(text: str, _follows: bool) -> str:
    """Those with a star: a level alone is a choice of the program whose settings they are."""
    found = [value for _, value in _VALUE.findall(text)]
    found += (_wide(letters) for letters in _BYTES.findall(text))
    return "\n".join(value for value in found if any(star in value for star in _STARS))


def _wide(letters: str) -> str:
    return bytes.fromhex(re.sub(r"[,\s\\]", "", letters)).decode("utf-16-le", "replace").replace("\0", "\n")


def _rows(text: str, follows: bool) -> str:
    """Those with a star: a level alone is an entry of a table of levels."""
    going_on = [_END.split(text, 1)[0]] if follows else []
    rows = (row for statement in (*going_on, *_STATEMENT.findall(text)) for row in _TEXT_OF_A_ROW.findall(statement))
    values = (row.replace("''", "'") for row in rows)
    return "\n".join(value for value in values if any(star in value for star in _STARS))
