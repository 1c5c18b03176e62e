"""One find of the document search: what is known of it, its picture where somebody asks for it, and the decision."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from checker.app.documents import Decision
from checker.model.text import Language, Text
from gui.dates import moment
from gui.models.finds import BUCKETS, Row, name_of, what
from gui.models.unread import place_of
from gui.widgets.card import Framed
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pictures import pixmap
from gui.widgets.tick import Box

if TYPE_CHECKING:
    from checker.app.documents import View
    from checker.facts.content.document import Seen

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


class FindDetail(Framed):
    """`thumbnails`: blurred pictures by digest, of those finds where the officer wants one in the list."""

    view_wanted = Signal(object)  # Seen
    decided = Signal(str, object, str, str)  # digest, Decision, reason, who

    def __init__(self) -> None:
        super().__init__(Language.ZH)
        self._row: Row | None = None
        self._blurred = False
        self._view: View | None = None
        self.thumbnails: dict[str, bytes] = {}
        self._name, self._facts, self._place = Label(role="title"), Label(), Label(role="quiet")
        self._drawing, self.told = Label(role="quiet"), Label(role="caption")
        self.look, self.thumb, self.hide_picture = Button(), Button(), Button(role="link")
        self.look.clicked.connect(lambda: self._wanted(blurred=False))
        self.thumb.clicked.connect(lambda: self._wanted(blurred=True))
        self.hide_picture.clicked.connect(self._hide_picture)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add_thumbnail = Box()
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
        self.false.clicked.connect(lambda: self._decide(Decision.FALSE))
        self.confirm.clicked.connect(lambda: self._decide(Decision.CONFIRMED))
        self.open_again.clicked.connect(lambda: self._decide(Decision.OPEN))
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
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        for label in (self._name, self._facts, self._place):
            box.addWidget(label)
        box.addLayout(Flow(self.look, self.thumb, self.hide_picture))
        box.addWidget(self._drawing)
        box.addWidget(self.picture)
        box.addWidget(self.add_thumbnail)
        box.addLayout(Flow(self._reason_name, self.reason))
        box.addLayout(Flow(self._who_name, self.who, self.false, self.confirm, self.open_again))
        box.addWidget(self.told)
        self.load(None)

    @property
    def seen(self) -> Seen | None:
        return None if self._row is None else self._row.seen

    def proposed(self, who: str) -> None:
        """A name for who decides, until another is written."""
        if not self.who.text():
            self.who.setText(who)

    def load(self, row: Row | None) -> None:
        """Show another find; None: none is chosen."""
        self._hide_picture()
        self.told.hide()
        self.reason.clear()
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        seen, decided = row.seen, row.review is not None
        self.phrases.put(self._name.say, name_of(seen), "name")
        facts = _FACTS.filled(bucket=BUCKETS[seen.marking.bucket], what=what(seen))
        size = _SIZE.filled(size=f"{seen.size / 1000:,.0f}", when=_when(seen.modified))
        self.phrases.put(self._facts.say, Text(f"{facts.zh}\n{size.zh}", f"{facts.en}\n{size.en}"), "facts")
        self.phrases.put(self._place.say, _PLACE.filled(path=place_of(seen)), "place")
        self.add_thumbnail.blockSignals(True)
        self.add_thumbnail.setChecked(seen.digest in self.thumbnails)
        self.add_thumbnail.blockSignals(False)
        for widget in (self.reason, self._reason_name, self.false, self.confirm, self.who, self._who_name):
            widget.setVisible(bool(seen.digest) and not decided)
        self.open_again.setVisible(decided)
        if not seen.digest:
            self.phrases.put(self.told.say, _NO_DIGEST, "told")
            self.told.show()

    def show_view(self, seen: Seen, view: View) -> bool:
        """A find was drawn. Whether it is still the one that is looked at."""
        if seen is not self.seen:
            return False
        self._view = view
        if self._blurred:
            picture = QPixmap()
            picture.loadFromData(view.thumbnail, "PNG")  # type: ignore[call-overload]
        else:
            picture = pixmap(view, seen)
        self.picture.setPixmap(picture)
        self.picture.show()
        self.hide_picture.show()
        self.add_thumbnail.setVisible(bool(seen.digest))
        self._drawing.hide()
        return True

    def show_decision(self, decision: Decision) -> Text:
        """A decision was kept; the sentence that says so."""
        said = {Decision.FALSE: _IS_FALSE, Decision.CONFIRMED: _IS_CONFIRMED, Decision.OPEN: _IS_OPEN}[decision]
        self.phrases.put(self.told.say, said, "told")
        self.told.show()
        return said

    def forget_pictures(self) -> None:
        """Nothing of a document stays in memory when the page is left."""
        self._hide_picture()
        self.thumbnails.clear()

    def _wanted(self, blurred: bool) -> None:
        seen = self.seen
        if seen is None:
            return
        self._hide_picture()
        self._blurred = blurred
        self._drawing.show()
        self.view_wanted.emit(seen)

    def _hide_picture(self) -> None:
        self._view = None
        self.picture.clear()
        for widget in (self.picture, self.hide_picture, self.add_thumbnail, self._drawing):
            widget.hide()

    def _thumbnail(self, wanted: bool) -> None:
        seen = self.seen
        if seen is None:
            return
        if wanted and self._view is not None:
            self.thumbnails[seen.digest] = self._view.thumbnail
        else:
            self.thumbnails.pop(seen.digest, None)

    def _decide(self, kind: Decision) -> None:
        seen, reason, who = self.seen, self.reason.text().strip(), self.who.text().strip()
        if seen is None or not seen.digest:
            return
        missing = _REASON_FIRST if kind is Decision.FALSE and not reason else None
        if missing is None and not who and kind is not Decision.OPEN:
            missing = _NAME_FIRST
        if missing is not None:
            self.phrases.put(self.told.say, missing, "told")
            self.told.show()
            (self.reason if missing is _REASON_FIRST else self.who).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.decided.emit(seen.digest, kind, reason, who)


def _when(seconds: float) -> Text:
    try:
        return moment(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return Text("不详", "unknown")  # a file can be given any time
