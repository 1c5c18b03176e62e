"""Copies of a report for other programs: CSV, SARIF 2.1.0, OSCAL assessment results. None of them is the record.

Each names the report by its digest, so that a copy can be traced to what was signed. They hold the words of the report
and nothing more.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from checker.report.forms.words import STATES, printed
from checker.report.payload import Report, Result
from checker.report.rested import coverage, rested

_NAMESPACE = uuid.UUID("6f2a6b9e-5a53-4c0b-8d6f-1f4f7b6a9c11")  # ours; names inside a copy are made from it
_NS = "https://mijian.invalid/ns"
_OSCAL = "1.2.1"
_OPEN = (State.FAILED, State.NEEDS_PERSON, State.COULD_NOT_CHECK, State.NOT_RUN, State.RUNNING)
# SARIF has no word for "could not be checked" but "open": looked at, neither passed nor failed.
_KINDS = {
    State.PASSED: "pass",
    State.FAILED: "fail",
    State.WAIVED: "fail",
    State.NOT_APPLICABLE: "notApplicable",
    State.NEEDS_PERSON: "review",
    State.COULD_NOT_CHECK: "open",
    State.NOT_RUN: "open",
    State.RUNNING: "open",
}
_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_COLUMNS = (
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
    Text("报告数据摘要", "Digest"),
)


def to_csv(report: Report, digest: str) -> bytes:
    """One row a result, UTF-8 with the mark that office programs need; no cell can start a formula."""
    language = report.language
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([printed(column, language) for column in _COLUMNS])
    for result in report.results:
        writer.writerow([harmless(cell) for cell in _row(report, digest, result, language)])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def to_sarif(report: Report, digest: str) -> bytes:
    """SARIF 2.1.0: one run, one result a check."""
    rules = [
        {
            "id": one.check,
            "shortDescription": {"text": _say(one.title, report)},
            "properties": {"basis": [_say(text, report) for text in one.basis], "severity": one.severity.value},
        }
        for one in report.results
    ]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "Mijian", "version": report.tool.version, "rules": rules}},
        "automationDetails": {"id": f"mijian/{report.number}/", "guid": _name(digest, "run")},
        "invocations": [
            {
                "executionSuccessful": True,
                "startTimeUtc": _time(report.times.began),
                "endTimeUtc": _time(report.times.ended),
            }
        ],
        "results": [_sarif_result(index, one, report) for index, one in enumerate(report.results)],
        "columnKind": "unicodeCodePoints",
        "properties": _properties(report, digest),
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return _json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def to_oscal(report: Report, digest: str) -> bytes:
    """OSCAL assessment results: an observation a check; a finding and a risk with its deadline where it failed."""
    device, assessor = _name(digest, "device"), _name(digest, "assessor")
    failed = [one for one in report.results if one.state in (State.FAILED, State.WAIVED)]
    result: dict[str, Any] = {
        "uuid": _name(digest, "result"),
        "title": report.campaign.name if report.campaign else report.number,
        "description": f"{report.unit.name} {report.unit.department}".strip(),
        "start": _time(report.times.began),
        "end": _time(report.times.ended),
        "props": [_prop(name, value) for name, value in _properties(report, digest).items() if value],
        "local-definitions": {
            "inventory-items": [
                {
                    "uuid": device,
                    "description": report.device.label or report.device.platform.value,
                    "props": [{"name": "asset-id", "value": report.device.asset_number or report.device.machine_id}],
                }
            ]
        },
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
        "observations": [_observation(one, report, digest, device, assessor) for one in report.results],
    }
    if failed:
        result["risks"] = [_risk(one, report, digest) for one in failed]
        result["findings"] = [_finding(one, report, digest) for one in failed]
    body = {
        "uuid": _name(digest, "assessment-results"),
        "metadata": {
            "title": f"{report.unit.name} {report.number}",
            "last-modified": _time(report.times.prepared),
            "version": report.number,
            "oscal-version": _OSCAL,
            "roles": [{"id": "assessor", "title": "检查人"}],
            "parties": [{"uuid": assessor, "type": "person", "name": report.people.inspectors[0]}],
            "responsible-parties": [{"role-id": "assessor", "party-uuids": [assessor]}],
        },
        "import-ap": {"href": "#" + _name(digest, "campaign")},
        "results": [result],
        "back-matter": {
            "resources": [
                {
                    "uuid": _name(digest, "campaign"),
                    "title": report.campaign.name if report.campaign else "—",
                    "description": f"sha256 {report.campaign.sha256}" if report.campaign else "—",
                }
            ]
        },
    }
    return _json({"assessment-results": body})


EXPORTS: dict[str, Callable[[Report, str], bytes]] = {"csv": to_csv, "sarif": to_sarif, "oscal": to_oscal}


def _row(report: Report, digest: str, result: Result, language: Language) -> list[str]:
    seen = [_say(result.message, report), *(_say(item, report) for item in result.items)]
    return [
        report.number,
        report.unit.name,
        report.unit.department,
        report.people.inspected,
        report.device.asset_number,
        _say(result.title, report),
        "；".join(_say(text, report) for text in result.basis),
        printed(STATES[result.state], language),
        printed(result.severity.words, language) if result.state in _OPEN else "",
        "；".join(seen),
        _looked(result, report),
        "；".join(_say(step, report) for step in result.steps),
        result.owner if result.state is State.FAILED else "",
        result.due.isoformat() if result.due else "",
        _time(report.times.began),
        digest,
    ]


def _looked(result: Result, report: Report) -> str:
    what = rested(result)
    return "" if what is None else _say(what, report)


def _coverage(result: Result, report: Report) -> dict[str, Any]:
    """What a result rests on, as a sentence and in numbers; nothing where it rests on no fact."""
    found = coverage(result)
    if found is None:
        return {}
    return {
        "sentence": _say(found.sentence, report),
        "complete": found.bears_a_pass,
        "looked": [{"unit": one.unit.value, "there": one.there, "looked": one.looked} for one in found.extents],
        "left": [{"unit": one.unit.value, "cause": one.cause.value, "number": one.number} for one in found.left],
    }


def harmless(cell: str) -> str:
    """A name from outside may begin with = or @, which an office program would run as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _sarif_result(index: int, result: Result, report: Report) -> dict[str, Any]:
    failed = result.state in (State.FAILED, State.WAIVED)
    said: dict[str, Any] = {
        "ruleId": result.check,
        "ruleIndex": index,
        "kind": _KINDS[result.state],
        "level": _LEVELS[result.severity] if failed else "none",
        "message": {"text": "\n".join([_say(result.message, report), *(_say(item, report) for item in result.items)])},
        "fingerprints": {"machine/v1": f"{report.device.machine_id}#{result.check}"},
        "properties": {"state": result.state.value, "owner": result.owner, "hold": result.hold},
    }
    rests_on = _coverage(result, report)
    if rests_on:
        said["properties"]["coverage"] = rests_on
    if result.due:
        said["properties"]["due"] = result.due.isoformat()
    if result.waiver:
        why = f"{result.waiver.approver}: {result.waiver.reason} ({result.waiver.until.isoformat()})"
        said["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return said


def _observation(result: Result, report: Report, digest: str, device: str, assessor: str) -> dict[str, Any]:
    method = "INTERVIEW" if result.answer or result.wanted is not None else "TEST"
    props = [_prop("check", result.check), _prop("state", result.state.value)]
    rests_on = coverage(result)
    if rests_on is not None:
        props.append(_prop("coverage", "complete" if rests_on.bears_a_pass else "incomplete"))
        props += [_prop("left-" + one.cause.value, f"{one.number} {one.unit.value}") for one in rests_on.left]
    said = {
        "uuid": _name(digest, f"observation {result.check}"),
        "title": _say(result.title, report),
        "description": _say(result.message, report),
        "props": props,
        "methods": [method],
        "types": ["finding" if result.state is State.FAILED else "control-objective"],
        "origins": [{"actors": [{"type": "party", "actor-uuid": assessor}]}],
        "subjects": [{"subject-uuid": device, "type": "inventory-item"}],
        "collected": _time(result.at or report.times.ended),
    }
    if rests_on is not None:
        said["remarks"] = _say(rests_on.sentence, report)
    return said


def _finding(result: Result, report: Report, digest: str) -> dict[str, Any]:
    return {
        "uuid": _name(digest, f"finding {result.check}"),
        "title": _say(result.title, report),
        "description": _say(result.message, report),
        "target": {
            "type": "objective-id",
            "target-id": result.check.replace(".", "_"),
            "status": {"state": "not-satisfied"},
        },
        "related-observations": [{"observation-uuid": _name(digest, f"observation {result.check}")}],
        "related-risks": [{"risk-uuid": _name(digest, f"risk {result.check}")}],
    }


def _risk(result: Result, report: Report, digest: str) -> dict[str, Any]:
    risk: dict[str, Any] = {
        "uuid": _name(digest, f"risk {result.check}"),
        "title": _say(result.title, report),
        "description": _say(result.message, report),
        "statement": "\n".join(_say(step, report) for step in result.steps) or _say(result.message, report),
        "status": "deviation-approved" if result.state is State.WAIVED else "open",
        "props": [_prop("severity", result.severity.value)],
        "related-observations": [{"observation-uuid": _name(digest, f"observation {result.check}")}],
    }
    if result.due:
        risk["deadline"] = f"{result.due.isoformat()}T16:00:00Z"  # the end of that day in UTC+8
    return risk


def _properties(report: Report, digest: str) -> dict[str, str]:
    return {
        "report-sha256": digest,
        "rules-sha256": report.rules.sha256,
        "tool-sha256": report.tool.tree_sha256,
        "nonce": report.campaign.nonce if report.campaign else "",
        "machine-id": report.device.machine_id,
        "scope": "；".join(_say(line, report) for line in report.inspection.scope or ()),
        "marking": report.marking,
    }


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": value}


def _name(digest: str, part: str) -> str:
    """A UUID that stays the same for one part of one report, in the version-4 form that OSCAL asks for."""
    made = uuid.uuid5(_NAMESPACE, f"{digest} {part}")
    return str(uuid.UUID(bytes=made.bytes, version=4))


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _say(text: Text, report: Report) -> str:
    return printed(text, report.language)


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
