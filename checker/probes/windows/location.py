r"""Windows: the location service.

On for the computer: ``Status`` of ``Services\lfsvc\Service\Configuration`` (1 on, 0 off) and, since 1903, ``Value`` of
the consent store under HKLM (Allow, Deny); on for the person: the same under HKCU, before 1903 under DeviceAccess. Deny
in a parent wins over every program's own entry below it. Policy: DisableLocation of LocationAndSensors.
"""

from __future__ import annotations

from checker.facts.workstation.location import LocationService
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.hives import Hive, hives

_SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\lfsvc"
_CONSENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\location"
_BEFORE = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\DeviceAccess\Global\{BFA794E4-F964-4FDB-90F6-51056BFE4B44}"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\LocationAndSensors"
_WORDS = {"allow": True, "deny": False}
_SILENT = Text("系统没有写明位置服务是否打开", "Windows does not say whether the location service is on")
_LOOK = Text("打开“设置 → 隐私和安全性 → 位置”，当面确认", "Open Settings > Privacy & security > Location and look")


@probe(LocationService, Platform.WINDOWS)
def location_service(machine: Machine) -> LocationService:
    try:
        machine.registry(_SERVICE)
    except Absent as error:
        # Part of every edition since the first Windows 10; without it something else may tell programs the place.
        raise Unreadable(error.reason, _LOOK) from error
    if _number(machine, _POLICY, "DisableLocation") == 1:
        return LocationService(True, Setting(False, Origin.POLICY), coverage=Coverage.whole(Unit.SETTINGS))
    status = _number(machine, rf"{_SERVICE}\Service\Configuration", "Status")
    consent = _word(machine, rf"HKLM\{_CONSENT}")
    if status is None and consent is None:
        raise Unreadable(_SILENT, _LOOK)
    device = Setting(status != 0 and consent is not False, Origin.SET)
    if not device.value:
        return LocationService(True, device, None, coverage=Coverage.whole(Unit.SETTINGS, 2))
    loaded, people = hives(machine)
    words = [_of_one(machine, hive) for hive in loaded]
    own = None if None in words and True not in words else Setting(True in words, Origin.SET)
    return LocationService(True, device, own, coverage=Coverage.whole(Unit.SETTINGS, 2) + people.coverage)


def _of_one(machine: Machine, hive: Hive) -> bool | None:
    person = _word(machine, hive.of(rf"HKCU\{_CONSENT}"))
    return _word(machine, hive.of(_BEFORE)) if person is None else person


def _number(machine: Machine, key: str, name: str) -> int | None:
    try:
        value = machine.registry(key).value(name)
    except Absent:
        return None
    if value is not None and not isinstance(value, int):
        raise malformed(key)
    return value


def _word(machine: Machine, key: str) -> bool | None:
    try:
        value = machine.registry(key).value("Value")
    except Absent:
        return None
    if value is None:
        return None
    if not isinstance(value, str) or value.lower() not in _WORDS:
        raise malformed(key)
    return _WORDS[value.lower()]
