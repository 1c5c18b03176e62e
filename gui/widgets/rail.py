"""The rail on the left: the rooms, and the promise beneath them. Where there is little room it shows icons alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from checker.model.text import Language, Text
from gui import theme
from gui.rooms import Room
from gui.theme import px
from gui.widgets.labels import Button, Label, dress
from gui.widgets.marks import Seal
from gui.widgets.phrases import Phrases

_NAME = Text("密检", "Mijian")
_PROMISE = Text("只读取，不改动，\n什么也不外传。", "Reads only. Changes\nnothing, sends nothing.")
_KEY = Text("{room}（Alt+{number}）", "{room} (Alt+{number})")


class Rail(QFrame):
    wanted = Signal(object)  # Room

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self._phrases = Phrases()
        self._narrow = False
        self._name, self._promise = Label(role="title"), Label(role="note")
        self._phrases.put(self._name.say, _NAME)
        self._phrases.put(self._promise.say, _PROMISE)
        self.rooms: dict[Room, Button] = {}
        brand = QHBoxLayout()
        brand.setContentsMargins(8, 0, 0, 0)
        brand.setSpacing(10)
        brand.addWidget(Seal(28))
        brand.addWidget(self._name, 1)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(4)
        self._box.addLayout(brand)
        self._box.addSpacing(12)
        group = QButtonGroup(self)
        for room in Room:
            button = self.rooms[room] = _RoomButton()
            button.show_icon(room.icon)
            button.setCheckable(True)
            button.clicked.connect(partial(self._pressed, room))
            group.addButton(button)
            self._box.addWidget(button)
        self._box.addStretch(1)
        promise = QHBoxLayout()
        promise.setContentsMargins(12, 0, 0, 0)
        promise.addWidget(self._promise)
        self._box.addLayout(promise)
        self._show()

    def show_room(self, room: Room) -> None:
        self.rooms[room].setChecked(True)

    def hold(self, room: Room | None) -> None:
        """Work is under way in that room: the others wait, but for help and settings. None: it is over."""
        for one, button in self.rooms.items():
            button.setEnabled(room is None or one in (room, Room.SETTINGS))

    def narrow(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def retranslate(self, language: Language) -> None:
        self._phrases.retranslate(language)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "rooms"):
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._promise.setVisible(not self._narrow and self.height() >= px(520))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = next((room for room, button in self.rooms.items() if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        rooms = list(Room)
        self.rooms[rooms[(rooms.index(focused) + step) % len(rooms)]].setFocus(Qt.FocusReason.TabFocusReason)

    def _pressed(self, room: Room) -> None:
        self.wanted.emit(room)

    def _show(self) -> None:
        side = 6 if self._narrow else 12
        self._box.setContentsMargins(side, 18, side, 16)
        self._name.setVisible(not self._narrow)
        self._promise.setVisible(not self._narrow and self.height() >= px(520))
        self.setFixedWidth(px(theme.RAIL_NARROW if self._narrow else theme.RAIL))
        for number, (room, button) in enumerate(self.rooms.items(), 1):
            words = room.words.to(self._phrases.language)
            button.setText("" if self._narrow else f" {words}")
            dress(button, "narrow", "true" if self._narrow else "")
            button.setAccessibleName(words)
            button.setToolTip(_KEY.filled(room=room.words, number=number).to(self._phrases.language))
            button.redraw()


class _RoomButton(Button):
    """Gives way a little where the screen is low."""

    def __init__(self) -> None:
        super().__init__(role="room")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
