"""The thread: order, stopping, and failures that become sentences."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from checker.app.inspection import Inspecting
from checker.model.finding import Finding, State
from checker.model.target import Profile
from checker.model.text import Text
from checker.store.inspections import SaveFailed
from gui.work.worker import Mishap, Worker
from tests.gui.toys import Gate, ToySession


@pytest.fixture
def worker(qapp: Any) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_a_job_runs_elsewhere_and_is_told_here(worker: Worker, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    worker.do(threading.get_ident, lambda there: told.append((there, threading.get_ident())), pytest.fail)
    qtbot.waitUntil(lambda: bool(told))
    there, here = told[0]
    assert there != here == threading.get_ident()


def test_jobs_keep_their_order(worker: Worker, qtbot: QtBot) -> None:
    told: list[int] = []
    for number in range(20):
        worker.do(lambda number=number: number, told.append, pytest.fail)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert told == list(range(20))


def test_a_known_trouble_brings_its_own_sentence(worker: Worker, qtbot: QtBot) -> None:
    said: list[Mishap] = []

    def job() -> None:
        raise SaveFailed(Text("磁盘已满", "disk full"))

    worker.do(job, lambda _: None, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].known
    assert said[0].sentence.zh == "磁盘已满"


def test_a_fault_of_ours_never_tells_what_was_read(worker: Worker, qtbot: QtBot) -> None:
    said: list[Mishap] = []

    def job() -> None:
        raise ValueError("private words from a device")

    worker.do(job, lambda _: None, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert not said[0].known
    assert "ValueError" in said[0].technical
    assert "test_worker.py" in said[0].technical
    assert "private" not in said[0].technical + said[0].sentence.zh


def _carry(worker: Worker, session: ToySession) -> tuple[list[Finding], list[Inspecting], list[Mishap]]:
    found: list[Finding] = []
    ended: list[Inspecting] = []
    on_error: list[Mishap] = []
    worker.carry(lambda: session.start(Profile.DAILY), found.append, lambda it: it, ended.append, on_error.append)
    return found, ended, on_error


def test_an_inspection_is_carried_to_its_end(worker: Worker, qtbot: QtBot) -> None:
    found, ended, on_error = _carry(worker, ToySession())
    qtbot.waitUntil(lambda: bool(ended))
    assert not on_error
    final = [finding.check_id for finding in found if finding.state.final]
    assert final == [check.id for check in ToySession().plan(Profile.DAILY).checks]


def test_it_stops_while_a_question_is_open(worker: Worker, qtbot: QtBot) -> None:
    gate = Gate()
    _, ended, _ = _carry(worker, ToySession(machine_made=gate.machine))
    qtbot.waitUntil(gate.reached.is_set)
    worker.stop()
    qtbot.waitUntil(lambda: bool(ended))
    assert {finding.state for finding in ended[0].inspection.findings} >= {State.NOT_RUN}


def test_a_stop_before_the_beginning_is_not_forgotten(worker: Worker, qtbot: QtBot) -> None:
    held = threading.Event()
    worker.do(held.wait, lambda _: None, pytest.fail)
    found, ended, _ = _carry(worker, ToySession())
    worker.stop()
    held.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert not [finding for finding in found if finding.state.final and finding.state is not State.NEEDS_PERSON]


def test_what_was_found_before_a_crash_is_kept(worker: Worker, qtbot: QtBot) -> None:
    def step(finding: Finding) -> None:
        if finding.check_id == "toy.usb":
            raise RuntimeError

    _, ended, on_error = _carry(worker, ToySession(step=step))
    qtbot.waitUntil(lambda: bool(ended))
    assert len(on_error) == 1
    assert any(finding.state is State.FAILED for finding in ended[0].inspection.findings)


def test_closing_tells_nothing_more(qapp: Any, qtbot: QtBot) -> None:
    worker, gate = Worker(), Gate()
    _, ended, on_error = _carry(worker, ToySession(machine_made=gate.machine))
    qtbot.waitUntil(gate.reached.is_set)
    assert worker.close()
    qapp.processEvents()
    assert not ended
    assert not on_error
