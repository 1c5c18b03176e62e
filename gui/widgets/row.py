"""One item of the checklist: a line that opens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from checker.engine.cards import Card
from checker.model.finding import Finding
from checker.model.text import Language, Text
from gui.states import WHOSE, actor, sentence
from gui.theme import scheme
from gui.widgets.card import Framed
from gui.widgets.detail import Detail, Help
from gui.widgets.labels import Button
from gui.widgets.line import Line, indent, line_of

_OPENED = Text("已展开", "expanded")
_FOLDED = Text("按回车展开", "press Enter to expand")


class Header(Button):
    """A button that looks like a line of the list. Arrow keys ask for the neighbours."""

    step = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._line: Line | None = None
        self._opened = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, line: Line, opened: bool) -> None:
        self._line, self._opened = line, opened
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._line is None:
            return 0
        return round(self._line.height(self.font(), width - self._arrow()) + 0.5)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.hasFocus():
            painter.setPen(QPen(QColor(scheme().ring), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
        self._line.paint(painter, rect.adjusted(0, 0, -self._arrow(), 0), self.font())
        self._paint_arrow(painter, rect)

    def _arrow(self) -> float:
        return self.fontMetrics().height() * 1.4

    def _paint_arrow(self, painter: QPainter, rect: QRectF) -> None:
        half = self.fontMetrics().height() * 0.18
        middle = QPointF(rect.right() - self._arrow() * 0.5, rect.center().y())
        painter.setPen(QPen(QColor(scheme().text), 1.6))
        if self._opened:
            points = [(-2 * half, half), (0, -half), (2 * half, half)]
        else:
            points = [(-2 * half, -half), (0, half), (2 * half, -half)]
        painter.drawPolyline([middle + QPointF(x, y) for x, y in points])


class Row(Framed):
    """A finding with its header; the details are made when it is opened."""

    again_wanted = Signal(str)
    settings_wanted = Signal(str, str)  # check id, address
    admin_wanted = Signal()
    pictures_wanted = Signal(str)
    answered = Signal(object, bool, str, str)  # finding, yes, who, note
    step = Signal(int)

    def __init__(self, finding: Finding, card: Card | None, help: Help, language: Language) -> None:
        super().__init__(language)
        self._finding, self._card, self._help = finding, card, help
        self._detail: Detail | None = None
        self.header = Header()
        self.header.clicked.connect(lambda: self.open(self._detail is None))
        self.header.step.connect(self.step)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 1, 1, 1)
        self._box.setSpacing(0)
        self._box.addWidget(self.header)
        self._show()

    @property
    def finding(self) -> Finding:
        return self._finding

    @property
    def title(self) -> Text:
        return self._card.title if self._card else self._finding.message

    @property
    def detail(self) -> Detail | None:
        return self._detail

    def open(self, opened: bool = True) -> None:
        if opened == (self._detail is not None):
            return
        if self._detail is None:
            self._unfold()
        else:
            self._fold()
        self._show()

    def put(self, finding: Finding, help: Help) -> None:
        """Show a newer finding of the same check; it stays open where it was."""
        if finding == self._finding and help == self._help:
            return
        focus = self.window().focusWidget()
        focused = self._detail is not None and focus is not None and self._detail.isAncestorOf(focus)
        was_open = self._detail is not None
        self._fold()
        self._finding, self._help = finding, help
        if was_open:
            self._unfold()
        if focused:
            self.header.setFocus()
        self._show()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        if self._detail is not None:
            self._detail.retranslate(language)
        self._show()

    def _show(self) -> None:
        opened = self._detail is not None
        whose = WHOSE[actor(self._card.remedy if self._card else None)]
        self.header.show_line(line_of(self._finding, self.title, self.phrases.language, opened, whose), opened)
        self.header.setAccessibleName(sentence(self._finding, self.title).to(self.phrases.language))
        self.header.setAccessibleDescription((_OPENED if opened else _FOLDED).to(self.phrases.language))

    def _unfold(self) -> None:
        detail = self._detail = Detail(self._finding, self._card, self._help, self.phrases.language)
        left = round(indent(self.font()))
        detail.setContentsMargins(left, 0, left // 2, left // 2)
        detail.again_wanted.connect(lambda: self.again_wanted.emit(self._finding.check_id))
        detail.settings_wanted.connect(lambda address: self.settings_wanted.emit(self._finding.check_id, address))
        detail.admin_wanted.connect(self.admin_wanted)
        detail.pictures_wanted.connect(lambda: self.pictures_wanted.emit(self._finding.check_id))
        detail.answered.connect(lambda yes, who, note: self.answered.emit(self._finding, yes, who, note))
        self._box.addWidget(detail)
        detail.show()

    def _fold(self) -> None:
        if self._detail is not None:
            self._box.removeWidget(self._detail)
            self._detail.hide()
            self._detail.deleteLater()
            self._detail = None
