"""The result file of another run, taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.app.halves import beside
from checker.app.refused import Refused
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.report.result import encoded

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _inspection(state: State) -> Inspection:
    finding = Finding("toy.one", "pc", state, Severity.HIGH, Text("看", "seen"))
    return Inspection(
        "1", Target("pc", Platform.LINUX, "PC"), Profile.DAILY, AT, "1", "r", "p", (), (finding,), ended=AT
    )


def test_a_result_file_fills_what_this_run_could_not_see(tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    path.write_bytes(encoded(_inspection(State.PASSED)))
    found = beside(_inspection(State.COULD_NOT_CHECK), path)
    assert [finding.state for finding in found.findings] == [State.PASSED]
    assert replace(found, findings=()) == replace(_inspection(State.PASSED), findings=())


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"schema": "later"}'])
def test_what_is_no_result_is_refused_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "root.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        beside(_inspection(State.PASSED), path)
    assert refused.value.how is not None
