"""The roster of a task as a Qt model: each device with its state, under its department."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from checker.app.task import Row, State
from checker.engine.conclude import Outcome
from checker.model.text import Language, Text
from gui.models.rows import Rows
from gui.states import OUTCOME_FACES, Shape, Tone
from gui.widgets.line import Line
from gui.widgets.lines import Role

_TO_DO, _SKIPPED = Text("待查", "To do"), Text("跳过：{reason}", "Skipped: {reason}")
_FIX = Text("需整改 {count} 项", "{count} to fix")
_WORDS = {
    Outcome.IN_ORDER: Text("符合", "In order"),
    Outcome.STATED: Text("按本人填报", "By own statement"),
    Outcome.INCOMPLETE: Text("没有查全", "Not complete"),
    Outcome.NOTHING_CHECKED: Text("没有查成", "Nothing checked"),
}


class Roster(Rows[Row]):
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        name, word = named(row), stands(row).to(self._language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.AccessibleTextRole:
                between = "：" if self._language is Language.ZH else ": "
                return f"{name}{between}{word}" + (f"（{row.department}）" if row.department else "")
            case Role.LINE:
                shape, tone = face(row)
                return Line(shape, tone, name, word, row.department)
        return None

    def place(self, asset: str) -> int:
        """Where a device stands; -1: nowhere."""
        return next((place for place, row in enumerate(self._rows) if row.asset == asset), -1)

    def load(self, rows: Iterable[Row]) -> None:
        """These; where they are the same devices as before, only what changed is painted anew."""
        new = list(rows)
        if [row.asset for row in new] != [row.asset for row in self._rows]:
            self.put(new)
            return
        for place, row in enumerate(new):
            if row != self._rows[place]:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))


def named(row: Row) -> str:
    asset = Text.name(row.asset).zh
    return f"{asset}  {Text.name(row.person).zh}" if row.person else asset


def face(row: Row) -> tuple[Shape, Tone]:
    if row.state is State.DONE and row.outcome in set(Outcome):
        return OUTCOME_FACES[Outcome(row.outcome)]
    return (Shape.DASH if row.state is State.SKIPPED else Shape.RING), Tone.QUIET


def stands(row: Row) -> Text:
    """What came of a device, in words."""
    if row.state is State.TO_DO:
        return _TO_DO
    if row.state is State.SKIPPED:
        return _SKIPPED.filled(reason=Text.name(row.reason))
    if row.fix:
        return _FIX.filled(count=row.fix)
    return _WORDS.get(Outcome(row.outcome), _TO_DO) if row.outcome in set(Outcome) else _TO_DO
