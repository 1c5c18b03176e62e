"""Windows for the tests: made on a toy session, and closed with their thread at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.model.text import Language
from gui.look import Look
from gui.window import Window
from tests.gui.toys import ToySession

Made = Callable[..., Window]
_PATIENCE = int(os.environ.get("MIJIAN_TEST_WAIT", "120"))  # seconds; less, where somebody waits for what fails
_WAITS = ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait ends with what it waits for; its limit is there for a run that hangs, not for a busy computer."""

    def lengthened(wait: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: wait(*given, **{**named, "timeout": _PATIENCE * 1000})

    for name in _WAITS:
        monkeypatch.setattr(QtBot, name, lengthened(getattr(QtBot, name)))


@pytest.fixture(autouse=True)
def gone(patient: None) -> Iterator[None]:
    """A window goes with its test: what is still there is dressed anew with each change of size or scheme after it."""
    yield
    for one in QApplication.topLevelWidgets():
        if isinstance(one, Window):
            one.close()
            one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """One for all tests: an application is dressed once."""
    return Look(qapp)


@pytest.fixture
def make(qtbot: QtBot, look: Look) -> Iterator[Made]:
    """Makes a window that is shown and knows what there is to know at its start."""
    windows: list[Window] = []

    def window(session: ToySession | None = None, language: Language = Language.ZH, percent: int = 100) -> Window:
        look.resize(100)
        made = Window(session or ToySession(), look, language)
        made.resize_text(percent)
        windows.append(made)
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        qtbot.waitUntil(lambda: made.controller.start.known)
        return made

    yield window
    for one in windows:
        one.close()


@pytest.fixture
def finished(qtbot: QtBot, make: Made) -> Made:
    """Makes a window that has gone through a daily inspection and shows its result."""

    def window(session: ToySession | None = None, language: Language = Language.ZH, percent: int = 100) -> Window:
        made = make(session, language, percent)
        made.controller.start.daily.click()
        qtbot.waitUntil(lambda: made.controller.page is made.controller.result)
        return made

    return window
