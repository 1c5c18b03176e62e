"""Captions with what they caption: beside each other, or below where the width does not suffice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.widgets.labels import Label


class Pairs(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[tuple[Label | None, QWidget]] = []
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        # Not the columns' own width: else it could not be made so narrow that they are put below each other.
        self.setMinimumWidth(1)

    def add(self, caption: Label | None, widget: QWidget) -> None:
        """Add a line; without a caption it continues the one above."""
        if caption is not None:
            caption.setWordWrap(self._narrow)
        self._pairs.append((caption, widget))
        self._put(caption, widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 16 * self.fontMetrics().height()
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        for caption, widget in self._pairs:
            for one in (caption, widget):
                if one is not None:
                    self._grid.removeWidget(one)
        for caption, widget in self._pairs:
            if caption is not None:
                caption.setWordWrap(self._narrow)
            self._put(caption, widget)

    def _put(self, caption: Label | None, widget: QWidget) -> None:
        row = self._grid.rowCount()
        if self._narrow:
            if caption is not None:
                self._grid.addWidget(caption, row, 0, 1, 2)
            self._grid.addWidget(widget, row + 1, 0, 1, 2)
            return
        if caption is not None:
            text = isinstance(widget, Label)
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop if text else Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(widget, row, 1)
