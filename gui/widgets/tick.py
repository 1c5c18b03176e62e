"""A box to tick whose words wrap, as those of Qt's own do not; a press on the words ticks it, too."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStyle, QStyleOptionButton, QWidget

from gui import theme
from gui.icons import drawn
from gui.widgets.labels import Label


class Box(QCheckBox):
    """A box to tick whose tick is drawn by us: a system's own is lost on a dark ground."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            part = QStyle.SubElement.SE_CheckBoxIndicator
            square = QRectF(self.style().subElementRect(part, option, self))
            drawn.icon(QPainter(self), square, "tick", QColor(theme.scheme().on_accent))


class Tick(QWidget):
    toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.box, self._words = Box(), Label()
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
