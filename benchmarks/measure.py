"""Whole processes, measured from outside by what the kernel accounts for them."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds and MiB. `first`: when the first line came on stderr; `ended`: how long it took after SIGINT."""

    wall: float
    cpu: float  # user and system, children included
    peak: float  # of the largest single process
    code: int
    first: float | None = None
    ended: float | None = None


def run(argv: Sequence[str], *, watch_stderr: bool = False, interrupt_at_first: bool = False) -> Run:
    """Run a command to its end; on request note its first line on stderr, and interrupt it (SIGINT) there."""
    begun = time.monotonic()
    first = interrupted = None
    stderr: int | None = subprocess.PIPE if watch_stderr else subprocess.DEVNULL
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)
    if watch_stderr:
        stream: IO[bytes] | None = process.stderr
        assert stream is not None
        if stream.readline():
            first = time.monotonic() - begun
        if interrupt_at_first:
            interrupted = time.monotonic()
            os.kill(process.pid, signal.SIGINT)  # Popen.send_signal would reap it, and its accounts with it
        stream.read()
        stream.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    ended = time.monotonic()
    return Run(
        wall=ended - begun,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / 1024,
        code=process.returncode,
        first=first,
        ended=ended - interrupted if interrupted is not None else None,
    )


def row(name: str, values: Sequence[float], unit: str) -> str:
    """A line with the median and the range."""
    return f"{name:34} {statistics.median(values):8.2f} {unit:4} ({min(values):.2f} – {max(values):.2f})"


def load() -> str:
    """What else the machine is doing: figures without it mean little."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} CPUs, load {one:.1f} (1 min) {five:.1f} (5 min)"
