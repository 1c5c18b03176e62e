"""A complete marking counts wherever a layout puts it: beside other words, in a cell, a sign a line."""

from __future__ import annotations

import pytest

from checker.content.markings import Part, judged
from checker.facts.content.marking import Bucket, Zone


def bucket(text: str, **how: bool) -> Bucket:
    return judged([Part(Zone.BODY, text)], **how).bucket


@pytest.mark.parametrize("mark", ["机密★10年", "绝密★长期", "秘密★2026年12月31日前", "機密★10年"])
@pytest.mark.parametrize(
    "line",
    [
        "某政办发〔2024〕12号 {}",
        "某政办发〔2024〕12号          {}",
        "{} 某发〔2024〕12号",
        "{}    某发〔2024〕12号",
        "份号：000001　　{}",
        "份号：000001 {}",
        "第1页 共3页   {}",
        "第 1 页 {}",
        "某某集团有限公司　　　　{}",
        "某某集团有限公司 {}",
        "关于某事的通知 {}",
        "方案一\t{}\t某发〔2024〕1号",
        "| 密级 | {} | 编号 | 01 |",
        "某某方案  {}  第3号",
        "{} 特急",
        "密级：{}",
        "密级 {}",
        "【密级】{}",
        "密级【{}】",
        "密级和保密期限：{}",
        "密级及保密期限 {}",
        "保密级别：{}",
        "定密：{}",
    ],
)
def test_a_complete_marking_counts_beside_other_words_on_its_line(line: str, mark: str) -> None:
    marking = judged([Part(Zone.BODY, f"{line.format(mark)}\n关于做好有关工作的通知\n各处室：")])
    assert (marking.bucket, marking.level[-1]) == (Bucket.MARKED, "密")
    assert marking.term


@pytest.mark.parametrize(
    "line", ["标注为  {}", "如  {}", "请看左上角：写着 {} 的", "规范标注应为{}，请注意", "所谓“{}”"]
)
def test_a_sentence_is_none_whatever_its_blanks(line: str) -> None:
    assert bucket(line.format("机密★10年")) is Bucket.NONE


@pytest.mark.parametrize("star", "★☆⭐✩✪✫✭✮✰🌟＊*·\uf0ab\uf0b6\uf048")
def test_every_star_is_one(star: str) -> None:
    assert bucket(f"机密{star}10年\n某某文件") is Bucket.MARKED


@pytest.mark.parametrize(
    "label",
    [
        "密级：机密",
        "密级:机密级",
        "【密级】机密",
        "密级【机密】",
        "密级 机密",
        "密级\t机密\t编号\t1",
        "密级\n机密\n编号\n1",
        "保密级别：机密",
        "保密等级：机密",
        "密级及保密期限：机密 5年",
        "定密：机密",
        "密级标识：机密",
        "密级：机密，保密期限：10年",
        "密级　机密　保密期限　10年",
        "密级和保密期限 机密 10年",
        "密级 | 机密 | 保密期限 | 长期",
    ],
)
def test_a_label_needs_no_star(label: str) -> None:
    assert bucket(f"{label}\n关于某项工作的报告") is Bucket.MARKED


@pytest.mark.parametrize("line", ["【机密】★10年", "[秘密]★ 5年", "机密★★10年", "绝密☆☆长期"])
def test_brackets_and_a_second_star_are_no_reason_to_pass_it_by(line: str) -> None:
    assert bucket(f"{line}\n关于某项工作的报告") is Bucket.MARKED


@pytest.mark.parametrize(
    "line", ["密级 机密 秘密 10年", "【秘密】★★★★", "秘密★★", "绝密★★★ 10年", "密级 机密 数量 10个"]
)
def test_rows_of_levels_and_of_stars_are_none(line: str) -> None:
    assert bucket(f"{line}\n关于某项工作的报告") is not Bucket.MARKED


@pytest.mark.parametrize("form", ["密级：□绝密 ☑机密 □秘密", "密级：绝密□ 机密√ 秘密□", "密级 ■机密 □秘密"])
def test_what_is_ticked_on_a_form_is_for_a_person(form: str) -> None:
    assert bucket(form) is Bucket.REVIEW


@pytest.mark.parametrize(
    "column",
    [
        "秘\n密\n★\n1\n0\n年",
        "秘\n密\n★\n5\n年\n关于某项工作的通知",
        "秘 密\n★\n长\n期",
        "秘密\n★10年\n关于",
        " 秘\n\n 密\n\n ★\n 10年",
    ],
)
def test_a_marking_may_stand_a_sign_a_line(column: str) -> None:
    assert bucket(column) is Bucket.MARKED


@pytest.mark.parametrize("verse", ["秘\n密\n花\n园", "机\n密\n性", "绝\n密"])
def test_a_column_without_a_star_is_none(verse: str) -> None:
    assert bucket(verse) is Bucket.NONE


@pytest.mark.parametrize(
    "mark",
    [
        "内 部 资 料",
        "内 部 资 料  注 意 保 存",
        "內部資料 嚴禁外傳",
        "内部事项　注意保管",
        "工作秘密★",
        "工作秘密★3年 注意保管",
        "工作秘密 长期",
        "仅供内部学习",
        "仅限内部使用",
        "限内部人员查阅",
        "内部资料 免费交流",
    ],
)
def test_internal_marks_in_all_their_spellings(mark: str) -> None:
    assert bucket(f"{mark}\n某某市人民政府办公室文件") is Bucket.INTERNAL


@pytest.mark.parametrize("mark", ["密件", "密 件", "【密件】", "机密件", "绝密 文件"])
def test_a_secret_paper_without_star_or_label_is_for_a_person(mark: str) -> None:
    assert bucket(f"{mark}\n某某市人民政府办公室文件") is Bucket.REVIEW


@pytest.mark.parametrize("mark", ["核心商密★5年", "普通商密 3年", "商业秘密★", "核心商密▲长期", "商业秘密"])
def test_trade_secrets_count_where_the_unit_wants_them(mark: str) -> None:
    assert bucket(f"{mark}\n某某方案") is Bucket.NONE
    assert bucket(f"{mark}\n某某方案", commercial=True) is Bucket.INTERNAL


def test_a_part_that_goes_on_has_no_header_zone() -> None:
    alone = judged([Part(Zone.BODY, "前文"), Part(Zone.BODY, "机密★10年\n后文", follows=True)])
    assert (alone.bucket, alone.score, alone.features) == (Bucket.MARKED, 0.6, ())


@pytest.mark.parametrize(
    "line",
    [
        "{{title: '{}'}}",
        '#!/bin/sh\necho "{}"',
        'import x\n\nHEAD = "{}"',
        "@book{{a,\n title={{{}}},\n year=2020\n}}",
        'h1::before {{ content: "{}"; }}',
        "UPDATE t SET a='{}' WHERE id=1;",
        "== '''{}''' ==",
        "[b]{}[/b]",
        '2026-01-01 title="{}" user=a',
        "FILE_NAME('{}');",
        '<x> a:title "{}"@zh .',
        'digraph {{ a [label="{}"] }}',
        "第一节\n`{}`",
        "「{}」",
        "“{}”",
    ],
)
def test_all_that_stands_in_quotes_is_listed_and_called_probably_none(line: str) -> None:
    assert bucket(line.format("机密★10年")) is Bucket.QUIET


@pytest.mark.parametrize(
    "line",
    [
        "机密：10年",
        "机密:10年",
        "机密/10年",
        "机密级：10年",
        "【机密】10年",
        "机密（保密期限10年）",
        "机密 保密期限：10年",
        "秘密：长期",
        "绝密：2030年12月31日前",
        "机密10年",
        "机密，10年",
    ],
)
def test_level_and_term_without_a_star_at_a_papers_head_are_for_somebody_to_look(line: str) -> None:
    assert bucket(f"{line}\n关于某项工作的报告\n各单位：") is Bucket.REVIEW
