"""Programs: run without a shell, and ended when they are slow, loud or no longer wanted."""

from __future__ import annotations

import sys
from threading import Event, Timer

import psutil
import pytest

from checker.machine.programs import run
from checker.model.unreadable import Absent, Cancelled, Unreadable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux door")


def ask(*argv: str, seconds: float = 5.0, limit: int = 1000, stop: Event | None = None) -> object:
    return run(argv, seconds, limit, stop or Event())


def test_gives_output_and_status() -> None:
    output = run(("sh", "-c", "printf '%s' \"$LC_ALL $0\"; exit 3"), 600.0, 1000, Event())
    assert (output.text, output.code, output.cut) == ("C.UTF-8 /usr/bin/sh", 3, False)


def test_no_such_program_is_absent() -> None:
    with pytest.raises(Absent):
        ask("no-such-program-anywhere")


def test_a_program_elsewhere_on_the_path_is_not_run(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Absent):
        ask("../../bin/no-such")


def test_a_slow_program_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        ask("sleep", "60", seconds=0.1)


def test_a_loud_program_is_cut_and_ended() -> None:
    output = run(("yes",), 600.0, 1000, Event())
    assert (len(output.stdout), output.cut) == (1000, True)


def test_children_are_ended_too() -> None:
    mark = "86399.25"  # seconds that nobody else sleeps
    with pytest.raises(Unreadable):
        ask("sh", "-c", f"sleep {mark} & sleep {mark}", seconds=0.1)
    left = [one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or ())]
    # They were killed before the answer came; the system may still be taking them away.
    assert psutil.wait_procs(left, timeout=600)[1] == []


def test_stopping_ends_the_program() -> None:
    stop = Event()
    Timer(0.05, stop.set).start()
    with pytest.raises(Cancelled):
        ask("sleep", "60", stop=stop)


def test_nothing_is_expanded_by_a_shell() -> None:
    assert run(("echo", "$HOME; id"), 600.0, 1000, Event()).text == "$HOME; id\n"
