r"""Windows: cameras by their device interfaces, microphones by their audio endpoints, use by the consent store.

Interfaces stand under ``HKLM\SYSTEM\CurrentControlSet\Control\DeviceClasses\{interface}``; ``#\Control`` with Linked=1
is there only while the device is connected (not yet seen on a real machine). ``MMDevices\Audio\Capture`` has
endpoints with DeviceState 1 active, 2 disabled, 4 not present, 8 unplugged (mmdeviceapi.h). The consent store keeps,
per program, LastUsedTimeStop=0 while it uses the device.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts.workstation.camera import Capture
from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import Sources, probe

_CLASSES = r"HKLM\SYSTEM\CurrentControlSet\Control\DeviceClasses"
_CAMERAS = ("{e5323777-f976-4f5b-9b55-b94699c46e44}", "{65e8773d-8f56-11d0-a3b9-00a0c9223196}")
_ENDPOINTS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\MMDevices\Audio\Capture"
_STORE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_ACTIVE, _MASK = 1, 0xF
_MOST = 500  # programs looked at; nobody has more


@probe(Capture, Platform.WINDOWS)
def capture(machine: Machine) -> Capture:
    sources = Sources()
    cameras = microphones = known = 0
    used: tuple[str, ...] = ()
    machine.registry(_CLASSES)  # every Windows has it; without it the rest says nothing
    with sources:
        cameras, seen = _cameras(machine)
        known += seen
    with sources:
        states = _endpoints(machine)
        known += len(states)
        microphones = sum(state & _MASK == _ACTIVE for state in states)
    with sources:
        used = tuple(sorted({name for hive in ("HKLM", "HKCU") for name in users(machine, hive)}))
    return Capture(cameras, microphones, known, used, gaps=sources.gaps_or_raise())


def _cameras(machine: Machine) -> tuple[int, int]:
    """Cameras that are connected, and those that were set up at some time."""
    connected, known = set(), set()
    for interface in _CAMERAS:
        try:
            devices = machine.registry(rf"{_CLASSES}\{interface}").subkeys
        except Absent:
            continue
        for device in devices:
            # One camera offers both interfaces: their names differ in the interface's own part at the end alone.
            name = device.lower().rpartition("#")[0]
            known.add(name)
            if _linked(machine, rf"{_CLASSES}\{interface}\{device}"):
                connected.add(name)
    return len(connected), len(known)


def _linked(machine: Machine, key: str) -> bool:
    for reference in machine.registry(key).subkeys:
        try:
            if machine.registry(rf"{key}\{reference}\Control").value("Linked") == 1:
                return True
        except Absent:
            continue
    return False


def _endpoints(machine: Machine) -> list[int]:
    try:
        names = machine.registry(_ENDPOINTS).subkeys
    except Absent:
        return []
    states = (machine.registry(rf"{_ENDPOINTS}\{name}").value("DeviceState") for name in names)
    return [state for state in states if isinstance(state, int)]


def users(machine: Machine, hive: str) -> Iterator[str]:
    """Programs that use a camera or microphone at this moment, by their file's name or their package's."""
    for device in ("webcam", "microphone"):
        for folder in (rf"{hive}\{_STORE}\{device}", rf"{hive}\{_STORE}\{device}\NonPackaged"):
            try:
                programs = machine.registry(folder).subkeys[:_MOST]
            except Absent:
                continue
            for program in programs:
                use = machine.registry(rf"{folder}\{program}")
                if use.value("LastUsedTimeStart") and use.value("LastUsedTimeStop") == 0:
                    yield program.rpartition("#")[2]
