"""Starts the window. The only place that makes a QApplication."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

from PySide6.QtWidgets import QApplication

from checker.app.program import Program
from checker.model.text import Language
from gui.look import Look
from gui.window import Window
from gui.work.worker import Mishap

log = logging.getLogger(__name__)


def run(program: Program, language: Language = Language.ZH) -> int:
    """Show the window until it is closed; the return value is the exit status."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["mijian"])
    app.setApplicationName("mijian")
    window = Window(program, Look(app), language)
    _catch(window)
    window.show()
    return app.exec()


def _catch(window: Window) -> None:
    """An exception in a slot becomes a sentence in the window; Qt would only print it."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("screen", exc_info=(kind, error, trace))
        window.controller.mishap(Mishap(error))

    sys.excepthook = hook
