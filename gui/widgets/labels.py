"""Labels and buttons with a role that the style sheet knows."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from gui import theme
from gui.icons import drawn
from gui.states import Tone
from gui.theme import px

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_LONG_RUN = re.compile(r"[!-~]{25,}")


def soft(sentence: str) -> str:
    """The sentence with places to break in runs of Latin letters that no line could hold."""
    return _LONG_RUN.sub(lambda run: "\u200b".join(re.findall(".{1,12}", run.group())), sentence)


def dress(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


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

    def tone(self, tone: Tone | None) -> None:
        """Say it in a state's colour; None: as text."""
        dress(self, "tone", "" if tone is None else tone.value)


def short(role: str = "") -> Label:
    """A label of few words: as wide as they are, in one line."""
    label = Label(role=role)
    label.setWordWrap(False)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return label


class Button(QPushButton):
    """A button that Enter presses as well as Space, as people expect it to. `key`: shown as a cap beside its words."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self._key, self._icon = key, ""
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_icon(self, name: str) -> None:
        """One of `gui.icons.drawn.ICONS`, in the colour of the words."""
        self._icon = name
        self.redraw()

    def redraw(self) -> None:
        """Draw the icon anew: the scheme or the text size is another."""
        if not self._icon:
            return
        scheme = theme.scheme()
        plain = scheme.link if self.property("role") == "link" else scheme.quiet
        self.setIcon(drawn.picture(self._icon, px(20), QColor(plain), QColor(scheme.link)))
        self.setIconSize(QSize(px(20), px(20)))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._beside(), 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as its longest word: the others go below it, where a `Flow` has no more room."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), self._around() + self._laid(1).width()), whole.height())

    def heightForWidth(self, width: int) -> int:
        whole = self.sizeHint()
        if width >= whole.width():
            return whole.height()
        return whole.height() + self._laid(width - self._around()).height() - self.fontMetrics().height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():  # a key that is held presses once
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._key and self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        painter, option, scheme = QPainter(self), QStyleOptionButton(), theme.scheme()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = self.property("role")
        filled = role == "primary" and self.isEnabled()
        plain = scheme.link if role == "link" else scheme.text
        ink = QColor(scheme.on_accent if filled else plain if self.isEnabled() else scheme.quiet)
        words = self._laid(self.width() - self._around())
        left = (self.width() - words.width() - self._beside()) // 2
        painter.setFont(self.font())
        painter.setPen(ink)
        room = QRect(left, 0, words.width() + px(4), self.height())
        painter.drawText(room, _WRAPPED | Qt.AlignmentFlag.AlignVCenter, self.text())
        if not self._key:
            return
        cap = QRectF(left + words.width() + px(10), (self.height() - px(theme.KEY)) / 2, self._cap(), px(theme.KEY))
        self._paint_cap(painter, cap, QColor(scheme.on_accent if filled else scheme.quiet))

    def _paint_cap(self, painter: QPainter, cap: QRectF, ink: QColor) -> None:
        rim = QColor(ink)
        rim.setAlphaF(0.5)
        painter.setPen(QPen(rim, 1))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setFont(self._small())
        painter.setPen(ink)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    def _laid(self, width: int) -> QSize:
        """The room that the words take in that width."""
        room = QRect(0, 0, max(1, width), 1 << 16)
        return self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).size()

    def _around(self) -> int:
        """What of a button's width is not for its words."""
        return self.sizeHint().width() - self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text()).width()

    def _beside(self) -> int:
        return self._cap() + px(10) if self._key else 0

    def _cap(self) -> int:
        return QFontMetrics(self._small()).horizontalAdvance(self._key) + px(12)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(theme.SMALL))
        font.setBold(False)
        return font
