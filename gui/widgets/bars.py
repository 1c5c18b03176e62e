"""Counts as bars, painted: shares of each row in their colours, each with its shape and number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checker.model.text import Language, Text
from gui.icons import shapes
from gui.states import Shape, Tone
from gui.theme import ink, mixed, scheme
from gui.widgets.labels import Button


@dataclass(frozen=True, slots=True)
class Share:
    word: Text
    shape: Shape
    tone: Tone
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    title: Text
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        return sum(share.count for share in self.shares)

    def sentence(self, language: Language) -> str:
        """What a screen reader says of it."""
        counts = ", ".join(f"{share.word.to(language)} {share.count}" for share in self.shares if share.count)
        return f"{self.title.to(language)}: {counts}"


class Bars(QWidget):
    """Every bar is as long as its share of the longest. `pressed`: the place of one, where they `lead` somewhere."""

    pressed = Signal(int)

    def __init__(self, *, lead: bool = False) -> None:
        super().__init__()
        self._leads = lead
        self.buttons: list[Button] = []  # over the bars, so that keyboard and screen reader find them
        self._bars: tuple[Bar, ...] = ()
        self._language = Language.ZH
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def load(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        if self._leads:
            self._cover()
        self._tell()

    def retranslate(self, language: Language) -> None:
        self._language = language
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(200, round(len(self._bars) * self._row()))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        longest = max((bar.total for bar in self._bars), default=0)
        for place, bar in enumerate(self._bars):
            self._paint(painter, bar, place * self._row(), longest)

    def _paint(self, painter: QPainter, bar: Bar, top: float, longest: int) -> None:
        metrics = QFontMetricsF(self.font())
        high = metrics.height()
        numbers = self._numbers(painter, bar, top)
        painter.setPen(QColor(scheme().text))
        room = max(high * 4, self.width() - numbers - high)
        title = metrics.elidedText(bar.title.to(self._language), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(0, top, room, high), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        left, ground = 0.0, QColor(scheme().card)
        for share in bar.shares:
            if not share.count or not longest:
                continue
            width = self.width() * share.count / longest
            piece = QRectF(left, top + high * 1.1, max(2.0, width - 1), high * 0.5)
            painter.fillRect(piece, mixed(ink(share.tone), ground, 0.35 if share.tone is Tone.QUIET else 0.85))
            left += width

    def _numbers(self, painter: QPainter, bar: Bar, top: float) -> float:
        """The counts at the right end of the line, each behind its shape; how much room they took."""
        metrics = QFontMetricsF(self.font())
        high, right = metrics.height(), float(self.width())
        for share in reversed(bar.shares):
            if not share.count:
                continue
            number = str(share.count)
            colour = ink(share.tone)
            width = metrics.horizontalAdvance(number)
            right -= width
            painter.setPen(colour)
            painter.drawText(QRectF(right, top, width + 1, high), Qt.AlignmentFlag.AlignVCenter, number)
            right -= high * 0.95
            shapes.paint(painter, QRectF(right, top + high * 0.12, high * 0.76, high * 0.76), share.shape, colour)
            right -= high * 0.6
        return self.width() - right

    def _cover(self) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for place in range(len(self._bars)):
            button = Button(role="bar", parent=self)
            button.clicked.connect(partial(self.pressed.emit, place))
            button.show()
            self.buttons.append(button)
        self._place()

    def _place(self) -> None:
        high = self._row()
        for place, button in enumerate(self.buttons):
            button.setGeometry(0, round(place * high), self.width(), round(high * 0.9))

    def _row(self) -> float:
        return QFontMetricsF(self.font()).height() * 2.0

    def _tell(self) -> None:
        self.setAccessibleDescription("; ".join(bar.sentence(self._language) for bar in self._bars))
        for bar, button in zip(self._bars, self.buttons, strict=False):
            button.setAccessibleName(bar.sentence(self._language))
        self.updateGeometry()
        self.update()
