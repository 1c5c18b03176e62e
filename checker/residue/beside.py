"""Files that lie elsewhere than in the stream: in what file systems keep for themselves, behind the ends of live files,
and in what was in a computer's memory.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checker.machine.media.medium import Medium
from checker.residue.chunks import chunks
from checker.residue.claims import Claims, Collected
from checker.residue.finds import Find, Run, Source, State
from checker.residue.formats.known import candidates, judge, judge_of
from checker.residue.survey import Surveyed
from checker.residue.view import Inner, Stream, View

_MOST_SLACK = 20_000
_MOST_MEMORY = 20_000  # headers in memory areas that are judged
_MEMORY_STEP = 4 << 20
_HEADERS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1", b"7z\xbc\xaf")
_SECTOR = 512


class Beside:
    """Looks there. `told` is called often and may raise to end it."""

    def __init__(
        self, medium: Medium, surveyed: Surveyed, stream: Stream, collected: Collected, told: Callable[[], None]
    ) -> None:
        self._medium, self._surveyed, self._stream = medium, surveyed, stream
        self._collected, self._carved, self._told = collected, collected.carved, told

    @property
    def size(self) -> int:
        """Bytes to read in all, apart from the ends of live files."""
        areas = (runs for runs in self._surveyed.memory if runs and not self._in_stream(runs[0]))
        return sum(length for _, length in (*self._surveyed.own, *(run for runs in areas for run in runs)))

    def _in_stream(self, run: Run) -> bool:
        """Whether an area is searched with the stream, too; its first page may be the system's own."""
        return self._stream.position(run[0] + run[1] - 1) is not None

    def run(self) -> None:
        self._own()
        self._slack()
        self._memory()

    def _own(self) -> None:
        """Whole files among tables and journals: what is not used of them still holds what lay there before."""
        view = Stream(self._medium, self._surveyed.own)
        at = self._carved.own = 0
        for content in chunks(view, 0):
            whole = len(content) // _SECTOR * _SECTOR
            heads = np.frombuffer(content[:whole], np.uint64)[:: _SECTOR // 8]
            for number in candidates(heads).tolist():
                place = view.place(at + number * _SECTOR)
                if place not in self._collected.claims:
                    self._within(view, at + number * _SECTOR, place)
            at += len(content)
            self._carved.own = at
            self._told()
        self._medium.hold(())

    def _within(self, view: Stream, at: int, place: int) -> None:
        (first, *_) = view.part(at, view.size)
        judged = judge(View(self._medium, [first]))
        if judged is not None and judged.state.recoverable:
            runs = ((place, judged.size),)
            self._collected.add(Find(judged.kind, place, judged.size, judged.state, Source.STRUCTURE, runs))

    def _slack(self) -> None:
        """Headers behind the ends of live files."""
        slack = self._surveyed.slack
        self._carved.cut = self._carved.cut or len(slack) > _MOST_SLACK
        for number, run in enumerate(slack[:_MOST_SLACK]):
            if number % 256 == 0:
                self._told()
            content = self._medium.read(*run)
            for at in range(0, len(content) - _SECTOR + 1, _SECTOR):
                if judge_of(content[at : at + 8]) is None:
                    continue
                judged = judge(View(self._medium, [(run[0] + at, run[1] - at)]))
                if judged is not None:
                    state = judged.state if judged.state.recoverable else State.TRACE
                    place = ((run[0] + at, judged.size),)
                    self._collected.add(Find(judged.kind, run[0] + at, judged.size, state, Source.STRUCTURE, place))
                    break

    def _memory(self) -> None:
        """Files in swap, page and hibernation files. They begin at any byte there, and seldom lie in one piece."""
        taken = Claims(run for find in self._carved.finds for run in find.runs[:1])
        looked = 0
        for runs in self._surveyed.memory:
            view = View(self._medium, runs)
            counted = bool(view.size) and not self._in_stream(runs[0])
            for start in range(0, view.size, _MEMORY_STEP):
                self._told()
                content = view.raw(start, _MEMORY_STEP + 8)
                self._carved.memory += min(len(content), _MEMORY_STEP) * counted
                for at in _headers(content[: _MEMORY_STEP + 7]):
                    looked += 1
                    if looked > _MOST_MEMORY:
                        self._carved.cut = True
                        return
                    if view.place(start + at) not in taken:
                        self._in_memory(view, start + at)

    def _in_memory(self, view: View, at: int) -> None:
        judged = judge(Inner(view, at))
        if judged is not None and judged.state.recoverable:
            runs = tuple(view.part(at, judged.size))
            self._collected.add(Find(judged.kind, view.place(at), judged.size, judged.state, Source.STRUCTURE, runs))


def _headers(content: bytes) -> list[int]:
    """Where something begins like a file, at any byte."""
    found: list[int] = []
    for header in _HEADERS:
        at = content.find(header)
        while at >= 0:
            found.append(at)
            at = content.find(header, at + 1)
    return sorted(found)
