"""Findings as events for collectors: OCSF Compliance Findings and CEF lines. Copies, none is the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import checker
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Language
from checker.report.forms.words import printed

if TYPE_CHECKING:
    from checker.store.rollup.rows import ExportRow

OPEN = (State.FAILED, State.NEEDS_PERSON, State.COULD_NOT_CHECK, State.NOT_RUN, State.RUNNING)
# OCSF 1.3: Findings (2), Compliance Finding (2003), activity Create (1).
_CATEGORY, _CLASS, _CREATE = 2, 2003, 1
_SEVERITY_IDS = {Severity.CRITICAL: 5, Severity.HIGH: 4, Severity.MEDIUM: 3, Severity.LOW: 2}
_CEF = {Severity.CRITICAL: 10, Severity.HIGH: 8, Severity.MEDIUM: 5, Severity.LOW: 3}
_CEF_HEAD = re.compile(r"[\\|\r\n]")
_CEF_VALUE = re.compile(r"[\\=\r\n]")
_SEVERITY_NAMES = {5: "Critical", 4: "High", 3: "Medium", 2: "Low", 1: "Informational"}
# Warning is OCSF's word for "no result for want of information"; what does not apply is 99, under our own name.
_STATUS_IDS = {
    State.PASSED: (1, "Pass"),
    State.FAILED: (3, "Fail"),
    State.WAIVED: (3, "Fail"),
    State.NEEDS_PERSON: (2, "Warning"),
    State.COULD_NOT_CHECK: (2, "Warning"),
    State.NOT_RUN: (2, "Warning"),
    State.RUNNING: (2, "Warning"),
    State.NOT_APPLICABLE: (99, "Not Applicable"),
}
_NEW, _SUPPRESSED = (1, "New"), (3, "Suppressed")


def to_ocsf(rows: Iterable[ExportRow], language: Language) -> Iterator[bytes]:
    """NDJSON, one OCSF Compliance Finding a line."""
    for row in rows:
        yield json.dumps(_event(row, language), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def to_cef(rows: Iterable[ExportRow], language: Language) -> Iterator[bytes]:
    """Common Event Format, one finding a line: the same events, for collectors that know no OCSF."""
    for row in rows:
        severity = _CEF[row.severity] if row.state in (State.FAILED, State.WAIVED) else 0
        head = (
            "CEF:0",
            "Mijian",
            "Mijian",
            checker.__version__,
            row.check,
            printed(row.title, language),
            str(severity),
        )
        extension = {
            "rt": str(_epoch(row.prepared)),
            "start": str(_epoch(row.began)),
            "externalId": f"{row.identity}#{row.check}",
            "outcome": row.state.value,
            "dhost": row.label,
            "suser": row.person,
            "msg": printed(row.said or row.title, language),
            "cs1Label": "asset",
            "cs1": row.asset_number,
            "cs2Label": "department",
            "cs2": row.department,
            "cs3Label": "report",
            "cs3": row.number,
            "cs4Label": "machine",
            "cs4": row.machine_id,
        }
        said = " ".join(f"{name}={_CEF_VALUE.sub(_escaped, value)}" for name, value in extension.items() if value)
        start = "|".join(_CEF_HEAD.sub(_escaped, part) for part in head)
        yield f"{start}|{said}\n".encode("utf-8", "replace")


def _escaped(match: re.Match[str]) -> str:
    return {"\n": "\\n", "\r": "\\r"}.get(match[0], f"\\{match[0]}")


def _event(row: ExportRow, language: Language) -> dict[str, Any]:
    uid = f"{row.identity}#{row.check}"
    severity = _SEVERITY_IDS[row.severity] if row.state in (State.FAILED, State.WAIVED) else 1
    status_id, status = _STATUS_IDS[row.state]
    said = printed(row.said or row.title, language)
    event: dict[str, Any] = {
        "activity_id": _CREATE,
        "activity_name": "Create",
        "category_uid": _CATEGORY,
        "category_name": "Findings",
        "class_uid": _CLASS,
        "class_name": "Compliance Finding",
        "type_uid": _CLASS * 100 + _CREATE,
        "type_name": "Compliance Finding: Create",
        "time": _epoch(row.prepared),
        "start_time": _epoch(row.began),
        "severity_id": severity,
        "severity": _SEVERITY_NAMES[severity],
        "message": said,
        "metadata": {
            "version": "1.3.0",
            "uid": uid,
            "product": {"name": "Mijian", "vendor_name": "Mijian", "version": checker.__version__},
        },
        "finding_info": {
            "uid": uid,
            "title": printed(row.title, language),
            "desc": said,
            "created_time": _epoch(row.prepared),
        },
        "compliance": {
            "control": row.check,
            "standards": ["mijian.rules"],
            "status_id": status_id,
            "status": status,
            "status_code": row.state.value,
            "status_detail": said,
        },
        "resources": [
            {
                "uid": row.machine_id,
                "name": row.label,
                "type": "device",
                "owner": {"name": row.person, "type_id": 1, "type": "User"},
                "group": {"name": row.department},
            }
        ],
        "unmapped": {
            "report_number": row.number,
            "report_sha256": row.identity,
            "unit": row.unit,
            "asset_number": row.asset_number,
            "signer": row.signer,
            "period": row.period,
            "owner": row.owner,
            "due": row.due.isoformat() if row.due else None,
            "not_looked_at": [
                {"cause": cause.value, "words": printed(cause.words, language), "number": number or None}
                for cause, number in row.unseen
            ],
        },
    }
    if row.state in (*OPEN, State.WAIVED):
        event["status_id"], event["status"] = _SUPPRESSED if row.state is State.WAIVED else _NEW
    return event


def _epoch(at: datetime) -> int:
    return int(at.timestamp() * 1000)
