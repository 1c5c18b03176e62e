"""The devices behind a bar of the roll-up: which they are, what was seen there, by which report, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from checker.app.export import STATES
from checker.model.finding import State
from checker.model.text import Language, Text
from gui.dates import day
from gui.models.files import FileLine, Files
from gui.widgets.card import Framed
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines

if TYPE_CHECKING:
    from checker.app.rollup import Named

_WHICH = Text("哪些设备", "Which devices")
_TITLE = Text("{title}：{count} 台没有符合", "{title}: not in order on {count} {count:device|devices}")
_BY_REPORT, _DUE = Text("报告 {number}", "report {number}"), Text("期限 {day}", "due {day}")
_OPEN = Text("打开它的报告", "Open its report")
_ROWS = 8


class Behind(Framed):
    report_wanted = Signal(str)  # its identity

    def __init__(self) -> None:
        super().__init__(Language.ZH)
        self.devices, self.title = Files(), Label(role="title")
        self.view = Lines(self.devices)
        self.view.setProperty("role", "plain")
        self.phrases.put(self.view.setAccessibleName, _WHICH)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        box.addWidget(self.title)
        box.addWidget(self.view)
        self.open = Button(key="Enter")
        self.phrases.put(self.open.setText, _OPEN)
        self.open.clicked.connect(self._open)
        self.view.activated.connect(self._open)
        box.addLayout(Flow(self.open))

    def load(self, title: Text, found: Sequence[tuple[State, Named]]) -> None:
        self.phrases.put(self.title.say, _TITLE.filled(title=title, count=len(found)), "title")
        self.devices.put(_device(state, one) for state, one in found)
        rows = min(_ROWS, max(1, len(found)))
        self.view.setFixedHeight(rows * max(48, self.view.sizeHintForRow(0)) + 16)
        self.view.setCurrentIndex(self.devices.index(0))
        self.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.devices.retranslate(language)

    def _open(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < self.devices.rowCount():
            self.report_wanted.emit(self.devices.rows[row].identity)


def _device(state: State, one: Named) -> FileLine:
    named = [part for part in (one.asset_number or one.label, one.person, one.department) if part]
    parts = [one.said or STATES[state], _BY_REPORT.filled(number=Text.name(one.number or "—"))]
    if one.due is not None:
        parts.append(_DUE.filled(day=day(one.due)))
    told = Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    return FileLine("  ".join(named), told, 0 if state is State.FAILED else 1, one.identity)
