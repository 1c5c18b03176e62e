"""Every command that may ever reach a phone, reviewed one by one: each reads, and filters on the phone what it reads.

A command is its line here with slots filled; `admitted` is asked again right before anything is sent, so that a line
which is not of this list cannot pass, whoever made it. What is never here: anything that writes, `settings list` and
`locksettings` (the first spills account names, the second counts as a wrong code), and the services that leak unless
cut down by the line itself (`dumpsys location`, `notification`, `accessibility`, `wifi`, `package`, `appops`). Folders
are those of `checker.knowledge.phone_places` and no other: no line lists what lies beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from checker.knowledge.phone_places import BINS, PAPERS, PICTURES, SOUNDS, phone_places

_SECONDS = 20  # on the phone, for one command


class Refused(ValueError):
    """Not one of the reviewed commands or places: a fault of ours, stopped before it reached the phone."""


@dataclass(frozen=True, slots=True)
class Command:
    """A reviewed line of the phone's shell. `text` has slots in braces; `seconds` is how long it may run there.

    `alone`: in a shell of its own that is ended after that time. Parts of files are asked for by the thousand, and are
    not: a phone starts some hundred processes a second, and a hang there ends with the whole batch.
    """

    name: str
    family: str
    text: str
    seconds: int = _SECONDS
    alone: bool = True

    @property
    def of_a_user(self) -> bool:
        """Whether what it prints is of one of the phone's users."""
        return any(slot in self.text for slot in ("{user}", "{of}", "{top}", "{tops}"))

    @property
    def ends(self) -> frozenset[int]:
        """The exit codes of a whole answer: 0, ``grep``'s 1 for no line that fits, and 141 where the filter stops
        reading by itself (SIGPIPE to what stands before it)."""
        return frozenset({0} | ({1} if "grep " in self.text else set()) | ({141} if self.lines else set()))

    @property
    def lines(self) -> int | None:
        """How many lines it prints at most; whoever reads that many does not know what else there was."""
        return _least(r"\bgrep -m(\d+)|\bhead -n (\d+)", self.text)

    @property
    def width(self) -> int | None:
        """How many bytes of a line it prints at most."""
        return _least(r"\bcut -c 1-(\d+)", self.text)


def _least(pattern: str, text: str) -> int | None:
    found = [int(number) for numbers in re.finditer(pattern, text) for number in numbers.groups() if number]
    return min(found, default=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with its slots filled. Only `ask` makes one that `admitted` lets through."""

    name: str
    text: str
    seconds: int


# What vold calls a mounted card or stick (PublicVolume.cpp): the number of FAT and exFAT, of NTFS, the UUID of ext4,
# and the device where the file system has none.
_CARDS = "/storage/????-???? /storage/???????????????? /storage/????????-????-????-????-???????????? /storage/public:*"
CARD = re.compile(
    r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}|[0-9A-Fa-f]{16}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|public:\d+,\d+"
)

_SLOTS = {
    "user": re.compile(r"\d{1,4}"),
    "package": re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+"),
    "number": re.compile(r"\d{1,12}"),
    "path": re.compile(r"'(?:[^'\x00]|'\\'')*'", re.DOTALL),
    "of": re.compile(r"(?:--user \d{1,4} )?"),
    "top": re.compile(r"/sdcard|/storage/emulated/\d{1,4}"),
    "tops": re.compile(rf"/sdcard {re.escape(_CARDS)}|/storage/emulated/\d{{1,4}}"),
}


def of_user(user: str) -> Mapping[str, str]:
    """The slots for a user. The phone's shell belongs to user 0 whoever is on screen: ``/sdcard`` is that user's, and
    so are settings without a number; memory cards count as user 0's."""
    own = "/sdcard" if user == "0" else f"/storage/emulated/{user}"
    return {
        "user": user,
        "of": "" if user == "0" else f"--user {user} ",
        "top": own,
        "tops": f"/sdcard {_CARDS}" if user == "0" else own,
    }


def _settings(space: str, *names: str) -> tuple[Command, ...]:
    """Global settings are one for all; the others are each user's, and without a number those of user 0."""
    of = "" if space == "global" else "{of}"
    return tuple(Command(f"{space}.{name}", "settings", f"settings {of}get {space} {name}") for name in names)


PROPERTIES = (
    "ro.product.manufacturer",
    "ro.product.model",
    "ro.build.version.release",
    "ro.build.version.sdk",
    "ro.build.version.security_patch",
    "ro.vendor.build.security_patch",
    "ro.huawei.build.version.security_patch",
    "ro.miui.ui.version.name",
    "ro.mi.os.version.name",
    "ro.mi.os.version.incremental",
    "hw_sc.build.platform.version",
    "ro.build.version.emui",
    "ro.build.hw_emui_api_level",
    "ro.build.version.oplusrom",
    "ro.build.version.opporom",
    "ro.vivo.os.name",
    "ro.vivo.os.version",
    "ro.vivo.os.build.display.id",
    "ro.build.version.oneui",
    "ro.build.version.realmeui",
    "ro.build.version.magic",
    "msc.config.magic.version",
    "ro.flyme.version.id",
    "ro.build.display.id",
    "ro.crypto.state",
    "ro.crypto.type",
    "ro.boot.verifiedbootstate",
    "ro.boot.flash.locked",
    "ro.boot.vbmeta.device_state",
    "ro.boot.veritymode",
    "vendor.boot.verifiedbootstate",
    "vendor.boot.vbmeta.device_state",
    "ro.secureboot.lockstate",
    "ro.boot.realmebootstate",
    "ro.boot.realme.lockstate",
    "ro.boot.warranty_bit",
    "ro.warranty_bit",
    "ro.vendor.boot.warranty_bit",
    "ro.vendor.warranty_bit",
    "ro.is_ever_orange",
    "ro.debuggable",
    "ro.force.debuggable",
    "service.adb.root",
    "ro.gsid.image_running",
    "ro.secure",
    "ro.adb.secure",
    "ro.build.type",
    "ro.build.tags",
    "sys.oem_unlock_allowed",
    "ro.lineage.version",
    "ro.modversion",
    "ro.crdroid.version",
    "ro.aospa.version",
    "ro.evolution.version",
    "org.pixelexperience.version",
    "service.adb.listen_addrs",
    "service.adb.tcp.port",
    "persist.adb.tcp.port",
)
# A property may span lines: the rest of a wanted one is not needed, that of others must not cross the cable.
_GETPROP = "getprop | grep -E '^\\[(" + "|".join(name.replace(".", "\\.") for name in PROPERTIES) + ")\\]: '"

# A service that is not done after ten seconds is left by `dumpsys`, which says so in the midst of what it prints and
# returns 0 (AOSP: dumpsys.cpp): every filter lets that line through.
_CUT = "^\\*\\*\\* SERVICE .* DUMP TIMEOUT"


def _taken(operation: str) -> str:
    return "; ".join(f"cmd appops query-op --user {{user}} {operation} {mode}" for mode in ("deny", "ignore"))


def _endings(kinds: str) -> str:
    return " -o ".join(f"-iname '*.{kind}'" for kind in kinds.split())


_PHOTO_NAMES = _endings("jpg jpeg jfif png heic heif avif webp bmp gif tif tiff dng")
_SOUNDS = _endings("m4a mp3 amr aac wav 3gp 3ga ogg opus awb flac wma")
_FILMS = _endings("mp4 m4v mov mkv avi webm flv wmv ts mts m2ts 3gpp 3g2 mpg mpeg rmvb vob f4v")
_PROGRAMS = _endings("apk apks apkm xapk obb")
# Whatever else lies there, of any ending or none: what a paper may be packed in or called is no list.
_PAPERS = f"! \\( {_PHOTO_NAMES} -o {_SOUNDS} -o {_FILMS} -o {_PROGRAMS} \\)"


def _words(names: Iterable[str]) -> str:
    return " ".join(f"'{name}'" for name in names)


def _walk(kind: str) -> str:
    """``find`` over the collections of a kind that are there, on every volume of the user. It begins within them: what
    lies beside is not even listed. Folders that are closed by name are not entered, such files not printed.

    `shut` is 1 where a folder that a collection lies in may not be entered: then nobody knows whether it is there.
    """
    holding = phone_places().holding(kind)
    above = dict.fromkeys(
        "/".join(("", *parts[:depth])) for parts in (one.split("/") for one in holding) for depth in range(len(parts))
    )
    closed = " -o ".join(f"-iname '{name}'" for name in phone_places().closed.patterns)
    return (
        f"set --; shut=0; for top in {{tops}}; do for up in {_words(above)}; do"
        ' [ ! -d "$top$up" ] || [ -x "$top$up" ] || shut=1; done;'
        f" for one in {_words(holding)}; do"
        ' [ ! -d "$top/$one" ] || set -- "$@" "$top/$one"; done; done;'
        f' [ $# = 0 ] || find "$@" \\( {closed} \\) -prune -o -type f'
    )


_END = " 2>/dev/null; code=$?; [ $shut = 0 ] || exit 1; exit $code"


def _indexed() -> str:
    """The same places for the media index, and what is closed in them: its rows are cut down before they leave the
    phone. LIKE knows no case, as the storage; its ``_`` is any sign, so that a row too many stays there, never one too
    few."""
    tops = ("/storage/emulated/{user}", *_CARDS.replace("?", "_").replace("*", "%").split())
    closed, clauses = phone_places().closed.patterns, dict[str, list[str]]()
    for one in phone_places().holding(PICTURES):
        lies = [f"_data LIKE '{top}/{one}/%'" for top in tops]
        parts = one.lower().split("/")
        own = [name for name in closed if any(fnmatchcase(part, name.lower()) for part in parts)]
        shut = [term for name in closed for term in _named(name, f"/{one}" if name in own else "")]
        clauses.setdefault(" AND ".join(shut), []).extend(lies)
    return " OR ".join(f"(({' OR '.join(lies)}) AND {shut})" for shut, lies in clauses.items())


def _named(name: str, below: str) -> Iterator[str]:
    """That neither a file nor a folder on its way has that name, below a collection whose own path has it."""
    name = name.replace("*", "%").replace("?", "_")
    ends = (name,) if name.endswith("%") else (name, f"{name}/%")
    for between in ("/", "/%/") if below else ("/",):
        yield from (f"_data NOT LIKE '%{below}{between}{end}'" for end in ends)


COMMANDS: tuple[Command, ...] = (
    # -- who it is -------------------------------------------------------------------------------------------------
    Command("properties", "identity", _GETPROP),
    Command("user", "identity", "am get-current-user"),
    # Number, flags and state of each user; names stay on the phone. One whose line is odd is counted all the same.
    Command(
        "users",
        "identity",
        "pm list users | sed -n -E -e '/^Users:/p'"
        " -e 's/^.*UserInfo\\{([0-9]+):.*:([0-9a-fA-F]+)\\}(( running)?).*$/user \\1 \\2\\3/p' -e t"
        " -e 's/^.*UserInfo\\{([0-9]+):.*$/user \\1/p'",
    ),
    Command(
        "root.su",
        "identity",
        "ls -d /system/bin/su /system/xbin/su /sbin/su /su/bin/su /vendor/bin/su /product/bin/su /odm/bin/su"
        " /system_ext/bin/su /apex/com.android.runtime/bin/su /cache/su /data/local/su /data/local/bin/su"
        " /data/local/xbin/su /data/local/tmp/su /system/bin/magisk /system/bin/resetprop /data/adb/magisk"
        " /data/adb/ksu /data/adb/ap /debug_ramdisk/su; uname -r; getenforce 2>/dev/null;"
        " grep -oE '^(magisk|KSU|APatch) |/(debug_ramdisk|sbin)/\\.magisk|/data/adb/[a-z_]+' /proc/mounts",
    ),
    # What a computer left there by cable: how many files, not which.
    Command("left.tmp", "debugging", "ls -A /data/local/tmp | wc -l"),
    # -- settings by name ------------------------------------------------------------------------------------------
    *_settings(
        "secure",
        "location_mode",
        "enabled_accessibility_services",
        "enabled_notification_listeners",
        "enabled_input_methods",
        "default_input_method",
        "mock_location",
        "lockscreen.disabled",
        "lock_screen_lock_after_timeout",
        "lock_screen_allow_private_notifications",
        "backup_enabled",
        "nfc_on",
        "bluetooth_on",
        "sms_default_application",
        "dialer_default_application",
        "autofill_service",
        "assistant",
    ),
    *_settings(
        "global",
        "development_settings_enabled",
        "adb_enabled",
        "adb_wifi_enabled",
        "wifi_on",
        "wifi_wakeup_enabled",
        "wifi_scan_always_enabled",
        "wifi_networks_available_notification_on",
        "ble_scan_always_enabled",
        "bluetooth_on",
        "nfc_on",
        "package_verifier_enable",
        "package_verifier_user_consent",
        "http_proxy",
        "global_http_proxy_host",
        "global_proxy_pac_url",
        "private_dns_mode",
    ),
    *_settings("system", "screen_off_timeout"),
    Command("location.enabled", "settings", "cmd location is-location-enabled --user {user}"),
    Command(
        "bluetooth.state",
        "settings",
        f"dumpsys bluetooth_manager | grep -m200 -E '^ *(enabled|state|ScanMode):|{_CUT}'",
    ),
    # Headings, whether an access point runs, for what, and whether it has a password; neither its name nor that.
    Command(
        "hotspot.wifi",
        "settings",
        "dumpsys wifi | grep -m2000 -E '^ *(mApState|mWifiApState|WifiApState|SoftApManager state):"
        "|^ *-*Dump of [A-Za-z]+|^ *current StateMachine mode:|^ *(mMode|mRole|mApConfig.targetMode"
        "|mOriginalModeConfiguration.targetMode):|^ *Passphrase = .(non-)?empty. *$|^ *SecurityType ?= ?[0-9]+ *$"
        f"|{_CUT}'",
    ),
    Command(
        "hotspot.tethering",
        "settings",
        f"dumpsys tethering | grep -m200 -E '^ *[A-Za-z0-9_.-]+ - (Tethered|Local)|{_CUT}'",
    ),
    Command("nfc.state", "settings", f"dumpsys nfc | grep -m20 -E '^ *mState=|{_CUT}'"),
    # -- Wi-Fi: names only of networks that are open or WEP ------------------------------------------------------------
    Command(
        "wifi.list",
        "wifi",
        "cmd wifi list-networks | sed -E '/ ([^ ]*open[^ ]*|null|wep|owe)[ ^]*$/!s/^(-?[0-9]+) .* ([^ ]+) *$/\\1 \\2/'",
    ),
    # Word by word: the name of the network stands behind "connected to", for some without a quote.
    Command(
        "wifi.status",
        "wifi",
        "cmd wifi status | grep -oE '^Wifi (is (enabled|disabled|connected to|not connected)"
        "|scanning is (always|only) available)|Security type: *-?[0-9]+'",
    ),
    Command(
        "wifi.configured",
        "wifi",
        "dumpsys wifi | sed -n '/WifiConfigManager - Configured networks Begin/,/WifiConfigManager - Configured"
        " networks End/p' | sed -n -E '/Configured networks (Begin|End)/p; /ID: [0-9]+ SSID: /{"
        " s/ (PROVIDER-NAME|BSSID|FQDN): .*//; h; d; }; /KeyMgmt: /{ H; x;"
        " /KeyMgmt: *(NONE|OWE)/!s/SSID: .*KeyMgmt/SSID: - KeyMgmt/; s/ Protocols:.*//; p; }'",
    ),
    # -- lock -------------------------------------------------------------------------------------------------------
    Command("lock.settings", "lock", f"dumpsys lock_settings | grep -iE '^ *(User |CredentialType)|{_CUT}'"),
    Command(
        "lock.trust",
        "lock",
        f"dumpsys trust | grep -E 'managingTrust=|deviceLocked=|^ *User |{_CUT}'"
        " | sed -E -e 's/^.*\" \\(id=/User (id=/' -e 's/^( *User) \".*/\\1/' | cut -c 1-2000",
    ),
    # Whether there is a lock at all, as the service says that holds the phone's door; Android 9 and 10 say no more.
    Command(
        "lock.keyguard", "lock", f"dumpsys window policy | grep -m40 -E '^ *(secure|mIsSecure|isSecure)[=:]|{_CUT}'"
    ),
    # -- debugging -----------------------------------------------------------------------------------------------------
    Command(
        "adb.keys",
        "debugging",
        "dumpsys adb | grep -aoE 'QAAAA[A-Za-z0-9+/=]{20}|(connected_key|user_keys|keystore|last_key_received)[= ]?"
        f"|{_CUT}'",
    ),
    # -- apps ---------------------------------------------------------------------------------------------------------
    Command("apps.third", "apps", "pm list packages -3 -i --user {user}"),
    Command("apps.third.plain", "apps", "pm list packages -3 --user {user}"),
    Command("apps.system", "apps", "pm list packages -s --user {user}"),
    Command("apps.off", "apps", "pm list packages -d --user {user}"),
    Command("apps.installers", "apps", "cmd appops query-op --user {user} REQUEST_INSTALL_PACKAGES allow"),
    Command("apps.overlays", "apps", "cmd appops query-op --user {user} SYSTEM_ALERT_WINDOW allow"),
    Command("apps.usage", "apps", "cmd appops query-op --user {user} GET_USAGE_STATS allow"),
    Command("apps.files", "apps", "cmd appops query-op --user {user} MANAGE_EXTERNAL_STORAGE allow"),
    Command("apps.capture", "apps", "cmd appops query-op --user {user} PROJECT_MEDIA allow"),
    Command("apps.vpn", "apps", "cmd appops query-op --user {user} ACTIVATE_VPN allow"),
    # What an app's permission would allow, and somebody took back: an old app has these two by its installation alone.
    Command("apps.overlays.off", "apps", _taken("SYSTEM_ALERT_WINDOW")),
    Command("apps.usage.off", "apps", _taken("GET_USAGE_STATS")),
    Command("apps.roles", "apps", f"dumpsys role | grep -oE '(user_id|name|holders)=[A-Za-z0-9_.]+|{_CUT}'"),
    Command(
        "apps.admins",
        "apps",
        "dumpsys device_policy | grep -E 'Enabled Device Admins|^ {2,8}[A-Za-z][A-Za-z0-9_.]*/[A-Za-z0-9_.$]+:$"
        "|^ *ComponentInfo\\{[^}]*\\}:$|(Profile|Device) Owner|admin=ComponentInfo"
        f"|{_CUT}'",
    ),
    # Every heading, since the lines below it are of that operation; every state, since the worst one counts. What is
    # allowed to a whole user id stands here alone: `query-op` compares the modes of packages.
    Command(
        "apps.use",
        "apps",
        "dumpsys appops | grep -E '^ *(Uid [^ ]+:|Package [^ ]+:|state=[a-z]|[A-Z][^ ]* \\("
        "|(Access|Reject): |[a-z]+ += [0-9]|Running start at"
        "|(REQUEST_INSTALL_PACKAGES|SYSTEM_ALERT_WINDOW|GET_USAGE_STATS|MANAGE_EXTERNAL_STORAGE|PROJECT_MEDIA"
        "|ACTIVATE_VPN)"
        ": mode=[a-z0-9]+ *$)|; time="
        f"|{_CUT}'",
        40,
    ),
    # To the end: without the heading of the next section the block was cut, and what an app calls its own version may
    # hold line ends, and look like that heading.
    Command(
        "app.details",
        "details",
        "dumpsys package {package} | sed -n '/^Packages:/,$p' | grep -E '^ *(Package \\["
        "|User [0-9]+:"
        "|versionName=|versionCode=|installerPackageName=|initiatingPackageName=|originatingPackageName=|packageSource="
        "|firstInstallTime=|lastUpdateTime=|codePath=|runtime permissions:|install permissions:"
        "|android\\.permission\\.(ACCESS_|CAMERA|RECORD_AUDIO|READ_SMS|RECEIVE_SMS|READ_CALL_LOG|READ_CONTACTS"
        "|SYSTEM_ALERT|PACKAGE_USAGE|READ_LOGS|WRITE_SECURE)"
        f"[A-Z_]*: granted=)|^[A-Z][A-Za-z ]*:$|{_CUT}'",
    ),
    Command(
        "app.location",
        "location use",
        "for op in FINE_LOCATION COARSE_LOCATION; do appops get --user {user} {package} $op | head -n 40; done",
    ),
    # Certificates that somebody added for a user: how many, not whose.
    Command("certificates", "certificates", "ls -A /data/misc/user/{user}/cacerts-added | wc -l"),
    Command("app.path", "apk", "pm path --user {user} {package}"),
    # -- storage ----------------------------------------------------------------------------------------------------
    Command("volumes", "storage", "sm list-volumes all | grep -E '^(public|private|emulated)'"),
    # Some systems mount a stick where apps and the shell do not see it; then no walk can begin there.
    Command("volumes.seen", "storage", "ls -d /storage/*/"),
    Command("volumes.mounted", "storage", "grep -c vold/public /proc/mounts"),
    Command("storage.open", "storage", "ls -d {top}/ {top}/DCIM {top}/Pictures {top}/Download {top}/Documents"),
    Command(
        "trash",
        "storage",
        f"{_walk(BINS)} \\( -name '.trashed-*' -o -path '*/.globalTrash/*' -o -path '*/.recycle/*' -o -path"
        " '*/.RecycleBin/*' -o -path '*/.Recycle/*' \\) -print0 2>/dev/null | tr -dc '\\000' | wc -c;"
        " [ $shut = 0 ] || echo Permission denied",
    ),
    Command(
        "trash.media",
        "storage",
        "content query --user {user} --uri content://media/external/images/media --projection _id"
        " --where 'is_trashed=1' | grep -c '^Row: '",
    ),
    # A list of files is a family of its own: it may be longer than everything else together.
    Command("recordings", "recordings", f"{_walk(SOUNDS)} \\( {_SOUNDS} \\) -printf '%s\\t%T@\\t%p\\0'{_END}", 60),
    Command("papers", "papers", f"{_walk(PAPERS)} \\( {_PAPERS} \\) -printf '%s\\t%T@\\t%p\\0'{_END}", 60),
    # Android 9 and older know no -printf (it came with toybox 0.8.1): names only; sizes are asked of the file service.
    Command("recordings.plain", "recordings.plain", f"{_walk(SOUNDS)} \\( {_SOUNDS} \\) -print0{_END}", 60),
    Command("papers.plain", "papers.plain", f"{_walk(PAPERS)} \\( {_PAPERS} \\) -print0{_END}", 60),
    Command("photos.walk.plain", "photos.walk.plain", f"{_walk(PICTURES)} \\( {_PHOTO_NAMES} \\) -print0{_END}", 60),
    # -- photos -----------------------------------------------------------------------------------------------------
    Command(
        "photos.index",
        "photos.index",
        "content query --user {user} --uri content://media/external/images/media --projection"
        f" _id:_size:width:height:date_modified:datetaken:_data --where \"{_indexed()}\" --sort '_id ASC'",
        60,
    ),
    Command(
        "photos.walk",
        "photos.walk",
        f"{_walk(PICTURES)} \\( {_PHOTO_NAMES} \\) -printf '%s\\t%T@\\t%p\\0'{_END}",
        60,
    ),
    Command(
        "range",
        "range",
        "if command -v dd >/dev/null 2>&1; then dd if={path} bs=4096 skip={number} count={count} 2>/dev/null; else"
        " tail -c +$(( {number} * 4096 + 1 )) {path} 2>/dev/null | head -c $(( {count} * 4096 )); fi",
        alone=False,
    ),
)

_BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}


def family(name: str) -> tuple[Command, ...]:
    """The commands of a family that take nothing but the user and that user's storage."""
    return tuple(command for command in COMMANDS if command.family == name)


def ask(name: str, **slots: Any) -> Asked:
    """A reviewed command with its slots filled.

    Raises:
        Refused: no such command, or a slot is filled with something else than it is for.
    """
    command = _BY_NAME.get(name)
    if command is None:
        raise Refused(f"not a reviewed command: {name!r}")
    values = {}
    for slot in _slots(command.text):
        value = str(slots.get(slot, ""))
        if not _pattern_of(slot).fullmatch(value):
            raise Refused(f"{name}: {slot} cannot be {value!r}")
        values[slot] = value
    return Asked(name, _filled(command.text, values), command.seconds)


def ends(name: str) -> frozenset[int]:
    """The exit codes with which a command has told everything that it was asked for."""
    return _BY_NAME[name].ends


def filled(name: str, output: bytes) -> bool:
    """Whether an answer is as long as its command lets it be: then it may have been cut there."""
    command, lines = _BY_NAME[name], output.splitlines()
    long = command.lines is not None and len(lines) >= command.lines
    return long or (command.width is not None and any(len(line) >= command.width for line in lines))


def alone(name: str) -> bool:
    """Whether a command runs in a shell of its own."""
    return _BY_NAME[name].alone


def quoted(path: bytes) -> str:
    """A path as one word of the phone's shell; undecodable bytes as surrogates."""
    return "'" + path.decode("utf-8", "surrogateescape").replace("'", "'\\''") + "'"


def admitted(asked: Asked) -> bool:
    """Whether this is, sign for sign, a line of the list with its slots filled as they may be."""
    command = _BY_NAME.get(asked.name)
    if command is None or asked.seconds != command.seconds:
        return False
    return _whole(command.name).fullmatch(asked.text) is not None


_SLOT = re.compile(r"\{(user|of|package|number|count|path|top|tops)\}")


def _slots(text: str) -> list[str]:
    return list(dict.fromkeys(_SLOT.findall(text)))


def _pattern_of(slot: str) -> re.Pattern[str]:
    return _SLOTS["number" if slot == "count" else slot]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda match: values[match.group(1)], text)


@cache
def _whole(name: str) -> re.Pattern[str]:
    text = _BY_NAME[name].text
    parts = _SLOT.split(text)
    pattern, known = "", set()
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part)
        elif part in known:
            pattern += f"(?P={part})"
        else:
            known.add(part)
            pattern += f"(?P<{part}>{_pattern_of(part).pattern})"
    return re.compile(pattern, re.DOTALL)


# -- files ------------------------------------------------------------------------------------------------------------

_OPEN_TO_US = (b"/sdcard/", b"/storage/", b"/data/app/")
# What apps keep for themselves, and where chats are kept: never listed, never opened.
_CLOSED = re.compile(
    rb"(?i)/android/(?:data|obb|media)(?:/|$)|/micromsg/[0-9a-f]{32}(?:/|$)|/qqfile_recv(?:/|$)|/qwallet(?:/|$)"
)


def place(path: bytes) -> bytes:
    """A path on the phone that may be listed or read.

    Raises:
        Refused: outside the storage that people see, inside what apps keep for themselves, or not plain.
    """
    if not path.startswith(_OPEN_TO_US) or b"\x00" in path or len(path) > 4096:
        raise Refused(f"not a place to look into: {path!r}")
    if any(part in (b"..", b".") for part in path.split(b"/")) or _CLOSED.search(path):
        raise Refused(f"not a place to look into: {path!r}")
    return path


_VOLUME = re.compile(rf"/(?:sdcard|storage/emulated/\d{{1,4}}|storage/(?:{CARD.pattern}))/(?P<below>.+)", re.DOTALL)


def collected(path: bytes) -> bytes:
    """A path that an inspection may list or read: a place that lies in a collection of the table, or an app's own
    package file, of which the signer's certificate is read.

    Raises:
        Refused: it lies beside them.
    """
    if place(path).startswith(b"/data/app/"):
        return path
    match = _VOLUME.fullmatch(path.decode("utf-8", "surrogateescape"))
    if match is None or not phone_places().open(tuple(match["below"].split("/"))):
        raise Refused(f"beside the places that are looked into: {path!r}")
    return path
