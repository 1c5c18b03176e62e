r"""Windows: cameras by their device interfaces, microphones by their audio endpoints, use by the consent store.

``MMDevices\Audio\Capture`` has endpoints with DeviceState 1 active, 2 disabled, 4 not present, 8 unplugged
(mmdeviceapi.h). The consent store keeps, per program, LastUsedTimeStop=0 while it uses the device. The policy
``NoLockScreenCamera``=1 (ControlPanelDisplay.admx) keeps the camera off the lock screen; without it a person may put it
there, which no documented value tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.facts.workstation.camera import Capture
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows import interfaces
from checker.probes.windows.hives import hives

_CAMERAS = ("{e5323777-f976-4f5b-9b55-b94699c46e44}", "{65e8773d-8f56-11d0-a3b9-00a0c9223196}")
_ENDPOINTS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\MMDevices\Audio\Capture"
_STORE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_PERSONALIZATION = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\Personalization"
_ACTIVE, _MASK = 1, 0xF
_MOST = 500  # programs looked at; nobody has more


@probe(Capture, Platform.WINDOWS)
def capture(machine: Machine) -> Capture:
    sources = Ledger[str](Unit.SOURCES)
    programs = Ledger[str](Unit.PROGRAMS)
    cameras = microphones = known = 0
    used: tuple[str, ...] = ()
    allowed = False
    machine.registry(interfaces.CLASSES)  # every Windows has it; without it the rest says nothing
    with sources.reading("DeviceClasses"):
        cameras, seen = _cameras(machine)
        known += seen
    with sources.reading("MMDevices"):
        states = _endpoints(machine)
        known += len(states)
        microphones = sum(state & _MASK == _ACTIVE for state in states)
    with sources.reading("ConsentStore"):
        own = ("HKLM", *(hive.root for hive in hives(machine)[0]))  # whoever is not signed in uses nothing now
        used = tuple(sorted({name for hive in own for name in users(machine, hive, programs)}))
    with sources.reading("NoLockScreenCamera"):
        allowed = not _kept_off(machine)
    coverage = sources.some_or_raise()
    coverage = coverage + programs.coverage if programs.opened else coverage
    return Capture(cameras, microphones, known, used, bool(cameras) and allowed, coverage=coverage)


def _kept_off(machine: Machine) -> bool:
    try:
        return machine.registry(_PERSONALIZATION).value("NoLockScreenCamera") == 1
    except Absent:
        return False


def _cameras(machine: Machine) -> tuple[int, int]:
    """Cameras that are connected, and those that were set up at some time. One camera may offer both interfaces."""
    known: dict[str, bool] = {}
    for interface in _CAMERAS:
        for device, connected in interfaces.devices(machine, interface).items():
            known[device] = known.get(device, False) or connected
    return sum(known.values()), len(known)


def _endpoints(machine: Machine) -> list[int]:
    try:
        names = machine.registry(_ENDPOINTS).subkeys
    except Absent as error:  # the sound service of every Windows makes this list, also where it stays empty
        raise Unreadable(error.reason) from error
    states = [machine.registry(rf"{_ENDPOINTS}\{name}").value("DeviceState") for name in names]
    known = [state for state in states if isinstance(state, int)]
    if len(known) < len(states):
        raise malformed(_ENDPOINTS)
    return known


def users(machine: Machine, hive: str, programs: Ledger[str]) -> Iterator[str]:
    """Programs that use a camera or microphone at this moment, by their file's name or their package's."""
    for device in ("webcam", "microphone"):
        for folder in (rf"{hive}\{_STORE}\{device}", rf"{hive}\{_STORE}\{device}\NonPackaged"):
            try:
                names = machine.registry(folder).subkeys
            except Absent:
                continue
            if len(names) > _MOST:
                programs.more(len(names) - _MOST, Cause.BEYOND_LIMIT)
            for program in names[:_MOST]:
                use = None
                with programs.reading(rf"{folder}\{program}"):
                    use = machine.registry(rf"{folder}\{program}")
                if use and use.value("LastUsedTimeStart") and use.value("LastUsedTimeStop") == 0:
                    yield program.rpartition("#")[2]
