"""A stream in large chunks, read ahead of those who look at them."""

from __future__ import annotations

import mmap
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

import numpy as np

from checker.residue.finds import Run
from checker.residue.view import View

CHUNK = 8 << 20
_AHEAD = 2  # chunks that are read before they are looked at
BEHIND = 2  # chunks whose files are being judged while the next ones are looked at
_LARGE_PAGE = 2 << 20
_PART = 2 << 20  # of a chunk, that is asked for at once


def chunks(view: View, position: int) -> Iterator[memoryview]:
    """A view from there on. The next chunks are read while one is looked at, in several parts at a time: most
    media are faster that way. The last ones stay in memory while their files are judged.
    """
    medium = view.medium
    rooms = [_room() for _ in range(_AHEAD + 1 + BEHIND)]
    held: deque[tuple[list[Run], memoryview]] = deque(maxlen=BEHIND + 1)

    def fetch(number: int, part: int) -> tuple[list[Run], int]:
        runs = view.part(position + number * CHUNK + part, _PART)
        return runs, medium.fill(runs, rooms[number % len(rooms)][part : part + _PART])

    count = -(-(view.size - position) // CHUNK)
    with ThreadPoolExecutor(_AHEAD * CHUNK // _PART, "reads ahead") as ahead, _switching():

        def begin(number: int) -> list[Future[tuple[list[Run], int]]]:
            return [ahead.submit(fetch, number, part) for part in range(0, CHUNK, _PART)]

        coming = deque(begin(number) for number in range(min(_AHEAD, count)))
        for number in range(count):
            parts = [one.result() for one in coming.popleft()]
            content = rooms[number % len(rooms)][: sum(length for _, length in parts)]
            held.append(([run for runs, _ in parts for run in runs], content))
            medium.hold(held)  # the oldest is let go of first: the next to be read takes its room
            if number + _AHEAD < count:
                coming.append(begin(number + _AHEAD))
            yield content


def _room() -> memoryview:
    """Memory for a chunk, in large pages where the system has them: a device then fills it in fewer requests."""
    memory = mmap.mmap(-1, CHUNK + _LARGE_PAGE)
    if sys.platform == "linux":
        with suppress(OSError):
            memory.madvise(mmap.MADV_HUGEPAGE)
    start = -np.frombuffer(memory, np.uint8).ctypes.data % _LARGE_PAGE
    return memoryview(memory)[start : start + CHUNK]


@contextmanager
def _switching() -> Iterator[None]:
    """The thread that reads waits for its turn no longer than a chunk takes to look at."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
