"""Whether this computer is made to be carried."""

from __future__ import annotations

from checker.machine.machine import Machine
from checker.probes.chassis import made_to_be_carried


def portable(machine: Machine) -> bool:
    """By the kind of case that the firmware states.

    Raises:
        Unreadable: WMI refuses, or states neither a portable nor a stationary case (most virtual machines).
    """
    kinds: list[int] = []
    for row in machine.wmi(r"root\CIMV2", "Win32_SystemEnclosure", ("ChassisTypes",)):
        types = row.get("ChassisTypes")
        if isinstance(types, list | tuple):
            kinds += [kind for kind in types if isinstance(kind, int)]
    return made_to_be_carried(kinds)
