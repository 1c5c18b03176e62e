"""What a phone's settings and state say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class LocationService(Fact):
    """Whether the phone locates at all. `wifi_scan`, `bluetooth_scan`: it looks for transmitters even while those
    radios are off; None: not told, or never set, where the phone's maker decides."""

    on: bool
    wifi_scan: bool | None
    bluetooth_scan: bool | None


@dataclass(frozen=True, slots=True)
class SavedWifi(Fact):
    """Remembered networks. `open_names`: without a password, or WEP, which is as good as none; `enhanced_names`:
    without a password, and encrypted (OWE): anyone can set up one of that name. No other name is read.

    `connected_open`: the network in use now is open; None: none in use, or not told (Android 11 does not say).
    """

    total: int
    open_names: tuple[str, ...]
    connected_open: bool | None
    enhanced_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WifiHabits(Fact):
    """Whether the phone turns Wi-Fi on by itself, looks for networks while it is off, and calls attention to open ones.

    None: never set on this phone. Android's own default differs by maker, so that an unset value is not known.
    """

    wakes: bool | None
    scans: bool | None
    notifies: bool | None


class LockKind(StrEnum):
    NONE = "none"
    PATTERN = "pattern"
    PIN = "pin"
    PASSWORD = "password"
    SOME = "some"  # there is one; which, the phone does not tell


@dataclass(frozen=True, slots=True)
class PhoneLock(Fact):
    """The screen lock of who is on screen. Times in seconds; None: "never", or not set: the phone's maker decides.

    `trusted`: something keeps the phone open (Smart Lock: a place, a device, on the body). `private_notifications`:
    the locked screen shows what messages say. `open_spaces`: other users who have no lock of their own and would need
    one.
    """

    kind: LockKind
    screen_off: float | None
    lock_after: float | None
    trusted: bool | None
    private_notifications: bool | None
    open_spaces: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class PhoneEncryption(Fact):
    """``ro.crypto.state`` and ``ro.crypto.type``; state is encrypted, unencrypted or unsupported."""

    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class PhonePatch(Fact):
    """The security patch as the phone states it: nobody proves it. `says`: every property with its date.

    `patch` is the newest: Huawei's own key runs ahead of Android's on its upgraded phones.
    """

    patch: date
    today: date
    says: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class PhoneIntegrity(Fact):
    """Whether the system is the maker's own. `boot`: green, yellow, orange or red, None where not told; `unlocked`
    None likewise. `su`: a program to become root lies in the usual places, or a root manager left a trace there.
    `root_apps`: package names known for it. `unofficial`: properties that only community systems have. `once`: the
    maker's own mark says that an unofficial system ran, or the phone was unlocked, at some time. `unguarded`: SELinux
    does not guard, or what is started is not verified."""

    boot: str | None
    unlocked: bool | None
    debuggable: bool
    test_keys: bool
    su: bool
    root_apps: tuple[str, ...]
    unofficial: bool = False
    once: bool = False
    unguarded: bool = False


@dataclass(frozen=True, slots=True)
class PhoneDebugging(Fact):
    """Developer options. `usb` is on while we read over it. `keys`: computers that this phone trusts, ours among them;
    None: not told. `port`: adb listens on the network there; 0: it does not. `left`: files that computers left on the
    phone; None: not told. `unlockable`: the developer option "OEM unlocking" is on."""

    usb: bool
    wireless: bool
    port: int
    keys: int | None
    mock_location: bool
    left: int | None = None
    unlockable: bool = False


@dataclass(frozen=True, slots=True)
class PhoneRadios(Fact):
    """None: the phone does not tell. `discoverable`: others see it by Bluetooth. `hotspot_unlocked`: the one that is on
    has no password."""

    bluetooth: bool | None
    nfc: bool | None
    hotspot: bool | None
    discoverable: bool | None
    hotspot_unlocked: bool | None = None


@dataclass(frozen=True, slots=True)
class PhoneDetours(Fact):
    """What makes the phone's traffic pass through somebody else. `proxy`: one is set for every network, or with a Wi-Fi
    by policy; one that somebody set in a single Wi-Fi is not told. `certificates`: certificates that somebody added, by
    which others can read encrypted traffic; None: the system does not let that be read. `resolver`: names are looked up
    at a server that somebody entered (private DNS)."""

    proxy: bool
    certificates: int | None
    resolver: bool = False


@dataclass(frozen=True, slots=True)
class PhoneCard(Fact):
    """Memory cards and other media in the phone, without their numbers. Such a volume is never encrypted, except one
    that was adopted into the phone's own storage."""

    removable: int
    adopted: int


@dataclass(frozen=True, slots=True)
class Handset(Fact):
    """What the phone calls itself. `skin`: its maker's edition of Android by property, as "HyperOS OS2.0.1"."""

    maker: str
    model: str
    android: str
    skin: str
