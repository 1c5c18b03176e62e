"""Questions one at a time, each answered by one key; a letter in a field stays a letter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.model.finding import State
from gui.models.groups import Group
from gui.pages.questions import QuestionsPage
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import FULL, ToySession


def _asked(finished: Made, session: ToySession) -> tuple[Window, QuestionsPage]:
    window = finished(session)
    window.controller.result.section(Group.CONFIRM).button.click()
    page = window.controller.inspection.questions
    assert window.controller.page is page
    return window, page


def _key(qtbot: QtBot, window: Window, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, *modifiers)


def test_two_keys_answer_two_questions_and_lead_back_to_the_result(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    assert (page.question.text(), page.place.text()) == ("摄像头贴有封条吗？", "第 1 个，共 2 个")
    _key(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: page.place.text() == "第 2 个，共 2 个")
    _key(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert [(one.yes, one.who) for one in session.answers] == [(True, "李娜"), (False, "李娜")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_A])
def test_no_other_key_answers(finished: Made, qtbot: QtBot, key: Qt.Key) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    _key(qtbot, window, key)
    assert session.answers == []
    assert page.place.text() == "第 1 个，共 2 个"


def test_later_leaves_it_open(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    _key(qtbot, window, Qt.Key.Key_L)
    assert page.question.text() == "电脑旁放有涉密纸质文件吗？"
    _key(qtbot, window, Qt.Key.Key_L)
    assert window.controller.page is window.controller.result
    assert session.answers == []


def test_a_note_is_typed_with_the_letters_that_are_keys(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    _key(qtbot, window, Qt.Key.Key_M)
    assert page.remark.hasFocus()
    qtbot.keyClicks(page.remark, "my lyn")
    assert page.remark.text() == "my lyn"
    _key(qtbot, window, Qt.Key.Key_Return)
    assert session.answers == []
    _key(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: len(session.answers) == 1)
    assert session.answers[0].note == "my lyn"


def test_who_answers_must_be_said(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    page.who.setText(" ")
    _key(qtbot, window, Qt.Key.Key_Y)
    assert session.answers == []
    assert page.missing.isVisible()
    assert page.who.hasFocus()


def test_the_answer_before_can_be_changed(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    _key(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.place.text() == "第 2 个，共 2 个")
    _key(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.place.text() == "第 1 个，共 2 个"
    _key(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: page.place.text() == "第 2 个，共 2 个")
    row = next(one for one in window.controller.result.rows if one.finding.check_id == "question.toy-seal")
    assert row.finding.state is State.PASSED


def test_an_answer_that_cannot_be_kept_is_asked_again(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window, page = _asked(finished, session)
    session.disk_full = True
    _key(qtbot, window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: FULL in [banner.sentence for banner in page.banners])
    assert page.place.text() == "第 1 个，共 2 个"


def test_escape_throws_away_no_note_that_was_typed(finished: Made, qtbot: QtBot) -> None:
    window, page = _asked(finished, ToySession())
    _key(qtbot, window, Qt.Key.Key_M)
    page.remark.setText("seal renewed in May")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.result
    window.controller.result.section(Group.CONFIRM).button.click()
    assert page.remark.isVisible()
    assert page.remark.text() == "seal renewed in May"
