"""A group of the checklist: a heading with its count, perhaps a button, and the rows. Quiet groups begin folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.widgets.card import Framed
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.phrases import Phrases


class Section(QWidget):
    """`fill` makes the rows, when they are first shown."""

    pressed = Signal()

    def __init__(
        self,
        words: Text,
        quiet: bool,
        fill: Callable[[], Sequence[Framed]],
        language: Language,
        button: Text | None = None,
        note: Text | None = None,
    ) -> None:
        super().__init__()
        self._words, self._fill = words, fill
        self._phrases = Phrases(language)
        self._count: Text | None = None
        self._rows: Sequence[Framed] | None = None
        self._open = False
        self._heading = Label(role="title")
        self.fold = Button(role="link")
        self.fold.clicked.connect(lambda: self.unfold(not self._open))
        self.button = Button()
        self.button.clicked.connect(self.pressed)
        if button is not None:
            self._phrases.put(self.button.setText, button)
            self._phrases.put(
                self.button.setAccessibleName, Text(f"{words.zh}：{button.zh}", f"{words.en}: {button.en}")
            )
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addLayout(Flow(self.fold, self.button))
        if note is not None:
            remark = Label(role="quiet")
            self._phrases.put(remark.say, note)
            box.addWidget(remark)
        box.addLayout(self._body)
        # Only now: shown without a parent, a widget becomes a window.
        self._heading.setVisible(not quiet)
        self.fold.setVisible(quiet)
        self.button.setVisible(button is not None)
        self.unfold(not quiet)

    def unfold(self, opened: bool = True) -> None:
        self._open = opened
        if opened and self._rows is None:
            self._rows = self._fill()
            for row in self._rows:
                self._body.addWidget(row)
        for row in self._rows or ():
            row.setVisible(opened)
        self._head()

    def count(self, count: Text) -> None:
        """What stands behind the heading's words."""
        self._count = count
        self._head()

    def retranslate(self, language: Language) -> None:
        self._phrases.retranslate(language)
        for row in self._rows or ():
            row.retranslate(language)

    def _head(self) -> None:
        count = self._count or Text("", "")
        said = Text(f"{self._words.zh}（{count.zh}）", f"{self._words.en} ({count.en})") if self._count else self._words
        arrow = "▾" if self._open else "▸"
        self._phrases.put(self._heading.say, said, "heading")
        self._phrases.put(self.fold.setText, Text(f"{arrow} {said.zh}", f"{arrow} {said.en}"), "fold")
        self._phrases.put(self.fold.setAccessibleName, said, "name")
