"""Before a phone is read: its owner learns what will be read and what never, and agrees or does not."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from checker.app.phones import SENTENCES, Device
from checker.engine.consent import NEVER, NEVER_TITLE, PROMISE, QUESTION, READ, READ_TITLE, SHEET
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.profiles import NAMES
from gui.widgets.boxes import Foot
from gui.widgets.choices import Pick
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label

_TITLE = Text("检查手机：{phone}", "Check a phone: {phone}")
_POINT = Text("· {point}", "· {point}")
_OWNER = Text("机主姓名：", "The owner's name:")
_SITUATION = Text("检查类型：", "Kind of check:")
_AGREE = Text("我是机主，我同意，开始检查", "I am the owner and I agree; start")
_SHEET = Text("我是机主，打开自查表", "I am the owner; open the self-check sheet")
_REFUSE = Text("不同意，返回", "I do not agree; back")
_STOP = Text("停止", "Stop")
_AGAIN = Text("再试一次", "Try again")
_BACK = Text("返回", "Back")
_NO_NAME = Text("请先填写机主姓名。", "Please give the owner's name first.")
_REACHING = Text("正在连接手机……", "Connecting to the phone …")
_REMEMBERED = Text(
    "同意会记入检查结果：姓名和时间。中途停止也会记下。",
    "The consent is kept with the result: name and time. Stopping on the way is kept, too.",
)
_LEFT = Text("{sentence}（还剩约 {seconds} 秒）", "{sentence} (about {seconds} seconds left)")


class PhonePage(Page):
    agreed = Signal(str, object)  # the owner's name, the profile
    again = Signal()
    stopped = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._phone: Device | None = None
        self._asking = QWidget()
        self._waiting = QWidget()
        self._title = Label(role="page")
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.profile = Pick()
        self.missing = Label(role="caption")
        self.agree, self.refuse = Button(role="primary", key="Enter"), Button(key="Esc")
        self.state, self.step = Label(role="title"), Label()
        self.stop, self.retry, self.back = Button(key="Esc"), Button(role="primary", key="Enter"), Button(key="Esc")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self._reads = QWidget()
        self._sheet = Label()
        self._fill_reads()
        self._fill_asking()
        self._fill_waiting()
        self.body.addWidget(self._title)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self._asking)
        self.body.addWidget(self._waiting)
        self.body.addStretch(1)
        self.foot = Foot((self.refuse, self.back), (self.agree, self.stop, self.retry))
        self.agree.clicked.connect(self._agree)
        self.name.returnPressed.connect(self._agree)
        self.refuse.clicked.connect(self.refused)
        self.back.clicked.connect(self.refused)
        self.stop.clicked.connect(self.stopped)
        self.retry.clicked.connect(self.again)

    @property
    def waits(self) -> bool:
        """Whether a phone is being reached."""
        return not self.stop.isHidden()

    def ask(self, phone: Device, profile: Profile = Profile.QUARTERLY) -> None:
        """Put the question. For a phone that cannot be read it is whether its owner answers the sheet."""
        self._phone = phone
        by_questions = phone.trouble is not None and phone.trouble.by_questions
        self.phrases.put(self._title.say, _TITLE.filled(phone=phone.label), "title")
        self._reads.setVisible(not by_questions)
        self._sheet.setVisible(by_questions)
        if by_questions and phone.trouble is not None:
            seen = SENTENCES[phone.trouble][0]
            words = Text(f"{seen.zh}。{SHEET.zh}", f"{seen.en}. {SHEET.en}")
            self.phrases.put(self._sheet.say, words, "sheet")
        self.phrases.put(self.agree.setText, _SHEET if by_questions else _AGREE, "agree")
        self.name.clear()
        self.profile.setCurrentIndex(list(Profile).index(profile))
        self.missing.hide()
        self._turn(asking=True)

    def reach(self) -> None:
        """The owner agreed: the phone is being reached."""
        self._turn(asking=False)
        self._offer(waiting=True)
        self._say(_REACHING, None)

    def tell(self, sentence: Text, step: Text | None, seconds: int | None = None) -> None:
        """What is waited for."""
        if seconds is not None:
            sentence = _LEFT.filled(sentence=sentence, seconds=seconds)
        self._say(sentence, step)

    def show_error(self, sentence: Text, step: Text | None) -> None:
        """The phone could not be reached."""
        self._turn(asking=False)
        self._offer(waiting=False)
        self._say(sentence, step)
        self.retry.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        if self._asking.isVisibleTo(self):
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for index in range(self.profile.count()):
            self.profile.setItemText(index, NAMES[self.profile.itemData(index)].to(language))

    def _agree(self) -> None:
        name = self.name.text().strip()
        self.missing.setVisible(not name)
        if name:
            self.agreed.emit(name, Profile(self.profile.currentData()))
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: Text, step: Text | None) -> None:
        self.phrases.put(self.state.say, sentence, "state")
        self.phrases.put(self.step.say, step or Text("", ""), "step")

    def _turn(self, *, asking: bool) -> None:
        """Ask the owner, or wait for the phone."""
        self._asking.setVisible(asking)
        self._waiting.setVisible(not asking)
        self.agree.setVisible(asking)
        self.refuse.setVisible(asking)
        if asking:
            for button in (self.stop, self.retry, self.back):
                button.hide()

    def _offer(self, waiting: bool) -> None:
        self.stop.setVisible(waiting)
        self.bar.setVisible(waiting)
        self.retry.setVisible(not waiting)
        self.back.setVisible(not waiting)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _fill_reads(self) -> None:
        box = QVBoxLayout(self._reads)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for title, points in ((READ_TITLE, READ), (NEVER_TITLE, NEVER)):
            box.addWidget(self._card(title, points))
        promise = Label()
        self.phrases.put(promise.say, PROMISE)
        box.addWidget(promise)

    def _card(self, words: Text, points: Iterable[Text]) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(6)
        title = Label(role="title")
        self.phrases.put(title.say, words)
        box.addWidget(title)
        for point in points:
            line = Label()
            self.phrases.put(line.say, _POINT.filled(point=point))
            box.addWidget(line)
        return card

    def _fill_asking(self) -> None:
        question, owner, situation = Label(role="title"), Label(), Label()
        remembered = Label(role="quiet")
        for label in (owner, situation):
            label.setWordWrap(False)
        for profile in Profile:
            self.profile.addItem(NAMES[profile].zh, profile)
        self.profile.setCurrentIndex(list(Profile).index(Profile.QUARTERLY))
        owner.setBuddy(self.name)
        situation.setBuddy(self.profile)
        for say, words in (
            (question.say, QUESTION),
            (owner.say, _OWNER),
            (situation.say, _SITUATION),
            (self.name.setAccessibleName, _OWNER),
            (self.profile.setAccessibleName, _SITUATION),
            (self.missing.say, _NO_NAME),
            (remembered.say, _REMEMBERED),
            (self.refuse.setText, _REFUSE),
        ):
            self.phrases.put(say, words)
        self.phrases.put(self.agree.setText, _AGREE, "agree")
        box = QVBoxLayout(self._asking)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._reads)
        box.addWidget(self._sheet)
        box.addWidget(question)
        box.addLayout(Flow(owner, self.name))
        box.addLayout(Flow(situation, self.profile))
        box.addWidget(self.missing)
        box.addWidget(remembered)
        self.missing.hide()

    def _fill_waiting(self) -> None:
        for say, words in (
            (self.stop.setText, _STOP),
            (self.retry.setText, _AGAIN),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, _REACHING),
        ):
            self.phrases.put(say, words)
        box = QVBoxLayout(self._waiting)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.state)
        box.addWidget(self.step)
        box.addWidget(self.bar)
        self._waiting.hide()
