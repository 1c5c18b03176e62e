"""The files that a command was asked for. One that cannot be written is told, and takes nothing else with it.

What was found is said first, then written: a result is on the screen whatever becomes of its file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from checker.machine import keeping
from checker.model.text import Text
from checker.report.files import NotWritten, write_parts
from checker.terminal import streams
from checker.terminal.console import Console
from checker.terminal.exits import Exit

_AT_ONCE = Text(
    "{reason}。检查照常进行，结果会显示在屏幕上；也可以现在按 Ctrl+C 停下，换个位置再运行。",
    "{reason}. The check goes on, and its result will be on the screen; or press Ctrl+C now and name another place.",
)
_STANDS = Text(
    "{reason}。结果没有丢失，都在屏幕上；要写成文件，请换个位置再运行一次。",
    "{reason}. Nothing is lost: the result stands on the screen. To write it, run this again with another place.",
)
_EARLIER = Text("原来的同名文件没有动。", " The earlier file of that name is untouched.")
_STANDARD = Path("-")


def on_stdout(path: Path | None) -> bool:
    """Whether a result is asked for on standard output; what people read then goes to standard error."""
    return path is not None and path.as_posix() in ("-", "/dev/stdout")


class Outputs:
    """`stands`: a sentence with a blank `reason`, on where a result is that could not be written."""

    def __init__(self, console: Console, stands: Text = _STANDS) -> None:
        self._console = console
        self._stands = stands
        self.failed = False

    def look(self, *paths: Path | None) -> None:
        """Say before a long run what cannot be written after it."""
        for path in paths:
            if path is None or on_stdout(path):
                continue
            try:
                keeping.writable(path)
            except OSError as error:
                self._say(_AT_ONCE, NotWritten(path, error))

    def look_at_folder(self, path: Path | None) -> None:
        """As `look`, of a folder that is made where it is not there yet."""
        if path is None:
            return
        try:
            if path.exists():
                self.look(path / ".mijian")
        except OSError as error:  # whether it is there cannot be seen
            self._say(_AT_ONCE, NotWritten(path, error))

    def write(self, path: Path | None, content: bytes | Iterable[bytes]) -> bool:
        """Write a file, or to standard output for ``-``. False: it could not be written, and that was said."""
        if path is None:
            return True
        parts = (content,) if isinstance(content, bytes) else content
        try:
            if on_stdout(path):
                _send(parts)
            else:
                write_parts(path, parts)
        except NotWritten as failure:
            self.tell(failure, path)
            return False
        return True

    def folder(self, path: Path) -> bool:
        """Make a folder for files that follow. False: it cannot be had, and that was said."""
        try:
            keeping.folder(path)
        except OSError as error:
            self.tell(NotWritten(path, error))
            return False
        return True

    def tell(self, failure: NotWritten, path: Path | None = None) -> None:
        """Say what could not be written; the exit status will, too."""
        self.failed = True
        self._say(self._stands, failure, _EARLIER if path is not None and os.path.isfile(path) else None)

    def exit(self, status: int) -> int:
        """The command's exit status: our own fault where something was not written."""
        return Exit.FAULT if self.failed else status

    def _say(self, words: Text, failure: NotWritten, more: Text | None = None) -> None:
        said = words.filled(reason=failure.reason)
        self._console.say(said if more is None else Text(said.zh + more.zh, said.en + more.en))


def _send(parts: Iterable[bytes]) -> None:
    try:
        for part in parts:
            streams.send(part)
    except OSError as error:
        raise NotWritten(_STANDARD, error) from error
