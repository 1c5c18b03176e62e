"""Work that may never come back, such as a read from a network that is gone: it costs its time, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from checker.content import limits
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.model.unreadable import Cancelled

T = TypeVar("T")

PIECE = 4 << 20  # bytes that are asked for at once: a slow network brings them in time
_SLICE = 0.1  # seconds between looks at `stop`
_Work = Callable[[], object]


class Patient:
    """A thread that works for one caller. One that hangs is left behind, and the next piece of work gets a new one."""

    def __init__(self, stop: Event, seconds: float | None = None) -> None:
        self._stop, self._seconds = stop, seconds
        self._asked: SimpleQueue[_Work | None] | None = None
        self._answers: SimpleQueue[tuple[object, BaseException | None]] = SimpleQueue()

    def do(self, work: Callable[[], T]) -> T:
        """What the work brings, or raises.

        Raises:
            Trouble: TOO_SLOW, it did not come back in time. Cancelled: `stop` was set while it was waited for.
        """
        if self._asked is None:
            self._asked, self._answers = SimpleQueue(), SimpleQueue()
            Thread(target=_worked, args=(self._asked, self._answers), name="reads documents", daemon=True).start()
        self._asked.put(work)
        result, error = self._answer()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # what this work brought, and no other

    def close(self) -> None:
        if self._asked is not None:
            self._asked.put(None)
        self._asked = None

    def _answer(self) -> tuple[object, BaseException | None]:
        deadline = time.monotonic() + (limits.QUIET if self._seconds is None else self._seconds)
        while True:
            try:
                return self._answers.get(timeout=_SLICE)
            except Empty:
                if self._stop.is_set() or time.monotonic() > deadline:
                    self.close()
                    raise (Cancelled if self._stop.is_set() else Trouble(Read.TOO_SLOW)) from None


def _worked(asked: SimpleQueue[_Work | None], answers: SimpleQueue[tuple[object, BaseException | None]]) -> None:
    while True:
        work = asked.get()
        if work is None:
            return
        try:
            answers.put((work(), None))
        except BaseException as error:  # noqa: BLE001  handed to the waiting thread, which raises it
            answers.put((None, error))
        del work
