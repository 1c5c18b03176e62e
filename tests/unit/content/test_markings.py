"""A marking is found in every form; a text that talks about markings is not taken for one."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.content.markings import Part, judged, levels, numbers
from checker.facts.content.marking import Bucket, Zone

VECTORS = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text("utf-8"))["vector"]
# The catalogue knows four words; the quiet bucket is the part of "review" that is kept apart.
WORDS = {Bucket.MARKED: "mark", Bucket.INTERNAL: "internal", Bucket.REVIEW: "review", Bucket.NONE: "none"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_each_vector_comes_to_what_it_is_worth(vector: dict[str, str]) -> None:
    marking = judged([Part(Zone.BODY, vector["text"])], read=vector["mode"] == "ocr")
    word = WORDS.get(marking.bucket, "quiet")
    if vector["expect"] == "review" and word == "quiet":
        word = "review"
    assert word == vector["expect"], marking


CATALOGUE = Path(__file__).parents[4] / "shared" / "rules" / "rules.json"


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue lies beside the project, not in it")
def test_our_vectors_are_those_of_the_catalogue() -> None:
    ours = {vector["id"]: vector for vector in VECTORS}
    wanted = json.loads(CATALOGUE.read_text("utf-8"))["patterns"]["test_vectors"]
    assert len(wanted) == 41
    for vector in wanted:
        mine = ours[vector["id"]]
        assert {key: mine[key] for key in ("text", "mode", "expect")} == {
            key: vector[key] for key in ("text", "mode", "expect")
        }


def test_the_41_vectors_of_the_catalogue_are_all_here() -> None:
    assert sum(len(vector["id"]) == 3 and vector["id"][0] in "pn" for vector in VECTORS) == 41


def test_a_marking_says_level_term_and_features() -> None:
    marking = judged([Part(Zone.BODY, "000123\n机密★10年\n特急\n某某单位文件\n某发〔2019〕3号\n正文")])
    assert (marking.level, marking.term, marking.text) == ("机密", "10年", "机密★10年")
    assert {"copyno", "urgent", "redhead", "docno"} <= set(marking.features)
    assert marking.score == 1.0


@pytest.mark.parametrize("end", "。，；、")
@pytest.mark.parametrize("read", [True, False])
def test_the_last_word_of_a_sentence_is_no_marking_on_whatever_line_it_stands(end: str, read: bool) -> None:
    broken = judged([Part(Zone.BODY, f"各单位应当保守国家\n秘密{end}\n特此通知")], read=read)
    alone = judged([Part(Zone.BODY, "各单位应当保守\n秘密\n特此通知")], read=read)
    assert (broken.bucket, alone.bucket) == (Bucket.NONE, Bucket.REVIEW)


def test_the_strongest_part_speaks_and_features_of_the_body_count() -> None:
    parts = [Part(Zone.BODY, "某某单位文件\n某发〔2019〕3号\n正文"), Part(Zone.MARGIN, "秘密★1年")]
    marking = judged(parts)
    assert (marking.bucket, marking.zone, marking.level) == (Bucket.MARKED, Zone.MARGIN, "秘密")
    assert "redhead" in marking.features


def test_an_exam_in_the_body_keeps_a_page_header_quiet() -> None:
    parts = [Part(Zone.BODY, "期末考试试卷\n准考证号\n"), Part(Zone.MARGIN, "绝密★启用前")]
    assert judged(parts).bucket is Bucket.QUIET


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("秘密★30年\n某某文件", "term_too_long"),
        ("机密★\n某某文件", "no_term"),
        ("机密★5年\n商业秘密★\n某某文件", "star_without_secret"),
        ("★机密★5年\n某某文件", ""),
    ],
)
def test_a_badly_written_marking_is_told(text: str, fault: str) -> None:
    faults = judged([Part(Zone.BODY, text)]).faults
    assert fault in faults if fault else "term_too_long" not in faults


def test_levels_of_a_part_leave_sentences_out() -> None:
    assert levels(Part(Zone.HIDDEN, "机密★5年")) == {"机密"}
    assert levels(Part(Zone.BODY, "国家秘密的密级分为绝密、机密、秘密三级。")) == frozenset()


def test_document_numbers_come_in_one_spelling() -> None:
    (spellings,) = numbers("根据国办发[2019] 第 03 号")
    assert spellings == ("根据国办发〔2019〕3号", "据国办发〔2019〕3号", "国办发〔2019〕3号", "办发〔2019〕3号")


@given(st.text(alphabet="绝机秘密★☆*1年 \n级：内部、，“”文件特急〔2019〕3号", max_size=300), st.booleans())
def test_no_text_makes_the_matcher_stumble(text: str, read: bool) -> None:
    marking = judged([Part(Zone.BODY, text)], read=read)
    assert 0 <= marking.score <= 1
    assert len(marking.text) <= 40


@pytest.mark.parametrize("unit", ["机密", "密级：", " ", "内部", "某", "〔2019〕", "★", "绝密★", "\n", "明电 "])
def test_a_megabyte_of_anything_takes_no_time(unit: str) -> None:
    judged([Part(Zone.BODY, unit * (1_000_000 // len(unit)))], read=True)


def test_a_marking_whose_signs_are_turned_round_is_read_as_it_is_shown() -> None:
    assert judged([Part(Zone.BODY, "通知\n\u202e年01★密机\u202c\n正文")]).level == "机密"
    assert judged([Part(Zone.BODY, "通知\n\u202e知通的查自于关\u202c\n正文")]).bucket is Bucket.NONE


@pytest.mark.parametrize(
    "text", ["机密级★10年", "机密★贰拾年", "机\u0336密\u0336★10年", "機宻★10年", "机密●10年", "机密（10年）"]
)
def test_a_marking_in_a_seldom_spelling_is_at_least_for_somebody_to_look_at(text: str) -> None:
    found = judged([Part(Zone.BODY, f"{text}\n关于做好有关工作的通知\n各处室：")])
    assert (found.bucket in (Bucket.MARKED, Bucket.REVIEW), found.level) == (True, "机密")
