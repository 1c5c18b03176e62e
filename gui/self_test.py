"""The window's part of ``--self-test``: drawn where nobody sees it, with the font that the program ships."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from checker.app.inspection import Request
from checker.app.program import Program
from checker.app.self_test import Wrong
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.model.text import Text
from gui.look import Look
from gui.window import Window

_SAMPLE = "密检符合整改"


def drawn(catalog: Callable[[], Catalog]) -> Text:
    """Draw the window once, off the screen: with a screen it would flash up, and there need be none.

    Raises:
        Wrong: nothing was drawn, or Chinese would be boxes.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(["mijian"])
    font = QRawFont(str(sans_path()), 16)
    if not font.isValid() or not all(font.supportsCharacter(ord(sign)) for sign in _SAMPLE):
        raise Wrong(Text("随附的字体画不出汉字", "the font that comes along draws no Chinese"))
    if QFontDatabase.addApplicationFont(str(sans_path())) < 0:
        raise Wrong(Text("随附的字体不能使用", "the font that comes along cannot be used"))
    with tempfile.TemporaryDirectory(prefix="mijian-self-test-", ignore_cleanup_errors=True) as folder:
        program = Program(catalog, Request(workspace=Workspace.at(Path(folder))), lambda: "")
        window = Window(program, Look(app))
        try:
            picture = window.grab().toImage()
        finally:
            window.close()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    if len(colours) < 5:
        raise Wrong(Text("窗口是空白的", "the window is blank"))
    return Text("已画出，Qt {version}", "drawn, Qt {version}").filled(version=QLibraryInfo.version().toString())
