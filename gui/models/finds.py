"""What the document engine found, as a Qt model: one line a file, those first that are most likely to matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from checker.facts.content.marking import Bucket, Zone
from checker.model.text import Language, Text
from gui.models.rows import Rows
from gui.states import Shape, Tone
from gui.widgets.line import Line
from gui.widgets.lines import Role

if TYPE_CHECKING:
    from checker.app.documents import Review
    from checker.facts.content.document import Seen

BUCKETS = {
    Bucket.MARKED: Text("疑似标密", "Suspected marking"),
    Bucket.INTERNAL: Text("疑似内部标志", "Suspected internal mark"),
    Bucket.REVIEW: Text("待人工核对", "To be looked at"),
    Bucket.QUIET: Text("疑似试卷、公开件或样例", "Probably an exam, published or a sample"),
    Bucket.NONE: Text("标志疑被改动", "Marking perhaps altered"),
}
ZONES = {
    Zone.BODY: Text("正文", "body"),
    Zone.MARGIN: Text("页眉页脚", "page header or footer"),
    Zone.BOX: Text("文本框", "text box"),
    Zone.PROPERTY: Text("文件属性", "properties"),
    Zone.HIDDEN: Text("隐藏文字或修订", "hidden text or tracked changes"),
    Zone.COMMENT: Text("批注", "comment"),
    Zone.PICTURE: Text("图片", "picture"),
    Zone.NAME: Text("文件名", "file name"),
}
_STRENGTH = tuple(BUCKETS)
_FACES = {
    Bucket.MARKED: (Shape.CROSS, Tone.BAD),
    Bucket.INTERNAL: (Shape.TRIANGLE, Tone.WARN),
    Bucket.REVIEW: (Shape.BOX, Tone.ASK),
    Bucket.QUIET: (Shape.DASH, Tone.QUIET),
    Bucket.NONE: (Shape.TRIANGLE, Tone.WARN),
}
_SEEN = Text("“{marking}”，在{zone}，可信度 {score}", "“{marking}” in the {zone}, score {score}")
_ALTERED = Text("看不见的地方写着“{levels}”", "“{levels}” stands where nobody sees it")
_FALSE = Text("误报，已关闭", "False alarm, closed")
_CONFIRMED = Text("已确认", "Confirmed")


@dataclass(frozen=True, slots=True)
class Row:
    seen: Seen
    review: Review | None = None

    @property
    def closed(self) -> bool:
        return self.review is not None and self.review.decision.value == "false"

    @property
    def weight(self) -> tuple[bool, int, float]:
        marking = self.seen.marking
        return self.closed, _STRENGTH.index(marking.bucket), -marking.score


class Finds(Rows[Row]):
    def row(self, index: int) -> Row:
        return self._rows[index]

    def sort_by_weight(self) -> None:
        self.beginResetModel()
        self._rows.sort(key=lambda row: row.weight)
        self.endResetModel()

    def decide(self, digest: str, review: Review | None) -> None:
        """All rows of that content: copies are decided together."""
        for place, row in enumerate(self._rows):
            if row.seen.digest == digest:
                self._rows[place] = replace(row, review=review)
                self.dataChanged.emit(self.index(place), self.index(place))

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        name, said = name_of(row.seen).to(self._language), _said(row).to(self._language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.AccessibleTextRole:
                between = "：" if self._language is Language.ZH else ": "
                return f"{_word(row).to(self._language)}{between}{name}{between}{said}"
            case Role.LINE:
                shape, tone = _FACES[row.seen.marking.bucket]
                if row.review is not None:
                    shape, tone = (Shape.DASH, Tone.QUIET) if row.closed else (Shape.FLAG, Tone.BAD)
                return Line(shape, tone, name, _word(row).to(self._language), said)
        return None


def name_of(seen: Seen) -> Text:
    """The file's own name, and where it is in an archive."""
    last = seen.path.replace("\\", "/").rpartition("/")[2]
    return Text.name(f"{last} → {seen.member}" if seen.member else last)


def what(seen: Seen) -> Text:
    """What was seen of a marking, where, and how sure."""
    if not seen.marking.text:
        return _ALTERED.filled(levels=Text.name("、".join(seen.altered) or "?"))
    marking = seen.marking
    return _SEEN.filled(marking=Text.name(marking.text), zone=ZONES[marking.zone], score=f"{marking.score:.2f}")


def _word(row: Row) -> Text:
    if row.review is not None:
        return _FALSE if row.closed else _CONFIRMED
    return BUCKETS[row.seen.marking.bucket]


def _said(row: Row) -> Text:
    return Text.name(row.review.reason) if row.closed and row.review is not None else what(row.seen)
