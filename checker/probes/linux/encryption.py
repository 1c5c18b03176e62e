"""Disk encryption on Linux: is there a LUKS layer below everything that is mounted from a built-in disk?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checker.facts.workstation.encryption import DiskEncryption, Encryption, Volume
from checker.knowledge.places import known_places
from checker.machine import refusals
from checker.machine.answers import Mount
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.chassis import portable
from checker.probes.linux.sysfs import usb_port

# Boot files hold nothing of anybody's; what is mounted below the others is looked at by itself.
_LEFT_OUT = ("/boot", "/efi", "/media", "/run", "/mnt", "/recovery", "/snap", "/var/lib/snapd", "/sys", "/proc", "/dev")
_MEDIA = ("/media/", "/run/media/", "/mnt/")
_READ_ONLY = ("squashfs", "iso9660", "udf", "erofs")
_MEMORY = (
    *("tmpfs", "ramfs", "devtmpfs", "overlay", "aufs", "autofs", "rootfs", "nsfs", "binfmt_misc", "hugetlbfs"),
    *("mqueue", "fusectl", "fuse.lxcfs", "fuse.gvfsd-fuse", "fuse.portal", "fuse.snapfuse"),
)
_DEPTH = 16
_FOLDER_WISE = {
    "ecryptfs": Text("eCryptfs", "eCryptfs"),
    "fuse.gocryptfs": Text("gocryptfs", "gocryptfs"),
    "fuse.encfs": Text("EncFS", "EncFS"),
    "fuse.veracrypt": Text("VeraCrypt", "VeraCrypt"),
}

Node = Mapping[str, Any]


@probe(DiskEncryption, Platform.LINUX)
def disk_encryption(machine: Machine) -> DiskEncryption:
    if not portable(machine):
        return DiskEncryption(portable=False, coverage=Coverage.whole(Unit.DEVICES))
    mounts = machine.mounts()
    devices = _devices(machine)
    ledger = Ledger(Unit.VOLUMES, (mount.point for mount in _own(mounts)))
    volumes = []
    for mount in _own(mounts):
        with ledger.reading(mount.point):
            volumes.append(_volume(mount, devices))
    for mount in mounts:
        if mount.filesystem in known_places().filesystems.network:
            ledger.left(mount.point, Cause.NOT_IN_QUESTION)
        elif mount.device.startswith("/dev/") and f"{mount.point}/".startswith(_MEDIA):
            with ledger.reading(mount.point):
                if _removable(machine, mount):
                    ledger.left(mount.point, Cause.NOT_IN_QUESTION)
                else:
                    volumes.append(_volume(mount, devices))
    if not volumes:
        ledger.some_or_raise()
        raise refusals.malformed("lsblk")
    return DiskEncryption(True, tuple(volumes), _others(machine, mounts), coverage=ledger.coverage)


def _own(mounts: tuple[Mount, ...]) -> Iterator[Mount]:
    """Where the system and people keep files; always with the root. Bind mounts and subvolumes count once a device."""
    seen = set()
    for mount in mounts:
        left_out = any(mount.point == top or mount.point.startswith(f"{top}/") for top in _LEFT_OUT)
        kinds = (*known_places().filesystems.network, *_MEMORY, *_READ_ONLY, *_FOLDER_WISE)
        elsewhere = mount.filesystem in kinds
        if mount.point != "/" and (left_out or elsewhere):
            continue
        if mount.device not in seen:
            seen.add(mount.device)
            yield mount


def _removable(machine: Machine, mount: Mount) -> bool:
    """Whether what is mounted where media are lies on USB; a second built-in disk may be mounted there, too."""
    name = mount.device.rpartition("/")[2]
    try:
        return usb_port(machine.target_of(f"/sys/class/block/{name}")) is not None
    except Absent:
        return False  # a mapped volume: lsblk knows what is below it


def _volume(mount: Mount, devices: dict[str, bool]) -> Volume:
    encrypted = devices.get(mount.device)
    if encrypted is None:
        reason = Text("看不出 {point} 在哪块磁盘上", "It cannot be told which disk {point} lies on")
        raise Unreadable(reason.filled(point=Text.name(mount.point)), cause=Cause.NOT_UNDERSTOOD)
    return Volume(mount.point, Encryption.ENCRYPTED if encrypted else Encryption.PLAIN)


def _devices(machine: Machine) -> dict[str, bool]:
    """Device path -> whether every way down to a disk leads through a crypt layer. No root needed.

    A device on several disks (RAID, LVM) occurs once below each; one bare way makes it plain. ``-p`` gives full paths
    as in /proc/mounts. The columns are those of util-linux 2.33, which UOS 20 and Kylin V10 have.
    """
    try:
        output = machine.run("lsblk", "-J", "-p", "-o", "NAME,TYPE", limit=4 << 20)
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    try:
        tree = json.loads(output.text)["blockdevices"]
        found: dict[str, bool] = {}
        for name, encrypted in _walk(tree, False, _DEPTH):
            found[name] = found.get(name, True) and encrypted
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refusals.malformed("lsblk") from error
    if output.code != 0 or not found:
        raise refusals.malformed("lsblk")
    return found


def _walk(nodes: list[Node], above: bool, depth: int) -> Iterator[tuple[str, bool]]:
    if depth == 0:
        raise ValueError("deeper than any disk is")
    for node in nodes:
        encrypted = above or node["type"] == "crypt"
        yield str(node["name"]), encrypted
        yield from _walk(node.get("children", []), encrypted, depth - 1)


def _others(machine: Machine, mounts: tuple[Mount, ...]) -> tuple[Text, ...]:
    """Encryption folder by folder: some of the files are covered, which of them only a person can say."""
    found = {mount.filesystem: _FOLDER_WISE[mount.filesystem] for mount in mounts if mount.filesystem in _FOLDER_WISE}
    try:
        if machine.exists("/.fscrypt"):
            found["fscrypt"] = Text("fscrypt", "fscrypt")
    except Unreadable:
        pass  # what it would add is a question instead of a failure; without it the failure stands
    return tuple(found.values())
