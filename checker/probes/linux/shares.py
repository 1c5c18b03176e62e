"""Linux: Samba's and NFS's shared folders."""

from __future__ import annotations

import re
from collections.abc import Mapping

from checker.facts.workstation.shares import Share, SharedFolders
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe

_SMB_CONF = "/etc/samba/smb.conf"
_USERSHARES = "/var/lib/samba/usershares"
_SMB_SERVERS = ("/usr/sbin/smbd",)
_EXPORTS, _EXPORT_FOLDER = "/etc/exports", "/etc/exports.d"
_NFS_SERVERS = ("/usr/sbin/exportfs", "/usr/sbin/rpc.mountd")
# Their settings are files of another kind, which are not read yet.
_OTHER_SERVERS = ("/usr/sbin/ksmbd.mountd", "/usr/bin/ganesha.nfsd")
_SAMBA, _NFS = Text("Samba", "Samba"), Text("NFS", "NFS")
_NO_FOLDER = frozenset({"global", "printers", "print$"})
_LIMIT = 1 << 20
_TRUE = ("yes", "true", "1", "on")


@probe(SharedFolders, Platform.LINUX)
def shared_folders(machine: Machine) -> SharedFolders:
    """A configuration without its server shares nothing: smb.conf is there on most desktops, the server is not."""
    sources = Ledger[str](Unit.SOURCES)
    shares: list[Share] = []
    with sources.reading("Samba"):
        if any(machine.exists(path) for path in _SMB_SERVERS):
            with sources.reading(_SMB_CONF):
                text = machine.text(_SMB_CONF, _LIMIT)
                shares += _samba(text)
                _whole(text)
            with sources.reading(_USERSHARES):
                for entry in machine.list(_USERSHARES):
                    with sources.reading(f"{_USERSHARES}/{entry.name}"):
                        shares.append(_usershare(machine, entry.name))
    with sources.reading("NFS"):
        if any(machine.exists(path) for path in _NFS_SERVERS):
            with sources.reading(_EXPORTS):
                shares += _exports(machine.text(_EXPORTS, _LIMIT))
            with sources.reading(_EXPORT_FOLDER):
                for entry in machine.list(_EXPORT_FOLDER):
                    path = f"{_EXPORT_FOLDER}/{entry.name}"
                    if entry.name.endswith(".exports"):
                        with sources.reading(path):
                            shares += _exports(machine.text(path, _LIMIT))
    for server in _OTHER_SERVERS:
        with sources.reading(server):
            if machine.exists(server):
                raise not_understood(server)
    return SharedFolders(tuple(shares), coverage=sources.some_or_raise())


def _samba(text: str) -> list[Share]:
    groups = _groups(text)
    mapped = groups.get("global", {}).get("maptoguest", "never").lower() != "never"
    found = []
    for name, keys in groups.items():
        if name.lower() in _NO_FOLDER or keys.get("available", "yes").lower() not in _TRUE:
            continue
        if keys.get("printable", keys.get("printok", "no")).lower() in _TRUE:
            continue
        guests = keys.get("guestok", keys.get("public", "no")).lower() in _TRUE
        found.append(Share(name, _SAMBA, everyone=guests and mapped))
    return found


def _whole(text: str) -> None:
    """Complain of settings that lie elsewhere: shares may be among them."""
    if re.search(r"^\s*(?:include|config\s*backend)\s*=", text, re.MULTILINE | re.IGNORECASE):
        raise Unreadable(
            Text(
                "Samba 的设置引用了别处的设置，没有读全",
                "Samba's settings refer to settings elsewhere, which were not read",
            ),
            Text("请信息中心用 testparm 查看全部共享", "Have IT look at all shares with testparm"),
        )


def _groups(text: str) -> dict[str, dict[str, str]]:
    """smb.conf(5): groups in brackets, names of keys without case and blanks, ``#`` and ``;`` begin comments."""
    groups: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for line in re.sub(r"\\\n", "", text).splitlines():
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if stripped.startswith("["):
            current = groups.setdefault(stripped.strip("[] \t"), {})
        elif "=" in stripped and current is not None:
            key, _, value = stripped.partition("=")
            current[re.sub(r"\s+", "", key).lower()] = value.strip()
    return groups


def _usershare(machine: Machine, file: str) -> Share:
    """A share that somebody made in the file manager: a file of its own, ``guest_ok=y`` without an account."""
    lines = machine.text(f"{_USERSHARES}/{file}", _LIMIT).splitlines()
    keys: Mapping[str, str] = dict(line.split("=", 1) for line in lines if "=" in line)
    name = keys.get("sharename") or file
    return Share(name, _SAMBA, everyone=keys.get("guest_ok", "n").strip().lower() == "y")


def _exports(text: str) -> list[Share]:
    """exports(5): a path, then clients with options. No client, ``*`` or a network of everything means everyone."""
    found = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        stripped = line.split("#", 1)[0].strip()
        match = re.match(r'"([^"]+)"|(\S+)', stripped)
        if not match:
            continue
        clients = [word for word in stripped[match.end() :].split() if not word.startswith("-")]
        everyone = not clients or any(re.match(r"(?:\*|0\.0\.0\.0/0|::/0)?(?:\(|$)", client) for client in clients)
        name = (match[1] or match[2]).rstrip("/").rpartition("/")[2] or "/"
        found.append(Share(name, _NFS, everyone=everyone))
    return found
