"""The inspection under way: where it is, how far, how fast, how long still, and what was found so far."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from checker.model.finding import Finding, State
from checker.model.pace import Pace
from checker.model.target import Profile
from checker.model.text import Language, Text
from gui.dates import lasting
from gui.models.checklist import Checklist
from gui.models.found import FoundSoFar
from gui.pages.page import Page
from gui.profiles import NAMES
from gui.states import Tone
from gui.theme import px
from gui.widgets.boxes import Foot, card
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines
from gui.widgets.marks import Sign
from gui.work.brief import Setout

_TITLE = Text("正在检查{target}", "Checking {target}")
_COMPUTER = Text("这台电脑", "this computer")
_UNDER = Text("{what} · 可以放着不管，查完会出结果", "{what} · you can leave it; the result comes by itself")
_PREPARING = Text("正在准备……", "Getting ready …")
_COUNT = Text("第 {now} 项，共 {total} 项", "Item {now} of {total}")
_STOP = Text("停止", "Stop")
_STOPPING = Text("正在停止，已查的结果都会保留……", "Stopping; what is done is kept …")
_KEPT = Text("停下也不会丢：查过的都保留，可以接着查。", "Nothing is lost by stopping: it can go on from there.")
_ITEMS, _FOUND = Text("检查项目", "Items"), Text("目前发现：{count}", "Found so far: {count}")
_NOTHING = Text("还没有发现问题", "Nothing so far")
_OF_ITEMS, _OF_FILES = Text("项", "items"), Text("个文件", "files")
_RATE, _LEFT, _ELAPSED = Text("每秒文件", "files a second"), Text("还需", "left"), Text("已用", "elapsed")
_MORE = Text("（还在列出）", " (still listing)")
_UNKNOWN = Text("—", "—")
_TICK = 250  # ms: figures change at most four times a second
_NARROW = 760  # px at 100 %


class RunningPage(Page):
    """`pace_wanted`: asked several times a second while it runs; `pace` is the answer."""

    stopped = Signal()
    pace_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._began = 0.0
        self._moved = False
        self.model, self.found = Checklist(), FoundSoFar()
        self._title, self._under = Label(role="page"), Label(role="quiet")
        self.count, self.now, self.where = Label(role="strong"), Label(role="lead"), Label(role="note")
        self._away = Label(role="banner")
        self._away.hide()
        self.stop = Button(key="Esc")
        self.stop.clicked.connect(self._stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.view, self.finds = Lines(self.model), Lines(self.found)
        for view in (self.view, self.finds):
            view.setProperty("role", "plain")
        kept = Label(role="note")
        self.foot = Foot((kept,), (self.stop,))
        self._items_title, self._found_title, self._nothing = (
            Label(role="title"),
            Label(role="title"),
            Label(role="quiet"),
        )
        for say, words in (
            (self.stop.setText, _STOP),
            (kept.say, _KEPT),
            (self.view.setAccessibleName, _ITEMS),
            (self._items_title.say, _ITEMS),
            (self._nothing.say, _NOTHING),
        ):
            self.phrases.put(say, words)
        # The page itself has the focus: a second Enter presses nothing, least of all what stops it.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self._title)
        self.body.addWidget(self._under)
        self.body.addWidget(self._pace_card())
        self.body.addWidget(self._away)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(16)
        for title, inner in ((self._items_title, (self.view,)), (self._found_title, (self._nothing, self.finds))):
            half = QVBoxLayout()
            half.setSpacing(10)
            half.addWidget(title)
            half.addWidget(card(*inner), 1)
            self._below.addLayout(half, 1)
        self.body.addLayout(self._below, 1)
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK)
        self._ticking.timeout.connect(self._tick)

    def prepare(self, profile: Profile, target: Text = _COMPUTER) -> None:
        """Shown at once when a person starts; the list comes as soon as it is known."""
        self.phrases.put(self._title.say, _TITLE.filled(target=target), "title")
        self.phrases.put(self._under.say, _UNDER.filled(what=NAMES[profile]), "under")
        self.away(None)
        self.clear_banners()
        self.phrases.put(self.count.say, _PREPARING, "count")
        self.phrases.put(self.now.say, _PREPARING, "now")
        self.where.say("")
        self.model.load(())
        self.found.clear()
        self._total = 0
        self._began = time.monotonic()
        self.bar.setRange(0, 1000)
        self.bar.setValue(0)
        self.stop.setEnabled(True)
        self._figures_of(None)
        self._tell_found()
        self._ticking.start()

    def load(self, setout: Setout) -> None:
        self.model.load(setout.rows)
        self._total = len(setout.rows)
        self._moved = True
        self._tell()

    def put(self, finding: Finding) -> None:
        """A check began or ended. Findings of rules that no check covers come with the result, not here."""
        title = self.model.title(finding.check_id)
        if title is None:
            return
        self.model.put(finding)
        self._moved = True
        if finding.state in (State.FAILED, State.COULD_NOT_CHECK, State.NEEDS_PERSON):
            self.found.put_one(finding, title)
            self._tell_found()
        self._tell()

    def pace(self, pace: Pace | None) -> None:
        """How far a long search within the item at hand is."""
        self._figures_of(pace)

    def away(self, sentence: Text | None) -> None:
        """What is inspected went away for a while, and is waited for; None: it is there."""
        self._away.setVisible(sentence is not None)
        self.phrases.put(self._away.say, sentence or Text("", ""), "away")

    def ended(self) -> None:
        self._ticking.stop()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.model.retranslate(language)
        self.found.retranslate(language)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self._below.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._arrange(2 if narrow else 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "finds"):
            for view in (self.view, self.finds):
                view.setMinimumHeight(px(140))

    # -- pieces ------------------------------------------------------------------------------------------------

    def _pace_card(self) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Sign("search", Tone.ASK, 24), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.now, 1)
        self._figures: list[tuple[Label, Label]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        for number in range(4):
            figure, unit = Label(role="figure"), Label(role="note")
            self._figures.append((figure, unit))
            self.phrases.put(unit.say, (_OF_ITEMS, _RATE, _LEFT, _ELAPSED)[number], f"unit {number}")
        self._columns = 0
        self._arrange(4)
        return card(head, self.where, self.bar, self.count, self._grid)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, (figure, unit) in enumerate(self._figures):
            row, column = divmod(number, columns)
            self._grid.addWidget(figure, 2 * row, column)
            self._grid.addWidget(unit, 2 * row + 1, column)

    def _figures_of(self, pace: Pace | None) -> None:
        done = self.model.done
        if pace is None:
            count, unit = Text.name(f"{done} / {self._total}" if self._total else "0"), _OF_ITEMS
            rate = left = _UNKNOWN
            self.where.say("")
        else:
            more = _MORE if not pace.listed else Text("", "")
            count, unit = (
                Text.name(f"{pace.done:,} / {pace.total:,}"),
                Text(_OF_FILES.zh + more.zh, _OF_FILES.en + more.en),
            )
            rate = Text.name(f"{pace.rate:,.0f}" if pace.rate >= 1 else f"{pace.rate:.1f}")
            left = _UNKNOWN if pace.left is None else lasting(pace.left)
            self.where.say(Text.name(pace.where).to(self.phrases.language))
        part = pace.done / pace.total if pace is not None and pace.listed and pace.total else 0.0
        self.bar.setValue(round(1000 * (done + min(part, 1.0)) / self._total) if self._total else 0)
        elapsed = int(time.monotonic() - self._began)
        shown = (count, rate, left, Text.name(f"{elapsed // 60}:{elapsed % 60:02d}"))
        for number, words in enumerate(shown):
            self.phrases.put(self._figures[number][0].say, words, f"figure {number}")
        self.phrases.put(self._figures[0][1].say, unit, "unit 0")

    def _tick(self) -> None:
        self.pace_wanted.emit()
        if self._moved:
            self._moved = False
            self.view.scrollTo(self.model.index(min(self.model.done, max(0, self._total - 1))))

    def _tell(self) -> None:
        running = self.model.running
        if self.stop.isEnabled():
            place = min(self._total, self.model.done + 1)
            self.phrases.put(self.count.say, _COUNT.filled(now=place, total=self._total), "count")
        if running is not None:
            self.phrases.put(self.now.say, self.model.title(running.check_id) or running.message, "now")

    def _tell_found(self) -> None:
        count = self.found.rowCount()
        self.phrases.put(self._found_title.say, _FOUND.filled(count=count), "found")
        self.phrases.put(self.finds.setAccessibleName, _FOUND.filled(count=count), "finds")
        self._nothing.setVisible(not count)
        self.finds.setVisible(bool(count))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.phrases.put(self.count.say, _STOPPING, "count")
        self.stopped.emit()
