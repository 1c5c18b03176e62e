"""A sentence in both languages, and names from outside made safe to show."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Any


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages; it becomes one of them only at the edge."""

    zh: str
    en: str

    @classmethod
    def name(cls, raw: str) -> Text:
        """A name from outside (a Wi-Fi name, a program): the same in both languages, made safe to show."""
        safe = shown(raw)
        return cls(safe, safe)

    def to(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en

    def filled(self, **values: object) -> Text:
        """Fill the blanks; a value that is a Text is put into words per language.

        A blank with two words is one of them by its number, which may be digits already: ``{files}
        {files:file was|files were} looked at``.

        Raises:
            KeyError: a blank has no value.
        """
        zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(_FILLING.vformat(self.zh, (), zh), _FILLING.vformat(self.en, (), en))


class _Filling(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, either, many = format_spec.partition("|")
        if not either:
            return str(super().format_field(value, format_spec))
        return one if value in (1, "1") else many


_FILLING = _Filling()


def shown(raw: str, limit: int = 120) -> str:
    r"""A name from outside as it may be printed: one line, no terminal escapes, no direction tricks.

    Control, format (bidi marks, zero-width), surrogate (undecodable bytes) and unassigned characters
    are written as ``\xNN`` or ``\uNNNN``. Longer than `limit` characters: the middle is left out.
    """
    safe = "".join(char if _printable(char) else char.encode("unicode_escape").decode("ascii") for char in raw)
    if len(safe) <= limit:
        return safe
    half = (limit - 1) // 2
    return f"{safe[:half]}…{safe[-half:]}"


def _printable(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "CZ"
