"""What Windows' device installation logs say: setupapi.dev.log and its rotated parts.

A section has two lines of interest, in local time and never translated::

    >>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20\\2006...&0]
    >>>  Section start 2016/11/22 23:50:30.938

A device is written once, when it is installed, and again after Windows has cleaned it up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from checker.machine import refusals
from checker.machine.answers import Kind
from checker.machine.machine import Machine

_FOLDER = r"C:\Windows\INF"
_NAMES = re.compile(r"setupapi\.dev(?:\.\d{8}_\d{6})?\.log", re.IGNORECASE)
_FILE_LIMIT = 64 << 20
_FILES_LIMIT = 20
_SECTION = re.compile(rb">>>  \[([^\r\n]{1,600})\]\r?\n>>>  Section start (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)")
_BOOT = re.compile(rb"\[Boot Session: (\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the log. `at` is local time taken as UTC: good to a day."""

    title: str
    at: datetime

    @property
    def device(self) -> str:
        """The device instance that it is about: what follows the first " - "."""
        return self.title.partition(" - ")[2]

    @property
    def removes(self) -> bool:
        """The device was deleted: it had been here, but not at this moment."""
        return self.title.startswith(("Delete Device", "Device Uninstall", "Uninstall Device"))


@dataclass(frozen=True, slots=True)
class SetupLog:
    sections: tuple[Section, ...]
    reaches_to: datetime


def setup_log(machine: Machine) -> SetupLog:
    """All sections that are kept, oldest first.

    Raises:
        Absent: Windows always has this log; without it somebody removed it, or this is not Windows as we know it.
        Unreadable: it may not be read, or holds not one section.
    """
    files = [entry for entry in machine.list(_FOLDER) if entry.kind is Kind.FILE and _NAMES.fullmatch(entry.name)]
    if not files:
        raise refusals.absent(rf"{_FOLDER}\setupapi.dev.log")
    files.sort(key=lambda entry: entry.modified)
    sections: list[Section] = []
    begins: list[datetime] = []
    for entry in files[-_FILES_LIMIT:]:
        content = machine.read(rf"{_FOLDER}\{entry.name}", _FILE_LIMIT)
        found = list(_sections(content))
        sections += found
        begins += [section.at for section in found[:1]]
        boot = _BOOT.search(content)
        if boot and (at := _moment(boot[1])):
            begins.append(at)
    if not begins:
        raise refusals.malformed("setupapi.dev.log")
    return SetupLog(tuple(sorted(sections, key=lambda section: section.at)), min(begins))


def _sections(content: bytes) -> list[Section]:
    found = []
    for match in _SECTION.finditer(content):
        at = _moment(match[2])
        if at is not None:
            found.append(Section(match[1].decode("utf-8", "replace"), at))
    return found


def _moment(stamp: bytes) -> datetime | None:
    try:
        return datetime.strptime(stamp.decode("ascii"), "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
