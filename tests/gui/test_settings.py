"""Settings, help by F1, about, and history: offline, in both languages, and true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app import handbook
from checker.app.catalogue import Own
from checker.app.retention import Stays, Weighed
from checker.app.update import Standing
from checker.model.finding import State
from checker.model.target import DeviceClass, Profile
from checker.model.text import Language, Text
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.widgets.labels import Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import TARGET, ToySession


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


def test_old_results_are_cleared_when_asked_and_what_stays_is_said(make: Made, qtbot: QtBot) -> None:
    gone: list[str] = []

    def forget(going: tuple[str, ...]) -> Text:
        gone.extend(going)
        return Text("已删除", "deleted")

    weighed = Weighed(("a", "b"), {Stays.HELD: 1, Stays.UNSIGNED: 3})
    retention = SimpleNamespace(weighed=lambda years: weighed if years == 2 else None, forget=forget)
    window = make(ToySession(retention=retention))
    window.controller.enter(Room.SETTINGS)
    page = window.controller.settings
    assert not page.clear.isVisible(), "kept always, until somebody says otherwise"
    page.years.setCurrentIndex(page.years.findData(2))
    page.years.activated.emit(page.years.currentIndex())
    page.clear.click()
    qtbot.waitUntil(lambda: bool(page.banners))
    said = page.banners[0].sentence
    assert "可以删除 2 份" in said.zh
    assert "1 份发现过疑似标密，不能删" in said.zh
    assert "3 are in no signed report yet and stay" in said.en
    assert gone == []
    page.banners[0].button.click()
    qtbot.waitUntil(lambda: gone == ["a", "b"])
    again = make(window._program)  # type: ignore[arg-type]
    again.controller.enter(Room.SETTINGS)
    assert again.controller.settings.years.currentData() == 2


@pytest.mark.parametrize("way", ["button", "drop"])
def test_an_update_is_taken_in_by_a_button_and_by_dropping_it(
    make: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    taken: list[tuple[Path, Path]] = []
    package = tmp_path / "rules.json"
    package.write_text('{"schema":"mijian.update/1"}')
    session = ToySession()

    def take(path: Path, trust: Path) -> Standing:
        taken.append((path, trust))
        return Standing("2027.01", date(2027, 1, 2), "1" * 64, 0)

    monkeypatch.setattr(session, "take_update", take, raising=False)
    window = make(session)
    about = window.controller.about
    monkeypatch.setattr(about, "choose_package", lambda: package)
    monkeypatch.setattr(about, "choose_trust", lambda: tmp_path / "trust")
    window.controller.enter(Room.SETTINGS)
    if way == "button":
        window.controller.settings.take.click()
    else:
        window.controller.dropped((package,))
    qtbot.waitUntil(lambda: taken == [(package, tmp_path / "trust")])
    qtbot.waitUntil(lambda: any("2027.01" in one.sentence.zh for one in window.controller.settings.banners))
    assert session.preferences["trust_folder"] == str(tmp_path / "trust")


def test_history_shows_phones_and_media_too_and_an_earlier_one_leads_back(make: Made, qtbot: QtBot) -> None:
    session = _history()
    phone = replace(TARGET, key="phone-1", label="Xiaomi 13", device_class=DeviceClass.PHONE)
    newest, oldest = session.past[0], replace(session.past[1], id="0")
    middle = replace(newest, id="3", began=oldest.began + timedelta(days=40))
    of_phone = [replace(one, id=f"p{one.id}", target=phone) for one in (newest, oldest)]
    session.past = (newest, of_phone[0], middle, of_phone[1], oldest)
    window = make(session)
    window.controller.enter_door(1)
    page = window.controller.history.page
    qtbot.waitUntil(lambda: len(page.opens) == 5)
    assert len(page.compares) == 3
    assert page.devices.count() == 3, "all, this computer, the phone"
    page.compares[0].click()
    assert [page.others.itemData(place) for place in range(page.others.count())] == ["3", oldest.id]
    page.others.setCurrentIndex(1)
    page.others.activated.emit(1)
    assert "变差 1 项" in _words(window), "any two of a device are compared"
    page.devices.setCurrentIndex(page.devices.findData("phone-1"))
    page.devices.activated.emit(page.devices.currentIndex())
    assert len(page.opens) == 2
    page.opens[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert "Xiaomi 13" in _words(window)
    assert not window.controller.result.again.isVisible(), "it is not here"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.controller.page is page)


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
    page = window.controller.history.page
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
    page = window.controller.history.page
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
