"""Earlier inspections of this computer: when, what they came to, open one, compare one with the one before it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

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
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Mark, Sign

_TITLE = Text("历史", "History")
_HINT = Text("这台电脑做完的检查，新的在上面。", "Finished inspections of this computer, the newest first.")
_NONE = Text("还没有做完的检查", "No inspection was finished yet")
_ABOUT = Text("{what} · {headline}", "{what} · {headline}")
_OPEN, _COMPARE = Text("打开", "Open"), Text("和上一次比", "Compare with the one before")
_COMPARED = Text("{after} 和 {before} 相比", "{after} against {before}")
_SAME = Text("每一项的状态都和上一次一样", "Every item stands as it did before")


class HistoryPage(Page):
    """`titles` of checks come with `load`: the page knows no check."""

    open_wanted = Signal(object)  # Inspection

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Inspection, ...] = ()
        self._titles: dict[str, Text] = {}
        title, hint, self.compared = Label(role="page"), Label(role="quiet"), Label(role="title")
        self.rows, self.changes = Rows(), Rows()
        self.opens: list[Button] = []
        self.compares: list[Button] = []
        self.phrases.put(title.say, _TITLE)
        self.phrases.put(hint.say, _HINT)
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(self.warnings)
        for widget in (self.compared, self.changes, self.rows):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.compared.hide()
        self.changes.hide()
        self.load((), {})

    def load(self, found: tuple[Inspection, ...], titles: dict[str, Text]) -> None:
        """Newest first."""
        self._found, self._titles = found, titles
        self.opens, self.compares = [], []
        self.rows.clear()
        self.compared.hide()
        self.changes.hide()
        language = self.phrases.language
        for place, one in enumerate(found):
            concluded = conclude(one.findings)
            about = _ABOUT.filled(what=NAMES[one.profile], headline=concluded.headline)
            entry = Entry(Mark(*OUTCOME_FACES[concluded.outcome], 22), moment(one.began), about, language)
            if place + 1 < len(found):
                compare = partial(self.compare, found[place + 1], one)
                self.compares.append(entry.offer(_COMPARE, compare, role="link"))
            self.opens.append(entry.offer(_OPEN, partial(self.open_wanted.emit, one)))
            self.rows.add(entry)
        if not found:
            self.rows.add(Entry(Sign("clock"), _NONE, None, language))

    def compare(self, before: Inspection, after: Inspection) -> None:
        """Show what is different."""
        found = changes(before, after)
        compared = _COMPARED.filled(after=moment(after.began), before=moment(before.began))
        self.phrases.put(self.compared.say, compared, "compared")
        self.changes.clear()
        language = self.phrases.language
        said = counted_in_words(counted(found)) if found else _SAME
        self.changes.add(Entry(Sign("again", Tone.ASK), said, None, language))
        for one in found:
            self.changes.add(row_of(one, self._titles, language))
        self.compared.show()
        self.changes.show()
        self.verticalScrollBar().setValue(0)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.rows.retranslate(language)
        self.changes.retranslate(language)

    def begin(self) -> None:
        if self.opens:
            self.opens[0].setFocus(Qt.FocusReason.OtherFocusReason)
