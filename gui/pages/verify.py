"""Reports verified: dropped or chosen, one line a file in the verifier's own words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt

from checker.model.text import Language, Text
from gui.models.files import FileLine, Files
from gui.pages.reports import ReportsPage
from gui.widgets.labels import Label
from gui.widgets.lines import Lines

_TITLE = Text("核验报告", "Verify reports")
_HINT = Text(
    "把报告文件、文件夹或 ZIP 压缩包拖到这个窗口里，或点下面的按钮选择。",
    "Drop reports, folders or ZIP packages on this window, or choose them with the buttons below.",
)
_DROP = Text("把报告拖到这里", "Drop reports here")
_FILES = Text("选择文件…", "Choose files…")
_WORKING = Text("正在核验……已核验 {count} 个文件", "Verifying … {count} {count:file|files} so far")
_COUNTED = Text(
    "共 {all} 个文件：通过 {passed}，警告 {warned}，不通过 {failed}。",
    "{all} {all:file|files}: {passed} passed, {warned} with a warning, {failed} failed.",
)
_NOTHING = Text("没有找到报告文件。", "No report was found.")
_LIST = Text("核验结果", "Results")


class VerifyPage(ReportsPage):
    def __init__(self) -> None:
        super().__init__(_TITLE, _HINT, _FILES)
        self.model = Files()
        self.view, self.drop = Lines(self.model), Label(role="drop")
        self.drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.phrases.put(self.drop.say, _DROP)
        self.phrases.put(self.view.setAccessibleName, _LIST)
        self.body.addWidget(self.drop, 1)
        self.body.addWidget(self.view, 1)
        self.view.hide()

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

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.setVisible(self.model.rowCount() > 0)
        self.warn("trouble", sentence)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.model.retranslate(language)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):  # Qt tells of changes before we are made
            self.view.setMinimumHeight(12 * self.fontMetrics().height())

    def begin(self) -> None:
        self.files.setFocus(Qt.FocusReason.OtherFocusReason)
