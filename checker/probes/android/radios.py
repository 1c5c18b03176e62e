"""What radios of a phone are on: Bluetooth, NFC and its own hotspot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checker.facts.phone.settings import PhoneRadios
from checker.machine.machine import Machine, PhoneReply
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import Unsupported, strange
from checker.probes.base import probe

Replies = Mapping[str, PhoneReply]


@probe(PhoneRadios, Platform.ANDROID)
def phone_radios(machine: Machine) -> PhoneRadios:
    replies = machine.phone("settings")
    asked = Ledger(Unit.SETTINGS, ("bluetooth", "nfc", "hotspot"))
    bluetooth = nfc = hotspot = unlocked = visible = None
    with asked.reading("bluetooth"):
        bluetooth = _bluetooth(replies)
    with asked.reading("nfc"):
        nfc = _nfc(replies)
    with asked.reading("hotspot"):
        hotspot, unlocked = _hotspot(replies)
    try:
        visible = _discoverable(answers.text(replies, "bluetooth.state"))
    except Unreadable:
        visible = None  # only makes a Bluetooth that is on worse
    return PhoneRadios(bluetooth, nfc, hotspot, visible, unlocked, coverage=asked.some_or_raise())


# BluetoothAdapter.STATE_: 10 off, 11 turning on, 12 on, 13 turning off; 14 to 16 on for Bluetooth LE alone.
_BT_ON = re.compile(r"ON|TURNING_ON|TURNING_OFF|BLE_\w+|1[1-6]")
_BT_OFF = re.compile(r"OFF|10")
# Settings.Global.BLUETOOTH_ON: 2 stays on in flight mode.
_BT_WISH = {None: None, 0: False, 1: True, 2: True}


def _bluetooth(replies: Replies) -> bool | None:
    """The service's word; the setting is what its owner wished last. None: the service says off and the setting does
    not, as in flight mode, after which it is on again; or nobody ever set it.

    Raises:
        Unreadable: the service gives no answer, or one that nobody knows.
    """
    number = answers.number(replies, "global.bluetooth_on")
    if number not in _BT_WISH:
        raise strange()
    try:
        printed = answers.text(replies, "bluetooth.state")
    except Unsupported:  # a phone without Bluetooth has no such service
        return _BT_WISH[number]
    enabled = re.findall(r"(?m)^ *enabled: *(true|false) *$", printed)
    state = re.search(r"(?m)^ *state: *(\w+) *$", printed)  # the first is the adapter's; profiles have theirs below
    if "true" in enabled or (state is not None and _BT_ON.fullmatch(state[1].upper())):
        return True
    if state is None or not _BT_OFF.fullmatch(state[1].upper()):
        raise strange()
    return False if _BT_WISH[number] is False else None


# NfcAdapter.STATE_: 1 off, 2 turning on, 3 on, 4 turning off, by number or as words ("turning on").
_NFC_ON = ("on", "turning", "turning_on", "turning_off", "2", "3", "4")
_NFC_OFF = ("off", "1")
# WifiManager.WIFI_AP_STATE_: 10 disabling, 11 disabled, 12 enabling, 13 enabled, 14 failed.
_AP_ON = re.compile(r"(?i)1[023]|\S*(?:AP_STATE_)?(?:ENABLED|ENABLING|DISABLING)|StartedState")
_AP_OFF = re.compile(r"(?i)1[14]|\S*AP_STATE_(?:DISABLED|FAILED)|disabled|failed|IdleState")


def _nfc(replies: Replies) -> bool:
    """``mState`` of the NFC service. A phone without NFC has no such service; then it is off for good."""
    try:
        printed = answers.text(replies, "nfc.state")
    except Unsupported:
        return False
    states = {state.lower() for state in re.findall(r"mState=(\w+)", printed)}
    if states & {*_NFC_ON}:
        return True
    if not states or states - {*_NFC_OFF}:
        raise strange()  # makers have states of their own, in which a card answers all the same
    return False


def _hotspot(replies: Replies) -> tuple[bool, bool | None]:
    """Whether the hotspot is on, and whether it is without a password (None: Android 11 and older do not say).

    The tethering service (11 and later) names interfaces that are shared. AOSP's Wi-Fi service tells of each access
    point that runs, from 9 on; before, it has a state.
    """
    try:
        shared = "Tethered" in answers.text(replies, "hotspot.tethering")
    except Unsupported:
        shared = False
    try:
        running = _access_point(answers.text(replies, "hotspot.wifi"))
    except Unreadable:
        if not shared:
            raise
        return True, None
    return shared or running is not None, running.unlocked if running is not None else None


@dataclass(frozen=True, slots=True)
class _AccessPoint:
    unlocked: bool | None


_NO_PASSWORD = ("0", "4", "5")  # SoftApConfiguration.SECURITY_TYPE_: OPEN, WPA3_OWE_TRANSITION, WPA3_OWE
_AP_IDLE = re.compile(r"IdleState|null|<.*")
_LOCAL = re.compile(r"mRole: *ROLE_SOFTAP_LOCAL_ONLY|(?:mMode|targetMode): *2\b")  # an app's own, which shares nothing


def _access_point(printed: str) -> _AccessPoint | None:
    """The access point that shares this phone's connection, in ``dumpsys wifi`` of Android 9 to 16; None: it is off."""
    parts = re.split(r"(?m)^ *-*Dump of ", printed)[1:]
    points = [part for part in parts if part.startswith("SoftApManager")]
    for part in points:
        state = re.search(r"current StateMachine mode: *(\S+)", part)
        if _LOCAL.search(part) or state is None or _AP_IDLE.fullmatch(state[1]):
            continue
        if state[1] != "StartedState":
            raise strange()  # a maker's own word, or it is about to be on
        security = re.search(r"SecurityType ?= ?(\d+)", part)
        phrase = re.search(r"Passphrase = <((?:non-)?empty)>", part)
        if security is not None:
            return _AccessPoint(security[1] in _NO_PASSWORD)
        return _AccessPoint(None if phrase is None else phrase[1] == "empty")
    # There may be one for each access point: any that is on counts, and one that nobody understands may be.
    states = re.findall(r"(?m)^ *(?:mApState|mWifiApState|WifiApState|SoftApManager state): *(\S+)", printed)
    if any(_AP_ON.fullmatch(state) for state in states):
        return _AccessPoint(None)
    if not all(_AP_OFF.fullmatch(state) for state in states):
        raise strange()
    if states:
        return None
    if not points and not any(part.startswith("ActiveModeWarden") for part in parts):
        raise strange()
    return None


def _discoverable(printed: str) -> bool | None:
    found = re.search(r"ScanMode: *(\w+)", printed)
    return None if found is None else "DISCOVERABLE" in found[1].upper() or found[1] == "23"
