"""Linux: saved wireless networks, wherever a program of this system keeps them. Keys are passed over.

While NetworkManager runs it tells all it knows on the bus, without keys and to everybody; otherwise its key files are
read. Beside it a Debian system may have wpa_supplicant, iwd, ConnMan, ifupdown or netplan; each one's folder is read
where it is there. What the words mean: nm-settings(5), wpa_supplicant.conf(5), iwd.network(5), doc/settings-format.txt
of ConnMan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import zip_longest
from typing import Any

from checker.facts.workstation.wireless import SavedNetwork, SavedWifi, Security
from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import ini
from checker.probes.linux.netplan import FOLDERS, netplan
from checker.probes.linux.unit_files import services

_NM = "org.freedesktop.NetworkManager"
_NM_SETTINGS = "/org/freedesktop/NetworkManager/Settings"
_KEY_FILES = ("/etc", "/run", "/usr/lib")
_IWD, _CONNMAN = "/var/lib/iwd", "/var/lib/connman"
_SUPPLICANT = (("/etc/wpa_supplicant", ".conf"), ("/run/netplan", ".conf"), ("/etc", "wpa_supplicant.conf"))
_SUPPLICANT_PROGRAM = "wpa_supplicant"
_INTERFACES = "/etc/network/interfaces"
_LIMIT = 1 << 18
_MOST = 2000  # saved networks of one program; nobody has more

_DEEPEST = 6  # of files that name others
_IGNORED = re.compile(r"(?:~|\.(?:bak|orig|rej|swp|rpmnew|rpmsave|rpmorig|dpkg-\w+|ucf-\w+|nmmeta))$|/\.[^/]*$")
_ELSEWHERE = Text("无线网络的设置引用了别处的文件：{name}", "Wireless settings refer to another file: {name}")

_TOO_MANY = Text("保存的无线网络太多，没有读完：{name}", "Too many saved networks to read them all: {name}")
_UNKNOWN = Text("不认识的无线网络保护方式：{name}", "An unknown kind of wireless protection: {name}")


@probe(SavedWifi, Platform.LINUX)
def saved_wifi(machine: Machine) -> SavedWifi:
    machine.list("/etc")  # where not even this is there, an empty answer says nothing
    sources = Ledger[str](Unit.SOURCES)
    found: list[SavedNetwork] = []
    with sources.reading("NetworkManager"):
        found += _of_network_manager(machine, sources)
    for folder, end in _SUPPLICANT:
        found += _each(machine, sources, folder, end, _supplicant)
    for folder in FOLDERS:
        found += _each(machine, sources, folder, ".yaml", netplan)
    found += _each(machine, sources, _IWD, (".open", ".psk", ".8021x"), _iwd)
    with sources.reading("ConnMan"):
        found += _connman(machine, sources)
    text = ""
    with sources.reading(_INTERFACES):
        text = _interfaces(machine, sources, _INTERFACES, _DEEPEST)
        found += _ifupdown(text)
    named = re.findall(r"(?m)^\s*(?:wpa-conf|wpa-roam)\s+(/\S+)", text)
    with sources.reading("systemd"):
        named += [path for unit in services(machine) for words in unit.commands for path in _settings_of(words)]
    for process in machine.processes():
        if process.name == _SUPPLICANT_PROGRAM:
            with sources.reading(f"/proc/{process.pid}"):
                named += _settings_of(machine.text(f"/proc/{process.pid}/cmdline", _LIMIT).split("\0"))
    for path in dict.fromkeys(named):
        if path.rpartition("/")[0] != _SUPPLICANT[0][0]:
            with sources.reading(path):
                if set("%$") & set(path):  # another file for each card
                    raise not_understood(path)
                found += _supplicant(machine.text(path, _LIMIT), path)
    return SavedWifi(tuple(found), coverage=sources.coverage)


def _settings_of(words: list[str]) -> Iterator[str]:
    """What wpa_supplicant(8) is told to read: ``-c FILE``, ``-cFILE``, ``-I FILE`` beside it; all for several cards."""
    if words[0].rpartition("/")[2] != _SUPPLICANT_PROGRAM:
        return
    for word, after in zip_longest(words[1:], words[2:], fillvalue=""):
        path = after if word in ("-c", "-I") else word[2:] if word.startswith(("-c", "-I")) else ""
        if path.startswith("/"):
            yield path


def _each(
    machine: Machine,
    sources: Ledger[str],
    folder: str,
    end: str | tuple[str, ...],
    read: Callable[[str, str], Iterable[SavedNetwork]],
) -> list[SavedNetwork]:
    """What the files of a folder say; a file that is refused is left."""
    found: list[SavedNetwork] = []
    with sources.reading(folder):
        for entry in _files(machine, folder, end):
            path = f"{folder}/{entry.name}"
            with sources.reading(path):
                found += read(machine.text(path, _LIMIT), path)
    return found


def _interfaces(machine: Machine, sources: Ledger[str], path: str, depth: int) -> str:
    """interfaces(5) with all that ``source`` and ``source-directory`` bring in; a pattern stands in the last part.

    ``interfaces.d`` is read whether it is named or not.
    """
    text = machine.text(path, _LIMIT)
    named = re.findall(r"(?m)^\s*source(?:-directory)?\s+(\S+)", text)
    if depth == _DEEPEST:
        named.append(f"{_INTERFACES}.d")
    for other in dict.fromkeys(name.rstrip("/") for name in named):
        folder, _, last = other.rpartition("/")
        if depth == 0 or set("*?[$`") & set(folder) or not other.startswith("/"):
            sources.left(other, Cause.NOT_UNDERSTOOD)
            continue
        patterned = bool(set("*?[") & set(last))
        with sources.reading(other):
            place = folder if patterned else other
            try:
                names = [entry.name for entry in machine.list(place) if entry.kind is not Kind.FOLDER]
            except Absent:
                if not patterned:
                    text += "\n" + _interfaces(machine, sources, other, depth - 1)
                continue
            for name in names:
                if not patterned or fnmatchcase(name, last):
                    text += "\n" + _interfaces(machine, sources, f"{place}/{name}", depth - 1)
    return text


def _files(machine: Machine, folder: str, end: str | tuple[str, ...]) -> tuple[Entry, ...]:
    entries = tuple(one for one in machine.list(folder) if one.kind is not Kind.FOLDER and one.name.endswith(end))
    if len(entries) > _MOST:
        raise Unreadable(_TOO_MANY.filled(name=Text.name(folder)))
    return entries


# -- NetworkManager ---------------------------------------------------------------------------------------------------


def _of_network_manager(machine: Machine, sources: Ledger[str]) -> list[SavedNetwork]:
    try:
        reply = machine.bus("system", _NM, _NM_SETTINGS, f"{_NM}.Settings", "ListConnections")
    except Absent:
        return [
            network
            for root in _KEY_FILES
            for network in _each(machine, sources, f"{root}/NetworkManager/system-connections", "", _live_key_file)
        ]
    match reply:
        case ((*paths,),) if len(paths) <= _MOST:
            pass
        case _:
            raise malformed(_NM)
    found: list[SavedNetwork] = []
    for path in paths:
        with sources.reading(str(path)):  # PermissionDenied: a connection that another person keeps to themselves
            found += _of_the_bus(machine, str(path))
    return found


def _of_the_bus(machine: Machine, path: str) -> list[SavedNetwork]:
    match machine.bus("system", _NM, path, f"{_NM}.Settings.Connection", "GetSettings"):
        case ({"connection": dict(connection), **groups},):
            pass
        case _:
            raise malformed(_NM)
    wifi = groups.get("802-11-wireless")
    if not isinstance(wifi, dict):
        return []
    ssid = wifi.get("ssid")
    name = bytes(ssid).decode("utf-8", "surrogateescape") if isinstance(ssid, bytes | tuple) else ""
    security = groups.get("802-11-wireless-security")
    return list(_network(name, wifi, security if isinstance(security, dict) else None, connection))


def _live_key_file(text: str, path: str) -> Iterable[SavedNetwork]:
    """Copies that editors and packages leave behind are none to NetworkManager (nm-keyfile-utils.c)."""
    return () if _IGNORED.search(path) else _key_file(text, path)


def _key_file(text: str, path: str) -> Iterator[SavedNetwork]:
    """A key file: the same groups and words as on the bus, under their short names too."""
    groups = ini.sections(text, path)
    wifi = groups.get("wifi", groups.get("802-11-wireless"))
    if wifi is None:
        return
    security = groups.get("wifi-security", groups.get("802-11-wireless-security"))
    yield from _network(_ssid(wifi.get("ssid", "")), wifi, security, groups.get("connection", {}))


def _ssid(text: str) -> str:
    """A key file's SSID: text, or the decimal bytes of one that is no UTF-8, each with a semicolon after it."""
    if re.fullmatch(r"(?:\d{1,3};)+", text) and all(int(byte) < 256 for byte in text.split(";")[:-1]):
        return bytes(int(byte) for byte in text.split(";")[:-1]).decode("utf-8", "surrogateescape")
    return text


def _network(
    name: str, wifi: Mapping[str, Any], security: Mapping[str, Any] | None, connection: Mapping[str, Any]
) -> Iterator[SavedNetwork]:
    if wifi.get("mode") in ("ap", "adhoc", "mesh"):
        return  # a hotspot or an ad-hoc network of this computer's own
    automatic = connection.get("autoconnect", True)
    if isinstance(automatic, str):
        automatic = ini.truth(automatic)
    yield SavedNetwork(name, _nm_security(security), bool(automatic))


def _nm_security(security: Mapping[str, Any] | None) -> Security:
    """nm-settings: no group is an open network; key-mgmt none and ieee8021x are static and dynamic WEP."""
    if security is None:
        return Security.OPEN
    kind = str(security.get("key-mgmt", "none"))
    if kind in ("none", "ieee8021x"):
        return Security.WEP
    if kind == "owe":
        return Security.OWE
    if kind not in ("wpa-none", "wpa-psk", "wpa-eap", "wpa-eap-suite-b-192", "sae"):
        raise Unreadable(_UNKNOWN.filled(name=Text.name(kind)))
    protocols, ciphers = _words(security.get("proto")), _words(security.get("pairwise"))
    weak = kind == "wpa-none" or protocols == {"wpa"} or ciphers == {"tkip"}
    return Security.WEAK if weak else Security.STRONG


def _words(value: Any) -> set[str]:
    """A list as the bus has it, or as key files write it."""
    words = value.replace(",", ";").split(";") if isinstance(value, str) else value or ()
    return {str(word).strip().lower() for word in words if str(word).strip()}


# -- wpa_supplicant, netplan ------------------------------------------------------------------------------------------


def _supplicant(text: str, path: str) -> Iterator[SavedNetwork]:
    """The ``network={...}`` blocks. A network is joined by itself unless ``disabled=1``."""
    block: dict[str, str] | None = None
    for line in map(_bare, text.splitlines()):
        if not line:
            continue
        if re.match(r"include\s*=", line):
            raise Unreadable(_ELSEWHERE.filled(name=Text.name(path)), cause=Cause.NOT_UNDERSTOOD)
        if block is None:
            if re.fullmatch(r"network\s*=\s*\{", line):
                block = {}
            elif "=" not in line and not re.fullmatch(r"[\w+/]+|\}", line):  # lines and end of a blob
                raise malformed(path)
        elif line == "}":
            if block.get("mode", "0") == "0":
                yield _of_a_block(block)
            block = None
        else:
            key, equals, value = line.partition("=")
            if not equals:
                raise malformed(path)
            block[key.strip().lower()] = value.strip()
    if block is not None:
        raise malformed(path)


def _bare(line: str) -> str:
    """A line without its comment, which begins with ``#`` at its head or after a blank, outside of quotes."""
    kept = re.match(r'(?:"[^"]*"|[^"#]|(?<=\S)#)*', line.strip())
    return kept[0].strip() if kept else ""


def _of_a_block(block: Mapping[str, str]) -> SavedNetwork:
    name = block.get("ssid", "")
    if name.startswith('"'):
        name = name.strip('"')
    elif re.fullmatch(r"(?:[0-9a-fA-F]{2})+", name):
        name = bytes.fromhex(name).decode("utf-8", "surrogateescape")
    return SavedNetwork(name, _supplicant_security(block), block.get("disabled", "0") != "1")


def _supplicant_security(block: Mapping[str, str]) -> Security:
    kinds = set(block.get("key_mgmt", "WPA-PSK WPA-EAP").upper().split())
    if kinds <= {"NONE"}:
        return Security.WEP if any(key.startswith("wep_key") for key in block) else Security.OPEN
    if "NONE" in kinds or "IEEE8021X" in kinds:
        return Security.WEP
    if kinds == {"OWE"}:
        return Security.OWE
    if not all(re.fullmatch(r"(?:FT-)?(?:WPA|SAE|OWE|FILS|DPP|OSEN)[A-Z0-9-]*", kind) for kind in kinds):
        raise Unreadable(_UNKNOWN.filled(name=Text.name(" ".join(sorted(kinds)))))
    protocols, ciphers = block.get("proto", "").upper().split(), block.get("pairwise", "").upper().split()
    return Security.WEAK if protocols == ["WPA"] or ciphers == ["TKIP"] or "WPA-NONE" in kinds else Security.STRONG


# -- iwd, ConnMan, ifupdown -------------------------------------------------------------------------------------------


def _iwd(text: str, path: str) -> Iterator[SavedNetwork]:
    """A file a network: its name says how it is protected; one with other signs in it is ``=`` and hex."""
    name, _, kind = path.rpartition("/")[2].rpartition(".")
    if re.fullmatch(r"=(?:[0-9a-fA-F]{2})+", name):
        name = bytes.fromhex(name[1:]).decode("utf-8", "surrogateescape")
    automatic = ini.sections(text, path).get("settings", {}).get("autoconnect", "true")
    yield SavedNetwork(name, Security.OPEN if kind == "open" else Security.STRONG, ini.truth(automatic))


_CONNMAN_KINDS = {"none": Security.OPEN, "wep": Security.WEP, "psk": Security.STRONG, "ieee8021x": Security.STRONG}


def _connman(machine: Machine, sources: Ledger[str]) -> list[SavedNetwork]:
    """A folder a network, called ``wifi_<address>_<name in hex>_managed_<protection>``."""
    found: list[SavedNetwork] = []
    for entry in machine.list(_CONNMAN):
        if entry.name.endswith(".config"):
            path = f"{_CONNMAN}/{entry.name}"
            with sources.reading(path):
                found += _provisioned(machine.text(path, _LIMIT), path)
            continue
        match = re.fullmatch(r"wifi_[0-9a-f]+_((?:[0-9a-f]{2})+|hidden)_managed_(\w+)", entry.name)
        if match is None:
            if entry.name.startswith("wifi_"):
                sources.left(entry.name, Cause.NOT_UNDERSTOOD)
            continue
        with sources.reading(entry.name):
            if match[2] not in _CONNMAN_KINDS:
                raise Unreadable(_UNKNOWN.filled(name=Text.name(match[2])))
            path = f"{_CONNMAN}/{entry.name}/settings"
            settings = ini.sections(machine.text(path, _LIMIT), path).get(entry.name, {})
            name = "" if match[1] == "hidden" else bytes.fromhex(match[1]).decode("utf-8", "surrogateescape")
            automatic = ini.truth(settings.get("autoconnect", "false"))
            found.append(SavedNetwork(name, _CONNMAN_KINDS[match[2]], automatic))
    return found


def _provisioned(text: str, path: str) -> Iterator[SavedNetwork]:
    """connman-service.config(5): ``[service_x]`` with ``Type = wifi``, ``Name`` or ``SSID`` (hex), and a protection."""
    for section, keys in ini.sections(text, path).items():
        if not section.startswith("service_") or keys.get("type") != "wifi":
            continue
        kind = keys.get("security", "psk" if "passphrase" in keys else "ieee8021x" if "eap" in keys else "none").lower()
        if kind not in _CONNMAN_KINDS:
            raise Unreadable(_UNKNOWN.filled(name=Text.name(kind)))
        name, hexed = keys.get("name", ""), keys.get("ssid", "")
        if not name and re.fullmatch(r"(?:[0-9a-fA-F]{2})+", hexed):
            name = bytes.fromhex(hexed).decode("utf-8", "surrogateescape")
        yield SavedNetwork(name, _CONNMAN_KINDS[kind], automatic=True)


def _ifupdown(text: str) -> Iterator[SavedNetwork]:
    """Stanzas of interfaces(5) with ``wireless-essid`` or ``wpa-ssid``; ``auto`` and ``allow-hotplug`` start them."""
    started: set[str] = set()
    stanzas: list[tuple[str, dict[str, str]]] = []
    for line in text.replace("\\\n", " ").splitlines():
        words = line.split(None, 1)
        if not words or words[0].startswith("#"):
            continue
        value = words[1].strip() if len(words) == 2 else ""
        if words[0] in ("auto", "allow-auto", "allow-hotplug"):
            started.update(value.split())
        elif words[0] == "iface":
            stanzas.append((value.split(None, 1)[0] if value else "", {}))
        elif stanzas:
            stanzas[-1][1][words[0].lower()] = value
    for interface, options in stanzas:
        name = options.get("wpa-ssid") or options.get("wireless-essid")
        if name is not None:
            yield SavedNetwork(name.strip('"'), _ifupdown_security(options), interface in started)


def _ifupdown_security(options: Mapping[str, str]) -> Security:
    if "wpa-psk" in options or "wpa-eap" in options or "wpa-identity" in options:
        return Security.WEAK if options.get("wpa-proto", "").upper() == "WPA" else Security.STRONG
    wep = any(name.startswith(("wireless-key", "wpa-wep-key")) for name in options)
    return Security.WEP if wep else Security.OPEN
