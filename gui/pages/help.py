"""Help: the handbook, offline, part by part, with its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from checker.app import handbook
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.rooms import Room
from gui.theme import px
from gui.widgets.choices import Pick
from gui.widgets.flow import Flow
from gui.widgets.labels import Label, short

_TITLE = Text("帮助", "Help")
_PART = Text("章节", "Part")
_HANDBOOK = Text("手册", "Handbook")
# Which part of the handbook speaks of a room.
_OF = {Room.COMPUTER: 0, Room.TASKS: 0, Room.FILES: 2, Room.DEVICES: 3, Room.REPORTS: 6, Room.SETTINGS: 7}


class HelpPage(Page):
    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[handbook.Part, ...] = ()
        title, part = Label(role="page"), short("quiet")
        self.part, self.text = Pick(), _Book()
        part.setBuddy(self.part)
        for say, words in (
            (title.say, _TITLE),
            (part.say, _PART),
            (self.part.setAccessibleName, _PART),
            (self.text.setAccessibleName, _HANDBOOK),
        ):
            self.phrases.put(say, words)
        self.part.currentIndexChanged.connect(self._show)
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        self.body.addLayout(Flow(part, self.part))
        self.body.addWidget(self.text, 1)

    def about(self, room: Room) -> None:
        """Open the part that speaks of a room."""
        self._read()
        self.part.setCurrentIndex(min(_OF[room], max(0, len(self._parts) - 1)))

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self._parts = ()
        if self.isVisible():
            self._read()

    def begin(self) -> None:
        self._read()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        """Read the handbook where it is not yet: a file of the program's own, a few pages."""
        if self._parts:
            return
        place = max(0, self.part.currentIndex())
        self._parts = handbook.parts(self.phrases.language)
        self.part.blockSignals(True)
        self.part.clear()
        for part in self._parts:
            self.part.addItem(part.heading)
        self.part.setCurrentIndex(min(place, len(self._parts) - 1))
        self.part.blockSignals(False)
        self._show(self.part.currentIndex())

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._parts):
            self.text.read(self._parts[place].markdown)


class _Book(QTextBrowser):
    """Shows pictures of the handbook's own folder as wide as there is room, and follows no link."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setMinimumHeight(px(320))
        self._markdown = ""
        # Of one width whatever is shown; and read anew only after Qt is through with a new size.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(lambda: self.read(self._markdown))

    def read(self, markdown: str) -> None:
        self._markdown = markdown
        document = self.document()
        document.clear()
        document.setBaseUrl(QUrl.fromLocalFile(f"{handbook.folder()}/"))
        document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._markdown:
            self._fitting.start()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        path = Path(self.document().baseUrl().resolved(QUrl(name)).toLocalFile())
        pictures = handbook.folder().parent / "screens"
        if kind != QTextDocument.ResourceType.ImageResource.value or path.resolve().parent != pictures.resolve():
            return None
        image = QImage(str(path))
        room = self.viewport().width() - px(24)
        return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation) if image.width() > room else image
