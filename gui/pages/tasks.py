"""Inspections: the officer's task with its roster, a new one, and the occasions to check this computer alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from checker.app.task import State, Task
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.profiles import NAMES, SITUATIONS
from gui.states import Tone
from gui.widgets.boxes import Rows, beside, card
from gui.widgets.choices import Pick
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Sign
from gui.widgets.pairs import Pairs

_TITLE = Text("检查任务", "Inspections")
_OFFICER = Text("按名单一台一台查", "Device after device, by a roster")
_THIS = Text("别的检查", "Other inspections")
_BEGIN, _GO_ON = Text("开始", "Start"), Text("继续", "Go on")
_NEW = Text("新建任务…", "New task…")
_NONE = Text("还没有检查任务", "There is no task yet")
_NONE_HINT = Text(
    "要一份名单（Excel 或 CSV：资产编号、部门、责任人），也可以把名单直接拖进来。",
    "It needs a roster (Excel or CSV: asset_number, department, person); it can be dropped on the window, too.",
)
_STANDS = Text("{all} 台，已查 {done}，还剩 {left}", "{all} devices, {done} done, {left} left")
_FIELDS = (
    ("name", Text("任务名称", "Name of the task")),
    ("unit", Text("单位", "Unit")),
    ("inspectors", Text("检查人（两人以“、”隔开）", "Inspectors (two, with a comma)")),
    ("roster", Text("名单文件（Excel 或 CSV）", "Roster (Excel or CSV)")),
    ("key", Text("签名密钥文件", "Signing key (file)")),
    ("departments", Text("只查这些部门（不填就是全部）", "Departments (empty: all)")),
    ("waivers", Text("批准的例外（文件，有才选）", "Exceptions (file, if any)")),
    ("campaign", Text("检查任务文件（有才选）", "Campaign (file, if any)")),
)
_FILES = ("roster", "key", "waivers", "campaign")
_PROFILE = Text("检查类型", "Kind of check")
_CHOOSE = Text("选择…", "Choose…")
_MAKE, _CANCEL = Text("建立任务", "Make the task"), Text("取消", "Cancel")
_HINT = Text(
    "这些只填一次，后面每台都用它；口令在最后签名时输一次，不保存。",
    "Filled in once and used for every device; the passphrase is asked for once, when all is signed, and never kept.",
)
_TRIP = Text(
    "电脑、手机、U 盘一起查，回来再查一遍，对照有什么变化。",
    "Computer, phone and stick together; checked again on return and held against before.",
)
_ICONS = {Profile.QUARTERLY: "tasks", Profile.TRAVEL: "case", Profile.DISPOSAL: "disk"}


class TasksPage(Page):
    chosen = Signal(object)  # Profile
    task_wanted = Signal()
    trip_wanted = Signal()
    new_wanted = Signal(object)  # words by field
    file_wanted = Signal(str)  # field
    roster_named = Signal(str, str)  # its file, the departments as typed

    def __init__(self) -> None:
        super().__init__()
        title, officer, this = Label(role="page"), Label(role="title"), Label(role="title")
        for label, words in ((title, _TITLE), (officer, _OFFICER), (this, _THIS)):
            self.phrases.put(label.say, words)
        self.tasks, self._rows = Rows(), Rows()
        self.go_on = self.new = Button()
        self.starts: dict[Profile, Button] = {}
        for profile, icon in _ICONS.items():
            travel = profile is Profile.TRAVEL
            hint = _TRIP if travel else SITUATIONS[profile]
            entry = Entry(Sign(icon, Tone.ASK), NAMES[profile], hint, Language.ZH)
            begin = self.trip_wanted.emit if travel else partial(self.chosen.emit, profile)
            self.starts[profile] = entry.offer(_BEGIN, begin)
            self._rows.add(entry)
        self.fields: dict[str, QLineEdit] = {}
        self.of_roster = Label(role="note")
        self._asked = QTimer(self)  # whoever types is not interrupted
        self._asked.setSingleShot(True)
        self._asked.setInterval(300)
        self._asked.timeout.connect(self._name_roster)
        self.profile = Pick()
        self.form = self._form()
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        for widget in (officer, self.tasks, self.form, this, self._rows):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.form.hide()
        self.tell_roster(None)
        self.load(None)

    def load(self, task: Task | None) -> None:
        """Show the task that is open, if there is one."""
        self.tasks.clear()
        language = self.phrases.language
        if task is None:
            entry = Entry(Sign("tasks", Tone.ASK), _NONE, _NONE_HINT, language)
        else:
            done, left = task.count(State.DONE), task.count(State.TO_DO)
            under = _STANDS.filled(all=len(task.rows), done=done, left=left)
            entry = Entry(Sign("tasks", Tone.ASK), Text.name(task.kept.name), under, language)
            self.go_on = entry.offer(_GO_ON, self.task_wanted.emit, role="primary")
        self.new = entry.offer(_NEW, self.ask)
        self.tasks.add(entry)

    def ask(self, roster: Path | None = None) -> None:
        """Show the form; `roster`: known already."""
        self.form.show()
        if roster is not None:
            self.fields["roster"].setText(str(roster))
        empty = next((line for line in self.fields.values() if not line.text()), self.fields["name"])
        empty.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring(self.form)

    def tell_roster(self, said: Text | None, tone: Tone | None = None) -> None:
        """Beneath the roster's name what is in it, or what is wrong with it."""
        self.phrases.put(self.of_roster.say, said or Text("", ""), "roster")
        self.of_roster.tone(tone)
        self.of_roster.setVisible(said is not None)

    def propose(self, words: dict[str, str]) -> None:
        """What was filled in last time, where nothing is yet."""
        for name, line in self.fields.items():
            if not line.text():
                line.setText(words.get(name, ""))

    def made(self) -> None:
        self.form.hide()
        for name in ("name", "roster", "departments", "waivers", "campaign"):
            self.fields[name].clear()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.tasks.retranslate(language)
        self._rows.retranslate(language)
        for place in range(self.profile.count()):
            self.profile.setItemText(place, NAMES[self.profile.itemData(place)].to(language))

    def begin(self) -> None:
        first = self.go_on if self.go_on.isVisibleTo(self) else self.starts[Profile.QUARTERLY]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        words = {name: line.text() for name, line in self.fields.items()}
        self.new_wanted.emit({**words, "profile": Profile(self.profile.currentData()).value})

    def _name_roster(self) -> None:
        self.roster_named.emit(self.fields["roster"].text().strip(), self.fields["departments"].text().strip())

    def _form(self) -> QFrame:
        pairs, hint = Pairs(), Label(role="note")
        self.make, cancel = Button(role="primary"), Button()
        for name, words in _FIELDS:
            caption, line = Label(), QLineEdit()
            line.setMaxLength(300)
            self.fields[name] = line
            caption.setBuddy(line)
            self.phrases.put(caption.say, words)
            self.phrases.put(line.setAccessibleName, words)
            if name not in _FILES:
                pairs.add(caption, line)
                if name == "departments":
                    pairs.add(None, self.of_roster)
                    line.textChanged.connect(self._asked.start)
                continue
            button = Button()
            self.phrases.put(button.setText, _CHOOSE)
            named = Text(f"{words.zh}：{_CHOOSE.zh}", f"{words.en}: {_CHOOSE.en}")
            self.phrases.put(button.setAccessibleName, named)
            button.clicked.connect(partial(self.file_wanted.emit, name))
            pairs.add(caption, beside(line, button))
            if name == "roster":
                line.textChanged.connect(self._asked.start)
        kind = Label()
        kind.setBuddy(self.profile)
        for profile in (Profile.QUARTERLY, Profile.DAILY, Profile.TRAVEL, Profile.DISPOSAL):
            self.profile.addItem(NAMES[profile].zh, profile)
        self.phrases.put(kind.say, _PROFILE)
        self.phrases.put(self.profile.setAccessibleName, _PROFILE)
        pairs.add(kind, self.profile)
        for say, words in ((hint.say, _HINT), (self.make.setText, _MAKE), (cancel.setText, _CANCEL)):
            self.phrases.put(say, words)
        self.make.clicked.connect(self._make)
        form = card(hint, pairs, Flow(self.make, cancel), gap=14)
        cancel.clicked.connect(form.hide)
        return form
