"""One thread that does what could take time, one job after the other, and tells the screen in the screen's own thread.

All that the program is asked for comes from here (see `checker.app.program`). The thread is a daemon: a system call
that hangs cannot keep the program from ending.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from checker.model.error import UserError
from checker.model.text import Text

log = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E")


class Stream(Protocol[T_co]):
    """Work under way. Iterating does it."""

    def __iter__(self) -> Iterator[T_co]: ...

    def stop(self) -> None:
        """End soon, keeping what is done. Called from the screen's thread."""


S = TypeVar("S", bound=Stream[Any])
_WITH_STEP = Text("{what}。{step}", "{what}. {step}")
_BROKEN = Text("程序本身出错，这一步没有完成", "The program itself failed; this step was not done")


class Mishap:
    """A job that failed: a sentence for people, and where in our code for IT.

    Whatever is no `UserError` is our fault. The technical text names files of ours, lines and the kind of exception,
    never its message: that may hold what was read.
    """

    def __init__(self, error: Exception) -> None:
        self.known = isinstance(error, UserError)
        self.sentence, self.step = (error.reason, error.how) if isinstance(error, UserError) else (_BROKEN, None)
        self.whole = self.sentence if self.step is None else _WITH_STEP.filled(what=self.sentence, step=self.step)
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        self.technical = "\n".join([type(error).__name__, *places])


class Worker(QObject):
    """`do` runs one call; `carry` follows an inspection. What follows a job runs in the thread that made the worker.

    `working`: whether anything is carried, or waits to be; said when it begins and when it is over.
    """

    working = Signal(bool)
    _due = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._stream: Stream[Any] | None = None
        self._stop = Event()
        self._closed = False
        self._carried = 0
        self._due.connect(self._run)
        self._thread = Thread(target=self._work, name="inspection", daemon=True)
        self._thread.start()

    def do(self, job: Callable[[], T], then: Callable[[T], None], on_error: Callable[[Mishap], None]) -> None:
        self._jobs.put(lambda: self._attempt(job, then, on_error))

    def carry(
        self,
        begin: Callable[[], S],
        found: Callable[[E], None],
        end: Callable[[S], T],
        ended: Callable[[T], None],
        on_error: Callable[[Mishap], None],
    ) -> None:
        """Iterate an inspection, or other work, to its end or until `stop`.

        `begin` and `end` run in the thread, the others here.

        Where iterating fails, `on_error` comes first and then `ended`, with what there is; where `begin` or `end`
        fails, `on_error` alone.
        """
        self._stop.clear()
        self._carried += 1
        self.working.emit(True)
        self._jobs.put(lambda: self._carry(begin, found, end, ended, on_error))

    def stop(self) -> None:
        """End the work under way, also one that has not got as far as to begin."""
        self._stop.set()
        if self._stream is not None:
            self._stream.stop()

    @property
    def busy(self) -> bool:
        """Whether a stream is followed now."""
        return self._stream is not None

    def close(self, seconds: float = 2.0) -> bool:
        """Stop and end the thread; nothing is told any more. Whether it ended in that time."""
        self._closed = True
        self.stop()
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # -- in the thread -----------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _attempt(self, job: Callable[[], T], then: Callable[[T], None], on_error: Callable[[Mishap], None]) -> None:
        try:
            result = job()
        except Exception as error:
            log.exception("job")
            mishap = Mishap(error)
            self._tell(lambda: on_error(mishap))
            return
        self._tell(lambda: then(result))

    def _carry(
        self,
        begin: Callable[[], S],
        found: Callable[[E], None],
        end: Callable[[S], T],
        ended: Callable[[T], None],
        on_error: Callable[[Mishap], None],
    ) -> None:
        self._follow(begin, found, end, ended, on_error)
        self._tell(self._carried_out)

    def _follow(
        self,
        begin: Callable[[], S],
        found: Callable[[E], None],
        end: Callable[[S], T],
        ended: Callable[[T], None],
        on_error: Callable[[Mishap], None],
    ) -> None:
        try:
            stream = self._stream = begin()
        except Exception as error:
            log.exception("inspection could not begin")
            mishap = Mishap(error)
            self._tell(lambda: on_error(mishap))
            return
        if self._stop.is_set():
            stream.stop()
        try:
            for one in stream:
                self._tell(partial(found, one))
        except Exception as error:
            log.exception("inspection")
            broken = Mishap(error)
            self._tell(lambda: on_error(broken))
        self._stream = None
        self._attempt(lambda: end(stream), ended, on_error)

    def _tell(self, what: Callable[[], None]) -> None:
        if not self._closed:
            self._due.emit(what)

    # -- in the screen's thread --------------------------------------------------------------------------------

    def _run(self, what: Callable[[], None]) -> None:
        if not self._closed:
            what()

    def _carried_out(self) -> None:
        self._carried -= 1
        if not self._carried:
            self.working.emit(False)
