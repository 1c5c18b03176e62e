"""Draws the program's icon in every size that desktops ask for: ``render.py FOLDER``, as PNG files and mijian.ico."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).with_name("mijian.svg")
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
WINDOWS = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    _app = QGuiApplication(["icon"])
    drawing = QSvgRenderer(str(DRAWING))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        image.save(str(folder / f"mijian-{size}.png"))
    pictures = [Image.open(folder / f"mijian-{size}.png") for size in WINDOWS]
    largest = pictures[-1]
    largest.save(folder / "mijian.ico", sizes=[(size, size) for size in WINDOWS], append_images=pictures[:-1])


if __name__ == "__main__":
    main()
