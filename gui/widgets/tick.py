"""A box to tick whose words wrap, as those of Qt's own do not; a press on the words ticks it, too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from gui.widgets.labels import Label


class Tick(QWidget):
    toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box, self._words = QCheckBox(), Label()
        self.box.toggled.connect(self.toggled)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def setText(self, words: str) -> None:
        self._words.say(words)
        self.box.setAccessibleName(words)

    def text(self) -> str:
        return self._words.text()

    def isChecked(self) -> bool:
        return self.box.isChecked()

    def setChecked(self, checked: bool) -> None:
        self.box.setChecked(checked)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.toggle()
