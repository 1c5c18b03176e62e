"""The result of an inspection as JSON, with a published schema and a version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from checker.content.evidence import written_down
from checker.engine.conclude import Outcome, conclude
from checker.machine import handed
from checker.model.inspection import Inspection
from checker.model.text import Text

SCHEMA = "mijian.inspection/3"
_SIZE_LIMIT = 256 << 20  # a large computer's result has some megabytes
# 1 has no coverage; its findings then have none. 2 has no outcome of its own for a sheet of answers.
_READ = ("mijian.inspection/1", "mijian.inspection/2", SCHEMA)


@dataclass(frozen=True, slots=True)
class Summary:
    """Plain counts, one per state; `failed` is split into what must be put right and what asks for attention."""

    not_run: int
    running: int
    passed: int
    failed: int
    needs_person: int
    could_not_check: int
    not_applicable: int
    waived: int
    must_fix: int
    attention: int


@dataclass(frozen=True, slots=True)
class Result:
    """The file that ``audit --json`` writes. `conclusion` and `summary` are derived from the inspection's findings.

    Names of files that were not looked at are redacted."""

    schema: str
    outcome: Outcome
    conclusion: Text
    summary: Summary
    inspection: Inspection


def result(inspection: Inspection) -> Result:
    inspection = written_down(inspection)
    concluded = conclude(inspection.findings)
    counts = {state.value: count for state, count in concluded.by_state.items()}
    summary = Summary(**counts, must_fix=concluded.must_fix, attention=concluded.attention)
    return Result(SCHEMA, concluded.outcome, concluded.headline, summary, inspection)


def encoded(inspection: Inspection) -> bytes:
    """The result as indented UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(result(inspection)), indent=1) + b"\n"


def read(path: Path) -> Inspection:
    """The inspection in a result file.

    Raises:
        ValueError: not a result of this version.
        OSError: cannot be read.
    """
    try:
        found = msgspec.json.decode(handed.read(path, _SIZE_LIMIT), type=Result)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path.name}: {error}") from error
    if found.schema not in _READ:
        raise ValueError(f"{path.name}: schema {found.schema!r}, this version reads {', '.join(_READ)}")
    return found.inspection


def schema() -> dict[str, Any]:
    """The JSON Schema of the result file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Result),
    }
