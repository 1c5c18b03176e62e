"""Children that read a medium and misbehave.

Each loads this module to find what it is to do, so it imports little and makes nothing: what a child has when it begins
counts towards its limits.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from checker.machine.media.apart import Halted, Limits, Lost, apart
from checker.machine.media.medium import Medium, open_medium


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "stick.img"
    path.write_bytes(bytes(range(256)) * 4096)
    return path


def _crash(opened: Medium, tell: object) -> None:
    import ctypes

    ctypes.string_at(0)


def _spin(opened: Medium, tell: object) -> None:
    while True:
        pass


def _swell(opened: Medium, tell: object) -> None:
    hoard = []
    while True:
        hoard.append(b"x" * (8 << 20))


def _leap(opened: Medium, tell: object) -> None:
    bytes(3 << 30)


def _write(opened: Medium, tell: object) -> bool:
    import signal
    import tempfile

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with tempfile.TemporaryFile() as file:
        try:
            file.write(bytes(4 << 20))
            file.flush()
        except OSError:
            return False
    return True


def _chatter(opened: Medium, tell: object) -> None:
    while True:
        tell("x")  # type: ignore[operator]


def _answer(opened: Medium, tell: object) -> bytes:
    return opened.read(0, 4)


@pytest.mark.parametrize(
    ("work", "why"),
    [(_crash, "crash"), (_spin, "processor"), (_chatter, "processor"), (_swell, "memory"), (_leap, "memory")],
)
def test_a_child_that_misbehaves_is_lost_alone(work: object, why: str, image: Path) -> None:
    limits, stop = Limits(2.0 if why == "processor" else 20.0, 200 << 20), threading.Event()
    with open_medium(str(image)) as opened, pytest.raises(Lost) as lost:
        apart(opened, str(image), work, (), limits, stop, lambda message: None)  # type: ignore[arg-type]
    assert lost.value.why == why or (sys.platform == "win32" and why == "crash")  # Wine starts a debugger first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no files")
def test_a_child_that_misbehaves_writes_no_content_anywhere(image: Path) -> None:
    with open_medium(str(image)) as opened:
        wrote = apart(opened, str(image), _write, (), Limits(10.0), threading.Event(), lambda message: None)
    assert wrote is False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens the medium anew, by its path")
def test_a_child_reads_the_medium_it_was_given(image: Path) -> None:
    with open_medium(str(image)) as opened:
        here = opened.read(0, 4)
        there = apart(opened, "/nowhere", _answer, (), Limits(10.0), threading.Event(), lambda message: None)
    assert there == here


def test_a_child_that_does_not_listen_is_ended(image: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    with open_medium(str(image)) as opened, pytest.raises(Halted):
        apart(opened, str(image), _spin, (), Limits(600.0), stop, lambda message: None)
