"""Every page at every size in both languages: nothing cut off, elided, overlapping or wider than its view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checker.app.catalogue import Own
from checker.app.task import Tasks, Wanted
from checker.app.travel import Trips
from checker.app.workspace import Workspace
from checker.facts.content.document import Picture, Seen
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.controllers.main import MainController
from gui.pages.keys import DEEDS
from gui.pages.page import Page
from gui.rooms import Room
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import STICK, ToyMedia, ToySession

SCREENS = ((1280, 720), (1920, 1080))
SIZES = (100, 150, 200)


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    (tmp_path / "roster.csv").write_text("资产编号,部门,责任人\nDESKTOP-7K2,档案科,王芳\nOA-2,财务科,李强\n", "utf-8")
    tasks = Tasks(Workspace(tmp_path / "store"), lambda: None, lambda _: {})  # type: ignore[arg-type,return-value]
    tasks.new(Wanted(name="第四季度保密检查", roster=tmp_path / "roster.csv"))
    trips = Trips(Workspace(tmp_path / "store"))
    made = ToySession(tasks=tasks, trips=trips, held=True, office="周文静 8012", media=ToyMedia((STICK,)))
    for _ in made.start(Profile.QUARTERLY):
        pass
    assert made.kept is not None
    made.past = (made.kept, made.kept)
    made.own = (
        Own("local.usb", "ab" * 32),
        Own("local.tables.cloud", "", "an unknown key", why=Text("有不认识的键", "an unknown key")),
    )
    trips.set_out(trips.take(trips.begin(), made.kept), date.today())
    return made


def _pages(controller: MainController, wait: Callable[[Callable[[], bool]], None]) -> Iterator[Page]:
    """Walks through the window; whatever is looked at is on the screen then."""
    for room, doors in controller.doors.items():
        for place in range(len(doors)):
            controller.enter(room)
            controller.enter_door(place)
            wait(lambda page=doors[place].page: controller.page is page)  # type: ignore[misc]
            yield controller.page
            if controller.page is controller.keys.page:
                for deed in DEEDS:
                    controller.keys.page.choose(deed.name)
                    yield controller.page
            if controller.page is controller.documents.page:
                controller.documents.page.photos.load([[_photo(1), _photo(2)], [_photo(3)]])
                controller.documents.page._result.show()
                yield controller.page
                controller.documents.page._result.hide()
    inspection = controller.inspection
    controller.enter(Room.COMPUTER)
    controller.enter_door(1)
    wait(lambda: bool(controller.history.page.compares))
    controller.history.page.compares[0].click()
    yield controller.page
    controller.enter(Room.TASKS)
    wait(lambda: controller.tasks.go_on.isVisible())
    controller.tasks.ask()
    yield controller.page
    controller.task.show_task()
    controller.task.page._ask_reason()
    yield controller.page
    controller.tasks.trip_wanted.emit()
    wait(lambda: controller.page is controller.travel.page)
    yield controller.page
    inspection.show_last()
    wait(lambda: controller.page is inspection.hold)
    yield controller.page
    inspection.hold.done.click()
    controller.result.work.click()
    yield controller.page
    inspection._ask()
    inspection.questions._write()
    yield controller.page
    controller.medium.show()
    yield controller.page


def _photo(number: int) -> Seen:
    name = f"/home/li/图片/IMG_20261130_0830{number:02}_会议材料翻拍.jpg"
    return Seen(path=name, digest=f"{number:064x}", modified=1.8e9, picture=Picture(document=0.9))


def _faults(window: Window) -> list[str]:
    """What cannot be read on the screen now."""
    page = window.controller.page
    view = page.viewport().width()
    found = (
        [f"the page is wider than its view: {page.widget().width()} > {view}"] if page.widget().width() > view else []
    )
    around = [page.widget(), window.rail, window.doors, *([page.foot] if page.foot is not None else [])]
    for outer in around:
        shown = [one for one in outer.findChildren(QWidget) if one.isVisible() and one.width()]
        for one in shown:
            found += _cut(one, outer)
        found += _overlaps([one for one in shown if isinstance(one, QLabel | QAbstractButton | QLineEdit | QComboBox)])
    return found


def _cut(one: QWidget, outer: QWidget) -> list[str]:
    name = f"{type(one).__name__} {_text(one)!r}"
    left = one.mapTo(outer, QPoint(0, 0)).x()
    found = [f"{name} reaches beyond its page"] if left < 0 or left + one.width() > outer.width() else []
    if isinstance(one, QLabel) and one.text():
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        if one.height() < needed or (not one.wordWrap() and one.width() < one.sizeHint().width()):
            found.append(f"{name} is cut: {one.size().toTuple()}, needs {needed} or {one.sizeHint().toTuple()}")
    if isinstance(one, QAbstractButton) and one.text():
        least, whole = one.minimumSizeHint(), one.sizeHint()
        # A button of ours puts its words below one another where it is narrow, if it is high enough for that.
        high = one.heightForWidth(one.width()) if one.width() < whole.width() and one.hasHeightForWidth() else 0
        if one.width() < least.width() or one.height() < max(least.height(), high):
            found.append(f"{name} is smaller than its words: {one.size().toTuple()} < {least.toTuple()}, {high}")
    return found


def _overlaps(shown: list[QWidget]) -> list[str]:
    placed = [(one, QRect(one.mapToGlobal(QPoint(0, 0)), one.size())) for one in shown if _text(one)]
    return [
        f"{_text(one)!r} lies on {_text(other)!r}"
        for number, (one, here) in enumerate(placed)
        for other, there in placed[number + 1 :]
        if here.intersects(there) and not one.isAncestorOf(other) and not other.isAncestorOf(one)
    ]


def _text(one: QWidget) -> str:
    words = getattr(one, "text", None) or getattr(one, "currentText", None)
    return str(words()) if words is not None else ""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("percent", SIZES)
def test_every_page_can_be_read_whole(
    make: Made, qtbot: QtBot, session: ToySession, language: Language, percent: int
) -> None:
    window = make(session, language, percent)
    found: dict[str, list[str]] = {}
    for number, _ in enumerate(_pages(window.controller, qtbot.waitUntil)):
        for screen in SCREENS:
            window.resize(*screen)
            for _ in range(12):
                QApplication.processEvents()
            if faults := _faults(window):
                found[f"{number} {type(window.controller.page).__name__} {screen}"] = faults
            assert (window.width(), window.height()) == screen, "no page makes the window larger"
    assert found == {}


def test_the_walk_meets_every_page_that_needs_nothing_plugged_in(make: Made, qtbot: QtBot, session: ToySession) -> None:
    window = make(session)
    met = set(_pages(window.controller, qtbot.waitUntil))
    left = {window.controller.running, *window.controller.phone.pages}  # each has a test of its own
    assert set(window.controller.pages) - met == left


def test_the_walk_sees_what_is_cut(make: Made, qtbot: QtBot) -> None:
    window = make()
    window.controller.start.headline.setFixedHeight(8)
    QApplication.processEvents()
    assert any("is cut" in fault for fault in _faults(window))
