"""The result of an inspection as JSON, with a published schema and a version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from checker.content.evidence import written_down
from checker.engine import witness
from checker.engine.conclude import Conclusion, Outcome, conclude
from checker.engine.seals import Seal, Seals
from checker.machine import handed
from checker.machine.parsing import Malformed, decoded
from checker.model.error import UserError
from checker.model.inspection import Inspection, Provenance
from checker.model.text import Text

SCHEMA = "mijian.inspection/4"
_SIZE_LIMIT = 256 << 20  # a large computer's result has some megabytes
# 1 has no coverage; its findings then have none. 2 has no outcome of its own for a sheet of answers. 3 has neither seal
# nor program nor rulings.
_READ = ("mijian.inspection/1", "mijian.inspection/2", "mijian.inspection/3", SCHEMA)
_ALTERED = Text("写好之后被改动过，不能采用", "it was altered after it was written and cannot be used")
_OUTCOME = Text(
    "里面的结论与各项结果不符，写好之后被改动过",
    "its conclusion is not that of its findings: it was altered after it was written",
)
_DAMAGED = Text(
    "{file} 不是检查结果，或者没有写完整、用别的程序保存过",
    "{file} is none, was not written to its end, or was saved by another program",
)
_OTHER_VERSION = Text(
    "{file} 是别的版本写的（{schema}），请用这个版本重新检查",
    "{file} was written by another version ({schema}); inspect again with this one",
)
_COUNTS = Text(
    "里面的合计与各项结果不符，写好之后被改动过",
    "its counts are not those of its findings: it was altered after it was written",
)


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

    Names of files that were not looked at are redacted. `seal` is over the inspection, made by this computer as it
    wrote the file; None: its key could not be used."""

    schema: str
    outcome: Outcome
    conclusion: Text
    summary: Summary
    inspection: Inspection
    seal: Seal | None = None


class NotAResult(UserError, ValueError):
    """A file that is no result of this version; `reason` says so without the words of parsers."""


class Altered(UserError):
    """A result that is not as the program wrote it; `reason` says by what that shows."""


def result(inspection: Inspection, seals: Seals | None = None) -> Result:
    inspection = written_down(inspection)
    concluded = conclude(inspection.findings)
    seal = seals.seal(*_sealed(inspection)) if seals is not None else None
    return Result(SCHEMA, concluded.outcome, concluded.headline, _summary(concluded), inspection, seal)


def encoded(inspection: Inspection, seals: Seals | None = None) -> bytes:
    """The result as indented UTF-8 JSON, sealed where there are seals."""
    return msgspec.json.format(msgspec.json.encode(result(inspection, seals)), indent=1) + b"\n"


def read(path: Path, seals: Seals | None = None) -> Inspection:
    """The inspection in a result file; whether its seal holds is noted for the report (`checker.engine.witness`).

    Raises:
        Altered: its seal is of this computer and does not hold, or its counts are not those of its findings.
        NotAResult: damaged, something else, or of another version.
        OSError: cannot be read.
    """
    try:
        found = decoded(handed.read(path, _SIZE_LIMIT), Result)
    except Malformed as error:
        raise NotAResult(_DAMAGED.filled(file=Text.name(path.name))) from error
    if found.schema not in _READ:
        raise NotAResult(_OTHER_VERSION.filled(file=Text.name(path.name), schema=Text.name(found.schema)))
    if found.schema == SCHEMA and found.outcome is not conclude(found.inspection.findings).outcome:
        raise Altered(_OUTCOME)
    if found.summary != _summary(conclude(found.inspection.findings)):
        raise Altered(_COUNTS)
    if seals is not None and seals.mine(found.seal):
        if not seals.holds(found.seal, *_sealed(found.inspection)):
            raise Altered(_ALTERED)
        witness.note(found.inspection, Provenance.SEALED_FILE)
    return found.inspection


def _summary(concluded: Conclusion) -> Summary:
    counts = {state.value: count for state, count in concluded.by_state.items()}
    return Summary(**counts, must_fix=concluded.must_fix, attention=concluded.attention)


def _sealed(inspection: Inspection) -> tuple[bytes, ...]:
    return (b"result", msgspec.json.encode(inspection, order="deterministic"))


def schema() -> dict[str, Any]:
    """The JSON Schema of the result file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Result),
    }
