"""A table that repeats: its entries one below the other, each changed or taken out, and a form for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from checker.app.policy_draft import Table
from checker.model.text import Language, Text
from gui.widgets.boxes import Rows, card
from gui.widgets.card import Framed
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Sign
from gui.widgets.pairs import Pairs

_TITLE = Text("{meaning}（{count} 条）", "{meaning} ({count})")
_ADD, _CHANGE, _OUT = Text("添加一条…", "Add one…"), Text("改", "Change"), Text("去掉", "Take out")
_KEEP, _CANCEL = Text("确定", "Keep"), Text("取消", "Cancel")
_NAMELESS = Text("（没有写名称）", "(no name)")
_SEVERAL = Text("用“、”隔开", "with commas")


class Repeating(Framed):
    """`changed`: an entry is another, was added or taken out."""

    changed = Signal()

    def __init__(self, table: Table) -> None:
        super().__init__(Language.ZH)
        self.table = table
        self._entries: list[dict[str, str]] = []
        self._at: int | None = None  # the entry that the form is about; None: a new one
        self.title, self.rows, self.add = Label(role="strong"), Rows(), Button()
        self.lines: dict[str, QLineEdit] = {}
        self.keep, cancel, pairs = Button(role="primary"), Button(), Pairs()
        for column in table.columns:
            caption, line = Label(), QLineEdit()
            line.setMaxLength(300)
            caption.setBuddy(line)
            self.phrases.put(caption.say, column.meaning)
            self.phrases.put(line.setAccessibleName, column.meaning)
            if column.several:
                self.phrases.put(line.setPlaceholderText, _SEVERAL)
            line.returnPressed.connect(self.keep.click)
            self.lines[column.name] = line
            pairs.add(caption, line)
        self.form = card(pairs, Flow(self.keep, cancel))
        for button, words in ((self.add, _ADD), (self.keep, _KEEP), (cancel, _CANCEL)):
            self.phrases.put(button.setText, words)
        named = Text(f"{table.meaning.zh}：{_ADD.zh}", f"{table.meaning.en}: {_ADD.en}")
        self.phrases.put(self.add.setAccessibleName, named)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        for widget in (self.title, self.rows, self.form):
            box.addWidget(widget)
        box.addLayout(Flow(self.add))
        self.add.clicked.connect(lambda: self._edit(None))
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.form.hide)
        self.load(())

    @property
    def entries(self) -> tuple[Mapping[str, str], ...]:
        return tuple(self._entries)

    def load(self, entries: Iterable[Mapping[str, str]]) -> None:
        self._entries = [dict(one) for one in entries]
        self.form.hide()
        self._show()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.rows.retranslate(language)

    def _show(self) -> None:
        self.rows.clear()
        said = _TITLE.filled(meaning=self.table.meaning, count=len(self._entries))
        self.phrases.put(self.title.say, said, "title")
        for place, one in enumerate(self._entries):
            first, *others = (one.get(column.name, "") for column in self.table.columns)
            under = " · ".join(word for word in others if word)
            head = Text.name(first) if first else Text.name(under) if under else _NAMELESS
            told = Text.name(under) if first and under else None
            entry = Entry(Sign("note"), head, told, self.phrases.language)
            entry.offer(_CHANGE, partial(self._edit, place), role="link")
            entry.offer(_OUT, partial(self._take_out, place), role="link")
            self.rows.add(entry)
        self.rows.setVisible(bool(self._entries))

    def _edit(self, place: int | None) -> None:
        self._at = place
        known = self._entries[place] if place is not None else {}
        for name, line in self.lines.items():
            line.setText(known.get(name, ""))
        self.form.show()
        next(iter(self.lines.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        words = {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}
        if not words:
            return
        if self._at is None:
            self._entries.append(words)
        else:
            self._entries[self._at] = words
        self.form.hide()
        self._show()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take_out(self, place: int) -> None:
        del self._entries[place]
        self.form.hide()
        self._show()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
