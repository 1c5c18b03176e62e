"""Samba: what it shares with whom, with everything its settings bring in from elsewhere.

smb.conf(5): ``include`` and ``config file``, ``registry shares``, ``copy``, and settings of ``[global]`` that hold for
a share which does not say otherwise. The registry is Samba's own (``registry.tdb``): its database is read, and none of
Samba's programs is asked, which would make one where there is none.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

from checker.facts.workstation.shares import Share
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger
from checker.model.text import Text
from checker.model.unreadable import Unreadable

CONF = "/etc/samba/smb.conf"
USERSHARES = "/var/lib/samba/usershares"
REGISTRY = "/var/lib/samba/registry.tdb"
SAMBA = Text("Samba", "Samba")
_GLOBAL = "global"  # settings before the first group are its own, too
_NO_FOLDER = frozenset({_GLOBAL, "printers", "print$"})
_LIMIT, _DATABASE_LIMIT = 1 << 20, 32 << 20
_DEEPEST = 8
_TRUE = ("yes", "true", "1", "on")
_TDB = b"TDB file\n"
# lib/tdb/common/tdb_private.h: a header of 168 bytes, the list of free space, and the table of hashes.
_BUCKETS_AT, _TABLE_AT, _MOST = 36, 172, 1 << 20
_RECORD = struct.Struct("<6I")  # link to the next, length of the record, of its key and of its data, hash, magic
_IN_USE = 0x26011999
_SHARES_KEY = b"HKLM\\SOFTWARE\\SAMBA\\SMBCONF"
_VALUES_KEY = b"SAMBA_REGVAL\\"

Groups = dict[str, dict[str, str]]


def samba_shares(machine: Machine, sources: Ledger[str]) -> list[Share]:
    """Shares of the settings and of the file manager; what of either could not be read is left by its path."""
    groups: Groups = {}
    _read(machine, sources, CONF, groups, _DEEPEST)
    known = groups.get(_GLOBAL, {})
    registry = (
        known.get("registryshares", "no").lower() in _TRUE or known.get("configbackend", "").lower() == "registry"
    )
    if registry:
        _registry(machine, sources, groups)
    shares = list(_shares(groups))
    folder = known.get("usersharepath") or USERSHARES
    with sources.reading(folder):
        for entry in machine.list(folder):
            with sources.reading(f"{folder}/{entry.name}"):
                shares.append(_usershare(machine.text(f"{folder}/{entry.name}", _LIMIT), entry.name))
    return shares


def _read(machine: Machine, sources: Ledger[str], path: str, groups: Groups, depth: int, current: str = _GLOBAL) -> str:
    """Add a file's groups; an included file stands where it is named, as if typed there: it begins in the group that
    is open, and its last one stays open. A group that comes again goes on.
    """
    with sources.reading(path):
        if depth == 0:
            raise not_understood(path)
        text = machine.text(path, _LIMIT)
        if "\0" in text:  # what a cut of power leaves
            raise malformed(path)
        for line in re.sub(r"\\\n", "", text).splitlines():
            stripped = line.strip()
            if not stripped or stripped[0] in "#;":
                continue
            if stripped.startswith("["):
                current = stripped.strip("[] \t")
                current = _GLOBAL if current.lower() == _GLOBAL else current
                groups.setdefault(current, {})
            elif "=" in stripped:
                name, _, value = stripped.partition("=")
                key, value = re.sub(r"\s+", "", name).lower(), value.strip().strip('"')
                groups.setdefault(current, {})[key] = value
                if key in ("include", "configfile") and value:
                    current = _included(machine, sources, value, groups, depth, current)
    return current


def _included(machine: Machine, sources: Ledger[str], path: str, groups: Groups, depth: int, current: str) -> str:
    if path.lower() == "registry":
        _registry(machine, sources, groups)
    elif "%" in path or not path.startswith("/"):
        sources.left(path, not_understood(path))  # another file for each client, or relative to nobody knows what
    else:
        return _read(machine, sources, path, groups, depth - 1, current)
    return current


def _shares(groups: Groups) -> Iterator[Share]:
    general = groups.get(_GLOBAL, {})
    mapped = general.get("maptoguest", "never").lower() != "never"
    for name, own in groups.items():
        template = groups.get(own.get("copy", ""), {})
        keys = {**general, **template, **own}
        if name.lower() in _NO_FOLDER or keys.get("available", "yes").lower() not in _TRUE:
            continue
        if keys.get("printable", keys.get("printok", "no")).lower() in _TRUE:
            continue
        guests = any(keys.get(key, "no").lower() in _TRUE for key in ("guestok", "public", "guestonly", "onlyguest"))
        yield Share(name, SAMBA, everyone=guests and mapped)


def _usershare(text: str, file: str) -> Share:
    """A share that somebody made in the file manager: a file of its own, ``guest_ok=y`` without an account."""
    keys: Mapping[str, str] = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    name = keys.get("sharename") or file
    return Share(name, SAMBA, everyone=keys.get("guest_ok", "n").strip().lower() == "y")


# -- Samba's registry -------------------------------------------------------------------------------------------------


def _registry(machine: Machine, sources: Ledger[str], groups: Groups) -> None:
    with sources.reading(REGISTRY):
        for name, keys in registry_groups(machine.read(REGISTRY, _DATABASE_LIMIT)).items():
            groups.setdefault(name, {}).update(keys)


def registry_groups(content: bytes) -> Groups:
    """The groups below SMBCONF of a registry.tdb (source3/registry/reg_backend_db.c).

    Raises:
        Unreadable: it is no such database, or has no such key.
    """
    if not content.startswith(_TDB):
        raise malformed(REGISTRY)
    try:
        records = dict(_records(content))
    except struct.error as error:  # a link that leads out of the file
        raise malformed(REGISTRY) from error
    names = next((data for key, data in records.items() if key.upper() == _SHARES_KEY), None)
    if names is None:
        raise malformed(REGISTRY)
    found: Groups = {}
    for name in names[4:].split(b"\0"):
        if name:
            values = _VALUES_KEY + _SHARES_KEY + b"\\" + name.upper()
            data = next((data for key, data in records.items() if key.upper() == values), b"")
            found[name.decode("utf-8", "surrogateescape")] = dict(_values(data))
    return found


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys (without the NUL at their end) and data, along the chains that the table of hashes begins.

    What lies outside of the chains is free space and the journal, in which older records stand once more.
    """
    (buckets,) = struct.unpack_from("<I", content, _BUCKETS_AT)
    seen: set[int] = set()
    for at in struct.unpack_from(f"<{min(buckets, _MOST)}I", content, _TABLE_AT):
        while at and at not in seen:
            seen.add(at)
            at, _, key_size, data_size, _, magic = _RECORD.unpack_from(content, start := at)
            key_at = start + _RECORD.size
            if magic == _IN_USE:
                key, data = content[key_at : key_at + key_size], content[key_at + key_size :][:data_size]
                yield key.rstrip(b"\0"), data


def _values(data: bytes) -> Iterator[tuple[str, str]]:
    """Names and texts of a key's values: a count, then name, kind, size and bytes of each (UTF-16)."""
    at = 4
    while at < len(data):
        end = data.find(b"\0", at)
        if end < 0 or end + 9 > len(data):
            raise Unreadable(malformed(REGISTRY).reason)
        _, size = struct.unpack_from("<2I", data, end + 1)
        name, text = data[at:end].decode("utf-8", "surrogateescape"), data[end + 9 : end + 9 + size]
        yield re.sub(r"\s+", "", name).lower(), text.decode("utf-16-le", "replace").rstrip("\0")
        at = end + 9 + size
