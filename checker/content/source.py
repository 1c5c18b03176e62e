"""Where documents come from: a list, sizes, times, and parts of each. A phone has a door of its own with these two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Protocol

from checker.content.patient import Patient
from checker.content.trouble import Trouble
from checker.facts.content.document import Place, Read
from checker.knowledge.documents import documents
from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.model.unreadable import Absent, Unreadable

DEEPEST = 100  # folders in folders
_NO_FILES = {Kind.LINK: Read.LINK, Kind.OTHER: Read.NO_FILE}


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a source.

    path      what the source knows it by; may hold surrogates for bytes that are no text
    modified  seconds since 1970 (UTC)
    trouble   why there is nothing to read: a closed folder, a chat's store
    version   what the system knows this state of the file by, and nobody sets at will; None where it has no such thing
    """

    path: str
    size: int = 0
    modified: float = 0.0
    places: frozenset[Place] = frozenset()
    trouble: Read | None = None
    version: tuple[int, ...] | None = None


class Source(Protocol):
    """What the document engine reads from."""

    def items(self) -> Iterator[Item]:
        """Every file once, in no order that matters. Raises Cancelled alone."""
        ...

    def part(self, path: str, offset: int, size: int) -> bytes:
        """Bytes of a file. Raises `Trouble`, and Cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file to look into, and what kind of place it is."""

    path: str
    place: Place = Place.DOCUMENTS
    optional: bool = True  # not being there is no trouble


class Folders:
    """Folders and files of this computer. Links lead nowhere; chats and mail are left alone, and said to be.

    A root below another one is walked once; its files lie in both places.
    """

    def __init__(
        self, machine: Machine, roots: Sequence[Root], most: int | None = None, apart: Iterable[str] = ()
    ) -> None:
        """`most`: no more than so many files; `more` says afterwards whether there would have been others. `apart`:
        folders, by their whole paths, that are not entered; `passed` are those that were met.
        """
        self._machine, self._roots, self._left = machine, roots, most
        self._apart = frozenset(_folded(path) for path in apart)
        self.passed: list[str] = []
        self._patient = Patient(Event())
        self._tops: dict[str, set[Place]] = {}  # by path: a computer has as many roots as homes
        for root in roots:
            self._tops.setdefault(_tidy(root.path), set()).add(root.place)
        self.more = False

    def items(self) -> Iterator[Item]:
        done = set[str]()
        try:
            for root in sorted(self._roots, key=lambda one: len(one.path)):
                path = _tidy(root.path)
                if path not in done and not (root.place is not Place.RECEIVED and self._walked(path)):
                    done.add(path)
                    yield from self._limited(self._below(root, path))
        finally:
            self._patient.close()

    def part(self, path: str, offset: int, size: int) -> bytes:
        try:
            return self._machine.document(path, offset, size)
        except Absent as error:
            raise Trouble(Read.CHANGED) from error
        except Unreadable as error:
            raise Trouble(Read.DENIED) from error

    def _walked(self, path: str) -> bool:
        """Whether a root lies below another one, with nothing in between that is not entered."""
        return any(path != top and self._leads(top, path) for top in self._above(path))

    def _leads(self, top: str, path: str) -> bool:
        way = top
        for name in _names(path[len(top) :]):
            way = _joined(way, name)
            if _folded(way) in self._apart or documents().private.is_store(name):
                return False
        return True

    def _limited(self, items: Iterator[Item]) -> Iterator[Item]:
        for item in items:
            if self._left is not None and self._left <= 0:
                self.more = True
                return
            if self._left is not None:
                self._left -= 1
            yield item

    def _below(self, root: Root, path: str) -> Iterator[Item]:
        try:
            entry = self._patient.do(partial(self._machine.stat, path))
        except Absent:
            if not root.optional:
                yield Item(path, places=self._places(path), trouble=Read.CHANGED)
            return
        except Unreadable:
            yield Item(path, places=self._places(path), trouble=Read.DENIED)
            return
        except Trouble as trouble:
            yield Item(path, places=self._places(path), trouble=trouble.read)
            return
        if entry.kind is Kind.FILE:
            yield Item(path, entry.size, entry.modified, self._places(path), version=entry.version)
        elif entry.kind is Kind.FOLDER:
            yield from self._folder(path, self._places(path))
        else:
            yield Item(path, places=self._places(path), trouble=_NO_FILES[entry.kind])

    def _folder(self, top: str, places: frozenset[Place]) -> Iterator[Item]:
        waiting = [(top, places, 0)]
        while waiting:
            folder, places, depth = waiting.pop()
            try:
                entries = self._patient.do(partial(self._machine.documents, folder))
            except Absent:
                continue  # gone since it was listed
            except Unreadable:
                yield Item(folder, places=places, trouble=Read.DENIED)
                continue
            except Trouble as trouble:
                yield Item(folder, places=places, trouble=trouble.read)
                continue
            for entry in entries:
                path = _joined(folder, entry.name)
                if entry.kind is Kind.FILE:
                    yield Item(path, entry.size, entry.modified, places, version=entry.version)
                elif entry.kind is Kind.FOLDER:
                    inside = self._inside(path, entry, places, depth)
                    if isinstance(inside, Item):
                        yield inside
                    elif inside is not None:
                        waiting.append(inside)
                else:
                    yield Item(path, places=places, trouble=_NO_FILES[entry.kind])

    def _inside(
        self, path: str, entry: Entry, places: frozenset[Place], depth: int
    ) -> Item | tuple[str, frozenset[Place], int] | None:
        if _folded(path) in self._apart:
            self.passed.append(path)
            return None
        if documents().private.is_store(entry.name):
            return Item(path, places=places, trouble=Read.EXCLUDED)
        if depth >= DEEPEST:
            return Item(path, places=places, trouble=Read.TOO_LARGE)
        return path, self._places(path) | places, depth + 1

    def _places(self, path: str) -> frozenset[Place]:
        return frozenset(place for top in self._above(path) for place in self._tops[top])

    def _above(self, path: str) -> Iterator[str]:
        """The roots that a path lies in, itself among them."""
        parts = [path[: at + bare] for at, char in enumerate(path) if char in "/\\" for bare in (0, 1)]
        return (top for top in dict.fromkeys((*parts, path)) if top in self._tops)


def _tidy(path: str) -> str:
    """Without a separator at its end, but for ``/`` and ``C:\\``: ``C:`` alone is the current folder of that drive."""
    tidy = path.rstrip("/\\")
    return path[: len(tidy) + 1] if not tidy or tidy.endswith(":") else tidy


def _folded(path: str) -> str:
    """A path as it is compared: Windows' names have no case."""
    return path.lower() if "\\" in path else path


def _names(path: str) -> list[str]:
    return path.replace("\\", "/").strip("/").split("/")


def _joined(folder: str, name: str) -> str:
    separator = "\\" if "\\" in folder or folder[1:2] == ":" else "/"
    return folder + name if folder.endswith(("/", "\\")) else folder + separator + name
