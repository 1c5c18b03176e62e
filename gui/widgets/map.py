"""A medium from its first byte to its last: what each part holds, and where something was found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from checker.model.text import Language, Text
from gui.states import Tone
from gui.theme import ink, mixed, scheme


class Ground(IntEnum):
    """What a part of a medium holds. Of several in one square, the one with the highest number is shown."""

    BLANK = 0
    LIVE = 1
    PATTERNLESS = 2
    SOMETHING = 3
    NOT_READ = 4
    UNREADABLE = 5


_WORDS = {
    Ground.BLANK: Text("空白", "Blank"),
    Ground.LIVE: Text("未删除的文件", "Existing files"),
    Ground.PATTERNLESS: Text("没有规律（随机或加密）", "No pattern (random or encrypted)"),
    Ground.SOMETHING: Text("有内容", "Holds something"),
    Ground.NOT_READ: Text("没有读", "Not read"),
    Ground.UNREADABLE: Text("读不出来", "Unreadable"),
}
_FOUND = Text("能取回的文件", "A file that comes back")
_PIECE = Text("残缺的文件或痕迹", "A damaged file or a trace")
_ROOM = Text("{word} {share}", "{word} {share}")


@dataclass(frozen=True, slots=True)
class Plan:
    """`grounds`: one a part, all parts equally large. `found`, `pieces`: numbers of parts, one for each find."""

    grounds: tuple[Ground, ...] = ()
    found: tuple[int, ...] = ()
    pieces: tuple[int, ...] = ()

    def share(self, ground: Ground) -> float:
        return self.grounds.count(ground) / len(self.grounds) if self.grounds else 0.0


class MediumMap(QWidget):
    """Squares in reading order. Each ground has a pattern as well as a colour."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = Plan()
        self._language = Language.ZH
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def plan(self) -> Plan:
        return self._plan

    def load(self, plan: Plan) -> None:
        self._plan = plan
        self._tell()

    def retranslate(self, language: Language) -> None:
        self._language = language
        self._tell()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, rows, side = self._grid(width)
        return math.ceil(rows * side + self._legend_height(width))

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(400, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.heightForWidth(max(1, self.width())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns, rows, side = self._grid(self.width())
        squares = self.squares(columns * rows)
        gap = max(1.0, side * 0.12)
        for number, ground in enumerate(squares):
            row, column = divmod(number, columns)
            paint_ground(painter, QRectF(column * side, row * side, side - gap, side - gap), ground)
        for parts, whole in ((self._plan.pieces, False), (self._plan.found, True)):
            for number in {self._square(part, len(squares)) for part in parts} if squares else ():
                row, column = divmod(number, columns)
                _dot(painter, QRectF(column * side, row * side, side - gap, side - gap), whole)
        self._paint_legend(painter, rows * side)

    def squares(self, room: int) -> list[Ground]:
        """The grounds of the squares that are painted, at most `room`; the worst of its parts stands for a square."""
        grounds = self._plan.grounds
        count = min(room, len(grounds))
        return [
            max(grounds[number * len(grounds) // count : max((number + 1) * len(grounds) // count, 1)])
            for number in range(count)
        ]

    def _square(self, part: int, count: int) -> int:
        """The square that a part is painted in."""
        return min((part * count + count - 1) // max(1, len(self._plan.grounds)), count - 1)

    def _grid(self, width: int) -> tuple[int, int, float]:
        """Columns, rows and the side of a square: about as large as a letter, at most sixteen rows."""
        letter = QFontMetricsF(self.font()).height()
        parts = max(1, len(self._plan.grounds))
        columns = max(1, int(width / (letter * 0.8)))
        rows = min(16, math.ceil(parts / columns))
        return columns, rows, width / columns

    # -- what the colours mean -----------------------------------------------------------------------------------

    def _legend(self) -> list[tuple[Ground | bool, str]]:
        plan, words = self._plan, list[tuple[Ground | bool, str]]()
        for ground in Ground:
            share = plan.share(ground)
            if share:
                part = "<1%" if share < 0.01 else f"{share:.0%}"
                words.append((ground, _ROOM.filled(word=_WORDS[ground], share=part).to(self._language)))
        if plan.found:
            words.append((True, _FOUND.to(self._language)))
        if plan.pieces:
            words.append((False, _PIECE.to(self._language)))
        return words

    def _places(self, width: int) -> tuple[list[tuple[Ground | bool, str, float, float]], float]:
        """Where each word of the legend stands, and how high all of them are."""
        metrics = QFontMetricsF(self.font())
        high, x, y = metrics.height(), 0.0, 0.4 * metrics.height()
        placed = []
        for sign, word in self._legend():
            wide = metrics.horizontalAdvance(word) + high * 2.4
            if x and x + wide > width:
                x, y = 0.0, y + high * 1.4
            placed.append((sign, word, x, y))
            x += wide
        return placed, (y + high * 1.2 if placed else 0.0)

    def _legend_height(self, width: int) -> float:
        return self._places(width)[1]

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        high = QFontMetricsF(self.font()).height()
        for sign, word, x, y in self._places(self.width())[0]:
            box = QRectF(x, top + y + high * 0.15, high * 0.7, high * 0.7)
            if isinstance(sign, Ground):
                paint_ground(painter, box, sign)
            else:
                _dot(painter, box, sign)
            painter.setPen(QColor(scheme().text))
            room = QRectF(x + high, top + y, self.width() - x - high, high)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)

    def _tell(self) -> None:
        self.setAccessibleDescription(", ".join(word for _, word in self._legend()))
        self.updateGeometry()
        self.update()


_LOOKS: dict[Ground, tuple[Tone, float, Qt.BrushStyle | None]] = {
    Ground.BLANK: (Tone.QUIET, 0.06, None),
    Ground.LIVE: (Tone.QUIET, 0.35, None),
    Ground.PATTERNLESS: (Tone.ASK, 0.25, Qt.BrushStyle.BDiagPattern),
    Ground.SOMETHING: (Tone.WARN, 0.6, None),
    Ground.NOT_READ: (Tone.QUIET, 0.0, None),
    Ground.UNREADABLE: (Tone.UNKNOWN, 0.25, Qt.BrushStyle.DiagCrossPattern),
}


def paint_ground(painter: QPainter, box: QRectF, ground: Ground) -> None:
    """A square in its colour and pattern."""
    tone, share, pattern = _LOOKS[ground]
    colour, base = ink(tone), QColor(scheme().card)
    painter.fillRect(box, mixed(colour, base, share))
    if pattern is not None:
        painter.fillRect(box, QBrush(colour, pattern))
    style = Qt.PenStyle.DotLine if ground is Ground.NOT_READ else Qt.PenStyle.SolidLine
    painter.setPen(QPen(mixed(colour, base, 0.7), 1.0, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _dot(painter: QPainter, box: QRectF, whole: bool) -> None:
    """A find: a full dot for a file that comes back, a ring for less."""
    colour, base = ink(Tone.BAD), QColor(scheme().card)
    size = box.width() * (0.5 if whole else 0.42)
    around = QRectF(0, 0, size, size)
    around.moveCenter(box.center())
    painter.setPen(QPen(base if whole else colour, max(1.0, size * 0.16)))
    painter.setBrush(colour if whole else base)
    painter.drawEllipse(around)
