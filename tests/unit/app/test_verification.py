"""Files under verification come together by beats, can be stopped, and their notes are counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from checker.app.verification import Verification, by_beat, counted_notes, held_against
from checker.app.workspace import Workspace
from checker.model.text import Text
from checker.report.keys.trust import UntrustedFolder
from checker.report.verify.codes import Code
from checker.report.verify.verified import Verified
from tests.unit.report import office


def test_everything_comes_once_and_in_order() -> None:
    assert [one for some in by_beat(range(1000), Event()) for one in some] == list(range(1000))


def test_a_stop_ends_it_with_what_there_is() -> None:
    stop = Event()

    def each() -> Iterator[int]:
        yield 1
        stop.set()
        yield 2
        raise AssertionError("nothing more is asked for")

    assert list(by_beat(each(), stop)) == [(1, 2)]


def test_a_note_is_told_once_with_its_number_of_files() -> None:
    note, other = Text("甲", "one"), Text("乙", "two")
    files = [Verified("a", Code.FINE, notes=(note, other)), Verified("b", Code.FINE, notes=(note,))]
    assert counted_notes(files) == {note: 2, other: 1}


def test_a_trust_folder_that_cannot_be_used_verifies_nothing(tmp_path: Path) -> None:
    office.two_quarters(tmp_path / "reports")
    workspace = Workspace(tmp_path / "store")
    with pytest.raises(UntrustedFolder):
        held_against(workspace, tmp_path / "reports")
    verifying = Verification(workspace).verify((tmp_path / "reports",), tmp_path / "reports")
    with pytest.raises(UntrustedFolder):
        list(verifying)
    assert verifying.verdict == ()
