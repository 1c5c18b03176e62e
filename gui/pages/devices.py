"""Phones and media: what is plugged in, an image file, and the sheets for phones that cannot be connected."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from checker.app.phones import BY_ANSWERS, Device
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.widgets.boxes import Rows
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Sign
from gui.widgets.phones import MediaList, PhoneList

_TITLE = Text("手机与介质", "Phones and media")
_HINT = Text(
    "连接后自动出现在这里。只读取：介质不挂载、不写入，手机要机主同意。",
    "What you connect appears here and is only read: media are never mounted or written to, a phone's owner is asked.",
)
_PHONES, _MEDIA = Text("手机", "Phones"), Text("U 盘、存储卡和硬盘", "Sticks, cards and disks")
_MORE = Text("别的介质", "Another medium")
_MORE_HINT = Text("内置硬盘或镜像文件，从列表里选", "A built-in disk or an image file, chosen from a list")
_CHOOSE = Text("选择…", "Choose…")
_CANNOT = Text("手机不能连接", "No phone on the cable")
_CANNOT_HINT = Text("由机主填自查表，逐项回答", "Its owner fills in the self-check sheet")
_SHEET = Text("打开手机自查表", "Open the self-check sheet")
_NAMED = Text("{words}：{phone}", "{words}: {phone}")


class DevicesPage(Page):
    phone_wanted = Signal(object)  # Device
    medium_wanted = Signal(str)  # its path; empty: to be chosen

    def __init__(self) -> None:
        super().__init__()
        title, hint = Label(role="page"), Label(role="quiet")
        phones, media = Label(role="title"), Label(role="title")
        self.phones, self.media = PhoneList(), MediaList()
        self.phones.wanted.connect(self.phone_wanted)
        self.media.wanted.connect(self.medium_wanted)
        for say, words in ((title.say, _TITLE), (hint.say, _HINT), (phones.say, _PHONES), (media.say, _MEDIA)):
            self.phrases.put(say, words)
        self._other, self._sheets = Rows(), Rows()
        entry = Entry(Sign("disk"), _MORE, _MORE_HINT, Language.ZH)
        self.choose = entry.offer(_CHOOSE, lambda: self.medium_wanted.emit(""))
        self._other.add(entry)
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(self.warnings)
        self.body.addSpacing(8)
        parts: tuple[QWidget, ...] = (phones, self.phones, self._sheets, media, self.media, self._other)
        for widget in parts:
            self.body.addWidget(widget)
        self.body.addStretch(1)
        cannot = Entry(Sign("note"), _CANNOT, _CANNOT_HINT, Language.ZH)
        self.sheets = [self._sheet(cannot, words, phone) for words, phone in BY_ANSWERS]
        self._sheets.add(cannot)

    def see(self) -> None:
        """Something was plugged in or out: its lists say so themselves."""

    @property
    def files(self) -> Button:
        """What Ctrl+O presses."""
        return self.choose

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for rows in (self.phones, self.media, self._sheets, self._other):
            rows.retranslate(language)

    def begin(self) -> None:
        first = next(iter((*self.phones.buttons, *self.media.buttons, self.choose)))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet(self, entry: Entry, words: Text, phone: Device) -> Button:
        button = entry.offer(words, partial(self.phone_wanted.emit, phone), role="link")
        entry.phrases.put(button.setAccessibleName, _NAMED.filled(words=_SHEET, phone=words))
        return button
