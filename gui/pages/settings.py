"""Settings: the language and the size of the text, each with a line that explains it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from checker.model.text import Language, Text
from gui.look import SIZES
from gui.pages.page import Page
from gui.widgets.boxes import Rows
from gui.widgets.choices import Pick
from gui.widgets.labels import Label
from gui.widgets.setting import Setting

_TITLE = Text("设置", "Settings")
_LANGUAGE = Text("语言（Language）", "Language")
_LANGUAGE_HINT = Text("立即生效，下次打开也用它", "Takes effect at once, and next time as well")
_SIZE = Text("字号", "Text size")
_SIZE_HINT = Text("也可以按 Ctrl 加 +、− 或 0", "Ctrl with +, − or 0 does it, too")
_TONGUES = {Language.ZH: "中文", Language.EN: "English"}


class SettingsPage(Page):
    language_chosen = Signal(object)  # Language
    size_chosen = Signal(int)  # percent

    def __init__(self) -> None:
        super().__init__()
        title = Label(role="page")
        self.phrases.put(title.say, _TITLE)
        self.language, self.text_size = Pick(), Pick()
        for tongue, name in _TONGUES.items():
            self.language.addItem(name, tongue)
        for percent in SIZES:
            self.text_size.addItem(f"{percent} %", percent)
        self.language.activated.connect(lambda index: self.language_chosen.emit(self.language.itemData(index)))
        self.text_size.activated.connect(lambda index: self.size_chosen.emit(self.text_size.itemData(index)))
        self.rows = Rows()
        self.rows.add(Setting(_LANGUAGE, _LANGUAGE_HINT, self.language))
        self.rows.add(Setting(_SIZE, _SIZE_HINT, self.text_size))
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.rows)
        self.body.addStretch(1)

    def speaks(self, language: Language) -> None:
        self.language.setCurrentIndex(list(_TONGUES).index(language))

    def sized(self, percent: int) -> None:
        self.text_size.setCurrentIndex(SIZES.index(percent))

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.rows.retranslate(language)

    def begin(self) -> None:
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)
