"""Files that were not read, or in part only, as a Qt model: where each lies, and what of it was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from checker.facts.content.document import Read
from checker.facts.content.lacking import lacking
from checker.model.text import Language, Text, shown
from gui.models.rows import Rows
from gui.states import Shape, Tone
from gui.widgets.line import Line
from gui.widgets.lines import Role

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

PATH = 4096  # signs of a path: the officer has to find the file
_NOT_READ, _IN_PART = Text("没有看到", "Not read"), Text("没有看全", "Read in part")


class Unread(Rows["Seen"]):
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        seen = self._rows[index.row()]
        place, why = place_of(seen), lacking(seen).to(self._language)
        word = (_IN_PART if seen.read is Read.PARTLY else _NOT_READ).to(self._language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return place
            case Qt.ItemDataRole.AccessibleTextRole:
                between = "：" if self._language is Language.ZH else ": "
                return f"{word}{between}{place}{between}{why}"
            case Role.LINE:
                return Line(Shape.BOX, Tone.ASK, place, word, why)
        return None


def place_of(seen: Seen) -> str:
    """Where a file lies, in full: on the screen of its own computer the officer may see it."""
    return shown(seen.path, PATH) + (f" → {shown(seen.member, PATH)}" if seen.member else "")
