"""Which places of a medium already belong to a find, so that nothing is told twice."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from checker.residue.finds import Find, Run, Source, State
from checker.residue.progress import Carved

_MOST_FINDS = 200_000
_NEAR = 64  # finds back: what a place lies in began not long before it


class Claims:
    """Sorted places that never overlap much: a scan claims mostly in order."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self._runs: list[Run] = []
        self._longest = 0
        for run in runs:
            self._add(run)

    def add(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self._add(run)

    def _add(self, run: Run) -> None:
        self._longest = max(self._longest, run[1])
        if not self._runs or run >= self._runs[-1]:
            self._runs.append(run)
        else:
            insort(self._runs, run)

    def remove(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self._runs.remove(run)

    def __contains__(self, place: int) -> bool:
        index = bisect_right(self._runs, (place, 1 << 62)) - 1
        while index >= 0 and self._runs[index][0] + self._longest > place:
            start, length = self._runs[index]
            if start <= place < start + length:
                return True
            index -= 1
            if self._runs[index][0] + self._longest <= place:
                break
        return False

    def holding(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of many places belong to a find."""
        if not self._runs:
            return np.zeros(len(places), bool)
        starts, lengths = np.array(self._runs, np.int64).T
        ends = np.maximum.accumulate(starts + lengths)
        index = np.searchsorted(starts, places, "right") - 1
        found: NDArray[np.bool_] = (index >= 0) & (ends[index] > places)
        return found

    @property
    def runs(self) -> list[Run]:
        return self._runs


class Collected:
    """The finds of a scan as they come, each place of the medium claimed by those that are sure of it."""

    def __init__(self, carved: Carved) -> None:
        self.carved = carved
        sure = (find for find in carved.finds if find.state in (State.COMPLETE, State.CLOSED))
        self.claims = Claims(run for find in sure for run in find.runs)

    def add(self, find: Find) -> None:
        if len(self.carved.finds) >= _MOST_FINDS:
            self.carved.cut = True
            return
        self.carved.finds.append(find)
        if find.state in (State.COMPLETE, State.CLOSED):  # RECORDED: nothing but the record says that it is its place
            self.claims.add(find.runs)

    def around(self, place: int, kinds: Iterable[str]) -> int | None:
        """The number of the find of these kinds, closed and without a checksum, that a place lies within."""
        finds, wanted = self.carved.finds, frozenset(kinds)
        for number in range(len(finds) - 1, max(-1, len(finds) - 1 - _NEAR), -1):
            one = finds[number]
            told = one.kind in wanted and one.state is State.CLOSED and one.source is Source.STRUCTURE
            if told and any(start < place < start + length for start, length in one.runs):
                return number
        return None

    def interrupted(self, number: int) -> None:
        """Another file begins within a find, so that it goes on somewhere else: it claims no place any more."""
        find = self.carved.finds[number]
        self.claims.remove(find.runs)
        self.carved.finds[number] = replace(find, state=State.FRAGMENTED)
