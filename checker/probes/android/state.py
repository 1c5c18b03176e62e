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
    PhoneDetours,
    PhoneEncryption,
    PhoneLock,
    PhonePatch,
    WifiHabits,
)
from checker.machine import refusals
from checker.machine.machine import Machine, PhoneReply
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text, shown
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import Unsupported, at_odds, strange
from checker.probes.android.people import people, user_on_screen
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
    ColorOS version. ``ro.vivo.os.name`` says Funtouch on OriginOS phones, too: the build's own name tells them apart.
    Honor phones keep EMUI's property beside MagicOS's.
    """
    if found.get("ro.mi.os.version.name"):
        return f"HyperOS {found.get('ro.mi.os.version.incremental') or found['ro.mi.os.version.name']}"
    if found.get("ro.miui.ui.version.name"):
        return f"MIUI {found['ro.miui.ui.version.name']}"
    if found.get("hw_sc.build.platform.version"):
        return f"HarmonyOS {found['hw_sc.build.platform.version']}"
    magic = found.get("msc.config.magic.version") or found.get("ro.build.version.magic")
    if magic:
        return f"MagicOS {magic.removeprefix('MagicUI_').removeprefix('MagicOS_')}"
    if found.get("ro.build.version.emui"):
        return found["ro.build.version.emui"].replace("EmotionUI_", "EMUI ")
    if found.get("ro.build.version.realmeui"):
        return f"realme UI {found['ro.build.version.realmeui'].removeprefix('V')}"
    oplus = found.get("ro.build.version.oplusrom") or found.get("ro.build.version.opporom")
    if oplus:
        return f"ColorOS/realme UI {oplus}"
    vivo = found.get("ro.vivo.os.build.display.id", "").replace("_", " ")
    if vivo.startswith(("OriginOS", "Funtouch")):
        return vivo
    if found.get("ro.vivo.os.version"):
        return f"{found.get('ro.vivo.os.name', 'OriginOS/Funtouch')} {found['ro.vivo.os.version']}"
    flyme = found.get("ro.flyme.version.id") or found.get("ro.build.display.id", "")
    if flyme.startswith("Flyme"):
        return flyme
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
        wifi = _wifi_scans(machine, replies)
    with asked.reading("bluetooth"):
        bluetooth = answers.switch(replies, "global.ble_scan_always_enabled")
    on = _locates(machine, replies)
    asked.looked("location")
    return LocationService(on, wifi, bluetooth, coverage=asked.coverage)


def _wifi_scans(machine: Machine, replies: Replies) -> bool | None:
    """Whether the phone looks for networks while Wi-Fi is off; None: not told.

    Android 11 and later: as the Wi-Fi service says; it keeps the switch itself (WifiSettingsConfigStore), and what once
    stood in the settings stays there, whatever becomes of it: where that says yes and the service no, the owner is
    asked. Before, the setting.
    """
    if answers.android(machine) < 30:
        return answers.switch(replies, "global.wifi_scan_always_enabled")
    before = answers.setting(replies, "global.wifi_scan_always_enabled")
    try:
        printed = answers.text(machine.phone("wifi"), "wifi.status")
    except Unsupported:
        return None
    said = set(re.findall(r"^Wifi scanning is (always|only) available", printed, re.MULTILINE))
    if said == {"only"}:
        return False if before in ("0", None) else None
    return True if said == {"always"} else None


def _locates(machine: Machine, replies: Replies) -> bool:
    """Android 12 and later say it themselves; the setting (0 off, 1 to 3 on) is the older word, still kept in step.

    Raises:
        Unreadable: neither is told, or the service says off and the setting does not.
    """
    said = _service_locates(replies) if answers.android(machine) >= 31 else None
    mode = answers.number(replies, "secure.location_mode")
    if said or (said is False and mode is None):
        return said
    if mode is None or not 0 <= mode <= 3:
        raise strange()
    if said is False and mode != 0:
        raise at_odds()
    return mode != 0


def _service_locates(replies: Replies) -> bool | None:
    try:
        printed = answers.text(replies, "location.enabled").strip()
    except Unsupported:
        return None
    if printed not in ("true", "false"):
        raise strange()
    return printed == "true"


@probe(WifiHabits, Platform.ANDROID)
def wifi_habits(machine: Machine) -> WifiHabits:
    replies = machine.phone("settings")
    return WifiHabits(
        wakes=answers.switch(replies, "global.wifi_wakeup_enabled"),
        scans=_wifi_scans(machine, replies),
        notifies=answers.switch(replies, "global.wifi_networks_available_notification_on"),
        coverage=Coverage.whole(Unit.SETTINGS, 3),
    )


_CREDENTIAL = re.compile(r"CredentialType: *(\w+)", re.IGNORECASE)
_USER = re.compile(r"^ *User (\d+)", re.MULTILINE)


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
    user = user_on_screen(machine)
    with asked.reading("trust"):
        trusted = smart_lock(answers.text(lock, "lock.trust"), user)
    kind = _lock_kind(lock, user)
    asked.looked("kind")
    unlocked, others = _others(machine, lock)
    return PhoneLock(kind, screen_off, after, trusted, private, unlocked, coverage=asked.coverage + others)


def _lock_kind(lock: Replies, user: int) -> LockKind:
    """The service that keeps the lock decides. ``lockscreen.disabled`` is a wish of old, which means nothing where
    there is a code (AOSP: LockPatternUtils.isLockScreenDisabled); it is not asked."""
    try:
        return credential(answers.text(lock, "lock.settings"), user)
    except Unsupported:
        return keyguard(answers.text(lock, "lock.keyguard"))


def keyguard(printed: str) -> LockKind:
    """Whether there is a lock, in the filtered ``dumpsys window policy``: ``secure=true``.

    Raises:
        Unsupported: no such line. Unreadable: two that contradict each other.
    """
    found = set(re.findall(r"^ *secure[=:] ?(true|false)", printed, re.MULTILINE))
    if not found:
        raise Unsupported
    if len(found) > 1:
        raise at_odds()
    return LockKind.SOME if "true" in found else LockKind.NONE


def _others(machine: Machine, lock: Replies) -> tuple[tuple[Text, ...], Coverage]:
    """Those of the others who could be entered without a code. A copy of apps and a work profile open with the owner's
    lock; a guest has none, and nothing that lasts; nobody can enter a system that runs beside its people."""
    ledger = Ledger[int](Unit.ACCOUNTS)
    without = list[Text]()
    try:
        there = people(machine)
    except Unreadable as why:
        ledger.more(0, why)
        return (), ledger.coverage
    printed = answers.text(lock, "lock.settings")
    for person in there:
        with ledger.reading(person.number):
            if person.on_screen or person.needs_no_lock:
                continue
            if credential(printed, person.number) is LockKind.NONE:
                without.append(person.label)
    return tuple(without), ledger.coverage


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
    kinds = set[str]()
    for line in printed.splitlines():
        begins = _USER.match(line)
        if begins:
            of = int(begins[1])
        kind = _CREDENTIAL.search(line)
        if kind and of in (user, None):
            kinds.add(kind[1].lower())
    if len(kinds) != 1:
        raise strange()
    word = kinds.pop()
    if word == "password_or_pin":  # AOSP: LockPatternUtils.credentialTypeToString
        return LockKind.PASSWORD
    try:
        return LockKind(word)
    except ValueError as error:
        raise strange() from error


def smart_lock(printed: str, user: int | None = None) -> bool:
    """Whether anything manages trust for a user, or a watch opens the phone (active unlock), in the filtered ``dumpsys
    trust``: then it may stay open. ``trustManaged`` sums up the agents (AOSP: aggregateIsTrustManaged), which some
    dumps do not list one by one.

    Raises:
        Unreadable: not a word of trust about that user in it.
    """
    of: int | None = None
    found = list[str]()
    told = False
    for line in printed.splitlines():
        begins = re.match(r" *User .*?\(id=(\d+)", line)
        of = int(begins[1]) if begins else of
        if of in (user, None) or user is None:
            found += re.findall(r"(?:managingTrust|trustManaged|trusted|isActiveUnlockRunning)=(\d)", line)
            found += ["1"] * ("trustState=TRUSTED" in line)
            told = told or "deviceLocked=" in line
    if not found and not told:
        raise strange()
    return "1" in found


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None or milliseconds < 0 else milliseconds / 1000


@probe(PhoneEncryption, Platform.ANDROID)
def phone_encryption(machine: Machine) -> PhoneEncryption:
    found = answers.properties(machine)
    state = found.get("ro.crypto.state", "")
    if state not in ("encrypted", "unencrypted", "unsupported"):
        raise Unsupported
    if state == "encrypted" and found.get("ro.crypto.type") == "none":
        raise at_odds()
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
    left = None
    try:
        left = answers.number(machine.phone("debugging"), "left.tmp")
    except Unreadable:
        left = None  # closed to us on some phones; it makes the question worse, and answers nothing
    usb = answers.switch(settings, "global.adb_enabled")
    if usb is None:
        raise strange()  # we are reading over it
    asked.looked("usb")
    return PhoneDebugging(
        usb=usb,
        wireless=wireless,
        port=_port(found),
        keys=keys,
        mock_location=answers.setting(settings, "secure.mock_location") == "1",
        left=left,
        unlockable=found.get("sys.oem_unlock_allowed") == "1",
        coverage=asked.coverage,
    )


def _port(found: Mapping[str, str]) -> int:
    """The port at which adbd listens on the network: one of its list of places, or else the one of now, or the one that
    outlives a restart (AOSP: adb/daemon/main.cpp). Also while an emulator's or a cut-down system's number is odd, it is
    no port."""
    places = found.get("service.adb.listen_addrs", "")
    if places:
        ports = re.findall(r"(?:^|,)tcp:(?!localhost:|127\.)(?:[^,]*:)?(\d{1,5})(?=,|$)", places)
        return next((int(port) for port in ports if 0 < int(port) < 1 << 16), 0)
    for name in ("service.adb.tcp.port", "persist.adb.tcp.port"):
        port = found.get(name, "")
        if port.isdecimal() and 0 < int(port) < 1 << 16:
            return int(port)
    return 0


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


@probe(PhoneDetours, Platform.ANDROID)
def phone_detours(machine: Machine) -> PhoneDetours:
    """``http_proxy`` is ``host:port``, and ``:0`` where one was taken away again."""
    settings = machine.phone("settings")
    names = ("http_proxy", "global_http_proxy_host", "global_proxy_pac_url")
    set_ = [answers.setting(settings, f"global.{name}") for name in names]
    proxy = any(value not in (None, ":0") for value in set_)
    try:
        count = answers.number(machine.phone("certificates"), "certificates")
    except Unreadable:
        count = None  # closed to us on most phones: then the owner is asked
    resolver = answers.setting(settings, "global.private_dns_mode") == "hostname"
    return PhoneDetours(proxy, count, resolver, coverage=Coverage.whole(Unit.SETTINGS))


_KNOWN_VOLUME = re.compile(r"(?:public|private|emulated|stub|obb|asec)\b")
_VOLUME = re.compile(r"^(public|private):(\S+) (\S+)(?: (\S+))?", re.MULTILINE)


@probe(PhoneCard, Platform.ANDROID)
def phone_card(machine: Machine) -> PhoneCard:
    printed = answers.text(machine.phone("storage"), "volumes")
    if not re.search(r"^(private|emulated)", printed, re.MULTILINE):
        raise strange()  # every phone has storage of its own in this list
    kinds = [match[1] for match in _VOLUME.finditer(printed) if match[3] not in ("removed", "bad_removal")]
    volumes = Ledger(Unit.VOLUMES, [line.strip() for line in printed.splitlines() if line.strip()])
    for line in volumes:
        with volumes.reading(line):
            if not _KNOWN_VOLUME.match(line):
                raise refusals.not_understood(line)
    # "private mounted null" without a number is the phone's own; one with a number is a card made part of it.
    return PhoneCard(removable=kinds.count("public"), adopted=kinds.count("private"), coverage=volumes.coverage)
