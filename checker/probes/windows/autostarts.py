"""Windows: Run keys and Startup folders, less what is switched off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from checker.facts.workstation.autostarts import Autostart, Autostarts
from checker.knowledge.software import system_software
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.windows.hives import Hive, hives

_ON_A_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_CURRENT = r"\SOFTWARE\Microsoft\Windows\CurrentVersion"
_EVERYONE, _OWN = Text("所有人的自启动", "autostart of everyone"), Text("本人的自启动", "this person's autostart")
_TASKS = Text("计划任务不在这次检查范围内", "scheduled tasks are not part of this inspection")
_BY_POLICY = Text("策略设置的自启动", "autostart set by policy")
# Where it is set up: key, view, words, and the key and name under which it may be switched off.
_RUN: tuple[tuple[str, int, Text, str, str], ...] = (
    (rf"HKLM{_CURRENT}\Run", 64, _EVERYONE, "HKLM", "Run"),
    (rf"HKLM{_CURRENT}\Run", 32, _EVERYONE, "HKLM", "Run32"),
    (rf"HKCU{_CURRENT}\Run", 64, _OWN, "HKCU", "Run"),
    (rf"HKLM{_CURRENT}\RunOnce", 64, _EVERYONE, "HKLM", "RunOnce"),
    (rf"HKLM{_CURRENT}\RunOnce", 32, _EVERYONE, "HKLM", "RunOnce"),
    (rf"HKCU{_CURRENT}\RunOnce", 64, _OWN, "HKCU", "RunOnce"),
    (rf"HKLM{_CURRENT}\Policies\Explorer\Run", 64, _BY_POLICY, "HKLM", ""),
    (rf"HKCU{_CURRENT}\Policies\Explorer\Run", 64, _BY_POLICY, "HKCU", ""),
)
_FOLDERS = (
    (rf"HKLM{_CURRENT}\Explorer\Shell Folders", "Common Startup", _EVERYONE, "HKLM"),
    (rf"HKCU{_CURRENT}\Explorer\Shell Folders", "Startup", _OWN, "HKCU"),
)


@probe(Autostarts, Platform.WINDOWS)
def autostarts(machine: Machine) -> Autostarts:
    """Each key may be missing, which means nothing there; the key above them all may not."""
    machine.registry(rf"HKLM{_CURRENT}")  # Absent or closed: nothing at all can be said
    sources = Ledger[str](Unit.SOURCES)
    found: list[Autostart] = []
    own, people = hives(machine)
    for key, view, place, root, switch in _everybodys(_RUN, own):
        with sources.reading(f"{key} {view}"):
            values = machine.registry(key, view).values
            off = _off(machine, root, switch) if switch else frozenset()
            found += _run(values.items(), off, place)
    for key, value, place, root in _everybodys(_FOLDERS, own):
        with sources.reading(f"{key} {value}"):
            folder = machine.registry(key).value(value)
            if not isinstance(folder, str) or not _ON_A_DRIVE.match(folder):
                raise malformed(key)
            off = _off(machine, root, "StartupFolder")
            names = [entry.name for entry in machine.list(folder)]
            found += [_file(name, place) for name in names if name.lower() not in off | {"desktop.ini"}]
    sources.some_or_raise()
    sources.left("Task Scheduler", Cause.NOT_IN_QUESTION, reason=_TASKS)
    return Autostarts(tuple(found), coverage=sources.coverage + people.coverage)


def _everybodys(places: Iterable[tuple[Any, ...]], own: tuple[Hive, ...]) -> Iterator[tuple[Any, ...]]:
    """Those of the computer once, and those of a person for each whose settings can be seen."""
    for place in places:
        for hive in own if place[0].startswith("HKCU") else own[:1]:
            yield tuple(
                hive.said(word) if word is _OWN else hive.of(word) if isinstance(word, str) else word for word in place
            )


def launched(machine: Machine, sources: Ledger[str]) -> frozenset[str]:
    """File names, in lower case, of the programs that the Run keys start and nobody switched off."""
    found: set[str] = set()
    for key, view, place, root, switch in _everybodys(_RUN, hives(machine)[0]):
        with sources.reading(f"{key} {view}"):
            values = machine.registry(key, view).values
            off = _off(machine, root, switch) if switch else frozenset()
            found |= {one.program.lower() for one in _run(values.items(), off, place)}
    return frozenset(found)


def _off(machine: Machine, hive: str, switch: str) -> frozenset[str]:
    """Names that the Task Manager switched off: an odd first byte. Absent: never touched, so on."""
    try:
        values = machine.registry(rf"{hive}{_CURRENT}\Explorer\StartupApproved\{switch}").values
    except Absent:
        return frozenset()
    return frozenset(
        name.lower() for name, data in values.items() if isinstance(data, bytes) and data[:1] and data[0] & 1
    )


def _run(values: Iterable[tuple[str, object]], off: frozenset[str], place: Text) -> list[Autostart]:
    found = []
    for name, command in values:
        if not isinstance(command, str) or not command.strip() or name.lower() in off:
            continue
        if not any(known.fits(name, command) for known in system_software().windows_start):
            found.append(Autostart(name, program(command), place))
    return found


def _file(name: str, place: Text) -> Autostart:
    return Autostart(name.removesuffix(".lnk"), "", place)


def program(command: str) -> str:
    r"""The program's file name, without folder and arguments: ``"C:\A b\c.exe" /x`` gives ``c.exe``."""
    match = re.match(r'\s*"([^"]+)"|\s*(.+?\.(?:exe|com|bat|cmd|vbs|js|lnk|dll))\b|\s*(\S+)', command, re.IGNORECASE)
    path = next((group for group in match.groups() if group), "") if match else ""
    return re.split(r"[/\\]", path)[-1]
