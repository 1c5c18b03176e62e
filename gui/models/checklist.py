"""The rows of an inspection as a Qt model, for the running list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from checker.model.finding import Finding, State
from checker.model.text import Language, Text
from gui.states import sentence
from gui.widgets.line import line_of
from gui.widgets.lines import Role


class Checklist(QAbstractListModel):
    """One row a check, in the order they run. `put` replaces the row of a finding's check."""

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] = []
        self._titles: dict[str, Text] = {}
        self._language = Language.ZH

    def load(self, rows: Iterable[tuple[Finding, Text]]) -> None:
        """Show these findings, each with its title."""
        rows = tuple(rows)
        self.beginResetModel()
        self._findings = [finding for finding, _ in rows]
        self._titles = {finding.check_id: title for finding, title in rows}
        self.endResetModel()

    def put(self, finding: Finding) -> QModelIndex:
        """Replace a row; a finding of a check that was not announced gets a row at the end. The row's place."""
        for row, old in enumerate(self._findings):
            if old.check_id == finding.check_id:
                self._findings[row] = finding
                self.dataChanged.emit(self.index(row), self.index(row))
                return self.index(row)
        row = len(self._findings)
        self.beginInsertRows(QModelIndex(), row, row)
        self._findings.append(finding)
        self._titles.setdefault(finding.check_id, finding.message)
        self.endInsertRows()
        return self.index(row)

    def retranslate(self, language: Language) -> None:
        self._language = language
        if self._findings:
            self.dataChanged.emit(self.index(0), self.index(len(self._findings) - 1))

    def title(self, check_id: str) -> Text | None:
        return self._titles.get(check_id)

    @property
    def done(self) -> int:
        return sum(finding.state.final for finding in self._findings)

    @property
    def running(self) -> Finding | None:
        return next((finding for finding in self._findings if finding.state is State.RUNNING), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        title = self._titles[finding.check_id]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title.to(self._language)
            case Qt.ItemDataRole.AccessibleTextRole:
                return sentence(finding, title).to(self._language)
            case Role.LINE:
                return line_of(finding, title, self._language)
            case Role.FINDING:
                return finding
        return None
