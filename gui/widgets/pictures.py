"""A find as a picture on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

if TYPE_CHECKING:
    from checker.app.documents import View
    from checker.facts.content.document import Seen

_BOX = QColor(220, 30, 30)
_WIDEST = 760  # pixels of a picture on the page


def pixmap(view: View, seen: Seen) -> QPixmap:
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
