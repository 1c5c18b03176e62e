"""What is done with reports that a roll-up has taken in: judged again, or withdrawn with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from checker.model.text import Language, Text
from gui.widgets.card import Framed
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs

_TITLE = Text("已入库的报告", "Reports that are taken in")
_RECHECK = Text("按现在的信任名单重新核对", "Judge again by the list of trust as it is now")
_HINT = Text(
    "证书吊销后，它签的报告不再计入；撤回的报告留在库里，只是不再计入。",
    "Once a certificate is revoked, its reports count no longer; one that is withdrawn stays, and is not counted.",
)
_NUMBER, _REASON = Text("要撤回的报告编号", "Number of the report to withdraw"), Text("理由", "Reason")
_WITHDRAW = Text("撤回这份报告", "Withdraw this report")


class KeptReports(Framed):
    recheck_wanted = Signal()
    withdraw_wanted = Signal(str, str)  # a report's number or digest, the reason

    def __init__(self) -> None:
        super().__init__(Language.ZH)
        self.recheck, self.number, self.reason, self.withdraw = Button(), QLineEdit(), QLineEdit(), Button()
        title, hint, number, reason = Label(role="title"), Label(role="quiet"), Label(), Label()
        for label, line in ((number, self.number), (reason, self.reason)):
            label.setBuddy(line)
            line.setMaxLength(120)
        for say, words in (
            (title.say, _TITLE),
            (self.recheck.setText, _RECHECK),
            (hint.say, _HINT),
            (number.say, _NUMBER),
            (self.number.setAccessibleName, _NUMBER),
            (reason.say, _REASON),
            (self.reason.setAccessibleName, _REASON),
            (self.withdraw.setText, _WITHDRAW),
        ):
            self.phrases.put(say, words)
        self.recheck.clicked.connect(self.recheck_wanted)
        self.withdraw.clicked.connect(lambda: self.withdraw_wanted.emit(self.number.text(), self.reason.text()))
        pairs = Pairs()
        pairs.add(number, self.number)
        pairs.add(reason, self.reason)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        box.addWidget(title)
        box.addWidget(hint)
        box.addLayout(Flow(self.recheck))
        box.addWidget(pairs)
        box.addLayout(Flow(self.withdraw))

    def done(self) -> None:
        self.number.clear()
        self.reason.clear()
