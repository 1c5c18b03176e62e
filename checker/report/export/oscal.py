"""A report as assessment results of OSCAL: what programs for compliance read."""

from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.report.export.wording import document, name, properties, say, time
from checker.report.payload import Report, Result
from checker.report.rested import coverage

_NS = "https://mijian.invalid/ns"
_OSCAL = "1.2.1"


def to_oscal(report: Report, digest: str) -> bytes:
    """OSCAL assessment results: an observation a check; a finding and a risk with its deadline where it failed."""
    device, assessor = name(digest, "device"), name(digest, "assessor")
    failed = [one for one in report.results if one.state in (State.FAILED, State.WAIVED)]
    result: dict[str, Any] = {
        "uuid": name(digest, "result"),
        "title": report.campaign.name if report.campaign else report.number,
        "description": f"{report.unit.name} {report.unit.department}".strip(),
        "start": time(report.times.began),
        "end": time(report.times.ended),
        "props": [_prop(name, value) for name, value in properties(report, digest).items() if value],
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
        "uuid": name(digest, "assessment-results"),
        "metadata": {
            "title": f"{report.unit.name} {report.number}",
            "last-modified": time(report.times.prepared),
            "version": report.number,
            "oscal-version": _OSCAL,
            "roles": [{"id": "assessor", "title": "检查人"}],
            "parties": [{"uuid": assessor, "type": "person", "name": report.people.inspectors[0]}],
            "responsible-parties": [{"role-id": "assessor", "party-uuids": [assessor]}],
        },
        "import-ap": {"href": "#" + name(digest, "campaign")},
        "results": [result],
        "back-matter": {
            "resources": [
                {
                    "uuid": name(digest, "campaign"),
                    "title": report.campaign.name if report.campaign else "—",
                    "description": f"sha256 {report.campaign.sha256}" if report.campaign else "—",
                }
            ]
        },
    }
    return document({"assessment-results": body})


def _observation(result: Result, report: Report, digest: str, device: str, assessor: str) -> dict[str, Any]:
    method = "INTERVIEW" if result.answer or result.wanted is not None else "TEST"
    props = [_prop("check", result.check), _prop("state", result.state.value)]
    rests_on = coverage(result)
    if rests_on is not None:
        props.append(_prop("coverage", "complete" if rests_on.bears_a_pass else "incomplete"))
        props += [_prop("left-" + one.cause.value, f"{one.number} {one.unit.value}") for one in rests_on.left]
    said = {
        "uuid": name(digest, f"observation {result.check}"),
        "title": say(result.title, report),
        "description": say(result.message, report),
        "props": props,
        "methods": [method],
        "types": ["finding" if result.state is State.FAILED else "control-objective"],
        "origins": [{"actors": [{"type": "party", "actor-uuid": assessor}]}],
        "subjects": [{"subject-uuid": device, "type": "inventory-item"}],
        "collected": time(result.at or report.times.ended),
    }
    if rests_on is not None:
        said["remarks"] = say(rests_on.sentence, report)
    return said


def _finding(result: Result, report: Report, digest: str) -> dict[str, Any]:
    return {
        "uuid": name(digest, f"finding {result.check}"),
        "title": say(result.title, report),
        "description": say(result.message, report),
        "target": {
            "type": "objective-id",
            "target-id": result.check.replace(".", "_"),
            "status": {"state": "not-satisfied"},
        },
        "related-observations": [{"observation-uuid": name(digest, f"observation {result.check}")}],
        "related-risks": [{"risk-uuid": name(digest, f"risk {result.check}")}],
    }


def _risk(result: Result, report: Report, digest: str) -> dict[str, Any]:
    risk: dict[str, Any] = {
        "uuid": name(digest, f"risk {result.check}"),
        "title": say(result.title, report),
        "description": say(result.message, report),
        "statement": "\n".join(say(step, report) for step in result.steps) or say(result.message, report),
        "status": "deviation-approved" if result.state is State.WAIVED else "open",
        "props": [_prop("severity", result.severity.value)],
        "related-observations": [{"observation-uuid": name(digest, f"observation {result.check}")}],
    }
    if result.due:
        risk["deadline"] = f"{result.due.isoformat()}T16:00:00Z"  # the end of that day in UTC+8
    return risk


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": value}
