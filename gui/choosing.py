"""The system's dialogs for files and folders. Each opens where the last one ended, after another start as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from checker.model.text import Language, Text

_FOLDER = "last_folder"  # the preference
_ANY = Text("", "")


class Remembered(Protocol):
    """`checker.app.preferences.Preferences`, or what stands for it."""

    def get(self, name: str, /) -> str | None: ...

    def set(self, name: str, value: str, /) -> None: ...


class Choosing:
    """`window`: whom the dialogs belong to, where a dialog of ours does not ask itself (`parent`).

    None and an empty tuple: a person chose nothing, and the folder that is remembered stays.
    """

    def __init__(self, preferences: Remembered, window: Callable[[], QWidget]) -> None:
        self._preferences, self.window = preferences, window
        self.language = Language.ZH

    def file(self, title: Text, kinds: Text = _ANY, *, at: str = "", parent: QWidget | None = None) -> Path | None:
        """`at`: the file that is named already."""
        name, _ = QFileDialog.getOpenFileName(
            parent or self.window(), title.to(self.language), at or self._folder, kinds.to(self.language)
        )
        return self._chosen(name)

    def files(self, title: Text, kinds: Text = _ANY) -> tuple[Path, ...]:
        names, _ = QFileDialog.getOpenFileNames(
            self.window(), title.to(self.language), self._folder, kinds.to(self.language)
        )
        return tuple(path for path in map(self._chosen, names) if path is not None)

    def folder(self, title: Text) -> Path | None:
        name = QFileDialog.getExistingDirectory(self.window(), title.to(self.language), self._folder)
        return self._chosen(name, folder=True)

    def place(self, title: Text, name: str, kinds: Text = _ANY, *, parent: QWidget | None = None) -> Path | None:
        """Where to write; `name`: what is proposed, with or without a folder."""
        proposed = name if Path(name).is_absolute() else str(Path(self._folder) / name)
        chosen, _ = QFileDialog.getSaveFileName(
            parent or self.window(), title.to(self.language), proposed, kinds.to(self.language)
        )
        return self._chosen(chosen)

    @property
    def _folder(self) -> str:
        return self._preferences.get(_FOLDER) or ""

    def _chosen(self, name: str, *, folder: bool = False) -> Path | None:
        if not name:
            return None
        path = Path(name)
        kept = str(path if folder else path.parent)
        if kept != self._folder:
            self._preferences.set(_FOLDER, kept)
        return path
