"""A journey: one result for computer, phone and stick, and the same once more on return, held against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checker.app.history import Change, Way, counted
from checker.app.phones import BY_ANSWERS
from checker.app.travel import Leg, Part, Result, Trip
from checker.engine.conclude import Outcome
from checker.model.text import Language, Text
from gui.dates import ago, day, moment
from gui.pages.page import Page
from gui.states import OUTCOME_FACES, Shape, Tone
from gui.widgets.boxes import Foot, Rows, card
from gui.widgets.changed import counted_in_words, row_of
from gui.widgets.choices import Day
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label, dress
from gui.widgets.marks import Mark, Sign
from gui.widgets.phones import MediaList, PhoneList

_USUAL = 7  # days that a journey lasts, until another day is chosen
_TITLE = Text("出行：走之前查一遍，回来再查一遍", "A journey: checked before it, and again on return")
_HEADS = {
    Outcome.TO_FIX: Text("要整改 {fix} 项", "To be fixed: {fix}"),
    Outcome.INCOMPLETE: Text("还没有查全", "Not complete"),
    Outcome.NOTHING_CHECKED: Text("还没有查", "Nothing was checked yet"),
    Outcome.STATED: Text("查过的都符合，其中有本人填报的", "In order, in part by own statement"),
    Outcome.IN_ORDER: Text("要带的都查过了，都符合", "All that you take along is in order"),
}
_BACK_IN_ORDER = Text("回来后都查过了，都符合", "All was checked on return and is in order")
_MISSING = Text("还有 {missing} 样没查", "{missing} {missing:thing was|things were} not checked")
_UNKNOWN = Text("没查清 {unknown} 项", "{unknown} {unknown:item|items} not found out")
_BEFORE = Text("走之前", "before you leave")
_RETURN = Text("回来后，{back}（{when}）", "on return, {back} ({when})")
_PARTS = {
    Part.COMPUTER: (
        Text("这台电脑", "This computer"),
        Text("带它出门就查", "To be checked if you take it along"),
    ),
    Part.PHONE: (
        Text("手机", "Phone"),
        Text("用数据线连接，它会出现在下面", "Connect it with a data cable, and it appears below"),
    ),
    Part.MEDIUM: (
        Text("U 盘、移动硬盘", "Stick or disk"),
        Text("插上，它会出现在下面", "Plug it in, and it appears below"),
    ),
}
_ICONS = {Part.COMPUTER: "computer", Part.PHONE: "phone", Part.MEDIUM: "stick"}
_AT_HOME = Text("不带", "Not taken along")
_STAYS, _TAKE = Text("不带", "I do not take one"), Text("还是要带", "I take one after all")
_CHECK, _AGAIN = Text("检查", "Check"), Text("再查一次", "Check again")
_SHEET = Text("填自查表", "Fill in the sheet")
_WAS = Text("走之前 {when}：{came}", "Before, {when}: {came}")
_IS = Text("回来后 {when}：{came}", "On return, {when}: {came}")
_NOT_AGAIN = Text("回来后还没有查", "Not checked again yet")
_CAME = {
    Outcome.TO_FIX: Text("需整改 {fix} 项", "{fix} to fix"),
    Outcome.INCOMPLETE: Text("没查清 {unknown} 项", "{unknown} not found out"),
    Outcome.NOTHING_CHECKED: Text("没有查成", "nothing could be checked"),
    Outcome.STATED: Text("按本人填报符合", "in order by own statement"),
    Outcome.IN_ORDER: Text("符合", "in order"),
}
_PLUGGED = Text("已接入，可以查", "Plugged in, can be checked")
_DATE = Text("哪天回来", "The day you are back")
_GO, _GO_SO = Text("准备好了，出发", "Ready, set out"), Text("照样出发", "Set out all the same")
_SIGN = Text("签名打包…", "Sign the package…")
_END = Text("结束这次出行", "End this journey")
_BACK = Text("返回", "Back")
_CHANGED = Text("{label}：和走之前比，{counted}", "{label}, against before: {counted}")
_SAME = Text("{label}：每一项都和走之前一样", "{label}: every item stands as it did before")


class TravelPage(Page):
    computer_wanted = Signal()
    phone_wanted = Signal(object)  # Device
    medium_wanted = Signal(str)  # its path
    stays = Signal(object, bool)  # Part, at home
    left = Signal(object)  # the day of the return
    ended = Signal()
    sign_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.trip: Trip | None = None
        title = Label(role="page")
        self._mark = Mark(Shape.RING, Tone.QUIET, 44)
        self.headline, self.lead = Label(role="page"), Label(role="quiet")
        self.things, self.changes = Rows(), Rows()
        self.plugged = Label(role="title")
        self.phones, self.media = PhoneList(quiet=True), MediaList(quiet=True)
        self.day, self._caption = Day(), Label()
        self.day.setMinimumDate(QDate.currentDate())
        self.day.setDate(QDate.currentDate().addDays(_USUAL))
        self._caption.setWordWrap(False)
        self._caption.setBuddy(self.day)
        self.go, self.end, self.back = Button(role="primary"), Button(), Button(key="Esc")
        self.sign = Button(key="Ctrl+S")
        self.foot = Foot((self.back,), (self.end, self.sign, self.go))
        for say, words in (
            (title.say, _TITLE),
            (self.plugged.say, _PLUGGED),
            (self._caption.say, _DATE),
            (self.day.setAccessibleName, _DATE),
            (self.end.setText, _END),
            (self.sign.setText, _SIGN),
            (self.back.setText, _BACK),
        ):
            self.phrases.put(say, words)
        words_ = QVBoxLayout()
        words_.setSpacing(4)
        words_.addWidget(self.headline)
        words_.addWidget(self.lead)
        said = QHBoxLayout()
        said.setSpacing(16)
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(words_, 1)
        self._date = Flow(self._caption, self.day)
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        self.body.addWidget(card(said, self._date, gap=14))
        listed: tuple[QWidget, ...] = (self.changes, self.things, self.plugged, self.phones, self.media)
        for widget in listed:
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.phones.wanted.connect(self.phone_wanted)
        self.media.wanted.connect(self.medium_wanted)
        self.go.clicked.connect(self._go)
        self.end.clicked.connect(self.ended)
        self.sign.clicked.connect(self.sign_wanted)
        self.back.clicked.connect(self.home_wanted)
        self.changes.hide()

    def load(self, trip: Trip, compared: Mapping[str, tuple[Change, ...]], titles: Mapping[str, Text]) -> None:
        """`compared`: by target, what is different on return; `titles` of those checks."""
        self.trip = trip
        self._say(trip)
        self.things.clear()
        for part in Part:
            legs = trip.of(part)
            for leg in legs:
                self.things.add(self._leg(trip, leg))
            if not legs:
                self.things.add(self._open(trip, part))
        self._compare(trip, compared, titles)
        for widget in (self._caption, self.day, self.go):
            widget.setVisible(not trip.away)
        self.go.setEnabled(bool(trip.legs))
        ready = trip.result.outcome in (Outcome.IN_ORDER, Outcome.STATED)
        self.phrases.put(self.go.setText, _GO if ready else _GO_SO, "go")
        dress(self.go, "role", "primary" if ready else "")
        self.end.setVisible(bool(trip.legs))
        self.sign.setVisible(any(trip.look(leg) is not None for leg in trip.legs))
        self.see()

    def see(self) -> None:
        """Something was plugged in or out."""
        self.plugged.setVisible(bool(self.phones.rows or self.media.rows))

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for rows in (self.things, self.changes, self.phones, self.media):
            rows.retranslate(language)

    def begin(self) -> None:
        buttons = [button for row in self.things.rows if isinstance(row, Entry) for button in row.buttons]
        (buttons[0] if buttons else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _say(self, trip: Trip) -> None:
        result = trip.result
        in_order = trip.away and result.outcome is Outcome.IN_ORDER
        head = _BACK_IN_ORDER if in_order else _HEADS[result.outcome].filled(fix=result.fix)
        self._mark.put(*OUTCOME_FACES[result.outcome])
        self.phrases.put(self.headline.say, head, "headline")
        when = _BEFORE
        if trip.away and trip.kept.back is not None:
            left = (date.today() - trip.kept.back).days
            when = _RETURN.filled(back=day(trip.kept.back), when=ago(left))
        parts = [when, *_rest(result)]
        said = Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))
        self.phrases.put(self.lead.say, said, "lead")

    def _leg(self, trip: Trip, leg: Leg) -> Entry:
        look, language = trip.look(leg), self.phrases.language
        face = OUTCOME_FACES[look.outcome] if look is not None else (Shape.RING, Tone.QUIET)
        entry = Entry(Mark(*face, 22), Text.name(leg.label), told(trip, leg), language)
        if leg.part is Part.COMPUTER:
            entry.offer(_CHECK if look is None else _AGAIN, self.computer_wanted.emit)
        return entry

    def _open(self, trip: Trip, part: Part) -> Entry:
        """One of which nothing was looked at."""
        at_home = part in trip.kept.at_home
        head, hint = _PARTS[part]
        entry = Entry(Sign(_ICONS[part]), head, _AT_HOME if at_home else hint, self.phrases.language)
        if part is Part.COMPUTER and not at_home:
            entry.offer(_CHECK, self.computer_wanted.emit, role="primary")
        if part is Part.PHONE and not at_home:
            for words, device in BY_ANSWERS[:1]:
                entry.offer(Text(f"{words.zh}{_SHEET.zh}", f"{_SHEET.en} ({words.en})"), partial(self._sheet, device))
        entry.offer(_TAKE if at_home else _STAYS, partial(self.stays.emit, part, not at_home), role="link")
        return entry

    def _sheet(self, device: object) -> None:
        self.phone_wanted.emit(device)

    def _compare(self, trip: Trip, compared: Mapping[str, tuple[Change, ...]], titles: Mapping[str, Text]) -> None:
        self.changes.clear()
        language = self.phrases.language
        for leg in trip.legs:
            if leg.target not in compared:
                continue
            found, label = compared[leg.target], Text.name(leg.label)
            said = _CHANGED.filled(label=label, counted=counted_in_words(counted(found))) if found else None
            worse = any(one.way is Way.WORSE for one in found)
            mark = Mark(Shape.CROSS, Tone.BAD, 22) if worse else Sign("again", Tone.ASK)
            self.changes.add(Entry(mark, said or _SAME.filled(label=label), None, language))
            for one in found:
                self.changes.add(row_of(one, titles, language))
        self.changes.setVisible(bool(self.changes.rows))

    def _go(self) -> None:
        chosen = self.day.date()
        self.left.emit(date(chosen.year(), chosen.month(), chosen.day()))


def _rest(result: Result) -> list[Text]:
    said = [_MISSING.filled(missing=result.missing)] if result.missing else []
    return [*said, *([_UNKNOWN.filled(unknown=result.unknown)] if result.unknown else [])]


def told(trip: Trip, leg: Leg) -> Text:
    """What came of one thing, before and on return."""
    lines = []
    for look, words in ((leg.before, _WAS), (leg.after, _IS)):
        if look is not None:
            came = _CAME[look.outcome].filled(fix=look.fix, unknown=look.unknown)
            lines.append(words.filled(when=moment(look.at), came=came))
    if trip.away and leg.after is None:
        lines.append(_NOT_AGAIN)
    return Text("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))


def due(trip: Trip) -> int:
    """Days until the check on return is due; less than none: it is overdue."""
    back = trip.kept.back or date.today() + timedelta(days=_USUAL)
    return (back - date.today()).days
