"""The frame round the pages: rooms, doors, keys, and a window that is never larger than its screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from checker.model.text import Language
from gui.rooms import Room
from gui.widgets.signing import Signing
from tests.gui.conftest import Made
from tests.gui.toys import Gate, ToyPreferences, ToySession, choosing


@pytest.mark.parametrize("room", Room)
def test_every_room_is_entered_by_its_button_and_by_its_key(make: Made, qtbot: QtBot, room: Room) -> None:
    window = make()
    first = window.controller.doors[room][0].page
    window.rail.rooms[room].click()
    assert window.controller.page is first
    assert window.rail.rooms[room].isChecked()
    window.controller.home()
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1.value + list(Room).index(room)), Qt.KeyboardModifier.AltModifier)
    assert window.controller.page is first


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [1280, 640])
def test_a_room_is_heard_by_its_name_also_where_its_icon_stands_alone(
    make: Made, language: Language, width: int
) -> None:
    window = make(language=language)
    window.resize(width, 700)
    for room, button in window.rail.rooms.items():
        heard = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        assert heard == room.words.to(language)


def test_arrows_walk_along_the_rail(make: Made, qtbot: QtBot) -> None:
    window = make()
    window.rail.rooms[Room.COMPUTER].setFocus()
    qtbot.keyClick(window.rail.rooms[Room.COMPUTER], Qt.Key.Key_Down)
    assert window.rail.rooms[Room.DEVICES].hasFocus()
    qtbot.keyClick(window.rail.rooms[Room.DEVICES], Qt.Key.Key_Up)
    qtbot.keyClick(window.rail.rooms[Room.COMPUTER], Qt.Key.Key_Up)
    assert window.rail.rooms[Room.SETTINGS].hasFocus()


def test_while_it_runs_only_help_and_the_way_back_are_open(make: Made, qtbot: QtBot) -> None:
    gate = Gate()
    window = make(ToySession(machine_made=gate.machine))
    controller = window.controller
    controller.start.daily.click()
    qtbot.waitUntil(gate.reached.is_set)
    assert {room for room, button in window.rail.rooms.items() if button.isEnabled()} == {Room.COMPUTER, Room.SETTINGS}
    controller.enter(Room.FILES)
    assert controller.page is controller.running
    controller.enter(Room.SETTINGS)
    assert controller.page is controller.settings
    controller.enter(Room.COMPUTER)
    assert controller.page is controller.running
    gate.open.set()
    qtbot.waitUntil(lambda: controller.page is controller.result)
    qtbot.waitUntil(lambda: all(button.isEnabled() for button in window.rail.rooms.values()))


@pytest.mark.qt_log_ignore("propagateSizeHints")  # a screen that is none knows no least size
@pytest.mark.parametrize("percent", [100, 200])
def test_neither_the_window_nor_the_signing_dialog_is_larger_than_the_screen(
    make: Made, qtbot: QtBot, percent: int
) -> None:
    window = make(percent=percent)
    room = window.screen().availableGeometry()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    assert window.minimumWidth() <= 640  # 1280x720 at 200 % of the screen's own scale
    assert window.minimumHeight() <= 360
    dialog = Signing({}, choosing(window=window))
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    for button in (dialog.sign, dialog.cancel):
        place = QRect(button.mapTo(dialog, QPoint(0, 0)), button.size())
        assert dialog.rect().contains(place)


def test_place_and_size_are_remembered(make: Made) -> None:
    session = ToySession()
    first = make(session)
    first.resize(700, 500)
    first.close()
    assert make(session).size() == first.size()


@pytest.mark.parametrize("kept", ["", "no base 64 §", "AAAA"])
def test_a_spoiled_place_does_no_harm(make: Made, kept: str) -> None:
    window = make(ToySession(preferences=ToyPreferences(geometry=kept)))
    assert window.width() > 320


def test_the_window_and_its_icon_have_a_name_and_a_face(make: Made) -> None:
    window = make()
    assert window.windowTitle() == "密检"
    assert {size.width() for size in window.windowIcon().availableSizes()} >= {16, 32, 256}


@pytest.mark.parametrize(("language", "said"), [(Language.ZH, ("文件夹", "取消")), (Language.EN, ("Folder", "Cancel"))])
def test_qts_own_words_are_in_the_language_of_the_window(make: Made, language: Language, said: tuple[str, str]) -> None:
    make(language=language)
    folder = QCoreApplication.translate("QAbstractFileIconProvider", "Folder")
    assert (folder, QCoreApplication.translate("QFileDialog", "Cancel")) == said
    assert QCoreApplication.translate("Nobody", "knows this") == "knows this"
