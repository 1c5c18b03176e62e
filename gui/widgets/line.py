"""One line of a list: shape, title, and below the state's word with what was seen. Measured and painted here only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from checker.model.finding import Finding, State
from checker.model.text import Language, Text
from gui.icons import shapes
from gui.states import Shape, Tone, face
from gui.theme import ink, scheme


@dataclass(frozen=True, slots=True)
class Line:
    """Without a word, the message has the tone's colour."""

    shape: Shape
    tone: Tone
    title: str
    word: str
    message: str

    def height(self, font: QFont, width: float) -> float:
        """How high the line becomes in that width, padding included."""
        above, below = self._laid(font, width)
        return above.boundingRect().height() + self._below(below, font) + 2 * _pad(font)

    def paint(self, painter: QPainter, rect: QRectF, font: QFont) -> None:
        above, below = self._laid(font, rect.width())
        em, pad = _em(font), _pad(font)
        colour = ink(self.tone)
        mark = QRectF(rect.x() + em * 0.6, rect.y() + pad + em * 0.14, em * 1.05, em * 1.05)
        shapes.paint(painter, mark, self.shape, colour)
        left = QPointF(rect.x() + indent(font), rect.y() + pad)
        painter.setPen(QColor(scheme().text))
        above.draw(painter, left)
        left += QPointF(0, above.boundingRect().height())
        painter.setFont(font)
        painter.setPen(colour)
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(left.x(), left.y(), rect.right() - left.x(), 2 * em), start, self.word)
        painter.setPen(ink(Tone.QUIET) if self.word else colour)
        below.draw(painter, left)

    def _laid(self, font: QFont, width: float) -> tuple[QTextLayout, QTextLayout]:
        """The title, and the message, which begins behind the state's word."""
        room = max(4 * _em(font), width - indent(font) - _em(font) * 0.6)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        behind = QFontMetricsF(font).horizontalAdvance(self.word) + _em(font) * 0.8 if self.word else 0.0
        return _wrapped(self.title, bold, room), _wrapped(self.message, font, room, behind)

    def _below(self, below: QTextLayout, font: QFont) -> float:
        if not self.message:
            return QFontMetricsF(font).height() if self.word else 0.0
        last = below.lineAt(below.lineCount() - 1)
        return float(last.position().y() + last.height())


def line_of(finding: Finding, title: Text, language: Language, opened: bool = False, whose: Text | None = None) -> Line:
    """A finding as a line. The message is left out where it only repeats the title, or is said below (`opened`).
    `whose`: who can put it right, for a failure."""
    look = face(finding)
    word = look.word.to(language)
    if finding.state is State.FAILED:
        word = f"{word} · {finding.severity.words.to(language)}"
        if whose is not None:
            word = f"{word} · {whose.to(language)}"
    seen = finding.message.to(language)
    if finding.state is State.FAILED:
        # In strong letters what was seen: a cross beside what is wanted would contradict itself.
        return Line(look.shape, look.tone, seen.rstrip("。."), word, "")
    silent = opened or finding.state in (State.NOT_RUN, State.RUNNING) or finding.message == title
    return Line(look.shape, look.tone, title.to(language), word, "" if silent else seen)


def _em(font: QFont) -> float:
    return QFontMetricsF(font).height() * 0.8


def _pad(font: QFont) -> float:
    return _em(font) * 0.45


def indent(font: QFont) -> float:
    """Where a line's words begin: what is shown below them begins there too."""
    return _em(font) * 2.4


def _wrapped(text: str, font: QFont, width: float, first: float = 0.0) -> QTextLayout:
    """Text in lines of that width; the first begins `first` to the right, or below where nothing is left there."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    narrow = width - first < 5 * _em(font)
    left, top = (0.0, QFontMetricsF(font).height()) if first and narrow else (first, 0.0)
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width - left)
        line.setPosition(QPointF(left, top))
        left, top = 0.0, top + line.height()
    layout.endLayout()
    return layout
