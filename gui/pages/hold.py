"""HOLD: a suspected marking takes the page, before all else of the result. It never says which files they are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from checker.model.finding import Finding, State
from checker.model.target import DeviceClass
from checker.model.text import Language, Text
from gui.dates import moment
from gui.pages.page import Page
from gui.states import Tone
from gui.theme import px
from gui.widgets.boxes import Foot, Rows, card
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Sign
from gui.work.brief import Brief

_HEADLINE = Text("先停下，不要动这台电脑", "Stop. Leave this computer as it is")
_ELSEWHERE = {
    DeviceClass.PHONE: Text("先停下，不要动这部手机", "Stop. Leave this phone as it is"),
    DeviceClass.MEDIA: Text("先停下，不要动这个介质", "Stop. Leave this medium as it is"),
}
_SUSPECTED = Text(
    "发现疑似标密的内容。只是疑似，是不是国家秘密由保密行政管理部门鉴定。",
    "Suspected markings were found. Only suspected: the secrecy administration says whether they are state secrets.",
)
_ASKED = Text(
    "有内容可能是标密的，要由保密员核对；核对之前一切保持原样。",
    "Something may be marked; the secrecy officer has to look at it. Until then everything stays as it is.",
)
_STEPS = (
    (
        "nofile",
        Text("停用", "Do not use"),
        Text("不打开、不转发、不复制、不打印、不截图。", "No opening, forwarding, copying, printing or screenshots."),
    ),
    ("unplug", Text("断网", "Go offline"), Text("拔掉网线，关闭 Wi-Fi。", "Unplug the cable and turn Wi-Fi off.")),
    (
        "lock",
        Text("保持原样", "Keep as it is"),
        Text("不删除、不改名、不移动、不格式化。", "No deleting, renaming, moving or formatting."),
    ),
)
_CALL = Text("马上打电话报告", "Call at once")
_OFFICE = Text("本单位保密工作机构", "Your unit's secrecy office")
_RECORDED = Text(
    "已记下：{when}，{what} 没有复制内容，没有发给任何人。",
    "Recorded: {when}, {what} No content was copied, and nothing was sent to anybody.",
)
_DONE = Text("我已停用并报告，看其余结果", "I have stopped and reported; show the rest")
_OFFICER = Text("保密员判定", "For the secrecy officer")
_OFFICER_HINT = Text(
    "哪些文件、是不是误报，由保密员在“文件与照片”里看和判定。",
    "Which files they are, and whether it is a false alarm, the officer sees and decides in “Files and photos”.",
)
_SEE = Text("我是保密员…", "I am the officer…")
_BACK = Text("返回", "Back")


class HoldPage(Page):
    acknowledged = Signal()
    officer_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.headline, self.said = Label(role="headline"), Label(role="lead")
        self.office, self.recorded = Label(role="headline"), Label(role="note")
        self.done, self.back = Button(role="primary"), Button(key="Esc")
        call = Label(role="strong")
        for say, words in (
            (call.say, _CALL),
            (self.done.setText, _DONE),
            (self.back.setText, _BACK),
        ):
            self.phrases.put(say, words)
        self.done.clicked.connect(self.acknowledged)
        self.back.clicked.connect(self.home_wanted)
        self.foot = Foot((self.back,), (self.done,))
        self._steps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._steps.setSpacing(12)
        for number, (icon, head, under) in enumerate(_STEPS, 1):
            self._steps.addWidget(self._step(number, icon, head, under), 1)
        self.officer = Rows()
        entry = Entry(Sign("person"), _OFFICER, _OFFICER_HINT, Language.ZH)
        self.see = entry.offer(_SEE, self.officer_wanted.emit)
        self.officer.add(entry)
        self.body.addWidget(self._banner())
        self.body.addLayout(self.warnings)
        self.body.addLayout(self._steps)
        self.body.addWidget(self._call(call))
        noted = QHBoxLayout()
        noted.setSpacing(8)
        noted.addWidget(Sign("note", size=18), 0, Qt.AlignmentFlag.AlignTop)
        noted.addWidget(self.recorded, 1)
        self.body.addLayout(noted)
        self.body.addWidget(self.officer)
        self.body.addStretch(1)

    def load(self, brief: Brief, findings: tuple[Finding, ...], *, kind: DeviceClass) -> None:
        """`findings`: those under the HOLD protocol; at least one."""
        self.phrases.put(self.headline.say, _ELSEWHERE.get(kind, _HEADLINE), "headline")
        suspected = any(finding.state is State.FAILED for finding in findings)
        self.phrases.put(self.said.say, _SUSPECTED if suspected else _ASKED, "said")
        self.phrases.put(self.office.say, Text.name(brief.office) if brief.office else _OFFICE, "office")
        what = Text("".join(one.message.zh for one in findings), " ".join(one.message.en for one in findings))
        recorded = _RECORDED.filled(when=moment(brief.inspection.began), what=what)
        self.phrases.put(self.recorded.say, recorded, "recorded")
        self.verticalScrollBar().setValue(0)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.officer.retranslate(language)

    def begin(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # what was pressed a moment ago acknowledges nothing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(640)
        self._steps.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _banner(self) -> QFrame:
        for label in (self.headline, self.said):
            label.setProperty("tone", "hold")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.headline)
        words.addWidget(self.said)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(Sign("stop", size=48, held=True))
        both.addLayout(words, 1)
        return card(both, role="hold")

    def _step(self, number: int, icon: str, head: Text, under: Text) -> QWidget:
        figure, title, words = Label(str(number), role="figure"), Label(role="page"), Label()
        figure.tone(Tone.BAD)
        self.phrases.put(title.say, head)
        self.phrases.put(words.say, under)
        top = QHBoxLayout()
        top.addWidget(figure, 1)
        top.addWidget(Sign(icon, Tone.BAD, 28))
        made = card(top, title, words, gap=6)
        box = made.layout()
        assert isinstance(box, QVBoxLayout)
        box.addStretch(1)
        return made

    def _call(self, call: Label) -> QFrame:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(call)
        words.addWidget(self.office)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(Sign("call", Tone.ASK, 34))
        both.addLayout(words, 1)
        return card(both)
