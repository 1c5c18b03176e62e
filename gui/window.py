"""The frame: rail, doors, page and footer, and the keys that work everywhere. Never larger than the screen."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QTimer, QTranslator, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from checker.app.program import Program
from checker.model.text import Language, Text
from gui import theme
from gui.controllers.main import MainController
from gui.icons import drawn
from gui.look import SIZES, Look
from gui.pages.page import Page
from gui.qt_words import QtWords
from gui.rooms import Room
from gui.theme import px
from gui.widgets.announce import announce
from gui.widgets.doors import Doors
from gui.widgets.phrases import Phrases
from gui.widgets.rail import Rail
from gui.work.worker import Worker

_NAME = Text("密检", "Mijian")
_WIDE, _HIGH = 1180, 800  # where nothing is remembered and the screen has room
_BESIDE = 904  # px at 100 % that the column keeps before the rail loses its words
_GEOMETRY = "geometry"  # the preference


class Window(QMainWindow):
    """`painted` is said once, after the first painting."""

    painted = Signal()

    def __init__(self, program: Program, look: Look, language: Language = Language.ZH) -> None:
        super().__init__()
        self._program, self._look = program, look
        self._was_painted = False
        self._translators: tuple[QTranslator, ...] = ()
        self._phrases = Phrases()
        self._worker = Worker()
        self.controller = MainController(program, self._worker, lambda: self)
        self.controller.arrived.connect(self._show_page)
        self.controller.said.connect(self._say)
        self.rail, self.doors = Rail(), Doors()
        self.rail.wanted.connect(self.controller.enter)
        self.doors.wanted.connect(self.controller.enter_door)
        self.controller.held.connect(self._hold)
        self._stack, self._feet = QStackedWidget(), QWidget()
        feet = QVBoxLayout(self._feet)
        feet.setContentsMargins(0, 0, 0, 0)
        for page in self.controller.pages:
            self._stack.addWidget(page)
            if page.foot is not None:
                feet.addWidget(page.foot)
        self._lay_out()
        self._phrases.put(self.setWindowTitle, _NAME)
        self._keys()
        self.setMinimumSize(320, 240)  # small: pages scroll, and no page may make the window larger than the screen
        self.setAcceptDrops(True)
        self._remembered(language)
        self._take_place()
        self._show_page(self.controller.page)
        # What takes time to load waits for the first picture: both would share one lock.
        self.painted.connect(self.controller.home)
        self.painted.connect(self.controller.watch)

    @property
    def language(self) -> Language:
        return self._phrases.language

    def retranslate(self, language: Language) -> None:
        """Change the language of everything that is shown, now."""
        self._translate(language)
        self._look.speak(language)
        self._phrases.retranslate(language)
        self.rail.retranslate(language)
        self.doors.retranslate(language)
        self.controller.settings.speaks(language)
        self.controller.retranslate(language)

    def resize_text(self, percent: int) -> None:
        self._look.resize(percent)
        self.controller.settings.sized(self._look.percent)
        self._program.preferences.set("text_size", str(self._look.percent))
        self._fit_rail()

    def changeEvent(self, event: QEvent) -> None:
        # The system went dark, or to high contrast: the sheet is made from the palette.
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ThemeChange):
            self._look.dress()
            self._mark()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

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
        place = self.saveGeometry().data()
        self._program.preferences.set(_GEOMETRY, b64encode(bytes(place)).decode("ascii"))
        self.controller.close()
        self._worker.close()
        super().closeEvent(event)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0, 3, 1)
        grid.addWidget(self.doors, 0, 1)
        grid.addWidget(self._stack, 1, 1)
        grid.addWidget(self._feet, 2, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        self.setCentralWidget(inner)
        self._mark()

    def _mark(self) -> None:
        scheme = theme.scheme()
        self.setWindowIcon(drawn.logo(QColor(scheme.accent), QColor(scheme.on_accent)))

    def _take_place(self) -> None:
        """Where the window was last time; never larger than the screen that it comes up on."""
        room = self.screen().availableGeometry()
        self.resize(min(px(_WIDE), room.width()), min(px(_HIGH), room.height()))
        try:
            kept = b64decode(self._program.preferences.get(_GEOMETRY) or "", validate=True)
        except (Error, ValueError):
            return
        if kept and self.restoreGeometry(kept):
            room = self.screen().availableGeometry()
            self.resize(min(self.width(), room.width()), min(self.height(), room.height()))

    def _fit_rail(self) -> None:
        self.rail.narrow(self.width() < px(theme.RAIL + _BESIDE))

    def _hold(self, room: Room | None) -> None:
        self.rail.hold(room)
        self.doors.hold(room is not None)

    def _keys(self) -> None:
        for key, do in (
            ("Esc", self.controller.escape),
            ("F1", self.controller.help),
            ("F5", self.controller.all_again),
            ("Ctrl+P", self.controller.print),
            ("Ctrl+Shift+S", self.controller.save),
            ("Ctrl+S", self.controller.sign),
            ("Ctrl+O", self.controller.open_files),
            ("Ctrl+0", partial(self.resize_text, SIZES[0])),
            *((f"Alt+{number}", partial(self.controller.enter, room)) for number, room in enumerate(Room, 1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(do)
        for keys, by in ((("Ctrl++", "Ctrl+="), 1), (("Ctrl+-",), -1)):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(partial(self._step_size, by))
        self.controller.settings.language_chosen.connect(self._chosen)
        self.controller.settings.size_chosen.connect(self.resize_text)

    def _step_size(self, by: int) -> None:
        place = SIZES.index(self._look.percent) + by
        self.resize_text(SIZES[max(0, min(place, len(SIZES) - 1))])

    def _remembered(self, language: Language) -> None:
        """The choices made last time; the system's language where there are none."""
        size = self._program.preferences.get("text_size") or ""
        self._look.resize(int(size) if size.isascii() and size.isdecimal() else SIZES[0])
        self.controller.settings.sized(self._look.percent)
        spoken = self._program.preferences.get("language")
        self.retranslate(Language(spoken) if spoken in list(Language) else language)

    def _chosen(self, language: Language) -> None:
        self.retranslate(language)
        self._program.preferences.set("language", language.value)

    def _translate(self, language: Language) -> None:
        """Qt's own words (file dialog, edit menus): Chinese comes with Qt, English is built in."""
        for known in self._translators:
            QApplication.removeTranslator(known)
        self._translators = ()
        if language is Language.ZH:
            translator, more = QTranslator(self), QtWords(self)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._translators = (translator, more)
                for one in self._translators:
                    QApplication.installTranslator(one)

    def _show_page(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        for one in self.controller.pages:
            if one.foot is not None:
                one.foot.setVisible(one is page)
        room = self.controller.room(page)
        self.rail.show_room(room)
        doors = self.controller.doors[room]
        chosen = next((place for place, door in enumerate(doors) if door.page is page), None)
        self.doors.load((door.words for door in doors), chosen)

    def _say(self, sentence: Text) -> None:
        announce(self, sentence.to(self.language))
