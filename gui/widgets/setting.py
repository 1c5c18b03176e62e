"""One setting: its name, a line that explains it, and the choice beside it, or below where it is narrow."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.theme import px
from gui.widgets.boxes import Item
from gui.widgets.flow import Flow
from gui.widgets.labels import Label
from gui.widgets.phrases import Phrases

_NARROW = 480  # px at 100 %


class Setting(Item):
    def __init__(self, name: Text, hint: Text | None, *choices: QWidget) -> None:
        super().__init__()
        self.phrases = Phrases()
        head, self.under = Label(role="strong"), Label(role="note")
        head.setBuddy(choices[0])
        self.phrases.put(head.say, name)
        self.phrases.put(choices[0].setAccessibleName, name)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(head)
        words.addWidget(self.under)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 12, 0, 12)
        self._both.setSpacing(12)
        self._both.addLayout(words, 1)
        self._both.addLayout(Flow(*choices))
        self.explain(hint)  # only now: shown without a parent, a widget becomes a window

    def explain(self, hint: Text | None) -> None:
        self.phrases.put(self.under.say, hint or Text("", ""), "hint")
        self.under.setVisible(hint is not None)

    def retranslate(self, language: Language) -> None:
        self.phrases.retranslate(language)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._both.direction() != way:
            self._both.setDirection(way)
