"""A table that is as high as its rows, so that the page scrolls and not a window in it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_HEAD_PADDING = 24  # pixels: the stylesheet's, and a little for how bold type is rounded
_LEAST = 12  # letters that the wide column keeps where the others leave little


class Sheet(QTableView):
    """The column `wide` takes what room the others leave, and its words wrap; None: all columns share it.

    Tab leaves the table, arrows move in it.
    """

    def __init__(self, model: QAbstractItemModel, wide: int | None = 0) -> None:
        super().__init__()
        self._wide = wide
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        model.modelReset.connect(self._fitting.start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitting.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # it goes back to the start, as everywhere
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        """As wide as the words, as high as the wide column wraps; Qt's own measuring takes ten times as long."""
        model, em = self.model(), self.fontMetrics().horizontalAdvance("国")
        rows, columns = range(model.rowCount()), range(model.columnCount())
        widths = [self._needed(column, rows) for column in columns]
        room = self.viewport().width()
        if self._wide is None:
            widths = [max(width, room // max(1, len(columns))) for width in widths]
        else:
            widths[self._wide] = max(_LEAST * em, room - sum(widths) + widths[self._wide])
        for column in columns:
            self.setColumnWidth(column, widths[column])
        line = self.fontMetrics().height() + em // 2
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(line)
        high = sum(self._fit_row(row, widths, line) for row in rows)
        high += self.horizontalHeader().height() + 2 * self.frameWidth()
        if sum(widths) > room:
            high += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(high)

    def _needed(self, column: int, rows: range) -> int:
        bold = QFont(self.font())
        bold.setBold(True)
        head = QFontMetrics(bold).horizontalAdvance(str(self.model().headerData(column, Qt.Orientation.Horizontal)))
        head += _HEAD_PADDING
        if column == self._wide:
            return head
        advance = self.fontMetrics().horizontalAdvance
        words = max((advance(word) for word in {self._word(row, column) for row in rows}), default=0)
        return max(head, words + advance("国"))

    def _fit_row(self, row: int, widths: list[int], line: int) -> int:
        """Set a row's height where it is more than a line; its height."""
        high = line
        if self._wide is not None:
            room, word = widths[self._wide] - self.fontMetrics().height() // 2, self._word(row, self._wide)
            if self.fontMetrics().horizontalAdvance(word) > room:
                wrapped = self.fontMetrics().boundingRect(QRect(0, 0, room, 1 << 20), Qt.TextFlag.TextWordWrap, word)
                high = max(line, wrapped.height() + line - self.fontMetrics().height())
        if self.rowHeight(row) != high:
            self.setRowHeight(row, high)
        return high

    def _word(self, row: int, column: int) -> str:
        return str(self.model().index(row, column).data())
