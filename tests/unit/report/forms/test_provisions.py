"""How forms cite the provisions that an item stands on."""

from __future__ import annotations

import re

from checker.engine.cards import basis
from checker.knowledge.rulebook import rulebook
from checker.model.text import Language, Text
from checker.report.forms.provisions import cited, meant

LAW = "《中华人民共和国保守国家秘密法》（2024 年修订）"
ARTICLE = re.compile(r"第[^第，）]+条|(?<=Art\. )\d+")
BASIS = (
    Text(f"{LAW}第二十九条", "Law on Guarding State Secrets (2024 revision), Art. 29"),
    Text("《手机使用保密管理规定》（2017 年）第（二）项", "Rules on Mobile Phones (2017), (2)"),
    Text(f"{LAW}第五十七条第（七）（十）项", "Law on Guarding State Secrets (2024 revision), Art. 57(7)(10)"),
    Text("涉密计算机口令的要求", "Password length"),
)


def test_a_law_is_named_once_with_all_its_articles() -> None:
    assert cited(BASIS, Language.ZH) == (
        "《保守国家秘密法》第二十九条、第五十七条第（七）（十）项；《手机使用保密管理规定》第（二）项；涉密计算机口令的要求"
    )
    assert cited(BASIS, Language.EN) == (
        "Law on Guarding State Secrets, Art. 29, 57(7)(10); Rules on Mobile Phones, (2); Password length"
    )


def test_what_a_short_name_means_is_said_once() -> None:
    assert meant((BASIS, BASIS), Language.ZH) == [
        f"《保守国家秘密法》：{LAW}",
        "《手机使用保密管理规定》：《手机使用保密管理规定》（2017 年）",
    ]


def test_no_article_of_the_catalogue_is_lost() -> None:
    for rule in rulebook().rules.values():
        for language in Language:
            provisions = basis((rule,), rulebook())
            line = cited(provisions, language)
            for one in provisions:
                for article in ARTICLE.findall(one.to(language)):
                    assert article in line, (rule.id, article, line)


def test_nothing_is_cited_of_nothing() -> None:
    assert cited((), Language.ZH) == ""
    assert meant((), Language.EN) == []
