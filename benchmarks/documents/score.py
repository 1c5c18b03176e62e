"""Shares with their intervals, ratios with theirs, and the gates at the end of a run."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

_Z = 1.959964  # 95 %


def wilson(hits: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share. [Wilson 1927]"""
    if number == 0:
        return 0.0, 1.0
    share, square = hits / number, _Z * _Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = _Z * math.sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Share:
    """So many of so many."""

    hits: int = 0
    number: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.number += 1

    @property
    def share(self) -> float:
        return self.hits / self.number if self.number else 0.0

    def __str__(self) -> str:
        if self.number == 0:
            return "none"
        low, high = wilson(self.hits, self.number)
        return f"{self.hits}/{self.number} = {100 * self.share:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


def ratio(ours: Sequence[float], theirs: Sequence[float], seed: int = 1) -> tuple[float, float, float]:
    """How many times as much the other one takes for all of them, with a 95 % interval over draws of the pictures."""
    chance, pairs = random.Random(seed), list(zip(ours, theirs, strict=True))
    drawn = []
    for _ in range(1000):
        some = chance.choices(pairs, k=len(pairs))
        drawn.append(sum(other for _, other in some) / max(1e-9, sum(own for own, _ in some)))
    drawn.sort()
    return sum(theirs) / max(1e-9, sum(ours)), drawn[24], drawn[974]


@dataclass
class Gates:
    """Promises of the issue, and whether each held."""

    held: list[tuple[str, bool | None, str]] = field(default_factory=list)

    def ask(self, name: str, holds: bool | None, seen: str) -> None:
        """`holds`: None where it could not be measured."""
        self.held.append((name, holds, seen))

    def show(self) -> int:
        print("\ngates")
        words = {True: "holds     ", False: "FAILS     ", None: "unmeasured"}
        for name, holds, seen in self.held:
            print(f"  {words[holds]} {name}: {seen}")
        return 0 if all(holds is not False for _, holds, _ in self.held) else 1
