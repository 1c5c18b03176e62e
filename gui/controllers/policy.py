"""The policy editor in the window: opened, checked, saved, handed on to be signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from checker.app import policy_draft
from checker.model.text import Text
from gui.choosing import Choosing
from gui.pages.policy import PolicyPage
from gui.work.worker import Mishap, Worker

_CHOOSE, _SAVE = Text("选择策略文件", "Choose a policy"), Text("策略保存到", "Save the policy")
_KINDS = Text("策略 (*.toml)", "Policy (*.toml)")
_SAVED = Text(
    "已保存并检查过：{name}。由批准人签名后才算数；检查时用 --policy 指定它。",
    "Saved and checked: {name}. It counts once an approver has signed it; inspections take it by --policy.",
)
_UNSAVED = Text("有改动没有保存。", "There are changes that are not saved.")
_DISCARD = Text("不保存，离开", "Leave without saving")


class PolicyController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages. `approve`: a file that is
    to be signed."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()
    approve = Signal(object)

    def __init__(self, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._worker, self._choosing = worker, choosing
        self.page = page = PolicyPage()
        page.open_wanted.connect(self._choose)
        page.save_wanted.connect(self.save)
        page.approve_wanted.connect(self._approve)
        page.home_wanted.connect(self.leave)

    def show(self) -> None:
        self._worker.do(_all, lambda there: self._know(*there), self._on_error)

    def open(self, path: Path) -> None:
        """Edit a file."""

        def job() -> tuple[Any, Any, Any]:
            return _all(), policy_draft.opened(path), policy_draft.entries(path)

        def then(told: tuple[Any, Any, Any]) -> None:
            there, values, entries = told
            self._know(*there)
            self.page.clear_banners()
            self.page.load(path, values, entries)

        self._worker.do(job, then, self._on_error)

    def save(self) -> None:
        path, values, base = self.choose_place(), self.page.values(), self.page.path
        if path is None:
            return

        def then(_: None) -> None:
            self.page.clear_banners()
            self.page.kept(path)
            said = _SAVED.filled(name=Text.name(path.name))
            self.page.inform("saved", said)
            self.said.emit(said)

        values_: dict[str, Any] = dict(values)
        entries = self.page.entries()
        self._worker.do(lambda: policy_draft.saved(path, values_, entries, base), then, self._on_error)

    def leave(self) -> None:
        """Back; what was changed is thrown away only where a person says so."""
        if not self.page.changed:
            self.left.emit()
            return
        self.page.warn("unsaved", _UNSAVED, _DISCARD).pressed.connect(self._discard)
        self.page.verticalScrollBar().setValue(0)
        self.said.emit(_UNSAVED)

    def choose_place(self) -> Path | None:
        """Where it goes."""
        return self._choosing.place(_SAVE, str(self.page.path or "unit.toml"), _KINDS)

    def _choose(self) -> None:
        path = self._choosing.file(_CHOOSE, _KINDS)
        if path is not None:
            self.open(path)

    def _approve(self) -> None:
        if self.page.changed:
            self.leave()
        elif self.page.path is not None:
            self.approve.emit(self.page.path)

    def _discard(self) -> None:
        self.page.unwarn("unsaved")
        self.page.kept(self.page.path)
        self.left.emit()

    def _know(self, rules: Any, tables: Any) -> None:
        self.page.know(rules, tables)
        self.arrived.emit(self.page)

    def _on_error(self, mishap: Mishap) -> None:
        self.page.warn("trouble", mishap.whole)
        self.page.verticalScrollBar().setValue(0)
        self.arrived.emit(self.page)
        self.said.emit(mishap.whole)


def _all() -> tuple[tuple[policy_draft.Setting, ...], tuple[policy_draft.Table, ...]]:
    return policy_draft.settings(), policy_draft.tables()
