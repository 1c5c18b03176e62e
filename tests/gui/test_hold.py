"""A suspected marking takes the page: what to do, whom to call, and nothing that says which file it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.model.text import Language
from gui.models.groups import Group
from gui.widgets.labels import Button, Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession


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


def test_the_officer_goes_to_the_files(make: Made, qtbot: QtBot) -> None:
    window = _held(make, qtbot)
    window.controller.inspection.hold.see.click()
    assert window.controller.page is window.controller.documents.page
