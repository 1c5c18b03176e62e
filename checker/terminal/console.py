"""The terminal: the only place that prints, asks and takes Ctrl+C. What was found goes to standard output, everything
that is said beside it to standard error."""

from __future__ import annotations

import getpass
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from checker.model.text import Language, Text

if TYPE_CHECKING:
    from checker.report.keys.signer import Secret


class Console:
    """`results`: where what was found is shown. Where a file goes to standard output it is read on standard error
    (`beside`).
    """

    def __init__(self, language: Language, results: TextIO | None = None) -> None:
        self.language = language
        self._results = results
        self._renewed = False
        self.ended = False  # nobody types any more: the input came to its end

    @property
    def results(self) -> TextIO:
        return self._results or sys.stdout

    def beside(self, on_stdout: bool) -> Console:
        return Console(self.language, sys.stderr) if on_stdout else self

    def show(self, text: Text, indent: str = "") -> None:
        """Something that was found."""
        self.show_line(f"{indent}{text.to(self.language)}")

    def show_line(self, line: str) -> None:
        print(line, file=self.results, flush=True)

    def say(self, *texts: Text) -> None:
        """Something beside it: why, what is next, what could not be done."""
        for text in texts:
            print(text.to(self.language), file=sys.stderr, flush=True)

    def ask(self, question: Text) -> str:
        """A line that a person types, without blanks around it; empty at the end of the input."""
        print(question.to(self.language), end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        self.ended = not line
        return line.strip()

    def ask_secret(self, secret: Secret) -> str | None:
        """Without showing what is typed; None: nothing was typed, or it was broken off."""
        try:
            return getpass.getpass(f"{secret.what.to(self.language)}: ", stream=sys.stderr) or None
        except (EOFError, KeyboardInterrupt):
            return None

    def renew(self, line: Text) -> None:
        """One line of progress, written over the one before; silent where that is no terminal."""
        if self.alive:
            self._renewed = True
            print(f"\r\x1b[K{line.to(self.language)}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._renewed:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._renewed = False

    @property
    def alive(self) -> bool:
        """Whether somebody watches."""
        return sys.stderr.isatty()


@contextmanager
def stopping(stop: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C stops the work and keeps what is done, instead of ending the program."""
    before = signal.signal(signal.SIGINT, lambda *_: stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
