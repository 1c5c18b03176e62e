"""Linux: installed software, and which known products are here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.workstation.agents import ProtectionSigns
from checker.facts.workstation.software import InstalledSoftware, KnownSoftware, Program
from checker.knowledge.cloud_sync import cloud_sync
from checker.knowledge.products import Product
from checker.knowledge.remote_control import remote_control
from checker.knowledge.sharing import sharing
from checker.knowledge.telling_software import telling_software
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.applications import (
    FLATPAK,
    OPT_APPS,
    SNAP,
    Applications,
    add_those_of_people,
    applications,
    names_in,
)
from checker.probes.linux.sessions import commands, lines_at_start, simple
from checker.probes.linux.unit_files import OF_ADMINISTRATORS, services
from checker.probes.linux.units import Units, units
from checker.probes.presence import Seen, presences
from checker.probes.running import process_names


@probe(InstalledSoftware, Platform.LINUX)
def installed_software(machine: Machine) -> InstalledSoftware:
    """dpkg and apt must answer; /opt/apps, Flatpak and Snap may be left."""
    names = packages.installed(packages.status(machine))
    found = {name: Program(name, source) for name, source in packages.foreign(machine, names).items()}
    sources = Ledger[str](Unit.SOURCES)
    sources.looked(packages.STATUS)
    for folder, words in _folders(machine):
        with sources.reading(folder):
            for name in names_in(machine, folder):
                found.setdefault(name, Program(name, words))
    return InstalledSoftware(tuple(found[name] for name in sorted(found)), len(names), coverage=sources.coverage)


@probe(KnownSoftware, Platform.LINUX)
def known_software(machine: Machine) -> KnownSoftware:
    """Packages, units, processes, and what people put beside them; each of them may be left.

    A process that other people's settings hide makes the whole list unreadable (hidepid), never a short one.
    """
    sources = Ledger[str](Unit.SOURCES)
    apps = applications(machine, sources)
    people = add_those_of_people(machine, apps)
    seen = look(machine, sources, apps, _products())
    coverage = sources.some_or_raise() + people
    return KnownSoftware(
        remote_control=presences(remote_control().product, Platform.LINUX, seen),
        cloud_sync=presences(cloud_sync().product, Platform.LINUX, seen),
        nearby_sharing=presences(sharing().product, Platform.LINUX, seen),
        virtual_machines=presences(telling_software().virtual_machines, Platform.LINUX, seen),
        wiping=presences(telling_software().wiping, Platform.LINUX, seen),
        coverage=coverage,
    )


@probe(ProtectionSigns, Platform.LINUX)
def protection_signs(machine: Machine) -> ProtectionSigns:
    sources = Ledger[str](Unit.SOURCES)
    seen = look(
        machine, sources, applications(machine, sources), ()
    )  # it is there for everybody, or it protects nobody
    coverage = sources.whole_or_raise()
    return ProtectionSigns(seen.programs, seen.services, seen.running, coverage=coverage)


def _products() -> tuple[Product, ...]:
    telling = telling_software()
    known = (*remote_control().product, *cloud_sync().product, *sharing().product)
    return (*known, *telling.virtual_machines, *telling.wiping)


def look(machine: Machine, sources: Ledger[str], apps: Applications, products: tuple[Product, ...]) -> Seen:
    """What is there of what these products could show."""
    programs: frozenset[str] = frozenset()
    known = Units(frozenset(), frozenset(), frozenset(), ())
    processes: frozenset[str] = frozenset()
    with sources.reading(packages.STATUS):
        programs = packages.installed(packages.status(machine))
    with sources.reading("systemd"):
        known = units(machine)
    with sources.reading("/proc"):
        processes = process_names(machine)
    started = set(_started(machine, sources, known))
    for process in machine.processes() if processes else ():
        if process.name == _SSH and _leads_back(_words(machine, process.pid)):
            processes |= {_LED_BACK}
    return Seen(
        programs=programs | apps.programs,
        services=known.all | apps.services,
        starting=known.starting | apps.starting,
        running=processes | known.running,
        paths=paths(machine, sources, products),
        files=frozenset(apps.files),
        loose=frozenset(apps.loose),
        launched=frozenset(apps.launched | started),
    )


_SSH, _LED_BACK = "ssh", "ssh-tunnel"


def _started(machine: Machine, sources: Ledger[str], known: Units) -> Iterator[str]:
    """Programs that services of the administrator's own making, rc.local and jobs at the start run, by file name."""
    started: list[list[str]] = []
    with sources.reading("/etc/systemd/system"):
        for unit in services(machine, OF_ADMINISTRATORS):
            if unit.name.lower() in known.starting | known.running:
                started += unit.commands
    started += [words for line in lines_at_start(machine, sources) for words in commands(line)]
    for one in started:
        for name, words, _ in simple(one):
            yield name.lower()
            if name == _SSH and _leads_back(words):
                yield _LED_BACK


def _leads_back(words: list[str]) -> bool:
    """Whether ssh is told to let the other side in: ``-R``, alone, with its value or behind other letters (ssh(1))."""
    return any(re.fullmatch(r"-[A-Za-z0-9]*R.*", word) for word in words[1:])


def _words(machine: Machine, pid: int) -> list[str]:
    try:
        return machine.text(f"/proc/{pid}/cmdline", 1 << 16).split("\0")
    except Unreadable:  # it has just ended, or is another person's
        return []


def paths(machine: Machine, sources: Ledger[str], products: tuple[Product, ...]) -> frozenset[str]:
    """Which of the products' own folders and files are there. They are looked for, not opened."""
    found = set()
    for path in {path for product in products for path in product.linux.paths}:
        with sources.reading(path):
            if machine.exists(path):
                found.add(path)
    return frozenset(found)


def _folders(machine: Machine) -> tuple[tuple[str, Text], ...]:
    person = machine.host.person
    flatpak = Text("Flatpak 应用", "Flatpak app")
    folders = [(OPT_APPS, Text("应用商店应用", "app from the store")), (FLATPAK, flatpak)]
    if person is not None:
        folders.append((f"{person.home}/.local/share/flatpak/app", flatpak))
    return (*folders, (SNAP, Text("Snap 应用", "Snap app")))
