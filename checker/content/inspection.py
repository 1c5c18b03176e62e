"""One file from its bytes to what is known of it. Runs in a worker process; everything it says fits in a few lines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from checker.content import by_format, limits, markings, names, personal
from checker.content.account import Account
from checker.content.file import Bytes, File, Section, Stream
from checker.content.formats import (
    ARCHIVES,
    HOLLOW,
    PICTURES,
    UNKNOWN,
    Kind,
    hung_on,
    is_hollow,
    readable,
    sniffed,
)
from checker.content.limits import Budget
from checker.content.markings import Part
from checker.content.readers import icons, words
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zips import DIRECTORY
from checker.facts.content.document import Picture, Read, Seen
from checker.facts.content.marking import Bucket, Marking, Zone
from checker.knowledge.documents import documents
from checker.knowledge.phone_places import phone_places
from checker.machine.confine import given_back
from checker.model.coverage import Unit

if TYPE_CHECKING:
    from checker.content.pictures.cascade import Cascade, Pages

REST = "what follows"  # a picture: an archive that was hung on behind it
_UNSEEN = (Zone.PROPERTY, Zone.HIDDEN)
_SMALL_OTHER, _END_OF_OTHER = 256 << 10, 64 << 10  # bytes
_SMALLEST_PAPER = 8  # bytes; fewer hold no format that a paper's name promises, whatever letters they are
_SMALL_PICTURE, _MOST_PICTURES = 64 << 10, 256  # bytes; how many answers are kept
_KNOWN_PICTURES: dict[bytes, _Shown] = {}


@dataclass(frozen=True, slots=True)
class Order:
    """What to look for in each file.

    pictures  look into pictures, too
    personal  count personal numbers
    numbers   salted digests of numbers of classified papers, as the unit's policy lists them, with their salt
    commercial  marks of trade secrets count as internal ones
    of_a_phone  what stays shut on a phone by its name, or its folder's, stays shut within an archive as well
    """

    pictures: bool = True
    personal: bool = True
    salt: str = ""
    numbers: frozenset[str] = frozenset()
    commercial: bool = False
    of_a_phone: bool = False

    @property
    def key(self) -> str:
        """What of the order decides on the result: part of the cache's key."""
        listed = "".join(sorted(self.numbers)) + self.salt
        switches = f"{self.pictures:d}{self.personal:d}{self.commercial:d}{self.of_a_phone:d}"
        return f"{switches}{hashlib.sha256(listed.encode()).hexdigest()[:12] if listed else ''}"


def inspected(file: File, name: str, order: Order, alive: Callable[[], None] = lambda: None) -> list[Seen]:
    """A file and, where it is an archive, each of its members that is worth a word. Never raises for a bad file.

    `alive` is called as its parts are done with.
    """
    return list(_inspected(file, name, "", order, Budget(alive=alive), 0))


def _inspected(file: File, name: str, member: str, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    seen = partial(Seen, path=name, member=member, size=file.size, words=names.words(_last(member or name)))
    if file.size == 0:
        yield seen(read=Read.EMPTY)
        return
    if documents().private.holds((_last(member or name),)) or (order.of_a_phone and _shut(member)):
        yield seen(read=Read.EXCLUDED)
        return
    try:
        kind = sniffed(file)
        called = _last(member or name)
        stub = file.size < _SMALLEST_PAPER and not names.is_text(called)
        if names.is_paper(called) and (stub or not kind.known):
            kind = Kind(HOLLOW if stub or is_hollow(file) else UNKNOWN)
    except Trouble as trouble:
        yield seen(read=trouble.read)
        return
    yield from _opened(file, kind, seen(format=kind.format, read=readable(kind)), order, budget, depth)


def _opened(file: File, kind: Kind, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    if seen.read is Read.OTHER:
        yield _legible(file, seen)
        return
    if seen.read is not Read.READ:
        yield seen
        return
    if kind.format in ARCHIVES:
        yield from _archive(file, kind, seen, order, budget, depth)
    elif kind.format in PICTURES:
        file = Section(file, kind.at) if kind.at else file
        yield _with_digest(_pictured(file, kind, seen, order, budget), file)
        yield from _behind(file, kind, seen, order, budget, depth)
    else:
        yield from _document(file, kind, seen, order, budget, depth)


def _legible(file: File, seen: Seen) -> Seen:
    """What is no document may have words in it all the same: a link, a small program, what was given a false head."""
    content = file.part(0, min(file.size, _SMALL_OTHER))
    if file.size > _SMALL_OTHER:  # a sound or a film has its title at either end
        end = min(_END_OF_OTHER, file.size - _SMALL_OTHER)
        content += file.part(file.size - end, end)
    if not any(word in content for word in words.LEVELS):
        return seen
    marking = markings.judged([Part(Zone.COMMENT, words.near_levels(content))])
    if marking.bucket is Bucket.MARKED:  # a program that makes markings has their words, too
        marking = replace(marking, bucket=Bucket.REVIEW)
    return _with_digest(replace(seen, marking=marking), file)


def _shut(member: str) -> bool:
    """Whether a member is of a chat, or a backup of one, by a name on its way. Where the archive itself lies was judged
    before it was listed."""
    parts = tuple(re.split(r"[\\/]| → ", member))
    return documents().private.holds(parts) or any(phone_places().closed.holds(part.lower()) for part in parts)


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


# -- archives ---------------------------------------------------------------------------------------------------------


def _archive(file: File, kind: Kind, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    account, read = Account(), Read.READ
    reading = Reading(account, step=budget.step)
    try:
        if depth >= limits.DEPTH:
            raise Trouble(Read.TOO_LARGE)
        by_format.list_members(file, kind, seen.member or seen.path, reading)
        yield from _members(reading, seen, order, budget, depth)
        account.looked(DIRECTORY)
    except Trouble as trouble:
        read = trouble.read
        account.left(DIRECTORY, read)
    seen = _accounted(replace(seen, read=read, marking=markings.judged(reading.parts)), account)
    yield _with_digest(seen, file)


def _members(reading: Reading, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    """What each member came to, in a result of its own; those that have none are in the account. Raises Trouble."""
    account = reading.account
    for done, inner in enumerate(reading.members):
        inside = f"{seen.member} → {inner.name}" if seen.member else inner.name
        try:
            budget.member(inner.size, inner.packed)
            content = inner.open()
        except Trouble as trouble:
            if budget.spent:
                account.more(Unit.MEMBERS, max(1, (reading.number or 0) - done), trouble.read)
                return
            yield from _damaged(inner, inside, trouble.read, seen, order, budget, depth)
        else:
            yield from _inspected(Bytes(content), seen.path, inside, order, budget, depth + 1)
        account.looked(inner.name, Unit.MEMBERS)


def _damaged(
    inner: Inner, inside: str, why: Read, seen: Seen, order: Order, budget: Budget, depth: int
) -> Iterator[Seen]:
    """A member that cannot be unpacked to its end: what lies before the damage is looked at, and it stays damaged."""
    content = inner.begun() if why is Read.DAMAGED else b""
    if not content:
        yield Seen(path=seen.path, member=inside, size=inner.size, read=why)
        return
    for one in _inspected(Bytes(content), seen.path, inside, order, budget, depth + 1):
        yield replace(one, read=why) if one.member == inside else one


# -- documents --------------------------------------------------------------------------------------------------------


def _document(file: File, kind: Kind, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    account, read = Account(), Read.READ
    reading = Reading(account, step=budget.step)
    try:
        by_format.read(file, kind, reading)
    except Trouble as trouble:
        read = trouble.read
    by_format.spelled(kind, reading)
    seen = _judged(seen, read, reading, order)
    if reading.pictures:
        seen = _with_pictures(seen, reading, order, budget)
    inside = list(_within(reading, seen, order, budget, depth))
    yield _with_digest(_accounted(seen, account), file)
    yield from inside
    if kind.format == "pdf":
        yield from _behind(file, kind, seen, order, budget, depth)


def _within(reading: Reading, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    """What the files within a document came to."""
    try:
        if depth >= limits.DEPTH:
            for inner in reading.members:
                reading.account.left(inner.name, Read.TOO_LARGE, Unit.MEMBERS)
        else:
            yield from _members(reading, seen, order, budget, depth)
    except Trouble as trouble:
        reading.account.more(Unit.MEMBERS, 1, trouble.read)


def _accounted(seen: Seen, account: Account) -> Seen:
    """A file is read when every part of it is; what stopped its reader stays the word for it."""
    missed = account.missed
    partly = seen.read is Read.READ and any(one.why.could_not_read for one in missed)
    read = Read.PARTLY if partly else seen.read
    return replace(seen, read=read, parts=account.looked_at, missed=missed)


def _judged(seen: Seen, read: Read, reading: Reading, order: Order) -> Seen:
    marking = markings.judged(reading.parts, commercial=order.commercial)
    altered = _altered(reading.parts)
    found = personal.counted(reading.parts) if order.personal else seen.personal
    cited = 0
    if order.numbers and marking.bucket is not Bucket.MARKED:
        texts = "\n".join(part.text for part in reading.parts)
        cited = sum(
            any(salted(spelling, order.salt) in order.numbers for spelling in spellings)
            for spellings in set(markings.numbers(texts))
        )
    return replace(seen, read=read, marking=marking, altered=altered, personal=found, cited=cited)


def salted(number: str, salt: str) -> str:
    """A document number as the unit's list holds it: SHA-256 of the salt and the number in our one spelling."""
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _altered(parts: list[Part]) -> tuple[str, ...]:
    """Levels that stand where nobody sees them, while the visible pages show another or none."""
    unseen = frozenset(level for part in parts if part.zone in _UNSEEN for level in markings.levels(part))
    if not unseen:
        return ()
    shown = frozenset(level for part in parts if part.zone not in _UNSEEN for level in markings.levels(part))
    return tuple(sorted(unseen - shown))


# -- pictures ---------------------------------------------------------------------------------------------------------


@cache
def _cascade() -> Cascade:
    from checker.content.pictures.cascade import Cascade  # native code and models: loaded with the first picture

    cascade = Cascade()
    given_back()
    return cascade


def _pictured(file: File, kind: Kind, seen: Seen, order: Order, budget: Budget) -> Seen:
    if not order.pictures:
        return replace(seen, read=Read.NOT_ASKED)
    from checker.content.pictures.cascade import Pages

    account = Account()
    seen = replace(seen, marking=_written(file, kind.format, account))
    try:
        budget.step()
        picture, marking, read = _cascade().look(file, kind.format, Pages(account, take=budget.picture))
    except Trouble as trouble:
        return replace(seen, read=trouble.read)
    marking = markings.stronger(seen.marking, marking)
    return _accounted(replace(seen, picture=picture, marking=marking, read=read), account)


def _written(file: File, kind: str, account: Account) -> Marking:
    """The marking that stands beside a picture's points: in what its camera or its keeper wrote into the file."""
    from checker.content.pictures.remarks import remarks

    reading = Reading(account)
    with suppress(Trouble):  # its decoder tells
        remarks(file, kind, reading)
    return markings.judged(reading.parts)


def _behind(file: File, kind: Kind, seen: Seen, order: Order, budget: Budget, depth: int) -> Iterator[Seen]:
    """What was hung on behind a picture or a PDF is a member of its own."""
    member = f"{seen.member} → {REST}" if seen.member else REST
    inside = replace(seen, member=member, read=Read.READ, words=())
    try:
        found = hung_on(file, kind.format)
    except Trouble as trouble:
        yield replace(inside, format="", read=trouble.read)
        return
    if found is None:
        return
    rest, what = found
    inside = replace(inside, format=what.format, size=rest.size, read=readable(what))
    if depth >= limits.DEPTH:
        yield replace(inside, read=Read.TOO_LARGE)
        return
    yield from _opened(rest, what, inside, order, budget, depth + 1)


def _with_pictures(seen: Seen, reading: Reading, order: Order, budget: Budget) -> Seen:
    """A document's pictures belong to it: a scanned page's marking is the document's."""
    from checker.content.pictures.cascade import Pages

    best, marking, account = Picture(), seen.marking, reading.account
    waiting = sorted(reading.pictures, key=lambda one: -one.size)
    for inner in waiting:
        if not order.pictures:
            account.left(inner.name, Read.NOT_ASKED, Unit.PICTURES)
            continue
        try:
            budget.picture()
            limits.check_part(inner.size, inner.packed, limits.MEMBER)
            shown = _looked_at(inner, Pages(account, inner.name, budget.picture), account)
        except Trouble as trouble:
            account.left(inner.name, trouble.read, Unit.PICTURES)
            continue
        waiting += shown.inside
        account.left(inner.name, shown.read, Unit.PICTURES)
        marking = markings.stronger(marking, shown.marking)
        best = shown.picture if shown.picture.document > best.document else best
    return replace(seen, marking=marking, picture=best)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What became of a picture within a document. `inside`: an icon's pictures, each of which is looked at itself."""

    picture: Picture
    marking: Marking
    read: Read
    inside: tuple[Inner, ...] = ()


def _looked_at(inner: Inner, pages: Pages, account: Account) -> _Shown:
    """As the cascade says. Small pictures of templates are the same in many files: logos, previews of an empty page.

    By their very bytes; a picture of several pages is looked at each time, since each of them is accounted for.

    Raises:
        Trouble: it cannot be unpacked, or is no picture that is read.
    """
    content = None if inner.lying else Bytes(inner.open())
    small = inner.size <= _SMALL_PICTURE and (content is None or content.size <= _SMALL_PICTURE)
    key = _key(inner, content) if small else b""
    known = _KNOWN_PICTURES.pop(key, None) if small else None
    if known is None:
        content = content or Bytes(inner.open())
        kind = sniffed(content).format
        if kind == "ico":
            return _Shown(Picture(), Marking(), Read.READ, tuple(icons.pictures(content, inner.name)))
        if kind not in PICTURES:
            raise Trouble(Read.UNSUPPORTED if content.size else Read.EMPTY)
        beside = Account()
        written = _written(content, kind, beside)
        for part in beside.settled:  # words of a picture that were too long: each file has to say so
            account.left(f"{inner.name}: {part}", Read.TOO_LARGE)
        picture, found, read = _cascade().look(content, kind, pages)
        known = _Shown(picture, markings.stronger(written, found), read)
        if not small or beside.settled or pages.number > 1 or not pages.whole:
            return known
        while len(_KNOWN_PICTURES) >= _MOST_PICTURES:
            del _KNOWN_PICTURES[next(iter(_KNOWN_PICTURES))]
    _KNOWN_PICTURES[key] = known  # the last one asked for is the last one forgotten
    return known


def _key(inner: Inner, content: Bytes | None) -> bytes:
    """By which a picture is known again: a digest of it or, where it is not unpacked for that, of how it lies there."""
    if content is not None or inner.lying is None:
        return hashlib.sha256(content.content if content is not None else b"").digest()
    lying = inner.lying()
    return hashlib.sha256(f"{lying.size} {lying.crc} {lying.method} ".encode("ascii") + lying.content).digest()


def _with_digest(seen: Seen, file: File) -> Seen:
    """The digest of a find, or of a picture of a paper, by which the officer and a reviewer know it again."""
    find = seen.marking.bucket is not Bucket.NONE or seen.altered or seen.cited or seen.shows_paper
    if not find or file.size > limits.DIGESTED:
        return seen
    # Piece by piece: a scan as BMP has 200 MB, and asked for as a whole it was there twice.
    return replace(seen, digest=hashlib.file_digest(Stream(file), "sha256").hexdigest())
