"""What a phone's settings, properties and services say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from checker.facts.phone.settings import (
    Handset,
    LocationService,
    LockKind,
    PhoneCard,
    PhoneDebugging,
    PhoneEncryption,
    PhoneIntegrity,
    PhoneLock,
    PhonePatch,
    PhoneRadios,
    WifiHabits,
)
from checker.knowledge.phone_apps import phone_apps
from checker.machine import refusals
from checker.machine.machine import Machine, PhoneReply
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import shown
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import Unsupported, strange
from checker.probes.android.apps import there
from checker.probes.base import probe

Replies = Mapping[str, PhoneReply]


@probe(Handset, Platform.ANDROID)
def handset(machine: Machine) -> Handset:
    found = answers.properties(machine)
    return Handset(
        maker=shown(found.get("ro.product.manufacturer", "")),
        model=shown(found.get("ro.product.model", "")),
        android=shown(found.get("ro.build.version.release", "")),
        skin=shown(skin(found)),
        coverage=Coverage.whole(Unit.SETTINGS),
    )


def skin(found: Mapping[str, str]) -> str:
    """The maker's edition of Android. Its own property decides, not the brand, which a phone sold on keeps.

    MIUI's V816 stands for HyperOS 1 to 3 alike, so HyperOS is named by its own property; some realme phones state a
    ColorOS version, and an OriginOS phone may call itself Funtouch: both names stand for one maker's line here.
    """
    if found.get("ro.mi.os.version.name"):
        return f"HyperOS {found.get('ro.mi.os.version.incremental') or found['ro.mi.os.version.name']}"
    if found.get("ro.miui.ui.version.name"):
        return f"MIUI {found['ro.miui.ui.version.name']}"
    if found.get("hw_sc.build.platform.version"):
        return f"HarmonyOS {found['hw_sc.build.platform.version']}"
    if found.get("ro.build.version.emui"):
        return found["ro.build.version.emui"].replace("EmotionUI_", "EMUI ")
    oplus = found.get("ro.build.version.oplusrom") or found.get("ro.build.version.opporom")
    if oplus:
        return f"ColorOS/realme UI {oplus}"
    if found.get("ro.vivo.os.version"):
        return f"{found.get('ro.vivo.os.name', 'OriginOS/Funtouch')} {found['ro.vivo.os.version']}"
    if found.get("ro.build.version.oneui", "").isdecimal():
        number = int(found["ro.build.version.oneui"])
        return f"One UI {number // 10000}.{number // 100 % 100}.{number % 100}"
    return ""


@probe(LocationService, Platform.ANDROID)
def location_service(machine: Machine) -> LocationService:
    replies = machine.phone("settings")
    asked = Ledger(Unit.SETTINGS, ("location", "wifi", "bluetooth"))
    wifi = bluetooth = None
    with asked.reading("wifi"):
        wifi = answers.switch(replies, "global.wifi_scan_always_enabled")
    with asked.reading("bluetooth"):
        bluetooth = answers.switch(replies, "global.ble_scan_always_enabled")
    on = _locates(machine, replies)
    asked.looked("location")
    return LocationService(on, wifi, bluetooth, coverage=asked.coverage)


def _locates(machine: Machine, replies: Replies) -> bool:
    """Android 12 and later say it themselves; the setting (0 off, 1 to 3 on) is the older word, still kept in step."""
    if answers.android(machine) >= 31:
        try:
            printed = answers.text(replies, "location.enabled").strip()
        except Unsupported:
            printed = ""
        if printed in ("true", "false"):
            return printed == "true"
    mode = answers.number(replies, "secure.location_mode")
    if mode is None or not 0 <= mode <= 3:
        raise strange()
    return mode != 0


@probe(WifiHabits, Platform.ANDROID)
def wifi_habits(machine: Machine) -> WifiHabits:
    replies = machine.phone("settings")
    return WifiHabits(
        wakes=answers.switch(replies, "global.wifi_wakeup_enabled"),
        scans=answers.switch(replies, "global.wifi_scan_always_enabled"),
        notifies=answers.switch(replies, "global.wifi_networks_available_notification_on"),
        coverage=Coverage.whole(Unit.SETTINGS, 3),
    )


_CREDENTIAL = re.compile(r"CredentialType: *(\w+)", re.IGNORECASE)
_USER = re.compile(r"^ *User (\d+)", re.MULTILINE)
_TRUST = re.compile(r"User.*?\(id=(\d+)[^\n]*|managingTrust=(\d)")


@probe(PhoneLock, Platform.ANDROID)
def phone_lock(machine: Machine) -> PhoneLock:
    settings, lock = machine.phone("settings"), machine.phone("lock")
    asked = Ledger(Unit.SETTINGS, ("kind", "screen off", "after", "notifications", "trust"))
    screen_off = after = trusted = private = None
    with asked.reading("screen off"):
        screen_off = _seconds(answers.number(settings, "system.screen_off_timeout"))
    with asked.reading("after"):
        after = _seconds(answers.number(settings, "secure.lock_screen_lock_after_timeout"))
    with asked.reading("notifications"):
        private = answers.switch(settings, "secure.lock_screen_allow_private_notifications")
    with asked.reading("trust"):
        trusted = smart_lock(answers.text(lock, "lock.trust"))
    kind = _lock_kind(machine, settings, lock)
    asked.looked("kind")
    return PhoneLock(kind, screen_off, after, trusted, private, coverage=asked.coverage)


def _lock_kind(machine: Machine, settings: Replies, lock: Replies) -> LockKind:
    if answers.switch(settings, "secure.lockscreen.disabled"):
        return LockKind.NONE
    return credential(answers.text(lock, "lock.settings"), _current_user(machine))


def credential(printed: str, user: int) -> LockKind:
    """The kind of lock in the filtered ``dumpsys lock_settings``: a line for each user, in the order of its users.

    Android 10 and older have no such line: what they print says nothing of the kind, and ``Quality`` differs between
    phones with the same lock.

    Raises:
        Unsupported: no such line. Unreadable: a word that is not known.
    """
    if not _CREDENTIAL.search(printed):
        raise Unsupported
    of: int | None = None
    for line in printed.splitlines():
        begins = _USER.match(line)
        if begins:
            of = int(begins[1])
        kind = _CREDENTIAL.search(line)
        if kind and of in (user, None):
            try:
                return LockKind(kind[1].lower())
            except ValueError as error:
                raise strange() from error
    raise strange()


def smart_lock(printed: str) -> bool:
    """Whether anything manages trust, in the filtered ``dumpsys trust``: then the phone may stay open by itself.

    Raises:
        Unreadable: not a word of trust in it.
    """
    found = re.findall(r"managingTrust=(\d)", printed)
    if not found and "deviceLocked=" not in printed:
        raise strange()
    return "1" in found


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None or milliseconds < 0 else milliseconds / 1000


def _current_user(machine: Machine) -> int:
    printed = answers.text(machine.phone("identity"), "user").strip()
    if not printed.isdecimal():
        raise strange()
    return int(printed)


@probe(PhoneEncryption, Platform.ANDROID)
def phone_encryption(machine: Machine) -> PhoneEncryption:
    found = answers.properties(machine)
    state = found.get("ro.crypto.state", "")
    if state not in ("encrypted", "unencrypted", "unsupported"):
        raise Unsupported
    return PhoneEncryption(state, shown(found.get("ro.crypto.type", "")), coverage=Coverage.whole(Unit.SETTINGS))


_PATCHES = (
    "ro.build.version.security_patch",
    "ro.huawei.build.version.security_patch",
    "ro.vendor.build.security_patch",
)


@probe(PhonePatch, Platform.ANDROID)
def phone_patch(machine: Machine) -> PhonePatch:
    found = answers.properties(machine)
    says = tuple((name, _day(found[name])) for name in _PATCHES if name in found)
    # The vendor's part (drivers) has a date of its own and does not make the system newer than it is.
    systems = [day for name, day in says if name != "ro.vendor.build.security_patch"]
    if not systems:
        raise Unsupported
    return PhonePatch(max(systems), machine.host.now.date(), says, coverage=Coverage.whole(Unit.SETTINGS))


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise strange()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise strange() from error


@probe(PhoneIntegrity, Platform.ANDROID)
def phone_integrity(machine: Machine) -> PhoneIntegrity:
    found = answers.properties(machine)
    asked = Ledger(Unit.SETTINGS, ("properties", "su", "apps"))
    roots: tuple[str, ...] = ()
    with asked.reading("apps"):
        roots = _root_apps(machine)
    su = _su(machine)
    asked.looked("properties")
    asked.looked("su")
    boot = found.get("ro.boot.verifiedbootstate")
    return PhoneIntegrity(
        boot=boot if boot in ("green", "yellow", "orange", "red") else None,
        unlocked=_unlocked(found),
        debuggable=found.get("ro.debuggable") == "1" or found.get("ro.build.type") in ("userdebug", "eng"),
        test_keys="test-keys" in found.get("ro.build.tags", ""),
        su=su,
        root_apps=roots,
        coverage=asked.coverage,
    )


def _unlocked(found: Mapping[str, str]) -> bool | None:
    locked = found.get("ro.boot.flash.locked")
    state = found.get("ro.boot.vbmeta.device_state")
    if locked == "0" or state == "unlocked":
        return True
    return False if locked == "1" or state == "locked" else None


def _su(machine: Machine) -> bool:
    """``ls -d`` of the usual places: it prints those that are there, and an error for each that is not."""
    code, output = machine.phone("identity").get("root.su", (None, b""))
    lines = output.decode("utf-8", "replace").splitlines()
    if code is None or not lines:
        raise strange()
    return any(re.fullmatch(r"/\S+/(su|magisk)", line.strip()) for line in lines)


def _root_apps(machine: Machine) -> tuple[str, ...]:
    return tuple(sorted(there(machine).all & phone_apps().root))


@probe(PhoneDebugging, Platform.ANDROID)
def phone_debugging(machine: Machine) -> PhoneDebugging:
    settings = machine.phone("settings")
    found = answers.properties(machine)
    asked = Ledger(Unit.SETTINGS, ("usb", "wireless"))
    keys = None
    wireless = False
    with asked.reading("wireless"):
        wireless = _wireless(machine, settings)
    try:
        keys = trusted_computers(answers.text(machine.phone("debugging"), "adb.keys"))
    except Unreadable:
        keys = None  # told as "not known"; the step, to revoke them all, is the same
    usb = answers.switch(settings, "global.adb_enabled")
    if usb is None:
        raise strange()  # we are reading over it
    asked.looked("usb")
    port = found.get("service.adb.tcp.port", "")
    return PhoneDebugging(
        usb=usb,
        wireless=wireless,
        port=int(port) if port.isdecimal() and 0 < int(port) < 1 << 16 else 0,
        keys=keys,
        mock_location=answers.setting(settings, "secure.mock_location") == "1",
        coverage=asked.coverage,
    )


def _wireless(machine: Machine, settings: Replies) -> bool:
    """Wireless debugging came with Android 11; before, only the port counts."""
    return bool(answers.switch(settings, "global.adb_wifi_enabled")) if answers.android(machine) >= 30 else False


def trusted_computers(printed: str) -> int:
    """How many different keys stand in ``dumpsys adb``; they stand there twice, as text and in a key store.

    Raises:
        Unreadable: no list of keys in it.
    """
    if "user_keys" not in printed and "keystore" not in printed:
        raise strange()
    return len(set(re.findall(r"QAAAA[A-Za-z0-9+/=]{20}", printed)))


@probe(PhoneRadios, Platform.ANDROID)
def phone_radios(machine: Machine) -> PhoneRadios:
    replies = machine.phone("settings")
    asked = Ledger(Unit.SETTINGS, ("bluetooth", "nfc", "hotspot"))
    bluetooth = nfc = hotspot = visible = None
    with asked.reading("bluetooth"):
        bluetooth = answers.switch(replies, "global.bluetooth_on")
    with asked.reading("nfc"):
        nfc = _nfc(replies)
    with asked.reading("hotspot"):
        hotspot = _hotspot(replies)
    try:
        visible = _discoverable(answers.text(replies, "bluetooth.state"))
    except Unreadable:
        visible = None  # only makes a Bluetooth that is on worse
    return PhoneRadios(bluetooth, nfc, hotspot, visible, coverage=asked.some_or_raise())


def _nfc(replies: Replies) -> bool:
    """``mState`` of the NFC service. A phone without NFC has no such service; then it is off for good."""
    try:
        printed = answers.text(replies, "nfc.state")
    except Unsupported:
        return False
    found = re.search(r"mState=(\w+)", printed)
    if found is None:
        raise strange()
    return found[1].lower() in ("on", "turning", "turning_on", "3")


def _hotspot(replies: Replies) -> bool:
    """The tethering service (11 and later) names interfaces that are shared; before, the Wi-Fi service has a state.

    The words of both are from documentation, not yet seen on a real phone with its hotspot on.
    """
    try:
        shared = answers.text(replies, "hotspot.tethering")
        if "Tethered" in shared:
            return True
    except Unsupported:
        shared = ""
    state = answers.text(replies, "hotspot.wifi")
    if not re.search(r"mApState|WifiApState|SoftApManager", state):
        raise strange()
    return re.search(r"(?i)(AP_STATE_ENABLED|\benabled\b|mApState:? *13|StartedState)", state) is not None


def _discoverable(printed: str) -> bool | None:
    found = re.search(r"ScanMode: *(\w+)", printed)
    return None if found is None else "DISCOVERABLE" in found[1].upper() or found[1] == "23"


_KNOWN_VOLUME = re.compile(r"(?:public|private|emulated|stub|obb|asec)\b")
_VOLUME = re.compile(r"^(public|private):(\S+) (\S+)(?: (\S+))?", re.MULTILINE)


@probe(PhoneCard, Platform.ANDROID)
def phone_card(machine: Machine) -> PhoneCard:
    printed = answers.text(machine.phone("storage"), "volumes")
    if not re.search(r"^(private|emulated)", printed, re.MULTILINE):
        raise strange()  # every phone has storage of its own in this list
    kinds = [match[1] for match in _VOLUME.finditer(printed)]
    volumes = Ledger(Unit.VOLUMES, [line.strip() for line in printed.splitlines() if line.strip()])
    for line in volumes:
        with volumes.reading(line):
            if not _KNOWN_VOLUME.match(line):
                raise refusals.not_understood(line)
    # "private mounted null" without a number is the phone's own; one with a number is a card made part of it.
    return PhoneCard(removable=kinds.count("public"), adopted=kinds.count("private"), coverage=volumes.coverage)
