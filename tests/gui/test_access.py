"""Whoever hears the screen, or sees it enlarged, gets the same sentences whole."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checker.model.finding import State
from checker.model.text import Language
from gui import theme
from gui.models.groups import Group
from gui.states import sentence
from gui.widgets.labels import Button, Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.nightly import later

CONTROLS = (QAbstractButton, QComboBox, QLineEdit)


def _controls(window: Window) -> list[QWidget]:
    return [one for kind in CONTROLS for one in window.findChildren(kind) if one.isVisible() and one.width()]


def _open_everything(window: Window) -> None:
    page = window.controller.result
    for one in Group:
        if one in (Group.PASSED, Group.WAIVED, Group.NOT_APPLICABLE):
            page.section(one).unfold()
    for row in page.rows:
        row.open()
    for _ in range(4):
        QApplication.processEvents()


def test_every_control_has_a_name(finished: Made) -> None:
    window = finished()
    _open_everything(window)
    for one in _controls(window):
        if one.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(one)
        assert interface.text(QAccessible.Text.Name).strip(), one


def test_an_item_is_heard_as_a_whole_sentence(finished: Made) -> None:
    for row in finished().controller.result.rows:
        heard = QAccessible.queryAccessibleInterface(row.header).text(QAccessible.Text.Name)
        assert heard == sentence(row.finding, row.title).zh


def test_every_visible_control_is_reached_with_tab(finished: Made) -> None:
    window = finished()
    _open_everything(window)
    reached, one = set(), window.nextInFocusChain()
    while one is not window:
        reached.add(one)
        one = one.nextInFocusChain()
    missing = [one for one in _controls(window) if one.focusPolicy().value and one not in reached]
    assert missing == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "percent"), [later(640, 100), (1040, 100), (640, 200), later(1040, 200)])
def test_nothing_is_clipped(finished: Made, qtbot: QtBot, language: Language, percent: int, width: int) -> None:
    window = finished(language=language, percent=percent)
    window.resize(width, 760)
    _open_everything(window)
    page = window.controller.result
    qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width())
    _all_whole(window, qtbot)
    window.controller.home()
    start = window.controller.start
    qtbot.waitUntil(lambda: start.widget().width() <= start.viewport().width())
    _all_whole(window, qtbot)


def _all_whole(window: Window, qtbot: QtBot) -> None:
    """Every visible text has the room it needs, as soon as the layouts have come to rest."""

    def whole() -> None:
        assert [label.text() for label in window.findChildren(Label) if label.isVisible() and _cut(label)] == []
        assert [one.text() for one in window.findChildren(Button) if one.isVisible() and _smaller(one)] == []

    qtbot.waitUntil(whole, timeout=2000)


def _cut(label: Label) -> bool:
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    return label.height() < needed or label.width() < label.minimumSizeHint().width()


def _smaller(button: Button) -> bool:
    least = button.minimumSizeHint()
    return button.width() < least.width() or button.height() < least.height()


def test_a_running_list_shows_whole_lines_at_double_size(finished: Made) -> None:
    window = finished(percent=200)
    running = window.controller.running
    view = running.view
    for row in range(running.model.rowCount()):
        line = view.visualRect(running.model.index(row))
        assert line.width() <= view.viewport().width()
    assert {State.FAILED, State.PASSED} <= {
        running.model.index(row).data(257).state for row in range(running.model.rowCount())
    }


def test_a_system_that_goes_dark_takes_the_open_result_along(finished: Made, qapp: QApplication) -> None:
    window = finished()
    headline, light = window.controller.result.headline, qapp.palette()
    dark = QPalette(QColor("#3a3a3a"), QColor("#2b2b2b"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#222222"))
    qapp.setPalette(dark)
    QApplication.processEvents()
    seen = headline.palette().windowText().color()
    qapp.setPalette(light)
    QApplication.processEvents()
    assert seen == QColor(theme.DARK.bad)
    assert headline.palette().windowText().color() == QColor(theme.LIGHT.bad)
