"""What is plugged in, on the start page: each phone with a button, or with why it cannot be checked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from checker.app.phones import BY_ANSWERS, SENTENCES, Device
from checker.model.text import Text
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.phrases import Phrases

_PHONES = Text("手机", "Phones")
_NONE = Text(
    "要检查手机：机主在场，用数据线连接，在手机上打开“USB 调试”，手机会自动出现在这里。",
    "To check a phone: with its owner present, connect it with a data cable and turn on “USB debugging” on it. It then"
    " appears here by itself.",
)
_READY = Text("已连接，可以检查", "connected, can be checked")
_STATE = Text("{phone}：{state}", "{phone}: {state}")
_CHECK = Text("检查这部手机", "Check this phone")
_SHEET = Text("打开手机自查表", "Open the self-check sheet")
_CANNOT = Text("手机不能连接时，由机主填自查表：", "No phone on the cable? Its owner fills in the self-check sheet:")
_NAMED = Text("{words}：{phone}", "{words}: {phone}")


class PhoneList(QFrame):
    """`sheets`: the way to the self-check sheet, which is there whatever is plugged in."""

    wanted = Signal(object)  # Device

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self._rows: list[QWidget] = []
        self.buttons: list[Button] = []
        self.setProperty("role", "card")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(20, 14, 20, 14)
        self._box.setSpacing(8)
        title = Label(role="title")
        phrases.put(title.say, _PHONES)
        self._box.addWidget(title)
        self._seen = QVBoxLayout()
        self._seen.setSpacing(8)
        self._box.addLayout(self._seen)
        cannot = Label(role="quiet")
        phrases.put(cannot.say, _CANNOT)
        self.sheets = [self._sheet(words, phone) for words, phone in BY_ANSWERS]
        self._box.addWidget(cannot)
        self._box.addLayout(Flow(*self.sheets))
        self.show_phones(())

    def _sheet(self, words: Text, phone: Device) -> Button:
        button = Button(role="link")
        self._phrases.put(button.setText, words)
        self._phrases.put(button.setAccessibleName, _NAMED.filled(words=_SHEET, phone=words))
        button.clicked.connect(partial(self.wanted.emit, phone))
        return button

    def show_phones(self, phones: tuple[Device, ...]) -> None:
        for row in self._rows:
            self._seen.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number in range(len(self._rows) + 1):
            for piece in ("state", "step", "button", "name"):
                self._phrases.drop(f"phone {number} {piece}")
        self._rows, self.buttons = [], []
        for number, phone in enumerate(phones):
            self._add(number, phone)
        if not phones:
            none = Label(role="quiet")
            self._phrases.put(none.say, _NONE, "phone 0 state")
            self._seen.addWidget(none)
            none.show()
            self._rows.append(none)

    def _add(self, number: int, phone: Device) -> None:
        row, state = QWidget(), Label()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(state)
        put = self._phrases.put
        sentence, step = (_READY, None) if phone.trouble is None else SENTENCES[phone.trouble]
        put(state.say, _STATE.filled(phone=phone.label, state=sentence), f"phone {number} state")
        if step is not None:
            told = Label(role="quiet")
            put(told.say, step, f"phone {number} step")
            box.addWidget(told)
        if phone.trouble is None or phone.trouble.passing or phone.trouble.by_questions:
            words = _SHEET if phone.trouble is not None and phone.trouble.by_questions else _CHECK
            button = Button()
            put(button.setText, words, f"phone {number} button")
            put(button.setAccessibleName, _NAMED.filled(words=words, phone=phone.label), f"phone {number} name")
            button.clicked.connect(partial(self.wanted.emit, phone))
            box.addLayout(Flow(button))
            self.buttons.append(button)
        self._seen.addWidget(row)
        row.show()  # Qt would, but only after the next events
        self._rows.append(row)
