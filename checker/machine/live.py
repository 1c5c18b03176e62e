"""The machine that we run on."""

from __future__ import annotations

import sys
from threading import Event

from checker.machine.machine import Machine, Source


def live_source() -> Source:
    """The doors of this system. Only its own are imported."""
    if sys.platform == "win32":
        from checker.machine.windows.source import WindowsSource

        return WindowsSource()
    else:  # noqa: RET505  mypy reads each branch for its own system
        from checker.machine.linux import LinuxSource

        return LinuxSource()


def live_machine(stop: Event | None = None) -> Machine:
    return Machine(live_source(), stop)
