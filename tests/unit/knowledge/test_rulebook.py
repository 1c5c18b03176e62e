"""The rule cards: complete against the source catalogue, in both languages, and safe to read to anybody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.knowledge.rulebook import read, rulebook
from checker.model.rule import Means, Rule
from checker.model.text import Text

SOURCE = Path(__file__).parents[3].parent / "shared" / "rules" / "rules.json"
PAGE = Path(__file__).parents[3] / "docs" / "RULES.md"
BOOK = rulebook()
CARDS = list(BOOK.rules.values())
CHINESE = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{CHINESE}][,;:!?()]|[,;:!?()][{CHINESE}]")
MARKS = re.compile("绝密|机密|秘密|内部")
REMOVES = re.compile(r"删除|粉碎|清空|擦除|格式化|\b(?:delete|erase|shred|format)\b", re.IGNORECASE)
FORBIDS = re.compile(r"不要|不得|不准|不能|别|do not|never|don't", re.IGNORECASE)

named = pytest.mark.parametrize("rule", CARDS, ids=lambda rule: rule.id)


def texts(rule: Rule) -> Iterator[Text]:
    yield rule.title
    yield from rule.steps
    if rule.question:
        yield rule.question.text
    if rule.lesson:
        yield rule.lesson


@named
def test_a_card_is_complete_for_what_it_is(rule: Rule) -> None:
    assert rule.question is not None or rule.means is not Means.ATTESTATION
    assert (rule.lesson is not None) is (rule.means is Means.NOT_CHECKABLE)
    assert rule.steps or rule.means is Means.NOT_CHECKABLE
    assert rule.platforms or rule.means in (Means.ATTESTATION, Means.NOT_CHECKABLE)


@named
def test_a_card_speaks_both_languages_with_their_own_signs(rule: Rule) -> None:
    for text in texts(rule):
        assert re.search(f"[{CHINESE}]", text.zh), text
        assert text.en.strip(), text
        assert not re.search(f"[{CHINESE}]", MARKS.sub("", text.en)), text  # markings are quoted as they stand
        assert not HALF_WIDTH.search(text.zh), text


@named
def test_a_title_is_a_wanted_state_and_no_question(rule: Rule) -> None:
    assert not rule.title.zh.endswith(("？", "。", "！"))
    assert not rule.title.en.endswith(("?", ".", "!"))
    assert len(rule.title.zh) <= 40


@named
def test_a_question_is_one(rule: Rule) -> None:
    if rule.question:
        assert "？" in rule.question.text.zh
        assert "?" in rule.question.text.en
        assert 1 <= rule.question.days <= 366


@named
def test_every_anchor_leads_to_a_provision_and_every_seed_to_a_clause(rule: Rule) -> None:
    for anchor in rule.anchors:
        assert any(re.match(rf"{re.escape(key)}(?:$|[-(])", anchor) for key in BOOK.provisions), anchor
    assert set(rule.seed) <= set(BOOK.seeds)


def test_what_may_be_secret_is_held_and_nobody_is_told_to_remove_it() -> None:
    assert BOOK.held
    for rule in (BOOK.rules[name] for name in sorted(BOOK.held)):
        for step in rule.steps:
            for sentence in (*re.split(r"[。；]", step.zh), *re.split(r"[.;]", step.en)):
                assert not REMOVES.search(sentence) or FORBIDS.search(sentence), f"{rule.id}: {sentence}"


def test_every_suspected_marking_is_held() -> None:
    marked = {rule.id for rule in CARDS if "marked-doc" in rule.id or "doc-marked" in rule.id}
    assert marked
    assert marked <= BOOK.held


def test_every_clause_of_the_source_book_has_a_card() -> None:
    assert set(BOOK.seeds) == {clause for rule in CARDS for clause in rule.seed}


def test_an_unknown_key_or_a_second_card_of_one_id_is_refused() -> None:
    card = (
        '[[rule]]\nid = "a"\ntitle = { zh = "甲", en = "a" }\nmeans = "auto"\nseverity = "low"\nplatforms = ["linux"]\n'
        'profiles = ["daily"]\ndevice = "all"\nanchors = []\nseed = []\n'
    )
    sources = 'version = "1"\nhold = []\n[provisions]\n[seeds]\n'
    assert set(read({"sources.toml": sources, "x.toml": card}).rules) == {"a"}
    with pytest.raises(ValueError, match=r"x\.toml: rule 1: \$: has an unknown key colour"):
        read({"sources.toml": sources, "x.toml": card + 'colour = "red"\n'})
    with pytest.raises(ValueError, match=r"x\.toml: has an unknown key rules"):
        read({"sources.toml": sources, "x.toml": card + '[[rules]]\nid = "b"\n'})
    with pytest.raises(ValueError, match=r"x\.toml: rule 1: \$\.question: has an unknown key day \(is days meant\?\)"):
        read({"sources.toml": sources, "x.toml": card + 'question = { text = { zh = "吗？", en = "?" }, day = 7 }\n'})
    with pytest.raises(ValueError, match=r"x\.toml: rule 1: device is one of all,"):
        read({"sources.toml": sources, "x.toml": card.replace('"all"', '"al"')})
    with pytest.raises(ValueError, match="two rules called a"):
        read({"sources.toml": sources, "x.toml": card, "y.toml": card})


def test_the_published_page_of_rules_is_of_these_cards() -> None:
    script = PAGE.parents[1] / "packaging" / "rules_page.py"
    argv = [sys.executable, "-X", "utf8", str(script), "-"]
    made = subprocess.run(argv, capture_output=True, encoding="utf-8", check=True, timeout=600).stdout
    assert PAGE.read_text("utf-8") == made, "python packaging/rules_page.py writes it anew"


@pytest.mark.skipif(not SOURCE.exists(), reason="the source catalogue is not here")
class TestAgainstTheSourceCatalogue:
    def test_every_rule_of_it_has_its_card(self) -> None:
        assert {rule["id"] for rule in self.source()["rules"]} <= set(BOOK.rules)

    def test_a_card_says_what_its_rule_says(self) -> None:
        for rule in self.source()["rules"]:
            card = BOOK.rules[rule["id"]]
            said = (
                card.means.value,
                card.severity.value,
                {platform.value for platform in card.platforms},
                {profile.value for profile in card.profiles},
                card.device,
                set(card.anchors),
                set(card.seed),
            )
            assert said == (
                rule["check_type"],
                rule["severity"],
                {"medium" if name == "media" else name for name in rule["platforms"]},
                set(rule["profiles"]),
                rule["device_class"],
                set(rule["legal"]),
                {reference["code"] for reference in rule["seed_refs"]},
            ), card.id

    def test_every_clause_of_it_is_there(self) -> None:
        assert set(self.source()["seed_coverage"]) <= set(BOOK.seeds)

    def source(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(SOURCE.read_text("utf-8"))
        return document
