"""Linux: wireless parts from the buses in /sys, radios from rfkill, Bluetooth's visibility from BlueZ.

Classes of PCI devices (PCI Code and ID Assignment): 0x0280xx network controllers that are no wired ones, 0x0dxxxx
wireless controllers. USB (USB-IF class codes): 0xe0/01/01 is a Bluetooth adapter. A part without a driver counts: it
can get one any day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.workstation.wireless import Kind, Part, Radio, Radios, WirelessParts
from checker.knowledge.wireless import wireless
from checker.machine.answers import Entry
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.sysfs import attribute

_NET, _BLUETOOTH, _RFKILL = "/sys/class/net", "/sys/class/bluetooth", "/sys/class/rfkill"
_PCI, _USB = "/sys/bus/pci/devices", "/sys/bus/usb/devices"
_RFKILL_KINDS = {"wlan": Kind.WIFI, "bluetooth": Kind.BLUETOOTH, "wwan": Kind.MOBILE}
_RECEIVERS = ("gps", "fm")
_NO_DEVICE = Text("系统没有列出任何设备", "The system lists no device at all")
_NO_SWITCH = Text("系统没有列出无线开关", "The system lists no wireless switch")
_BLUETOOTH_USB = ("e0", "01", "01")
_UNBLOCKED = "0"
_CODE = re.compile(r"0x[0-9a-f]{6}")
_SILENT = Text("系统没有说它是否打开：{names}", "The system does not say whether it is on: {names}")


@probe(WirelessParts, Platform.LINUX)
def wireless_parts(machine: Machine) -> WirelessParts:
    machine.list("/sys/class")  # without /sys nothing is known; a class that is missing in it has no devices
    found: dict[tuple[Kind, str], Part] = {}
    for kind, place, name in (*_interfaces(machine), *_adapters(machine), *_pci(machine), *_usb(machine)):
        found.setdefault((kind, place), Part(kind, name, present=True))
    number = sum(len(_entries(machine, folder)) for folder in (_NET, _BLUETOOTH, _PCI, _USB))
    coverage = Coverage.whole(Unit.DEVICES, number) if number else Coverage.none_there(Unit.DEVICES, _NO_DEVICE)
    return WirelessParts(tuple(found.values()), coverage=coverage)


@probe(Radios, Platform.LINUX)
def radios(machine: Machine) -> Radios:
    """A radio is on where neither its software nor its hardware switch blocks it."""
    machine.list("/sys/class")
    found = []
    switches = Ledger(Unit.DEVICES, (entry.name for entry in _entries(machine, _RFKILL)))
    for name in switches:
        with switches.reading(name):
            radio = _radio(machine, name)
            if radio is not None:
                found.append(radio)
    if not switches.opened:
        switches.nothing(_NO_SWITCH)
    working = {kind for kind, *_ in (*_interfaces(machine), *_adapters(machine))}
    silent = working - {radio.kind for radio in found}
    if silent:  # a kernel without rfkill
        raise Unreadable(_SILENT.filled(names=", ".join(sorted(silent))))
    bluetooth = any(radio.on for radio in found if radio.kind is Kind.BLUETOOTH)
    return Radios(tuple(found), discoverable=bluetooth and _discoverable(machine), coverage=switches.coverage)


def _radio(machine: Machine, switch: str) -> Radio | None:
    """A switch of rfkill; None: a receiver, which sends nothing. Raises Unreadable: a kind that is not known here."""
    place = f"{_RFKILL}/{switch}"
    word = attribute(machine, f"{place}/type")
    if word in _RECEIVERS:
        return None
    if word not in _RFKILL_KINDS:
        raise not_understood(f"{switch} {word}")
    blocked = attribute(machine, f"{place}/soft"), attribute(machine, f"{place}/hard")
    if not all(one in ("0", "1") for one in blocked):
        raise malformed(place)
    name = attribute(machine, f"{place}/name") or switch
    return Radio(_RFKILL_KINDS[word], name, on=blocked == (_UNBLOCKED, _UNBLOCKED))


def _interfaces(machine: Machine) -> Iterator[tuple[Kind, str, str]]:
    """Kind, device and name of network cards that have an antenna."""
    for entry in _entries(machine, _NET):
        place = f"{_NET}/{entry.name}"
        if machine.exists(f"{place}/phy80211") or machine.exists(f"{place}/wireless"):
            yield Kind.WIFI, _device(machine, place), entry.name
        elif "DEVTYPE=wwan" in attribute(machine, f"{place}/uevent").splitlines():
            yield Kind.MOBILE, _device(machine, place), entry.name


def _adapters(machine: Machine) -> Iterator[tuple[Kind, str, str]]:
    for entry in _entries(machine, _BLUETOOTH):
        if ":" not in entry.name:  # hci0:12 is a connection
            yield Kind.BLUETOOTH, _device(machine, f"{_BLUETOOTH}/{entry.name}"), entry.name


def _pci(machine: Machine) -> Iterator[tuple[Kind, str, str]]:
    for entry in _entries(machine, _PCI):
        place = f"{_PCI}/{entry.name}"
        code = attribute(machine, f"{place}/class")
        if not _CODE.fullmatch(code):
            raise malformed(f"{place}/class")
        if code.startswith(("0x0280", "0x0d")):
            kind = Kind.BLUETOOTH if code.startswith("0x0d11") else Kind.WIFI
            yield kind, _resolved(machine, place), f"PCI {entry.name}"


def _usb(machine: Machine) -> Iterator[tuple[Kind, str, str]]:
    for entry in _entries(machine, _USB):
        if ":" in entry.name:
            continue  # an interface of a device
        place = f"{_USB}/{entry.name}"
        name = attribute(machine, f"{place}/product")
        device = tuple(attribute(machine, f"{place}/bDevice{word}") for word in ("Class", "SubClass", "Protocol"))
        vendor, product = attribute(machine, f"{place}/idVendor"), attribute(machine, f"{place}/idProduct")
        if device == _BLUETOOTH_USB:
            yield Kind.BLUETOOTH, _resolved(machine, place), name or f"USB {vendor}:{product}"
        elif wireless().is_receiver(vendor, product, name):
            yield Kind.INPUT, _resolved(machine, place), name or f"USB {vendor}:{product}"


def _discoverable(machine: Machine) -> bool:
    """Without BlueZ nobody makes an adapter visible: the kernel leaves it silent."""
    try:
        (objects,) = machine.bus("system", "org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    except Absent:
        return False
    except ValueError as error:
        raise malformed("org.bluez") from error
    if not isinstance(objects, dict):
        raise malformed("org.bluez")
    adapters = [ones["org.bluez.Adapter1"] for ones in objects.values() if "org.bluez.Adapter1" in ones]
    return any(adapter.get("Powered") is True and adapter.get("Discoverable") is True for adapter in adapters)


def _device(machine: Machine, place: str) -> str:
    """The bus device that a class device belongs to: for a USB one the device, not its interface."""
    try:
        resolved = machine.target_of(f"{place}/device")
    except Absent:
        return place
    last = resolved.rpartition("/")[2]
    return resolved.rpartition("/")[0] if ":" in last and "-" in last.partition(":")[0] else resolved


def _resolved(machine: Machine, place: str) -> str:
    try:
        return machine.target_of(place)
    except Absent:
        return place


def _entries(machine: Machine, folder: str) -> tuple[Entry, ...]:
    try:
        return machine.list(folder)
    except Absent:
        return ()
