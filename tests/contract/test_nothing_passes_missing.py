"""What a computer lists and then does not have is no "none there", and a row without one of its words is no whole row.

Of every scenario that passes, each thing that its computer enumerates (a folder's entry, a registry key's sub-key) is
gone in turn when it is asked for by itself, and each field of a row or a record is missing in turn. The finding may not
stay passed, unless the fact does not rest on it: then `SPARE` says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from checker.machine.answers import Kind
from checker.model.check import AnyCheck
from checker.model.text import Text
from checker.model.unreadable import Absent
from tests.contract.test_nothing_passes_unseen import GOOD, passing
from tests.contract.test_scenarios import CATALOG
from tests.scenarios import Scenario
from tests.worlds.changed import Changed, Question, looked

_GONE = Absent(Text("没有", "nothing there"))
_RECORDS = ("wmi", "win32", "bus")

# Check, question and field -> why a finding may stay as it is without it.
SPARE = (
    ("antivirus_fresh", r"AntiVirusProduct", r".*", "a second product is found by its own files, with their date"),
    ("attached_usb_storage|device_ledger|usb", r"MSFT_Disk", r"FriendlyName|SerialNumber|Size", "names of a disk"),
    ("device_ledger", r"MSFT_Disk", r"BusType", "the ledger says nothing of how a disk is attached"),
    ("device_ledger|usb_cross_use", r"Win32_(BIOS|SystemEnclosure)", r".*", "one of the names that a device goes by"),
    ("disk_encryption", r"encryptable_volumes", r".*", "the shell tells the same of each volume"),
    ("disk_encryption", r"removable_drives", r"bus", "without it they are judged like built-in ones"),
    ("accounts|passwords", r"local_users", r"password_age_days", "whether there is a password is said beside it"),
    ("firewall", r"FirewallD1", r"libvirt|public|interfaces", "zones without an interface are in nobody's way"),
    ("firewall", r"FirewallD1", r"target|services|rules_str", "absent in what firewalld says of a zone: its default"),
    ("firewall", r"FirewallD1", r"allow-host-ipv6", "a policy for traffic between zones"),
    ("firewall", r"firewall_profiles", r".*", "policy and setting tell the same in the registry"),
    ("password_policy", r"password_policy", r"history|lockout_minutes", "said beside the answer, not judged"),
    ("saved_wifi", r"Settings/0", r".*", "a connection that is no Wi-Fi, and a name"),
    ("saved_wifi", r"Settings/0", r"proto|pairwise", "absent: every kind that NetworkManager knows, which is judged"),
    ("saved_wifi", r"wlan_profiles", r"interface", "which card it belongs to is not judged"),
    ("screen_lock", r"DisplayManager", r"Version", "the property is asked whether anybody answers at all"),
    ("shared_folders", r"shares", r"path_tail", "a share's folder is shown, not judged"),
)


def _spare(check: AnyCheck, question: Question, field: str) -> bool:
    asked = f"{question[0]} {question[1]}"
    return any(re.search(c, check.id) and re.search(q, asked) and re.fullmatch(f, field) for c, q, f, _ in SPARE)


def _listed(source: Changed) -> Iterator[Question]:
    """Questions about one thing that another answer enumerates."""
    names = set[tuple[str, Any]]()
    for (verb, arguments), answer in source.answers.items():
        if verb == "list":
            folder = arguments[0].rstrip("/\\").replace("\\", "/")
            names |= {(f"{folder}/{entry.name}", None) for entry in answer if entry.kind is not Kind.LINK}
        elif verb == "registry":
            names |= {(f"{arguments[0]}\\{name}".lower(), arguments[1]) for name in answer.subkeys}
    for verb, arguments in source.answers:
        if verb in ("read", "head", "tail", "list", "stat"):
            asked: Any = (arguments[0].replace("\\", "/"), None)
        elif verb == "registry":
            asked = (arguments[0].lower(), arguments[1])
        else:
            continue
        if asked in names:
            yield verb, arguments


def _fields(answer: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each field of each record of an answer."""
    if isinstance(answer, Mapping):
        for name, value in answer.items():
            yield (*path, name)
            yield from _fields(value, (*path, name))
    elif isinstance(answer, tuple | list):
        for number, value in enumerate(answer):
            yield from _fields(value, (*path, number))


def _without(answer: Any, path: tuple[Any, ...]) -> Any:
    first, *rest = path
    if isinstance(answer, Mapping):
        if not rest:
            return {name: value for name, value in answer.items() if name != first}
        return {**answer, first: _without(answer[first], tuple(rest))}
    return type(answer)(_without(one, tuple(rest)) if place == first else one for place, one in enumerate(answer))


@pytest.mark.parametrize(("check", "scenario"), passing())
def test_nothing_passes_where_something_listed_is_gone_when_it_is_asked_for(
    check: AnyCheck, scenario: Scenario
) -> None:
    _, source = looked(CATALOG, check, scenario)
    stayed = [one for one in _listed(source) if looked(CATALOG, check, scenario, one, lambda _: _GONE)[0].state in GOOD]
    assert stayed == []


@pytest.mark.parametrize(("check", "scenario"), passing())
def test_nothing_passes_where_a_record_lacks_one_of_its_fields(check: AnyCheck, scenario: Scenario) -> None:
    _, source = looked(CATALOG, check, scenario)
    stayed = [
        (question, path)
        for question, answer in source.answers.items()
        if question[0] in _RECORDS
        for path in _fields(answer)
        if not _spare(check, question, str(path[-1]))
        and looked(CATALOG, check, scenario, question, lambda reply, way=path: _without(reply, way))[0].state in GOOD
    ]
    assert stayed == []
