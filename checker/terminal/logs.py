"""The technical log: the last lines, in memory, for a person to copy to IT.

It never holds content read from a device: of a crash it keeps the place in our code and its kind, not its words,
because the message of an exception can quote what was being read. Of a line it keeps our own sentence, and of what
fills it numbers and the words that the program spells: a path or a name of somebody's stands there as dots.
"""

from __future__ import annotations

import logging
import platform
import sys
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

import checker

if TYPE_CHECKING:
    from checker.machine.allowed import Allowed

_LINES = 200
_OURS = ("__main__", "main", "checker", "checks", "gui")  # whose sentences are literals


class Recent(logging.Handler):
    """Keeps the last lines of the log, and writes them to a stream too where one is given."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(logging.INFO)
        self._records: deque[logging.LogRecord] = deque(maxlen=_LINES)
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)
        if self._stream is None:
            return
        try:
            self._stream.writelines(f"{line}\n" for line in _lines(record))
        except (OSError, ValueError):  # closed under us: a line that nobody can read ends no work
            self._stream = None

    def text(self) -> str:
        """Version, system and the lines."""
        head = f"mijian {checker.__version__} · Python {platform.python_version()} · {platform.platform()}"
        return "\n".join((head, *(line for record in tuple(self._records) for line in _lines(record))))


def _lines(record: logging.LogRecord) -> Iterator[str]:
    yield f"{record.levelname} {record.name}: {_said(record)}"
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        yield f"  {type(error).__name__} at {_place(error)}"


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in _OURS:
        return _allowed().text(record.getMessage())
    args: Any = record.args
    match args:
        case tuple():
            args = tuple(map(_told, args))
        case dict():
            args = {name: _told(value) for name, value in args.items()}
    return str(record.msg) % args if args else str(record.msg)


def _told(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    text = str(value)
    return _allowed().sentence(text) or _allowed().text(text)


@cache
def _allowed() -> Allowed:
    from checker.machine.allowed import Allowed  # reads all of our code: only where something is to be told

    return Allowed(lambda word: "·" * len(word))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}.{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-4:]) or "?"


def start(*, verbose: bool) -> Recent:
    """Send the log to memory, and to stderr too where a person asked for it; what was started before ends."""
    recent = Recent(sys.stderr if verbose else None)
    root = logging.getLogger()
    for earlier in [handler for handler in root.handlers if isinstance(handler, Recent)]:
        root.removeHandler(earlier)
    root.setLevel(logging.INFO)
    root.addHandler(recent)
    return recent
