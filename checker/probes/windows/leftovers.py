"""Leftovers of documents on Windows: recycle bins, lists of recent files, safety copies."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from checker.facts.workstation.leftovers import AutosaveCopies, RecentFiles, RecycleBin
from checker.knowledge.leftovers import leftovers
from checker.machine import refusals
from checker.machine.answers import Kind, Person
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.copies import autosave_copies as counted_copies
from checker.probes.persons import of_one

_BIN = "$Recycle.Bin"
_PERSON = re.compile(r"S-1-(?:5-21|12-1)-[\d-]+")  # people; S-1-5-18 and its like are the system's own
_SYSTEM = re.compile(r"S-1-5-(?:18|19|20|80|82|83|90|96)(?:-[\d-]+)?")
_INDEX_LIMIT = 1 << 17  # bytes; a $I file is 544 bytes, or 28 and the name
_INDEXES = 300  # of one bin are read for their dates
_RECENT_DOCS = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_AS_THE_PERSON = Text("请使用人本人登录后再查一次", "Check again as the person who uses it")


# -- recycle bins ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Count:
    files: int = 0
    documents: int = 0
    folders: int = 0
    oldest: datetime | None = None


@probe(RecycleBin, Platform.WINDOWS)
def recycle_bin(machine: Machine) -> RecycleBin:
    r"""Everybody's bin on every drive: pairs of $I (what it was) and $R (the file itself) under the person's SID.

    The system drive always has the folder; drives that never saw a deletion, and USB sticks, have none.
    """
    count = _Count()
    system = "C:"
    drives = {system, *(mount.point.rstrip("\\/") for mount in machine.mounts())}
    volumes, bins = Ledger(Unit.VOLUMES, sorted(drives)), Ledger[str](Unit.FOLDERS)
    for drive in volumes:
        with volumes.reading(drive):
            for sid in _bins(machine, drive, required=drive == system):
                bins.there(rf"{drive}\{_BIN}\{sid}")
    for folder in bins:
        sid = folder.rpartition("\\")[2]
        with bins.reading(folder):
            if not _PERSON.fullmatch(sid):
                raise refusals.not_understood(sid)
            _add(machine, folder, sid, count)
    coverage = volumes.some_or_raise()
    coverage = coverage + bins.coverage if bins.opened else coverage
    return RecycleBin(count.files, count.documents, count.folders, count.oldest, coverage=coverage)


def _bins(machine: Machine, drive: str, *, required: bool) -> list[str]:
    """The bins of people on a drive, by their SIDs; those of the system itself are left out."""
    try:
        names = [entry.name for entry in machine.list(rf"{drive}\{_BIN}")]
    except Absent as error:
        if required:
            raise Unreadable(_NO_BIN, refusals.AS_ADMIN) from error
        raise
    return [name for name in names if name.upper().startswith("S-1-") and not _SYSTEM.fullmatch(name)]


_NO_BIN = Text(
    "系统盘上没有回收站文件夹，不像正常的 Windows", "The system drive has no recycle bin, which is not normal"
)
_CLOSED = Text("另一个账户的回收站没有权限查看", "The recycle bin of another account may not be looked at")


def _add(machine: Machine, folder: str, sid: str, count: _Count) -> None:
    try:
        entries = machine.list(folder)
    except Absent:
        raise
    except Unreadable as error:
        person = machine.host.person
        reason = error.reason if person and person.key == sid else _CLOSED
        raise Unreadable(reason, refusals.AS_ADMIN, error.cause) from error
    ours = {entry.name[2:]: entry for entry in entries if entry.name[:2].upper() in ("$I", "$R")}
    kept = {entry.name[2:]: entry for entry in entries if entry.name[:2].upper() == "$R"}
    for name in ours:
        if name in kept and kept[name].kind is Kind.FOLDER:
            count.folders += 1
        else:
            count.files += 1
            count.documents += leftovers().is_document(name)
    indexes = [entry for entry in entries if entry.name[:2].upper() == "$I" and entry.kind is Kind.FILE]
    for entry in sorted(indexes, key=lambda entry: entry.modified)[:_INDEXES]:
        when = deleted_at(machine.read(rf"{folder}\{entry.name}", _INDEX_LIMIT))
        count.oldest = when if count.oldest is None else min(count.oldest, when)


def deleted_at(content: bytes) -> datetime:
    """When a file was deleted, from its $I file: version, size, FILETIME, and the name, which is not looked at.

    Version 1 (Vista to 8.1) has a name of 520 bytes, version 2 (10 and later) the name's length at 0x18.

    Raises:
        Unreadable: not such a file.
    """
    if len(content) >= 24:
        version, _, filetime = struct.unpack_from("<QQQ", content)
        whole = len(content) >= 24 + 520 if version == 1 else version == 2 and len(content) >= 28
        if whole and 0 < filetime < 1 << 58:
            return _EPOCH + timedelta(microseconds=filetime // 10)
    raise refusals.malformed("$I")


# -- recent files -----------------------------------------------------------------------------------------------------


_OFFICE, _WPS = r"HKCU\Software\Microsoft\Office", r"HKCU\Software\Kingsoft\Office"
_OFFICE_DEPTH = 6
_ON_THE_WAY = re.compile(r"(?i)\d+\.\d|user mru$|adal_|liveid_|ad_|recentfiles$")  # versions, accounts
_OFFICE_PROGRAMS = ("word", "excel", "powerpoint", "wps", "et", "wpp", "publisher", "visio", "ms project", "access")


@probe(RecentFiles, Platform.WINDOWS)
def recent_files(machine: Machine) -> RecentFiles:
    r"""Explorer's RecentDocs keeps one sub-key an extension (``.docx``); Recent has a link for each document.

    Office's and WPS's own lists count beside them; jump lists are not read. An account without RecentDocs never opened
    a file; Windows makes the Recent folder and its AutomaticDestinations at the first sign-in.
    """
    person = _person(machine)
    home = person.home
    sources, remembered, linked = Ledger(Unit.SOURCES, ("RecentDocs", "Recent")), 0, 0
    with sources.reading("RecentDocs"):
        remembered = _remembered(machine)
    with sources.reading("Recent"):
        links = _names(machine, rf"{home}\AppData\Roaming\Microsoft\Windows\Recent")
        if "automaticdestinations" not in links:
            raise Unreadable(_NO_RECENT, _AS_THE_PERSON)
        linked = sum(name.endswith(".lnk") and leftovers().is_document(name.removesuffix(".lnk")) for name in links)
    office = _office_recents(machine, sources)
    return RecentFiles(
        max(remembered, linked) + office, None, coverage=sources.some_or_raise() + of_one(machine, person)
    )


_NO_RECENT = Text(
    "使用人的“最近使用的文件”文件夹不在原处，看不出有没有记录",
    "The person's folder of recent files is not where Windows makes it, so records cannot be ruled out",
)


def _remembered(machine: Machine) -> int:
    """Documents in RecentDocs; raises Absent where there is no such key."""
    number = 0
    for extension in machine.registry(_RECENT_DOCS).subkeys:
        if leftovers().is_document(extension):
            number += sum(name.isdecimal() for name in machine.registry(rf"{_RECENT_DOCS}\{extension}").values)
    return number


def _office_recents(machine: Machine, sources: Ledger[str]) -> int:
    r"""Values of Office's ``<version>\<program>\File MRU`` (``[F00000000][T...][O...]*C:\x.docx``), also of each
    account that is signed in to Office (``User MRU``), and of what WPS keeps below ``RecentFiles``. [K] for WPS.
    """
    number = 0
    for top, last in ((_OFFICE, ("file mru",)), (_WPS, ("recentfiles", "files"))):
        with sources.reading(top):
            for key in _keys_below(machine, top, _OFFICE_DEPTH):
                if key.rpartition("\\")[2].lower() in last:
                    values = machine.registry(key).values
                    number += sum(
                        isinstance(value, str) and leftovers().is_document(value.rpartition("*")[2])
                        for value in values.values()
                    )
    return number


def _keys_below(machine: Machine, key: str, depth: int) -> Iterator[str]:
    for name in machine.registry(key).subkeys if depth else ():
        below = rf"{key}\{name}"
        yield below
        if name.lower() in _OFFICE_PROGRAMS or _ON_THE_WAY.match(name):
            yield from _keys_below(machine, below, depth - 1)


def _names(machine: Machine, folder: str) -> list[str]:
    try:
        return [entry.name.lower() for entry in machine.list(folder)]
    except Absent as error:
        raise Unreadable(_NO_RECENT, _AS_THE_PERSON) from error


# -- safety copies ----------------------------------------------------------------------------------------------------


@probe(AutosaveCopies, Platform.WINDOWS)
def autosave_copies(machine: Machine) -> AutosaveCopies:
    """Copies of office programs in the person's own folders; of other people they are not looked for."""
    person = _person(machine)
    home = person.home
    local = rf"{home}\AppData\Local"
    places = {"home": home, "roaming": rf"{home}\AppData\Roaming", "local": local, "temp": rf"{local}\Temp"}
    copies = counted_copies(machine, places, "\\")
    return replace(copies, coverage=copies.coverage + of_one(machine, person))


def _person(machine: Machine) -> Person:
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("不知道这台电脑由谁使用", "It is not known who uses this computer"), _AS_THE_PERSON)
    return person
