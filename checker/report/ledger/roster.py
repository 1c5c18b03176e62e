"""A campaign's roster as offices keep it: CSV or XLSX, with a first row that names its columns.

What is wrong with it is told with its row and column, so that a person finds the cell.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from checker.model.error import UserError
from checker.model.text import Text
from checker.report.ledger.sequence import Listed

SIZE_LIMIT: Final = 16 << 20
_UNPACKED = 256 << 20  # bytes of an XLSX: a hundred thousand devices have a tenth of that
_LINES = 100_000
_COLUMNS = {
    "asset_number": ("资产编号", "保密编号", "asset_number", "asset number"),
    "department": ("部门", "处室", "department"),
    "person": ("责任人", "姓名", "person"),
    "machine_id": ("机器标识", "machine_id", "machine id"),
}
# What zipfile, an XML parser (whose errors are SyntaxErrors) and openpyxl raise of a workbook that is damaged.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, RuntimeError, OSError),
    *(SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError),
)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
_RANGE = 200  # bytes that the element of a merged range may have
_WIDE = 64  # columns of a roster that anybody looks at
_FIGURES = 10**15  # an office program keeps fifteen figures of a number, and noughts for the others
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)  # what a CSV is left with of such a number
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # "Unicode text", as office programs save it
_OLD = b"\xd0\xcf\x11\xe0"  # XLS, and a workbook with a password
_HEX = frozenset("0123456789abcdef")
Row = tuple[int, list[str]]
"""The number of a row, from 1, as the office program shows it, and its cells."""


class CampaignFault(UserError):
    """A roster or campaign file that cannot be used."""


def read_roster(content: bytes) -> tuple[Listed, ...]:
    """The devices in a CSV file (UTF-8 or GB 18030), or in the first sheet of a workbook (XLSX).

    Raises:
        CampaignFault: not such a file; a device without an asset number, or twice on it. The sentence names the cell.
    """
    if len(content) > SIZE_LIMIT:
        raise CampaignFault(_NO_ROSTER)
    if content.startswith(_OLD):
        raise CampaignFault(_OLD_KIND)
    rows = _sheet(content) if content.startswith(b"PK") else _lines(content)
    listed: list[Listed] = []
    head = next(rows, (1, []))
    places = _places(head)
    assets: dict[str, int] = {}
    for number, row in rows:
        if any(cell.strip() or isinstance(cell, _Formula) for cell in row):
            listed.append(_listed(number, row, places, assets))
        if len(listed) > _LINES:
            raise CampaignFault(_NO_ROSTER)
    if not listed:
        raise CampaignFault(_EMPTY)
    return tuple(listed)


def _lines(content: bytes) -> Iterator[Row]:
    text = _text(content)
    head = text.partition("\n")[0]
    between = max(",\t;", key=head.count)  # a comma where there is none: a list of one column
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise CampaignFault(_NO_ROSTER) from error


def _sheet(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(one.file_size for one in package.infolist()) > _UNPACKED:
                raise CampaignFault(_NO_ROSTER)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise CampaignFault(_NO_ROSTER)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            joined = _joined(package, sheet._worksheet_path)
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield number, [_Joined() if (number, at) in joined else _cell(one) for at, one in enumerate(cells)]
    except CampaignFault:
        raise
    except (InvalidFileException, *_BROKEN) as error:
        raise CampaignFault(_NO_ROSTER) from error


class _Formula(str):
    """A cell that says what it comes to only once an office program has worked it out; what the file keeps beside it
    need not be that."""

    __slots__ = ()


class _Joined(str):
    """A cell below or beside the one that it is merged with: the file keeps nothing in it, and people see the other."""

    __slots__ = ()


class _Taken(str):
    """Words that an office program took for something else, a date or a measured number: what was typed is lost."""

    __slots__ = ()


def _joined(package: zipfile.ZipFile, sheet: str) -> set[tuple[int, int]]:
    """Row (from 1) and column (from 0) of each cell that is merged with one before it, as far as a roster goes."""
    from openpyxl.utils.cell import range_boundaries

    found: set[tuple[int, int]] = set()
    with package.open(sheet) as file:
        before = b""
        while part := file.read(1 << 20):
            before = before[-_RANGE:] + part
            for match in _MERGED.finditer(before):
                left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
                across, down = range(left - 1, min(right, _WIDE)), range(top, min(bottom, _LINES) + 1)
                if len(found) + len(across) * len(down) > _LINES * 4:
                    raise CampaignFault(_NO_ROSTER)
                found.update((row, column) for row in down for column in across)
                found.discard((top, left - 1))
    return found


def _cell(cell: Any) -> str:
    """As the cell shows it: a number with a format of noughts alone (00000) keeps those before it."""
    value = cell.value
    if cell.data_type == "f":
        return _Formula()
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time | timedelta):
        return _Taken(value)
    if isinstance(value, bool) or cell.data_type == "e":
        return _Taken(value)
    if not isinstance(value, int | float):
        return str(value)
    if not float(value).is_integer() or abs(value) >= _FIGURES:
        return _Taken(value)
    shown = cell.number_format or ""
    return f"{int(value):0{len(shown)}d}" if shown and not shown.strip("0") else str(int(value))


def _text(content: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CampaignFault(_NO_ROSTER)


def _places(head: Row) -> dict[str, int]:
    names = [cell.strip().lower() for cell in head[1]]
    places: dict[str, int] = {}
    for column, spellings in _COLUMNS.items():
        found = [place for place, name in enumerate(names) if name in spellings]
        if len(found) > 1:
            where = "、".join(map(_letters, found))
            raise CampaignFault(_TWO_COLUMNS.filled(columns=where, name=_COLUMNS[column][0]))
        if found:
            places[column] = found[0]
    if "asset_number" not in places:
        raise CampaignFault(_NO_COLUMN)
    return places


def _listed(number: int, row: list[str], places: dict[str, int], assets: dict[str, int]) -> Listed:
    def fault(what: Text, column: str, **more: object) -> CampaignFault:
        return CampaignFault(what.filled(row=number, column=_letters(places[column]), **more))

    for column, place in places.items():
        if place < len(row) and isinstance(row[place], _Formula):
            raise fault(_FORMULA, column)
        if place < len(row) and isinstance(row[place], _Joined):
            raise fault(_MERGED_CELL, column)
    asset_place = places["asset_number"]
    if asset_place < len(row) and (isinstance(row[asset_place], _Taken) or _ROUNDED.fullmatch(row[asset_place])):
        raise fault(_TAKEN, "asset_number", shown=Text.name(row[asset_place]))
    cells = {column: row[place].strip() if place < len(row) else "" for column, place in places.items()}
    asset, machine = cells["asset_number"], cells.get("machine_id", "").lower()
    if not asset:
        raise fault(_NO_NUMBER, "asset_number")
    if unseen := [name for name, cell in cells.items() if _unseen(cell)]:
        raise fault(_TWO_LINES, unseen[0])
    alike = unicodedata.normalize("NFKC", asset).casefold()
    if alike in assets:
        raise fault(_TWICE, "asset_number", asset=Text.name(asset), first=assets[alike])
    if machine and (len(machine) != 64 or set(machine) - _HEX):
        raise fault(_NO_MACHINE, "machine_id")
    assets[alike] = number
    return Listed(
        asset_number=asset, machine_id=machine, department=cells.get("department", ""), person=cells.get("person", "")
    )


def _unseen(cell: str) -> bool:
    """Whether it holds control or format signs: numbers that look the same would be two devices."""
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in cell)


def _letters(place: int) -> str:
    """A column as office programs call it: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def columns() -> Iterable[str]:
    """The Chinese names of the columns that a roster may have, the needed one first."""
    return (spellings[0] for spellings in _COLUMNS.values())


_NO_ROSTER = Text("不是可用的名册（XLSX 或 CSV 文件）。", "Not a usable roster (XLSX or CSV file).")
_EMPTY = Text(
    "名册里没有设备：第一行是列名，从第二行起一行一台。", "The roster has no device: a row each, from the second on."
)
_NO_COLUMN = Text(
    "名册第 1 行要有“资产编号”一列（还可有 部门、责任人、机器标识）。",
    "The roster's first row must name a column asset_number (department, person and machine_id may follow).",
)
_TWO_COLUMNS = Text(
    "名册第 1 行的 {columns} 列都是“{name}”，只能有一列。", "Columns {columns} of the roster's row 1 are both {name}."
)
_NO_NUMBER = Text(
    "名册第 {row} 行 {column} 列没有资产编号。", "Row {row}, column {column} of the roster: no asset number."
)
_TWICE = Text(
    "名册第 {row} 行 {column} 列的资产编号 {asset} 与第 {first} 行重复。",
    "Row {row}, column {column} of the roster repeats asset number {asset} of row {first}.",
)
_TWO_LINES = Text(
    "名册第 {row} 行 {column} 列里有换行或看不见的字符，请删掉重新输入。",
    "Row {row}, column {column} of the roster has a line break or a sign that nobody sees; type it again.",
)
_FORMULA = Text(
    "名册第 {row} 行 {column} 列是公式，请把它换成值（复制、选择性粘贴为数值）。",
    "Row {row}, column {column} of the roster is a formula; put its value there instead (copy, paste as values).",
)
_MERGED_CELL = Text(
    "名册第 {row} 行 {column} 列是合并的单元格，请取消合并，每一行都填上。",
    "Row {row}, column {column} of the roster is part of a merged cell; unmerge it and fill in each row.",
)
_TAKEN = Text(
    "名册第 {row} 行 {column} 列的资产编号被表格软件当成了日期或数字（{shown}），原来的写法已经丢了。"
    "请把这一列设为“文本”再重新输入。",
    "Row {row}, column {column} of the roster: the office program took the asset number for a date or a quantity"
    " ({shown}), and what was typed is lost. Make the column text and type it again.",
)
_OLD_KIND = Text(
    "名册是旧格式（XLS）或加了口令，请另存为 XLSX、不设口令。",
    "The roster is in the old format (XLS) or has a password; save it as XLSX, without one.",
)
_NO_MACHINE = Text(
    "名册第 {row} 行 {column} 列的机器标识不是 64 位十六进制数。",
    "Row {row}, column {column} of the roster: the machine id is not 64 hex digits.",
)
