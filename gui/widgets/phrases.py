"""Sentences on the screen that change their language together."""

from __future__ import annotations

from collections.abc import Callable

from checker.model.text import Language, Text


class Phrases:
    """Who says which sentence; `speak` has all of them said anew."""

    def __init__(self, language: Language = Language.ZH) -> None:
        self._language = language
        self._said: dict[str, tuple[Callable[[str], object], Text]] = {}

    @property
    def language(self) -> Language:
        return self._language

    def put(self, say: Callable[[str], object], text: Text, place: str = "") -> None:
        """Have `say` say a sentence, now and in every later language. One of the same `place` is replaced."""
        self._said[place or str(len(self._said))] = (say, text)
        say(text.to(self._language))

    def speak(self, language: Language) -> None:
        self._language = language
        for say, text in self._said.values():
            say(text.to(language))
