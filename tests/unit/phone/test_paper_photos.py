"""What the owner is asked about the phone's photos of papers."""

from __future__ import annotations

from checker.api import Ask, Pass, Policy
from checker.facts.phone.documents import PhoneDocuments
from checker.model.coverage import Coverage
from checker.model.policy import Documents
from checks.phone.paper_photos import paper_photos

NAMES = ("DCIM/Camera/IM….jpg 2026-11-01", "DCIM/Camera/IM….jpg 2026-11-02")


def documents(paper: int, names: tuple[str, ...], cards: int = 0) -> PhoneDocuments:
    return PhoneDocuments(9, 0, (), photos=9, paper=paper, cards=cards, papers=names, coverage=Coverage(()))


def test_the_question_names_the_pictures_that_it_asks_about() -> None:
    asked = paper_photos.judge(documents(2, NAMES), Policy())
    assert isinstance(asked, Ask)
    assert tuple(one.zh for one in asked.items) == NAMES


def test_cards_that_the_unit_does_not_ask_about_are_said() -> None:
    told = paper_photos.judge(documents(0, (), cards=3), Policy(documents=Documents(cards=False)))
    assert isinstance(told, Pass)
    assert "3" in told.seen.zh
    assert "按单位规定不问" in told.seen.zh
