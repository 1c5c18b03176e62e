"""Inspections: the situations in which this computer is checked for more than every day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.profiles import NAMES, SITUATIONS
from gui.states import Tone
from gui.widgets.boxes import Rows
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Sign

_TITLE = Text("检查任务", "Inspections")
_HINT = Text("先选这次检查的场合，要查的项目随之而定。", "Choose the occasion; what is looked at depends on it.")
_THIS = Text("只检查这台电脑", "This computer alone")
_BEGIN = Text("开始", "Start")
_ICONS = {Profile.QUARTERLY: "tasks", Profile.TRAVEL: "case", Profile.DISPOSAL: "disk"}


class TasksPage(Page):
    chosen = Signal(object)  # Profile

    def __init__(self) -> None:
        super().__init__()
        title, hint, this = Label(role="page"), Label(role="quiet"), Label(role="title")
        for label, words in ((title, _TITLE), (hint, _HINT), (this, _THIS)):
            self.phrases.put(label.say, words)
        self._rows = Rows()
        self.starts: dict[Profile, Button] = {}
        for profile, icon in _ICONS.items():
            entry = Entry(Sign(icon, Tone.ASK), NAMES[profile], SITUATIONS[profile], Language.ZH)
            self.starts[profile] = entry.offer(_BEGIN, partial(self.chosen.emit, profile))
            self._rows.add(entry)
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(self.warnings)
        self.body.addSpacing(8)
        self.body.addWidget(this)
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self._rows.retranslate(language)

    def begin(self) -> None:
        self.starts[Profile.QUARTERLY].setFocus(Qt.FocusReason.OtherFocusReason)
