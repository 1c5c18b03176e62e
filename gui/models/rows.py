"""What every Qt model of one kind of row shares: rows that come all at once or one after the other, and a language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

from checker.model.text import Language

R = TypeVar("R")


class Rows(QAbstractListModel, Generic[R]):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[R] = []
        self._language = Language.ZH

    @property
    def rows(self) -> tuple[R, ...]:
        return tuple(self._rows)

    def put(self, rows: Iterable[R]) -> None:
        """These, in the place of those that were there."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def clear(self) -> None:
        self.put(())

    def add(self, rows: Iterable[R]) -> None:
        """More, at the end."""
        more = list(rows)
        if not more:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
        self._rows += more
        self.endInsertRows()

    def retranslate(self, language: Language) -> None:
        self._language = language
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)
