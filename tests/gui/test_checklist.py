"""The model of the running list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from gui.models.checklist import Checklist, Role

TITLE = Text("磁盘已加密", "The disk is encrypted")
ROW = Finding("toy.disk", "pc", State.NOT_RUN, Severity.HIGH, TITLE)
SEEN = replace(ROW, state=State.PASSED, message=Text("系统盘已加密。", "The system disk is."))


def _model() -> Checklist:
    model = Checklist()
    model.load([(ROW, TITLE), (replace(ROW, check_id="toy.other"), Text("别的", "other"))])
    return model


def test_is_a_sound_model(qtmodeltester: Any) -> None:
    qtmodeltester.check(_model())


def test_a_finding_fills_its_own_row() -> None:
    model = _model()
    assert model.put(SEEN).row() == 0
    assert (model.rowCount(), model.done) == (2, 1)
    assert model.index(0).data(Role.FINDING) == SEEN


def test_an_unannounced_finding_is_not_lost() -> None:
    model = _model()
    assert model.put(replace(SEEN, check_id="toy.surprise")).row() == 2
    assert model.index(2).data(Qt.ItemDataRole.DisplayRole) == SEEN.message.zh


def test_a_screen_reader_hears_the_whole_sentence_in_the_language_chosen() -> None:
    model = _model()
    model.put(SEEN)
    model.retranslate(Language.EN)
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "In order: The disk is encrypted. The system disk is."


def test_knows_what_runs() -> None:
    model = _model()
    assert model.running is None
    model.put(replace(ROW, state=State.RUNNING))
    assert model.running is not None
    assert model.title(model.running.check_id) == TITLE


def test_a_line_says_state_and_weight_and_grows_where_it_is_narrow(qapp: Any) -> None:
    model = _model()
    model.put(replace(SEEN, state=State.FAILED, message=Text("长" * 200, "long " * 60)))
    line = model.index(0).data(Role.LINE)
    assert line.word == "需整改 · 重要"
    font = qapp.font()
    assert line.height(font, 300) > line.height(font, 1200) > 0
