"""Leftovers of documents on Linux: trash, lists of recent files, thumbnails, safety copies."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes, urlsplit

from checker.facts.workstation.leftovers import AutosaveCopies, RecentFiles, RecycleBin
from checker.knowledge.leftovers import leftovers
from checker.knowledge.places import known_places
from checker.machine import refusals
from checker.machine.answers import Entry, Kind, Person
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.copies import autosave_copies as counted_copies
from checker.probes.linux.office_recents import office_recents
from checker.probes.persons import of_one
from checker.probes.xml import elements

# Where people cannot put anything, so that a closed door there hides no trash.
_SYSTEM_MOUNTS = re.compile(
    r"/(?:boot|efi|dev|proc|sys|snap|run(?!/media)|var/lib/(?:docker|containers|kubelet|lxcfs|snapd))/"
)
_SIZES = ("normal", "large", "x-large", "xx-large")  # freedesktop.org thumbnail specification
_THUMBNAILS = 1000  # newest first
_THUMBNAIL_LIMIT = 1 << 20  # bytes
_PNG = b"\x89PNG\r\n\x1a\n"
_AS_THE_PERSON = Text("请使用人本人登录后再查一次", "Check again as the person who uses it")


# -- trash ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Count:
    files: int = 0
    documents: int = 0
    folders: int = 0
    oldest: float | None = None

    def add(self, entry: Entry) -> None:
        if entry.kind is Kind.FOLDER:
            self.folders += 1
        else:
            self.files += 1
            self.documents += leftovers().is_document(entry.name)


@probe(RecycleBin, Platform.LINUX)
def recycle_bin(machine: Machine) -> RecycleBin:
    """Everybody's trash on every file system of this computer. What was deleted lies in ``files``, by its own name."""
    count = _Count()
    people = Ledger(Unit.PEOPLE, machine.host.people, lambda person: Text.name(person.name))
    elsewhere = (*known_places().filesystems.network, *known_places().filesystems.views)
    volumes = Ledger(Unit.VOLUMES, (one.point for one in machine.mounts() if not _SYSTEM_MOUNTS.match(one.point + "/")))
    for mount in machine.mounts():
        if mount.filesystem in elsewhere and not _SYSTEM_MOUNTS.match(mount.point + "/"):
            volumes.left(mount.point, Cause.NOT_IN_QUESTION)
    for person in people:
        with people.reading(person):
            _add_own(machine, person, count)
        for mount in machine.mounts():
            point = mount.point
            if mount.filesystem in elsewhere or _SYSTEM_MOUNTS.match(point + "/"):
                continue
            for folder in _mounted_bins(point, person):
                with volumes.reading(point):
                    _add(machine, folder, count)
    oldest = None if count.oldest is None else datetime.fromtimestamp(count.oldest, UTC)
    people.some_or_raise()
    coverage = people.coverage + volumes.coverage if volumes.opened else people.coverage
    return RecycleBin(count.files, count.documents, count.folders, oldest, coverage=coverage)


def _add_own(machine: Machine, person: Person, count: _Count) -> None:
    try:
        _add(machine, f"{person.home}/.local/share/Trash", count)
    except Absent:
        return
    except Unreadable as error:
        reason = Text("{name} 的回收站没有权限查看或已损坏", "{name}'s trash may not be looked at, or is damaged")
        raise Unreadable(reason.filled(name=Text.name(person.name)), refusals.AS_ADMIN, error.cause) from error


def _mounted_bins(point: str, person: Person) -> tuple[str, str]:
    top = point.rstrip("/")
    return f"{top}/.Trash/{person.key}", f"{top}/.Trash-{person.key}"


def _add(machine: Machine, folder: str, count: _Count) -> None:
    for entry in machine.list(f"{folder}/files"):
        count.add(entry)
    # The .trashinfo file is written once, when its file is deleted: no need to look into it.
    times = [entry.modified for entry in machine.list(f"{folder}/info") if entry.name.endswith(".trashinfo")]
    count.oldest = min((*times, *([] if count.oldest is None else [count.oldest])), default=None)


# -- recent files -----------------------------------------------------------------------------------------------------


@probe(RecentFiles, Platform.LINUX)
def recent_files(machine: Machine) -> RecentFiles:
    """GTK's and KDE's lists, those of office programs, and thumbnails of documents that are gone."""
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("不知道这台电脑由谁使用", "It is not known who uses this computer"), _AS_THE_PERSON)
    machine.stat(person.home)
    sources = Ledger[str](Unit.SOURCES)
    pictures = Ledger[str](Unit.FILES)
    listed = 0
    gone: set[str] = set()
    documents = Ledger[str](Unit.FILES)
    with sources.reading("recently-used.xbel"):
        for path in _bookmarks(machine.read(f"{person.home}/.local/share/recently-used.xbel")):
            listed += 1
            with documents.reading(path):
                if not machine.exists(path):
                    gone.add(path)
    with sources.reading("RecentDocuments"):
        entries = machine.list(f"{person.home}/.local/share/RecentDocuments")
        listed += sum(leftovers().is_document(entry.name.removesuffix(".desktop")) for entry in entries)
    listed += office_recents(machine, person.home, sources)
    with sources.reading("thumbnails"):
        gone |= set(_orphans(machine, f"{person.home}/.cache/thumbnails", pictures))
    coverage = sources.some_or_raise() + of_one(machine, person)
    for ledger in (documents, pictures):
        coverage = coverage + ledger.coverage if ledger.opened else coverage
    return RecentFiles(listed, len(gone), coverage=coverage)


def _bookmarks(content: bytes) -> Iterator[str]:
    """Paths of documents in a list of the freedesktop.org desktop bookmark specification."""
    for name, attributes in elements(content, "recently-used.xbel"):
        path = _path(attributes.get("href", "")) if name == "bookmark" else None
        if path and leftovers().is_document(path):
            yield path


def _path(uri: str) -> str | None:
    """The path of a file:// address, None for any other."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = unquote_to_bytes(parts.path).decode("utf-8", "surrogateescape")
    return path if path.startswith("/") and "\0" not in path else None


def _orphans(machine: Machine, folder: str, pictures: Ledger[str]) -> Iterator[str]:
    """Documents that are gone while a thumbnail of them is still there."""
    files = [
        (entry.modified, f"{below}/{entry.name}")
        for below in _thumbnail_folders(machine, folder)
        for entry in machine.list(below)
        if entry.kind is Kind.FILE and entry.name.lower().endswith(".png")
    ]
    files.sort(reverse=True)
    for _, path in files[:_THUMBNAILS]:
        with pictures.reading(path):
            document = _path(_source_of(machine.read(path, _THUMBNAIL_LIMIT)) or "")
            if document and leftovers().is_document(document) and not machine.exists(document):
                yield document
    if len(files) > _THUMBNAILS:
        pictures.more(len(files) - _THUMBNAILS, Cause.BEYOND_LIMIT)


def _thumbnail_folders(machine: Machine, folder: str) -> Iterator[str]:
    """One a size, and under ``fail`` one a program: those have no picture, but the address."""
    names = {entry.name for entry in machine.list(folder)}
    yield from (f"{folder}/{size}" for size in _SIZES if size in names)
    if "fail" in names:
        programs = machine.list(f"{folder}/fail")
        yield from (f"{folder}/fail/{entry.name}" for entry in programs if entry.kind is Kind.FOLDER)


def _source_of(content: bytes) -> str | None:
    """``Thumb::URI`` of a thumbnail: a tEXt chunk, Latin-1, before or after the picture.

    Raises:
        Unreadable: not a PNG file, or one whose chunks do not add up.
    """
    if not content.startswith(_PNG):
        raise refusals.malformed("thumbnail")
    at = len(_PNG)
    while at + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if at + 12 + size > len(content):
            break
        if kind == b"tEXt":
            word, _, text = content[at + 8 : at + 8 + size].partition(b"\0")
            if word == b"Thumb::URI":
                return text.decode("latin-1")
        if kind == b"IEND":
            return None
        at += 12 + size
    raise refusals.malformed("thumbnail")


# -- safety copies ----------------------------------------------------------------------------------------------------


@probe(AutosaveCopies, Platform.LINUX)
def autosave_copies(machine: Machine) -> AutosaveCopies:
    """Copies of office programs in the person's own folder; of other people they are not looked for."""
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("不知道这台电脑由谁使用", "It is not known who uses this computer"), _AS_THE_PERSON)
    copies = counted_copies(machine, {"home": person.home}, "/")
    return replace(copies, coverage=copies.coverage + of_one(machine, person))
