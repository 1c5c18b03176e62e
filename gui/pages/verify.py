"""Reports verified: dropped or chosen, one line a file in the verifier's own words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QProgressBar

from checker.model.text import Language, Text
from gui.models.files import FileLine, Files
from gui.pages.page import Page
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines

_TITLE = Text("核验报告", "Verify reports")
_HINT = Text(
    "把报告文件、文件夹或 ZIP 压缩包拖到这个窗口里，或点下面的按钮选择。",
    "Drop reports, folders or ZIP packages on this window, or choose them with the buttons below.",
)
_DROP = Text("把报告拖到这里", "Drop reports here")
_FILES = Text("选择文件…（Ctrl+O）", "Choose files… (Ctrl+O)")
_FOLDER = Text("选择文件夹…", "Choose a folder…")
_TRUST = Text("信任文件夹…", "Trust folder…")
_STOP = Text("停止", "Stop")
_BACK = Text("返回（Esc）", "Back (Esc)")
TRUSTED = Text("信任文件夹：{path}", "Trust folder: {path}")
NOT_TRUSTED = Text(
    "没有给出信任文件夹：能核对报告有没有被改动，不能确认签名人是谁。",
    "No trust folder is given: alterations will show, but not who signed.",
)
_WORKING = Text("正在核验……已核验 {count} 个文件", "Verifying … {count} files so far")
_COUNTED = Text(
    "共 {all} 个文件：通过 {passed}，警告 {warned}，不通过 {failed}。",
    "{all} files: {passed} passed, {warned} with a warning, {failed} failed.",
)
_NOTHING = Text("没有找到报告文件。", "No report was found.")
_LIST = Text("核验结果", "Results")


class VerifyPage(Page):
    files_wanted = Signal()
    folder_wanted = Signal()
    trust_wanted = Signal()
    stopped = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = Files()
        title, hint = Label(role="title"), Label()
        self.trust, self.count = Label(role="quiet"), Label(role="caption")
        self.files, self.folder = Button(role="primary"), Button()
        self.choose_trust, self.stop, self.back = Button(), Button(), Button()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.view, self.drop = Lines(self.model), Label(role="drop")
        self.drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (self.files.setText, _FILES),
            (self.folder.setText, _FOLDER),
            (self.choose_trust.setText, _TRUST),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.drop.say, _DROP),
            (self.view.setAccessibleName, _LIST),
            (self.bar.setAccessibleName, _TITLE),
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
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(self.files, self.folder, self.choose_trust, self.stop, self.back))
        self.body.addWidget(self.trust)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.count)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.drop, 1)
        self.body.addWidget(self.view, 1)
        self.trusts(None)
        self._show(working=False)
        self.count.hide()
        self.view.hide()

    def trusts(self, folder: Path | None) -> None:
        words = NOT_TRUSTED if folder is None else TRUSTED.filled(path=Text.name(str(folder)))
        self.phrases.put(self.trust.say, words, "trust")

    def prepare(self) -> None:
        """Files were named; their lines come one after the other."""
        self.model.clear()
        self.drop.hide()
        self.view.show()
        self.clear_banners()
        self._show(working=True)
        self._count(_WORKING.filled(count=0))

    def put(self, lines: Iterable[FileLine]) -> None:
        self.model.add(lines)
        self._count(_WORKING.filled(count=self.model.rowCount()))

    def end(self, lines: Iterable[FileLine]) -> Text:
        """All is known, also what only several reports together show; the sentence that sums it up."""
        self.model.load(lines)
        self._show(working=False)
        failed, warned, passed = (self.model.count(rank) for rank in range(3))
        total = failed + warned + passed
        said = _COUNTED.filled(all=total, passed=passed, warned=warned, failed=failed) if total else _NOTHING
        self._count(said)
        if total:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.setCurrentIndex(self.model.index(0))
        return said

    def sorry(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.setVisible(self.model.rowCount() > 0)
        self.warn("trouble", sentence)

    def speak(self, language: Language) -> None:
        super().speak(language)
        self.model.speak(language)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):  # Qt tells of changes before we are made
            self.view.setMinimumHeight(12 * self.fontMetrics().height())

    def begin(self) -> None:
        self.files.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def working(self) -> bool:
        return self.stop.isEnabled()

    def _count(self, words: Text) -> None:
        self.phrases.put(self.count.say, words, "count")
        self.count.show()

    def _show(self, *, working: bool) -> None:
        self.bar.setVisible(working)
        self.stop.setVisible(working)
        self.stop.setEnabled(working)
        for button in (self.files, self.folder, self.choose_trust):
            button.setEnabled(not working)
