"""Processes of our own, started so that nothing foreign comes along.

Spawned, not forked: a copy of a process with threads and a window is not fit to work. `multiprocessing` starts them
isolated because this program is, in its working folder (`checker.machine.isolation`) and with its environment, which is
cleaned once more: libraries that were loaded meanwhile may have written into it.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess as Process

from checker.machine import isolation

__all__ = ["Process", "spawning"]


def spawning() -> SpawnContext:
    """What starts processes and makes pipes to them."""
    isolation.clean()
    return multiprocessing.get_context("spawn")
