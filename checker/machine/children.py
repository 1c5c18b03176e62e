"""Processes of our own, started so that nothing foreign comes along.

Spawned, not forked: a copy of a process with threads and a window is not fit to work. `multiprocessing` starts them
isolated because this program is, in its working folder (`checker.machine.isolation`) and with its environment, which is
cleaned once more: libraries that were loaded meanwhile may have written into it.
"""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess as Process
from threading import Thread

from checker.machine import isolation

__all__ = ["Process", "end_with_parent", "spawning"]


class _Undisturbed(SpawnProcess):
    """Ctrl+C in a terminal reaches every process of the program, those that only just begin as well: they would end
    with Python's own words on the screen, and the file that one was given would be said to be at fault.
    """

    def start(self) -> None:
        if sys.platform == "win32":  # which knows no mask
            super().start()
            return
        resource_tracker.ensure_running()  # when it starts it lets the signal through again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a child has its parent's
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Spawning(SpawnContext):
    Process = _Undisturbed


def spawning() -> SpawnContext:
    """What starts processes and makes pipes to them. Ctrl+C is for their parent to act on."""
    isolation.clean()
    return _Spawning()


def end_with_parent() -> None:
    """Called in a child: it ends when its parent does, killed or not. One that waits for work would wait for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
