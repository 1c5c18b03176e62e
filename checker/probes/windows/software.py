"""Windows: installed software, and which known products are here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.workstation.agents import ProtectionSigns
from checker.facts.workstation.software import InstalledSoftware, KnownSoftware, Program
from checker.knowledge.cloud_sync import cloud_sync
from checker.knowledge.remote_control import remote_control
from checker.knowledge.sharing import sharing
from checker.knowledge.software import system_software
from checker.knowledge.telling_software import telling_software
from checker.machine.answers import RegistryKey, Service
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.presence import Seen, presences
from checker.probes.running import process_names
from checker.probes.windows.autostarts import launched
from checker.probes.windows.hives import hives

_UNINSTALL = r"\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
_ALL, _PERSON = r"HKLM" + _UNINSTALL, r"HKCU" + _UNINSTALL
_STORE = r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_HIDDEN = "unknown"
_LIES_ABOUT = ("Downloads", "Desktop")
_PROGRAM_FILES = (".exe", ".msi")
_ADDED = re.compile(r"[-_ ]v?\d|[-_ ]?\(\d|[-_ ]?(?:setup|install)|[-_ ](?:x64|x86|win)")
_UPDATES = ("update", "hotfix", "security update", "update rollup", "service pack")


@probe(InstalledSoftware, Platform.WINDOWS)
def installed_software(machine: Machine) -> InstalledSoftware:
    """What Windows' own list of installed programs shows, everybody's own of those who are signed in with it, and this
    person's store apps that are not Microsoft's.

    A Windows whose list for all users has no entry at all does not exist, so an empty list is no answer.
    """
    sources = Ledger[str](Unit.SOURCES)
    found: dict[str, Program] = {}
    total = 0
    for key, view in _places(machine):
        with sources.reading(f"{key} {view}"):
            for name, entry in _entries(machine, key, view):
                total += 1
                if _shown(entry):
                    publisher = entry.value("Publisher")
                    words = Text.name(publisher) if isinstance(publisher, str) and publisher else _NO_PUBLISHER
                    found.setdefault(name, Program(name, words))
    sources.some_or_raise()
    if not total:
        raise _no_list()
    with sources.reading(_STORE):
        for name in _store_apps(machine):
            found.setdefault(name, Program(name, Text("应用商店应用", "app from the store")))
    ordered = sorted(found.values(), key=lambda program: program.name.lower())
    return InstalledSoftware(tuple(ordered), total, coverage=sources.coverage)


@probe(KnownSoftware, Platform.WINDOWS)
def known_software(machine: Machine) -> KnownSoftware:
    """Uninstall entries, services and processes, what people downloaded; each of them may be left."""
    sources = Ledger[str](Unit.SOURCES)
    seen = _look(machine, sources)
    coverage = sources.some_or_raise() + hives(machine)[1].coverage
    return KnownSoftware(
        remote_control=presences(remote_control().product, Platform.WINDOWS, seen),
        cloud_sync=presences(cloud_sync().product, Platform.WINDOWS, seen),
        nearby_sharing=presences(sharing().product, Platform.WINDOWS, seen),
        virtual_machines=presences(telling_software().virtual_machines, Platform.WINDOWS, seen),
        wiping=presences(telling_software().wiping, Platform.WINDOWS, seen),
        coverage=coverage,
    )


@probe(ProtectionSigns, Platform.WINDOWS)
def protection_signs(machine: Machine) -> ProtectionSigns:
    """A service that does not show us whether it runs makes the list unfit to say what does not run."""
    sources = Ledger[str](Unit.SOURCES)
    seen = _look(machine, sources)
    coverage = sources.whole_or_raise()
    if any(service.status == _HIDDEN for service in service_list(machine)):
        raise Unreadable(Text("有的服务不让查看是否在运行", "Some services do not show whether they run"), AS_ADMIN)
    return ProtectionSigns(seen.programs, seen.services, seen.running, coverage=coverage)


def _look(machine: Machine, sources: Ledger[str]) -> Seen:
    programs: set[str] = set()
    services: tuple[Service, ...] = ()
    processes: frozenset[str] = frozenset()
    for key, view in _places(machine):
        with sources.reading(f"{key} {view}"):
            programs |= {name.lower() for name, _ in _entries(machine, key, view)}
    with sources.reading(_UNINSTALL):
        if not programs:
            raise _no_list()
    with sources.reading("services"):
        services = service_list(machine)
    with sources.reading("processes"):
        processes = process_names(machine)
    return Seen(
        loose=_portable(machine, sources),
        launched=launched(machine, sources),
        programs=frozenset(programs),
        services=frozenset(service.name.lower() for service in services),
        starting=frozenset(service.name.lower() for service in services if service.start == "automatic"),
        running=processes | {service.name.lower() for service in services if service.status == "running"},
    )


def _portable(machine: Machine, sources: Ledger[str]) -> frozenset[str]:
    """File names of programs that people downloaded or put on the desktop: many of these need no installation."""
    found: set[str] = set()
    for person in machine.host.people:
        for folder in _LIES_ABOUT:
            with sources.reading(folder if person.current else rf"{person.name}\{folder}"):
                entries = machine.documents(rf"{person.home}\{folder}")
                found |= {name for entry in entries for name in _program_names(entry.name.lower())}
    return frozenset(found)


def _program_names(name: str) -> set[str]:
    """A program's or set-up's file name, and what comes before its version or what a browser added:
    ``rustdesk.exe`` of ``rustdesk-1.3.8-x86_64.exe`` and of ``rustdesk (1).msi``.
    """
    stem, dot, end = name.rpartition(".")
    if f"{dot}{end}" not in _PROGRAM_FILES:
        return set()
    return {f"{one}.exe" for one in (stem, _ADDED.split(stem, maxsplit=1)[0]) if one}


def _no_list() -> Unreadable:
    return Unreadable(Text("系统没有给出已安装程序的清单", "The system gives no list of installed programs"))


def service_list(machine: Machine) -> tuple[Service, ...]:
    """All services.

    Raises:
        Unreadable: none at all, which no working Windows has.
    """
    services = machine.services()
    if not services:
        raise Unreadable(Text("系统没有给出服务清单", "The system does not give its list of services"))
    return services


def _places(machine: Machine) -> tuple[tuple[str, int], ...]:
    return ((_ALL, 64), (_ALL, 32), *((hive.of(_PERSON), 64) for hive in hives(machine)[0]))


def _entries(machine: Machine, key: str, view: int) -> Iterator[tuple[str, RegistryKey]]:
    """The entries that have a name. One that vanishes meanwhile is left out."""
    for subkey in machine.registry(key, view).subkeys:
        try:
            entry = machine.registry(rf"{key}\{subkey}", view)
        except Absent:
            continue
        name = entry.value("DisplayName")
        if isinstance(name, str) and name.strip():
            yield name.strip(), entry


def _shown(entry: RegistryKey) -> bool:
    """Whether the Control Panel shows it: system parts and updates of another entry are left out there."""
    release = entry.value("ReleaseType")
    is_update = isinstance(release, str) and release.lower() in _UPDATES
    return entry.value("SystemComponent") != 1 and not entry.value("ParentKeyName") and not is_update


def _store_apps(machine: Machine) -> list[str]:
    """Names of package families: NAME_VERSION_ARCHITECTURE_RESOURCE_PUBLISHER, by the part before the first "_"."""
    own = system_software().store_publishers
    names = machine.registry(_STORE).subkeys
    return sorted({name.split("_")[0] for name in names if name.count("_") == 4 and not name.endswith(own)})


_NO_PUBLISHER = Text("没有写明发行商", "no publisher given")
