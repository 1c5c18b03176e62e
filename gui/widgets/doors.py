"""The pages of a room side by side, above the page at hand. A room with one page shows none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.widgets.boxes import BAR, Column
from gui.widgets.flow import Flow
from gui.widgets.labels import Button
from gui.widgets.phrases import Phrases


class Doors(QWidget):
    wanted = Signal(int)  # the place of the door that was pressed

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._phrases = Phrases()
        self._words: tuple[Text, ...] = ()
        self.buttons: list[Button] = []
        self._flow = Flow(gap=4)
        column = Column(12, 0, BAR)
        column.body.addLayout(self._flow)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(column)
        self.hide()

    def load(self, words: Iterable[Text], chosen: int | None) -> None:
        """Show the doors of a room; `chosen`: the one that is open, None: a page behind them."""
        words = tuple(words)
        if words != self._words:
            self._words = words
            self._make()
        for place, button in enumerate(self.buttons):
            button.setChecked(place == chosen)
        self.setVisible(len(words) > 1)

    def hold(self, held: bool) -> None:
        for button in self.buttons:
            button.setEnabled(not held)

    def retranslate(self, language: Language) -> None:
        self._phrases.retranslate(language)

    def _make(self) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._phrases = Phrases(self._phrases.language)
        self.buttons = []
        for place, words in enumerate(self._words):
            button = Button(role="door")
            button.setCheckable(True)
            self._phrases.put(button.setText, words)
            button.clicked.connect(partial(self._pressed, place))
            self._flow.addWidget(button)
            self.buttons.append(button)

    def _pressed(self, place: int) -> None:
        self.wanted.emit(place)
