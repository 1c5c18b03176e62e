"""Starting and ending, and a fault of the screen itself."""

from __future__ import annotations

import logging
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import app
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession


def test_runs_until_the_window_is_closed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shown: list[str] = []

    def close() -> None:
        (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, Window) and one.isVisible())
        shown.append(window.windowTitle())
        window.close()

    QTimer.singleShot(50, close)
    assert app.run(ToySession()) == 0
    assert shown == ["密检"]


def test_a_fault_of_the_screen_becomes_a_sentence(
    make: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = make()
    app._catch(window)
    fault = RuntimeError("private words")
    with caplog.at_level(logging.ERROR):
        sys.excepthook(RuntimeError, fault, None)
    assert "程序本身出错" in window.controller.start.banners[0].sentence.zh
    assert caplog.records


def test_painting_is_told_once(make: Made, qtbot: QtBot) -> None:
    window = make()
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    window.repaint()
    assert told == []  # it was told when the window was first shown
