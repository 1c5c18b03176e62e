"""Home: how this computer stands and since when, what is left to do and for whom, what waits, what is plugged in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from checker.app.travel import Trip
from checker.engine.conclude import Conclusion, Outcome, conclude
from checker.model.check import Actor
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.dates import ago, day, moment
from gui.pages.page import Page
from gui.pages.travel import due
from gui.profiles import NAMES
from gui.states import COUNTED, COUNTED_FACES, OUTCOME_FACES, WHOSE, Shape, Tone, face
from gui.theme import px
from gui.widgets.banner import Banner
from gui.widgets.boxes import Rows, card, hairline
from gui.widgets.counts import Counts
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label, dress
from gui.widgets.marks import Mark, Sign
from gui.widgets.phones import MediaList, PhoneList
from gui.work.brief import Opening, Waiting

_LOOKING = Text("正在读取上次的结果……", "Reading the last result …")
_NEVER = Text("还没有检查过", "Not checked yet")
_NEVER_HINT = Text("检查一次大约几分钟，随时可以停。", "A check takes some minutes; you can stop it at any time.")
_STANDS = {
    Outcome.TO_FIX: Text("这台电脑有 {count} 项要整改", "This computer needs {count} {count:fix|fixes}"),
    Outcome.INCOMPLETE: Text("这台电脑还有 {count} 项没有查清", "{count} {count:item is|items are} still unknown here"),
    Outcome.IN_ORDER: Text("上次检查时符合要求", "In order when last checked"),
}
_HOLD = Text("先停下：发现疑似标密文件", "Stop first: suspected markings were found")
_FOR = {
    Actor.STAFF: Text("你自己能做 {count} 项", "{count} for you"),
    Actor.IT: Text("请信息中心做 {count} 项", "{count} for IT"),
    Actor.OFFICER: Text("交给保密员 {count} 项", "{count} for the secrecy officer"),
    None: Text("请你回答 {count} 项", "{count} to answer"),
}
_NOTHING_TO_DO = Text("没有要做的事。", "There is nothing to do.")
_ABOUT = Text(
    "{computer} · 上次检查 {when}，{ago} · {what} {items} 项",
    "{computer} · last checked {when}, {ago} · {what}, {items} {items:item|items}",
)
_CHECK = Text("现在检查", "Check now")
_SHOW = Text("看结果", "Show the result")
_FIRST, _HOW = Text("先做这些", "Begin with these"), Text("怎么做", "What to do")
_WAITS, _PLUGGED = Text("待处理", "Waiting"), Text("已接入", "Plugged in")
_UNFINISHED = Text("没有做完：{what}", "Not finished: {what}")
_LEFT = Text("{when} · 还剩 {left} 项", "{when} · {left} {left:item|items} left")
_GO_ON = Text("继续", "Go on")
_LAPSES = Text("例外快到期：{title}", "About to lapse: {title}")
_UNTIL = Text("有效期至 {until}，{left} · 批准人 {who}", "Until {until}, {left} · approved by {who}")
_JOURNEY = Text("出行：走之前的检查", "A journey: the check before it")
_TO_CHECK = Text("还有 {missing} 样没查", "{missing} {missing:thing is|things are} still to be checked")
_READY_TO_GO = Text("要带的都查过了，写上哪天回来就能出发", "All was checked; give the day of return and set out")
_ON_RETURN = Text("回来后再查一次", "Check again on return")
_LATE = Text("该再查一次了：出行回来的检查过了日子", "The check on return is overdue")
_DUE = Text("{back}，{when} · {missing} 样要查", "{back}, {when} · {missing} to be checked")
_RETURNED = Text("出行：回来后都查过了", "A journey: all was checked on return")
_COMPARE_IT = Text("看看和走之前有什么不同", "See what is different from before")
_SEE = Text("查看", "Show")
_DROP = Text(
    "报告、稿件、镜像或密钥文件，都可以直接拖进窗口。",
    "Reports, drafts, images and key files can be dropped anywhere on this window.",
)
_COPY = Text("复制技术信息", "Copy technical details")
_NARROW = 640  # px at 100 %


class StartPage(Page):
    chosen = Signal(object)  # Profile
    last_wanted = Signal()
    item_wanted = Signal(str)  # check id, of the last result
    go_on_wanted = Signal()
    trip_wanted = Signal()
    technical_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told: list[str] = []
        self._known = False
        self._mark = Mark(Shape.RING, Tone.QUIET, 44)
        self.headline, self.lead = Label(role="headline"), Label(role="lead")
        self.about = Label(role="note")
        self.daily = Button(role="primary", key="Enter")
        self.daily.clicked.connect(partial(self.chosen.emit, Profile.DAILY))
        self.show_last = Button(role="link")
        self.show_last.clicked.connect(self.last_wanted)
        self.counts = Counts(self.show_last)
        self._under = QWidget()
        self._waits, self._plugged = Label(role="title"), Label(role="title")
        self.first, self._first = Rows(), Label(role="title")
        self.waiting = Rows()
        self.phones, self.media = PhoneList(quiet=True), MediaList(quiet=True)
        for say, words in (
            (self.daily.setText, _CHECK),
            (self.show_last.setText, _SHOW),
            (self._waits.say, _WAITS),
            (self._first.say, _FIRST),
            (self._plugged.say, _PLUGGED),
        ):
            self.phrases.put(say, words)
        self.phrases.put(self.headline.say, _LOOKING, "headline")
        self.body.addLayout(self.warnings)
        self.body.addWidget(self._stands())
        self.body.addSpacing(8)
        self.body.addWidget(self._first)
        self.body.addWidget(self.first)
        self.body.addSpacing(8)
        self.body.addWidget(self._waits)
        self.body.addWidget(self.waiting)
        self.body.addSpacing(8)
        self.body.addWidget(self._plugged)
        self.body.addWidget(self.phones)
        self.body.addWidget(self.media)
        self.body.addLayout(self._dropping())
        self.body.addStretch(1)
        for widget in (
            self.lead,
            self.about,
            self._under,
            self._first,
            self.first,
            self._waits,
            self.waiting,
            self._plugged,
        ):
            widget.hide()

    @property
    def known(self) -> bool:
        """Whether the page says what there is, or is still looking."""
        return self._known

    def load(self, opening: Opening) -> None:
        """Show what was found out since the page appeared."""
        self._known = True
        for banner in self._told:
            self.unwarn(banner)
        self._told = [f"notice {number}" for number in range(len(opening.notices))]
        for number, notice in enumerate(opening.notices):
            self.warn(f"notice {number}", notice, _COPY).pressed.connect(self.technical_wanted)
        if opening.last is None:
            self._never(opening.computer)
        else:
            self._say(opening, opening.last)
        self._begin_with(opening)
        self._wait(opening)
        self.media.show_media(opening.media)
        self.see()

    def see(self) -> None:
        """Something was plugged in or out."""
        self._plugged.setVisible(bool(self.phones.rows or self.media.rows))

    def trouble(self, sentence: Text) -> Banner:
        """Something of ours failed."""
        banner = self.warn("trouble", sentence, _COPY)
        banner.pressed.connect(self.technical_wanted)
        return banner

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for one in (self.counts, self.first, self.phones, self.media, self.waiting):
            one.retranslate(language)

    def begin(self) -> None:
        self.daily.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        dress(self.headline, "role", "page" if narrow else "headline")
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _stands(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.headline, self.lead, self.about):
            words.addWidget(label)
        said = QHBoxLayout()
        said.setSpacing(16)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(words, 1)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(16)
        self._top.addLayout(said, 1)
        self._top.addLayout(Flow(self.daily))
        under = QVBoxLayout(self._under)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(10)
        under.addWidget(hairline())
        under.addWidget(self.counts)
        return card(self._top, self._under, gap=14)

    def _dropping(self) -> QHBoxLayout:
        hint = Label(role="note")
        self.phrases.put(hint.say, _DROP)
        box = QHBoxLayout()
        box.setSpacing(8)
        box.addWidget(Sign("drop", size=18), 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(hint, 1)
        return box

    def _never(self, computer: str) -> None:
        self._mark.put(Shape.RING, Tone.QUIET)
        self.headline.tone(None)
        self.phrases.put(self.headline.say, _NEVER, "headline")
        self.phrases.put(self.lead.say, _NEVER_HINT, "lead")
        self.phrases.put(self.about.say, Text.name(computer), "about")
        self.lead.show()
        self.about.show()
        self._under.hide()

    def _say(self, opening: Opening, last: Inspection) -> None:
        concluded = conclude(last.findings)
        held = opening.held > 0
        shape, tone = (Shape.CROSS, Tone.BAD) if held else OUTCOME_FACES[concluded.outcome]
        self._mark.put(shape, tone)
        self.headline.tone(Tone.BAD if held else None)
        self.phrases.put(self.headline.say, _HOLD if held else _stands_of(concluded), "headline")
        self.phrases.put(self.lead.say, _for_whom(opening), "lead")
        when = datetime.now(UTC).astimezone().date() - last.began.astimezone().date()
        about = _ABOUT.filled(
            computer=Text.name(opening.computer),
            when=moment(last.began),
            ago=ago(when.days),
            what=NAMES[last.profile],
            items=len(last.findings),
        )
        self.phrases.put(self.about.say, about, "about")
        self.counts.load(_counted(concluded))
        for widget in (self.lead, self.about, self._under):
            widget.show()

    def _begin_with(self, opening: Opening) -> None:
        """What to put right first, and who does it; beside a suspected marking there is nothing else to begin with."""
        self.first.clear()
        shown = () if opening.held else opening.first
        for finding, who in shown:
            look = face(finding)
            entry = Entry(Mark(look.shape, look.tone, 22), finding.message, WHOSE[who], self.phrases.language)
            entry.offer(_HOW, partial(self.item_wanted.emit, finding.check_id))
            self.first.add(entry)
        for widget in (self._first, self.first):
            widget.setVisible(bool(shown))

    def _wait(self, opening: Opening) -> None:
        self.waiting.clear()
        for one in opening.waiting:
            self.waiting.add(self._entry(one))
        for widget in (self._waits, self.waiting):
            widget.setVisible(bool(opening.waiting))

    def _entry(self, one: Waiting) -> Entry:
        language = self.phrases.language
        if one.trip is not None:
            return self._journey(one.trip)
        if one.unfinished is not None:
            left = sum(not finding.state.final for finding in one.unfinished.findings)
            under = _LEFT.filled(when=moment(one.unfinished.began), left=left)
            entry = Entry(Sign("clock"), _UNFINISHED.filled(what=NAMES[one.unfinished.profile]), under, language)
            entry.offer(_GO_ON, self.go_on_wanted.emit)
            return entry
        assert one.waiver is not None
        days = (one.waiver.until - date.today()).days
        until = _UNTIL.filled(until=day(one.waiver.until), left=ago(-days), who=Text.name(one.waiver.approver))
        entry = Entry(Sign("flag", Tone.WARN), _LAPSES.filled(title=one.title), until, language)
        entry.offer(_SEE, self.last_wanted.emit)
        return entry

    def _journey(self, trip: Trip) -> Entry:
        """What is still to be looked at before it; once they are on their way, the day of the check on return."""
        result, back = trip.result, trip.kept.back
        late = back is not None and due(trip) < 0 and not trip.complete
        if not trip.away or back is None:
            head, under = _JOURNEY, _TO_CHECK.filled(missing=result.missing) if result.missing else _READY_TO_GO
        elif trip.complete:
            head, under = _RETURNED, _COMPARE_IT
        else:
            head = _LATE if late else _ON_RETURN
            under = _DUE.filled(back=day(back), when=ago(-due(trip)), missing=result.missing)
        entry = Entry(Sign("case", Tone.WARN if late else Tone.ASK), head, under, self.phrases.language)
        entry.offer(_GO_ON, self.trip_wanted.emit)
        return entry


def _stands_of(concluded: Conclusion) -> Text:
    words = _STANDS.get(concluded.outcome)
    return concluded.headline if words is None else words.filled(count=concluded.count)


def _for_whom(opening: Opening) -> Text:
    said = [words.filled(count=opening.todo[one]) for one, words in _FOR.items() if opening.todo.get(one)]
    if not said:
        return _NOTHING_TO_DO
    return Text("，".join(one.zh for one in said) + "。", ", ".join(one.en for one in said) + ".")


def _counted(concluded: Conclusion) -> list[tuple[Shape, Tone, int, Text]]:
    """Heaviest first; what does not occur is left out."""
    to_fix, attention = COUNTED_FACES
    rows = [(*to_fix, concluded.must_fix), (*attention, concluded.attention)]
    rows += [(face.shape, face.tone, face.word, concluded.by_state[state]) for state, face in COUNTED]
    return [(shape, tone, count, word) for shape, tone, word, count in rows if count]
