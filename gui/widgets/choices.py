"""Choices with a chevron of our own, as the style sheet takes the system's away."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from gui import theme
from gui.icons import drawn
from gui.theme import px


class Pick(QComboBox):
    """One of some. It gives way where there is little room: the list that it opens has the whole words."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _chevron(self)


class Day(QDateEdit):
    """A day, chosen from a calendar or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _chevron(self)


def _chevron(widget: QWidget) -> None:
    size = px(16)
    square = QRectF(widget.width() - size - px(10), (widget.height() - size) / 2, size, size)
    drawn.icon(QPainter(widget), square, "down", QColor(theme.scheme().quiet))
