"""Questions that may never be answered: asked in a thread of their own, waited for no longer than is good."""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from checker.machine import refusals
from checker.model.unreadable import Cancelled

T = TypeVar("T")

_LOOK = 0.05  # seconds between two looks at the stop sign


def in_time(question: Callable[[], T], seconds: float, stop: Event, what: str) -> T:
    """The answer, if it comes within `seconds`. A question that hangs is left behind with its thread.

    Raises:
        Cancelled: soon after `stop` was set.
        Unreadable: too slow, or whatever the question raised.
    """
    answers: list[T] = []
    errors: list[Exception] = []
    done = Event()

    def ask() -> None:
        try:
            answers.append(question())
        except Exception as error:  # noqa: BLE001 - carried over to the thread that asked, and raised there
            errors.append(_alone(error))
        finally:
            done.set()

    threading.Thread(target=ask, name=f"ask {what}", daemon=True).start()
    waited = 0.0
    while not done.wait(min(_LOOK, seconds)):
        waited += _LOOK
        if stop.is_set():
            raise Cancelled
        if waited >= seconds:
            raise refusals.too_slow(what)
    if errors:
        raise errors[0]
    return answers[0]


def _alone(error: Exception) -> Exception:
    """The error without the frames it came through: those hold COM objects of the thread that asked."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
