"""Each form of a marking in twenty variations is found, and none of 150 hard texts is taken for one."""

from __future__ import annotations

import pytest

from checker.content.markings import Part, judged
from checker.facts.content.marking import Bucket, Zone
from tests.unit.content import made_up_markings as made_up

PAPER = "关于做好有关工作的通知\n各处室：\n现将有关事项通知如下。"
FORMS = {
    "beside Chinese": (made_up.BESIDE_CHINESE, Bucket.MARKED),
    "labels": (made_up.LABELS, Bucket.MARKED),
    "labels with terms": (made_up.LABELS_WITH_TERMS, Bucket.MARKED),
    "stars": (made_up.STARS, Bucket.MARKED),
    "symbol fonts": (made_up.SYMBOL_FONTS, Bucket.MARKED),
    "columns": (made_up.COLUMNS, Bucket.MARKED),
    "internal": (made_up.INTERNAL, Bucket.INTERNAL),
    "work secrets": (made_up.WORK_SECRETS, Bucket.INTERNAL),
    "without a level or a star": (made_up.WITHOUT_A_LEVEL, Bucket.REVIEW),
    "trade secrets": (made_up.TRADE_SECRETS, Bucket.INTERNAL),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_variation_of_a_form_is_found(form: str) -> None:
    variations, wanted = FORMS[form]
    found = {text: judged([Part(Zone.BODY, f"{text}\n{PAPER}")], commercial=True).bucket for text in variations}
    assert {text: bucket for text, bucket in found.items() if bucket is not wanted} == {}
    assert len(found) == 20


def test_trade_secrets_are_none_where_the_unit_does_not_ask() -> None:
    found = {text: judged([Part(Zone.BODY, f"{text}\n{PAPER}")]).bucket for text in made_up.TRADE_SECRETS}
    assert set(found.values()) == {Bucket.NONE}


def test_none_of_150_hard_texts_is_marked() -> None:
    marked = {Bucket.MARKED, Bucket.INTERNAL}
    assert [text for text in made_up.NEGATIVES if judged([Part(Zone.BODY, text)]).bucket in marked] == []
    assert len(set(made_up.NEGATIVES)) >= 150
