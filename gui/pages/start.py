"""The start: two doors named by situation, and what is known of this computer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from checker.app.medium import amount
from checker.engine.conclude import conclude
from checker.model.target import Profile
from checker.model.text import Text
from gui.dates import moment
from gui.pages.page import Page
from gui.profiles import NAMES, SITUATIONS
from gui.widgets.banner import Banner
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.phones import PhoneList
from gui.work.brief import Opening

_THIS = Text("这台电脑", "This computer")
_THIS_NAMED = Text("这台电脑 · {name}", "This computer · {name}")
_LOOKING = Text("正在读取上次的结果……", "Reading the last result …")
_NEVER = Text("还没有检查过。", "Not checked before.")
_LAST = Text("上次检查：{when} · {what} · {headline}", "Last check: {when} · {what} · {headline}")
_SHOW = Text("查看上次结果", "Show the last result")
_BEGIN = Text("开始检查", "Start")
_BEGIN_ENTER = Text("开始检查（Enter）", "Start (Enter)")
_OTHER = Text("其他情况：", "Other situations:")
_PROMISE = Text(
    "只读取，不改动这台电脑；结果只保存在本机，不上传。",
    "It only reads and changes nothing on this computer. Results stay here and are sent nowhere.",
)
_UNFINISHED = Text(
    "{when} 的{what}没有做完，还剩 {left} 项。",
    "The check of {when} ({what}) was interrupted; items left: {left}.",
)
_GO_ON = Text("接着检查", "Go on with it")
_REPORTS = Text("签名报告：", "Signed reports:")
_DOCUMENTS = Text("文件和照片：", "Files and photos:")
_SEARCH = Text("查找疑似标密的文件和照片", "Look for marked files and photos")
_MEDIA = Text("存储介质：", "Storage media:")
_MEDIUM = Text("检查 U 盘、存储卡、硬盘或镜像", "Check a stick, card, disk or image")
_PLUGGED = Text("插着：{name}（{size}）", "Plugged in: {name} ({size})")
_VERIFY, _ROLLUP = Text("核验报告", "Verify reports"), Text("汇总报告（信息中心）", "Roll-up (for IT)")
_COPY = Text("复制技术信息", "Copy technical details")


class StartPage(Page):
    chosen = Signal(object)  # Profile
    last_wanted = Signal()
    go_on_wanted = Signal()
    technical_wanted = Signal()
    verify_wanted = Signal()
    rollup_wanted = Signal()
    documents_wanted = Signal()
    medium_wanted = Signal(str)  # its path; empty: to be chosen

    def __init__(self) -> None:
        super().__init__()
        self._told: list[str] = []
        self._known = False
        self._computer, self._last = Label(role="title"), Label(role="quiet")
        self._show = Button(role="link")
        self._show.clicked.connect(self.last_wanted)
        self._show.hide()
        self._doors = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._doors.setSpacing(16)
        self.daily = self._door(Profile.DAILY, _BEGIN_ENTER, "primary")
        self.travel = self._door(Profile.TRAVEL, _BEGIN, "")
        other = Label(role="quiet")
        other.setWordWrap(False)
        self.quarterly, self.disposal = self._small(Profile.QUARTERLY), self._small(Profile.DISPOSAL)
        promise = Label(role="quiet")
        reports = Label(role="quiet")
        reports.setWordWrap(False)
        self.verify, self.rollup = Button(role="link"), Button(role="link")
        self.verify.clicked.connect(self.verify_wanted)
        self.rollup.clicked.connect(self.rollup_wanted)
        documents = Label(role="quiet")
        documents.setWordWrap(False)
        self.documents = Button(role="link")
        self.documents.clicked.connect(self.documents_wanted)
        self.phrases.put(documents.say, _DOCUMENTS)
        self.phrases.put(self.documents.setText, _SEARCH)
        media = Label(role="quiet")
        media.setWordWrap(False)
        self.medium = Button(role="link")
        self.medium.clicked.connect(lambda: self.medium_wanted.emit(""))
        self._plugged = Flow(media, self.medium)
        self._sticks: list[Button] = []
        self.phrases.put(media.say, _MEDIA)
        self.phrases.put(self.medium.setText, _MEDIUM)
        self.phrases.put(reports.say, _REPORTS)
        self.phrases.put(self.verify.setText, _VERIFY)
        self.phrases.put(self.rollup.setText, _ROLLUP)
        self.phrases.put(self._computer.say, _THIS, "computer")
        self.phrases.put(self._last.say, _LOOKING, "last")
        self.phrases.put(self._show.setText, _SHOW)
        self.phrases.put(other.say, _OTHER)
        self.phrases.put(promise.say, _PROMISE)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self._computer)
        self.body.addWidget(self._last)
        self.body.addLayout(Flow(self._show))
        self.body.addSpacing(8)
        self.body.addLayout(self._doors)
        self.phones = PhoneList(self.phrases)
        self.body.addWidget(self.phones)
        self.body.addSpacing(8)
        self.body.addLayout(Flow(other, self.quarterly, self.disposal))
        self.body.addLayout(Flow(documents, self.documents))
        self.body.addLayout(self._plugged)
        self.body.addLayout(Flow(reports, self.verify, self.rollup))
        self.body.addWidget(promise)
        self.body.addStretch(1)

    @property
    def known(self) -> bool:
        """Whether the page says what there is, or is still looking."""
        return self._known

    def load(self, opening: Opening) -> None:
        """Show what was found out since the page appeared."""
        self._known = True
        computer = _THIS_NAMED.filled(name=Text.name(opening.computer))
        self.phrases.put(self._computer.say, computer, "computer")
        self.phrases.put(self._last.say, _last(opening), "last")
        self._show.setVisible(opening.last is not None)
        for banner in self._told:
            self.unwarn(banner)
        self._told = [f"notice {number}" for number in range(len(opening.notices))] + ["unfinished"]
        for number, notice in enumerate(opening.notices):
            self.warn(f"notice {number}", notice, _COPY).pressed.connect(self.technical_wanted)
        if opening.unfinished is not None:
            self._unfinished(opening)
        self._plug(opening)

    def trouble(self, sentence: Text) -> Banner:
        """Something of ours failed."""
        banner = self.warn("trouble", sentence, _COPY)
        banner.pressed.connect(self.technical_wanted)
        return banner

    def begin(self) -> None:
        self.daily.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 36 * self.fontMetrics().height()
        self._doors.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight,
        )

    def _door(self, profile: Profile, words: Text, role: str) -> Button:
        card = QFrame()
        card.setProperty("role", "card")
        title, situation, button = Label(role="title"), Label(), Button(role=role)
        self.phrases.put(title.say, NAMES[profile])
        self.phrases.put(situation.say, SITUATIONS[profile])
        self.phrases.put(button.setText, words)
        name = NAMES[profile]
        self.phrases.put(button.setAccessibleName, Text(f"{name.zh}：{words.zh}", f"{name.en}: {words.en}"))
        button.clicked.connect(partial(self.chosen.emit, profile))
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(10)
        box.addWidget(title)
        box.addWidget(situation)
        box.addStretch(1)
        box.addLayout(Flow(button))
        self._doors.addWidget(card, 1)
        return button

    def _small(self, profile: Profile) -> Button:
        button = Button(role="link")
        self.phrases.put(button.setText, NAMES[profile])
        button.clicked.connect(partial(self.chosen.emit, profile))
        return button

    def _plug(self, opening: Opening) -> None:
        """A button for each medium that is plugged in."""
        for button in self._sticks:
            self._plugged.removeWidget(button)
            button.deleteLater()
        self._sticks = []
        for number, one in enumerate(opening.media):
            button = Button(role="link")
            words = _PLUGGED.filled(name=Text.name(one.name), size=amount(one.size))
            self.phrases.put(button.setText, words, f"medium {number}")
            button.clicked.connect(partial(self._medium, one.path))
            self._plugged.addWidget(button)
            self._sticks.append(button)

    def _medium(self, path: str) -> None:
        self.medium_wanted.emit(path)

    def _unfinished(self, opening: Opening) -> None:
        inspection = opening.unfinished
        assert inspection is not None
        left = sum(not finding.state.final for finding in inspection.findings)
        sentence = _UNFINISHED.filled(when=moment(inspection.began), what=NAMES[inspection.profile], left=left)
        self.warn("unfinished", sentence, _GO_ON).pressed.connect(self.go_on_wanted)


def _last(opening: Opening) -> Text:
    inspection = opening.last
    if inspection is None:
        return _NEVER
    headline = conclude(inspection.findings).headline
    return _LAST.filled(when=moment(inspection.began), what=NAMES[inspection.profile], headline=headline)
