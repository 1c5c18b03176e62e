"""Rows of words and numbers as a Qt model, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from checker.model.text import Language, Text

Cell = Text | str | int
_NONE = "—"


class Grid(QAbstractTableModel):
    """A number 0 is shown as a dash: what is not there need not be read."""

    def __init__(self, columns: Sequence[Text]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows: list[tuple[Cell, ...]] = []
        self._language = Language.ZH

    def load(self, rows: Iterable[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self._rows = [tuple(row) for row in rows]
        self.endResetModel()

    def retranslate(self, language: Language) -> None:
        self._language = language
        self.beginResetModel()  # the rows become higher or lower
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].to(self._language)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._word(cell)
            case Qt.ItemDataRole.TextAlignmentRole if isinstance(cell, int):
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                # Whoever hears a cell hears whose it is and what it counts.
                row = self._word(self._rows[index.row()][0])
                return f"{row}, {self._columns[index.column()].to(self._language)}: {self._word(cell)}"
        return None

    def _word(self, cell: Cell) -> str:
        if isinstance(cell, Text):
            return cell.to(self._language)
        return str(cell) if cell else _NONE
