"""An inspection's task: the roster on the left, one device on the right; Space starts, S skips, Ctrl+N is the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from checker.app.phones import Device
from checker.app.task import Row, State, Task
from checker.model.text import Language, Text
from checker.model.waiver import Waiver
from gui.dates import ago, day
from gui.models.roster import Roster, face, named, stands
from gui.pages.page import Page
from gui.states import Tone
from gui.theme import px
from gui.widgets.boxes import Foot, Rows, card
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines
from gui.widgets.marks import Mark, Sign
from gui.widgets.phones import MediaList, PhoneList
from gui.work.brief import LAPSING

_COUNT = Text(
    "{all} 台：已查 {done}，跳过 {skipped}，还剩 {left}", "{all} devices: {done} done, {skipped} skipped, {left} left"
)
_ROSTER = Text("名单", "Roster")
_HERE = Text("这台电脑：{label}，认出来了", "This computer: {label}, recognised")
_NOT_HERE = Text(
    "现在查的是这台电脑（{label}）。请先核对它就是名单上这一台。",
    "What will be checked is this computer ({label}). Make sure that it is this device of the roster.",
)
_START, _AGAIN = Text("开始检查", "Start"), Text("重新检查", "Check again")
_SKIP, _NEXT = Text("跳过", "Skip"), Text("下一台", "Next")
_REASON = Text("跳过的原因（必填），按回车确认", "Why it is skipped (needed); Enter confirms")
_PLUGGED = Text("选中的是手机或介质？查接上的这一个", "Is it a phone or medium? Check the one that is plugged in")
_NAMELESS = Text("签名前要补填设备标识（机身或标签上的号）", "Before it is signed, its identifiers (on its label)")
_NAMES = Text("三个以上，以“、”隔开，按回车确认", "Three or more, with commas; Enter confirms")
_JUST = Text("刚才", "Just now")
_UNDO = Text("撤销", "Undo")
_EXCEPTED = Text("批准的例外", "Approved exceptions")
_HOLDS = Text(
    "批准人 {who}，到 {until}（{left}）。理由：{reason}", "Approved by {who} until {until} ({left}). Reason: {reason}"
)
_LAPSED = Text(
    "已过期：批准人 {who}，到 {until}（{left}），不再算数。理由：{reason}",
    "Lapsed, counts no longer: approved by {who} until {until} ({left}). Reason: {reason}",
)
_SIGN = Text("签名打包…", "Sign the package…")
_CLOSE = Text("返回", "Back")
_TAKE_IN = Text("收结果…", "Take in a result…")
_ALL_DONE = Text("名单上的都办完了，可以签名打包。", "All devices are dealt with; the package can be signed.")
_TOLD = Text("{name}：{what}", "{name}: {what}")
_NARROW = 760  # px at 100 %


class TaskPage(Page):
    start_wanted = Signal(str)  # asset
    phone_wanted = Signal(str, object)  # asset, Device
    medium_wanted = Signal(str, str)  # asset, path
    skip_wanted = Signal(str, str)  # asset, reason
    undo_wanted = Signal(str)
    identified = Signal(str, str)  # asset, identifiers as typed
    take_in_wanted = Signal(str)
    sign_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._task: Task | None = None
        self._label = self._target = ""
        self._last = ""
        self.roster = Roster()
        self.view = Lines(self.roster)
        self.view.setProperty("role", "plain")
        self._title, self._count = Label(role="page"), Label(role="quiet")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.device, self.about, self.here = Label(role="page"), Label(role="quiet"), Label()
        self.start, self.skip, self.next = Button(role="primary", key="Space"), Button(key="S"), Button(key="Ctrl+N")
        self.take_in = Button(role="link")
        self.reason = QLineEdit()
        self.reason.setMaxLength(100)
        self.reason.hide()
        self.names, self._nameless = QLineEdit(), Label()
        self.names.setMaxLength(300)
        self._nameless.setBuddy(self.names)
        self.phones, self.media = PhoneList(quiet=True), MediaList(quiet=True)
        self.plugged = Label(role="title")
        self.done = Rows()
        self._just = Label(role="title")
        self.waivers, self._excepted = Rows(), Label(role="title")
        self.sign, self.back = Button(key="Ctrl+S"), Button(key="Esc")
        self.foot = Foot((self.back,), (self.sign,))
        for say, words in (
            (self.view.setAccessibleName, _ROSTER),
            (self.skip.setText, _SKIP),
            (self.next.setText, _NEXT),
            (self.take_in.setText, _TAKE_IN),
            (self.reason.setPlaceholderText, _REASON),
            (self.reason.setAccessibleName, _REASON),
            (self._nameless.say, _NAMELESS),
            (self.names.setPlaceholderText, _NAMES),
            (self.names.setAccessibleName, _NAMES),
            (self._just.say, _JUST),
            (self._excepted.say, _EXCEPTED),
            (self.plugged.say, _PLUGGED),
            (self.sign.setText, _SIGN),
            (self.back.setText, _CLOSE),
        ):
            self.phrases.put(say, words)
        self._lay_out()
        self._connect()
        self.except_((), {})

    @property
    def asset(self) -> str:
        """The device at hand; "": none."""
        index = self.view.currentIndex()
        return self.roster.rows[index.row()].asset if index.isValid() else ""

    def load(self, task: Task, label: str, target: str) -> None:
        """Show a task; `label` and `target`: this computer's name and key."""
        fresh = self._task is None or self._task.folder != task.folder
        self._task, self._label, self._target = task, label, target
        self.phrases.put(self._title.say, Text.name(task.kept.name), "title")
        self.roster.load(task.rows)
        done, skipped, left = (task.count(state) for state in (State.DONE, State.SKIPPED, State.TO_DO))
        said = _COUNT.filled(all=len(task.rows), done=done, skipped=skipped, left=left)
        self.phrases.put(self._count.say, said, "count")
        self.bar.setRange(0, max(1, len(task.rows)))
        self.bar.setValue(done + skipped)
        self.sign.setEnabled(bool(done))
        if fresh:
            first = task.recognised(target, label) or task.next() or (task.rows[0] if task.rows else None)
            if first is not None:
                self._choose(first.asset)
        self._show()
        self._show_last()
        self.see()

    def except_(self, waivers: Sequence[Waiver], titles: Mapping[str, Text]) -> None:
        """The exceptions that hold for the task's devices: who approved them, until when, and which lapse soon."""
        self.waivers.clear()
        today = date.today()
        for one in sorted(waivers, key=lambda waiver: waiver.until):
            left = (one.until - today).days
            words = _LAPSED if left < 0 else _HOLDS
            told = words.filled(
                who=Text.name(one.approver), until=day(one.until), left=ago(-left), reason=Text.name(one.reason)
            )
            title = titles.get(one.check_id, Text.name(one.check_id))
            tone = Tone.BAD if left < 0 else Tone.WARN if left <= LAPSING else Tone.QUIET
            self.waivers.add(Entry(Sign("flag", tone), title, told, self.phrases.language))
        for widget in (self._excepted, self.waivers):
            widget.setVisible(bool(waivers))

    def see(self) -> None:
        """Something was plugged in or out."""
        self.plugged.setVisible(bool(self.phones.rows or self.media.rows))

    def note(self, asset: str) -> None:
        """That device was just dealt with."""
        self._last = asset
        self._show_last()

    def go_next(self) -> None:
        """The next device that nobody has done."""
        if self._task is None:
            return
        row = self._task.next(self.asset)
        if row is None:
            self.inform("done", _ALL_DONE)
        else:
            self._choose(row.asset)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.roster.retranslate(language)
        for rows in (self.done, self.phones, self.media, self.waivers):
            rows.retranslate(language)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # its keys are the page's: Space starts what is at hand

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.view.setMinimumHeight(px(160 if narrow else 360))

    # -- pieces ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        buttons = Flow(self.start, self.skip, self.next, self.take_in)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(card(self.device, self.about, self.here, buttons, self.reason, self._nameless, self.names))
        excepted: tuple[QWidget, ...] = (self._excepted, self.waivers)
        inner = (self.plugged, self.phones, self.media, self._just, self.done, *excepted)
        for widget in inner:
            right.addWidget(widget)
        right.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(16)
        self._both.addWidget(card(self.view), 2)
        self._both.addLayout(right, 3)
        head: tuple[QWidget, ...] = (self._title, self._count, self.bar)
        for widget in head:
            self.body.addWidget(widget)
        self.body.addLayout(self.warnings)
        self.body.addLayout(self._both, 1)

    def _connect(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Space", self._start),
            ("S", self._ask_reason),
            ("Ctrl+N", self.go_next),
            ("Ctrl+Z", self._undo),
        )
        for key, do in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(do)
        self.start.clicked.connect(self._start)
        self.skip.clicked.connect(self._ask_reason)
        self.next.clicked.connect(self.go_next)
        self.take_in.clicked.connect(lambda: self.take_in_wanted.emit(self.asset))
        self.reason.returnPressed.connect(self._skip)
        self.names.returnPressed.connect(self._identify)
        self.sign.clicked.connect(self.sign_wanted)
        self.back.clicked.connect(self.home_wanted)
        self.phones.wanted.connect(self._phone)
        self.media.wanted.connect(self._medium)
        self.view.selectionModel().currentChanged.connect(self._chosen)

    def _choose(self, asset: str) -> None:
        self.view.setCurrentIndex(self.roster.index(max(0, self.roster.place(asset))))

    def _chosen(self, index: QModelIndex) -> None:
        self.reason.clear()
        self.reason.hide()
        self.names.clear()
        self._show()

    def _show(self) -> None:
        row = self._task.row(self.asset) if self._task is not None else None
        if row is None or self._task is None:
            return
        self.phrases.put(self.device.say, Text.name(named(row)), "device")
        for widget in (self._nameless, self.names):
            widget.setVisible(row.nameless)
        about = Text.name(row.department)
        what = stands(row)
        zh = " · ".join(part for part in (about.zh, what.zh) if part)
        en = " · ".join(part for part in (about.en, what.en) if part)
        self.phrases.put(self.about.say, Text(zh, en), "about")
        here = self._task.recognised(self._target, self._label)
        words = _HERE if here is not None and here.asset == row.asset else _NOT_HERE
        self.phrases.put(self.here.say, words.filled(label=Text.name(self._label)), "here")
        self.phrases.put(self.start.setText, _START if row.state is State.TO_DO else _AGAIN, "start")

    def _show_last(self) -> None:
        self.done.clear()
        row = self._task.row(self._last) if self._task is not None else None
        shown = row is not None and row.state is not State.TO_DO
        self._just.setVisible(shown)
        self.done.setVisible(shown)
        if row is None or not shown:
            return
        told = _TOLD.filled(name=Text.name(named(row)), what=stands(row))
        entry = Entry(Mark(*face(row), 22), told, None, self.phrases.language)
        entry.offer(_UNDO, self._undo, role="link", key="Ctrl+Z")
        self.done.add(entry)

    def _start(self) -> None:
        if self.asset:
            self.start_wanted.emit(self.asset)

    def _phone(self, phone: Device) -> None:
        if self.asset:
            self.phone_wanted.emit(self.asset, phone)

    def _medium(self, path: str) -> None:
        if self.asset:
            self.medium_wanted.emit(self.asset, path)

    def _identify(self) -> None:
        if self.asset:
            self.identified.emit(self.asset, self.names.text())

    def _ask_reason(self) -> None:
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _skip(self) -> None:
        reason, row = self.reason.text().strip(), self._row()
        if reason and row is not None:
            self.skip_wanted.emit(row.asset, reason)

    def _undo(self) -> None:
        if self._last:
            self.undo_wanted.emit(self._last)

    def _row(self) -> Row | None:
        return self._task.row(self.asset) if self._task is not None else None
