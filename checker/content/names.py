"""What a file's name says. A name alone proves nothing: these are the weakest of all signs."""

from __future__ import annotations

from checker.content.markings import plain
from checker.knowledge.documents import documents

_TEXTS = frozenset(("txt", "csv", "md", "htm", "html", "xml"))


def words(name: str) -> tuple[str, ...]:
    """Of "level", "internal" and "password" those that a name speaks of."""
    table = documents()
    text = plain(name).replace(" ", "")
    stem, _, ending = text.rpartition(".")
    found = []
    if _any(_without(text, table.level_word_traps), table.level_words):
        found.append("level")
    if _any(text, table.internal_words):
        found.append("internal")
    lower = (stem or text).lower()
    if ending.lower() in table.password_endings and _any(_without(lower, table.password_traps), table.password_words):
        found.append("password")
    return tuple(found)


def is_paper(name: str) -> bool:
    """Whether a name is one of a document, a picture or an archive."""
    _, dot, ending = name.rpartition(".")
    return bool(dot) and ending.lower() in documents().paper_endings


def is_text(name: str) -> bool:
    """Whether a name is one of a text, which may be as short as it likes."""
    return name.rpartition(".")[2].lower() in _TEXTS


def _any(text: str, wanted: tuple[str, ...]) -> bool:
    return any(word in text for word in wanted)


def _without(text: str, traps: tuple[str, ...]) -> str:
    for trap in traps:
        text = text.replace(trap, "")
    return text
