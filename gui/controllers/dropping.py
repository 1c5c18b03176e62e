"""Anything may be dropped anywhere: what it is decides what is done, and a wrong thing gets a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app.dropped import WORDS, Dropped, told
from checker.model.text import Text
from gui.work.worker import Mishap, Worker

_MIXED = Text("请一次只拖一种文件。", "Please drop one kind of file at a time.")
_NOT_USED = Text("“{name}”是{what}，窗口用不上它。", "“{name}” is {what}; the window has no use for it.")
_UNREADABLE = Text("读不到“{name}”，什么也没有做。", "“{name}” cannot be read; nothing was done.")
_BUSY = Text("正在做别的事，做完再拖进来。", "Something is under way; drop it again when that is done.")

Take = Callable[[tuple[Path, ...]], None]


class Dropping(QObject):
    """`takers`: who takes a kind. `refused`: a sentence for the page at hand."""

    refused = Signal(object)

    def __init__(self, worker: Worker, takers: dict[Dropped, Take]) -> None:
        super().__init__()
        self._worker, self._takers = worker, takers

    def take(self, paths: tuple[Path, ...]) -> None:
        """Look at what was dropped, and hand it on."""
        if self._worker.busy:
            self.refused.emit(_BUSY)
            return
        self._worker.do(lambda: tuple(map(told, paths)), lambda kinds: self._hand_on(paths, kinds), self._on_error)

    def _hand_on(self, paths: tuple[Path, ...], kinds: tuple[Dropped, ...]) -> None:
        kind = kinds[0]
        if Dropped.UNREADABLE in kinds:
            self._refuse(_UNREADABLE, paths[kinds.index(Dropped.UNREADABLE)])
        elif len(set(kinds)) > 1:
            self.refused.emit(_MIXED)
        elif kind in self._takers:
            self._takers[kind](paths)
        else:
            name = Text.name(paths[0].name)
            self.refused.emit(_NOT_USED.filled(name=name, what=WORDS[kind]))

    def _refuse(self, words: Text, path: Path) -> None:
        self.refused.emit(words.filled(name=Text.name(path.name)))

    def _on_error(self, mishap: Mishap) -> None:
        self.refused.emit(mishap.sentence)
