"""Earlier inspections of every device: when, what they came to, open one, compare any two of a device."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from checker.app.history import changes, counted
from checker.engine.conclude import conclude
from checker.model.inspection import Inspection
from checker.model.text import Language, Text
from gui.dates import moment
from gui.pages.page import Page
from gui.profiles import NAMES
from gui.states import OUTCOME_FACES, Tone
from gui.widgets.boxes import Rows
from gui.widgets.changed import counted_in_words, row_of
from gui.widgets.choices import Pick
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label, short
from gui.widgets.marks import Mark, Sign

_TITLE = Text("历史", "History")
_HINT = Text(
    "在这里做完的检查：这台电脑的、手机的、介质的，新的在上面。",
    "Inspections finished here, of this computer, of phones and of media, the newest first.",
)
_NONE = Text("还没有做完的检查", "No inspection was finished yet")
_DEVICE, _ALL = Text("设备", "Device"), Text("全部设备", "All devices")
_THIS = Text("{label}（这台电脑）", "{label} (this computer)")
_ABOUT = Text("{device} · {what} · {headline}", "{device} · {what} · {headline}")
_OPEN, _COMPARE = Text("打开", "Open"), Text("比较", "Compare")
_WITH = Text("和哪一次比", "Compare with")
_COMPARED = Text("{device}：{after} 和 {before} 相比", "{device}: {after} against {before}")
_SAME = Text("每一项的状态都一样", "Every item stands the same")


class HistoryPage(Page):
    """`titles` of checks come with `load`: the page knows no check."""

    open_wanted = Signal(object)  # Inspection

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Inspection, ...] = ()
        self._titles: dict[str, Text] = {}
        self._this = ""
        self._after: Inspection | None = None
        title, hint, self.compared = Label(role="page"), Label(role="quiet"), Label(role="title")
        device, with_ = short(), short()
        self.devices, self.others = Pick(), Pick()
        self.rows, self.changes = Rows(), Rows()
        self.opens: list[Button] = []
        self.compares: list[Button] = []
        device.setBuddy(self.devices)
        with_.setBuddy(self.others)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (device.say, _DEVICE),
            (self.devices.setAccessibleName, _DEVICE),
            (with_.say, _WITH),
            (self.others.setAccessibleName, _WITH),
        ):
            self.phrases.put(say, words)
        self._choice, self._second = QWidget(), QWidget()
        self._choice.setLayout(Flow(device, self.devices))
        self._second.setLayout(Flow(with_, self.others))
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(self.warnings)
        for widget in (self._choice, self.compared, self._second, self.changes, self.rows):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.devices.activated.connect(self._show)
        self.others.activated.connect(self._other_chosen)
        self.load((), {})

    def load(self, found: tuple[Inspection, ...], titles: dict[str, Text], *, this: str = "") -> None:
        """Newest first; `this`: the key of this computer."""
        self._found, self._titles, self._this = found, titles, this
        self._list_devices()
        self._show()

    def compare(self, before: Inspection, after: Inspection) -> None:
        """Show what is different between two of a device."""
        self._after = after
        found = changes(before, after)
        said = _COMPARED.filled(device=self._named(after), after=moment(after.began), before=moment(before.began))
        self.phrases.put(self.compared.say, said, "compared")
        self._list_others(before)
        self.changes.clear()
        language = self.phrases.language
        summed = counted_in_words(counted(found)) if found else _SAME
        self.changes.add(Entry(Sign("again", Tone.ASK), summed, None, language))
        for one in found:
            self.changes.add(row_of(one, self._titles, language))
        self._comparing(True)
        self.verticalScrollBar().setValue(0)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.rows.retranslate(language)
        self.changes.retranslate(language)
        self._list_devices()

    def begin(self) -> None:
        if self.opens:
            self.opens[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """The list, of all devices or the one that is chosen."""
        self.opens, self.compares = [], []
        self.rows.clear()
        self._comparing(False)
        chosen, language = self.devices.currentData(), self.phrases.language
        for place, one in enumerate(self._found):
            if chosen is not None and one.target.key != chosen:
                continue
            concluded = conclude(one.findings)
            about = _ABOUT.filled(device=self._named(one), what=NAMES[one.profile], headline=concluded.headline)
            entry = Entry(Mark(*OUTCOME_FACES[concluded.outcome], 22), moment(one.began), about, language)
            earlier = [other for other in self._found[place + 1 :] if other.target.key == one.target.key]
            if earlier:
                self.compares.append(entry.offer(_COMPARE, partial(self.compare, earlier[0], one), role="link"))
            self.opens.append(entry.offer(_OPEN, partial(self.open_wanted.emit, one)))
            self.rows.add(entry)
        if not self.opens:
            self.rows.add(Entry(Sign("clock"), _NONE, None, language))

    def _comparing(self, compared: bool) -> None:
        for widget in (self.compared, self._second, self.changes):
            widget.setVisible(compared)

    def _list_devices(self) -> None:
        """A device by its newest inspection; with one alone there is nothing to choose."""
        chosen, language = self.devices.currentData(), self.phrases.language
        newest = {one.target.key: one for one in reversed(self._found)}
        self.devices.clear()
        self.devices.addItem(_ALL.to(language), None)
        for key, one in reversed(newest.items()):
            self.devices.addItem(self._named(one).to(language), key)
        self.devices.setCurrentIndex(max(0, self.devices.findData(chosen)))
        self._choice.setVisible(len(newest) > 1)

    def _list_others(self, before: Inspection) -> None:
        language, after = self.phrases.language, self._after
        others = [one for one in self._found if after is not None and one.target.key == after.target.key]
        self.others.clear()
        for one in others:
            if one is not after:
                self.others.addItem(moment(one.began).to(language), one.id)
        self.others.setCurrentIndex(max(0, self.others.findData(before.id)))

    def _other_chosen(self) -> None:
        chosen = self.others.currentData()
        before = next((one for one in self._found if one.id == chosen), None)
        if before is not None and self._after is not None:
            self.compare(*sorted((before, self._after), key=lambda one: one.began))

    def _named(self, one: Inspection) -> Text:
        label = Text.name(one.target.label)
        return _THIS.filled(label=label) if one.target.key == self._this else label
