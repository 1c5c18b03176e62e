"""Photos of papers to look through: blurred until opened, decided by key, a whole burst at once, with undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QLabel, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from checker.app.documents import Decision
from checker.model.text import Language, Text
from gui.icons import shapes
from gui.models.photos import Photo, PhotoRole, Photos
from gui.models.unread import place_of
from gui.states import Shape, Tone
from gui.theme import ink, px, scheme
from gui.widgets.card import Framed
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pictures import pixmap

if TYPE_CHECKING:
    from checker.app.documents import View
    from checker.facts.content.document import Seen

_TITLE = Text("拍了文件的照片，没有认出标志（{count} 张）", "Photos of papers without a recognised marking ({count})")
_HINT = Text(
    "没有认出标志，不等于没有。请一张一张看：是不是工作文件。缩略图看不清字，打开才看得清。",
    "No marking was recognised, which proves nothing. Look at each: is it a work paper? Until opened it is blurred.",
)
_ASKED = Text("问的是这 {count} 张照片", "The photos that are asked about ({count})")
_ASKED_HINT = Text(
    "请机主自己看。没打开时看不清字；打开一张，才从手机再取一次，只在这块屏幕上，不保存。",
    "For the owner's eyes. Blurred until opened; one that is opened is fetched from the phone again, shown on this "
    "screen alone and not kept.",
)
_LOOK, _HIDE = Text("打开", "Open"), Text("收起", "Hide")
_NOT_WORK, _WORK = Text("不是工作文件", "Not a work paper"), Text("是工作文件", "A work paper")
_BURST, _UNDO = Text("连拍的都不是", "None of the row is"), Text("撤销", "Undo")
_SET_ASIDE = Text("{count} 张：不是工作文件，以后不再列出。", "{count}: no work papers; not listed again.")
_CONFIRMED = Text(
    "是工作文件：保持原样，不要删除，由保密员按规定办理。",
    "A work paper: leave it as it is, delete nothing; the secrecy officer deals with it.",
)
_TAKEN_BACK = Text("判定已撤销。", "The decision was taken back.")
_HIGH, _WIDE, _ROW = 54, 72, 74  # px at 100 %: a thumbnail, a row
_SHOWN = 5  # rows of the list


class PhotoCard(Framed):
    """`decided`: some pictures and a decision. `thumbnail_wanted`, `view_wanted`: a picture."""

    thumbnail_wanted = Signal(object)  # Seen
    view_wanted = Signal(object)  # Seen
    decided = Signal(object, object)  # tuple of Seen, Decision

    def __init__(self, *, of_a_question: bool = False) -> None:
        """`of_a_question`: they are looked at by whoever answers it; nothing is decided of a single one."""
        super().__init__(Language.ZH)
        self._of_a_question = of_a_question
        self.photos = Photos()
        self.view = QListView()
        self.view.setModel(self.photos)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._last: list[tuple[Seen, ...]] = []
        self._waits = ""  # the digest of the thumbnail that is being drawn
        self._opened: Seen | None = None
        title, hint = Label(role="caption"), Label(role="quiet")
        self._title, self.told, self.place = title, Label(role="caption"), Label(role="note")
        self.look, self.no, self.yes = Button(key="Enter"), Button(key="N"), Button(key="Y")
        self.burst, self.undo = Button(key="B"), Button(role="link", key="Ctrl+Z")
        self.picture = QLabel()
        for say, words in (
            (hint.say, _ASKED_HINT if of_a_question else _HINT),
            (self.no.setText, _NOT_WORK),
            (self.yes.setText, _WORK),
            (self.burst.setText, _BURST),
            (self.undo.setText, _UNDO),
            (self.picture.setAccessibleName, _LOOK),
            (self.view.setAccessibleName, _HINT),
        ):
            self.phrases.put(say, words)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        above: tuple[QWidget, ...] = (title, hint, self.view, self.place)
        for widget in above:
            box.addWidget(widget)
        box.addLayout(Flow(self.look, self.no, self.yes, self.burst, self.undo))
        box.addWidget(self.told)
        box.addWidget(self.picture)
        self._settle = QTimer(self)  # while somebody scrolls, nothing is drawn
        self._settle.setSingleShot(True)
        self._settle.setInterval(80)
        self._settle.timeout.connect(self._draw_next)
        self._connect()
        self._hide_picture()
        self.told.hide()

    def load(self, bursts: Iterable[Sequence[Seen]]) -> None:
        self.photos.load(bursts)
        self._last.clear()
        self.told.hide()
        self._hide_picture()
        number = self.photos.rowCount()
        title = _ASKED if self._of_a_question else _TITLE
        self.phrases.put(self._title.say, title.filled(count=number), "title")
        self.view.setFixedHeight(min(_SHOWN, max(1, number)) * px(_ROW) + 2 * self.view.frameWidth() + px(8))
        self.setVisible(bool(number))
        if number:
            self.view.setCurrentIndex(self.photos.index(0))
            self._settle.start()

    @property
    def current(self) -> Photo | None:
        row = self.view.currentIndex().row()
        return self.photos.rows[row] if 0 <= row < self.photos.rowCount() else None

    def show_thumbnail(self, seen: Seen, png: bytes | None) -> None:
        """`png` None: it cannot be drawn."""
        picture = QPixmap()
        if png is not None:
            picture.loadFromData(png, "PNG")  # type: ignore[call-overload]
        self.photos.show_thumbnail(seen.digest, picture)
        self._waits = ""
        self._settle.start()

    def show_view(self, seen: Seen, view: View) -> bool:
        """A picture was drawn; whether it is still the one that was asked for."""
        if seen is not self._opened:
            return False
        self.picture.setPixmap(pixmap(view, seen))
        self.picture.show()
        return True

    def show_decision(self, seen: tuple[Seen, ...], decision: Decision) -> Text:
        """It was kept; the sentence that says so."""
        undone = decision is Decision.OPEN
        self.photos.decide((one.digest for one in seen), None if undone else decision)
        if undone:
            self._last.pop()
            said = _TAKEN_BACK
        else:
            self._last.append(seen)
            said = _CONFIRMED if decision is Decision.CONFIRMED else _SET_ASIDE.filled(count=len(seen))
            row = self.view.currentIndex().row()
            self.view.setCurrentIndex(self.photos.index(self.photos.next_open(row)))
        self.undo.setEnabled(bool(self._last))
        self.phrases.put(self.told.say, said, "told")
        self.told.show()
        return said

    def forget_pictures(self) -> None:
        self._waits = ""
        self._settle.stop()
        self._hide_picture()
        self.photos.forget_pictures()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.photos.retranslate(language)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.look.clicked.connect(self._look)
        self.no.clicked.connect(lambda: self._decide(Decision.NOT_WORK))
        self.yes.clicked.connect(lambda: self._decide(Decision.CONFIRMED))
        self.burst.clicked.connect(self._decide_burst)
        self.undo.clicked.connect(self._undo)
        self.undo.setEnabled(False)
        for button in (self.no, self.yes, self.burst, self.undo):
            button.setVisible(not self._of_a_question)
        self.view.activated.connect(self._look)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.view.verticalScrollBar().valueChanged.connect(self._settle.start)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("N", self.no.click),
            ("Y", self.yes.click),
            ("B", self.burst.click),
            ("Ctrl+Z", self.undo.click),
        )
        for key, do in () if self._of_a_question else keys:  # the letters answer the question
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(do)

    def _chosen(self, index: QModelIndex) -> None:
        self._hide_picture()
        one = self.current
        if one is not None:
            self.place.say(place_of(one.seen))
        self.burst.setVisible(not self._of_a_question and one is not None and one.among > 1)
        decidable = one is not None and bool(one.seen.digest)
        for button in (self.no, self.yes, self.burst):
            button.setEnabled(decidable)

    def _look(self) -> None:
        if self._opened is not None:
            self._hide_picture()
        elif (one := self.current) is not None:
            self._opened = one.seen
            self.phrases.put(self.look.setText, _HIDE, "look")
            self.view_wanted.emit(one.seen)

    def _hide_picture(self) -> None:
        self._opened = None
        self.phrases.put(self.look.setText, _LOOK, "look")
        self.picture.clear()
        self.picture.hide()

    def _decide(self, decision: Decision) -> None:
        one = self.current
        if one is not None and one.seen.digest:
            self.decided.emit((one.seen,), decision)

    def _decide_burst(self) -> None:
        """All of it that nobody said anything of."""
        open_ = (one.seen for one in self.photos.burst(self.view.currentIndex().row()) if one.decision is None)
        if seen := tuple(one for one in open_ if one.digest):
            self.decided.emit(seen, Decision.NOT_WORK)

    def _undo(self) -> None:
        if self._last:
            self.decided.emit(self._last[-1], Decision.OPEN)

    def _draw_next(self) -> None:
        """Ask for the first thumbnail that is on the screen and not there yet; one at a time."""
        if self._waits or not self.view.isVisible():
            return
        area = self.view.viewport().rect()
        row = max(0, self.view.indexAt(QPoint(px(4), px(4))).row())
        for place in range(row, self.photos.rowCount()):
            index = self.photos.index(place)
            if not self.view.visualRect(index).intersects(area):
                return
            seen = self.photos.rows[place].seen
            if seen.digest and not self.photos.drawn(seen.digest):
                self._waits = seen.digest
                self.thumbnail_wanted.emit(seen)
                return


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._view.viewport().width(), px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, colours = self._view.visualRect(index), scheme()
        painter.save()
        if self._view.currentIndex() == index:
            painter.fillRect(rect, QColor(colours.sunk))
            if self._view.hasFocus():
                painter.setPen(QColor(colours.ring))
                painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
        frame = QRect(rect.x() + px(10), rect.y() + (rect.height() - px(_HIGH)) // 2, px(_WIDE), px(_HIGH))
        self._thumbnail(painter, frame, index.data(PhotoRole.THUMBNAIL))
        left = frame.right() + px(14)
        room = QRect(left, rect.y() + px(12), rect.right() - left - px(44), (rect.height() - px(24)) // 2)
        self._words(painter, room, index)
        decision = index.data(PhotoRole.DECISION)
        if decision is not None:
            shape, tone = (Shape.FLAG, Tone.WARN) if decision is Decision.CONFIRMED else (Shape.TICK, Tone.GOOD)
            size = px(20)
            mark = QRectF(rect.right() - size - px(12), rect.y() + (rect.height() - size) / 2, size, size)
            shapes.paint(painter, mark, shape, ink(tone))
        painter.restore()

    def _thumbnail(self, painter: QPainter, frame: QRect, picture: QPixmap | None) -> None:
        painter.fillRect(frame, QColor(scheme().line))
        if picture is None or picture.isNull():
            return
        small = picture.scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawPixmap(frame.center() - small.rect().center(), small)

    def _words(self, painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        bold = painter.font()
        bold.setWeight(bold.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(scheme().text))
        # Whole beneath the list, and to a screen reader.
        name = QFontMetrics(bold).elidedText(index.data(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        plain = self._view.font()
        painter.setFont(plain)
        painter.setPen(QColor(scheme().quiet))
        below = room.translated(0, room.height())
        told = QFontMetrics(plain).elidedText(index.data(PhotoRole.TOLD), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, told)
