"""Programs that no package list names: what people installed for themselves, single-file programs, entries of menus.

Looked through: Flatpak and Snap, /opt/apps, menus and autostart (desktop entries), systemd's units of people, and files
that are a program in one (AppImage) or were put where programs are found (/usr/local, /opt). Of people's own folders
those names alone are taken that end in ``.AppImage``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.machine.refusals import too_large
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.linux.desktop_entries import desktop_entry, program, starts

OPT_APPS = "/opt/apps"  # UOS and deepin: one folder a store app, named like its package
FLATPAK = "/var/lib/flatpak/app"
SNAP = "/var/lib/snapd/snaps"
_SNAP_BASE = ("core", "snapd", "bare", "gnome-", "gtk-common-themes", "mesa-")  # what snap brings for itself

_MENUS = ("/usr/share/applications", "/usr/local/share/applications")
_AUTOSTART = "/etc/xdg/autostart"
_PROGRAMS = ("/usr/local/bin", "/usr/local/sbin", "/opt")
_PERSON_UNITS = ("/etc/systemd/user", "/usr/lib/systemd/user", "/usr/local/lib/systemd/user")
_OWN_FLATPAK, _OWN_MENU, _OWN_AUTOSTART = ".local/share/flatpak/app", ".local/share/applications", ".config/autostart"
_OWN_UNITS, _OWN_PROGRAMS = ".config/systemd/user", (".local/bin", "bin")
# Where downloads end up and where the two programs that look after AppImages put them.
_OWN_SINGLE = ("Applications", "AppImages", "Desktop", "Downloads", "桌面", "下载")
_SINGLE = ".appimage"
_ENTRY_LIMIT = 1 << 18
_MANY = 3000  # files of one such folder; a desktop has a few hundred


@dataclass(slots=True)
class Applications:
    """Names in lower case.

    programs  ids of packages and of menus, and the last part of each (``rustdesk`` of ``com.rustdesk.RustDesk``)
    files     file names of programs that are there, and the beginning of each before its version
    loose     likewise of single files that somebody downloaded, or keeps where those are kept
    launched  file names of programs that start when somebody signs in
    services  systemd units of people; starting: those that start with a session
    """

    programs: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    launched: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    starting: set[str] = field(default_factory=set)


def applications(machine: Machine, sources: Ledger[str]) -> Applications:
    """What is there for everybody."""
    found = Applications()
    for folder in (OPT_APPS, FLATPAK, SNAP):
        with sources.reading(folder):
            found.programs |= _ids(names_in(machine, folder))
    for folder in _MENUS:
        with sources.reading(folder):
            found.programs |= _ids(entry.name.removesuffix(".desktop") for entry in _desktop(machine, folder))
    with sources.reading(_AUTOSTART):
        _autostart(machine, _AUTOSTART, found)
    for folder in _PROGRAMS:
        with sources.reading(folder):
            found.files |= _files(_few(machine, folder))
    for folder in _PERSON_UNITS:
        with sources.reading(folder):
            _units(machine, folder, found)
    return found


def add_those_of_people(machine: Machine, found: Applications) -> Coverage:
    """What each person has, too; a home that is closed is said."""
    people = Ledger(Unit.FOLDERS, machine.host.people, lambda one: Text.name(one.name))
    for person in people:
        with people.reading(person):
            home = person.home
            machine.list(home)  # a home that is closed is not one without programs
            found.programs |= _ids(entry.name for entry in _there(machine, f"{home}/{_OWN_FLATPAK}"))
            for entry in _desktop_there(machine, f"{home}/{_OWN_MENU}"):
                found.programs |= _ids((entry.name.removesuffix(".desktop"),))
                found.files |= _named(_program(machine, f"{home}/{_OWN_MENU}/{entry.name}"))
            if _there(machine, f"{home}/{_OWN_AUTOSTART}"):
                _autostart(machine, f"{home}/{_OWN_AUTOSTART}", found)
            if _there(machine, f"{home}/{_OWN_UNITS}"):
                _units(machine, f"{home}/{_OWN_UNITS}", found)
            for folder in _OWN_PROGRAMS:
                found.files |= _files(_there(machine, f"{home}/{folder}"))
            for folder in _OWN_SINGLE:
                single = (one for one in _documents(machine, f"{home}/{folder}") if _is_single(one))
                found.loose |= _files(single)
    return people.coverage


def names_in(machine: Machine, folder: str) -> tuple[str, ...]:
    """The names that a store's folder has; of Snap those of the snaps themselves."""
    names = [entry.name for entry in machine.list(folder)]
    if folder != SNAP:
        return tuple(names)
    # Files are called NAME_REVISION.snap; old revisions lie beside new ones.
    snaps = {name.rpartition("_")[0] for name in names if name.endswith(".snap")}
    return tuple(sorted(name for name in snaps if not name.startswith(_SNAP_BASE)))


def _ids(names: Iterable[str]) -> set[str]:
    lowered = {name.lower() for name in names}
    return lowered | {name.rpartition(".")[2] for name in lowered}


def _files(entries: Iterable[Entry]) -> set[str]:
    return {name for entry in entries for name in _named(entry.name)}


def _named(name: str) -> set[str]:
    """A program's file name, and what comes before its version: ``rustdesk`` of ``rustdesk-1.3.8-x86_64.AppImage``."""
    lowered = name.lower().removesuffix(_SINGLE)
    return {lowered, re.split(r"[-_ ]v?\d", lowered, maxsplit=1)[0]} - {""}


def _is_single(entry: Entry) -> bool:
    return entry.kind is Kind.FILE and entry.name.lower().endswith(_SINGLE)


def _autostart(machine: Machine, folder: str, found: Applications) -> None:
    for entry in _desktop(machine, folder):
        path = f"{folder}/{entry.name}"
        keys = desktop_entry(machine.text(path, _ENTRY_LIMIT), path)
        if starts(keys):
            found.launched |= _named(program(keys)) | {entry.name.removesuffix(".desktop").lower()}


def _program(machine: Machine, path: str) -> str:
    try:
        return program(desktop_entry(machine.text(path, _ENTRY_LIMIT), path))
    except Absent:  # a link that leads nowhere starts nothing
        return ""


def _units(machine: Machine, folder: str, found: Applications) -> None:
    for entry in machine.list(folder):
        if entry.name.endswith((".wants", ".requires")) and entry.kind is not Kind.LINK:
            found.starting |= {unit.name.lower() for unit in _there(machine, f"{folder}/{entry.name}")}
        else:
            found.services.add(entry.name.lower())


def _desktop(machine: Machine, folder: str) -> Iterator[Entry]:
    return (entry for entry in _few(machine, folder) if entry.name.endswith(".desktop"))


def _desktop_there(machine: Machine, folder: str) -> Iterator[Entry]:
    return (entry for entry in _there(machine, folder) if entry.name.endswith(".desktop"))


def _few(machine: Machine, folder: str) -> tuple[Entry, ...]:
    entries = machine.list(folder)
    if len(entries) > _MANY:
        raise too_large(folder)
    return entries


def _there(machine: Machine, folder: str) -> tuple[Entry, ...]:
    try:
        return _few(machine, folder)
    except Absent:
        return ()


def _documents(machine: Machine, folder: str) -> tuple[Entry, ...]:
    """A folder of somebody's own files: its names are in no recording."""
    try:
        return machine.documents(folder)
    except Absent:
        return ()
