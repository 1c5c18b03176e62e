r"""Windows: phones, printers, modems, optical drives and memory cards that were connected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from checker.facts.workstation.usb import Peripheral, PeripheralHistory, PhoneHistory
from checker.knowledge.usb_devices import usb_devices
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.windows.device_tree import (
    ENUM,
    NO_CONTAINER,
    USB_ID,
    Node,
    Trace,
    bulk_only,
    described,
    merged,
    nodes,
    serial_of,
    trace_of,
    usb_nodes,
)
from checker.probes.windows.setup_log import SetupLog
from checker.probes.windows.usb import installation_log

_WPD_CLASS = "{eec5ad98-8080-425f-922a-dabf3de3f69a}"  # GUID_DEVCLASS_WPD: phones, cameras, players
_MODEM_CLASS = "{4d36e96d-e325-11ce-bfc1-08002be10318}"  # GUID_DEVCLASS_MODEM
_MOBILE_SERVICES = ("wmbclass", "cxwmbclass", "mbim")  # Windows' own drivers of mobile broadband
_MOBILE_INTERFACE = "usb\\class_02&subclass_0e"  # MBIM
_TETHER_SERVICES = ("usbrndis6", "usb_rndisx", "usb_rndis", "rndismp")
# Interfaces that devices announce: MTP (Microsoft OS descriptor), still image = PTP, ADB.
_PHONE_INTERFACES = ("usb\\ms_comp_mtp", "usb\\class_06&subclass_01", "usb\\class_ff&subclass_42")


@probe(PhoneHistory, Platform.WINDOWS)
def phone_history(machine: Machine) -> PhoneHistory:
    """Portable devices (class WPD), tethering and debugging interfaces, and vendors that make nothing but phones.

    Not yet seen on a real machine with a phone: no public hive at hand has one.
    """
    devices = _phones(machine, usb_nodes(machine))
    sources = Ledger(Unit.SOURCES, (ENUM,))
    sources.looked(ENUM)
    log = installation_log(machine, sources)
    if log is not None:
        devices += _logged_phones(log)
    reaches_to = log.reaches_to if log else None
    return PhoneHistory(merged(devices), reaches_to, machine.host.now, coverage=sources.coverage)


@probe(PeripheralHistory, Platform.WINDOWS)
def peripheral_history(machine: Machine) -> PeripheralHistory:
    """Phones, printers, modems, optical drives and memory cards: [K], of phones and cards no real hive has one."""
    usb = usb_nodes(machine)
    devices = [*_phones(machine, usb), *_printers(machine, usb), *_modems(machine, usb)]
    devices += (trace for trace in bulk_only(machine) if trace.kind is Peripheral.OPTICAL)
    devices += _of_bus(machine, "SD", Peripheral.CARD)
    sources = Ledger(Unit.SOURCES, (ENUM,))
    sources.looked(ENUM)
    log = installation_log(machine, sources)
    if log is not None:
        devices += _logged_phones(log)
    reaches_to = log.reaches_to if log else None
    return PeripheralHistory(merged(devices), reaches_to, machine.host.now, coverage=sources.coverage)


def _phones(machine: Machine, usb: list[Node]) -> list[Trace]:
    """A phone has one node for itself and one for each function; the container joins them."""
    phones: dict[str, Node] = {}
    for node in filter(_is_phone, usb):
        container = node.text("ContainerID").lower()
        place = node.id if container in ("", NO_CONTAINER) else container
        if place not in phones or serial_of(phones[place].instance) is None:
            phones[place] = node
    return [trace_of(machine, node, described(node), Peripheral.PHONE) for node in phones.values()]


def _is_phone(node: Node) -> bool:
    numbers = USB_ID.match(node.id)
    if numbers is None:
        return False
    if node.text("ClassGUID").lower() == _WPD_CLASS or node.text("Service").lower() in _TETHER_SERVICES:
        return True
    said = (*node.texts("CompatibleIDs"), *node.texts("HardwareID"))
    if any(text.lower().startswith(_PHONE_INTERFACES) for text in said):
        return True
    return usb_devices().is_phone(numbers[1], numbers[2])


def _of_bus(machine: Machine, bus: str, kind: Peripheral) -> list[Trace]:
    try:
        return [trace_of(machine, node, described(node), kind) for node in nodes(machine, bus)]
    except Absent:
        return []


def _printers(machine: Machine, usb: list[Node]) -> list[Trace]:
    """By the driver of the USB part; the name is the model that USBPRINT has for the same container."""
    names: dict[str, str] = {}
    with suppress(Absent):
        for node in nodes(machine, "USBPRINT"):
            names.setdefault(node.text("ContainerID").lower(), node.id.split("\\")[1].replace("_", " "))
    names.pop(NO_CONTAINER, None)
    return [
        trace_of(machine, node, names.get(node.text("ContainerID").lower(), "") or described(node), Peripheral.PRINTER)
        for node in usb
        if node.text("Service").lower() == "usbprint"
    ]


def _modems(machine: Machine, usb: list[Node]) -> list[Trace]:
    return [
        trace_of(machine, node, described(node), Peripheral.MODEM)
        for node in usb
        if node.text("ClassGUID").lower() == _MODEM_CLASS
        or node.text("Service").lower() in _MOBILE_SERVICES
        or any(text.lower().startswith(_MOBILE_INTERFACE) for text in node.texts("CompatibleIDs"))
    ]


def _logged_phones(log: SetupLog) -> Iterator[Trace]:
    known = usb_devices()
    for section in log.sections:
        numbers = USB_ID.match(section.device)
        if numbers and known.is_phone(numbers[1], numbers[2]):
            at = None if section.removes else section.at
            yield Trace(numbers[3], "", at, at, Peripheral.PHONE)
