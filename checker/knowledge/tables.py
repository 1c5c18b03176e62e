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
from checker.knowledge.usb_devices import UsbDevices
from checker.knowledge.wireless import Wireless

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


def faults(files: Iterable[LocalFile] | None = None) -> dict[str, str]:
    """What is wrong with the unit's files, by their ids, and with an update. One that is here is not used."""
    found = {file.id: fault_of(file) for file in (local_files() if files is None else files)}
    if (fault := shelf.shelf().fault) is not None:
        found[shelf.ID] = f"{fault.zh} / {fault.en}"
    return {name: wrong for name, wrong in found.items() if wrong}


def fault_of(file: LocalFile) -> str:
    """What is wrong with a unit's rules or table; nothing, if they are used."""
    try:
        if file.kind == RULES:
            rulebook.with_local(file, rulebook.product_rulebook())
        elif file.name in BOUNDS:
            return f"{file.name}.toml: says what may be looked into at all; that is the program's alone"
        elif file.name in TABLES:
            extended(file.name, TABLES[file.name], file)
        else:
            near = difflib.get_close_matches(file.name, TABLES, 1)
            return f"{file.name}.toml: there is no table of that name" + (f" (is {near[0]} meant?)" if near else "")
    except ValueError as error:
        return str(error)
    return ""
