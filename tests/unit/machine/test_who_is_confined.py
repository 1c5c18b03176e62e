"""Every process that reads what comes from outside holds the filter: asked of the kernel, in the real processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from checker.content import viewing, workers
from checker.content.inspection import Order
from checker.content.source import Item
from checker.machine import confine
from checker.machine.media.apart import Limits, apart
from checker.machine.media.medium import open_medium
from checker.report.verify.collect import Piece, collect
from checker.report.verify.verified import Measure, Verified

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's"),
    pytest.mark.skipif(bool(confine.unheld()), reason=confine.unheld()),
    pytest.mark.skipif(
        "Seccomp_filters" not in Path("/proc/self/status").read_text("ascii") if sys.platform == "linux" else True,
        reason="the kernel does not count filters (before 5.9)",
    ),
]


def filters(process: int) -> int:
    """How many are on a process; a container's own may be among them."""
    status = Path("/proc", str(process), "status").read_text("ascii")
    return int(status.partition("Seccomp_filters:")[2].split()[0])


def held(process: int, parent: int) -> bool:
    return filters(process) > filters(parent)


def test_a_reader_of_documents():
    worker = workers.Worker(threading.Event())
    try:
        worker.look(Item("a.txt", 4), b"text", lambda *_: b"", Order())
        assert worker._process is not None
        assert held(worker._process.pid or 0, os.getpid())
    finally:
        worker.close()


def test_a_drawer_of_finds():
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=viewing.serve, args=(theirs,), daemon=True)
    process.start()
    try:
        ours.send_bytes(viewing.msgspec.msgpack.encode(viewing._Wanted("a.txt", "", 0)))
        ours.send_bytes(bytes(32 << 20))  # more than a pipe holds: it is being read once this returns
        assert held(process.pid or 0, os.getpid())
    finally:
        process.kill()
        process.join()


def _asked(medium: object, tell: object) -> bool:
    return held(os.getpid(), os.getppid())


def test_a_reader_of_media(tmp_path: Path):
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(4096))
    with open_medium(str(image)) as medium:
        assert apart(medium, str(image), _asked, (), Limits(20.0), threading.Event(), _ignored)


def _ignored(_: Any) -> None:
    return None


def _filtered(_: Verified) -> bytes:
    return b"held" if held(os.getpid(), os.getppid()) else b"free"


def test_a_verifier_of_many_reports(tmp_path: Path):
    (tmp_path / "a.dsse.json").write_bytes(b"{}")
    many = [Piece(str(tmp_path / "a.dsse.json"), None, "a.dsse.json")] * 200
    assert {said for _, said in collect(many, Measure(None), _filtered, workers=2)} == {b"held"}
