"""Every table of the program by its name, and what is wrong with what a unit added."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from checker.knowledge import rulebook, shelf
from checker.knowledge.accounts import AccountNames
from checker.knowledge.antivirus import AntivirusTable
from checker.knowledge.bank_cards import BankCards
from checker.knowledge.builds import Builds
from checker.knowledge.cloud_sync import CloudSync
from checker.knowledge.documents import Documents
from checker.knowledge.encryption import EncryptionProducts
from checker.knowledge.hardware import Hardware
from checker.knowledge.leftovers import Leftovers
from checker.knowledge.listeners import Listeners
from checker.knowledge.local import BOUNDS, RULES, LocalFile, local_files
from checker.knowledge.markings import Markings
from checker.knowledge.phone_apps import PhoneApps
from checker.knowledge.phone_guides import PhoneGuides
from checker.knowledge.phone_places import PhonePlaces
from checker.knowledge.phone_sheet import PhoneSheet
from checker.knowledge.phone_usb import PhoneUsb
from checker.knowledge.phone_users import PhoneUsers
from checker.knowledge.places import KnownPlaces
from checker.knowledge.remote_control import RemoteControl
from checker.knowledge.residue import Remnants
from checker.knowledge.sharing import Sharing
from checker.knowledge.software import SystemSoftware
from checker.knowledge.stalkerware import Stalkerware
from checker.knowledge.table import extended
from checker.knowledge.telling_software import TellingSoftware
from checker.knowledge.unsound import Unsound, unsound
from checker.knowledge.usb_devices import UsbDevices
from checker.knowledge.wireless import Wireless
from checker.model.text import Text

_BOUND = Text("规定可以查看哪里，只能由程序自己定", "says what may be looked into at all; that is the program's alone")
_NO_TABLE = Text("没有这个名称的表", "there is no table of that name")
_NEAR = Text("没有这个名称的表（是不是 {near}？）", "there is no table of that name (is {near} meant?)")

TABLES: Mapping[str, type] = MappingProxyType(
    {
        "accounts": AccountNames,
        "antivirus": AntivirusTable,
        "bank_cards": BankCards,
        "builds": Builds,
        "cloud_sync": CloudSync,
        "documents": Documents,
        "encryption": EncryptionProducts,
        "hardware": Hardware,
        "leftovers": Leftovers,
        "listeners": Listeners,
        "markings": Markings,
        "phone_apps": PhoneApps,
        "phone_guides": PhoneGuides,
        "phone_places": PhonePlaces,
        "phone_sheet": PhoneSheet,
        "phone_usb": PhoneUsb,
        "phone_users": PhoneUsers,
        "places": KnownPlaces,
        "remote_control": RemoteControl,
        "residue": Remnants,
        "sharing": Sharing,
        "software": SystemSoftware,
        "stalkerware": Stalkerware,
        "telling_software": TellingSoftware,
        "usb_devices": UsbDevices,
        "wireless": Wireless,
    }
)


def faults(files: Iterable[LocalFile] | None = None) -> dict[str, Text]:
    """What is wrong with the unit's files, by their ids, and with an update. One that is here is not used."""
    found = {file.id: fault_of(file) for file in (local_files() if files is None else files)}
    found[shelf.ID] = shelf.shelf().fault
    return {name: wrong for name, wrong in found.items() if wrong is not None}


def fault_of(file: LocalFile) -> Text | None:
    """What is wrong with a unit's rules or table; None, if they are used."""
    try:
        _guard(file)
    except Unsound as error:
        return error.fault
    return None


def _guard(file: LocalFile) -> None:
    if file.kind == RULES:
        rulebook.with_local(file, rulebook.product_rulebook())
    elif file.name in BOUNDS:
        raise unsound(f"{file.name}.toml", _BOUND)
    elif file.name in TABLES:
        extended(file.name, TABLES[file.name], file)
    elif near := difflib.get_close_matches(file.name, TABLES, 1):
        raise unsound(f"{file.name}.toml", _NEAR, near=near[0])
    else:
        raise unsound(f"{file.name}.toml", _NO_TABLE)
