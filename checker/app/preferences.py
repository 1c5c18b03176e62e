"""The choices of the window that outlive it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import msgspec

from checker.machine.parsing import Malformed, decoded
from checker.report.files import NotWritten, write_own


class Preferences:
    """Known without waiting. Nothing is raised: a choice that cannot be kept holds until the window closes.

    `asked`: what the command line asks for outweighs what was chosen before.
    """

    def __init__(self, file: Path, **asked: str | None) -> None:
        self._file, self._asked = file, asked

    def get(self, name: str) -> str | None:
        if asked := self._asked.get(name):
            return asked
        value = self._kept.get(name)
        return value if isinstance(value, str) else None

    def set(self, name: str, value: str) -> None:
        self._asked.pop(name, None)
        self._kept[name] = value
        try:
            write_own(self._file, msgspec.json.encode(self._kept))
        except NotWritten:
            return  # a choice of the screen is not worth a word

    @cached_property
    def _kept(self) -> dict[str, object]:
        try:
            return decoded(self._file.read_bytes(), dict[str, object])
        except (OSError, Malformed):
            return {}
