"""Standard output and standard error while a command runs: what cannot be shown ends no command and loses no file.

A full disk behind ``> result.txt``, or a reader who has gone (``| head``), is noticed and told by the exit status; the
command goes on to write the files that it was asked for.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from checker.model.text import Language, Text
from checker.terminal.exits import Exit

_NOT_SHOWN = Text(
    "标准输出写不进去（{why}），没写进去的内容显示在这里。",
    "Standard output could not be written ({why}); what is missing there is shown here.",
)


class Streams:
    """What was lost of standard output."""

    def __init__(self) -> None:
        self.error: OSError | None = None

    def exit(self, status: int, language: Language) -> int:
        """The exit status, with what became of the streams: 130 where its reader left, 70 where it could not be
        written, and a sentence then. A fault that is known already stays."""
        if self.error is None or status == Exit.FAULT:
            return status
        if reader_gone(self.error):  # whoever read our words has read enough: `mijian audit | head`
            return Exit.STOPPED
        why = Text.name(self.error.strerror or type(self.error).__name__)
        sys.stderr.write(f"{_NOT_SHOWN.filled(why=why).to(language)}\n")
        return Exit.FAULT


class _Kept:
    """A stream whose errors end nothing. What `instead` is given for, is shown there once this one is lost."""

    def __init__(self, stream: TextIO, streams: Streams | None = None, instead: TextIO | None = None) -> None:
        self._stream = stream
        self._streams = streams
        self._instead = instead
        self._lost = False
        self._held = ""  # handed to the stream, and not known to have arrived

    def write(self, text: str) -> int:
        if self._lost:
            self._show_instead(text)
            return len(text)
        self._held += text
        try:
            self._stream.write(text)
            if "\n" in text:
                self._stream.flush()
                self._held = ""
        except OSError as error:
            self._lose(error)
        return len(text)

    def flush(self) -> None:
        if not self._lost:
            try:
                self._stream.flush()
                self._held = ""
            except OSError as error:
                self._lose(error)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _lose(self, error: OSError) -> None:
        self._lost = True
        _silence(self._stream)
        if reader_gone(error):
            self._instead = None
        if self._streams is not None:
            self._streams.error = error
        self._show_instead(self._held)

    def _show_instead(self, text: str) -> None:
        if self._instead is not None:
            self._instead.write(text)


@contextmanager
def kept() -> Iterator[Streams]:
    """Put both streams under guard, and back again."""
    before = sys.stdout, sys.stderr
    for stream in before:
        # A console of another code page must not end an audit because of one sign that it cannot show.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    streams = Streams()
    out, errors = before
    if errors is not None:
        sys.stderr = cast(TextIO, _Kept(errors))
    if out is not None:
        sys.stdout = cast(TextIO, _Kept(out, streams, sys.stderr))
    elif errors is not None:  # closed by whoever started us: what was found is said all the same
        sys.stdout = sys.stderr
    try:
        yield streams
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    finally:
        sys.stdout, sys.stderr = before


def send(content: bytes) -> None:
    """Put bytes on standard output, after what was said there.

    Raises:
        OSError: it is closed, its reader has gone, its disk is full. Nothing more is written there then.
    """
    stream = sys.stdout
    binary = getattr(stream, "buffer", None)
    if binary is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    stream.flush()
    try:
        binary.write(content)
        binary.flush()
    except OSError:
        _silence(stream)
        raise


def reader_gone(error: OSError) -> bool:
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _silence(stream: TextIO) -> None:
    """What the stream still holds goes nowhere; else Python would fail with it once more at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
