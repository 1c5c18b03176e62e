"""Waiting for work that knows no time limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TypeVar

from checker.machine import refusals
from checker.model.unreadable import Cancelled

T = TypeVar("T")

_SLICE = 0.05  # seconds between looks at `stop`


def within(
    seconds: float, stop: Event, what: str, work: Callable[[], T], discard: Callable[[T], object] = lambda result: None
) -> T:
    """Do blocking work in a thread of its own and wait for it; where it hangs, the thread is left behind.

    `discard` gets what the work brings after nobody waits for it any more.

    Raises:
        Unreadable: not done in time. Cancelled: `stop` was set. Otherwise what the work raised.
    """
    outcome: list[T | BaseException] = []
    lock, abandoned = Lock(), Event()

    def carry() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  handed to the waiting thread, which raises it
            outcome.append(_alone(error))
            return
        with lock:
            if not abandoned.is_set():
                outcome.append(result)
                return
        discard(result)

    thread = Thread(target=carry, name=f"waits for {what}", daemon=True)
    thread.start()
    deadline = time.monotonic() + seconds
    while thread.is_alive() and not stop.is_set() and time.monotonic() < deadline:
        thread.join(_SLICE)
    with lock:
        abandoned.set()
    if not outcome:
        raise Cancelled if stop.is_set() else refusals.too_slow(what)
    result = outcome[0]
    if isinstance(result, BaseException):
        raise result
    return result


def _alone(error: BaseException) -> BaseException:
    """The error without the frames it came through: those hold COM objects that only their own thread may let go."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
