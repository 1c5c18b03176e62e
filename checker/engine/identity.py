"""Who a computer is to us: a key that tells it apart and says nothing else of it."""

from __future__ import annotations

import hashlib

from checker.machine.machine import Machine
from checker.model.target import DeviceClass, Platform, Target
from checker.model.text import shown
from checker.model.unreadable import Unreadable


def this_computer(machine: Machine, device_class: DeviceClass = DeviceClass.NONCLASSIFIED) -> Target:
    """The computer behind a machine, as a target.

    The key comes from the installation's own id (/etc/machine-id; HKLM\\SOFTWARE\\Microsoft\\Cryptography MachineGuid),
    hashed; where that cannot be read, from the computer's name.

    Raises:
        Unreadable: not even the kind of system is known.
    """
    host = machine.host
    try:
        identity = _installation(machine, host.platform)
    except Unreadable:
        identity = host.name
    digest = hashlib.sha256(f"mijian target {identity}".encode("utf-8", "surrogateescape")).hexdigest()
    return Target(f"{host.platform}-{digest[:16]}", host.platform, host.name, device_class)


def this_phone(serial: str, model: str) -> Target:
    """A phone as a target: its serial number hashed, and the model that it names itself."""
    digest = hashlib.sha256(f"mijian target {serial}".encode("utf-8", "surrogateescape")).hexdigest()
    label = shown(model, 60) or "Android"
    return Target(f"{Platform.ANDROID}-{digest[:16]}", Platform.ANDROID, label, DeviceClass.PHONE)


def _installation(machine: Machine, platform: Platform) -> str:
    if platform is Platform.WINDOWS:
        return str(machine.registry(r"HKLM\SOFTWARE\Microsoft\Cryptography").value("MachineGuid"))
    return machine.text("/etc/machine-id", 1 << 10).strip()
