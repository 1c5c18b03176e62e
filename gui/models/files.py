"""Files and what the verifier says of each, as a Qt model: one line a file, the worst first once all are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from checker.model.text import Language, Text
from gui.states import Shape, Tone
from gui.widgets.line import Line
from gui.widgets.lines import Role


@dataclass(frozen=True, slots=True)
class FileLine:
    """`rank`: 0 for what failed, 1 for a warning, 2 for what passed, 3 for a note on some of them (`file` is Text)."""

    file: str | Text
    sentence: Text
    rank: int


_FACES = ((Shape.CROSS, Tone.BAD), (Shape.TRIANGLE, Tone.WARN), (Shape.TICK, Tone.GOOD), (Shape.DASH, Tone.QUIET))


class Files(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[FileLine] = []
        self._language = Language.ZH

    @property
    def lines(self) -> tuple[FileLine, ...]:
        return tuple(self._lines)

    def clear(self) -> None:
        self.load(())

    def load(self, lines: Iterable[FileLine]) -> None:
        """All of them, those first that something is wrong with."""
        self.beginResetModel()
        self._lines = sorted(lines, key=lambda line: line.rank)
        self.endResetModel()

    def add(self, lines: Iterable[FileLine]) -> None:
        """More, at the end."""
        more = list(lines)
        if not more:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
        self._lines += more
        self.endInsertRows()

    def count(self, rank: int) -> int:
        return sum(line.rank == rank for line in self._lines)

    def speak(self, language: Language) -> None:
        self._language = language
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._lines[index.row()]
        name = one.file if isinstance(one.file, Text) else Text.name(one.file)
        file, sentence = name.to(self._language), one.sentence.to(self._language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{file}：{sentence}" if self._language is Language.ZH else f"{file}: {sentence}"
            case Role.LINE:
                shape, tone = _FACES[one.rank]
                return Line(shape, tone, file, "", sentence)
        return None
