"""What pages are put together from: a centred column, a white card, rows parted by hair lines, a footer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from checker.model.text import Language
from gui import theme
from gui.theme import px
from gui.widgets.flow import Flow

BAR = 12  # px at 100 %: a scroll bar, as the style sheet has it


class Column(QWidget):
    """Its `body` is at most as wide as reads well, in the middle of what there is, and never touches the edges."""

    def __init__(self, top: int = 0, bottom: int = 0, spare: int = 0) -> None:
        """`spare`: px at 100 % that stay free on the right, where others have a scroll bar."""
        super().__init__()
        self._top, self._bottom, self._spare = top, bottom, spare
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._box = QHBoxLayout(self)
        self._box.setSpacing(0)
        self._box.addStretch(1)
        self._box.addWidget(self._inner, 1000)
        self._box.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        edge = theme.EDGE if self.width() >= px(640) else theme.EDGE // 2
        self._box.setContentsMargins(edge, self._top, edge + px(self._spare), self._bottom)
        self._inner.setMaximumWidth(px(theme.COLUMN))


def card(*widgets: QWidget | QLayout, role: str = "card", gap: int = 10) -> QFrame:
    """A white sheet with a hair line round it; widgets below one another."""
    made = QFrame()
    made.setProperty("role", role)
    box = QVBoxLayout(made)
    box.setContentsMargins(20, 16, 20, 16)
    box.setSpacing(gap)
    for one in widgets:
        if isinstance(one, QLayout):
            box.addLayout(one)
        else:
            box.addWidget(one)
    return made


def hairline() -> QFrame:
    made = QFrame()
    made.setProperty("role", "line")
    return made


class Item(QWidget):
    """One row of `Rows`."""

    def retranslate(self, language: Language) -> None:
        raise NotImplementedError


class Rows(QFrame):
    """A card of rows with hair lines between them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.rows: list[Item] = []
        self._lines: list[QFrame] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(20, 6, 20, 6)
        self._box.setSpacing(0)

    def add(self, row: Item) -> None:
        if self.rows:
            line = hairline()
            self._lines.append(line)
            self._box.addWidget(line)
            line.show()
        self.rows.append(row)
        self._box.addWidget(row)
        row.show()

    def clear(self) -> None:
        for one in (*self.rows, *self._lines):
            self._box.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.rows, self._lines = [], []

    def retranslate(self, language: Language) -> None:
        for row in self.rows:
            row.retranslate(language)


class Foot(QFrame):
    """What ends a page: on the left what is true or the way back, on the right the way on. It never scrolls away."""

    def __init__(self, left: tuple[QWidget, ...] = (), right: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        column = Column(10, 10, BAR)
        column.body.addLayout(Flow(*left, *right, rest=len(left)))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(column)


def beside(wide: QWidget, *others: QWidget) -> QWidget:
    """Widgets in one line, of which the first takes what room there is."""
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    box.addWidget(wide, 1)
    for one in others:
        box.addWidget(one)
    return made
