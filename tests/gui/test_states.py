"""The table of states: nothing is told by colour alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.engine.conclude import Outcome
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Text
from gui.states import OUTCOME_TONE, face, sentence

TITLE = Text("电脑自动锁屏", "The computer locks itself")
SEEN = Text("电脑从不自动锁屏。", "It never does.")
PLAIN = Finding("toy.lock", "pc", State.PASSED, Severity.HIGH, SEEN)


def _all() -> list[Finding]:
    light = replace(PLAIN, state=State.FAILED, severity=Severity.LOW)
    return [*(replace(PLAIN, state=state) for state in State), light]


def test_every_state_has_its_own_shape_and_word() -> None:
    faces = [face(finding) for finding in _all()]
    assert len({one.shape for one in faces}) == len(faces)
    assert len({one.word.zh for one in faces}) == len({one.word.en for one in faces}) == len(faces)


def test_a_light_failure_asks_for_attention() -> None:
    heavy = replace(PLAIN, state=State.FAILED)
    assert face(heavy).word.zh == "需整改"
    assert face(replace(heavy, severity=Severity.MEDIUM)).word.zh == "请注意"


@pytest.mark.parametrize("finding", _all(), ids=lambda finding: f"{finding.state}-{finding.severity}")
def test_the_sentence_begins_with_the_word_and_names_the_check(finding: Finding) -> None:
    said = sentence(finding, TITLE)
    assert said.zh.startswith(face(finding).word.zh)
    assert TITLE.zh in said.zh
    assert TITLE.en in said.en
    assert "{" not in said.zh + said.en


def test_the_sentence_says_what_was_seen() -> None:
    assert sentence(replace(PLAIN, state=State.FAILED), TITLE).en == (
        "To be fixed: The computer locks itself. It never does."
    )


def test_a_message_that_repeats_the_title_is_said_once() -> None:
    assert sentence(replace(PLAIN, message=TITLE), TITLE).zh.count(TITLE.zh) == 1


def test_nothing_is_missing() -> None:
    assert len({one.words.zh for one in Severity}) == len(Severity)
    assert set(OUTCOME_TONE) == set(Outcome)
