"""Widgets side by side, and below one another where the width does not suffice: large type, small screens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays out from left to right at the natural size of each item, and wraps."""

    def __init__(self, *widgets: QWidget, gap: int = 8, rest: int | None = None) -> None:
        """`rest`: those from that number on stand at the right end, where all find room in one line."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._rest = rest
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        for widget in widgets:
            self.addWidget(widget)

    def rest(self, rest: int | None) -> None:
        self._rest = rest

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._shown()]
        gaps = self.spacing() * max(0, len(shown) - 1)
        return QSize(sum(size.width() for size in shown) + gaps, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [_least(item) for item in self._shown()]
        return QSize(
            max((size.width() for size in shown), default=0), max((size.height() for size in shown), default=0)
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, move: bool) -> int:
        """Place the items, centred in their line, or only see how high they come out."""
        y = rect.y()
        lines = self._lines(max(1, rect.width()))
        for line in lines:
            x, high = rect.x(), max(size.height() for _, size in line)
            spare = rect.width() - sum(size.width() + self.spacing() for _, size in line) + self.spacing()
            for item, size in line:
                if spare and len(lines) == 1 and self._at_the_end(item):
                    x, spare = x + spare, 0
                if move:
                    _place(item, QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _at_the_end(self, item: QLayoutItem) -> bool:
        return self._rest is not None and self._items.index(item) >= self._rest

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._shown():
            size = _fitted(item, width)
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + self.spacing()
        return lines


def _least(item: QLayoutItem) -> QSize:
    widget = item.widget()
    return item.minimumSize() if widget is None else widget.minimumSizeHint().expandedTo(widget.minimumSize())


def _fitted(item: QLayoutItem, width: int) -> QSize:
    """An item's natural size; where that is too wide, as wide as there is room, and as high as its words become."""
    size = item.sizeHint()
    if size.width() <= width:
        return size
    high = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
    return QSize(width, max(high, size.height()))


def _place(item: QLayoutItem, rect: QRect) -> None:
    """A widget alone knows how high it becomes when it wraps; its item would hold it to one line."""
    widget = item.widget()
    (item if widget is None else widget).setGeometry(rect)
