"""A report as a table for office programs (CSV)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

from checker.facts.workstation.usb_columns import COLUMNS as DEVICES
from checker.facts.workstation.usb_columns import columns
from checker.model.finding import State
from checker.model.text import Language, Text
from checker.report.export.wording import say, time
from checker.report.forms.words import STATES, printed
from checker.report.payload import Report, Result
from checker.report.rested import rested

_OPEN = (State.FAILED, State.NEEDS_PERSON, State.COULD_NOT_CHECK, State.NOT_RUN, State.RUNNING)
COLUMNS = (
    Text("编号", "Report"),
    Text("单位", "Unit"),
    Text("部门", "Department"),
    Text("被检查人", "Inspected person"),
    Text("资产编号", "Asset number"),
    Text("检查项目", "Item"),
    Text("条款", "Provision"),
    Text("结论", "Result"),
    Text("轻重", "Weight"),
    Text("具体情况", "What was seen"),
    Text("看了什么", "Looked at"),
    Text("整改意见", "What to do"),
    Text("责任人", "By whom"),
    Text("整改期限", "Until"),
    Text("检查时间", "Inspected"),
    *DEVICES,
    Text("报告数据摘要", "Digest"),
)
_FORMULA = ("=", "+", "-", "@")
_WHICH = 8  # cells that say which result a row belongs to


def to_csv(report: Report, digest: str) -> bytes:
    """One row a result and one a device in it, UTF-8 with the mark that office programs need; no cell can start a
    formula.
    """
    language = report.language
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([printed(column, language) for column in COLUMNS])
    for result in report.results:
        for one in rows(report, digest, result, language):
            writer.writerow([harmless(cell) for cell in one])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _looked(result: Result, report: Report) -> str:
    what = rested(result)
    return "" if what is None else say(what, report)


def harmless(cell: str) -> str:
    """A name from outside may begin with = or @, which an office program would run as a formula; where Chinese is
    written, full-width signs begin one as well. Blanks before it do not stop every program."""
    first = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    return f"'{cell}" if first in _FORMULA or cell[:1] in ("\t", "\r", "\n") else cell


def rows(report: Report, digest: str, result: Result, language: Language) -> Iterator[list[str]]:
    """The cells under `COLUMNS`: of the result, then of each device that it names, below the same first cells."""
    own = _row(report, result, language)
    yield [*own, *[""] * len(DEVICES), digest]
    for item in result.items:
        device = columns(item, language)
        if device is not None:
            yield [*own[:_WHICH], *[""] * (len(own) - _WHICH), *device, digest]


def _row(report: Report, result: Result, language: Language) -> list[str]:
    seen = [say(result.message, report), *(say(item, report) for item in result.items)]
    return [
        report.number,
        report.unit.name,
        report.unit.department,
        report.people.inspected,
        report.device.asset_number,
        say(result.title, report),
        "；".join(say(text, report) for text in result.basis),
        printed(STATES[result.state], language),
        printed(result.severity.words, language) if result.state in _OPEN else "",
        "；".join(seen),
        _looked(result, report),
        "；".join(say(step, report) for step in result.steps),
        result.owner if result.state is State.FAILED else "",
        result.due.isoformat() if result.due else "",
        time(report.times.began),
    ]
