"""How many of each state: a shape, a number, a word; heard as one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.states import Shape, Tone
from gui.widgets.flow import Flow
from gui.widgets.labels import short
from gui.widgets.marks import Mark
from gui.widgets.phrases import Phrases


class Counts(QWidget):
    """`more`: a button at the end of the line."""

    def __init__(self, more: QWidget | None = None) -> None:
        super().__init__()
        self._more = more
        self._phrases = Phrases()
        self._rows: list[tuple[Shape, Tone, int, Text]] = []
        self._flow = Flow(gap=20)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._flow)

    def load(self, rows: Iterable[tuple[Shape, Tone, int, Text]]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self._more:
                widget.hide()
                widget.deleteLater()
        self._rows = list(rows)
        self._phrases = Phrases(self._phrases.language)
        for shape, tone, count, words in self._rows:
            self._flow.addWidget(self._one(shape, tone, count, words))
        if self._more is not None:
            self._flow.rest(len(self._rows))
            self._flow.addWidget(self._more)
        zh = "，".join(f"{words.zh} {count}" for _, _, count, words in self._rows)
        en = ", ".join(f"{words.en} {count}" for _, _, count, words in self._rows)
        self._phrases.put(self.setAccessibleName, Text(zh, en))

    @property
    def sentence(self) -> str:
        """What is heard."""
        return self.accessibleName()

    def retranslate(self, language: Language) -> None:
        self._phrases.retranslate(language)

    def _one(self, shape: Shape, tone: Tone, count: int, words: Text) -> QWidget:
        made, number, word = QWidget(), short("strong"), short("quiet")
        number.say(str(count))
        number.tone(None if tone is Tone.QUIET else tone)
        self._phrases.put(word.say, words)
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for one in (Mark(shape, tone, 18), number, word):
            box.addWidget(one)
        return made
