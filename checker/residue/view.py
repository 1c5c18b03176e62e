"""Runs of a medium seen as one stream: a deleted file, the free space of a volume."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from checker.machine.media.medium import Medium
from checker.residue.finds import Run

Numbers = NDArray[np.int64]

_WINDOW = 256 << 10  # small reads are served from a window, since parsers take a few bytes at a time


class View:
    """Bytes of a medium in the order of `runs`. Offsets here are virtual unless said otherwise."""

    def __init__(self, medium: Medium, runs: Iterable[Run]) -> None:
        self.medium = medium
        self.runs = [run for run in runs if run[1] > 0]
        self._starts = [0, *accumulate(length for _, length in self.runs)]
        self.size = self._starts[-1]
        self._window = (0, b"")

    def read(self, offset: int, length: int) -> bytes:
        """The bytes there; shorter at the end of the view."""
        length = min(length, self.size - offset)
        if offset < 0 or length <= 0:
            return b""
        start, content = self._window
        if start <= offset and offset + length <= start + len(content):
            return content[offset - start : offset - start + length]
        if length >= _WINDOW:
            return self.raw(offset, length)
        self._window = (offset, self.raw(offset, min(_WINDOW, self.size - offset)))
        return self._window[1][:length]

    def raw(self, offset: int, length: int) -> bytes:
        """`read` past the window, for large parts."""
        pieces = [self.medium.read(*run) for run in self.part(offset, length)]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def part(self, offset: int, length: int) -> list[Run]:
        """Where a part of the view lies on the medium."""
        length = min(length, self.size - offset)
        found: list[Run] = []
        index = bisect_right(self._starts, offset) - 1
        while length > 0 and index < len(self.runs):
            start, size = self.runs[index]
            inside = offset - self._starts[index]
            take = min(length, size - inside)
            if found and found[-1][0] + found[-1][1] == start + inside:
                found[-1] = (found[-1][0], found[-1][1] + take)
            else:
                found.append((start + inside, take))
            offset += take
            length -= take
            index += 1
        return found

    def place(self, offset: int) -> int:
        """Where a byte of the view lies on the medium."""
        index = min(bisect_right(self._starts, offset), len(self.runs)) - 1
        return self.runs[index][0] + offset - self._starts[index]

    def places(self, offsets: Numbers) -> Numbers:
        """`place` of many."""
        if not self.runs:
            return offsets
        starts, runs = np.array(self._starts), np.array([start for start, _ in self.runs])
        index = np.minimum(np.searchsorted(starts, offsets, "right"), len(runs)) - 1
        found: Numbers = runs[index] + offsets - starts[index]
        return found


class Stream(View):
    """A view whose runs are in the order of the medium, so that places on it are found in the view, too."""

    def __init__(self, medium: Medium, runs: Iterable[Run]) -> None:
        super().__init__(medium, runs)
        self._places = [start for start, _ in self.runs]

    def position(self, place: int) -> int | None:
        """Where a byte of the medium lies in the stream; None where it is not part of it."""
        index = bisect_right(self._places, place) - 1
        if index < 0:
            return None
        start, length = self.runs[index]
        return self._starts[index] + place - start if place < start + length else None


class Inner:
    """A view seen from an offset within it: what begins there is at 0. It shares the view's window."""

    def __init__(self, view: View, start: int) -> None:
        self._view, self._start = view, start
        self.size = view.size - start

    def read(self, offset: int, length: int) -> bytes:
        return self._view.read(self._start + offset, length) if offset >= 0 else b""


class Memory:
    """Bytes in memory, read like a view."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)

    def read(self, offset: int, length: int) -> bytes:
        return self._content[offset : offset + length] if offset >= 0 else b""


def without(runs: Iterable[Run], taken: Iterable[Run]) -> list[Run]:
    """What of sorted `runs` does not lie in `taken`."""
    gone = sorted(taken)
    rest: list[Run] = []
    index = 0
    for start, length in runs:
        position, end = start, start + length
        while index < len(gone) and gone[index][0] + gone[index][1] <= position:
            index += 1
        look = index
        while look < len(gone) and gone[look][0] < end:
            if gone[look][0] > position:
                rest.append((position, gone[look][0] - position))
            position = max(position, gone[look][0] + gone[look][1])
            look += 1
        if position < end:
            rest.append((position, end - position))
    return rest
