"""Files and what the verifier says of each, as a Qt model: one line a file, the worst first once all are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from checker.model.text import Language, Text
from gui.models.rows import Rows
from gui.states import Shape, Tone
from gui.widgets.line import Line
from gui.widgets.lines import Role


@dataclass(frozen=True, slots=True)
class FileLine:
    """`rank`: 0 for what failed, 1 for a warning, 2 for what passed, 3 for a note on some of them (`file` is Text)."""

    file: str | Text
    sentence: Text
    rank: int
    identity: str = ""  # of the report it is by


_FACES = ((Shape.CROSS, Tone.BAD), (Shape.TRIANGLE, Tone.WARN), (Shape.TICK, Tone.GOOD), (Shape.DASH, Tone.QUIET))


class Files(Rows[FileLine]):
    def load(self, lines: Iterable[FileLine]) -> None:
        """All of them, those first that something is wrong with."""
        self.put(sorted(lines, key=lambda line: line.rank))

    def count(self, rank: int) -> int:
        return sum(line.rank == rank for line in self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
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
