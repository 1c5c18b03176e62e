"""The shapes of the states, painted in a square with the colour given."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from gui.states import Shape


def paint(painter: QPainter, square: QRectF, shape: Shape, colour: QColor) -> None:
    """Paint a shape into a square. Every shape differs in outline, not in colour alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, square.width() / 9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _DRAW[shape](painter, square, colour)
    painter.restore()


def _at(square: QRectF, x: float, y: float) -> QPointF:
    return QPointF(square.x() + x * square.width(), square.y() + y * square.height())


def _line(painter: QPainter, square: QRectF, *points: tuple[float, float]) -> None:
    painter.drawPolyline([_at(square, x, y) for x, y in points])


def _inner(square: QRectF) -> QRectF:
    edge = square.width() * 0.12
    return square.adjusted(edge, edge, -edge, -edge)


def _ring(painter: QPainter, square: QRectF, colour: QColor) -> None:
    painter.drawEllipse(_inner(square))


def _pie(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _ring(painter, square, colour)
    painter.setBrush(colour)
    painter.drawPie(_inner(square), 0, 90 * 16)


def _tick(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _line(painter, square, (0.14, 0.54), (0.40, 0.80), (0.88, 0.22))


def _cross(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _line(painter, square, (0.18, 0.18), (0.82, 0.82))
    _line(painter, square, (0.82, 0.18), (0.18, 0.82))


def _triangle(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _line(painter, square, (0.5, 0.12), (0.92, 0.86), (0.08, 0.86), (0.5, 0.12))
    _line(painter, square, (0.5, 0.42), (0.5, 0.60))
    painter.drawPoint(_at(square, 0.5, 0.73))


def _box(painter: QPainter, square: QRectF, colour: QColor) -> None:
    painter.drawRoundedRect(_inner(square), 2, 2)


def _question(painter: QPainter, square: QRectF, colour: QColor) -> None:
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(8, round(square.height() * 0.95)))
    painter.setFont(font)
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "?")


def _dash(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _line(painter, square, (0.22, 0.5), (0.78, 0.5))


def _flag(painter: QPainter, square: QRectF, colour: QColor) -> None:
    _line(painter, square, (0.24, 0.10), (0.24, 0.92))
    cloth = QPainterPath(_at(square, 0.24, 0.14))
    for x, y in ((0.84, 0.32), (0.24, 0.54)):
        cloth.lineTo(_at(square, x, y))
    painter.fillPath(cloth, colour)


_DRAW: dict[Shape, Callable[[QPainter, QRectF, QColor], None]] = {
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
