"""A suspected marking takes the page: what to do, whom to call, and nothing that says which file it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.model.text import Language
from gui.models.groups import Group
from gui.rooms import Room
from gui.widgets.labels import Button, Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession
from tests.unit.report import pki


def _held(make: Made, qtbot: QtBot, language: Language = Language.ZH, office: str = "周文静 8012") -> Window:
    window = make(ToySession(held=True, office=office), language)
    window.controller.start.daily.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.inspection.hold)
    return window


@pytest.mark.parametrize("language", Language)
def test_it_comes_before_the_result_and_says_stop_and_whom_to_call(
    make: Made, qtbot: QtBot, language: Language
) -> None:
    page = _held(make, qtbot, language).controller.inspection.hold
    assert page.headline.text().startswith(("先停下", "Stop"))
    assert page.office.text() == "周文静 8012"
    said = "\n".join(one.text() for one in (*page.findChildren(Label), *page.findChildren(Button)))
    assert "某某云盘" not in said, "which file it is, only the officer is shown"
    assert page.done.isVisible()


def test_without_a_policy_the_office_is_named_all_the_same(make: Made, qtbot: QtBot) -> None:
    assert _held(make, qtbot, office="").controller.inspection.hold.office.text() == "本单位保密工作机构"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_of_before_acknowledges_nothing(make: Made, qtbot: QtBot, key: Qt.Key) -> None:
    window = _held(make, qtbot)
    qtbot.keyClick(QApplication.focusWidget() or window, key)
    assert window.controller.page is window.controller.inspection.hold


def test_then_the_result_follows_with_it_on_top(make: Made, qtbot: QtBot) -> None:
    window = _held(make, qtbot)
    window.controller.inspection.hold.done.click()
    result = window.controller.result
    assert window.controller.page is result
    assert result.rows[0].finding.check_id == "toy.cloud"
    assert result.section(Group.HOLD).isVisible()


def test_looking_at_it_again_begins_with_it_again_until_it_was_acknowledged(make: Made, qtbot: QtBot) -> None:
    window = _held(make, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.start
    window.controller.inspection.show_last()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.inspection.hold)


def test_without_one_the_result_comes_at_once(finished: Made) -> None:
    window = finished(ToySession())
    assert window.controller.page is window.controller.result


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog
def test_only_the_officers_key_opens_the_files_and_leaving_locks_them(make: Made, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "inspector.p12").write_bytes(pki.p12(pki.inspector()))
    window = _held(make, qtbot)
    window._program.preferences.set("key", str(tmp_path / "inspector.p12"))
    controller = window.controller
    controller.inspection.hold.see.click()
    qtbot.waitUntil(lambda: controller.officer.asking is not None and controller.officer.asking.isVisible())
    dialog = controller.officer.asking
    assert dialog is not None
    dialog.line.setText("wrong")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert controller.page is controller.inspection.hold
    dialog.line.setText(pki.PASSPHRASE)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: controller.page is controller.documents.page)
    assert controller.documents.page.detail.who.text() == controller.officer._name != ""
    controller.enter(Room.COMPUTER)
    assert controller.officer._name == ""


def test_without_a_key_that_is_chosen_nothing_opens(make: Made, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = _held(make, qtbot)
    asked = list[bool]()

    def nothing() -> str:
        asked.append(True)
        return ""

    monkeypatch.setattr(window.controller.officer, "choose_key", nothing)
    window.controller.inspection.hold.see.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert window.controller.page is window.controller.inspection.hold
