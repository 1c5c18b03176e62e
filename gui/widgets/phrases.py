"""Sentences on the screen that change their language together."""

from __future__ import annotations

from collections.abc import Callable

from checker.model.text import Language, Text


class Phrases:
    """Who says which sentence; `retranslate` has all of them said anew."""

    def __init__(self, language: Language = Language.ZH) -> None:
        self._language = language
        self._said: dict[str, tuple[Callable[[str], object], Text]] = {}

    @property
    def language(self) -> Language:
        return self._language

    def put(self, say: Callable[[str], object], text: Text, place: str = "") -> None:
        """Have `say` say a sentence, now and in every later language. One of the same `place` is replaced."""
        self._said[place or f"{len(self._said)} {id(say)}"] = (say, text)
        say(text.to(self._language))

    def drop(self, place: str) -> None:
        """Whoever said that sentence is gone."""
        self._said.pop(place, None)

    def retranslate(self, language: Language) -> None:
        self._language = language
        for say, text in self._said.values():
            say(text.to(language))
