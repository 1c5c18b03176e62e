"""A phone's photos and papers through the document engine: listed once, previews first, nothing kept.

What there is: the media index by one question, and a walk through the folders beside it, which also sees what the index
hides (recycle bins, folders that albums leave out). Of each photo its beginning and end are fetched, many in a round
trip; a whole photo crosses the cable only where its preview could be one of a paper, and is dropped after the look.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from checker.content.looked import Looked
from checker.content.names import words
from checker.content.source import Item
from checker.content.trouble import Trouble
from checker.facts.content.document import Place, Read
from checker.facts.content.marking import Bucket
from checker.facts.content.search import Found, NamedFile
from checker.facts.phone.documents import PhoneDocuments, PhoneNames
from checker.machine.machine import Machine
from checker.machine.phone.troubles import PhoneTrouble
from checker.machine.phone.troubles import Trouble as PhoneState
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text, shown
from checker.model.unreadable import Absent, Cancelled, Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import strange
from checker.probes.android.leftovers import (
    FILES,
    allowed,
    beside,
    cards,
    folder,
    scanners,
    walked,
    whole_or_raise,
    within,
)
from checker.probes.android.leftovers import Found as File
from checker.probes.android.people import everybody
from checker.probes.base import probe
from checker.probes.content.search import Told, found_of, order_of

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

_MOST_FOUND = 2_000
_MESSAGE = 64 << 10  # bytes in which a refusal stands, where there is one
_SMALL = 1 << 20  # the engine wants files up to this in whole
_HEAD, _TAIL = 128 << 10, 64 << 10  # of larger ones, this first
_TOGETHER, _TOGETHER_BYTES = 128, 6 << 20  # files and bytes of a round trip
_NEAR = 16 << 20  # bytes of beginnings and ends that are held: those of two or three round trips
_WHOLE = 32 << 20  # larger files are read part by part; whole ones are held up to this together
_BINS = re.compile(r"(?i)/(?:\.globalTrash|\.Trash|\.recycle|\.RecycleBin)/|/\.trashed-")

_BY_HAND = Text("请机主在手机上打开文件夹，由保密员人工核对", "Have the owner open the folders and the officer look")

_ROW = re.compile(
    rb"(?:\A|\n)Row: \d+ _id=(?P<id>\d+), _size=(?P<size>\d+|NULL), width=(?:\d+|NULL), height=(?:\d+|NULL),"
    rb" date_modified=(?P<modified>\d+|NULL), datetaken=(?:-?\d+|NULL), _data="
)


def indexed(printed: bytes) -> Iterator[File]:
    """The rows of ``content query`` on the media index: values are not escaped, the path comes last and may hold
    anything, line ends included. One by one: there may be a hundred thousand.

    Raises:
        Unreadable: neither rows nor the phone's word that there are none; more rows than anybody has.
    """
    if printed[:_MESSAGE].strip() == b"No result found.":
        return
    rows = _ROW.finditer(printed)
    row = next(rows, None)
    if row is None or row.start() != 0:
        raise strange()
    for _ in range(FILES):
        if row is None:
            return
        after = next(rows, None)
        path = printed[row.end() : after.start() if after else len(printed)]
        if after is None:
            path = path.rstrip(b"\n")
        if not path.startswith(b"/"):
            raise strange()
        size, modified = (0 if row[name] == b"NULL" else int(row[name]) for name in ("size", "modified"))
        yield File(size, float(modified), _as_walked(path.decode("utf-8", "surrogateescape")))
        row = after
    if row is not None:
        raise PhoneTrouble(PhoneState.TOO_LONG)


def _as_walked(path: str) -> str:
    return "/sdcard/" + path.removeprefix("/storage/emulated/0/") if path.startswith("/storage/emulated/0/") else path


class Listing:
    """What there is on the phone for one user: files by path, and what could not be told.

    Raises:
        Unreadable: neither the index nor a walk tells anything.
    """

    def __init__(self, machine: Machine, user: int | None = None) -> None:
        self.files: dict[str, File] = {}
        self.pictures: set[str] = set()
        self.closed = 0  # beside the places that are looked into, and therefore not looked at
        self.indexed = self._rows(machine, user)  # the longer list goes first, while there is nothing else to hold
        sources = Ledger[str](Unit.SOURCES)
        walks = 0
        for name in ("photos.walk", "papers"):
            with sources.reading(name):
                found, whole = walked(machine, name, user)
                walks += 1
                self._add(found, pictures=name == "photos.walk")
                whole_or_raise(whole)
        if not walks and self.indexed is None:
            sources.some_or_raise()
        self._walks = sources.coverage + beside()

    @classmethod
    def of_everybody(cls, machine: Machine) -> Listing:
        """The same of everybody on the phone together; whoever's storage is closed to us is named.

        Raises:
            Unreadable: nothing is told of who is on screen.
        """
        told, people = everybody(machine, lambda person: cls(machine, person.asked))
        (_, found), *others = told
        for _, other in others:
            found.files |= other.files
            found.pictures |= other.pictures
            found.closed += other.closed
            known = (found.indexed, other.indexed)
            found.indexed = None if None in known else sum(number or 0 for number in known)
            found._walks = found._walks + other._walks
        found._walks = found._walks + people + cards(machine)
        return found

    @property
    def coverage(self) -> Coverage:
        """Of the walks, which may go only as far as the phone lets us."""
        return self._walks

    def _rows(self, machine: Machine, user: int | None) -> int | None:
        """How many files the index has. None: it does not tell; then the walk is what there is."""
        try:
            code, output = machine.phone("photos.index", user=user).get("photos.index", (None, b""))
            answers.text({"photos.index": (code, output[:_MESSAGE])}, "photos.index")
            rows = indexed(output.replace(b"\r\n", b"\n") if b"\r\n" in output[:_MESSAGE] else output)
            return self._add(rows, pictures=True)
        except Unreadable:
            return None

    def _add(self, found: Iterable[File], *, pictures: bool) -> int:
        count = 0
        for count, one in enumerate(found, 1):  # noqa: B007
            if one.path in self.files:
                continue
            if not allowed(one.path):
                self.closed += 1
                continue
            self.files[one.path] = one
            if pictures:
                self.pictures.add(one.path)
        return count


class PhoneFiles:
    """The source of the document engine. Files are asked for in the order of the list, or nearly so: the next ones
    come along in the same round trip."""

    def __init__(self, machine: Machine, listing: Listing, most: int) -> None:
        self._machine = machine
        exports = scanners()
        newest = sorted(listing.files.values(), key=lambda one: -one.modified)
        self.more = max(0, len(newest) - most)
        self._items = [Item(one.path, one.size, one.modified, _places(one.path, exports)) for one in newest[:most]]
        self._number = {item.path: number for number, item in enumerate(self._items)}
        self._near: OrderedDict[str, tuple[bytes, bytes] | Read] = OrderedDict()
        self._near_bytes = 0
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._turn = Lock()

    def items(self) -> Iterator[Item]:
        yield from self._items

    def part(self, path: str, offset: int, size: int) -> bytes:
        with self._turn:
            try:
                return self._part(self._items[self._number[path]], offset, size)
            except Absent as error:
                raise Trouble(Read.CHANGED) from error
            except PhoneTrouble as error:
                raise Trouble(Read.TOO_SLOW if error.trouble is PhoneState.HUNG else Read.DENIED) from error
            except Unreadable as error:
                raise Trouble(Read.DENIED) from error

    def _part(self, item: Item, offset: int, size: int) -> bytes:
        if item.path not in self._near:
            self._fetch(self._number[item.path])
        near = self._near[item.path]
        if isinstance(near, Read):
            raise Trouble(near)
        head, tail = near
        if offset + size <= len(head):
            return head[offset : offset + size]
        begun = item.size - len(tail)
        if begun <= offset and offset + size <= item.size:
            return tail[offset - begun : offset - begun + size]
        return self._rest(item, offset, size)

    def _fetch(self, first: int) -> None:
        """The beginnings and ends of the next files."""
        small, large, total = list[Item](), list[Item](), 0
        for item in self._items[first : first + _TOGETHER]:
            wanted = item.size if item.size <= _SMALL else _HEAD + _TAIL
            if total + wanted > _TOGETHER_BYTES and total:
                break
            total += wanted
            (small if item.size <= _SMALL else large).append(item)
        if small:
            whole = self._machine.phone_files(_SMALL, *(item.path for item in small))
            for item, content in zip(small, whole, strict=True):
                self._keep(item.path, Read.CHANGED if content is None else (content, b""))
        if large:
            asked = [part for item in large for part in ((item.path, 0, _HEAD), (item.path, item.size - _TAIL, _TAIL))]
            parts = self._machine.phone_parts(*asked)
            for number, item in enumerate(large):
                head, tail = parts[2 * number : 2 * number + 2]
                cut = head is None or tail is None or len(head) != _HEAD or len(tail) != _TAIL
                self._keep(item.path, Read.CHANGED if cut else (head or b"", tail or b""))

    def _keep(self, path: str, near: tuple[bytes, bytes] | Read) -> None:
        self._near[path] = near
        self._near_bytes += _bytes(near)
        while self._near_bytes > _NEAR:
            _, gone = self._near.popitem(last=False)
            self._near_bytes -= _bytes(gone)

    def _rest(self, item: Item, offset: int, size: int) -> bytes:
        if item.size > _WHOLE:
            found = self._machine.phone_range(item.path, offset, size)
            while len(found) < size:
                more = self._machine.phone_range(item.path, offset + len(found), size - len(found))
                if not more:
                    raise Trouble(Read.CHANGED)
                found += more
            return found
        whole = self._held.get(item.path)
        if whole is None:
            (whole,) = self._machine.phone_files(_WHOLE, item.path)
            if whole is None or len(whole) != item.size:
                raise Trouble(Read.CHANGED)
            self._held[item.path] = whole
            while sum(map(len, self._held.values())) > _WHOLE:
                self._held.popitem(last=False)
        return whole[offset : offset + size]


def _bytes(near: tuple[bytes, bytes] | Read) -> int:
    """What is held for a file; one that could not be read counts a little, so that many are let go of, too."""
    return 1024 if isinstance(near, Read) else len(near[0]) + len(near[1]) + 1024


def _places(path: str, exports: set[str]) -> frozenset[Place]:
    places = {Place.DOCUMENTS}
    if _BINS.search(path):
        places.add(Place.BIN)
    if within(path, exports):
        places.add(Place.EXPORT)
    return frozenset(places)


# -- facts -----------------------------------------------------------------------------------------------------------


@probe(PhoneDocuments, Platform.ANDROID)
def phone_documents(machine: Machine) -> PhoneDocuments:
    from checker.content.scan import Scan

    wanted = machine.policy.documents
    listing = Listing.of_everybody(machine)
    source = PhoneFiles(machine, listing, wanted.most_files)
    deadline = time.monotonic() + wanted.most_seconds
    scan = Scan(
        source,
        machine.processors(),
        replace(order_of(wanted), of_a_phone=True),
        cached=False,
        halt=lambda: machine.stopping or time.monotonic() > deadline,
    )
    told, paper, cards, shown = Told(wanted, _BY_HAND, _found), 0, 0, list[str]()
    for_the_owner: list[Seen] = [] if machine.papers is None else machine.papers
    for_the_owner.clear()
    for seen in scan:
        told.add(seen)
        card = seen.picture is not None and seen.picture.card
        cards += card
        if seen.shows_paper and (wanted.cards or not card):
            paper += 1
            if seen.marking.bucket is Bucket.NONE and len(shown) < _MOST_FOUND:
                shown.append(label_of(seen))
                for_the_owner.append(seen)
    if machine.stopping:
        raise Cancelled
    told.ended(stopped=scan.stopped, more=False)
    if source.more:
        told.looked.more(Unit.FILES, source.more, Cause.BEYOND_LIMIT)
    told.looked.closed(Unit.FILES, listing.closed)
    return PhoneDocuments(
        files=scan.progress.files,
        excluded=told.excluded + listing.closed,
        found=told.found,
        closed=told.closed,
        photos=len(listing.pictures),
        indexed=listing.indexed,
        paper=paper,
        cards=cards,
        papers=tuple(shown),
        coverage=told.looked.coverage + listing.coverage,
    )


def _found(seen: Seen) -> Found:
    return replace(found_of(seen), label=label_of(seen))


def label_of(seen: Seen) -> str:
    """What a result calls a file of a phone."""
    return _label(seen.path, seen.member, seen.modified)


def _label(path: str, member: str = "", modified: float = 0.0) -> str:
    """The folder, two signs of the name and the day: its owner finds it, and a reader learns nothing of it."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    if not dot:
        stem, ending = ending, ""
    name = f"{stem[:2]}…{dot}{ending[:5]}" if len(stem) > 2 else f"{stem}{dot}{ending[:5]}"
    day = datetime.fromtimestamp(modified, UTC).date().isoformat() if 0 < modified < 4e9 else ""
    inside = " → …" if member else ""
    return shown(f"{folder(path)}/{name}{inside} {day}".strip())


@probe(PhoneNames, Platform.ANDROID)
def phone_names(machine: Machine) -> PhoneNames:
    listing = Listing.of_everybody(machine)
    named = list[NamedFile]()
    for path in listing.files:
        said = words(path.rpartition("/")[2])
        if said and len(named) < _MOST_FOUND:
            named.append(NamedFile(_label(path), said))
    names = Looked(_BY_HAND)
    names.listed(Unit.FILES, len(listing.files))
    names.closed(Unit.FILES, listing.closed)
    return PhoneNames(len(listing.files), tuple(named), coverage=names.coverage + listing.coverage)
