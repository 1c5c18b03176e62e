"""Photos of papers without a marking, as a Qt model: bursts together, each with what the officer said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from checker.app.documents import Decision
from checker.model.text import Language, Text
from gui.dates import moment
from gui.models.finds import name_of
from gui.models.rows import Rows

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

_OPEN = Text("还没有判定", "Not decided yet")
WORDS = {
    Decision.NOT_WORK: Text("不是工作文件", "Not a work paper"),
    Decision.CONFIRMED: Text("是工作文件", "A work paper"),
}
_ALONE = Text("单独一张", "by itself")
_AMONG = Text("连拍 {all} 张中的第 {place} 张", "{place} of {all} taken in a row")
_TOLD = Text("{when} · {among} · {word}", "{when} · {among} · {word}")
_UNKNOWN = Text("时间不详", "time unknown")
_KEPT = 400  # thumbnails; those that were not looked at for longest are drawn again


class PhotoRole(IntEnum):
    THUMBNAIL = Qt.ItemDataRole.UserRole + 10
    TOLD = Qt.ItemDataRole.UserRole + 11
    DECISION = Qt.ItemDataRole.UserRole + 12


@dataclass(frozen=True, slots=True)
class Photo:
    """`burst`: the number of the burst; `place` of `among` in it."""

    seen: Seen
    burst: int
    place: int
    among: int
    decision: Decision | None = None

    @property
    def told(self) -> Text:
        among = _ALONE if self.among == 1 else _AMONG.filled(all=self.among, place=self.place)
        word = _OPEN if self.decision is None else WORDS.get(self.decision, _OPEN)
        return _TOLD.filled(when=_when(self.seen.modified), among=among, word=word)


class Photos(Rows[Photo]):
    def __init__(self) -> None:
        super().__init__()
        self._thumbnails: dict[str, QPixmap] = {}

    def load(self, bursts: Iterable[Sequence[Seen]]) -> None:
        self._thumbnails.clear()
        self.put(
            Photo(seen, number, place, len(burst))
            for number, burst in enumerate(bursts)
            for place, seen in enumerate(burst, 1)
        )

    def burst(self, row: int) -> tuple[Photo, ...]:
        """All that were taken in a row with that one."""
        return tuple(one for one in self._rows if one.burst == self._rows[row].burst)

    def decide(self, digests: Iterable[str], decision: Decision | None) -> None:
        wanted = set(digests)
        for place, one in enumerate(self._rows):
            if one.seen.digest in wanted:
                self._rows[place] = replace(one, decision=decision)
                self.dataChanged.emit(self.index(place), self.index(place))

    def next_open(self, after: int) -> int:
        """The next that nobody decided, from there on; the one itself where there is none."""
        later = range(after + 1, len(self._rows))
        return next((place for place in later if self._rows[place].decision is None), after)

    def drawn(self, digest: str) -> bool:
        return digest in self._thumbnails

    def show_thumbnail(self, digest: str, picture: QPixmap) -> None:
        """A blurred picture; an empty one where it cannot be drawn."""
        while len(self._thumbnails) >= _KEPT:
            self._thumbnails.pop(next(iter(self._thumbnails)))
        self._thumbnails[digest] = picture
        for place, one in enumerate(self._rows):
            if one.seen.digest == digest:
                self.dataChanged.emit(self.index(place), self.index(place))

    def forget_pictures(self) -> None:
        self._thumbnails.clear()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        name, told = name_of(one.seen).to(self._language), one.told.to(self._language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}：{told}" if self._language is Language.ZH else f"{name}: {told}"
            case PhotoRole.THUMBNAIL:
                return self._thumbnails.get(one.seen.digest)
            case PhotoRole.TOLD:
                return told
            case PhotoRole.DECISION:
                return one.decision
        return None


def _when(seconds: float) -> Text:
    try:
        return moment(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return _UNKNOWN  # a file can be given any time
