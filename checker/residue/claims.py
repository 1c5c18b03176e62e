"""Which places of a medium already belong to a find, so that nothing is told twice."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable

from checker.residue.finds import Find, Run, State
from checker.residue.progress import Carved

_MOST_FINDS = 200_000


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
