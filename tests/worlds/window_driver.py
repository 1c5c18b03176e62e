"""The real window, driven without a person: a door is pressed, the result comes, the window is closed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import main
from checker.app.program import Program
from checker.model.text import Language
from checker.terminal import logs
from checker.terminal.arguments import request
from gui import app
from gui.window import Window

_LOOK = 20  # milliseconds between looks for the result


def drive(arguments: list[str]) -> int:
    """`arguments`: the door, then what `mijian` would be told."""
    door, *told = arguments
    options = main._parser().parse_args(told)
    application = QApplication(["mijian"])
    begun = False

    def look() -> None:
        nonlocal begun
        (window,) = (one for one in application.topLevelWidgets() if isinstance(one, Window))
        if not begun:
            begun = True
            getattr(window.controller.start, door).click()
        elif window.controller.page is window.controller.result:
            timer.stop()
            window.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_LOOK)
    return app.run(Program(main.catalog, request(options), logs.start(verbose=True).text), Language.EN)


if __name__ == "__main__":
    sys.exit(drive(sys.argv[1:]))
