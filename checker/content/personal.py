"""Counts personal numbers in a text. The numbers are compared and forgotten, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from checker.content.markings import Part
from checker.facts.content.document import Personal
from checker.knowledge.bank_cards import bank_cards

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHORTEST_CARD = 15
_IDENTITY_DIGITS = 18
_MOST = 100_000
# A digit of full width, or a blank of that between two: its first sign is one of a set, which is found faster.
_WIDE = re.compile("[０-９\u3000](?:(?<=[０-９])|(?<=[0-9]\u3000)(?=[0-9]))")
_NARROWED = str.maketrans("０１２３４５６７８９Ｘｘ－　．＋（）", "0123456789Xx- .+()")
# A run of digits as people write them: at most one sign between two. What stands before it is asked after its first
# digit: looking behind oneself at every sign took twice to twenty times as long.
# All that can be one: found in a tenth of the time, because the signs need not be told apart.
_PERHAPS = re.compile("[0-9](?<![0-9].)[0-9 \u00a0.–-]{10,}", re.DOTALL)
# What a table holds most of: no number of a person is written so, and 17 digits are needed to be one.
_FRACTION = re.compile(r"[0-9]{1,10}\.[0-9]{1,15}")
_LONGEST_FRACTION = 17
_RUN = re.compile(r"\d(?<!\d.)(?:[ \u00a0.–-]?\d){10,}(?:[ \u00a0.–-]?[Xx])?(?![A-Za-z\d])", re.DOTALL)
_LETTER = re.compile(r"[0-9A-Za-z._]")
_ADDRESS = re.compile(r"://\S{0,200}[/=?&#]$")  # a number in an address of the Web
_IDENTITY = re.compile(r"(?=((?<![\d.])[1-9](?:[ \u00a0.–-]?\d){16}[ \u00a0.–-]?[\dXx](?!\d)))")
_PHONE = re.compile(
    r"(?<![\d.])(?:(?:00)?86[ -]?)?(?:1[3-9]\d{9}|1[3-9]\d([ .–-])\d{4}\1\d{4}|1[3-9]\d{2}([ .–-])\d{4}\2\d{3}"
    r"|1 [3-9](?: \d){9})(?!\d|[.–-]\d)"
)
_CARD = re.compile(
    r"(?<![\d.])(?:\d{15,19}|\d{4}([ -])\d{4}(?:\1\d{4}){1,2}(?:\1\d{1,4})?|\d{6}[ -]\d{9,13})(?![\dXx]|\.\d)"
)
_NO_DIGIT = re.compile(r"[^\dXx]")


def perhaps(text: str) -> bool:
    """Whether a text may have a number in it."""
    return _PERHAPS.search(text) is not None or (not text.isascii() and _WIDE.search(text) is not None)


def counted(parts: Iterable[Part]) -> Personal:
    """How many different numbers of each kind a document's parts show."""
    identities, phones, cards = set[str](), set[str](), set[str]()
    column = _Column()
    for part in parts:
        text = part.text
        if part.quiet:
            column.heads.append(text)
            continue
        if not text.isascii() and _WIDE.search(text):
            text = text.translate(_NARROWED)
        if not part.follows:
            column.heads.append(text)
        for begin, run in _runs(text):
            if len(identities) + len(phones) + len(cards) >= _MOST:
                break
            rest = run
            if len(run) >= _SHORTEST_CARD:
                rest = _without_identities(run, identities)
                cards.update(card for card in _cards(rest) if not _another(text, begin, column))
            phones |= _phones(rest)
    return Personal(len(identities), len(phones), len(cards))


class _Column:
    """Whether the first line of a part so far says that numbers are others'; few documents have a number to ask for."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self._of_others = False

    @property
    def of_others(self) -> bool:
        while self.heads and not self._of_others:
            self._of_others = _speaks_of_others(self.heads.pop().partition("\n")[0])
        return self._of_others


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Each run of digits, and where it begins; not those within a word, a fraction or a number of another base."""
    for run in _told_apart(text):
        before = text[max(0, run.start() - 2) : run.start()]
        if before and (_LETTER.match(before[-1]) or (before[-1] in "-–" and _LETTER.match(before[0]))):
            continue
        if before[-1:] in tuple("/=?&#") and _ADDRESS.search(text[max(0, run.start() - 220) : run.start()]):
            continue
        if text[run.end() : run.end() + 1] == "." and text[run.end() + 1 : run.end() + 2].isdigit():
            continue
        yield run.start(), run[0]


def _told_apart(text: str) -> Iterator[re.Match[str]]:
    for perhaps in _PERHAPS.finditer(text):
        if perhaps.end() - perhaps.start() <= _LONGEST_FRACTION and _FRACTION.fullmatch(perhaps[0]):
            continue
        # With what may end a run: a letter, and the sign behind it that must be none.
        yield from _RUN.finditer(text, perhaps.start(), perhaps.end() + 2)


def _without_identities(run: str, found: set[str]) -> str:
    """A run of digits without the identity numbers in it, which are found."""
    rest = run
    if len(run) < _IDENTITY_DIGITS:
        return rest
    for match in _IDENTITY.finditer(run):
        digits = _NO_DIGIT.sub("", match[1]).upper()
        if _is_identity(digits):
            found.add(digits)
            rest = rest.replace(match[1], "|")
    return rest


def _is_identity(digits: str) -> bool:
    """18 digits with a date of birth within reason and a check digit that fits (GB 11643)."""
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    if not 1880 <= born.year <= 2100:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == digits[17]


def _phones(run: str) -> set[str]:
    return {_NO_DIGIT.sub("", match[0])[-11:] for match in _PHONE.finditer(run)}


def _cards(run: str) -> Iterator[str]:
    for match in _CARD.finditer(run):
        digits = _NO_DIGIT.sub("", match[0])
        if bank_cards().fits(digits) and _luhn(digits):
            yield digits


def _another(text: str, begin: int, column: _Column) -> bool:
    """Whether its line, or the head of its column, says that it is the number of something else."""
    start, end = text.rfind("\n", 0, begin) + 1, text.find("\n", begin)
    line = text[max(start, begin - 200) : min(end if end >= 0 else len(text), begin + 200)].lower()
    others = bank_cards().others
    if any(word in line for word in others.cards):
        return False
    return column.of_others or any(word in line for word in others.words)


def _speaks_of_others(line: str) -> bool:
    others, low = bank_cards().others, line[:1000].lower()
    return any(word in low for word in others.words) and not any(word in low for word in others.cards)


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 3
