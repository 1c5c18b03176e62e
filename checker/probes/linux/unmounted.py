"""Volumes that Linux knows and nobody has mounted: what lies on them cannot be seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.machine import refusals
from checker.machine.answers import Mount
from checker.machine.machine import Machine
from checker.model.coverage import Cause
from checker.model.unreadable import Unreadable

# ``lsblk -o FSTYPE``: what holds nobody's files.
_NO_FILES = frozenset(("swap", "zram", "squashfs"))
_LOCKED = frozenset(("crypto_LUKS", "BitLocker", "TCRYPT"))
# ``lsblk -o PARTTYPE``: the EFI system partition, Microsoft's reserved one and BIOS boot (UEFI specification).
_BOOT = frozenset(
    (
        *("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "e3c9e316-0b5c-4db8-817d-f92df00215ae"),
        *("21686148-6449-6e6f-744e-656564454649", "0xef"),
    )
)
_COLUMNS = "PATH,FSTYPE,MOUNTPOINTS,PARTTYPE,SIZE,TYPE"
_DEEPEST = 16


def unmounted(machine: Machine, mounts: Iterable[Mount]) -> Iterator[tuple[str, Cause]]:
    """Each by its device, with why it cannot be looked at. One entry for the source itself where it does not answer."""
    try:
        nodes = _listed(machine)
    except Unreadable:
        yield "lsblk", Cause.WOULD_NOT_SAY
        return
    used = {mount.device for mount in mounts}
    if any(mount.filesystem == "zfs" for mount in mounts):
        used.add("zfs_member")  # its volumes are mounted by a name of its own
    for node in nodes:
        yield from _below(node, used, _DEEPEST)


def _listed(machine: Machine) -> list[dict[str, Any]]:
    output = machine.run("lsblk", "-J", "-b", "-o", _COLUMNS, limit=4 << 20)
    try:
        nodes = json.loads(output.text)["blockdevices"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusals.malformed("lsblk") from error
    if output.code != 0 or not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        raise refusals.malformed("lsblk")
    return nodes


def _below(node: Mapping[str, Any], used: set[str], depth: int) -> Iterator[tuple[str, Cause]]:
    children = node.get("children") or []
    if children and depth:
        for child in children:
            yield from _below(child, used, depth - 1)
        return
    path, kind = str(node.get("path", "?")), node.get("fstype")
    mounted = any(node.get("mountpoints") or []) or path in used or kind in used
    if mounted or kind in _NO_FILES or node.get("parttype") in _BOOT or not node.get("size"):
        return
    if kind in _LOCKED:
        yield path, Cause.ENCRYPTED
    elif kind is not None or node.get("type") != "rom":  # a drive without a disc has a size and nothing on it
        yield path, Cause.ELSEWHERE if kind else Cause.NOT_UNDERSTOOD
