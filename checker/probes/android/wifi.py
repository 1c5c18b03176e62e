"""Remembered Wi-Fi networks on Android 8 to 16, whose lists differ, and the network in use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.phone.settings import SavedWifi
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import Unsupported, strange
from checker.probes.base import probe

_NO_NETWORK = Text("手机没有保存 Wi-Fi", "No Wi-Fi network is remembered")
_OTHER = Text("有的 Wi-Fi 的加密方式无法识别", "The security of some Wi-Fi networks cannot be understood")
_LOOK = Text("请在手机上看“已保存的网络”", "Look at “Saved networks” on the phone")
_SAFE = re.compile(r"wpa|eap|owe|sae|wapi|psk|passpoint|suite", re.IGNORECASE)
_HEAD = re.compile(r"Network Id\s+SSID\s+Security type|No networks|WARNING: linker: .*")
_ROW = re.compile(r"^(\d+)\s+(.*?)\s*([^\s]+)\s*$")


@dataclass(frozen=True, slots=True)
class Network:
    """`open`: it has no password, or WEP's, so that anyone can join. None: its security has a name that is not known.
    `encrypted`: what goes over it is all the same (OWE, enhanced open)."""

    id: str
    name: str
    open: bool | None
    encrypted: bool = False


@probe(SavedWifi, Platform.ANDROID)
def saved_wifi(machine: Machine) -> SavedWifi:
    replies = machine.phone("wifi")
    try:
        networks = listed(answers.text(replies, "wifi.list"))
    except Unsupported:  # Android 10 and older
        networks = configured(answers.text(replies, "wifi.configured"))
    saved = Ledger(Unit.NETWORKS, (network.id for network in networks))
    for network in networks:
        if network.open is None:
            saved.left(network.id, Cause.NOT_UNDERSTOOD, _LOOK, _OTHER)
        else:
            saved.looked(network.id)
    if not saved.opened:
        saved.nothing(_NO_NETWORK)
    now = None
    try:
        now = connected(answers.text(replies, "wifi.status"))
    except Unreadable:
        now = None  # the list has it too; this only says that it is in use
    bare = {network.name for network in networks if network.open and not network.encrypted}
    enhanced = {network.name for network in networks if network.open and network.encrypted} - bare
    return SavedWifi(len(networks), tuple(sorted(bare)), now, tuple(sorted(enhanced)), coverage=saved.coverage)


def listed(printed: str) -> tuple[Network, ...]:
    """``cmd wifi list-networks`` of Android 11 and later: id, name, security. Names of protected ones were cut out.

    11 has one row for each with one word, and writes WEP as ``null``; 12 joins words with "/"; 13 and later have a row
    for each way to the same network, ``^`` marking those that the phone added by itself: a network is open only where
    none of its rows asks for a key, and enhanced open (owe) beside open is the phone's own addition.

    Raises:
        Unreadable: neither a network nor "No networks" is in it.
    """
    if not re.search(r"Network Id|No networks", printed):
        raise strange()
    words: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for line in printed.splitlines():
        row = _ROW.match(line)
        if row is None and line.strip() and not _HEAD.fullmatch(line.strip()):
            words.setdefault(f"? {line}", []).append("")  # a row that nobody can read may be an open network's
            names.setdefault(f"? {line}", "")
        if row is None:
            continue
        words.setdefault(row[1], []).append(row[3])
        names[row[1]] = row[2] or names.get(row[1], "")
    if not words and "No networks" not in printed:
        raise strange()  # the list ends with its head
    return tuple(
        Network(id, names[id], *_open([one for word in kinds for one in word.split("/")]))
        for id, kinds in words.items()
    )


def _open(kinds: list[str]) -> tuple[bool | None, bool]:
    """Whether there is no password, and whether it is encrypted all the same. Beside "open" the phone adds "owe" by
    itself (transition mode): such a network is joined without encryption, too."""
    own = [kind.rstrip("^").lower() for kind in kinds if not kind.endswith("^")]
    own = own or [kind.rstrip("^").lower() for kind in kinds]
    if any(kind in ("open", "null", "wep", "none") for kind in own):
        return True, False
    if any(kind.startswith("owe") for kind in own):
        return True, True
    return (False, False) if all(_SAFE.search(kind) for kind in own) else (None, False)


def configured(printed: str) -> tuple[Network, ...]:
    """The configured networks in ``dumpsys wifi`` of Android 8 to 10, between their two marks.

    Raises:
        Unreadable: the marks are not there, or a network is in a form that is not known.
    """
    begin = re.search(r"Configured networks Begin", printed)
    end = re.search(r"Configured networks End", printed)
    if begin is None or end is None or end.start() < begin.end():
        raise strange()
    found: list[Network] = []
    records = re.split(r"(?=\bID: \d+ SSID: )", printed[begin.end() : end.start()])[1:]
    if printed.count("KeyMgmt:") != len(records):
        raise strange()  # one network more than there are heads that are understood
    for record in records:
        match = re.match(r"ID: \d+ SSID: (.*?)\s*KeyMgmt: *([A-Z0-9_ ]*?)\s*(?:\n|$)", record, re.DOTALL)
        if match is None:
            raise strange()
        words = match[2].split()
        protected = any(_SAFE.search(word) and word != "OWE" for word in words)
        # WEP stands as NONE here, as it should: its key protects nothing.
        known = False if protected else True if words in (["NONE"], ["OWE"]) else None
        name = match[1].strip().strip('"') if known else ""
        found.append(Network(str(len(found)), name, known, encrypted=words == ["OWE"]))
    return tuple(found)


def connected(printed: str) -> bool | None:
    """Whether the network in use is open; None: none in use, or not told (Android 11 has no such line)."""
    if not re.search(r"^Wifi is connected", printed, re.MULTILINE):
        return None
    kinds = re.findall(r"Security type: *(-?\d+)", printed)  # some phones are on two networks at once
    return any(kind in ("0", "1", "6") for kind in kinds) if kinds else None  # WifiInfo: 0 open, 1 WEP, 6 OWE
