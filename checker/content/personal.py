"""Counts personal numbers in a text. The numbers are compared and forgotten, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from checker.content.markings import Part
from checker.facts.content.document import Personal

# What must not stand before a number is asked after its first digit: looking behind oneself at every sign took twice to
# twenty times as long.
_IDENTITY = re.compile(
    r"[1-9](?<![0-9A-Za-z].)(\d{5})((?:18|19|20)\d{2})(\d{2})(\d{2})(\d{3})([\dXx])(?![0-9A-Za-z])", re.DOTALL
)
_PHONE = re.compile(r"1(?<![\d.].)[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?!\d)", re.DOTALL)
_CARD = re.compile(
    r"[3-6](?<!\d.)(?:(?<=6)[02]|(?<=4)\d|(?<=5)[1-5]|(?<=3)5)\d{2}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?!\d)",
    re.DOTALL,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_RUN = re.compile(r"[1-9](?<![0-9].)[\d -]{10,}", re.DOTALL)
_MOST = 100_000


def counted(parts: Iterable[Part]) -> Personal:
    """How many different numbers of each kind a document's parts show."""
    text = _runs("\n".join([part.text for part in parts]))
    identities = set[str]()
    for match in _IDENTITY.finditer(text):
        if len(identities) < _MOST and _is_identity(match):
            identities.add(match[0].upper())
    phones = {match.replace(" ", "").replace("-", "") for match in _PHONE.findall(text)[:_MOST]}
    cards = set[str]()
    for found in _CARD.findall(text)[:_MOST]:
        digits = found.replace(" ", "").replace("-", "")
        if 15 <= len(digits) <= 19 and digits not in identities and _luhn(digits):
            cards.add(digits)
    return Personal(len(identities), len(phones), len(cards))


def _runs(text: str) -> str:
    """Each run of digits with the sign before it and the two behind it: all that the expressions ask for."""
    return "\n".join([text[max(0, run.start() - 1) : run.end() + 2] for run in _RUN.finditer(text)])


def _is_identity(match: re.Match[str]) -> bool:
    digits = match[0].upper()
    try:
        born = date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return False
    if born.year < 1880 or born.year > 2100:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17]


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 3
