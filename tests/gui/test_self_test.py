"""The window's part of the self-test draws, and tells a font that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

import gui.refused
import gui.self_test
import main
from checker.app.self_test import Wrong


def test_the_window_is_drawn(qtbot: QtBot) -> None:
    assert "Qt" in gui.self_test.drawn(main.catalog).en


def test_a_font_that_is_not_there_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gui.self_test, "sans_path", lambda: tmp_path / "none.otf")
    with pytest.raises(Wrong, match="draws no Chinese"):
        gui.self_test.drawn(main.catalog)


def test_an_altered_copy_shows_what_to_do_and_no_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    assert gui.refused.show("<b>已改动</b>\n请停用", 69) == 69
    assert shown == ["<b>已改动</b>\n请停用"]
