"""Windows: the server service's shares."""

from __future__ import annotations

from checker.facts.workstation.shares import Share, SharedFolders
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe

_SERVER = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer"
_SHARES = _SERVER + r"\Shares"
_DISABLED = 4
_DISK, _SPECIAL = 0, 0x8000_0000  # share types: STYPE_DISKTREE, STYPE_SPECIAL (made for administration)
_TEMPORARY = 0x4000_0000
_NO_FOLDERS = (1, 2, 3)  # a print queue, a device, IPC$
_NO_SHARE = Text("系统没有列出任何共享", "The system lists no share at all")
_WINDOWS = Text("Windows 共享", "Windows share")


@probe(SharedFolders, Platform.WINDOWS)
def shared_folders(machine: Machine) -> SharedFolders:
    """What the running service says, else what it will share when it starts.

    Every Windows has the service's key and the key of its stored shares, be it empty; without them nothing is known.
    """
    start = machine.registry(_SERVER).value("Start")
    if not isinstance(start, int):
        raise malformed(_SERVER)
    try:
        live = _live(machine.win32("shares"))
    except Unreadable:
        if start == _DISABLED:  # it may still run until the next start of the system
            raise
        return _stored(machine)
    # A running service always has at least its own IPC$; nothing at all says that it does not run just now.
    if live.shares or live.administrative or start == _DISABLED:
        return live
    return _stored(machine)


def _live(answer: object) -> SharedFolders:
    if not isinstance(answer, list | tuple):
        raise malformed("shares")
    shares, administrative = [], []
    ledger = Ledger[str](Unit.FOLDERS)
    for entry in answer:
        name, kind = (entry.get("name"), entry.get("type")) if isinstance(entry, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(kind, int):
            raise malformed("shares")
        kind &= 0xFFFF_FFFF  # some interfaces give it as a negative number
        with ledger.reading(name):
            if not _is_folder(name, kind & ~(_SPECIAL | _TEMPORARY)):
                pass
            elif kind & _SPECIAL:
                administrative.append(name)
            else:
                shares.append(Share(name, _WINDOWS))
    return SharedFolders(tuple(shares), tuple(administrative), coverage=_covered(ledger))


def _is_folder(name: str, kind: int) -> bool:
    """Raises Unreadable: neither a folder nor a printer, a device or the server's own door."""
    if kind != _DISK and kind not in _NO_FOLDERS:
        raise not_understood(f"{name} ({kind})")
    return kind == _DISK


def _covered(ledger: Ledger[str]) -> Coverage:
    if not ledger.opened:
        ledger.nothing(_NO_SHARE)
    return ledger.coverage


def _stored(machine: Machine) -> SharedFolders:
    """One REG_MULTI_SZ a share with lines like ``Type=0``. Administrative shares are not stored."""
    found = []
    ledger = Ledger[str](Unit.FOLDERS)
    for name, lines in machine.registry(_SHARES).values.items():
        if not isinstance(lines, tuple):
            raise malformed(_SHARES)
        keys = dict(line.split("=", 1) for line in lines if "=" in line)
        kind = keys.get("Type", "0")
        with ledger.reading(name):
            if _is_folder(name, int(kind) if kind.isdecimal() else -1):
                found.append(Share(name, _WINDOWS))
    return SharedFolders(tuple(found), coverage=_covered(ledger))
