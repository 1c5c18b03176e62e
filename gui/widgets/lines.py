"""A list of lines: any number of them, each over as many rows of letters as it needs, and only the visible painted."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from gui.theme import scheme
from gui.widgets.line import Line

_KEPT = 4096  # heights


class Role(IntEnum):
    LINE = Qt.ItemDataRole.UserRole
    FINDING = Qt.ItemDataRole.UserRole + 1


class Lines(QListView):
    """`model` gives a `gui.widgets.line.Line` for `Role.LINE`."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)


class _Delegate(QStyledItemDelegate):
    """Paints a row as the checklist does, over as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[Line, int, str], int] = {}  # laid out once: a list asks for all, again and again

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(self._view.visualRect(index))
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QColor(scheme().ring))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        index.data(Role.LINE).paint(painter, rect, self._view.font())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width, font, line = self._view.viewport().width(), self._view.font(), index.data(Role.LINE)
        key = (line, width, font.key())
        if key not in self._heights:
            if len(self._heights) > _KEPT:
                self._heights.clear()
            self._heights[key] = round(line.height(font, width) + 0.5)
        return QSize(width, self._heights[key])
