"""How far long work within one question is: a search of files, for whoever waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`total` grows until `listed`. `left`: seconds to go, None while nobody can tell. `where`: the file at hand."""

    done: int
    total: int
    listed: bool
    seconds: float
    left: float | None
    found: int
    where: str = ""

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.done / self.seconds if self.seconds > 0 else 0.0
