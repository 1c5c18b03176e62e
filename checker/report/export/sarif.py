"""A report as SARIF 2.1.0: what tools that gather results of checks read."""

from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.severity import Severity
from checker.report.export.wording import document, name, properties, say, time
from checker.report.payload import Report, Result
from checker.report.rested import coverage

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


def to_sarif(report: Report, digest: str) -> bytes:
    """SARIF 2.1.0: one run, one result a check."""
    rules = [
        {
            "id": one.check,
            "shortDescription": {"text": say(one.title, report)},
            "properties": {"basis": [say(text, report) for text in one.basis], "severity": one.severity.value},
        }
        for one in report.results
    ]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "Mijian", "version": report.tool.version, "rules": rules}},
        "automationDetails": {"id": f"mijian/{report.number}/", "guid": name(digest, "run")},
        "invocations": [
            {
                "executionSuccessful": True,
                "startTimeUtc": time(report.times.began),
                "endTimeUtc": time(report.times.ended),
            }
        ],
        "results": [_result(index, one, report) for index, one in enumerate(report.results)],
        "columnKind": "unicodeCodePoints",
        "properties": properties(report, digest),
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return document({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _result(index: int, result: Result, report: Report) -> dict[str, Any]:
    failed = result.state in (State.FAILED, State.WAIVED)
    said: dict[str, Any] = {
        "ruleId": result.check,
        "ruleIndex": index,
        "kind": _KINDS[result.state],
        "level": _LEVELS[result.severity] if failed else "none",
        "message": {"text": "\n".join([say(result.message, report), *(say(item, report) for item in result.items)])},
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


def _coverage(result: Result, report: Report) -> dict[str, Any]:
    """What a result rests on, as a sentence and in numbers; nothing where it rests on no fact."""
    found = coverage(result)
    if found is None:
        return {}
    return {
        "sentence": say(found.sentence, report),
        "complete": found.bears_a_pass,
        "looked": [{"unit": one.unit.value, "there": one.there, "looked": one.looked} for one in found.extents],
        "left": [{"unit": one.unit.value, "cause": one.cause.value, "number": one.number} for one in found.left],
    }
