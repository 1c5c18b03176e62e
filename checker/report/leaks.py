"""What must not leave in a report: looked for in every text of the payload before it is signed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from checker.model.text import Text
from checker.report.payload import Report

_ITEM_LENGTH = 160  # a name; `Text.name` cuts at 120, a few words of ours around it are fair
# Not looked through: names of laws, which have reference numbers of their own; digests in hexadecimal and the
# certificate, into which chance would put a telephone number some day.
_NOT_WORDS = frozenset(
    {"basis", "sha256", "sm3", "certificate", "machine_id", "tree_sha256", "nonce", "id", "target_key", "previous"}
)


@dataclass(frozen=True, slots=True)
class Leak:
    """`place` is the path in the payload (``results[8].items[0].zh``); `excerpt` shows two characters of it."""

    place: str
    kind: Text
    excerpt: str

    @property
    def sentence(self) -> Text:
        return Text(
            "报告中有未脱敏内容,没有签名:{place} 处疑似{kind}({excerpt})",
            "The report was not signed because something in it is not redacted: {kind} at {place} ({excerpt})",
        ).filled(place=self.place, kind=self.kind, excerpt=self.excerpt)


def leaks(report: Report) -> tuple[Leak, ...]:
    """Every leak in a report, in the order of the payload."""
    # A first look at all of it at once, without places: ten thousand clean reports are a matter of seconds.
    words: list[str] = []
    _gather(report, words)
    whole = unicodedata.normalize("NFKC", "\n".join(words))
    suspicious = any(pattern.search(whole) for _, pattern, _ in _PATTERNS)
    texts = _texts(report, "") if suspicious else _items(report)
    return tuple(leak for place, text in texts for leak in _in_text(place, text))


def _items(report: Report) -> Iterator[tuple[str, str]]:
    for index, result in enumerate(report.results):
        yield from _texts(result.items, f"results[{index}].items")


def _in_text(place: str, text: str) -> Iterator[Leak]:
    # Full-width digits and letters read the same to a person, so they are looked through as such.
    plain = unicodedata.normalize("NFKC", text)
    for kind, pattern, holds in _PATTERNS:
        for match in pattern.finditer(plain):
            if holds(match):
                yield Leak(place, kind, _excerpt(match.group()))
                break
    if _is_item(place) and _looks_like_prose(plain):
        yield Leak(place, Text("文件正文", "the text of a document"), _excerpt(plain))


def _is_item(place: str) -> bool:
    """Names from outside: of an item at fault, or in an answer's note, where whole sentences have no business."""
    return ".items[" in place


def _looks_like_prose(text: str) -> bool:
    sentences = len(re.findall(r"[。！？!?;]|\.\s", text))
    return len(text) > _ITEM_LENGTH or "\n" in text or sentences >= 2


def _excerpt(found: str) -> str:
    return f"{found[:2]}…×{len(found)}"


def _identity_number(match: re.Match[str]) -> bool:
    """GB 11643: the last character is the weighted sum of the others modulo 11."""
    digits = match.group().upper()
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def _own_folder(match: re.Match[str]) -> bool:
    """A folder that everybody has says nothing of a person; a redacted one neither."""
    name = match["name"].lower().strip(".*")
    return name not in ("", "public", "default", "all users", "default user", "shared", "guest")


def _always(_: re.Match[str]) -> bool:
    return True


_PATTERNS: tuple[tuple[Text, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (
        Text("身份证号", "an identity card number"),
        re.compile(
            r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])",
            re.ASCII,
        ),
        _identity_number,
    ),
    (
        Text("手机号", "a mobile number"),
        re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])", re.ASCII),
        _always,
    ),
    (
        Text("电话号码", "a telephone number"),
        re.compile(r"(?<![0-9A-Za-z.\-])0\d{2,3}-[2-9]\d{6,7}(?![0-9A-Za-z])", re.ASCII),
        _always,
    ),
    (
        Text("邮箱地址", "an e-mail address"),
        re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+", re.ASCII),
        _always,
    ),
    (
        Text("个人目录的路径", "a path in a personal folder"),
        re.compile(
            r"(?i)(?:[a-z]:[\\/](?:users|documents and settings|用户)[\\/]|(?<![\w.])/(?:home|users)/)"
            r"(?P<name>[^\\/\s“”\"']{2,})"
        ),
        _own_folder,
    ),
    (
        Text("文件文号", "a document's reference number"),
        re.compile(r"[〔\[]\s?(?:19|20)\d{2}\s?[〕\]]\s?第?\s?\d+\s?号"),
        _always,
    ),
)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _texts(one, f"{place}[{index}]")
    elif is_dataclass(value):
        for name in _words_of(value.__class__):
            yield from _texts(getattr(value, name), f"{place}.{name}" if place else name)


def _gather(value: Any, words: list[str]) -> None:
    if isinstance(value, str):
        words.append(value)
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, words)
    elif is_dataclass(value):
        for name in _words_of(value.__class__):
            _gather(getattr(value, name), words)


@cache
def _words_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _NOT_WORDS)
