"""A framed card that can change its language, and the card of a lesson."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from checker.model.rule import Rule
from checker.model.text import Language
from gui.widgets.labels import Label
from gui.widgets.phrases import Phrases


class Framed(QFrame):
    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.phrases = Phrases(language)

    def retranslate(self, language: Language) -> None:
        self.phrases.retranslate(language)


class Lesson(Framed):
    """What no machine can check, so that nobody thinks that it was checked."""

    def __init__(self, rule: Rule, language: Language) -> None:
        super().__init__(language)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 20, 12)
        title = Label(role="caption")
        self.phrases.put(title.say, rule.title)
        box.addWidget(title)
        if rule.lesson is not None:
            lesson = Label()
            self.phrases.put(lesson.say, rule.lesson)
            box.addWidget(lesson)
