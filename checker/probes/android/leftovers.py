"""What lies about in a phone's storage: counted by folder, from lists made on the phone. No file is opened here, apart
from the heads of a few camera photos, of which only the presence of a position is kept."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from checker.content.looked import NO_FILES
from checker.facts.phone.leftovers import PhotoPlaces, RecentlyDeleted, Recordings, ScanExports, TellingNames
from checker.knowledge.phone_apps import phone_apps
from checker.knowledge.phone_places import phone_places
from checker.machine.machine import Machine
from checker.machine.phone.commands import CARD, Refused, collected
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.coverage import Cause, Coverage, Extent, Ledger, Left, Unit
from checker.model.target import Platform
from checker.model.text import Text, shown
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import strange
from checker.probes.android.packages import about, there
from checker.probes.android.people import everybody, user_on_screen
from checker.probes.base import probe

_PART = Text("手机的一部分存储读不到", "Part of the phone's storage cannot be read")
_UNLOCK = Text("请机主解锁手机后再查", "Have the owner unlock the phone, then check again")
_CARD_UNSEEN = Text("手机里有存储卡或 U 盘看不到内容", "a card or stick in the phone cannot be looked into")
_BY_CARD = Text("把存储卡取出来，当介质单独检查", "Take the card out and check it as a medium")
_NO_CARDS_TOLD = Text("系统没有说明手机里有没有存储卡", "the system does not tell whether there is a memory card")
_NO_CARD = Text("手机里没有存储卡", "There is no memory card in the phone")
_PUBLIC = re.compile(r"^(public:\S+) (\S+)(?: (\S+))?", re.MULTILINE)
FILES = 500_000  # more than a list of them can have lines before it is too long
_SAMPLE = 12
# Since Android 12 an owner may allow the approximate place alone, and it is written into photos like the other.
_LOCATION = {"android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION"}
_PHOTOS = (
    ".jpg",
    ".jpeg",
    ".heic",
    ".heif",
    ".avif",
    ".dng",
    ".webp",
)  # what cameras write, films and screenshots apart
_JPEG = b"\xff\xd8"  # how one begins; the only kind whose Exif part is read
_HEAD = 64 << 10
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    size: int
    modified: float
    path: str


def beside() -> Coverage:
    """What lies beside the places that are looked into: not looked at by rule, and said so."""
    words = phone_places().beside
    left = Left(Unit.FOLDERS, Cause.PRIVATE, 0, (words.label,), words.reason)
    return Coverage((Extent(Unit.FOLDERS, 0, 0),), (left,))


def cards(machine: Machine) -> Coverage:
    """Beside the phone's own storage: the cards and sticks that the walks begin at, and those that they do not."""
    volumes = Ledger[str](Unit.VOLUMES)
    try:
        replies = machine.phone("storage")
        printed = answers.text(replies, "volumes")
        if not re.search(r"^(private|emulated)", printed, re.MULTILINE):
            raise strange()  # every phone has storage of its own in this list
    except Unreadable as why:
        volumes.more(0, why, reason=_NO_CARDS_TOLD)
        return volumes.coverage
    for at, state, name in _PUBLIC.findall(printed):
        if state in ("removed", "bad_removal"):
            continue
        _, shown = replies.get("volumes.seen", (None, b""))
        if state.startswith("mounted") and CARD.fullmatch(name) and f"/storage/{name}/".encode() in shown.split():
            volumes.looked(at)
        else:
            volumes.left(at, Cause.NOT_UNDERSTOOD, _BY_CARD, _CARD_UNSEEN)
    return volumes.coverage if volumes.opened else Coverage.none_there(Unit.VOLUMES, _NO_CARD)


def of_everybody(machine: Machine, *walks: str) -> tuple[list[Found], Coverage]:
    """The files of some walks, of everybody on the phone.

    Raises:
        Unreadable: not one walk told anything of who is on screen.
    """

    def read(user: int | None) -> tuple[list[Found], Coverage]:
        sources, files = Ledger[str](Unit.SOURCES), list[Found]()
        for walk in walks:
            with sources.reading(walk):
                found, whole = walked(machine, walk, user)
                files += found
                whole_or_raise(whole)
        if not files:
            return files, sources.some_or_raise()
        return files, sources.coverage

    told, people = everybody(machine, lambda person: read(person.asked))
    found, coverage = list[Found](), people
    for _, (files, sources) in told:
        found += files
        coverage = coverage + sources
    return found, coverage + cards(machine) + _files(len(found)) + beside()


def walked(machine: Machine, name: str, user: int | None = None) -> tuple[tuple[Found, ...], bool]:
    """The files of one walk, and whether it could go everywhere (``find`` says so by its exit code).

    Raises:
        Unreadable: the storage did not open, the list is too long or no list.
    """
    _, printed = machine.phone("storage", user=user).get("storage.open", (None, b""))
    seen = {line.strip() for line in printed.splitlines() if line.startswith(b"/")}
    shut = b"ermission denied" in printed  # one of them: what the walk does not even see is missing
    # Closed before the first unlocking after a start, or to us. Android itself makes these folders for every user.
    if not any(line.endswith(b"/") for line in seen) or all(line.endswith(b"/") for line in seen):
        raise Unreadable(_PART, _UNLOCK)
    replies = machine.phone(name, user=user)
    code, output = replies.get(name, (None, b""))
    if code is None or code in (124, 137, 143):
        if b"\0" not in output:
            answers.text(replies, name)
        return files(output[: output.rindex(b"\0") + 1]), False  # what came before the time was up
    if code == 127 or (code not in (0, 1) and not output):
        raise answers.Unsupported
    if code == 1 and not output:
        found, whole = _by_name(machine, f"{name}.plain", user)
        return found, whole and not shut
    return files(output), code == 0 and not shut


def _by_name(machine: Machine, name: str, user: int | None) -> tuple[tuple[Found, ...], bool]:
    """The same walk on Android 9 and older, whose ``find`` prints names only, and fails over anything else; so does a
    walk that could go nowhere, and that is told here, too. What may not be looked at has a name and no size."""
    replies = machine.phone(name, user=user)
    code, output = replies.get(name, (None, b""))
    if code not in (0, 1):
        answers.text(replies, name)
        raise answers.Unsupported
    records = list(_records(output))
    if any(not record.startswith(b"/") for record in records):
        raise strange()
    paths = [record.decode("utf-8", "surrogateescape") for record in records]
    open_to_us = [path for path in paths if allowed(path)]
    told = dict(zip(open_to_us, machine.phone_stats(*open_to_us), strict=True))
    seen = ((path, told.get(path, (0, 0.0))) for path in paths)
    return tuple(Found(*measured, path) for path, measured in seen if measured is not None), code == 0


def allowed(path: str) -> bool:
    """Whether a file may be looked at by its place: in a collection that people share."""
    try:
        collected(path.encode("utf-8", "surrogateescape"))
    except Refused:
        return False
    return True


def files(output: bytes) -> tuple[Found, ...]:
    """Records of ``find -printf '%s\\t%T@\\t%p\\0'``: names may hold anything but NUL, line ends included.

    Raises:
        Unreadable: no such records (old phones print the format itself), or too many.
    """
    found: list[Found] = []
    for record in _records(output):
        parts = record.split(b"\t", 2)
        if len(parts) != 3 or not re.fullmatch(rb"\d{1,15}", parts[0]) or not parts[2].startswith(b"/"):
            raise strange()
        if not re.fullmatch(rb"-?\d{1,12}(\.\d{1,12})?", parts[1]):
            raise strange()
        found.append(Found(int(parts[0]), float(parts[1]), parts[2].decode("utf-8", "surrogateescape")))
    return tuple(found)


def _records(output: bytes) -> Iterator[bytes]:
    """What stands between the NULs, one by one: there may be a hundred thousand.

    Raises:
        PhoneTrouble: more than anybody has.
        Unreadable: the last one has no end.
    """
    if not output.rstrip(b"\n").endswith(b"\0") and output.strip():
        raise strange()  # broken off within a name
    begin = count = 0
    while begin < len(output):
        end = output.find(b"\0", begin)
        end = len(output) if end < 0 else end
        record = output[begin:end].lstrip(b"\n")
        begin = end + 1
        if not record.strip():
            continue
        count += 1
        if count > FILES:
            raise PhoneTrouble(Trouble.TOO_LONG)
        yield record


def folder(path: str) -> str:
    """The last two folders of a path, safe to show: enough to find the place on the phone."""
    parts = [part for part in path.split("/")[:-1] if part and part not in ("sdcard", "storage", "emulated", "0")]
    return shown("/".join(parts[-2:]) or "/", 60)


def _counted(found: Iterator[Found]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(folder(one.path) for one in found).most_common(_SHOWN))


@probe(Recordings, Platform.ANDROID)
def recordings(machine: Machine) -> Recordings:
    """Recordings lie in folders that recorders make; a sound that somebody saved elsewhere may be one."""
    found, coverage = of_everybody(machine, "recordings")
    places = phone_places()
    names = {path.rpartition("/")[2].lower() for group in places.group if group.id == "sounds" for path in group.paths}
    kept = [one for one in found if within(one.path, names)]
    others = (one for one in found if not within(one.path, names) and allowed(one.path))
    return Recordings(_counted(iter(kept)), len(kept), _counted(others), coverage=coverage)


def _files(number: int) -> Coverage:
    """Files that were listed, and by name looked at."""
    return Coverage.whole(Unit.FILES, number) if number else Coverage.none_there(Unit.FILES, NO_FILES)


def within(path: str, names: set[str]) -> bool:
    folders = path.lower().split("/")[:-1]
    joined = "/" + "/".join(folder for folder in folders if folder) + "/"
    return any(f"/{name}/" in joined for name in names)


def whole_or_raise(whole: bool) -> None:
    if not whole:
        raise Unreadable(_PART, _UNLOCK)


@probe(RecentlyDeleted, Platform.ANDROID)
def recently_deleted(machine: Machine) -> RecentlyDeleted:
    """Makers' bins differ: those in the shared collections, and the rows that Android 11 and later call deleted."""
    android = answers.android(machine)

    def read(user: int | None) -> tuple[int, int, Coverage]:
        replies = machine.phone("storage", user=user)
        sources = Ledger[str](Unit.SOURCES)
        bins = _count(answers.text(replies, "trash"))
        sources.looked("trash")
        rows = 0
        if android >= 30:
            with sources.reading("trash.media"):
                rows = _count(answers.text(replies, "trash.media"))
        return bins, rows, sources.coverage

    told, coverage = everybody(machine, lambda person: read(person.asked))
    for _, (_, _, sources) in told:
        coverage = coverage + sources
    return RecentlyDeleted(
        sum(bins for _, (bins, _, _) in told),
        sum(rows for _, (_, rows, _) in told),
        coverage=coverage + cards(machine) + beside(),
    )


def _count(printed: str) -> int:
    text = printed.strip()
    if not re.fullmatch(r"\d{1,9}", text):
        raise strange()
    return int(text)


@probe(ScanExports, Platform.ANDROID)
def scan_exports(machine: Machine) -> ScanExports:
    found, coverage = of_everybody(machine, "papers", "photos.walk")
    names = scanners()
    called = [name for group in phone_places().group for name in group.files]
    kept = [
        one
        for one in found
        if within(one.path, names)
        or (
            allowed(one.path) and any(fnmatchcase(one.path.rpartition("/")[2].lower(), name.lower()) for name in called)
        )
    ]
    return ScanExports(_counted(iter(kept)), coverage=coverage)


def scanners() -> set[str]:
    """The folders of scanner apps, in small letters."""
    return {path.lower() for group in phone_places().group if group.id == "scans" for path in group.paths}


@probe(TellingNames, Platform.ANDROID)
def telling_names(machine: Machine) -> TellingNames:
    """Names of documents and pictures, against the table's words; the names themselves are not kept."""
    found, coverage = of_everybody(machine, "papers", "photos.walk")
    words: Counter[str] = Counter()
    matching = 0
    for one in found:
        name = one.path.rpartition("/")[2]
        hits = [word for word in phone_apps().sensitive_words if word in name]
        words.update(hits)
        matching += bool(hits)
    return TellingNames(tuple(words.most_common()), matching, coverage=coverage)


# -- where photos were taken ------------------------------------------------------------------------------------------


@probe(PhotoPlaces, Platform.ANDROID)
def photo_places(machine: Machine) -> PhotoPlaces:
    sources = Ledger(Unit.SOURCES, ("camera",))
    may = None
    with sources.reading("camera"):
        may = _camera_may_locate(machine)
    found, coverage = of_everybody(machine, "photos.walk")
    camera = [one for one in found if "/dcim/" in one.path.lower() and one.path.lower().endswith(_PHOTOS)]
    newest = sorted((one for one in camera if "/." not in one.path), key=lambda one: one.modified)[-_SAMPLE:]
    sampled = placed = 0
    photos = Ledger(Unit.PICTURES, (one.path for one in newest))
    for one in newest:
        with photos.reading(one.path):
            head = machine.phone_range(one.path, 0, min(one.size, _HEAD))
            if not head.startswith(_JPEG):
                photos.left(one.path, Cause.UNSUPPORTED)
                continue
            sampled += 1
            placed += has_position(head)
    coverage = coverage + sources.coverage
    if photos.opened:
        coverage = coverage + photos.coverage
    return PhotoPlaces(sampled, placed, may, coverage=coverage)


def _camera_may_locate(machine: Machine) -> bool | None:
    cameras = sorted(there(machine).all & phone_apps().cameras)
    if not cameras:
        return None
    found = about(machine, cameras, user_on_screen(machine))
    grants = [one.granted for one in found.values() if not isinstance(one, Unreadable)]
    told = [one for one in grants if one is not None]
    if any(one & _LOCATION for one in told):
        return True
    return False if len(told) == len(cameras) else None


def has_position(head: bytes) -> bool:
    """Whether the Exif part of a JPEG's beginning has a latitude; a broken one has none that anybody could read."""
    at = 2
    while head[:2] == _JPEG and at + 4 <= len(head) and head[at] == 0xFF:
        length = int.from_bytes(head[at + 2 : at + 4], "big")
        if head[at + 1] == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            return _latitude(head[at + 10 : at + 2 + length])
        if head[at + 1] == 0xDA or length < 2:
            return False
        at += 2 + length
    return False


def _latitude(tiff: bytes) -> bool:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return False
    gps = _entries(tiff, struct.unpack_from(order + "I", tiff, 4)[0], order).get(0x8825)
    return gps is not None and 2 in _entries(tiff, gps, order)  # GPSLatitude


def _entries(tiff: bytes, at: int, order: str) -> dict[int, int]:
    """Tag to value or offset, of one directory; as much of it as is there."""
    if at + 2 > len(tiff):
        return {}
    count = struct.unpack_from(order + "H", tiff, at)[0]
    found = {}
    for index in range(min(count, 512)):
        begin = at + 2 + index * 12
        if begin + 12 > len(tiff):
            break
        tag, _, _, value = struct.unpack_from(order + "HHII", tiff, begin)
        found[tag] = value
    return found
