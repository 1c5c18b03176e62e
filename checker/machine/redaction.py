"""What a recording must not carry on: names of people and computers, serial numbers, Wi-Fi names, addresses.

Each becomes another string of the same length and shape (a letter for a letter, a digit for a digit, hex for hex), the
same everywhere in one recording and different in the next, so that parsers, joins by serial number and fixed-length
records work as before while nobody can be told from it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from checker.machine.answers import Host, Output, Process, RegistryKey
from checker.machine.vocabulary import words
from checker.model.unreadable import Unreadable

_SHORTEST = 3  # shorter names occur inside ordinary words
_HEX = "0123456789abcdef"

# Whose a home is, in whatever text its place stands.
_HOMES = (
    re.compile(r"(?<![\w.])/home/([^/\s:;,\"']+)"),
    re.compile(r"(?i)\b[A-Z]:\\Users\\([^\\\r\n:;,\"'<>|]+)"),
)
# Where serial numbers and Wi-Fi names stand in what we read.
_IN_TEXT = (
    re.compile(r"SerialNumber:[ \t]*([^\s\"\\]+)"),  # kernel log, new USB device; as JSON in the journal
    re.compile(r"(?m)^E:ID_SERIAL(?:_SHORT)?=(\S+)"),  # udev's database
    re.compile(r"(?i)USBSTOR[\\#][^\\#\r\n]{1,200}[\\#]([^\\#&\s\]]+)"),  # device ids in logs, names and values
    re.compile(r"(?i)\bUSB\\VID_[0-9A-F]{4}&PID_[0-9A-F]{4}[^\\\r\n]*\\(?:MSFT[23]0)?([^\\&\s\]]+)"),
    re.compile(r"(?mi)^\s*ssid\s*=\s*\"?([^\"\r\n]+)"),  # NetworkManager keyfile, wpa_supplicant.conf
    re.compile(r"(?mi)^\s*(?:wireless-essid|wpa-ssid)\s+\"?([^\"\r\n]+)"),  # interfaces(5)
    re.compile(r"access-points:[ \t]*\n[ \t]+[\"']?([^\"':\n]+)"),  # netplan-yaml(5)
    re.compile(r"<name>([^<]{1,64})</name>"),  # Windows WLAN profile
    re.compile(r"(?i)<hex>([0-9a-f]{2,64})</hex>"),
    # 802.1X: who one is there, and whose network it is (NetworkManager, wpa_supplicant.conf, netplan-yaml).
    re.compile(r"(?mi)^\s*(?:anonymous[-_])?identity\s*[=:]\s*[\"']?([^\"'\r\n]+)"),
    re.compile(
        r"(?mi)^\s*(?:phase2[-_])?(?:(?:alt)?subject|domain)(?:[-_]suffix)?[-_]match(?:es)?\d?\s*[=:]\s*[\"']?([^\"'\r\n]+)"
    ),
    *_HOMES,
)
# A line of passwd(5): account, number, and what the system's administrator wrote of the person (name, room, telephone).
_ACCOUNT = re.compile(r"(?m)^([^:\s#][^:\n]*):([^:\n]*):(\d+):(\d+):([^:\n]*):([^:\n]*):([^:\n]*)$")
_FIRST_PERSON, _NOBODY = 1000, 65534  # login.defs(5) UID_MIN; the account that owns nothing
# Names of homes and accounts that are nobody's own and stand in ordinary text as well.
_ANYBODY = frozenset(
    ("root", "administrator", "admin", "user", "users", "public", "default", "default user", "all users", "guest")
)
# Secrets: not replaced but blanked, whatever they are. Keyfiles and supplicant files hold them where we run as root.
_SECRET_LINES = re.compile(
    # Not the line of nsswitch.conf(5) that says where accounts come from.
    r"(?mi)^(\s*(?!passwd:(?:[ \t]+(?:files|compat|db|nis|nisplus|ldap|sss|winbind|systemd|\[[^\]\r\n]*\]))+[ \t]*$)"
    r"[\"']?(?:[\w.-]*(?:psk|password|passwd|passphrase|secret|wep[-_]key\w*|private[-_]key[\w-]*)|pin"
    r"|presharedkey|sae-pt-group\d+)[\"']?\s*[=:]\s*)(?!(?:true|false|yes|no)[ \t]*$)(\S[^\r\n]*)$"
)
_SECRET_WORDS = re.compile(  # interfaces(5)
    r"(?mi)^(\s*(?:wpa-(?:psk|password|passphrase|wep-key\d|private-key-passwd\d?)|wireless-key\d?)\s+)(\S[^\r\n]*)$"
)
_SECRET_XML = re.compile(r"(?is)(<keyMaterial>)(.*?)(</keyMaterial>)")
_SECRET_VALUES = re.compile(r"(?i)(password|passwd|psk|passphrase|secret|privatekey|wep-key)")
_BLANK = "********"
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_SERIAL_FILES = re.compile(r"(serial|serial_number|product_uuid|machine-id|board_asset_tag|chassis_asset_tag)$")
_INSTANCE_KEY = re.compile(r"(?i)\\Enum\\(?:USB|USBSTOR|SCSI|SWD\\WPDBUSENUM)\\[^\\]+$")
_NAMED_FILES = ("/var/lib/iwd", "/var/lib/connman")  # a file or folder a network, called after it
_NAMED_VALUES = re.compile(
    r"(?i)^(ssid|serial\w*|profilename|firstnetwork|defaultusername|computername|hostname|registeredowner)$"
)
_MAC = re.compile(r"(?i)(?<![0-9a-f:])([0-9a-f]{2}(?::[0-9a-f]{2}){2})((?::[0-9a-f]{2}){3})(?![0-9a-f:])")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
# Not inside a longer word: "Dir::Cache" is an option of apt, although ::cac is an address.
_IPV6 = re.compile(r"(?i)(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])")


class Redaction:
    """Learns from all answers what is sensitive, then rewrites any value."""

    def __init__(self, answers: Iterable[tuple[str, tuple[Any, ...], Any]]) -> None:
        self._salt = secrets.token_bytes(16)
        # Who is called like a word of the program's ("test", "debian") is not told by it.
        names = {name for answer in answers for name in _sensitive(*answer) if name.lower() not in words()}
        kept = sorted((name for name in names if len(name) >= _SHORTEST), key=len, reverse=True)
        self._swaps = {name.lower(): self.other(name) for name in kept}
        one_of = "|".join(re.escape(name) for name in kept)
        self._names = re.compile(rf"(?i)(?<![^\W_])(?:{one_of})(?![^\W_])") if kept else None
        wide = b"|".join(re.escape(name.encode("utf-16-le", "surrogatepass")) for name in kept)
        self._wide = re.compile(wide) if kept else None

    def __call__(self, value: Any) -> Any:
        """The value with everything sensitive replaced, at any depth."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bytes):
            return self._bytes(value)
        if isinstance(value, tuple | list):
            return type(value)(self(item) for item in value)
        if isinstance(value, dict):
            return {self(name): _blanked(name, item) or self(item) for name, item in value.items()}
        if isinstance(value, Unreadable):  # its sentence may name a file or an account
            return type(value)(self(value.reason), self(value.how), cause=value.cause)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self(getattr(value, one.name)) for one in fields(value)})
        return value

    def _text(self, text: str) -> str:
        if self._names is not None:
            text = self._names.sub(lambda match: self._as(match.group()), text)
        text = _SECRET_LINES.sub(lambda match: match.group(1) + _BLANK, text)
        text = _SECRET_WORDS.sub(lambda match: match.group(1) + _BLANK, text)
        text = _SECRET_XML.sub(lambda match: match.group(1) + _BLANK + match.group(3), text)
        text = _ACCOUNT.sub(self._account, text)
        text = _MAC.sub(lambda match: match.group(1) + self.other(match.group(2)), text)
        text = _IPV4.sub(lambda match: self._ipv4(match.group()), text)
        return _IPV6.sub(lambda match: self._ipv6(match.group()), text)

    def _account(self, line: re.Match[str]) -> str:
        """Without what was written of the person: allowed is the form, its commas."""
        account, mark, number, group, told, home, shell = line.groups()
        return ":".join((account, mark, number, group, self.other(told), home, shell)) if told else line.group()

    def _bytes(self, content: bytes) -> bytes:
        if self._wide is not None and b"\x00" in content:
            content = self._wide.sub(lambda match: self._wide_as(match.group()), content)
        if b"\x00" in content:
            return content  # binary: addresses in it have no text form
        return self._text(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _as(self, name: str) -> str:
        return self._swaps.get(name.lower(), name)

    def _wide_as(self, name: bytes) -> bytes:
        return self._as(name.decode("utf-16-le", "surrogatepass")).encode("utf-16-le", "surrogatepass")

    def other(self, name: str) -> str:
        """Another string of the same shape."""
        stream = hashlib.shake_128(self._salt + name.lower().encode("utf-8", "surrogatepass")).digest(len(name) or 1)
        hexadecimal = all(char in _HEX + ":-" for char in name.lower())
        return "".join(_like(char, byte, hexadecimal) for char, byte in zip(name, stream, strict=False))

    def _ipv4(self, text: str) -> str:
        try:
            address = ipaddress.IPv4Address(text)
        except ValueError:
            return text  # a version number such as 10.0.19041.4529
        if address.is_loopback or address.is_unspecified or address.is_multicast or address in _MASKS:
            return text
        network = next((network for network in _PRIVATE if address in network), None)
        for again in range(256):
            digest = hashlib.sha256(self._salt + address.packed + bytes([again])).digest()
            host = int.from_bytes(digest[:4], "big")
            kept = network or ipaddress.IPv4Network((int(address) & 0xFF00_0000, 8))  # which tells of nobody
            other = ipaddress.IPv4Address(int(kept.network_address) | (host & int(kept.hostmask)))
            if other.is_global == address.is_global:  # what it is judged by
                return str(other)
        return "203.0.113.0"  # RFC 5737: an address for documentation

    def _ipv6(self, text: str) -> str:
        try:
            address = ipaddress.IPv6Address(text)
        except ValueError:
            return text
        if address.is_loopback or address.is_unspecified or address.is_multicast:
            return text
        first, _, rest = text.partition(":")
        return f"{first}:{self.other(rest)}"


_OWN = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
_PRIVATE = tuple(ipaddress.IPv4Network(text) for text in _OWN)
_MASKS = frozenset(ipaddress.IPv4Network((0, bits)).netmask for bits in range(33))


def _blanked(name: Any, value: Any) -> str | bytes | None:
    """What stands in place of a secret under a telling name; None where it is none. A number is a setting."""
    if not (isinstance(value, str | bytes) and value and _SECRET_VALUES.search(str(name))):
        return None
    return _BLANK if isinstance(value, str) else _BLANK.encode("ascii")


def _like(char: str, byte: int, hexadecimal: bool) -> str:
    if char.isdecimal() and char.isascii():
        return str(byte % 10)
    if hexadecimal and char.lower() in "abcdef":
        return "abcdef"[byte % 6]
    if char.isalpha() and char.isascii():
        letter = chr(ord("a") + byte % 26)
        return letter.upper() if char.isupper() else letter
    if "\udc80" <= char <= "\udcff":  # a byte of another encoding: stays one that no text has
        return chr(0xDCF8 + byte % 8)
    return char if char.isascii() else _STEMS[byte % len(_STEMS)]


def _sensitive(verb: str, arguments: tuple[Any, ...], reply: Any) -> Iterator[str]:
    """The strings of one answer that must not be handed on."""
    if isinstance(reply, Host):
        yield reply.name
        for person in reply.people:
            if person.name != "root":
                yield person.name
    path = str(arguments[0]) if arguments else ""
    for text in _texts(reply):
        if _SERIAL_FILES.search(path):
            yield text.strip()
        for pattern in _IN_TEXT:
            yield from (found for one in pattern.findall(text) if (found := one.strip()).lower() not in _ANYBODY)
        yield from _accounts(text)
    yield from _owners(reply)
    if verb == "list" and path in _NAMED_FILES and isinstance(reply, tuple):
        for entry in reply:
            yield entry.name.rpartition(".")[0]  # iwd: the network's name, or "=" and its hex
            yield from re.findall(r"^wifi_[0-9a-f]+_([0-9a-f]{2,64})_", entry.name)  # ConnMan
    if verb == "registry" and _INSTANCE_KEY.search(path):
        for instance in getattr(reply, "subkeys", ()):
            yield from (part for part in re.split(r"[&#]", instance) if len(part) > _SHORTEST)
    yield from _named(reply)


def _accounts(text: str) -> Iterator[str]:
    """Who has an account of their own, by lines of passwd(5)."""
    for line in _ACCOUNT.finditer(text):
        if _FIRST_PERSON <= int(line[3]) != _NOBODY and line[1].lower() not in _ANYBODY:
            yield line[1]


def _owners(reply: Any) -> Iterator[str]:
    """Whose homes programs run from, and whose a refusal names."""
    for one in reply if isinstance(reply, tuple) else (reply,):
        said = one.exe if isinstance(one, Process) else one.reason.en if isinstance(one, Unreadable) else None
        for pattern in _HOMES:
            yield from (name for name in pattern.findall(said or "") if name.lower() not in _ANYBODY)


def _texts(reply: Any) -> Iterator[str]:
    """What of an answer is text, or may hide some: files, output, names and values of registry keys."""
    if isinstance(reply, Output):
        reply = reply.stdout
    if isinstance(reply, bytes):
        yield reply.decode("utf-8", "replace")
    if isinstance(reply, RegistryKey):
        yield from reply.subkeys
        for value in reply.values.values():
            if isinstance(value, bytes):
                yield value.decode("utf-16-le", "replace")  # MountedDevices


def _named(value: Any) -> Iterator[str]:
    """Values that stand under a telling name, at any depth."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, tuple | list):
        for item in value:
            yield from _named(item)
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        if _NAMED_VALUES.match(str(name)):
            if isinstance(item, bytes):
                yield item.decode("utf-8", "replace")
            elif isinstance(item, str):
                yield item
        yield from _named(item)
