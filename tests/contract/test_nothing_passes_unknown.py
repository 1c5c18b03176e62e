"""A word, a number or a text that no table knows is no "all is well".

Of every scenario that passes, each text that was read and each value of a record or a registry key says in turn what
nobody ever saw: an unknown word or number, and something of another type. The finding may not stay passed, unless the
value is a name, or the fact does not rest on it: then `NAMES` or `SPARE` says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from checker.machine.answers import Output, RegistryKey
from checker.model.check import AnyCheck
from tests.contract.test_nothing_passes_unseen import GOOD, passing
from tests.contract.test_scenarios import CATALOG
from tests.scenarios import Scenario
from tests.worlds.changed import Change, Question, looked

WORD, NUMBER = "zz neu 7", 987654
_TEXT = (WORD + "\n").encode()

# What a person or a maker called something: any words are right.
NAMES = (
    "name|interface|sid|letter|path_tail|id|ssid|FriendlyName|SerialNumber|SMBIOSAssetTag|Size|displayName|DisplayName|"
    "Publisher|ParentKeyName|DriverDesc|DeviceDesc|DeviceInstanceID|ProfileName|UserEmail|DefaultUserName|"
    "SystemManufacturer|SystemProductName|InstallDate|SystemRoot|NetCfgInstanceId|ComponentId|ContainerID"
)

# Check, question and field ("" for a whole text) -> why a finding may stay as it is.
SPARE = (
    (
        "screen_lock",
        r"Power1",
        r"BatteryLockDelay",
        "a computer without a battery, or a time that is longer than the other",
    ),
    (
        "firewall",
        r"FirewallD1",
        r"interfaces|services",
        "an interface and a service are names; what lies behind a service is a few ports",
    ),
    ("saved_wifi", r"Settings", r"proto|pairwise", "how it is protected is told by key-mgmt"),
    ("screen_lock", r"DisplayManager", r"Version", "the property is asked whether anybody answers at all"),
    ("patches|log_integrity", r"InRelease", r"", "without a date in it the list's own time counts, or the other lists"),
    ("saved_wifi", r"nmconnection~", r"", "NetworkManager does not read what ends so"),
    (
        "patches",
        r"sources.list|osrelease|/proc/version",
        r"",
        "what was fetched and installed is judged, by its own lists",
    ),
    (
        "print_spool|auditing|auto_login|shared_folders",
        r"cupsd|journald|slim|smb.conf|\.service",
        r"",
        "their programs pass over lines that they do not know",
    ),
    (
        "auto_login|empty_passwords",
        r"/etc/group",
        r"",
        "nobody is in a group that is not there; accounts stand in passwd",
    ),
    (
        "log_integrity",
        r"/proc/1/comm|systemd-journald.service",
        r"",
        "the logs that are there are judged, whoever wrote them",
    ),
    ("screen_lock", r"cmdline", r"", "a program by any words is not the one that is sought"),
    ("firewall", r"ip_tables_names", r"", "that tables are loaded is the answer, not which"),
    (
        "device_ledger|attached_usb_storage",
        r"/proc/swaps|/sys/block|/sys/class/dmi",
        r"",
        "names and sizes that a row shows",
    ),
    (
        "classified_wireless_hardware",
        r"usb/devices/1-4",
        r"",
        "a maker's numbers and words: those of receivers are known, others are none",
    ),
    ("disk_encryption", r"power_supply", r"", "a supply of any other kind is no battery, and the case is asked"),
    ("bluetooth|wireless_adapters", r"rfkill0/name", r"", "a name"),
    ("approved_software", r"apt/lists", r"", "where a package came from is shown; its name is judged"),
    ("classified_network_trace", r"leases", r"", "a text without an address keeps none"),
    ("antivirus_installed", r"dpkg/status", r"", "it was found by its own files"),
    (
        "screen_lock",
        r"Control Panel|PowerSe?ttings|PowerSchemes",
        r"Delay.*|SCRN.*|Screen.*|[AD]CSettingIndex|ActivePowerScheme",
        "what Windows says of the screen saver counts; this stands beside it",
    ),
    ("recent_files", r"RecentDocs", r"00000000000x|\u202e0", "a value without a number is none of the list"),
    (
        "autostarts",
        r"Run|Shell Folders",
        r".*",
        "a program by any name is judged by the unit's list; a folder by any name is looked into",
    ),
    ("auto_login", r"Winlogon", r"Shell|Userinit", "who is signed in is another setting"),
    ("remote_control", r"Terminal", r"Shadow", "it takes a session that Remote Desktop lets in"),
    ("remote_control", r"Remote Assistance", r"fAllowFullControl", "how far help goes, where help may come"),
    ("remote_control", r"Policies|Terminal Server|Assistance", r"f(Deny|Allow).*", "the policy stands above it"),
    (
        "wireless|bluetooth|saved_wifi|classified|dual_networks",
        r"4d36e972",
        r"\*IfType|\*PhysicalMediaType|Characteristics",
        "a card that is not here, is made of software, or says it in the other word",
    ),
    ("wireless|bluetooth", r"DeviceClasses", r"Linked", "linked or not, it is no such device"),
    ("empty_passwords", r"Lsa", r"LimitBlankPasswordUse", "any number but 0 forbids it"),
    (
        "print_spool",
        r"Printers",
        r"DefaultSpoolDirectory|Attributes",
        "bits beside the one that keeps what was printed; a folder that is asked for",
    ),
    (
        "usb|peripheral|phone_attached",
        r"Enum",
        r".*",
        "a driver and a class are names: only those of storage and of phones are judged",
    ),
    (
        "sharing|shared_folders|firewall|location",
        r"Services",
        r"Start",
        "any number but 4 lets a service start, and it is judged as one",
    ),
    ("location_service", r"lfsvc", r"Status", "the service is off"),
    ("dual_networks", r"Tcpip", r"IPEnableRouter", "with one network there is nothing to lead to"),
    ("autorun|location_service|screen_lock", r"gsettings", r"", "who set it is shown; the value is judged"),
    ("usb", r"journalctl", r"", "a volume's name and its person add to a row; the device is there"),
    ("disk_encryption", r"encryptable_volumes|removable_drives", r".*", "the shell tells the same of each volume"),
    ("firewall", r"firewall_profiles", r".*", "policy and setting tell the same in the registry"),
    ("dual_networks", r"gateways", r"type", "an adapter made of software, whatever its type"),
    ("accounts|passwords", r"local_users", r"password_age_days", "whether there is a password is said beside it"),
    (
        "password",
        r"password_policy",
        r"history|lockout_minutes|min_length",
        "longer than any wish; the others are not judged",
    ),
    ("device_ledger", r"MSFT_Disk", r"BusType", "the ledger says nothing of how a disk is attached"),
    (
        "antivirus",
        r"AntiVirusProduct",
        r"productState",
        "bits of which two are judged; a second product is found by its own files",
    ),
    ("shared_folders", r"shares", r"type", "a share for administration by its highest bit"),
)


def _spare(check: AnyCheck, question: Question, field: str) -> bool:
    asked = f"{question[0]} {question[1]}"
    return re.fullmatch(NAMES, field) is not None or any(
        re.search(c, check.id) and re.search(q, asked) and re.fullmatch(f, field) for c, q, f, _ in SPARE
    )


def _unknown(question: Question, answer: Any) -> Iterator[tuple[str, Change]]:
    """The answer in ways that nobody ever saw: which field is another, and how."""
    if question[0] in ("read", "head", "tail"):
        yield "", lambda _: _TEXT
    elif question[0] == "run":
        yield "", lambda _: Output(_TEXT, 0)
    elif question[0] in ("wmi", "win32", "bus", "registry"):
        for way, value in _values(answer):
            for other in _others(value):
                yield str(way[-1]), lambda reply, way=way, other=other: _with(reply, way, other)


def _values(answer: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The way to each value of each record of an answer."""
    if isinstance(answer, RegistryKey):
        yield from (((name,), value) for name, value in answer.values.items())
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            yield from _values(value, (*way, name))
    elif isinstance(answer, tuple | list) and not all(isinstance(one, int | str) for one in answer):
        for number, value in enumerate(answer):
            yield from _values(value, (*way, number))
    elif any(isinstance(step, str) for step in way) and answer is not None:
        yield way, answer


def _others(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (WORD,)
    if isinstance(value, int | float):
        return (NUMBER, WORD)
    if isinstance(value, str):
        return (WORD, NUMBER)
    return (_TEXT, NUMBER) if isinstance(value, bytes) else ((WORD,), NUMBER)


def _with(answer: Any, way: tuple[Any, ...], value: Any) -> Any:
    if not way:
        return value
    first, *rest = way
    if isinstance(answer, RegistryKey):
        return RegistryKey({**answer.values, first: value}, answer.subkeys, answer.written)
    if isinstance(answer, Mapping):
        return {**answer, first: _with(answer[first], tuple(rest), value)}
    return type(answer)(_with(one, tuple(rest), value) if place == first else one for place, one in enumerate(answer))


@pytest.mark.parametrize(("check", "scenario"), passing())
def test_nothing_passes_where_an_answer_says_what_nobody_knows(check: AnyCheck, scenario: Scenario) -> None:
    _, source = looked(CATALOG, check, scenario)
    stayed = [
        (question, field)
        for question, answer in source.answers.items()
        for field, change in _unknown(question, answer)
        if not _spare(check, question, field) and looked(CATALOG, check, scenario, question, change)[0].state in GOOD
    ]
    assert stayed == []
