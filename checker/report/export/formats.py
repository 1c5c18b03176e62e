"""The kinds of copies by the name that people ask for them by."""

from __future__ import annotations

from collections.abc import Callable

from checker.report.export.docx import to_docx
from checker.report.export.oscal import to_oscal
from checker.report.export.sarif import to_sarif
from checker.report.export.table import to_csv
from checker.report.export.workbook import to_xlsx
from checker.report.payload import Report

EXPORTS: dict[str, Callable[[Report, str], bytes]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "notice_docx": to_docx,
    "sarif": to_sarif,
    "oscal": to_oscal,
}
