"""Where documents lie, what their names and properties say, and what is never opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True)
class Private:
    """Chats and mail: names of folders and endings of files that are never opened."""

    folders: tuple[str, ...]
    endings: tuple[Small, ...]

    def holds(self, parts: tuple[str, ...]) -> bool:
        """Whether a file, given by the parts of its path, belongs to a chat or a mailbox."""
        if parts and parts[-1].lower().rpartition(".")[2] in self.endings and "." in parts[-1]:
            return True
        return any(part.lower() in self._names for part in parts[:-1])

    def is_store(self, folder: str) -> bool:
        """Whether a folder of that name is a chat's or a mailbox's."""
        return folder.lower() in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.folders)


@dataclass(frozen=True)
class Folders:
    """Folders of one kind; `place` is a value of `checker.facts.content.document.Place`."""

    place: str
    windows: tuple[str, ...] = ()
    linux: tuple[str, ...] = ()


@dataclass(frozen=True)
class Documents:
    version: str
    level_properties: frozenset[str]
    title_properties: frozenset[str]
    keyword_properties: frozenset[str]
    level_words: tuple[str, ...]
    level_word_traps: tuple[str, ...]
    internal_words: tuple[str, ...]
    password_words: tuple[str, ...]
    password_traps: tuple[str, ...]
    password_endings: frozenset[Small]
    paper_endings: frozenset[Small]
    private: Private
    folders: tuple[Folders, ...]


@cache
def documents() -> Documents:
    """The table that came with the program."""
    return table("documents", Documents)
