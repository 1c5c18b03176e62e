"""Marked documents: choose where to look, see what is found, look at each find, and decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from checker.app.documents import NOT_PROOF, Decision, Review
from checker.model import hold
from checker.model.text import Language, Text
from gui.models.finds import Finds, Row
from gui.models.unread import Unread
from gui.pages.find import FindDetail
from gui.pages.page import Page
from gui.pages.photos import PhotoCard
from gui.states import Tone
from gui.widgets.boxes import Foot
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines
from gui.widgets.tick import Tick

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
_OFFICER_KNOWN = Text(
    "是不是工作文件、是不是误报，由保密员判定：判定时要输入检查人密钥的口令。",
    "Whether a find is a work paper or a false alarm is for the secrecy officer to decide, with the passphrase of the "
    "inspector's key.",
)
_NOBODY_KNOWN = Text(
    "这台电脑上还没有检查人的密钥，分不清谁是保密员：请由保密员本人，或在保密员陪同下用这一页。",
    "No inspector's key is known on this computer, so it cannot tell who the secrecy officer is: use this page as the "
    "officer, or with the officer beside you.",
)
_FOLDER, _FILES = Text("文件夹或 U 盘…", "Folder or stick…"), Text("文件…", "Files…")
_PICTURES = Text("也看图片（照片、扫描件、截屏）", "Look into pictures, too (photos, scans, screenshots)")
_NOWHERE = Text("还没有选择要查的地方。", "No place is chosen yet.")
_WHERE = Text("要查：{places}", "To be searched: {places}")
_BEGIN, _PAUSE, _GO_ON = Text("开始查找", "Search"), Text("暂停", "Pause"), Text("继续", "Go on")
_STOP, _BACK = Text("停止", "Stop"), Text("返回", "Back")
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
_SET_ASIDE = Text(
    "早先判定不是工作文件、这次没有再列出：{number} 张。", "Found to be no work papers before and not listed: {number}."
)
_FOUND = Text("要核对的文件", "Files to look at")
_UNREAD = Text("没有看到或没有看全的文件", "Files not read, or in part only")
_UNREAD_HINT = Text(
    "这些文件里有没有标志，本程序不知道。请使用人打开，由保密员人工核对。",
    "Whether these carry markings is not known. Have their owner open them, and look at them yourself.",
)
_SAVE, _WIPE = Text("保存清单…", "Save the list…"), Text("清除缓存", "Clear cache")


class DocumentsPage(Page):
    search_wanted = Signal(object, bool)  # places, whether pictures are looked into
    folder_wanted = Signal()
    files_wanted = Signal()
    paused = Signal(bool)
    stopped = Signal()
    view_wanted = Signal(object)  # Seen
    thumbnail_wanted = Signal(object)  # Seen
    photos_decided = Signal(object, object)  # tuple of Seen, Decision
    decided = Signal(str, object, str, str)  # digest, Decision, reason, who
    save_wanted = Signal(object)  # thumbnails by digest
    wipe_wanted = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Path, ...] = ()
        self._working = self._halted = False
        title, hint, self._where = Label(role="page"), Label(role="quiet"), Label(role="quiet")
        self.who_may = Label(role="note")
        self.folder, self.some, self.pictures = Button(key="Ctrl+O"), Button(), Tick()
        self.pictures.setChecked(True)
        self.start, self.pause = Button(role="primary"), Button()
        self.stop, self.back = Button(), Button(key="Esc")
        self.bar, self.count = QProgressBar(), Label(role="caption")
        self.bar.setTextVisible(False)
        self.finds, self.unread, self.detail, self.photos = Finds(), Unread(), FindDetail(), PhotoCard()
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
        self.body.addWidget(self.who_may)
        self.body.addLayout(Flow(self.folder, self.some))
        self.body.addWidget(self._where)
        self.body.addWidget(self.pictures)
        self.body.addLayout(Flow(self.start, self.pause, self.stop))
        self.foot = Foot((self.back,))
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

    def tell_who_may(self, known: bool) -> None:
        """Who may look here and decide. `known`: an inspector's key is, and so the officer can be told apart."""
        self.phrases.put(self.who_may.say, _OFFICER_KNOWN if known else _NOBODY_KNOWN, "who may")
        self.who_may.tone(None if known else Tone.WARN)

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
        self.detail.proposed(who)

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
        self.detail.thumbnails.clear()
        self.detail.load(None)
        self._summary.hide()
        self._found.hide()
        self._unseen.hide()
        self.photos.load(())
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

    def end(self, tally: Tally, complete: bool, bursts: Iterable[tuple[Seen, ...]] = ()) -> Text:
        """The search is over; the sentence that sums it up. `bursts`: pictures of papers without a marking."""
        self.photos.load(bursts)
        self._show(working=False)
        self.finds.sort_by_weight()
        _fit(self.lines, self.finds.rowCount())
        others = sum(tally.buckets.values()) - tally.suspected
        files = sum(tally.states.values()) - tally.states["excluded"] - tally.no_files
        said = _DONE.filled(
            files=files, photos=tally.photos, marked=tally.suspected, other=others, unread=tally.could_not_read
        )
        lines = [said] if complete else [said, _STOPPED]
        if tally.states["excluded"]:
            lines.append(_EXCLUDED.filled(number=tally.states["excluded"]))
        if tally.set_aside:
            lines.append(_SET_ASIDE.filled(number=tally.set_aside))
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
        elif self.photos.photos.rowCount():
            self.photos.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return said

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.hide()
        self.warn("trouble", sentence)

    # -- one find ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Seen | None:
        return self.detail.seen

    def show_view(self, seen: Seen, view: View) -> None:
        """A find was drawn."""
        shown: QWidget | None = self.detail if self.detail.show_view(seen, view) else None
        if shown is None and self.photos.show_view(seen, view):
            shown = self.photos
        if shown is not None:
            self.unwarn("trouble")
            self.bring(shown)

    def show_decision(self, review: Review) -> Text:
        """A decision was kept; the sentence that says so."""
        self.finds.decide(review.digest, None if review.decision is Decision.OPEN else review)
        self._pick(self.lines.currentIndex())
        return self.detail.show_decision(review.decision)

    def forget_pictures(self) -> None:
        """Nothing of a document stays in memory when the page is left."""
        self.detail.forget_pictures()
        self.photos.forget_pictures()

    def _pick(self, index: QModelIndex) -> None:
        self.detail.load(self.finds.row(index.row()) if index.isValid() else None)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.detail.retranslate(language)
        self.photos.retranslate(language)
        self.finds.retranslate(language)
        self.unread.retranslate(language)

    def begin(self) -> None:
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._result, self._said = QWidget(), Label()
        self.lines = Lines(self.finds)
        self.lines.selectionModel().currentChanged.connect(self._pick)
        self.save, self.wipe = Button(), Button(role="link")
        self.save.clicked.connect(lambda: self.save_wanted.emit(dict(self.detail.thumbnails)))
        self.wipe.clicked.connect(self.wipe_wanted)
        self._summary = self._card(self._said)
        self._summary.layout().addItem(Flow(self.save, self.wipe))  # type: ignore[union-attr]
        caption = Label(role="caption")
        self._found = self._card(caption, self.lines)
        self.unseen, above, hint = Lines(self.unread), Label(role="caption"), Label(role="quiet")
        self._unseen = self._card(above, hint, self.unseen)
        self.detail.view_wanted.connect(self.view_wanted)
        self.photos.view_wanted.connect(self.view_wanted)
        self.photos.thumbnail_wanted.connect(self.thumbnail_wanted)
        self.photos.decided.connect(self.photos_decided)
        self.detail.decided.connect(self.decided)
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
        for card in (self._summary, self._found, self.detail, self.photos, self._unseen):
            box.addWidget(card)
        self.body.addWidget(self._result)

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
