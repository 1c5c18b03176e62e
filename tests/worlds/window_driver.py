"""The real window, driven without a person: an inspection is begun, its end comes, the window is closed."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import main
from checker.app.program import Program
from checker.model.target import Profile
from checker.model.text import Language
from checker.terminal import logs
from checker.terminal.arguments import request
from gui import app
from gui.window import Window

_LOOK = 20  # milliseconds between looks for the result


def drive(arguments: list[str]) -> int:
    """`arguments`: the occasion, then what `mijian` would be told."""
    occasion, *told = arguments
    options = main._parser().parse_args(told)
    application = QApplication(["mijian"])
    begun = False

    def look() -> None:
        nonlocal begun
        (window,) = (one for one in application.topLevelWidgets() if isinstance(one, Window))
        if not begun:
            begun = True
            window.controller.tasks.starts[Profile(occasion)].click()
        elif window.controller.page in (window.controller.result, window.controller.inspection.hold):
            timer.stop()
            window.close()

    timer = QTimer()
    timer.timeout.connect(partial(_or_end, look))
    timer.start(_LOOK)
    return app.run(Program(main.catalog, request(options), logs.start(verbose=True).text), Language.EN)


def _or_end(look: Callable[[], None]) -> None:
    """What goes wrong here ends the program: nobody would ever see the end that is waited for."""
    try:
        look()
    except Exception:  # noqa: BLE001 - whatever it is, nothing comes after it
        traceback.print_exc()
        os._exit(70)


if __name__ == "__main__":
    sys.exit(drive(sys.argv[1:]))
