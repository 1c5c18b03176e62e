"""Takes the pictures of this folder: every page in both languages, and some dark and at 200 % text.

    .venv/bin/python docs/screens/make.py [FOLDER]

Runs without a screen, on toy checks and a made-up computer, so the pictures are the same on every run.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtGui import QColor, QPalette  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from checker.model.finding import State  # noqa: E402
from checker.model.target import Profile  # noqa: E402
from checker.model.text import Language  # noqa: E402
from gui.look import Look  # noqa: E402
from gui.models.groups import Group  # noqa: E402
from gui.window import Window  # noqa: E402
from tests.gui.toys import Gate, ToySession  # noqa: E402


def main(folder: Path) -> None:
    app = QApplication(["mijian"])
    look = Look(app)
    light = app.palette()
    for language in Language:
        for name, palette, percent, pages in (
            ("", light, 100, PAGES),
            ("-dark", dark(), 100, {"opened": _opened}),
            ("-200", light, 200, {"result": _result}),
        ):
            app.setPalette(palette)
            for page, shoot in pages.items():
                window = shoot(app, look, language, percent)
                window.grab().save(str(folder / f"{page}{name}-{language.value}.png"), "PNG", 1)
                window.close()


def dark() -> QPalette:
    """What a dark desktop hands us."""
    palette = QPalette(QColor("#3a3a3a"), QColor("#2b2b2b"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#222222"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#3d8fd6"))
    return palette


def _window(app: QApplication, look: Look, language: Language, percent: int, session: ToySession) -> Window:
    window = Window(session, look, language)
    window.resize_text(percent)
    window.resize(1000, 760)
    window.show()
    _wait(app, lambda: bool(window.journey.start.known))
    return window


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
    app.processEvents()
    app.processEvents()


def _start(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    return _window(app, look, language, percent, _done(app, look))


def _done(app: QApplication, look: Look) -> ToySession:
    session = ToySession()
    run = session.start(Profile.DAILY)
    for _ in run:
        pass
    return session


def _running(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    gate = Gate()
    session = ToySession()
    held = iter([False] * 7)
    gate.holds = lambda: next(held, True)
    session.machine_made = gate.machine
    window = _window(app, look, language, percent, session)
    window.journey.begin(Profile.DAILY)
    _wait(app, lambda: window.journey.running.model.done == 7 and gate.reached.is_set())
    return window


def _result(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _window(app, look, language, percent, ToySession())
    window.journey.begin(Profile.DAILY)
    _wait(app, lambda: window.journey.page is window.journey.result)
    return window


def _opened(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _result(app, look, language, percent)
    page = window.journey.result
    page.show_row(page.row("toy.lock"))
    _wait(app, lambda: True)
    return window


def _questions(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _result(app, look, language, percent)
    page = window.journey.result
    row = next(row for row in page.rows if row.finding.state is State.NEEDS_PERSON)
    page.show_row(row)
    _wait(app, lambda: True)
    bar = page.verticalScrollBar()
    bar.setValue(page.section(Group.CONFIRM).y())
    _wait(app, lambda: True)
    return window


PAGES = {"start": _start, "running": _running, "result": _result, "opened": _opened, "question": _questions}

if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
