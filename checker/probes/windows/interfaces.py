r"""Devices by the interfaces they offer: ``HKLM\SYSTEM\CurrentControlSet\Control\DeviceClasses\{interface}``.

A sub-key a device, called ``##?#USB#VID_0E0F&PID_0008#000650268328#{interface}``: its instance id with ``#`` for ``\``.
``#\Control`` with Linked=1 is there only while the device is connected (not yet seen on a real machine).
"""

from __future__ import annotations

from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.unreadable import Absent

CLASSES = r"HKLM\SYSTEM\CurrentControlSet\Control\DeviceClasses"
NETWORK = "{cac88484-7515-4c03-82e6-71a87abac361}"  # GUID_DEVINTERFACE_NET of ndisguid.h
BLUETOOTH = "{0850302a-b344-4fda-9be9-90576b8d46f0}"  # GUID_BTHPORT_DEVICE_INTERFACE of bthdef.h
USB = "{a5dcbf10-6530-11d2-901f-00c04fb951ed}"  # GUID_DEVINTERFACE_USB_DEVICE of usbiodef.h


def devices(machine: Machine, interface: str) -> dict[str, bool]:
    r"""Instance ids in lower case, with ``\``; True while the device is connected. Empty: none was ever set up."""
    machine.registry(CLASSES)  # every Windows has it; without it a missing interface says nothing
    try:
        names = machine.registry(rf"{CLASSES}\{interface}").subkeys
    except Absent:
        return {}
    found: dict[str, bool] = {}
    for name in names:
        instance = name.lower().removeprefix("##?#").rpartition("#")[0].replace("#", "\\")
        found[instance] = found.get(instance, False) or _linked(machine, rf"{CLASSES}\{interface}\{name}")
    return found


def _linked(machine: Machine, key: str) -> bool:
    for reference in machine.registry(key).subkeys:
        try:
            linked = machine.registry(rf"{key}\{reference}\Control").value("Linked") or 0
            if not isinstance(linked, int):
                raise malformed("DeviceClasses")
            if linked:
                return True
        except Absent:
            continue
    return False
