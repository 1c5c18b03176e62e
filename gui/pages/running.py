"""The inspection under way: counted, named, stoppable."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from checker.model.finding import Finding
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.models.checklist import Checklist
from gui.pages.page import Page
from gui.profiles import NAMES
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines
from gui.work.brief import Setout

_TITLE = Text("{what}：正在检查“{target}”", "{what}: checking {target}")
_COMPUTER = Text("这台电脑", "this computer")
_PREPARING = Text("正在准备……", "Getting ready …")
_COUNT = Text("第 {now} 项，共 {total} 项", "Item {now} of {total}")
_NOW = Text("正在检查：{title}", "Checking: {title}")
_STOP = Text("停止（Esc）", "Stop (Esc)")
_STOPPING = Text("正在停止，已查的结果都会保留……", "Stopping; what is done is kept …")
_LIST = Text("检查项目", "Items")


class RunningPage(Page):
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self.model = Checklist()
        self._title, self.count, self.now = Label(role="page"), Label(), Label(role="quiet")
        self._away = Label(role="banner")
        self._away.hide()
        self.stop = Button()
        self.stop.clicked.connect(self._stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.view = Lines(self.model)
        self.phrases.put(self.stop.setText, _STOP)
        self.phrases.put(self.view.setAccessibleName, _LIST)
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTop)
        box = self.body
        box.addWidget(self._title)
        box.addLayout(top)
        box.addWidget(self.bar)
        box.addWidget(self._away)
        box.addWidget(self.now)
        box.addWidget(self.view, 1)

    def prepare(self, profile: Profile, target: Text = _COMPUTER) -> None:
        """Shown at once when a person starts; the list comes as soon as it is known."""
        self.phrases.put(self._title.say, _TITLE.filled(what=NAMES[profile], target=target), "title")
        self.away(None)
        self.phrases.put(self.count.say, _PREPARING, "count")
        self.phrases.put(self.now.say, Text("", ""), "now")
        self.model.load(())
        self._total = 0
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.stop.setEnabled(True)

    def load(self, setout: Setout) -> None:
        self.model.load(setout.rows)
        self._total = len(setout.rows)
        self.bar.setRange(0, max(1, self._total))
        self._tell()

    def put(self, finding: Finding) -> None:
        """A check began or ended. Findings of rules that no check covers come with the result, not here."""
        if self.model.title(finding.check_id) is None:
            return
        index = self.model.put(finding)
        self.view.scrollTo(index)
        self._tell()

    def away(self, sentence: Text | None) -> None:
        """What is inspected went away for a while, and is waited for; None: it is there."""
        self._away.setVisible(sentence is not None)
        self.phrases.put(self._away.say, sentence or Text("", ""), "away")

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.model.retranslate(language)

    def begin(self) -> None:
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        done, running = self.model.done, self.model.running
        self.bar.setValue(done)
        if not self.stop.isEnabled():
            return
        place = min(self._total, done + 1)
        self.phrases.put(self.count.say, _COUNT.filled(now=place, total=self._total), "count")
        if running is not None:
            title = self.model.title(running.check_id) or running.message
            self.phrases.put(self.now.say, _NOW.filled(title=title), "now")

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.phrases.put(self.count.say, _STOPPING, "count")
        self.stopped.emit()
