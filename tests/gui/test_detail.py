"""An opened item says what it rests on, and one step deeper what was not looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from checker.model import whereabouts
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from gui.widgets.detail import Detail, Help
from gui.widgets.labels import Button, Label
from tests.gui.toys import NOW
from tests.worlds.coverage import HOW, NAMED, PARTLY, SEEN

FINDING = Finding("toy.one", "pc", State.PASSED, Severity.HIGH, Text("都好。", "All is well."), coverage=SEEN)
STATES = [state for state in State if state.final]


def made(qtbot: QtBot, finding: Finding, language: Language = Language.EN) -> Detail:
    detail = Detail(finding, None, Help(), language)
    qtbot.addWidget(detail)
    return detail


def said(detail: Detail) -> str:
    return "\n".join(label.text() for label in detail.findChildren(Label))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", STATES)
def test_every_state_says_what_it_rests_on(qtbot: QtBot, state: State, language: Language) -> None:
    detail = made(qtbot, replace(FINDING, state=state, coverage=PARTLY), language)
    assert PARTLY.sentence.to(language) in said(detail)


def test_the_list_of_what_was_not_looked_at_opens_by_keyboard_and_changes_its_language(qtbot: QtBot) -> None:
    detail = made(qtbot, replace(FINDING, state=State.FAILED, coverage=PARTLY))
    [opener] = [one for one in detail.findChildren(Button) if one.text() == "What was not looked at"]
    assert NAMED.en not in said(detail)
    opener.click()
    assert NAMED.en in said(detail)
    assert HOW.en in said(detail)
    detail.retranslate(Language.ZH)
    assert PARTLY.left[0].sentence.zh in said(detail)


def test_the_screen_says_where_the_files_lie_that_an_item_names(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "_known", {})
    whereabouts.remember("文档/…/方案….docx", "/home/wang/文档/项目/方案甲.docx")
    items = (Text("文档/…/方案….docx：机密★10年", "文档/…/方案….docx: 机密★10年"),)
    assert "/home/wang/文档/项目/方案甲.docx" in said(made(qtbot, replace(FINDING, state=State.FAILED, items=items)))
    assert "on this screen alone" not in said(made(qtbot, FINDING))


def test_where_all_was_looked_at_there_is_no_list_to_open(qtbot: QtBot) -> None:
    detail = made(qtbot, FINDING)
    assert "What was not looked at" not in [one.text() for one in detail.findChildren(Button)]
    assert "1 setting" in said(detail)


def test_a_good_answer_beside_what_was_not_looked_at_shows_both(qtbot: QtBot) -> None:
    answer = Answer("toy.one", "pc", "都好。", yes=True, who="王敏", at=NOW, until=NOW.date())
    detail = made(qtbot, replace(FINDING, state=State.COULD_NOT_CHECK, answer=answer, coverage=PARTLY))
    assert PARTLY.unseen is not None
    assert PARTLY.unseen.en in said(detail)
    assert "王敏" in said(detail)
