"""A medium's files for the document engine: those that are there and, where the officer wants it, those that would come
back. Content goes from the medium through memory to the engine; nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

from checker.content.evidence import redacted
from checker.content.source import Item
from checker.content.trouble import Trouble
from checker.facts.content.document import Place, Read
from checker.facts.content.marking import Bucket
from checker.knowledge.documents import documents
from checker.machine.media.apart import Halted, Limits, Lost, apart
from checker.machine.media.medium import Gone, Medium
from checker.machine.media.source import medium_machine, opened
from checker.model.text import Text
from checker.model.unreadable import Cancelled
from checker.residue.filesystems.survey import Held
from checker.residue.finds import Find, Run
from checker.residue.result import Residue
from checker.residue.survey import Surveyed, survey
from checker.residue.view import View
from checker.residue.wording import amount

_SECONDS = 120.0  # of processor time, for file systems of any size
_DELETED = "deleted:"
_IN_BIN = frozenset((Place.MEDIUM, Place.BIN))
_ON_IT = frozenset((Place.MEDIUM,))
_LABEL = Text("已删除的文件，位置 {place} 处（{ending}）", "a deleted file at {place} ({ending})")


def files_on(medium: Medium, path: str, stop: Event) -> Surveyed:
    """The file systems of a medium with all files that they hold, read in a child process.

    Raises:
        Lost: their tables could not be followed. Halted: `stop` was set. Gone: the medium was pulled out.
    """
    found: Surveyed = apart(medium, path, _listing, (), Limits(_SECONDS), stop, lambda message: None)
    return found


def _listing(medium: Medium, tell: Callable[[Any], None]) -> Surveyed:
    return survey(medium, holding=True)


@dataclass(frozen=True, slots=True)
class _Part:
    size: int
    runs: tuple[Run, ...]
    label: Text | None = None


class Contents:
    """A `Source` of the document engine. `more`: there would have been others beyond `most`."""

    def __init__(self, medium: Medium, held: Iterable[Held], deleted: Iterable[Find] = (), most: int = 1 << 30) -> None:
        self._medium, self._held, self._deleted, self._left = medium, tuple(held), tuple(deleted), most
        self._parts: dict[str, _Part] = {}
        self.more = False

    def items(self) -> Iterator[Item]:
        for item in self._all():
            if self._left <= 0:
                self.more = True
                return
            self._left -= 1
            yield item

    def part(self, path: str, offset: int, size: int) -> bytes:
        part = self._parts[path]
        try:
            content = View(self._medium, part.runs).raw(offset, size)
        except Gone as error:
            raise Trouble(Read.CHANGED) from error
        if self._medium.bad and _touches(part.runs, self._medium.bad):
            raise Trouble(Read.DAMAGED)
        return content

    def label(self, path: str) -> Text | None:
        """What to call a deleted file, whose name nobody needs; None for one that is there."""
        part = self._parts.get(path)
        return part.label if part is not None else None

    def _all(self) -> Iterator[Item]:
        for held in self._held:
            yield self._live(held)
        for find in self._deleted:
            path = f"{_DELETED}/{find.offset}.{find.kind}"
            label = _LABEL.filled(place=amount(find.offset), ending=Text.name(find.kind))
            self._parts[path] = _Part(find.size, find.runs, label)
            yield Item(path, find.size, 0.0, _IN_BIN if find.in_bin else _ON_IT)

    def _live(self, held: Held) -> Item:
        path = held.path
        while path in self._parts:  # the same path on another volume, or another stream of the same file
            path = f"{path}/{held.path.rpartition('/')[2]}"
        places = _IN_BIN if held.in_bin else _ON_IT
        if any(documents().private.is_store(folder) for folder in held.path.split("/")[:-1]):
            return Item(path, places=places, trouble=Read.EXCLUDED)
        if not held.plain:
            return Item(path, places=places, trouble=Read.UNSUPPORTED)
        if not held.whole:
            return Item(path, places=places, trouble=Read.DAMAGED)
        self._parts[path] = _Part(held.size, held.runs)
        return Item(path, held.size, 0.0, places)


@dataclass(frozen=True, slots=True)
class Contained:
    """What the document engine says of a medium's files.

    `files` looked at, `deleted` of them are not there any more; `marked`: what to call each with a suspected marking;
    `review`: how many a person should look at; `unread`: how many could not be read, `listed`: whether its file
    systems could be followed at all.
    """

    files: int
    deleted: int
    marked: tuple[Text, ...]
    review: int
    unread: int
    listed: bool


_MARKED = Text("{label}：{marking}", "{label}: {marking}")


def looked_into(path: str, residue: Residue, stop: Event, workers: int) -> Contained:
    """Look into the files of a medium and into what would come back: for an officer who asked for it.

    Raises:
        Unreadable: the medium cannot be opened any more. Cancelled: `stop` was set. Gone: it was pulled out.
    """
    from checker.content.scan import Scan

    with opened(medium_machine(path)) as medium:
        try:
            held, listed = files_on(medium, path, stop).held, True
        except Lost:
            held, listed = (), False
        except Halted:
            raise Cancelled from None
        contents = Contents(medium, held, (*residue.recoverable, *residue.undecided))
        marked, review, unread = list[Text](), 0, 0
        scan = Scan(contents, workers, halt=stop.is_set)
        for seen in scan:
            unread += seen.read.could_not_read
            review += seen.marking.bucket is Bucket.REVIEW
            if seen.suspected:
                label = contents.label(seen.path) or Text.name(redacted(seen.path, seen.member))
                marked.append(_MARKED.filled(label=label, marking=Text.name(seen.marking.text)))
        if stop.is_set():
            raise Cancelled
    return Contained(scan.progress.files, len(residue.recoverable), tuple(marked), review, unread, listed)


def _touches(runs: Iterable[Run], bad: Iterable[Run]) -> bool:
    return any(start < worst + amount and worst < start + length for start, length in runs for worst, amount in bad)
