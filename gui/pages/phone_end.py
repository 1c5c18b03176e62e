"""The last page of a phone's inspection: close the door again, and what to do with each finding."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from checker.engine.consent import AFTER, AFTER_TITLE
from checker.model.finding import State
from checker.model.text import Text
from gui.pages.page import Page
from gui.widgets.boxes import Foot
from gui.widgets.labels import Button, Label
from gui.widgets.tick import Tick
from gui.work.brief import Brief

_TITLE = Text("最后一步：{phone}", "Last step: {phone}")
_GONE = Text("手机已拔下。", "The phone is unplugged.")
_THERE = Text("手机还连着。", "The phone is still connected.")
_FOUND = Text("这次发现的问题（{count} 项）和处理办法：", "What was found ({count}) and what to do:")
_NOTHING = Text("没有需要整改的问题。", "Nothing has to be put right.")
_SEEN = Text("{seen}（要求：{title}）", "{seen} (wanted: {title})")
_STEP = Text("{number}. {step}", "{number}. {step}")
_APPS = Text(
    "这部手机上自己安装的应用（{count} 个）。只在这块屏幕上给机主看，不写入结果和报告：",
    "Apps that were added to this phone ({count}). Shown to its owner on this screen only; neither the result nor the"
    " report has them:",
)
_RESULT = Text("回到结果", "Back to the result")
_DONE = Text("完成", "Done")


class PhoneEndPage(Page):
    done = Signal()
    result_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[QWidget] = []
        self._title, self.cable = Label(role="page"), Label(role="quiet")
        self.ticks: list[Tick] = []
        self.finish, self.result = Button(role="primary", key="Enter"), Button()
        self.finish.clicked.connect(self.done)
        self.result.clicked.connect(self.result_wanted)
        self.body.addWidget(self._title)
        self.body.addWidget(self._steps())
        self._found = QVBoxLayout()
        self._found.setSpacing(6)
        self.body.addLayout(self._found)
        self.foot = Foot((self.result,), (self.finish,))
        self.body.addStretch(1)
        self.phrases.put(self.finish.setText, _DONE)
        self.phrases.put(self.result.setText, _RESULT)

    def load(self, brief: Brief, apps: tuple[Text, ...]) -> None:
        """`apps`: what its owner installed; for this page alone."""
        self._clear()
        self.phrases.put(self._title.say, _TITLE.filled(phone=Text.name(brief.inspection.target.label)), "title")
        failed = [finding for finding in brief.inspection.findings if finding.state is State.FAILED]
        self._line(_FOUND.filled(count=len(failed)) if failed else _NOTHING, "title")
        for finding in failed:
            card = brief.cards.get(finding.check_id)
            title = card.title if card is not None else Text.name(finding.check_id)
            self._line(_SEEN.filled(title=title, seen=finding.message), "caption")
            steps = card.remedy.steps if card is not None and card.remedy is not None else ()
            for number, step in enumerate(steps, 1):
                self._line(_STEP.filled(number=number, step=step), "")
        if apps:
            self._line(_APPS.filled(count=len(apps)), "title")
            names = Text("、".join(app.zh for app in apps), ", ".join(app.en for app in apps))
            self._line(names, "quiet")
        for tick in self.ticks:
            tick.setChecked(False)

    def plugged(self, there: bool) -> None:
        self.phrases.put(self.cable.say, _THERE if there else _GONE, "cable")

    def begin(self) -> None:
        self.finish.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)

    def _steps(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(8)
        title = Label(role="title")
        self.phrases.put(title.say, AFTER_TITLE)
        box.addWidget(title)
        for number, step in enumerate(AFTER, 1):
            tick = Tick()
            self.phrases.put(tick.setText, _STEP.filled(number=number, step=step))
            box.addWidget(tick)
            self.ticks.append(tick)
        box.addWidget(self.cable)
        return card

    def _line(self, text: Text, role: str) -> None:
        label = Label(role=role)
        self.phrases.put(label.say, text, f"line {len(self._pieces)}")
        self._found.addWidget(label)
        self._pieces.append(label)

    def _clear(self) -> None:
        for number, piece in enumerate(self._pieces):
            self.phrases.drop(f"line {number}")
            self._found.removeWidget(piece)
            piece.hide()
            piece.deleteLater()
        self._pieces = []
