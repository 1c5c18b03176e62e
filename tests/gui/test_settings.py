"""Settings, help by F1, about, and history: offline, in both languages, and true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app import handbook
from checker.app.catalogue import Own
from checker.model.finding import State
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.widgets.labels import Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession


def _words(window: Window) -> str:
    return "\n".join(one.text() for one in window.controller.page.findChildren(Label) if one.isVisible())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("room", "part"), [(Room.COMPUTER, 0), (Room.FILES, 2), (Room.DEVICES, 3), (Room.REPORTS, 6)])
def test_f1_opens_the_handbook_where_it_speaks_of_the_room(
    make: Made, qtbot: QtBot, language: Language, room: Room, part: int
) -> None:
    window = make(language=language)
    window.controller.enter(room)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    page = window.controller.about.help
    assert window.controller.page is page
    assert page.part.currentText() == handbook.parts(language)[part].heading
    assert page.text.toPlainText().startswith(page.part.currentText())


def test_the_handbooks_pictures_are_shown_and_no_wider_than_the_page(make: Made, qtbot: QtBot) -> None:
    window = make()
    window.controller.help()
    book = window.controller.about.help.text
    qtbot.waitUntil(lambda: book.document().size().width() > 0)
    assert "￼" in book.toPlainText(), "a picture"
    assert book.document().idealWidth() <= book.width()


def test_help_speaks_the_language_that_is_chosen(make: Made) -> None:
    window = make()
    window.controller.help()
    window.controller.settings.language_chosen.emit(Language.EN)
    page = window.controller.about.help
    assert page.part.currentText() == handbook.parts(Language.EN)[0].heading


def test_settings_say_where_results_are_kept(make: Made) -> None:
    window = make()
    window.controller.enter(Room.SETTINGS)
    assert "/home/li/.local/share/mijian" in _words(window).replace("\u200b", "")


def test_about_says_version_digest_licences_and_what_is_never_read(make: Made, qtbot: QtBot) -> None:
    window = make()
    window.controller.enter(Room.SETTINGS)
    window.doors.buttons[3].click()
    page = window.controller.about.about
    qtbot.waitUntil(lambda: page.known)
    page.show_libraries.click()
    for part in ("密检 0.1.0", "9c41" * 16, "Apache-2.0", "聊天内容", "msgspec 0.18", "BSD"):
        assert part in _words(window).replace("\u200b", "")


def _history() -> ToySession:
    session = ToySession()
    for _ in session.start(Profile.DAILY):
        pass
    assert session.kept is not None
    before = replace(session.kept, began=session.kept.began - timedelta(days=90))
    findings = tuple(replace(one, state=State.PASSED) if one.check_id == "toy.lock" else one for one in before.findings)
    session.past = (session.kept, replace(before, findings=findings))
    return session


def test_history_lists_opens_and_compares(make: Made, qtbot: QtBot) -> None:
    window = make(_history())
    window.controller.enter_door(1)
    page = window.controller.inspection.history
    qtbot.waitUntil(lambda: len(page.opens) == 2)
    assert len(page.compares) == 1, "the oldest has none before it"
    page.compares[0].click()
    said, worse = page.changes.rows
    assert isinstance(said, Entry)
    assert isinstance(worse, Entry)
    assert said.head.text().startswith("变差 1 项")
    assert worse.under.text() == "原来：符合；现在：需整改"
    page.opens[1].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    shown = window.controller.inspection.shown
    assert shown is not None
    states = {finding.check_id: finding.state for finding in shown.inspection.findings}
    assert states["toy.lock"] is State.PASSED, "of the earlier one, whose items in order are folded"


def test_an_earlier_result_offers_nothing_to_check_again(make: Made, qtbot: QtBot) -> None:
    window = make(_history())
    window.controller.enter_door(1)
    page = window.controller.inspection.history
    qtbot.waitUntil(lambda: bool(page.opens))
    page.opens[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    shown = window.controller.inspection.shown
    assert shown is not None
    assert shown.again == frozenset()


def test_without_history_that_is_said(make: Made) -> None:
    window = make()
    window.controller.enter_door(1)
    assert "还没有做完的检查" in _words(window)


def test_a_units_own_checks_are_listed_with_digest_and_those_not_used_with_why(make: Made, qtbot: QtBot) -> None:
    own = (
        Own("local.usb", "ab" * 32),
        Own("local.tables.cloud", "", "an unknown key", why=Text("有不认识的键", "an unknown key")),
    )
    window = make(ToySession(own=own))
    window.controller.about.show_about()
    page = window.controller.about.about
    qtbot.waitUntil(lambda: page.known)
    said = "\n".join(f"{row.head.text()} {row.under.text()}" for row in page.own.rows if isinstance(row, Entry))
    assert "local.usb" in said
    assert ("ab" * 32) in said.replace("\u200b", "")
    assert "没有使用：有不认识的键" in said
