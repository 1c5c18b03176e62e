"""One sentence, one button: of a bad situation, or that something was done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from checker.model.text import Language, Text
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label


class Banner(QFrame):
    pressed = Signal()

    def __init__(self, sentence: Text, button: Text | None = None, role: str = "banner") -> None:
        """`role` "done": nothing is wrong."""
        super().__init__()
        self.setProperty("role", role)
        self._sentence, self._button_text = sentence, button
        self._label = Label()
        self._button = Button()
        self._button.clicked.connect(self.pressed)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        box.addWidget(self._label)
        box.addLayout(Flow(self._button))
        self._button.setVisible(button is not None)  # only now: without a parent it would become a window

    @property
    def sentence(self) -> Text:
        return self._sentence

    @property
    def button(self) -> Button:
        return self._button

    def retranslate(self, language: Language) -> None:
        self._label.say(self._sentence.to(language))
        if self._button_text is not None:
            self._button.setText(self._button_text.to(language))
            self._button.setAccessibleDescription(self._sentence.to(language))
