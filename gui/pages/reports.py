"""What the pages that take reports in have in common: choose files, a folder, whom to trust; how far it is; stop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from checker.model.text import Text
from gui.pages.page import Page
from gui.widgets.boxes import Foot
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label

_FOLDER = Text("选择文件夹…", "Choose a folder…")
_TRUST = Text("信任文件夹…", "Trust folder…")
_STOP = Text("停止", "Stop")
_BACK = Text("返回", "Back")
_TRUSTED = Text("信任文件夹：{path}", "Trust folder: {path}")
_NOT_TRUSTED = Text(
    "没有给出信任文件夹：能核对报告有没有被改动，不能确认签名人是谁。",
    "No trust folder is given: alterations will show, but not who signed.",
)


class ReportsPage(Page):
    files_wanted = Signal()
    folder_wanted = Signal()
    trust_wanted = Signal()
    stopped = Signal()
    home_wanted = Signal()

    def __init__(self, title: Text, hint: Text, files: Text, *, folder_first: bool = False) -> None:
        super().__init__()
        heading, explained = Label(role="page"), Label()
        self.trust, self.count = Label(role="quiet"), Label(role="caption")
        self.files = Button(role="" if folder_first else "primary", key="Ctrl+O")
        self.folder = Button(role="primary" if folder_first else "")
        self.choose_trust, self.stop, self.back = Button(), Button(), Button(key="Esc")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        for say, words in (
            (heading.say, title),
            (explained.say, hint),
            (self.files.setText, files),
            (self.folder.setText, _FOLDER),
            (self.choose_trust.setText, _TRUST),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, title),
        ):
            self.phrases.put(say, words)
        for button, signal in (
            (self.files, self.files_wanted),
            (self.folder, self.folder_wanted),
            (self.choose_trust, self.trust_wanted),
            (self.stop, self.stopped),
            (self.back, self.home_wanted),
        ):
            button.clicked.connect(signal)
        chosen = (self.folder, self.files) if folder_first else (self.files, self.folder)
        self.body.addWidget(heading)
        self.body.addWidget(explained)
        self.body.addLayout(Flow(*chosen, self.choose_trust, self.stop))
        self.foot = Foot((self.back,))
        for widget in (self.trust, self.bar, self.count):
            self.body.addWidget(widget)
        self.body.addLayout(self.warnings)
        self.count.hide()
        self.trusts(None)
        self._show(working=False)

    @property
    def working(self) -> bool:
        return self.stop.isEnabled()

    def trusts(self, folder: Path | None) -> None:
        words = _NOT_TRUSTED if folder is None else _TRUSTED.filled(path=Text.name(str(folder)))
        self.phrases.put(self.trust.say, words, "trust")

    def _count(self, words: Text) -> None:
        self.phrases.put(self.count.say, words, "count")
        self.count.show()

    def _show(self, *, working: bool) -> None:
        self.bar.setVisible(working)
        self.stop.setVisible(working)
        self.stop.setEnabled(working)
        for button in (self.files, self.folder, self.choose_trust):
            button.setEnabled(not working)
