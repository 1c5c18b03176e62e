"""The window: what stands around the pages, and the keys that work everywhere."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QTimer, QTranslator, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from checker.app.program import Program
from checker.model.text import Language, Text
from gui.controllers.main import MainController, Page
from gui.look import SIZES, Look
from gui.widgets.announce import announce
from gui.widgets.labels import Button, Label
from gui.widgets.phrases import Phrases
from gui.work.worker import Worker

_NAME = Text("密检", "Mijian")
_SIZE = Text("字号", "Text size")
_SAVE_TITLE = Text("保存结果", "Save the result")
_RESULT_FILE = Text("检查结果 (*.json)", "Result (*.json)")
_TONGUES = {Language.ZH: Text("中文", "中文"), Language.EN: Text("EN", "EN")}
_SPOKEN = {
    Language.ZH: Text("界面语言：中文", "Language: Chinese"),
    Language.EN: Text("界面语言：英文", "Language: English"),
}


class Window(QMainWindow):
    """`painted` is said once, after the first painting."""

    painted = Signal()

    def __init__(self, program: Program, look: Look, language: Language = Language.ZH) -> None:
        super().__init__()
        self._program, self._look = program, look
        self._was_painted = False
        self._translator: QTranslator | None = None
        self._phrases = Phrases()
        self._worker = Worker()
        self.controller = MainController(program, self._worker, self._choose_file, lambda: self)
        self.controller.arrived.connect(self._show_page)
        self.controller.said.connect(self._say)
        self.controller.leaving.connect(self.close)
        self._stack = QStackedWidget()
        for page in self.controller.pages:
            self._stack.addWidget(page)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._bar())
        box.addWidget(self._stack, 1)
        self.setCentralWidget(inner)
        self._keys()
        self.resize(1040, 760)
        self.setMinimumSize(640, 480)
        self.setAcceptDrops(True)
        self._remembered(language)
        # What takes time to load waits for the first picture: both would share one lock.
        self.painted.connect(self.controller.home)
        self.painted.connect(self.controller.phone.watch)

    @property
    def language(self) -> Language:
        return self._phrases.language

    def retranslate(self, language: Language) -> None:
        """Change the language of everything that is shown, now."""
        self._translate(language)
        self._phrases.retranslate(language)
        self._tongues[language].setChecked(True)
        for page in self.controller.pages:
            page.retranslate(language)
        self.controller.reports.retranslate(language)
        self.controller.medium.retranslate(language)
        self.controller.documents.retranslate(language)

    def tongue(self, language: Language) -> Button:
        """The button of a language."""
        return self._tongues[language]

    def resize_text(self, percent: int) -> None:
        self._look.resize(percent)
        self.text_size.setCurrentIndex(SIZES.index(self._look.percent))
        self._program.preferences.set("text_size", str(self._look.percent))

    def changeEvent(self, event: QEvent) -> None:
        # The system went dark, or to high contrast: the sheet is made from the palette.
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ThemeChange):
            self._look.dress()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        # Whoever drops waits for the answer of this window: the work begins after it.
        QTimer.singleShot(0, self, lambda: self.controller.dropped(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        # What was found is kept as it comes; nothing is asked and nothing is lost.
        self.controller.phone.close()
        self._worker.close()
        super().closeEvent(event)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        name, caption = Label(role="title"), Label()
        caption.setWordWrap(False)
        self.text_size = QComboBox()
        for percent in SIZES:
            self.text_size.addItem(f"{percent} %")
        self.text_size.activated.connect(lambda index: self.resize_text(SIZES[index]))
        caption.setBuddy(self.text_size)
        self._tongues: dict[Language, Button] = {}
        group = QButtonGroup(self)
        for language, words in _TONGUES.items():
            button = self._tongues[language] = Button(words.zh)
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(partial(self._chosen, language))
            self._phrases.put(button.setAccessibleName, _SPOKEN[language])
        self._phrases.put(name.say, _NAME)
        self._phrases.put(self.setWindowTitle, _NAME)
        self._phrases.put(caption.say, _SIZE)
        self._phrases.put(self.text_size.setAccessibleName, _SIZE)
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 0, 24, 0)
        bar.addWidget(name, 1)
        bar.addWidget(caption)
        bar.addWidget(self.text_size)
        bar.addSpacing(12)
        for button in self._tongues.values():
            bar.addWidget(button)
        return bar

    def _keys(self) -> None:
        for key, do in (
            ("Esc", self.controller.escape),
            ("F5", self.controller.all_again),
            ("Ctrl+P", self.controller.save),
            ("Ctrl+O", self.controller.open_files),
            ("Ctrl+0", partial(self.resize_text, SIZES[0])),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(do)
        for keys, by in ((("Ctrl++", "Ctrl+="), 1), (("Ctrl+-",), -1)):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(partial(self._step_size, by))

    def _step_size(self, by: int) -> None:
        place = SIZES.index(self._look.percent) + by
        self.resize_text(SIZES[max(0, min(place, len(SIZES) - 1))])

    def _remembered(self, language: Language) -> None:
        """The choices made last time; the system's language where there are none."""
        spoken = self._program.preferences.get("language")
        self.retranslate(Language(spoken) if spoken in list(Language) else language)
        size = self._program.preferences.get("text_size") or ""
        self._look.resize(int(size) if size.isascii() and size.isdecimal() else SIZES[0])
        self.text_size.setCurrentIndex(SIZES.index(self._look.percent))

    def _chosen(self, language: Language) -> None:
        self.retranslate(language)
        self._program.preferences.set("language", language.value)

    def _translate(self, language: Language) -> None:
        """Qt's own words (file dialog, edit menus): Chinese comes with Qt, English is built in."""
        if self._translator is not None:
            QApplication.removeTranslator(self._translator)
            self._translator = None
        if language is Language.ZH:
            translator = QTranslator(self)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                QApplication.installTranslator(translator)
                self._translator = translator

    def _show_page(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)

    def _say(self, sentence: Text) -> None:
        announce(self, sentence.to(self.language))

    def _choose_file(self) -> Path | None:
        title, kinds = _SAVE_TITLE.to(self.language), _RESULT_FILE.to(self.language)
        name, _ = QFileDialog.getSaveFileName(self, title, f"mijian-{date.today().isoformat()}.json", kinds)
        return Path(name) if name else None
