"""Identifiers that tell this computer apart, all of them readable by any user.

A set that grew with administrator's rights would name one computer in two ways. None of these is shown or kept: they go
into `machine_id` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.model.unreadable import Unreadable

_CIM = r"root\cimv2"
_VIRTUAL = ("loop", "ram", "zram", "dm-", "md", "sr", "fd")


def device_facts(machine: Machine) -> dict[str, str]:
    """Every identifier that could be read, by name; `machine_id` says whether they are enough."""
    readers = _WINDOWS if machine.host.platform is Platform.WINDOWS else _LINUX
    facts = {}
    for name, read in readers.items():
        try:
            facts[name] = read(machine)
        except Unreadable:
            continue
    return facts


def _installation(machine: Machine) -> str:
    return machine.text("/etc/machine-id", 1 << 10).strip()


def _first_disk(machine: Machine) -> str:
    """The world-wide id of the first fixed disk, in order of name."""
    for disk in _names(machine, "/sys/block"):
        if disk.startswith(_VIRTUAL) or _read(machine, f"/sys/block/{disk}/removable") == "1":
            continue
        for file in ("wwid", "device/wwid", "device/serial", "device/cid"):
            found = _read(machine, f"/sys/block/{disk}/{file}")
            if found:
                return found
    return ""


def _first_card(machine: Machine) -> str:
    """The hardware address of the first network card on a bus; a virtual one may be another tomorrow."""
    for name in _names(machine, "/sys/class/net"):
        if machine.exists(f"/sys/class/net/{name}/device"):
            return _read(machine, f"/sys/class/net/{name}/address")
    return ""


def _model(machine: Machine) -> str:
    """Maker, model and firmware date: weak alone, stable for years."""
    files = ("sys_vendor", "product_name", "product_sku", "bios_date")
    return " ".join(filter(None, (_read(machine, f"/sys/class/dmi/id/{file}") for file in files)))


def _names(machine: Machine, folder: str) -> Iterator[str]:
    return iter(sorted(entry.name for entry in machine.list(folder)))


def _read(machine: Machine, path: str) -> str:
    try:
        return machine.text(path, 1 << 12).strip()
    except Unreadable:
        return ""


def _guid(machine: Machine) -> str:
    return str(machine.registry(r"HKLM\SOFTWARE\Microsoft\Cryptography").value("MachineGuid") or "")


def _wmi(classname: str, name: str) -> Callable[[Machine], str]:
    def read(machine: Machine) -> str:
        found = (str(row.get(name) or "").strip() for row in machine.wmi(_CIM, classname, (name,)))
        return next(filter(None, sorted(found)), "")

    return read


_LINUX: dict[str, Callable[[Machine], str]] = {
    "installation": _installation,
    "disk": _first_disk,
    "network-card": _first_card,
    "model": _model,
}
_WINDOWS: dict[str, Callable[[Machine], str]] = {
    "installation": _guid,
    "smbios-uuid": _wmi("Win32_ComputerSystemProduct", "UUID"),
    "board": _wmi("Win32_BaseBoard", "SerialNumber"),
    "disk": _wmi("Win32_DiskDrive", "SerialNumber"),
}
