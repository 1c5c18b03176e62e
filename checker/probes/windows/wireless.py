r"""Windows: wireless parts, radios and saved networks.

Cards stand in the registry under their class, ``Control\Class\{4d36e972-...}``, with the standardised keywords of
their INF file: ``*IfType`` (ifdef.h: 71 Wi-Fi, 243 and 244 mobile), ``*PhysicalMediaType`` (ntddndis.h: 1 and 9 Wi-Fi,
8 mobile) and Characteristics (NCF_PHYSICAL 0x4, which Wi-Fi Direct and other adapters made of software do not have).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.workstation.wireless import (
    Kind,
    Part,
    Radio,
    Radios,
    SavedNetwork,
    SavedWifi,
    Security,
    WirelessParts,
)
from checker.knowledge.wireless import wireless
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes import xml
from checker.probes.base import probe
from checker.probes.networks import NO_CARD
from checker.probes.windows import interfaces

_CLASS = r"HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}"
_ENUM = r"HKLM\SYSTEM\CurrentControlSet\Enum"
_PHYSICAL = 0x4
_ETHERNET = 6
_STATES = ("on", "off", "disabled")  # of a radio; RadioState has "unknown", too
_IF_TYPES = {71: Kind.WIFI, 243: Kind.MOBILE, 244: Kind.MOBILE}
_MEDIA_TYPES = {1: Kind.WIFI, 9: Kind.WIFI, 8: Kind.MOBILE}
_USB_ID = re.compile(r"usb\\vid_([0-9a-f]{4})&pid_([0-9a-f]{4})(?:&|\\)")
_RADIOS = {"wifi": Kind.WIFI, "bluetooth": Kind.BLUETOOTH, "mobile": Kind.MOBILE}
_NAMES = {Kind.WIFI: "Wi-Fi", Kind.BLUETOOTH: "Bluetooth", Kind.MOBILE: "4G/5G"}

_NO_WIFI = Text("这台电脑没有无线网卡", "This computer has no Wi-Fi card")
_NO_NETWORK = Text("系统没有保存无线网络", "The system has no saved wireless network")
_OTHERS = Text(
    "有一个保存的无线网络属于别的账户，没有读到", "A saved wireless network of another account was not readable"
)
_AS_THEM = Text("请让用过这台电脑的人各自登录再查一次", "Check again as each person who uses this computer")

# WLAN_profileschema, authEncryption: what protects what is sent.
_PROFILE = "WLANProfile"
_AUTH = f"{_PROFILE}/MSM/security/authEncryption"
_STRONG = ("wpa2", "wpa2psk", "wpa3", "wpa3psk", "wpa3sae", "wpa3ent", "wpa3ent192")


@probe(WirelessParts, Platform.WINDOWS)
def wireless_parts(machine: Machine) -> WirelessParts:
    cards = Ledger[str](Unit.DEVICES)
    parts = (*_cards(machine, cards), *_bluetooth(machine), *_receivers(machine))
    others = len(interfaces.devices(machine, interfaces.BLUETOOTH)) + len(interfaces.devices(machine, interfaces.USB))
    if not cards.opened:
        cards.nothing(NO_CARD)
    coverage = cards.coverage + Coverage.whole(Unit.DEVICES, others) if others else cards.coverage
    return WirelessParts(parts, coverage=coverage)


@probe(Radios, Platform.WINDOWS)
def radios(machine: Machine) -> Radios:
    """What Windows can switch. Where no part is connected there is nothing to ask for."""
    known = wireless_parts(machine)
    parts = [part for part in known.parts if part.present and part.kind is not Kind.INPUT]
    if not parts:
        return Radios((), coverage=known.coverage)
    answer = machine.win32("radios")
    if not isinstance(answer, list):
        raise malformed("radios")
    found = tuple(map(_radio, answer))
    missing = {part.kind for part in parts} - {radio.kind for radio in found}
    if missing:
        reason = Text("系统没有说它是否打开：{names}", "Windows does not say whether it is on: {names}")
        raise Unreadable(reason.filled(names=", ".join(sorted(_NAMES[kind] for kind in missing))))
    # Whether strangers can find a Bluetooth adapter is known to its settings page alone.
    bluetooth = any(radio.on for radio in found if radio.kind is Kind.BLUETOOTH)
    return Radios(found, discoverable=None if bluetooth else False, coverage=known.coverage)


@probe(SavedWifi, Platform.WINDOWS)
def saved_wifi(machine: Machine) -> SavedWifi:
    """The profiles of the Wi-Fi service, which runs only where a card is. Keys are never asked for."""
    try:
        profiles = machine.win32("wlan_profiles")
    except Unreadable:
        cards = Ledger[str](Unit.DEVICES)
        if any(card.kind is Kind.WIFI for card in _cards(machine, cards)) or cards.coverage.unknown:
            raise
        return SavedWifi((), coverage=Coverage.none_there(Unit.NETWORKS, _NO_WIFI))
    if not isinstance(profiles, list):
        raise malformed("wlan_profiles")
    networks = Ledger(Unit.NETWORKS, range(len(profiles)), lambda number: _called(profiles[number]))
    found = []
    for number in networks:
        with networks.reading(number):
            found.append(_saved(profiles[number]))
    if not networks.opened:
        networks.nothing(_NO_NETWORK)
    return SavedWifi(tuple(found), coverage=networks.coverage)


def _cards(machine: Machine, ledger: Ledger[str]) -> Iterator[Part]:
    connected = interfaces.devices(machine, interfaces.NETWORK)
    for instance in machine.registry(_CLASS).subkeys:
        if not instance.isdecimal():
            continue
        card = machine.registry(rf"{_CLASS}\{instance}")
        traits, name, device = (card.value(word) for word in ("Characteristics", "DriverDesc", "DeviceInstanceID"))
        kind = _kind(card.value("*IfType"), card.value("*PhysicalMediaType"))
        ledger.looked(instance)
        told = kind is not None or card.value("*IfType") == _ETHERNET
        real = isinstance(traits, int) and traits & _PHYSICAL and isinstance(device, str)
        if not told and real and connected.get(str(device).lower(), False):
            # A card that is here, and does not say whether it has an antenna.
            ledger.left(instance, not_understood(name if isinstance(name, str) else instance))
        if kind is None or (isinstance(traits, int) and not traits & _PHYSICAL):
            continue
        shown = name if isinstance(name, str) else _NAMES[kind]
        # Without its instance id a card may be connected, so it is.
        present = connected.get(device.lower(), False) if isinstance(device, str) else True
        yield Part(kind, shown, present)


def _kind(interface: object, medium: object) -> Kind | None:
    for value, kinds in ((interface, _IF_TYPES), (medium, _MEDIA_TYPES)):
        if isinstance(value, int) and value in kinds:
            return kinds[value]
    return None


def _bluetooth(machine: Machine) -> Iterator[Part]:
    for device, present in interfaces.devices(machine, interfaces.BLUETOOTH).items():
        yield Part(Kind.BLUETOOTH, _description(machine, device), present)


def _receivers(machine: Machine) -> Iterator[Part]:
    for device, present in interfaces.devices(machine, interfaces.USB).items():
        match = _USB_ID.match(device)
        if match is None:
            continue
        name = _description(machine, device)
        if wireless().is_receiver(match[1], match[2], name):
            yield Part(Kind.INPUT, name, present)


def _description(machine: Machine, device: str) -> str:
    """A device's name in the tree without ``@file.inf,%word%;`` before it, else the model part of its id."""
    try:
        key = machine.registry(rf"{_ENUM}\{device}")
    except Absent:
        return device.split("\\")[1].upper() if "\\" in device else device
    for word in ("FriendlyName", "DeviceDesc"):
        value = key.value(word)
        if isinstance(value, str) and value:
            return value.rpartition(";")[2]
    return device.split("\\")[1].upper() if "\\" in device else device


def _radio(answer: object) -> Radio:
    match answer:
        case {"kind": str(kind), "state": str(state)} if kind in _RADIOS:
            if state not in _STATES:
                raise not_understood(f"{kind}: {state}")
            return Radio(_RADIOS[kind], _NAMES[_RADIOS[kind]], state == "on")
    raise malformed("radios")


def _called(profile: object) -> Text:
    return Text.name(str(profile.get("name", "")) if isinstance(profile, dict) else "?")


def _saved(profile: object) -> SavedNetwork:
    match profile:
        case {"name": str(name), "xml": str(content)}:
            pass
        case _:
            raise malformed("wlan_profiles")
    if not content:
        raise Unreadable(_OTHERS, _AS_THEM)
    texts = xml.texts(content.encode("utf-8", "surrogatepass"), "WLANProfile")
    authentication = texts.get(f"{_AUTH}/authentication", "").lower()
    encryption = texts.get(f"{_AUTH}/encryption", "").lower()
    # The schema's default for infrastructure networks is auto; ad-hoc networks are never joined by themselves.
    mode = texts.get(f"{_PROFILE}/connectionMode", "auto").lower()
    adhoc = texts.get(f"{_PROFILE}/connectionType", "ESS").upper() == "IBSS"
    return SavedNetwork(name, _security(authentication, encryption), mode != "manual" and not adhoc)


def _security(authentication: str, encryption: str) -> Security:
    """Raises Unreadable: a word that the schema of today does not have."""
    if authentication == "owe":
        return Security.OWE
    if encryption == "wep" or authentication == "shared":
        return Security.WEP
    if authentication == "open" and encryption == "none":
        return Security.OPEN
    if authentication in ("wpa", "wpapsk") or encryption == "tkip":
        return Security.WEAK
    if authentication in _STRONG:
        return Security.STRONG
    reason = Text("不认识的无线网络保护方式：{name}", "An unknown kind of wireless protection: {name}")
    raise Unreadable(reason.filled(name=Text.name(f"{authentication}/{encryption}")))
