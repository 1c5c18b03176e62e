"""What is plugged in: each phone with a button, or with why it cannot be checked, and each medium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from checker.app.medium import amount
from checker.app.phones import SENTENCES, Device
from checker.model.text import Language, Text
from gui.states import Tone
from gui.widgets.boxes import Rows
from gui.widgets.entry import Entry
from gui.widgets.labels import Button
from gui.widgets.marks import Sign

if TYPE_CHECKING:
    from checker.app.medium import Attached

_NONE = Text("没有连接手机", "No phone is connected")
_HOW = Text(
    "机主在场，用数据线连接，在手机上打开“USB 调试”，手机会自动出现在这里。",
    "Its owner connects it with a data cable and turns “USB debugging” on; it then appears here by itself.",
)
_READY = Text("已连接，可以检查", "Connected, can be checked")
_CHECK = Text("检查这部手机", "Check this phone")
_SHEET = Text("打开手机自查表", "Open the self-check sheet")
_WHY = Text("{state}。{step}", "{state}. {step}")
_NO_MEDIA = Text("没有接入 U 盘、存储卡或移动硬盘", "No stick, card or portable disk is plugged in")
_CHECK_MEDIUM = Text("检查", "Check")


class PhoneList(Rows):
    """`quiet`: nothing stands for a phone that is not there."""

    wanted = Signal(object)  # Device

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self._language = Language.ZH
        self._phones: tuple[Device, ...] = ()
        self.show_phones(())

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows if isinstance(row, Entry) for button in row.buttons]

    def show_phones(self, phones: tuple[Device, ...]) -> None:
        self._phones = phones
        self.clear()
        for phone in phones:
            self.add(_phone(phone, self._language, partial(self.wanted.emit, phone)))
        if not phones and not self._quiet:
            self.add(Entry(Sign("phone"), _NONE, _HOW, self._language))
        if self.parent() is not None:  # else it would become a window
            self.setVisible(bool(self.rows))

    def retranslate(self, language: Language) -> None:
        self._language = language
        super().retranslate(language)


class MediaList(Rows):
    """`quiet`: nothing stands for a medium that is not there."""

    wanted = Signal(str)  # its path

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self._language = Language.ZH
        self.show_media(())

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows if isinstance(row, Entry) for button in row.buttons]

    def show_media(self, media: tuple[Attached, ...]) -> None:
        self.clear()
        for one in media:
            row = Entry(Sign("stick"), Text.name(one.name), amount(one.size), self._language)
            row.offer(_CHECK_MEDIUM, partial(self.wanted.emit, one.path))
            self.add(row)
        if not media and not self._quiet:
            self.add(Entry(Sign("stick"), _NO_MEDIA, None, self._language))
        if self.parent() is not None:  # else it would become a window
            self.setVisible(bool(self.rows))

    def retranslate(self, language: Language) -> None:
        self._language = language
        super().retranslate(language)


def _phone(phone: Device, language: Language, pressed: Callable[[], object]) -> Entry:
    state, step = (_READY, None) if phone.trouble is None else SENTENCES[phone.trouble]
    under = state if step is None else _WHY.filled(state=state, step=step)
    row = Entry(Sign("phone", Tone.ASK if phone.trouble is None else Tone.QUIET), phone.label, under, language)
    trouble = phone.trouble
    if trouble is None or trouble.passing or trouble.by_questions:
        row.offer(_SHEET if trouble is not None and trouble.by_questions else _CHECK, pressed)
    return row
