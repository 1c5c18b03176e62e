"""Windows: the server service's shares."""

from __future__ import annotations

from checker.facts.workstation.shares import Share, SharedFolders
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_SERVER = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer"
_SHARES = _SERVER + r"\Shares"
_DISABLED = 4
_DISK, _SPECIAL = 0, 0x8000_0000  # share types: STYPE_DISKTREE, STYPE_SPECIAL (made for administration)
_TEMPORARY = 0x4000_0000
_WINDOWS = Text("Windows 共享", "Windows share")


@probe(SharedFolders, Platform.WINDOWS)
def shared_folders(machine: Machine) -> SharedFolders:
    """What the running service says, else what it will share when it starts.

    An empty answer is taken only beside the service's own key: a system without it is none that we know.
    """
    start = machine.registry(_SERVER).value("Start")
    if not isinstance(start, int):
        raise malformed(_SERVER)
    if start == _DISABLED:
        return SharedFolders(())
    try:
        return _live(machine.win32("shares"))
    except Unreadable:
        return SharedFolders(_stored(machine))


def _live(answer: object) -> SharedFolders:
    if not isinstance(answer, list | tuple):
        raise malformed("shares")
    shares, administrative = [], []
    for entry in answer:
        name, kind = (entry.get("name"), entry.get("type")) if isinstance(entry, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(kind, int):
            raise malformed("shares")
        kind &= 0xFFFF_FFFF  # some interfaces give it as a negative number
        if kind & ~(_SPECIAL | _TEMPORARY) != _DISK:
            continue
        if kind & _SPECIAL:
            administrative.append(name)
        else:
            shares.append(Share(name, _WINDOWS))
    return SharedFolders(tuple(shares), tuple(administrative))


def _stored(machine: Machine) -> tuple[Share, ...]:
    """One REG_MULTI_SZ a share with lines like ``Type=0``. Administrative shares are not stored."""
    try:
        values = machine.registry(_SHARES).values
    except Absent:
        return ()
    found = []
    for name, lines in values.items():
        if not isinstance(lines, tuple):
            raise malformed(_SHARES)
        keys = dict(line.split("=", 1) for line in lines if "=" in line)
        if keys.get("Type", "0") == "0":
            found.append(Share(name, _WINDOWS))
    return tuple(found)
