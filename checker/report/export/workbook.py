"""Lists as office programs keep them (XLSX): one sheet a list, headed and filtered, and nothing that calculates."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from checker.model.text import Text
from checker.report.export.table import COLUMNS, rows
from checker.report.forms.words import printed
from checker.report.payload import Report

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int | date | None
_ROWS = 1_000_000  # a sheet ends at 1,048,576; what is more goes on in another
_NAME = 31  # letters of a sheet's name
_CELL = 32_767  # letters in a cell
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NARROWEST, _WIDEST = 8, 60  # widths of columns, in digits
_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be longer than one sheet of a workbook holds."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet], at: datetime) -> Iterator[bytes]:
    """A workbook in parts; rows are written as they come, whatever their number. `at`: when it was made."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    made.properties.creator = "Mijian"
    made.properties.created = made.properties.modified = at.replace(tzinfo=None)
    for sheet in sheets:
        _put(made, sheet)
    with tempfile.TemporaryFile() as file:
        made.save(file)
        file.seek(0)
        while part := file.read(_PART):
            yield part


def to_xlsx(report: Report, digest: str) -> bytes:
    """The rows of the CSV."""
    language = report.language
    cells = (row for result in report.results for row in rows(report, digest, result, language))
    name = printed(Text("检查项目", "Items"), language)
    sheet = Sheet(name, [printed(column, language) for column in COLUMNS], cells)
    return b"".join(workbook([sheet], report.times.prepared))


def _put(made: Workbook, sheet: Sheet) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, 200))
    queue = chain(first, rows)
    number = 1
    while True:
        part = list(islice(queue, 1))
        if not part and number > 1:
            return
        _put_one(made, sheet, number, chain(part, islice(queue, _ROWS - 1)), first)
        number += 1


def _put_one(
    made: Workbook, sheet: Sheet, number: int, rows: Iterable[Sequence[Cell]], sample: Sequence[Sequence[Cell]]
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    name = _FORBIDDEN.sub(" ", sheet.name)[: _NAME - 4]
    page = made.create_sheet(name if number == 1 else f"{name} {number}")
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}1"
    for place, title in enumerate(sheet.columns):
        lengths = [len(title), *(len(str(one[place] or "")) for one in sample)]
        width = max(_NARROWEST, min(_WIDEST, round(max(lengths) * 1.8)))
        page.column_dimensions[get_column_letter(place + 1)].width = width
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(value: Cell, *, head: bool = False) -> Any:
        made_of = WriteOnlyCell(page, _plain(value))
        if isinstance(value, str):
            made_of.data_type = "s"  # a name that begins with = is a name, and no formula
        if head:
            made_of.font = bold
        made_of.alignment = wrapped
        return made_of

    page.append([cell(title, head=True) for title in sheet.columns])
    for one in rows:
        page.append([cell(value) for value in one])


def _plain(value: Cell) -> Cell:
    return _CONTROL.sub("", value)[:_CELL] if isinstance(value, str) else value
