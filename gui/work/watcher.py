"""Watches what is plugged in, from a thread of its own: it must not wait behind an inspection."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

SECONDS = 1.5


class Watcher(QObject):
    """`changed`: what `look` gives, at once and whenever it is something else. It rests while `resting` is set."""

    changed = Signal(object)

    def __init__(self, look: Callable[[], Any], seconds: float = SECONDS) -> None:
        super().__init__()
        self._look, self._seconds = look, seconds
        self._closed = Event()
        self.resting = Event()
        self._last: Any = None
        self._thread = Thread(target=self._work, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, seconds: float = 2.0) -> None:
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _work(self) -> None:
        while not self._closed.is_set():
            if not self.resting.is_set():
                self._see()
            self._closed.wait(self._seconds)

    def _see(self) -> None:
        try:
            found = self._look()
        except Exception:  # to look again is all that there is to do about it
            log.exception("watching")
            return
        if found != self._last and not self._closed.is_set():
            self._last = found
            self.changed.emit(found)
