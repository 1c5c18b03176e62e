"""What is advised after a scan: nothing that wipes, while a marking is suspected or may yet be found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.app.medium import Mode, Residue, Standing, Unchecked, Verdict, advice, content, standing
from checker.model import hold
from checker.model.text import Language, Text
from checker.residue.documents import Contained
from checker.residue.result import About, Blocks
from checker.residue.terms import ADVICE
from tests.worlds.world import NOW

CLEAN = Contained(files=3, deleted=1, marked=(), review=0, unread=0, listed=True)
LEFT = Residue(
    about=About(1 << 20, device=False),
    mode=Mode.FULL,
    began=NOW,
    ended=NOW,
    verdict=Verdict.STRUCTURED,
    read=1 << 20,
    unread=(),
    unchecked=(),
    blocks=Blocks(structured=256),
    scheme="",
    volumes=(),
    finds=(),
    traces=(),
)
BLANK = replace(LEFT, verdict=Verdict.ZERO, blocks=Blocks(zero=256))
MARK = Text("a.docx：机密", "a.docx: 机密")


@pytest.mark.parametrize("contained", [replace(CLEAN, marked=(MARK,)), replace(CLEAN, review=1)])
def test_beside_a_suspicion_the_medium_stays_as_it_is(contained: Contained) -> None:
    (step,) = advice(LEFT, contained)
    assert step is hold.WAITING


@pytest.mark.parametrize("contained", [None, CLEAN, replace(CLEAN, unread=2)])
def test_else_the_advice_is_whole(contained: Contained | None) -> None:
    assert advice(LEFT, contained) == ADVICE


def test_a_blank_medium_needs_no_advice() -> None:
    assert advice(BLANK, CLEAN) == ()


@pytest.mark.parametrize(
    ("residue", "expected"),
    [
        (LEFT, Standing.SOMETHING),
        (BLANK, Standing.BLANK),
        (replace(BLANK, verdict=Verdict.UNIFORM), Standing.UNTOLD),
        (replace(BLANK, verdict=Verdict.UNKNOWN), Standing.UNTOLD),
        (replace(BLANK, unchecked=(Unchecked.HIDDEN_AREA,)), Standing.UNTOLD),
        (replace(BLANK, unchecked=(Unchecked.SAMPLED,)), Standing.UNTOLD),
        (replace(BLANK, unchecked=(Unchecked.STOPPED,)), Standing.UNTOLD),
    ],
)
def test_only_what_was_read_in_full_and_is_blank_is_blank(residue: Residue, expected: Standing) -> None:
    assert standing(residue) is expected


def test_a_marking_is_followed_by_what_to_do_first() -> None:
    lines = content(replace(CLEAN, marked=(MARK, MARK)), 1)
    assert lines[1:] == (MARK, hold.MEDIUM)


@pytest.mark.parametrize("contained", [replace(CLEAN, unread=2), replace(CLEAN, listed=False)])
def test_what_was_not_read_is_said(contained: Contained) -> None:
    assert "读不了的" in content(contained)[-1].zh
    assert len(content(CLEAN)) == 1


@pytest.mark.parametrize("words", [hold.FILES, hold.MEDIUM, hold.FINDING, hold.WAITING])
def test_the_protocol_tells_nobody_to_delete(words: Text) -> None:
    zh, en = words.to(Language.ZH), words.to(Language.EN)
    assert zh.count("删除") == zh.count("不删除") + zh.count("不要复制、移动或删除") == 1
    assert "delete" in en
    assert any(f"{no} " in en.split("delete")[0].rpartition(".")[2] for no in ("not", "wipe,"))
