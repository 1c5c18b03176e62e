"""While it runs: where, how far, how fast, how long still, what was found; and nothing that a second Enter stops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.model.pace import Pace
from checker.model.target import Profile
from checker.model.text import Language
from gui.pages.running import RunningPage
from tests.gui.conftest import Made
from tests.gui.toys import Gate, ToySession

PACE = Pace(done=1240, total=5012, listed=True, seconds=20.0, left=61.0, found=0, where="/home/li/会议/照片.jpg")


def _held(session: ToySession, after: int = 0) -> Gate:
    """The engine stops at a question, after so many."""
    gate = Gate()
    free = iter([False] * after)
    gate.holds = lambda: next(free, True)
    session.machine_made = gate.machine
    return gate


def _shown(page: RunningPage) -> list[str]:
    return [figure.text() for figure, _ in page._figures]


@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_pressed_again_never_stops_what_it_started(make: Made, qtbot: QtBot, key: Qt.Key, times: int) -> None:
    session = ToySession()
    gate = _held(session)
    window = make(session)
    qtbot.keyClick(window.controller.start.daily, key)
    for _ in range(times):
        qtbot.keyClick(QApplication.focusWidget() or window, key)
    qtbot.waitUntil(gate.reached.is_set)
    assert window.controller.running.stop.isEnabled()
    gate.open.set()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert session.kept is not None
    assert session.kept.ended is not None


@pytest.mark.parametrize(
    ("language", "files", "left"), [(Language.ZH, "个文件", "61 秒"), (Language.EN, "files", "61 s")]
)
def test_a_long_search_tells_its_place_count_rate_and_time_left(
    make: Made, qtbot: QtBot, language: Language, files: str, left: str
) -> None:
    session = ToySession(pace=PACE)
    gate = _held(session)
    window = make(session, language)
    window.controller.start.daily.click()
    page = window.controller.running
    qtbot.waitUntil(lambda: "1,240 / 5,012" in _shown(page))
    assert _shown(page)[1:3] == ["62", left]
    assert page._figures[0][1].text() == files
    assert page.where.text() == PACE.where
    gate.open.set()


def test_the_bar_moves_within_an_item_that_takes_long(make: Made, qtbot: QtBot) -> None:
    session = ToySession(pace=replace(PACE, done=1000))
    gate = _held(session)
    window = make(session)
    window.controller.start.daily.click()
    page = window.controller.running
    qtbot.waitUntil(lambda: page.bar.value() > 0)
    before, session.pace = page.bar.value(), replace(PACE, done=5000)
    qtbot.waitUntil(lambda: page.bar.value() > before)
    gate.open.set()


def test_what_was_found_so_far_is_shown_the_most_dangerous_first(make: Made, qtbot: QtBot) -> None:
    session = ToySession()
    gate = _held(session, after=7)
    window = make(session)
    window.controller.start.daily.click()
    page = window.controller.running
    qtbot.waitUntil(lambda: page.found.rowCount() == 4 and gate.reached.is_set())
    said = [page.found.index(row).data() for row in range(4)]
    assert said[0] == "发现 1 个网盘同步软件。"
    assert said[-1] == "没有权限读取 U 盘使用记录。"
    gate.open.set()


def test_an_unlisted_search_does_not_promise_a_time(make: Made) -> None:
    page = make().controller.running
    page.prepare(Profile.DAILY)
    page.pace(replace(PACE, listed=False, left=None))
    assert _shown(page)[2] == "—"
    assert "还在列出" in page._figures[0][1].text()
    page.ended()
