"""Provisions as a form cites them: a law by its short name, its articles together, and once what is meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checker.model.text import Language, Text

_ZH = re.compile(r"(?P<name>《[^》]+》|[^（《第]+(?:《[^》]+》)?)(?P<edition>（[^）]*）)?(?P<article>第.+)?")
_EN = re.compile(r"(?P<name>.+?)(?P<edition> \([^)]*\))?(?:, (?P<article>(?:Art\. |\()\d.*))?")
_REPUBLIC = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class _Cited:
    full: str
    short: str
    article: str


def cited(basis: Iterable[Text], language: Language) -> str:
    """One line for an item: 《保守国家秘密法》第二十六条、第三十条；《…》第三条."""
    articles: dict[str, list[str]] = {}
    for one in basis:
        found = _read(one, language)
        articles.setdefault(found.short, []).append(found.article)
    return ("；" if language is Language.ZH else "; ").join(
        _joined(short, [article for article in each if article], language) for short, each in articles.items()
    )


def meant(bases: Iterable[Iterable[Text]], language: Language) -> list[str]:
    """What each short name stands for, in the order in which they first come."""
    named = {found.short: found.full for basis in bases for found in (_read(one, language) for one in basis)}
    joint = "：" if language is Language.ZH else ": "
    return [f"{short}{joint}{full}" for short, full in named.items() if short != full]


def _joined(short: str, articles: list[str], language: Language) -> str:
    if language is Language.ZH:
        return short + "、".join(articles)
    numbers = ", ".join([*articles[:1], *(article.removeprefix("Art. ") for article in articles[1:])])
    return f"{short}, {numbers}" if numbers else short


def _read(basis: Text, language: Language) -> _Cited:
    words = basis.to(language)
    found = (_ZH if language is Language.ZH else _EN).fullmatch(words)
    if found is None:
        return _Cited(words, words, "")
    name, edition = found["name"], found["edition"] or ""
    return _Cited(name + edition, name.replace(_REPUBLIC, ""), found["article"] or "")
