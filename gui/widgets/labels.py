"""Labels and buttons with a role that the stylesheet knows."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

_LONG_RUN = re.compile(r"[!-~]{25,}")


def soft(sentence: str) -> str:
    """The sentence with places to break in runs of Latin letters that no line could hold."""
    return _LONG_RUN.sub(lambda run: "\u200b".join(re.findall(".{1,12}", run.group())), sentence)


class Label(QLabel):
    """A wrapping label. Plain text only: names from outside must not become markup."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(text)

    def minimumSizeHint(self) -> QSize:
        """One line: the height for the real width is asked for separately, and a guess would only leave gaps."""
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.fontMetrics().height())) if self.wordWrap() else least

    def say(self, text: str) -> None:
        self.setText(soft(text))


class Button(QPushButton):
    """A button that Enter presses as well as Space, as people expect it to."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
