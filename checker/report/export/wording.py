"""What every copy says alike: the report's words in its language, its times, and names made from its digest."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from checker.model.text import Text
from checker.report.forms.words import printed
from checker.report.payload import Report

_NAMESPACE = uuid.UUID("6f2a6b9e-5a53-4c0b-8d6f-1f4f7b6a9c11")  # ours; names inside a copy are made from it


def say(text: Text, report: Report) -> str:
    return printed(text, report.language)


def time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def name(digest: str, part: str) -> str:
    """A UUID that stays the same for one part of one report, in the version-4 form that OSCAL asks for."""
    made = uuid.uuid5(_NAMESPACE, f"{digest} {part}")
    return str(uuid.UUID(bytes=made.bytes, version=4))


def properties(report: Report, digest: str) -> dict[str, str]:
    return {
        "report-sha256": digest,
        "rules-sha256": report.rules.sha256,
        "tool-sha256": report.tool.tree_sha256,
        "nonce": report.campaign.nonce if report.campaign else "",
        "machine-id": report.device.machine_id,
        "scope": "；".join(say(line, report) for line in report.inspection.scope or ()),
        "marking": report.marking,
    }


def document(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
