"""The system's dialogs open where the last one ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from checker.app.preferences import Preferences
from checker.model.text import Text
from gui.choosing import Choosing

TITLE = Text("选择", "Choose")
_ONE, _SOME = ("getOpenFileName", "getSaveFileName"), ("getOpenFileNames",)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where each dialog began; a person chooses `a.pdf` on a stick."""
    begun: list[str] = []

    def choose(parent: object, title: str, folder: str, *kinds: str) -> tuple[str, str]:
        begun.append(folder)
        return "/media/stick/reports/a.pdf", ""

    for name in _ONE:
        monkeypatch.setattr(QFileDialog, name, choose)
    for name in _SOME:
        monkeypatch.setattr(QFileDialog, name, lambda *given: ([choose(*given)[0]], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(Path(choose(*given)[0]).parent))
    return begun


WAYS: dict[str, Callable[[Choosing], object]] = {
    "a file": lambda one: one.file(TITLE),
    "files": lambda one: one.files(TITLE),
    "a folder": lambda one: one.folder(TITLE),
    "a place": lambda one: one.place(TITLE, "new.pdf"),
}


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("then", WAYS)
def test_a_dialog_opens_where_any_other_ended_after_another_start_too(
    asked: list[str], tmp_path: Path, first: str, then: str
) -> None:
    kept = tmp_path / "window.json"
    WAYS[first](Choosing(Preferences(kept), lambda: None))  # type: ignore[arg-type, return-value]
    WAYS[then](Choosing(Preferences(kept), lambda: None))  # type: ignore[arg-type, return-value]
    assert Path(asked[1].removesuffix("/new.pdf")) == Path("/media/stick/reports")


def test_what_is_named_already_is_where_a_dialog_opens(asked: list[str], tmp_path: Path) -> None:
    choosing = Choosing(Preferences(tmp_path / "window.json"), lambda: None)  # type: ignore[arg-type, return-value]
    choosing.file(TITLE, at="/home/li/key.p12")
    choosing.place(TITLE, "/home/li/unit.toml")
    assert asked == ["/home/li/key.p12", "/home/li/unit.toml"]


def test_a_dialog_that_was_left_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    preferences = Preferences(tmp_path / "window.json")
    choosing = Choosing(preferences, lambda: None)  # type: ignore[arg-type, return-value]
    assert choosing.file(TITLE) is None
    assert choosing.files(TITLE) == ()
    assert preferences.get("last_folder") is None
