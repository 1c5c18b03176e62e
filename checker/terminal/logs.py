"""The technical log: the last lines, in memory, for a person to copy to IT.

It never holds content read from a device: of a crash it keeps the place in our code and its kind, not its words,
because the message of an exception can quote what was being read.
"""

from __future__ import annotations

import logging
import platform
import sys
from collections import deque
from typing import TextIO

import checker

_LINES = 200


class Recent(logging.Handler):
    """Keeps the last lines of the log, and writes them to a stream too where one is given."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(logging.INFO)
        self._lines: deque[str] = deque(maxlen=_LINES)
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        self._keep(f"{record.levelname} {record.name}: {record.getMessage()}")
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            self._keep(f"  {type(error).__name__} at {_place(error)}")

    def text(self) -> str:
        """Version, system and the lines."""
        head = f"mijian {checker.__version__} · Python {platform.python_version()} · {platform.platform()}"
        return "\n".join((head, *self._lines))

    def _keep(self, line: str) -> None:
        self._lines.append(line)
        if self._stream is not None:
            self._stream.write(line + "\n")


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}.{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-4:]) or "?"


def start(*, verbose: bool) -> Recent:
    """Send the log to memory, and to stderr too where a person asked for it."""
    recent = Recent(sys.stderr if verbose else None)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(recent)
    return recent
