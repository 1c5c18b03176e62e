"""The policy editor: each setting with what it means and its safe default; the file is checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from checker.app.policy_draft import Entries, Table
from checker.app.policy_draft import Setting as Rule
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.theme import px
from gui.widgets.boxes import Foot, Rows
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.repeating import Repeating
from gui.widgets.setting import Setting
from gui.widgets.tick import Tick

_TITLE = Text("策略", "Policy")
_HINT = Text(
    "本单位的要求。默认值就是安全的，只改本单位不同的；保存前会检查一遍，保存后要由批准人签名才算数。",
    "What your unit asks for. The defaults are safe: change only what differs. A file is checked before it is saved "
    "and counts once an approver has signed it.",
)
_NEW = Text("新策略（还没有文件）", "A new policy (no file yet)")
_FILE = Text("{name}，改了 {count} 项", "{name}, {count} changed from the default")
_OPEN, _SAVE, _APPROVE = Text("打开…", "Open…"), Text("保存…", "Save…"), Text("交给批准人签名…", "Have it signed…")
_BACK = Text("返回", "Back")
_DEFAULT = Text("{key} · 默认：{default}", "{key} · default: {default}")
_CHANGED = Text("{key} · 已改，默认：{default}", "{key} · changed, default: {default}")
_YES, _NO, _NONE = Text("是", "yes"), Text("否", "no"), Text("不写", "left out")
_LIST = Text("用“、”隔开", "with commas")
SECTIONS = {
    "unit": Text("单位", "The unit"),
    "scope": Text("范围", "Scope"),
    "media": Text("移动介质", "Storage media"),
    "ledger": Text("台账", "The device ledger"),
    "leftovers": Text("残留", "What may be left behind"),
    "protection": Text("防护", "Protection"),
    "software": Text("软件", "Software"),
    "passwords": Text("口令", "Passwords"),
    "screen": Text("锁屏", "Screen lock"),
    "network": Text("网络", "Network"),
    "phone": Text("手机", "Phones"),
    "documents": Text("文件", "Documents"),
    "reports": Text("报告", "Reports"),
}
_MOST = 1_000_000


class PolicyPage(Page):
    open_wanted = Signal()
    save_wanted = Signal()
    approve_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title, hint = Label(role="page"), Label()
        self.file = Label(role="caption")
        self.open, self.approve = Button(key="Ctrl+O"), Button()
        self.save, self.back = Button(role="primary", key="Ctrl+S"), Button(key="Esc")
        self.foot = Foot((self.back,), (self.approve, self.save))
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (self.open.setText, _OPEN),
            (self.save.setText, _SAVE),
            (self.approve.setText, _APPROVE),
            (self.back.setText, _BACK),
        ):
            self.phrases.put(say, words)
        for button, signal in (
            (self.open, self.open_wanted),
            (self.save, self.save_wanted),
            (self.approve, self.approve_wanted),
            (self.back, self.home_wanted),
        ):
            button.clicked.connect(signal)
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(self.open))
        self.body.addWidget(self.file)
        self.body.addLayout(self.warnings)
        self.body.addStretch(1)
        self._rules: tuple[Rule, ...] = ()
        self._sections: list[Rows] = []
        self._rows: dict[str, Setting] = {}
        self.controls: dict[str, QWidget] = {}
        self._path: Path | None = None
        self._loaded: tuple[dict[str, object], Entries] = ({}, {})
        self.tables: dict[str, Repeating] = {}

    @property
    def files(self) -> Button:
        """What Ctrl+O presses."""
        return self.open

    @property
    def path(self) -> Path | None:
        """The file that is edited; None: none yet."""
        return self._path

    @property
    def changed(self) -> bool:
        """Whether something was changed since it was opened or saved."""
        return bool(self._rules) and (self.values(), self.entries()) != self._loaded

    def know(self, rules: Sequence[Rule], tables: Sequence[Table]) -> None:
        """All settings and tables that there are; once."""
        if self._rules:
            return
        self._rules = tuple(rules)
        for section, words in SECTIONS.items():
            heading, rows = Label(role="title"), Rows()
            self.phrases.put(heading.say, words)
            for rule in (one for one in self._rules if one.section == section):
                self.controls[rule.key] = control = self._control(rule)
                row = self._rows[rule.key] = Setting(rule.meaning, None, control)
                rows.add(row)
            self.body.insertWidget(self.body.count() - 1, heading)
            if rows.rows:
                self._sections.append(rows)
                self.body.insertWidget(self.body.count() - 1, rows)
            for table in (one for one in tables if one.section == section):
                repeating = self.tables[table.key] = Repeating(table)
                repeating.changed.connect(self._tell)
                self.body.insertWidget(self.body.count() - 1, repeating)
        self.retranslate(self.phrases.language)
        self.load(None, {one.key: one.default for one in self._rules}, {})

    def load(self, path: Path | None, values: Mapping[str, object], entries: Entries) -> None:
        for rule in self._rules:
            _put(self.controls[rule.key], values[rule.key])
        for key, table in self.tables.items():
            table.load(entries.get(key, ()))
        self.kept(path)

    def kept(self, path: Path | None) -> None:
        """It stands in that file as it is here."""
        self._path, self._loaded = path, (self.values(), self.entries())
        self.approve.setEnabled(path is not None)
        self._tell()

    def values(self) -> dict[str, object]:
        return {rule.key: _said(self.controls[rule.key], rule) for rule in self._rules}

    def entries(self) -> Entries:
        """The rows of each table that has some."""
        return {key: table.entries for key, table in self.tables.items() if table.entries}

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for table in self.tables.values():
            table.retranslate(language)
        for rows in self._sections:
            rows.retranslate(language)

    def begin(self) -> None:
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _control(self, rule: Rule) -> QWidget:
        if isinstance(rule.default, bool):
            tick = Tick()
            tick.toggled.connect(lambda _: self._tell())
            self.phrases.put(tick.setText, _YES)
            return tick
        if isinstance(rule.default, int):
            number = QSpinBox()
            number.setRange(0, _MOST)
            number.setMinimumWidth(px(120))
            number.valueChanged.connect(lambda _: self._tell())
            return number
        line = QLineEdit()
        line.setMinimumWidth(px(220))
        line.textChanged.connect(lambda _: self._tell())
        if isinstance(rule.default, tuple):
            self.phrases.put(line.setPlaceholderText, _LIST)
        return line

    def _tell(self) -> None:
        """Beside each setting its default, and whether it is another now."""
        if not self._rules:
            return
        values = self.values()
        for rule in self._rules:
            words = _DEFAULT if values[rule.key] == rule.default else _CHANGED
            self._rows[rule.key].explain(words.filled(key=rule.key, default=_worded(rule.default)))
        count = sum(values[rule.key] != rule.default for rule in self._rules) + len(self.entries())
        name = Text.name(self._path.name) if self._path is not None else _NEW
        self.phrases.put(self.file.say, _FILE.filled(name=name, count=count), "file")


def _worded(value: object) -> Text:
    if isinstance(value, bool):
        return _YES if value else _NO
    if value in ("", ()):
        return _NONE
    return Text.name("、".join(value) if isinstance(value, tuple) else str(value))


def _put(control: QWidget, value: object) -> None:
    if isinstance(control, Tick):
        control.setChecked(bool(value))
    elif isinstance(control, QSpinBox) and isinstance(value, int):
        control.setValue(value)
    elif isinstance(control, QLineEdit):
        control.setText("、".join(value) if isinstance(value, tuple) else str(value))


def _said(control: QWidget, rule: Rule) -> object:
    if isinstance(control, Tick):
        return control.isChecked()
    if isinstance(control, QSpinBox):
        return control.value()
    assert isinstance(control, QLineEdit)
    words = control.text().strip()
    if not isinstance(rule.default, tuple):
        return words
    for sign in "，,；;":
        words = words.replace(sign, "、")
    return tuple(one.strip() for one in words.split("、") if one.strip())
