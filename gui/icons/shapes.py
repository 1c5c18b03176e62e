"""The shapes of the states, painted in a square with the colour given.

Nine outlines that differ without their colours. What asks for action is filled, what is unknown is broken.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import theme
from gui.icons.drawn import ICONS, begin, draw, stroke
from gui.states import Shape

_MIDDLE = QPointF(12, 12)


def paint(painter: QPainter, square: QRectF, shape: Shape, colour: QColor) -> None:
    """Paint a shape into a square."""
    begin(painter, square, colour, 2.1)
    _DRAW[shape](painter, colour)
    painter.restore()


def _inside() -> QPen:
    return stroke(QColor(theme.scheme().card), 2.4)


def _ring(painter: QPainter, colour: QColor) -> None:
    painter.drawEllipse(_MIDDLE, 9, 9)


def _pie(painter: QPainter, colour: QColor) -> None:
    _ring(painter, colour)
    painter.setBrush(colour)
    painter.drawPie(QRectF(3, 3, 18, 18), 0, 90 * 16)


def _tick(painter: QPainter, colour: QColor) -> None:
    draw(painter, (("L", (3.5, 13, 9.6, 19, 21, 5.8)),), colour)


def _cross(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawEllipse(_MIDDLE, 9.6, 9.6)
    painter.setPen(_inside())
    draw(painter, (("L", (8.4, 8.4, 15.6, 15.6)), ("L", (15.6, 8.4, 8.4, 15.6))), colour)


def _triangle(painter: QPainter, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawPolygon([QPointF(12, 2.8), QPointF(22, 20.6), QPointF(2, 20.6)])
    painter.setPen(_inside())
    draw(painter, (("L", (12, 9.2, 12, 13.6)), ("L", (12, 17.2, 12.01, 17.2))), colour)


def _box(painter: QPainter, colour: QColor) -> None:
    painter.drawRoundedRect(QRectF(3.5, 3.5, 17, 17), 3, 3)


def _question(painter: QPainter, colour: QColor) -> None:
    broken = QPen(colour, 2.1, Qt.PenStyle.CustomDashLine)
    broken.setDashPattern([2.1, 1.35])
    painter.setPen(broken)
    painter.drawEllipse(_MIDDLE, 9.6, 9.6)
    painter.setPen(stroke(colour, 2.2))
    bow = ("L", (9.1, 9.7, 9.7, 8, 11.2, 7.2, 13, 7.3, 14.4, 8.4, 14.8, 9.8, 14, 11.3, 12.6, 12.2, 12, 13.8))
    draw(painter, (bow, ("L", (12, 17, 12.01, 17))), colour)


def _dash(painter: QPainter, colour: QColor) -> None:
    draw(painter, (("L", (6, 12, 18, 12)),), colour)


def _flag(painter: QPainter, colour: QColor) -> None:
    draw(painter, ICONS["flag"], colour)


_DRAW: dict[Shape, Callable[[QPainter, QColor], None]] = {
    Shape.RING: _ring,
    Shape.PIE: _pie,
    Shape.TICK: _tick,
    Shape.CROSS: _cross,
    Shape.TRIANGLE: _triangle,
    Shape.BOX: _box,
    Shape.QUESTION: _question,
    Shape.DASH: _dash,
    Shape.FLAG: _flag,
}
