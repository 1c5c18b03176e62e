"""Linux: folders that Samba, NFS and the other servers of files share."""

from __future__ import annotations

import re

from checker.facts.workstation.shares import Share, SharedFolders
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.linux.samba import samba_shares
from checker.probes.linux.servers import served
from checker.probes.linux.units import units
from checker.probes.running import process_names

_SMB_SERVERS = ("/usr/sbin/smbd",)
_EXPORTS, _EXPORT_FOLDER = "/etc/exports", "/etc/exports.d"
_NFS_SERVERS = ("/usr/sbin/exportfs", "/usr/sbin/rpc.mountd")
_NFS_RUNNING = ("nfsd", "rpc.mountd", "rpc.nfsd", "unfsd")
_NFS_TABLE = "/var/lib/nfs/etab"  # what is exported now, be it by a word of exportfs alone
_SMB_UNITS = ("smbd.service", "smb.service", "samba.service", "samba-ad-dc.service")
_NFS_UNITS = ("nfs-server.service", "nfs-kernel-server.service")
# Their settings are files of another kind, which are not read yet.
_OTHER_SERVERS = ("/usr/sbin/ksmbd.mountd", "/usr/bin/ganesha.nfsd")
_NFS = Text("NFS", "NFS")
_LIMIT = 1 << 20


@probe(SharedFolders, Platform.LINUX)
def shared_folders(machine: Machine) -> SharedFolders:
    """A configuration without its server shares nothing: smb.conf is there on most desktops, the server is not."""
    sources = Ledger[str](Unit.SOURCES)
    shares: list[Share] = []
    running = frozenset[str]()
    with sources.reading("/proc"):
        running = process_names(machine)
    with sources.reading("Samba"):
        packaged = any(machine.exists(path) for path in _SMB_SERVERS)
        if (packaged and not _switched_off(machine, _SMB_UNITS)) or "smbd" in running:
            shares += samba_shares(machine, sources)
        if "smbd" in running and not packaged:  # one that somebody built, whose settings may lie anywhere
            raise not_understood("smbd")
    with sources.reading("NFS"):
        packaged = any(machine.exists(path) for path in _NFS_SERVERS)
        if running.intersection(_NFS_RUNNING):
            with sources.reading(_NFS_TABLE):
                shares += _exports(machine.text(_NFS_TABLE, _LIMIT))
        if (packaged and not _switched_off(machine, _NFS_UNITS)) or running.intersection(_NFS_RUNNING):
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
            if machine.exists(server) or server.rpartition("/")[2] in running:
                raise not_understood(server)
    with sources.reading("systemd"):
        known = units(machine)
        shares += served(machine, sources, known.starting, known.running | running)
    return SharedFolders(tuple(dict.fromkeys(shares)), coverage=sources.some_or_raise())


def _switched_off(machine: Machine, names: tuple[str, ...]) -> bool:
    """Whether systemd knows such a service, and starts none of them."""
    try:
        known = units(machine)
    except Unreadable:
        return False
    there = known.all.intersection(names)
    return bool(there) and there.isdisjoint(known.starting | known.running)


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
