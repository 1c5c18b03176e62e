"""Small drawn things: a state's shape, a line icon, the seal. They have no words; those stand beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.icons import drawn, shapes
from gui.states import Shape, Tone
from gui.theme import px


class Drawn(QWidget):
    """A square of so many pixels at 100 %."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)


class Mark(Drawn):
    """The shape of a state in its tone."""

    def __init__(self, shape: Shape, tone: Tone, size: int = 20) -> None:
        super().__init__(size)
        self.shape, self.tone = shape, tone

    def put(self, shape: Shape, tone: Tone) -> None:
        self.shape, self.tone = shape, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        shapes.paint(QPainter(self), self._square(), self.shape, theme.ink(self.tone))


class Sign(Drawn):
    """One of `gui.icons.drawn.ICONS`. `held`: in the ink of a filled warning."""

    def __init__(self, name: str, tone: Tone = Tone.QUIET, size: int = 22, *, held: bool = False) -> None:
        super().__init__(size)
        self._name, self._tone, self._held = name, tone, held

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = QColor(theme.scheme().on_hold) if self._held else theme.ink(self._tone)
        drawn.icon(QPainter(self), self._square(), self._name, ink)


class Seal(Drawn):
    """The mark of the product."""

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = theme.scheme()
        drawn.seal(QPainter(self), self._square(), QColor(scheme.accent), QColor(scheme.on_accent))
