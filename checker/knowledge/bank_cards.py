"""What numbers of bank cards begin with, and how long they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True)
class Range:
    """`first`: beginnings, or from-to; `digits`: lengths of the whole number."""

    system: str
    first: tuple[str, ...]
    digits: frozenset[int]

    def begins(self, number: str) -> bool:
        for first in self.first:
            low, _, high = first.partition("-")
            if low <= number[: len(low)] <= (high or low):
                return True
        return False


@dataclass(frozen=True)
class Others:
    """Words that say what a number is: another one's, or a card's after all. Small letters."""

    words: tuple[Small, ...]
    cards: tuple[Small, ...]


@dataclass(frozen=True)
class BankCards:
    version: str
    ranges: tuple[Range, ...]
    others: Others

    def fits(self, number: str) -> bool:
        """Whether some bank's numbers begin so and are as long."""
        return any(len(number) in one.digits and one.begins(number) for one in self._by_sign.get(number[:1], ()))

    @cached_property
    def _by_sign(self) -> dict[str, tuple[Range, ...]]:
        signs = {sign: list[Range]() for sign in "123456789"}
        for one in self.ranges:
            for sign in {first[0] for first in one.first}:
                signs[sign].append(one)
        return {sign: tuple(found) for sign, found in signs.items()}


@cache
def bank_cards() -> BankCards:
    """The table that came with the program."""
    return table("bank_cards", BankCards)
