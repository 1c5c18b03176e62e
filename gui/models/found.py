"""What an inspection found so far as a Qt model, the most dangerous first."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from checker.model.finding import Finding, State
from checker.model.text import Text
from gui.models.rows import Rows
from gui.states import sentence
from gui.widgets.line import line_of
from gui.widgets.lines import Role

_ORDER = (State.FAILED, State.COULD_NOT_CHECK, State.NEEDS_PERSON)


class FoundSoFar(Rows[tuple[Finding, Text]]):
    def put_one(self, finding: Finding, title: Text) -> None:
        """Put it in its place."""
        weights = [_weight(one) for one, _ in self._rows]
        place = bisect_right(weights, _weight(finding))
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, (finding, title))
        self.endInsertRows()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding, title = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return finding.message.to(self._language)
            case Qt.ItemDataRole.AccessibleTextRole:
                return sentence(finding, title).to(self._language)
            case Role.LINE:
                # What was seen is said in strong letters: a cross beside the wanted state would contradict itself.
                return line_of(finding, finding.message, self._language, opened=True)
        return None


def _weight(finding: Finding) -> tuple[int, int]:
    return _ORDER.index(finding.state), finding.severity.rank
