"""Whether this computer is made to be carried."""

from __future__ import annotations

from checker.machine.machine import Machine
from checker.model.unreadable import Absent
from checker.probes.chassis import made_to_be_carried

_POWER = "/sys/class/power_supply"


def portable(machine: Machine) -> bool:
    """A battery or a portable kind of case.

    Raises:
        Unreadable: no battery, and the firmware does not say what kind of case it is (type "other" of most virtual
            machines, boards without SMBIOS).
    """
    if has_battery(machine):
        return True
    try:
        text = machine.text("/sys/class/dmi/id/chassis_type", 1 << 8).strip()
    except Absent:
        return made_to_be_carried(())
    known = text.isascii() and text.isdecimal() and len(text) < 4
    return made_to_be_carried([int(text)] if known else [])


def has_battery(machine: Machine) -> bool:
    """Whether the computer itself has one: the batteries of mice and keyboards have the scope "Device"."""
    try:
        supplies = machine.list(_POWER)
    except Absent:
        return False
    return any(
        _attribute(machine, entry.name, "type") == "Battery" and _attribute(machine, entry.name, "scope") != "Device"
        for entry in supplies
    )


def _attribute(machine: Machine, supply: str, name: str) -> str:
    try:
        return machine.text(f"{_POWER}/{supply}/{name}", 1 << 8).strip()
    except Absent:
        return ""
