"""Tab goes through a page as it is read: down, and up only to the next column."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from checker.app.documents import Documents
from checker.app.reporting import Reporting
from checker.app.task import Tasks, Wanted
from checker.app.travel import Trips
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.facts.content.document import Picture, Seen
from gui.rooms import Room
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import STICK, ToyMedia, ToySession

_MOST = 120  # presses


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    (tmp_path / "roster.csv").write_text("资产编号,部门,责任人\nDESKTOP-7K2,档案科,王芳\nOA-2,档案科,李强\n", "utf-8")
    workspace = Workspace(tmp_path / "store")
    reporting = Reporting(Catalog, workspace)
    tasks = Tasks(workspace, lambda: reporting, lambda _: {})
    tasks.new(Wanted(name="第四季度", roster=tmp_path / "roster.csv"))
    documents = Documents(workspace, workers=1)
    made = ToySession(tasks=tasks, trips=Trips(workspace), documents=documents, media=ToyMedia((STICK,)))
    made.reporting = reporting
    return made


def _door(room: Room, place: int) -> Callable[[Window], None]:
    def go(window: Window) -> None:
        window.controller.enter(room)
        window.controller.doors[room][place].show()

    return go


def _photos(window: Window) -> None:
    window.controller.documents.show()
    page = window.controller.documents.page
    page.photos.load(
        [[Seen(path=f"/a/{number}.jpg", digest=f"{number:064x}", picture=Picture(document=0.9)) for number in range(2)]]
    )
    page._result.show()


PAGES: dict[str, Callable[[Window], None]] = {
    "keys": _door(Room.REPORTS, 2),
    "verify": _door(Room.REPORTS, 0),
    "photos": _photos,
    "publication": _door(Room.FILES, 1),
    "settings": _door(Room.SETTINGS, 0),
    "disposal": _door(Room.DEVICES, 1),
    "journey": lambda window: window.controller.travel.show(),
}


@pytest.mark.parametrize("page", PAGES)
def test_tab_reads_the_page_from_top_to_bottom(make: Made, qtbot: QtBot, session: ToySession, page: str) -> None:
    window = make(session)
    PAGES[page](window)
    qtbot.waitUntil(lambda: not window._worker.busy)
    _walk(window, qtbot)


def test_tab_reads_a_task_the_roster_first_then_the_device(make: Made, qtbot: QtBot, session: ToySession) -> None:
    window = make(session)
    window.controller.enter(Room.TASKS)
    qtbot.waitUntil(lambda: window.controller.tasks.go_on.isVisible())
    window.controller.tasks.go_on.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.task.page)
    order = _walk(window, qtbot)
    page = window.controller.task.page
    assert order.index(page.view) < order.index(page.start) < order.index(page.skip) < order.index(page.back)


def _walk(window: Window, qtbot: QtBot) -> list[QWidget]:
    """What Tab reaches of the page at hand and its foot, in that order: the key itself, once round the window."""
    page = window.controller.page
    within = [one for one in (page, page.foot) if one is not None]
    rail = window.rail.findChildren(QAbstractButton)[0]
    rail.setFocus(Qt.FocusReason.TabFocusReason)  # what comes before the page
    order = list[QWidget]()
    for _ in range(_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is rail:
            break
        if focus is not None and any(whole.isAncestorOf(focus) for whole in within):
            order.append(focus)
    assert len(order) == len(set(order)) > 0, "once round, and nothing twice"
    for above, below in pairwise(order):
        here, there = _place(window, above), _place(window, below)
        assert there.bottom() > here.top() or there.left() > here.right(), (above, below)
    return order


def _place(window: Window, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
