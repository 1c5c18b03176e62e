"""What of a phone's answers a recording keeps: an allow-list, line by line. Whatever fits no line of it is left out.

Apps that are in no table of ours are given other names, the same everywhere in one recording and others in the next, so
that lists, grants and origins still fit together while nobody learns what somebody has installed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import cache

from checker.knowledge.phone_apps import phone_apps
from checker.knowledge.stalkerware import stalkerware
from checker.machine.phone.commands import COMMANDS, PROPERTIES

Reply = tuple[int | None, bytes]

_DOTTED = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+"
_NAME = re.compile(rf"(?<![\w./]){_DOTTED}(?![\w])")
_COMPONENT = rf"{_DOTTED}/[\w.$]+"
_VALUE = rf"null|:0|-?\d{{1,12}}|{_COMPONENT}(?::{_COMPONENT})*|{_DOTTED}|[a-z_]{{2,20}}"
_DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?"
_PERMISSION = r"android\.permission\.\w+: granted=(?:true|false)(?:, flags=\[[ A-Z_|]*\])?"
_PACKAGES = rf"package:(?:[A-Za-z]\w{{1,40}}|{_DOTTED})(?: +installer=(?:{_DOTTED}|null))?"
_QUERIED = rf"{_DOTTED}|No operations\."

# Command, or the family behind a colon, to what its lines may be. A part that has a name is left out of its line.
_LINES: Mapping[str, str] = {
    "properties": r"\[(?:" + "|".join(map(re.escape, PROPERTIES)) + r")\]: \[[^\]\n]{0,100}\]",
    "user": r"\d{1,4}",
    "users": r"Users:|user \d{1,4}(?: [0-9a-f]{1,8}(?: running)?)?",
    "root.su": r"(?:ls: )?(?:/(?:system|system_ext|vendor|product|odm|sbin|su|apex/com\.android\.runtime|cache"
    r"|debug_ramdisk|data/adb|data/local(?:/tmp)?)(?:/x?bin)?/(?:su|magisk|resetprop|ksu|ap))"
    r"(?:: [A-Z][a-z ]+)?|\d[\w.+-]{2,80}|Enforcing|Permissive|Disabled|(?:magisk|KSU|APatch) ?"
    r"|/(?:debug_ramdisk|sbin)/\.magisk|/data/adb/[a-z_]+",
    ":settings": _VALUE,
    "location.enabled": r"true|false",
    "bluetooth.state": r" *(?:enabled|state|ScanMode): ?\w+",
    "hotspot.wifi": r" *(?:mApState|mWifiApState|WifiApState|SoftApManager state):? *\w+| *-*Dump of [A-Za-z]+(?P<x>.*)"
    r"| *current StateMachine mode: *\w+"
    r"| *(?:mMode|mRole|mApConfig\.targetMode|mOriginalModeConfiguration\.targetMode): *\w+"
    r"| *Passphrase = <(?:non-)?empty> *| *SecurityType ?= ?\d+ *",
    "hotspot.tethering": r" *[\w.-]+ - (?:Tethered|Local)\w*(?P<x> .*)?",
    "nfc.state": r" *mState=\w+",
    "wifi.list": r"Network Id +SSID +Security type|No networks|\d{1,4}(?P<x> .*)? +[\w./^-]+ *",
    "wifi.status": r"Wifi (?:is|scanning)[a-z ]*|Security type: *-?\d+",
    "wifi.configured": r".*Configured networks (?:Begin|End)[ -]*| *\*? *ID: \d+ SSID: - KeyMgmt: [A-Z0-9_ ]*"
    r"| *\*? *ID: \d+ SSID: (?P<x>.*)| *KeyMgmt: [A-Z0-9_ ]*",
    "lock.settings": r" *(?:User \d{1,4}|User State:|CredentialType: *\w+)",
    "lock.trust": r" *User (?P<x>\".*\" )?\(id=\d+[^()]*\)[^\"]*|.*(?:managingTrust=|deviceLocked=)[\w=, ]*",
    "lock.keyguard": r" *\w+[=:] ?(?:true|false)",
    "left.tmp": r"\d{1,6}",
    "certificates": r"\d{1,6}",
    "adb.keys": r"(?P<x>QAAAA\S+)|(?:connected_key|user_keys|keystore|last_key_received)[= ]?",
    "apps.third": _PACKAGES,
    "apps.third.plain": _PACKAGES,
    "apps.system": _PACKAGES,
    "apps.off": _PACKAGES,
    "apps.installers": _QUERIED,
    "apps.overlays": _QUERIED,
    "apps.usage": _QUERIED,
    "apps.files": _QUERIED,
    "apps.capture": _QUERIED,
    "apps.vpn": _QUERIED,
    "apps.overlays.off": _QUERIED,
    "apps.usage.off": _QUERIED,
    "apps.roles": rf"user_id=\d+|name=android\.app\.role\.\w+|holders={_DOTTED}",
    "apps.admins": rf" *(?:Enabled Device Admins.*|{_COMPONENT}:|(?:Profile|Device) Owner[ (User0-9):]*"
    rf"|admin=ComponentInfo\{{{_COMPONENT}\}})",
    "apps.use": rf" *(?:Uid (?:\w+|(?P<y>\S+)):|Package (?:android|{_DOTTED}|(?P<z>\S+)):|state=\w+"
    rf"|[A-Z]\S* \([a-z /A-Z_=]+\): ?|[A-Z_]+: mode=[a-z0-9]+ *"
    rf"|(?:Access|Reject): ?(?:\[[\w-]+\]|\w+ *=) *{_DATE} \([-+]\w+\)(?: duration=\+\w+)?(?P<x> proxy\[.*)?"
    rf"|\w+ *= *{_DATE} \([-+]\w+\)|Running start at: [-+]\w+)",
    ":details": rf" *(?:Package \[{_DOTTED}\](?: \(\w+\):)?|User \d+:(?P<x>.*)"
    rf"|version(?:Name|Code)=[\w.]{{1,40}}(?P<y>\s.*)?|(?:installer|initiating|originating)PackageName=(?:null|{_DOTTED})|packageSource=\d"
    rf"|(?:firstInstall|lastUpdate)Time={_DATE}|(?:runtime|install) permissions:|{_PERMISSION})|[A-Z][A-Za-z ]*:",
    ":location use": r"(?:Uid mode: )?\w+: \w+(?P<x>;.*)?|No operations\.|Default mode: \w+",
    "volumes": r"(?:public|private|emulated|stub|obb|asec)[:;,\w]* \w+(?P<x> .*)?",
    "volumes.seen": r"/storage/(?:emulated|self)/|(?P<x>/storage/.*)",
    "volumes.mounted": r"\d{1,4}",
    "storage.open": r"/(?:sdcard|storage/emulated/\d+)/(?:DCIM|Pictures|Download|Documents)?",
    "trash": r"\d{1,9}",
    "trash.media": r"\d{1,9}",
}
_FAMILIES = {command.name: command.family for command in COMMANDS}

# A refusal is kept as what it is, without its words, which may name anything.
REFUSAL = re.compile(r"SecurityException|Permission denied|Permission Denial|not allowed to|does not have permission")
NOT_HERE = re.compile(
    r"Can't find service|inaccessible or not found|: not found\b|Unknown command|Unknown option|unknown option"
    r"|Error: Unknown operation|IllegalArgumentException|No such file or directory|Invalid column|usage: ",
    re.IGNORECASE,
)
# What stands where an answer broke off, whatever the exit code: `dumpsys` of a service that took too long (AOSP:
# dumpsys.cpp, which returns 0), `cmd` and the services' own words, and the shell's for a program that fell over.
BROKE_OFF = re.compile(
    r"DUMP TIMEOUT|Failure calling service|Failed transaction|Failed to (?:write while dumping|dump) service"
    r"|Error (?:with service|dumping)\b|(?:Failure|Exception) while dumping|\bdumping timed out|Broken pipe"
    r"|Segmentation fault|Bus error|\bAborted\b|^Killed\b|^Terminated\b|DeadObjectException|OutOfMemory|Out of memory"
    r"|^java\.lang\.\w+(?:Exception|Error)\b|^Exception occurred while executing",
    re.MULTILINE,
)
_BROKEN = "*** DUMP TIMEOUT ***"  # stands in a recording for any of them
_NO_APP = ("mApConfig.targetMode", "mOriginalModeConfiguration.targetMode")  # words of the Wi-Fi service
OTHER_NAME = re.compile(r"app\.x[0-9a-f]{12}")  # an app's in a recording
_LEFT_OUT = "?"  # a line of which nothing is kept; that there was one decides, too
_SEEN = 4096  # characters in which a refusal stands


class Recorded:
    """The names of one recording."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)

    def answers(
        self, arguments: tuple[object, ...], reply: Mapping[str, Reply]
    ) -> dict[tuple[str, ...], dict[str, Reply]]:
        """What is kept of an answer, for each package that it is about on its own: in a recording they have other
        names, and another order."""
        family, *packages = map(str, arguments)
        found: dict[tuple[str, ...], dict[str, Reply]] = {}
        for name, (code, output) in reply.items():
            command, _, package = name.partition(" ")
            key = (family, self.package(package)) if package else (family,)
            text = f"{command} {self.package(package)}" if package else command
            found.setdefault(key, {})[text] = (code, self._kept(command, output))
        return found or {(family, *map(self.package, packages)): {}}

    def package(self, name: str) -> str:
        if not name or name.startswith("android.") or name in _NO_APP or name in _known() or stalkerware().names(name):
            return name
        return "app.x" + hashlib.sha256(self._salt + name.encode("utf-8", "replace")).hexdigest()[:12]

    def _kept(self, command: str, output: bytes) -> bytes:
        pattern = _pattern(command)
        printed = output.decode("utf-8", "replace").replace("\r", "")
        printed += "\n" if printed and not printed.endswith("\n") else ""
        if pattern is None:
            return b""
        printed_lines = printed.split("\n")[:-1]
        matches = [pattern.fullmatch(line) for line in printed_lines]
        if not any(matches) and (said := _refused(printed)):
            return said
        lines = (
            self._line(match) if match is not None else _BROKEN if BROKE_OFF.search(line) else _LEFT_OUT
            for match, line in zip(matches, printed_lines, strict=True)
        )
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")

    def _line(self, match: re.Match[str]) -> str:
        line = match.string
        for group in match.re.groupindex:
            begin, end = match.span(group)
            if begin >= 0:
                line = line[:begin] + self._key(match[group]) + line[end:]
        return line if line.startswith("[") else _NAME.sub(lambda found: self.package(found.group()), line)

    def _key(self, text: str) -> str:
        """Stands for what identifies, where it is counted that two are not the same."""
        return "QAAAA" + hashlib.sha256(self._salt + text.encode()).hexdigest()[:20] if text[:5] == "QAAAA" else ""


def _refused(printed: str) -> bytes:
    if REFUSAL.search(printed[:_SEEN]):
        return b"java.lang.SecurityException: not allowed\n"
    return b"sh: inaccessible or not found\n" if NOT_HERE.search(printed[:_SEEN]) else b""


@cache
def _pattern(command: str) -> re.Pattern[str] | None:
    text = _LINES.get(command) or _LINES.get(f":{_FAMILIES.get(command, '')}")
    return re.compile(text) if text is not None else None


@cache
def _known() -> frozenset[str]:
    """Packages of our own tables that tell nothing of a person: the system's parts, stores, keyboards, browsers, file
    managers, tools and protection."""
    known = phone_apps()
    ways = known.stores | known.makers | known.cloners | known.file_installers | known.cable_installers
    ways |= known.cloud_keyboards | known.local_keyboards | known.openers
    return ways | known.root | known.cameras | {*known.security, *known.sharing, *known.finders}
