"""Line icons and the mark of the product, drawn on a grid of 24: they follow palette and scale, as no picture would."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

# L: a line through points; R: x, y, w, h, radius; C: x, y, radius; D: a dot
Stroke = tuple[str, tuple[float, ...]]
_RAYS: tuple[Stroke, ...] = tuple(
    ("L", tuple(v for r in (6.6, 9.3) for v in (12 + r * cos(k * pi / 4), 12 + r * sin(k * pi / 4)))) for k in range(8)
)
ICONS: dict[str, tuple[Stroke, ...]] = {
    "computer": (("R", (3, 4, 18, 12, 2)), ("L", (12, 16, 12, 20)), ("L", (7.5, 20, 16.5, 20))),
    "devices": (
        ("R", (3.5, 3, 9, 18, 2)),
        ("L", (7, 17.7, 9, 17.7)),
        ("R", (15.5, 10, 5.5, 11, 1.5)),
        ("L", (16.8, 10, 16.8, 5.5, 19.7, 5.5, 19.7, 10)),
    ),
    "tasks": (("R", (5, 4.5, 14, 16.5, 2)), ("R", (9, 2.5, 6, 4, 1)), ("L", (8.5, 13.5, 11, 16, 15.7, 11))),
    "files": (
        ("R", (3, 4.5, 18, 15, 2)),
        ("C", (8.3, 9.7, 1.6)),
        ("L", (3.5, 18, 9, 13, 12.5, 16, 16, 12.5, 20.5, 17)),
    ),
    "report": (
        ("L", (18, 12, 18, 7, 14, 3, 5, 3, 5, 21, 11, 21)),
        ("L", (8.5, 10, 14, 10)),
        ("L", (8.5, 14, 11, 14)),
        ("C", (16.5, 17.5, 3.5)),
    ),
    "gear": (("C", (12, 12, 2.8)), ("C", (12, 12, 6.6)), *_RAYS),
    "phone": (("R", (6.5, 2.5, 11, 19, 2.2)), ("L", (10.7, 18.3, 13.3, 18.3))),
    "stick": (("R", (7.5, 9, 9, 12.5, 2)), ("L", (9.2, 9, 9.2, 3.5, 14.8, 3.5, 14.8, 9))),
    "disk": (("R", (3.5, 5, 17, 14, 2)), ("L", (3.5, 14, 20.5, 14)), ("D", (17, 16.5))),
    "stop": (
        ("L", (8.3, 3, 15.7, 3, 21, 8.3, 21, 15.7, 15.7, 21, 8.3, 21, 3, 15.7, 3, 8.3, 8.3, 3)),
        ("L", (8, 12, 16, 12)),
    ),
    "nofile": (
        ("L", (14, 3, 5.5, 3, 5.5, 21, 18.5, 21, 18.5, 7.5, 14, 3)),
        ("L", (9, 10.5, 15, 16.5)),
        ("L", (15, 10.5, 9, 16.5)),
    ),
    "unplug": (
        ("L", (9.3, 3, 9.3, 7)),
        ("L", (14.7, 3, 14.7, 7)),
        ("L", (6, 7, 18, 7, 18, 10, 16, 14, 12, 15, 8, 14, 6, 10, 6, 7)),
        ("L", (12, 15, 12, 16.5)),
        ("L", (12, 20, 12, 21.5)),
        ("L", (8.5, 18.2, 15.5, 18.2)),
    ),
    "lock": (
        ("R", (5, 10.5, 14, 10.5, 2)),
        ("L", (8, 10.5, 8, 7, 10, 4.6, 14, 4.6, 16, 7, 16, 10.5)),
        ("D", (12, 15.7)),
    ),
    "call": (
        ("L", (5, 3.5, 8.8, 3.5, 10.6, 8.4, 8.3, 10.3, 10.2, 13.6, 13.7, 15.7, 15.6, 13.4, 20.5, 15.2, 20.5, 19)),
        ("L", (20.5, 19, 18.7, 20.6, 12, 18.4, 6.4, 13.2, 3.4, 5.3, 5, 3.5)),
    ),
    "clock": (("C", (12, 12, 9)), ("L", (12, 7, 12, 12, 15.5, 14))),
    "again": (
        ("L", (4.4, 9.6, 6.4, 6.8, 9.4, 4.9, 13, 4.3, 16.6, 5.3, 19.3, 7.7, 20.8, 11.2, 20.4, 15)),
        ("L", (20.4, 15, 18.6, 18, 15.6, 20.1, 12, 20.7, 8.4, 19.7, 5.6, 17)),
        ("L", (4, 4.5, 4, 10.2, 9.7, 10.2)),
    ),
    "flag": (("L", (6, 3, 6, 21)), ("L", (6, 4, 18, 4, 15, 8.2, 18, 12.5, 6, 12.5))),
    "right": (("L", (9, 5.5, 15.5, 12, 9, 18.5)),),
    "down": (("L", (5.5, 9, 12, 15.5, 18.5, 9)),),
    "up": (("L", (5.5, 15.5, 12, 9, 18.5, 15.5)),),
    "key": (("C", (8, 16, 4.2)), ("L", (11, 13, 20, 4)), ("L", (16.3, 7.7, 19, 10.4))),
    "help": (
        ("C", (12, 12, 9)),
        ("L", (9.2, 9.6, 9.8, 8, 11.2, 7, 13, 7.1, 14.4, 8.2, 14.7, 9.9, 13.8, 11.4, 12.5, 12.5, 12, 14.2)),
        ("D", (12, 17.2)),
    ),
    "drop": (("L", (12, 3, 12, 14)), ("L", (7.5, 10, 12, 14.5, 16.5, 10)), ("L", (4, 15, 4, 20.5, 20, 20.5, 20, 15))),
    "person": (("C", (12, 7.8, 4.2)), ("L", (3.8, 20.8, 5.4, 17.2, 9, 15.6, 15, 15.6, 18.6, 17.2, 20.2, 20.8))),
    "folder": (("L", (3, 19, 3, 5, 9, 5, 11.3, 8, 21, 8, 21, 19, 3, 19)),),
    "case": (("R", (3, 8, 18, 12, 2)), ("L", (8.5, 8, 8.5, 4.5, 15.5, 4.5, 15.5, 8)), ("L", (3, 13, 21, 13))),
    "search": (("C", (10.5, 10.5, 6.5)), ("L", (15.3, 15.3, 20.5, 20.5))),
    "note": (("R", (4, 4, 16, 16, 2)), ("L", (8, 9, 16, 9)), ("L", (8, 13, 13, 13))),
    "tick": (("L", (5, 12.8, 10, 17.8, 19.5, 7)),),
}


def icon(painter: QPainter, square: QRectF, name: str, colour: QColor) -> None:
    """Draw one of `ICONS` into a square."""
    begin(painter, square, colour, 1.7)
    draw(painter, ICONS[name], colour)
    painter.restore()


def seal(painter: QPainter, square: QRectF, colour: QColor, paper: QColor) -> None:
    """The mark of the product: a square seal whose open corner is a tick."""
    begin(painter, square, colour, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(1, 1, 22, 22), 5, 5)
    painter.setPen(stroke(paper, 2.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw(painter, (("L", (14.5, 6, 6, 6, 6, 18, 18, 18, 18, 14.5)), ("L", (9.8, 11, 12.8, 14, 19, 6.6))), paper)
    painter.restore()


def picture(name: str, size: int, colour: QColor, checked: QColor | None = None) -> QIcon:
    """A button's icon; `checked`: its colour while the button is."""
    made = QIcon(_pixmap(name, size, colour))
    made.addPixmap(_pixmap(name, size, checked or colour), QIcon.Mode.Normal, QIcon.State.On)
    return made


def logo(colour: QColor, paper: QColor) -> QIcon:
    """The window's icon, in the sizes that desktops ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        seal(painter, QRectF(0, 0, size, size), colour, paper)
        painter.end()
        made.addPixmap(pixmap)
    return made


def begin(painter: QPainter, square: QRectF, colour: QColor, width: float) -> None:
    """Save the painter and put it on the grid; whoever calls this restores it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(square.topLeft())
    painter.scale(square.width() / 24, square.height() / 24)
    painter.setPen(stroke(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def stroke(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def draw(painter: QPainter, strokes: tuple[Stroke, ...], colour: QColor) -> None:
    for kind, v in strokes:
        if kind == "L":
            painter.drawPolyline([QPointF(x, y) for x, y in zip(v[::2], v[1::2], strict=True)])
        elif kind == "R":
            painter.drawRoundedRect(QRectF(*v[:4]), v[4], v[4])
        elif kind == "C":
            painter.drawEllipse(QPointF(v[0], v[1]), v[2], v[2])
        else:
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(v[0], v[1]), 0.6, 0.6)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def _pixmap(name: str, size: int, colour: QColor) -> QPixmap:
    made = QPixmap(size * 2, size * 2)
    made.setDevicePixelRatio(2.0)  # sharp on fine screens, too
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    icon(painter, QRectF(0, 0, size, size), name, colour)
    painter.end()
    return made
