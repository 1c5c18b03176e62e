"""What a finding says of what it rests on: never what its message has said already."""

from __future__ import annotations

from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Text
from checker.model.unreadable import Unreadable

NO_LOG = Text("没有日志", "There is no log")


def _finding(message: Text, coverage: Coverage | None) -> Finding:
    return Finding("a.check", "pc", State.COULD_NOT_CHECK, Severity.LOW, message, coverage=coverage)


def test_the_one_reason_is_not_said_twice() -> None:
    assert _finding(NO_LOG, Coverage.unread(Unreadable(NO_LOG))).looked is None


def test_another_reason_is_said() -> None:
    looked = _finding(Text("别的", "something else"), Coverage.unread(Unreadable(NO_LOG))).looked
    assert looked is not None
    assert "There is no log" in looked.en


def test_what_was_looked_at_is_said_beside_the_reason() -> None:
    ledger = Ledger[str](Unit.SOURCES, ["one"])
    ledger.looked("one")
    ledger.left("two", Unreadable(NO_LOG))
    looked = _finding(NO_LOG, ledger.coverage).looked
    assert looked is not None
