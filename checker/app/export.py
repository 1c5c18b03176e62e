"""The roll-up for other programs and for the file: CSV, OCSF lines, the printed summary. None is the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from checker.app.events import OPEN, to_cef, to_ocsf
from checker.model.finding import State
from checker.model.text import Language, Text
from checker.report.export.table import harmless
from checker.report.forms.words import STATES, day, moment, printed

if TYPE_CHECKING:
    from checker.store.rollup.rows import ExportRow, Overdue, Overview

__all__ = [
    "CHANGES",
    "DEPARTMENT_COLUMNS",
    "NO_DEPARTMENT",
    "OVERDUE_COLUMNS",
    "SECTIONS",
    "SHOWN",
    "STATES",
    "TOTALS",
    "UNSEEN_COLUMNS",
    "changes",
    "counts",
    "late_cells",
    "quarter",
    "summary",
    "to_cef",
    "to_csv",
    "to_ocsf",
    "to_xlsx",
    "totals",
    "unseen_sentence",
]

# Columns of the table by check, in the order in which an office asks; what was not run stands with what could not be.
SHOWN: tuple[tuple[State, ...], ...] = (
    (State.PASSED,),
    (State.FAILED,),
    (State.NEEDS_PERSON,),
    (State.COULD_NOT_CHECK, State.NOT_RUN, State.RUNNING),
    (State.NOT_APPLICABLE,),
    (State.WAIVED,),
)
_CHINA = timezone(timedelta(hours=8))
_PART = 1000  # rows that are put together before they are written
_FORM_LIMIT = 300  # overdue items and irregularities on paper; the tables have them all
_COLUMNS = (
    Text("报告编号", "Report"),
    Text("单位", "Unit"),
    Text("部门", "Department"),
    Text("被检查人", "Inspected person"),
    Text("设备名称", "Device"),
    Text("资产编号", "Asset number"),
    Text("检查项目", "Item"),
    Text("结论", "Result"),
    Text("轻重", "Weight"),
    Text("具体情况", "What was seen"),
    Text("没有看的", "Not looked at"),
    Text("责任人", "By whom"),
    Text("整改期限", "Until"),
    Text("检查时间", "Inspected"),
    Text("报告数据摘要", "Digest"),
)


def to_csv(rows: Iterable[ExportRow], language: Language) -> Iterator[bytes]:
    """One row a finding, in parts; UTF-8 with the mark that office programs need; no cell can start a formula."""
    yield b"\xef\xbb\xbf" + _sheet([[printed(column, language) for column in _COLUMNS]])
    waiting: list[list[str]] = []
    for row in rows:
        waiting.append([harmless(cell) for cell in _cells(row, language)])
        if len(waiting) == _PART:
            yield _sheet(waiting)
            waiting = []
    yield _sheet(waiting)


def to_xlsx(
    view: Overview,
    rows: Iterable[ExportRow],
    irregular: Iterable[Text],
    attended: Attended | None,
    at: datetime,
    language: Language,
) -> Iterator[bytes]:
    """The summary's lists and every finding, a sheet each."""
    from checker.report.export.workbook import Sheet, workbook

    def say(*texts: Text) -> list[str]:
        return [printed(text, language) for text in texts]

    counted_ = [*totals(view), *changes(view), *(attended.counts if attended is not None else ())]
    sheets = [
        Sheet(say(_OVERALL)[0], say(_COUNTED, _NUMBER), [[*say(word), number] for word, number in counted_]),
        Sheet(
            say(_OF_DEPARTMENTS)[0],
            say(*DEPARTMENT_COLUMNS),
            [
                [one.department or say(NO_DEPARTMENT)[0], one.machines, one.to_fix, one.failed, one.unknown]
                for one in view.departments
            ],
        ),
        Sheet(
            say(_OF_ITEMS)[0],
            say(_ITEM, *(STATES[states[0]] for states in SHOWN)),
            [[*say(one.title), *counts(one.states)] for one in view.checks],
        ),
        Sheet(say(_LATE)[0], say(*OVERDUE_COLUMNS), [late_cells(one, language) for one in view.overdue]),
        Sheet(say(_IRREGULAR)[0], say(_IRREGULAR), [say(one) for one in irregular]),
        Sheet(say(_DETAILS)[0], say(*_COLUMNS), (_cells(row, language) for row in rows)),
    ]
    return workbook(sheets, at)


def summary(
    view: Overview,
    unit: str,
    against: str,
    digest: str,
    at: datetime,
    language: Language,
    attended: Attended | None = None,
    irregular: Sequence[Text] = (),
) -> dict[str, Any]:
    """The words of the printed summary (form ``rollup``). `against` names what it is compared with; `attended` None: no
    roster says which devices there should be; `irregular`: what is missing, doubled or out of order, a sentence each.
    """
    from checker.report.forms.record import labels

    def say(text: Text) -> str:
        return printed(text, language)

    return {
        "language": language.value,
        "title": say(Text("保密检查情况汇总表", "Summary of secrecy inspections")),
        "author": unit,
        "marking": "内部",
        "number": view.period,
        "digest": digest,
        "labels": {**labels(language), "digest": say(Text("所汇总报告的摘要", "Digest of the reports"))},
        "head": [
            [say(Text("单　　位（盖章）", "Unit (stamp)")), unit],
            [say(Text("检查季度", "Quarter")), say(quarter(view.period))],
            [say(Text("报告份数", "Reports")), str(view.reports)],
            [say(Text("设备台数", "Devices")), str(view.machines)],
            [say(Text("比较对象", "Compared with")), against],
            [say(Text("汇总时间", "Made")), moment(at, language)],
            [say(Text("没有看全的项目", "Not looked at in full")), say(unseen_sentence(view))],
            *([say(word), str(number)] for word, number in (attended.counts if attended is not None else ())),
        ],
        "sections": [say(text) for text in SECTIONS],
        "totals": [[say(word), str(count)] for word, count in totals(view)],
        "changes": [[say(word), str(count)] for word, count in changes(view)],
        "checks": {
            "columns": [say(text) for text in (_ITEM, *(STATES[states[0]] for states in SHOWN))],
            "rows": [[say(one.title), *map(_count, counts(one.states))] for one in view.checks],
        },
        "departments": {
            "columns": [say(text) for text in DEPARTMENT_COLUMNS],
            "rows": [
                [
                    one.department or say(NO_DEPARTMENT),
                    *map(_count, (one.machines, one.to_fix, one.failed, one.unknown)),
                ]
                for one in view.departments
            ],
        },
        "overdue": {
            "columns": [say(text) for text in OVERDUE_COLUMNS],
            "rows": [late_cells(one, language) for one in view.overdue[:_FORM_LIMIT]],
            "more": _more(view.overdue_count, _MORE_LATE, language),
        },
        "irregular": {
            "rows": [say(one) for one in irregular[:_FORM_LIMIT]],
            "more": _more(len(irregular), _MORE_IRREGULAR, language),
        },
        "roles": [
            say(text)
            for text in (Text("汇总人（签字）", "Made by"), Text("保密工作机构（盖章）", "Secrecy office (stamp)"))
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A campaign against its roster, in devices; `refused`: files of this import and reports put aside; `irregular`:
    what is doubled, swapped or out of order."""

    expected: int
    came: int
    missing: int
    refused: int
    irregular: int

    @property
    def counts(self) -> tuple[tuple[Text, int], ...]:
        numbers = (self.expected, self.came, self.missing, self.refused, self.irregular)
        return tuple(zip(ATTENDED, numbers, strict=True))


ATTENDED = (
    Text("应检设备", "Devices expected"),
    Text("已检设备", "Devices inspected"),
    Text("漏检设备", "Devices missed"),
    Text("拒收或撤回的报告", "Reports refused or withdrawn"),
    Text("异常情况", "Irregularities"),
)
SECTIONS = (
    Text("一、总体情况", "1. Overall"),
    Text("二、与上次比较", "2. Against the time before"),
    Text("三、逾期未整改", "3. Overdue rectifications"),
    Text("四、按部门", "4. By department"),
    Text("五、按检查项目", "5. By item"),
    Text("六、异常情况", "6. Irregularities"),
)
TOTALS = (
    Text("设备", "Devices"),
    Text("符合要求", "In order"),
    Text("本人填报符合", "In order by own statement"),
    Text("需要整改", "To be fixed"),
    Text("没有查清", "Incomplete"),
)
CHANGES = (
    Text("新出现", "New"),
    Text("首次检查发现", "First seen"),
    Text("已整改", "Fixed"),
    Text("已批准例外", "Waived"),
    Text("仍未整改", "Still open"),
    Text("现已无法核实", "Not checkable"),
)
_MORE_LATE = Text("另有 {n} 项逾期，见导出的明细表。", "{n} more are overdue; the exported table has them.")
_MORE_IRREGULAR = Text("另有 {n} 条，见导出的明细表（XLSX）。", "{n} more; the exported table (XLSX) has them.")
_OVERALL = Text("总体情况", "Overall")
_COUNTED, _NUMBER = Text("项目", "What"), Text("数目", "Number")
_OF_DEPARTMENTS = Text("按部门", "By department")
_OF_ITEMS = Text("按检查项目", "By item")
_LATE = Text("逾期未整改", "Overdue")
_IRREGULAR = Text("异常情况", "Irregularities")
_DETAILS = Text("逐项明细", "Every item")
_ITEM = Text("检查项目", "Item")
NO_DEPARTMENT = Text("（未填部门）", "(no department)")
DEPARTMENT_COLUMNS = (
    Text("部门", "Department"),
    Text("设备", "Devices"),
    Text("需整改设备", "Devices to fix"),
    Text("不符合项", "Not in order"),
    Text("未查清项", "Unknown"),
)
UNSEEN_COLUMNS = (Text("原因", "Why"), Text("检查项", "Findings"), Text("没有查看", "Not looked at"))
OVERDUE_COLUMNS = (
    Text("期限", "Until"),
    Text("问题", "Problem"),
    Text("轻重", "Weight"),
    Text("部门", "Department"),
    Text("责任人", "By whom"),
    Text("资产编号", "Asset number"),
)


def quarter(period: str) -> Text:
    """A quarter's name; what is none stands as it is."""
    year, _, number = period.partition("Q")
    if not (year.isdecimal() and number in ("1", "2", "3", "4")):
        return Text.name(period)
    return Text(f"{year} 年第{'一二三四'[int(number) - 1]}季度", f"Q{number} {year}")


def totals(view: Overview) -> tuple[tuple[Text, int], ...]:
    """Devices by what they came to."""
    numbers = (view.machines, view.in_order, view.stated, view.to_fix, view.incomplete)
    return tuple(zip(TOTALS, numbers, strict=True))


def changes(view: Overview) -> tuple[tuple[Text, int], ...]:
    """Findings against the time before."""
    change = view.change
    found = (change.new, change.first_seen, change.fixed, change.waived, change.still_open, change.not_checkable)
    return tuple(zip(CHANGES, found, strict=True))


def counts(states: dict[State, int]) -> tuple[int, ...]:
    """By the columns of `SHOWN`."""
    return tuple(sum(states.get(state, 0) for state in column) for column in SHOWN)


def unseen_sentence(view: Overview) -> Text:
    """How many findings did not look at everything, and why, in one sentence."""
    causes = [
        Text(f"{one.cause.words.zh} {one.findings} 项", f"{one.cause.words.en} ({one.findings})") for one in view.unseen
    ]
    if not causes:
        return Text("没有", "none")
    why = Text("，".join(one.zh for one in causes), ", ".join(one.en for one in causes))
    return Text("{count} 项：{why}", "{count}: {why}").filled(count=view.not_whole, why=why)


def late_cells(one: Overdue, language: Language) -> list[str]:
    """The cells under `OVERDUE_COLUMNS`."""
    return [
        day(one.due, language),
        printed(one.title, language),
        printed(one.severity.words, language),
        one.department,
        one.owner or one.person,
        one.asset_number or one.label,
    ]


def _more(count: int, words: Text, language: Language) -> str:
    rest = count - _FORM_LIMIT
    return printed(words.filled(n=rest), language) if rest > 0 else ""


def _count(number: int) -> str:
    return str(number) if number else "—"


def _sheet(rows: list[list[str]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerows(rows)
    return sheet.getvalue().encode("utf-8", "replace")


def _cells(row: ExportRow, language: Language) -> list[str]:
    return [
        row.number,
        row.unit,
        row.department,
        row.person,
        row.label,
        row.asset_number,
        printed(row.title, language),
        printed(STATES[row.state], language),
        printed(row.severity.words, language) if row.state in OPEN else "",
        printed(row.said, language) if row.said else "",
        printed(_unseen(row), language) if row.unseen else "",
        row.owner if row.state is State.FAILED else "",
        row.due.isoformat() if row.due else "",
        row.began.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        row.identity,
    ]


def _unseen(row: ExportRow) -> Text:
    """What one finding did not look at, by cause; where nobody knows how much, the cause alone."""
    lines = [
        Text(f"{cause.words.zh} {number:,} 处", f"{cause.words.en} ({number:,})") if number else cause.words
        for cause, number in row.unseen
    ]
    return Text("；".join(one.zh for one in lines), "; ".join(one.en for one in lines))
