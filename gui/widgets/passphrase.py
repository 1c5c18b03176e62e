"""Asks for a passphrase and nothing else, once; it is kept nowhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from checker.model.text import Text
from gui.choosing import Choosing
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.phrases import Phrases
from gui.widgets.tick import Tick

_PASSPHRASE = Text("密钥的口令", "Passphrase of the key")
_SIGN, _CANCEL = Text("签名打包", "Sign and pack"), Text("取消", "Cancel")
_SIGNING = Text("正在签名……", "Signing …")


class Passphrase(QDialog):
    """`given`: the passphrase. It stays open until `done_well`."""

    given = Signal(str)

    def __init__(
        self,
        title: Text,
        hint: Text,
        choosing: Choosing,
        incomplete: Text | None = None,
        *,
        act: Text = _SIGN,
        acting: Text = _SIGNING,
    ) -> None:
        """`incomplete`: what has to be said before; None: nothing. `act`, `acting`: on the button, before and while."""
        super().__init__(choosing.window())
        self._phrases = Phrases(choosing.language)
        self._act, self._acting = act, acting
        explained, caption, self.trouble = Label(), Label(role="caption"), Label(role="banner")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        # No input method: a passphrase must not go through one that learns, or sends away, what is typed.
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        caption.setBuddy(self.line)
        self.sign, self.cancel = Button(role="primary", key="Enter"), Button(key="Esc")
        for say, words in (
            (self.setWindowTitle, title),
            (explained.say, hint),
            (caption.say, _PASSPHRASE),
            (self.line.setAccessibleName, _PASSPHRASE),
            (self.cancel.setText, _CANCEL),
        ):
            self._phrases.put(say, words)
        self._phrases.put(self.sign.setText, act, "sign")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        for widget in (explained, caption, self.line, self.trouble):
            box.addWidget(widget)
        box.addLayout(Flow(self.cancel, self.sign, rest=1))
        self.trouble.hide()
        self.said = Tick()
        if incomplete is not None:
            self._phrases.put(self.said.setText, incomplete)
            self.sign.setEnabled(False)
            self.said.toggled.connect(self.sign.setEnabled)
            box.insertWidget(1, self.said)
        self.sign.clicked.connect(self._give)
        self.line.returnPressed.connect(self._give)
        self.cancel.clicked.connect(self.reject)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(28 * em, room.width() - 16), min(14 * em, room.height() - 56))

    def done_well(self) -> None:
        self.line.clear()
        self.accept()

    def show_error(self, sentence: Text) -> None:
        self.line.clear()
        self._phrases.put(self.sign.setText, self._act, "sign")
        self.sign.setEnabled(True)
        self._phrases.put(self.trouble.say, sentence, "trouble")
        self.trouble.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.line.clear()
        super().closeEvent(event)

    def _give(self) -> None:
        if self.line.text() and self.sign.isEnabled():
            self._phrases.put(self.sign.setText, self._acting, "sign")
            self.sign.setEnabled(False)
            self.given.emit(self.line.text())
