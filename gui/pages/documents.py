"""Marked documents: choose where to look, see what is found, look at each find, and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from checker.app.documents import NOT_PROOF, Decision, Review
from checker.model import hold
from checker.model.text import Language, Text
from gui.dates import moment
from gui.models.finds import BUCKETS, Finds, Row, name_of, what
from gui.models.unread import Unread, place_of
from gui.pages.page import Page
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines

if TYPE_CHECKING:
    from checker.app.documents import Progress, Tally, View
    from checker.facts.content.document import Seen

_TITLE = Text("查找疑似标密的文件和照片", "Look for suspected markings in files and photos")
_HINT = Text(
    "看文件夹、U 盘里的照片、扫描件和办公文件有没有密级标志。只读取，不上传，不保存内容；聊天和邮件的存储不打开。"
    "查出的都只是“疑似”。",
    "Photos, scans and office files in folders and on sticks are searched for markings. They are only read; nothing is "
    "sent or kept, and chats' and mail's own files are not opened. Whatever is found is only suspected.",
)
_FOLDER, _FILES = Text("文件夹或 U 盘…（Ctrl+O）", "Folder or stick… (Ctrl+O)"), Text("文件…", "Files…")
_PICTURES = Text("也看图片（照片、扫描件、截屏）", "Look into pictures, too (photos, scans, screenshots)")
_NOWHERE = Text("还没有选择要查的地方。", "No place is chosen yet.")
_WHERE = Text("要查：{places}", "To be searched: {places}")
_BEGIN, _PAUSE, _GO_ON = Text("开始查找", "Search"), Text("暂停", "Pause"), Text("继续", "Go on")
_STOP, _BACK = Text("停止", "Stop"), Text("返回（Esc）", "Back (Esc)")
_BEGINS = Text("正在列出文件……", "Listing files …")
_PACE = Text(
    "已看 {files}/{total} 个文件，{size} MB，{rate} MB/秒，疑似标密 {found}{wait}",
    "{files} of {total} files, {size} MB, {rate} MB/s, suspected {found}{wait}",
)
_WAIT_S = Text("，约剩 {n} 秒", ", about {n} s left")
_WAIT_M = Text("，约剩 {n} 分钟", ", about {n} min left")
_DONE = Text(
    "看了 {files} 个文件，其中文件照片 {photos} 张。疑似标密 {marked} 个，其他要核对的 {other} 个，"
    "未能读取或没有看全 {unread} 个。",
    "{files} {files:file was looked|files were looked} at, {photos} of them photos of documents. "
    "Suspected markings: {marked}; others to look at: {other}; could not be read, or not in "
    "full: {unread}.",
)
_STOPPED = Text(
    "已停止，以上只是看过的部分；再查同一处会跳过没有变动的文件。",
    "Stopped; this is what was seen until then. The same search again skips what is unchanged.",
)
_EXCLUDED = Text("聊天和邮件的存储没有打开：{number} 处。", "Chats' and mail's own files were left unopened: {number}.")
_CLOSED = Text("早先按误报关闭、这次没有再列出：{number} 个。", "Closed as false before and not listed: {number}.")
_FOUND = Text("要核对的文件", "Files to look at")
_UNREAD = Text("没有看到或没有看全的文件", "Files not read, or in part only")
_UNREAD_HINT = Text(
    "这些文件里有没有标志，本程序不知道。请使用人打开，由保密员人工核对。",
    "Whether these carry markings is not known. Have their owner open them, and look at them yourself.",
)
_SAVE, _WIPE = Text("保存清单…", "Save the list…"), Text("清除缓存", "Forget what was seen")
_LOOK, _THUMB = Text("看图片", "Look at the picture"), Text("只看模糊缩略图", "Blurred thumbnail only")
_HIDE = Text("收起图片", "Hide the picture")
_ADD_THUMB = Text("把模糊缩略图加入清单", "Add the blurred thumbnail to the list")
_FACTS = Text("{bucket}：{what}", "{bucket}: {what}")
_PLACE = Text("位置：{path}", "Place: {path}")
_SIZE = Text("{size} KB，修改时间 {when}", "{size} KB, changed {when}")
_DRAWING = Text("正在画图……", "Drawing …")
_REASON, _WHO = Text("误报理由", "Why it is a false alarm"), Text("处理人", "Decided by")
_FALSE, _CONFIRM = Text("误报，关闭", "False alarm, close"), Text("确认是标志", "Confirm the marking")
_OPEN = Text("撤回决定", "Take the decision back")
_REASON_FIRST = Text("请先写明误报的理由。", "Please write first why it is a false alarm.")
_NAME_FIRST = Text("请先写上处理人的姓名。", "Please write first who decides.")
_NO_DIGEST = Text("文件太大，没有算摘要，不能关闭或确认。", "Too large for a digest: it cannot be decided here.")
_IS_FALSE = Text("已按误报关闭；内容不变就不再列出。", "Closed as a false alarm; unchanged, it is not listed again.")
_IS_CONFIRMED = Text(
    "已确认。保持原样，按“先停下”的要求办理，由保密行政管理部门鉴定。",
    "Confirmed. Leave it as it is and follow the steps above; the secrecy administration certifies.",
)
_IS_OPEN = Text("决定已撤回。", "The decision was taken back.")
_BOX = QColor(220, 30, 30)
_WIDEST = 760  # pixels of a picture on the page


class DocumentsPage(Page):
    search_wanted = Signal(object, bool)  # places, whether pictures are looked into
    folder_wanted = Signal()
    files_wanted = Signal()
    paused = Signal(bool)
    stopped = Signal()
    view_wanted = Signal(object)  # Seen
    decided = Signal(str, object, str, str)  # digest, Decision, reason, who
    save_wanted = Signal(object)  # thumbnails by digest
    wipe_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Path, ...] = ()
        self._working = self._halted = False
        self._chosen: Row | None = None
        self._blurred = False
        self._thumbnails: dict[str, bytes] = {}
        self._view: View | None = None
        title, hint, self._where = Label(role="title"), Label(), Label(role="quiet")
        self.folder, self.some, self.pictures = Button(), Button(), QCheckBox()
        self.pictures.setChecked(True)
        self.start, self.pause = Button(role="primary"), Button()
        self.stop, self.back = Button(), Button()
        self.bar, self.count = QProgressBar(), Label(role="caption")
        self.bar.setTextVisible(False)
        self.finds, self.unread = Finds(), Unread()
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (self.folder.setText, _FOLDER),
            (self.some.setText, _FILES),
            (self.pictures.setText, _PICTURES),
            (self.start.setText, _BEGIN),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, _TITLE),
        ):
            self.phrases.put(say, words)
        for button, signal in (
            (self.folder, self.folder_wanted),
            (self.some, self.files_wanted),
            (self.stop, self.stopped),
            (self.back, self.home_wanted),
        ):
            button.clicked.connect(signal)
        self.start.clicked.connect(self._begin)
        self.pause.clicked.connect(self._toggle)
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(self.folder, self.some))
        self.body.addWidget(self._where)
        self.body.addWidget(self.pictures)
        self.body.addLayout(Flow(self.start, self.pause, self.stop, self.back))
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.count)
        self._build()
        self.body.addStretch(1)
        self.choose(())
        self._show(working=False)
        self.count.hide()
        self._result.hide()

    # -- choosing ----------------------------------------------------------------------------------------------

    @property
    def files(self) -> Button:
        """What Ctrl+O presses."""
        return self.folder

    @property
    def working(self) -> bool:
        return self._working

    def choose(self, places: tuple[Path, ...]) -> None:
        """These are to be searched."""
        self._places = places
        where = _WHERE.filled(places=Text.name("、".join(map(str, places)))) if places else _NOWHERE
        self.phrases.put(self._where.say, where, "where")
        self._show(self._working)

    def proposed(self, who: str) -> None:
        """A name for who decides, until another is written."""
        if not self.who.text():
            self.who.setText(who)

    def _begin(self) -> None:
        if self._places:
            self.search_wanted.emit(self._places, self.pictures.isChecked())

    def _toggle(self) -> None:
        self._halted = not self._halted
        self.phrases.put(self.pause.setText, _GO_ON if self._halted else _PAUSE, "pause")
        self.paused.emit(self._halted)

    # -- a search ----------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        self.clear_banners()
        self._halted = False
        self.phrases.put(self.pause.setText, _PAUSE, "pause")
        self.finds.clear()
        self._thumbnails.clear()
        self._pick(None)
        self._summary.hide()
        self._found.hide()
        self._unseen.hide()
        self._result.hide()
        self._show(working=True)
        self.bar.setRange(0, 0)
        self._count(_BEGINS)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, progress: Progress, finds: Iterable[Seen], decided: Callable[[str], Review | None]) -> None:
        """How far the search is, and what was found since."""
        if progress.listed and progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.files)
        self._count(pace(progress))
        self.finds.add(Row(seen, decided(seen.digest)) for seen in finds)
        if self.finds.rowCount():
            self._result.show()
            self._found.show()
            _fit(self.lines, self.finds.rowCount())

    def end(self, tally: Tally, complete: bool) -> Text:
        """The search is over; the sentence that sums it up."""
        self._show(working=False)
        self.finds.sort_by_weight()
        _fit(self.lines, self.finds.rowCount())
        others = sum(tally.buckets.values()) - tally.suspected
        files = sum(tally.states.values()) - tally.states["excluded"]
        said = _DONE.filled(
            files=files, photos=tally.photos, marked=tally.suspected, other=others, unread=tally.could_not_read
        )
        lines = [said] if complete else [said, _STOPPED]
        if tally.states["excluded"]:
            lines.append(_EXCLUDED.filled(number=tally.states["excluded"]))
        if tally.closed_seen:
            lines.append(_CLOSED.filled(number=tally.closed_seen))
        lines.append(hold.FILES if tally.suspected else NOT_PROOF)
        self.phrases.put(self._said.say, Text("\n".join(x.zh for x in lines), "\n".join(x.en for x in lines)), "said")
        self.count.hide()
        self._result.show()
        self._summary.show()
        self._found.setVisible(bool(self.finds.rowCount()))
        self.unread.put(tally.unread)
        self._unseen.setVisible(bool(tally.unread))
        _fit(self.unseen, self.unread.rowCount())
        if self.finds.rowCount():
            self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
            self.lines.setCurrentIndex(self.finds.index(0))
        return said

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.hide()
        self.warn("trouble", sentence)

    # -- one find ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Seen | None:
        return None if self._chosen is None else self._chosen.seen

    def show_view(self, seen: Seen, view: View) -> None:
        """A find was drawn."""
        if self._chosen is None or self._chosen.seen is not seen:
            return
        self._view = view
        self.unwarn("trouble")
        if self._blurred:
            picture = QPixmap()
            picture.loadFromData(view.thumbnail, "PNG")  # type: ignore[call-overload]
        else:
            picture = _pixmap(view, seen)
        self.picture.setPixmap(picture)
        self.picture.show()
        self.hide_picture.show()
        self.add_thumbnail.setVisible(bool(seen.digest))
        self._drawing.hide()
        self.bring(self._detail)

    def show_decision(self, review: Review) -> Text:
        """A decision was kept; the sentence that says so."""
        is_open = review.decision.value == "open"
        self.finds.decide(review.digest, None if is_open else review)
        said = {"false": _IS_FALSE, "confirmed": _IS_CONFIRMED, "open": _IS_OPEN}[review.decision.value]
        self._pick(self.lines.currentIndex())
        self.phrases.put(self.told.say, said, "told")
        self.told.show()
        return said

    def forget_pictures(self) -> None:
        """Nothing of a document stays in memory when the page is left."""
        self._hide_picture()
        self._thumbnails.clear()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.finds.retranslate(language)
        self.unread.retranslate(language)

    def begin(self) -> None:
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, index: QModelIndex) -> None:
        self._pick(index)

    def _pick(self, index: QModelIndex | None) -> None:
        self._hide_picture()
        self.told.hide()
        self.reason.clear()
        row = self.finds.row(index.row()) if index is not None and index.isValid() else None
        self._chosen = row
        self._detail.setVisible(row is not None)
        if row is None:
            return
        seen, decided = row.seen, row.review is not None
        self.phrases.put(self._name.say, name_of(seen), "name")
        facts = _FACTS.filled(bucket=BUCKETS[seen.marking.bucket], what=what(seen))
        size = _SIZE.filled(size=f"{seen.size / 1000:,.0f}", when=_when(seen.modified))
        self.phrases.put(self._facts.say, Text(f"{facts.zh}\n{size.zh}", f"{facts.en}\n{size.en}"), "facts")
        self.phrases.put(self._place.say, _PLACE.filled(path=place_of(seen)), "place")
        self.add_thumbnail.blockSignals(True)
        self.add_thumbnail.setChecked(seen.digest in self._thumbnails)
        self.add_thumbnail.blockSignals(False)
        for widget in (self.reason, self._reason_name, self.false, self.confirm, self.who, self._who_name):
            widget.setVisible(bool(seen.digest) and not decided)
        self.open_again.setVisible(decided)
        if not seen.digest:
            self.phrases.put(self.told.say, _NO_DIGEST, "told")
            self.told.show()

    def _wanted(self, blurred: bool) -> None:
        if self._chosen is None:
            return
        self._hide_picture()
        self._blurred = blurred
        self._drawing.show()
        self.view_wanted.emit(self._chosen.seen)

    def _hide_picture(self) -> None:
        self._view = None
        self.picture.clear()
        for widget in (self.picture, self.hide_picture, self.add_thumbnail, self._drawing):
            widget.hide()

    def _thumbnail(self, wanted: bool) -> None:
        seen = self.chosen
        if seen is None:
            return
        if wanted and self._view is not None:
            self._thumbnails[seen.digest] = self._view.thumbnail
        else:
            self._thumbnails.pop(seen.digest, None)

    def _decide(self, decision: str) -> None:
        seen, reason, who = self.chosen, self.reason.text().strip(), self.who.text().strip()
        if seen is None or not seen.digest:
            return
        kind: Decision = Decision(decision)
        missing = _REASON_FIRST if kind is Decision.FALSE and not reason else None
        if missing is None and not who and kind is not Decision.OPEN:
            missing = _NAME_FIRST
        if missing is not None:
            self.phrases.put(self.told.say, missing, "told")
            self.told.show()
            (self.reason if missing is _REASON_FIRST else self.who).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.decided.emit(seen.digest, kind, reason, who)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._result, self._said = QWidget(), Label()
        self.lines = Lines(self.finds)
        self.lines.selectionModel().currentChanged.connect(self._picked)
        self.save, self.wipe = Button(), Button(role="link")
        self.save.clicked.connect(lambda: self.save_wanted.emit(dict(self._thumbnails)))
        self.wipe.clicked.connect(self.wipe_wanted)
        self._summary = self._card(self._said)
        self._summary.layout().addItem(Flow(self.save, self.wipe))  # type: ignore[union-attr]
        caption = Label(role="caption")
        self._found = self._card(caption, self.lines)
        self.unseen, above, hint = Lines(self.unread), Label(role="caption"), Label(role="quiet")
        self._unseen = self._card(above, hint, self.unseen)
        self._build_detail()
        for say, words in (
            (self.save.setText, _SAVE),
            (self.wipe.setText, _WIPE),
            (caption.say, _FOUND),
            (self.lines.setAccessibleName, _FOUND),
            (above.say, _UNREAD),
            (hint.say, _UNREAD_HINT),
            (self.unseen.setAccessibleName, _UNREAD),
        ):
            self.phrases.put(say, words)
        box = QVBoxLayout(self._result)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(12)
        for card in (self._summary, self._found, self._detail, self._unseen):
            box.addWidget(card)
        self.body.addWidget(self._result)

    def _build_detail(self) -> None:
        self._name, self._facts, self._place = Label(role="title"), Label(), Label(role="quiet")
        self._drawing, self.told = Label(role="quiet"), Label(role="caption")
        self.look, self.thumb, self.hide_picture = Button(), Button(), Button(role="link")
        self.look.clicked.connect(lambda: self._wanted(blurred=False))
        self.thumb.clicked.connect(lambda: self._wanted(blurred=True))
        self.hide_picture.clicked.connect(self._hide_picture)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add_thumbnail = QCheckBox()
        self.add_thumbnail.toggled.connect(self._thumbnail)
        self.reason, self.who = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(200)
        self.who.setMaxLength(40)
        self._reason_name, self._who_name = Label(), Label()
        for name, field in ((self._reason_name, self.reason), (self._who_name, self.who)):
            name.setWordWrap(False)
            name.setBuddy(field)
            field.setMinimumWidth(field.fontMetrics().horizontalAdvance("国") * 12)
        self.false, self.confirm, self.open_again = Button(), Button(), Button(role="link")
        self.false.clicked.connect(lambda: self._decide("false"))
        self.confirm.clicked.connect(lambda: self._decide("confirmed"))
        self.open_again.clicked.connect(lambda: self._decide("open"))
        for say, words in (
            (self.look.setText, _LOOK),
            (self.thumb.setText, _THUMB),
            (self.hide_picture.setText, _HIDE),
            (self.add_thumbnail.setText, _ADD_THUMB),
            (self._drawing.say, _DRAWING),
            (self._reason_name.say, _REASON),
            (self.reason.setAccessibleName, _REASON),
            (self._who_name.say, _WHO),
            (self.who.setAccessibleName, _WHO),
            (self.false.setText, _FALSE),
            (self.confirm.setText, _CONFIRM),
            (self.open_again.setText, _OPEN),
            (self.picture.setAccessibleName, _LOOK),
        ):
            self.phrases.put(say, words)
        self._detail = self._card(self._name, self._facts, self._place)
        box = self._detail.layout()
        assert isinstance(box, QVBoxLayout)
        box.addLayout(Flow(self.look, self.thumb, self.hide_picture))
        box.addWidget(self._drawing)
        box.addWidget(self.picture)
        box.addWidget(self.add_thumbnail)
        box.addLayout(Flow(self._reason_name, self.reason))
        box.addLayout(Flow(self._who_name, self.who, self.false, self.confirm, self.open_again))
        box.addWidget(self.told)
        self._pick(None)

    def _card(self, *widgets: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        for widget in widgets:
            box.addWidget(widget)
        return card

    def _show(self, working: bool) -> None:
        self._working = working
        self.start.setVisible(not working)
        self.start.setEnabled(bool(self._places) and not working)
        for choice in (self.folder, self.some, self.pictures):
            choice.setEnabled(not working)
        for shown in (self.stop, self.pause, self.bar):
            shown.setVisible(working)

    def _count(self, words: Text) -> None:
        self.phrases.put(self.count.say, words, "count")
        self.count.show()


def _fit(lines: Lines, number: int) -> None:
    """The list as high as eight rows at most, and its padding: below it one works on the chosen find."""
    rows = min(8, number)
    row = max(48, lines.sizeHintForRow(0))
    lines.setFixedHeight(rows * (row + 2 * lines.spacing()) + 2 * lines.frameWidth() + 12)


def pace(progress: Progress) -> Text:
    """Files, megabytes, rate, finds, and how long it still takes."""
    wait = Text("", "")
    if progress.left is not None:
        left = progress.left
        wait = _WAIT_S.filled(n=f"{left:.0f}") if left < 90 else _WAIT_M.filled(n=f"{left / 60:.0f}")
    return _PACE.filled(
        files=f"{progress.files:,}",
        total=f"{progress.total:,}" + ("" if progress.listed else "+"),
        size=f"{progress.bytes / 1e6:,.0f}",
        rate=f"{progress.rate / 1e6:.1f}",
        found=progress.found,
        wait=wait,
    )


def _when(seconds: float) -> Text:
    from datetime import UTC, datetime

    try:
        return moment(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return Text("不详", "unknown")  # a file can be given any time


def _pixmap(view: View, seen: Seen) -> QPixmap:
    """The picture with a frame round its marking; the points are plain, nothing is decoded here."""
    image = QImage(view.pixels, view.width, view.height, 3 * view.width, QImage.Format.Format_RGB888)
    picture = QPixmap.fromImage(image)
    box = None if seen.picture is None else seen.picture.box
    if box is not None:
        x0, y0, x1, y1 = box
        wide, tall = view.width, view.height
        margin = max(wide, tall) / 150
        painter = QPainter(picture)
        painter.setPen(QPen(_BOX, max(2.0, max(wide, tall) / 350)))
        frame = QRectF(x0 * wide, y0 * tall, (x1 - x0) * wide, (y1 - y0) * tall)
        painter.drawRect(frame.adjusted(-margin, -margin, margin, margin))
        painter.end()
    if picture.width() > _WIDEST:
        picture = picture.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
    return picture
