"""One row of a list: a sign, a strong line, a quiet line, and what can be done; buttons go below where it is narrow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.theme import px
from gui.widgets.boxes import Item
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.phrases import Phrases

_NARROW = 560  # px at 100 %
_NAMED = Text("{words}：{head}", "{words}: {head}")


class Entry(Item):
    """`lead` stands before it. Buttons are named with the row's words, as a list of equal buttons says nothing."""

    def __init__(self, lead: QWidget, head: Text, under: Text | None, language: Language) -> None:
        super().__init__()
        self.phrases = Phrases(language)
        self._head = head
        self.head, self.under = Label(role="strong"), Label(role="note")
        self.buttons: list[Button] = []
        self._flow = Flow()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.head)
        words.addWidget(self.under)
        words.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(10)
        self._both.addLayout(words, 1)
        self._both.addLayout(self._flow)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 10)
        box.setSpacing(16)
        box.addWidget(lead)
        box.addLayout(self._both, 1)
        self.say(head, under)

    def say(self, head: Text, under: Text | None) -> None:
        self._head = head
        self.phrases.put(self.head.say, head, "head")
        self.phrases.put(self.under.say, under or Text("", ""), "under")
        self.under.setVisible(under is not None)

    def offer(self, words: Text, pressed: Callable[[], object], role: str = "", key: str = "") -> Button:
        """Add a button."""
        button = Button(role=role, key=key)
        self.phrases.put(button.setText, words)
        self.phrases.put(button.setAccessibleName, _NAMED.filled(words=words, head=self._head))
        button.clicked.connect(lambda: pressed())
        self._flow.addWidget(button)
        self.buttons.append(button)
        return button

    def retranslate(self, language: Language) -> None:
        self.phrases.retranslate(language)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._both.direction() != way:
            self._both.setDirection(way)
