"""Lines of text from a file that may have millions of them."""

from __future__ import annotations

from collections.abc import Iterable

from checker.content import limits

_WAITING = 1 << 16  # lines that wait to be joined: one of a single sign takes eighty bytes


class Lines:
    """Lines as they come, joined when many have come.

    cut  there were more than a document's text may have, and the rest is not in it
    """

    def __init__(self) -> None:
        self._joined: list[str] = []
        self._waiting: list[str] = []
        self._left = limits.TEXT
        self.cut = False

    def add(self, line: str) -> None:
        if len(line) > self._left:
            self.cut = True
            line = line[: max(0, self._left)]
            if not line:
                return
        self._left -= len(line) + 1
        self._waiting.append(line)
        if len(self._waiting) >= _WAITING:
            self._joined.append("\n".join(self._waiting))
            self._waiting.clear()

    def extend(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.add(line)

    @property
    def text(self) -> str:
        return "\n".join((*self._joined, *self._waiting))
