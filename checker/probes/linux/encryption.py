"""Disk encryption on Linux: is there a crypt layer below everything that lies on a built-in disk?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from checker.probes.linux.crypttab import TABLE, exposed
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
_COLUMNS = "NAME,TYPE,FSTYPE,TRAN,MOUNTPOINT,PARTTYPE,SIZE"
_NO_DISK = ("rom", "loop")
_SWAP_POINT = "swap"
# ``PARTTYPE``: EFI system, Microsoft reserved, BIOS boot, Windows recovery (UEFI specification, Microsoft's list).
_BOOT = frozenset(
    (
        *("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "e3c9e316-0b5c-4db8-817d-f92df00215ae", "0xef"),
        *("21686148-6449-6e6f-744e-656564454649", "de94bba4-06d1-4d40-a16a-bfd50179d6ac", "0x27"),
    )
)
_SWAP = Text("交换分区，内存的内容会写到这里", "swap, to which the memory is written")
_KEY_IN_THE_CLEAR = Text("密钥放在没有加密的地方", "its key lies where nothing is encrypted")
_NOT_MOUNTED = Text("没有挂载", "not mounted")
_FOLDER_WISE = {
    "ecryptfs": Text("eCryptfs", "eCryptfs"),
    "fuse.gocryptfs": Text("gocryptfs", "gocryptfs"),
    "fuse.encfs": Text("EncFS", "EncFS"),
    "fuse.veracrypt": Text("VeraCrypt", "VeraCrypt"),
}

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Device:
    """A block device as lsblk lists it. `encrypted`: every way down to a disk leads through a crypt layer; `layers`:
    their names; `exposed`: the key of one lies in the clear.
    """

    path: str
    kind: str
    content: str | None
    partition: str | None
    usb: bool
    encrypted: bool
    leaf: bool
    empty: bool
    layers: frozenset[str] = frozenset()
    exposed: bool = False


@probe(DiskEncryption, Platform.LINUX)
def disk_encryption(machine: Machine) -> DiskEncryption:
    """Everything that lies on a built-in disk, mounted or not: swap, second systems, partitions nobody mentions."""
    if not portable(machine):
        return DiskEncryption(portable=False, coverage=Coverage.whole(Unit.DEVICES))
    mounts = machine.mounts()
    devices = _devices(machine)
    keys = Ledger[str](Unit.SOURCES)
    unlocked = frozenset[str]()
    with keys.reading(TABLE):
        unlocked = exposed(machine, {one.point: _plain(devices, one) for one in mounts})
    devices = {path: replace(one, exposed=not unlocked.isdisjoint(one.layers)) for path, one in devices.items()}
    ledger = Ledger(Unit.VOLUMES, (mount.point for mount in _own(mounts)))
    volumes = []
    for mount in _own(mounts):
        with ledger.reading(mount.point):
            volumes.append(_volume(machine, mount, devices))
    for mount in mounts:
        if mount.filesystem in known_places().filesystems.network:
            ledger.left(mount.point, Cause.NOT_IN_QUESTION)
        elif mount.device.startswith("/dev/") and f"{mount.point}/".startswith(_MEDIA):
            with ledger.reading(mount.point):
                if _removable(machine, mount, devices):
                    ledger.left(mount.point, Cause.NOT_IN_QUESTION)
                else:
                    volumes.append(_volume(machine, mount, devices))
    used = {mount.device for mount in mounts}
    for device in devices.values():
        if device.leaf and device.path not in used and not device.empty and device.kind not in _NO_DISK:
            with ledger.reading(device.path):
                if _on_usb(machine, device) or device.partition in _BOOT:
                    ledger.left(device.path, Cause.NOT_IN_QUESTION)
                elif device.content != "zfs_member" or not any(mount.filesystem == "zfs" for mount in mounts):
                    volumes.append(_unmounted(device))
    if not volumes:
        ledger.some_or_raise()
        raise refusals.malformed("lsblk")
    coverage = ledger.coverage + keys.coverage
    return DiskEncryption(True, tuple(volumes), _others(machine, mounts), coverage=coverage)


def _plain(devices: Mapping[str, _Device], mount: Mount) -> bool:
    device = devices.get(mount.device)
    return device is not None and not device.encrypted


def _own(mounts: tuple[Mount, ...]) -> Iterator[Mount]:
    """Where the system and people keep files; always with the root. Bind mounts and subvolumes count once a device."""
    seen = set()
    for mount in mounts:
        left_out = any(mount.point == top or mount.point.startswith(f"{top}/") for top in _LEFT_OUT)
        places = known_places().filesystems
        kinds = (*places.network, *places.views, *_MEMORY, *_READ_ONLY, *_FOLDER_WISE)
        elsewhere = mount.filesystem in kinds
        if mount.point != "/" and (left_out or elsewhere):
            continue
        if mount.device not in seen:
            seen.add(mount.device)
            yield mount


def _removable(machine: Machine, mount: Mount, devices: Mapping[str, _Device]) -> bool:
    """Whether what is mounted where media are lies on USB; a second built-in disk may be mounted there, too."""
    device = devices.get(mount.device)
    return _usb_by_place(machine, mount.device) if device is None else _on_usb(machine, device)


def _on_usb(machine: Machine, device: _Device) -> bool:
    return device.usb or _usb_by_place(machine, device.path)


def _usb_by_place(machine: Machine, path: str) -> bool:
    try:
        return usb_port(machine.target_of(f"/sys/class/block/{path.rpartition('/')[2]}")) is not None
    except Absent:
        return False  # a mapped volume: lsblk knows what is below it


def _volume(machine: Machine, mount: Mount, devices: Mapping[str, _Device]) -> Volume:
    if mount.filesystem == "zfs":
        return Volume(mount.point, _zfs(machine, mount.device))
    device = devices.get(mount.device)
    if device is None:
        reason = Text("看不出 {point} 在哪块磁盘上", "It cannot be told which disk {point} lies on")
        raise Unreadable(reason.filled(point=Text.name(mount.point)), cause=Cause.NOT_UNDERSTOOD)
    return _open(mount.point) if device.exposed else Volume(mount.point, _state(device))


def _open(name: str) -> Volume:
    return Volume(name, Encryption.SUSPENDED, _KEY_IN_THE_CLEAR)


def _zfs(machine: Machine, dataset: str) -> Encryption:
    """What zfs itself says of a dataset (zfsprops(7)): ``off``, or the cipher."""
    try:
        output = machine.run("zfs", "get", "-H", "-o", "value", "encryption", dataset)
    except Absent as error:
        raise refusals.not_understood(f"zfs {dataset}") from error
    value = output.text.strip()
    if output.code != 0 or not re.fullmatch(r"off|on|aes-\S+", value):
        raise refusals.not_understood(f"zfs {dataset}")
    return Encryption.PLAIN if value == "off" else Encryption.ENCRYPTED


def _unmounted(device: _Device) -> Volume:
    """What nobody has mounted. Without a sign of what it holds it may be empty, or encrypted without a header."""
    if device.encrypted or device.content == "crypto_LUKS":
        return Volume(device.path, Encryption.ENCRYPTED) if not device.exposed else _open(device.path)
    if device.content == "BitLocker":
        reason = Text(
            "看不出 {path} 的 BitLocker 密钥是否以明文保存",
            "It cannot be told whether BitLocker's key of {path} lies in clear",
        )
        raise Unreadable(reason.filled(path=Text.name(device.path)), cause=Cause.NOT_UNDERSTOOD)
    if device.content is None:
        raise refusals.not_understood(device.path)
    return Volume(device.path, Encryption.PLAIN, _SWAP if device.content == "swap" else _NOT_MOUNTED)


def _state(device: _Device) -> Encryption:
    return Encryption.ENCRYPTED if device.encrypted else Encryption.PLAIN


def _devices(machine: Machine) -> dict[str, _Device]:
    """All block devices by path. No root needed.

    A device on several disks (RAID, LVM) occurs once below each; one bare way makes it plain. ``-p`` gives full paths
    as in /proc/mounts. The columns are those of util-linux 2.33, which UOS 20 and Kylin V10 have.
    """
    try:
        output = machine.run("lsblk", "-J", "-p", "-o", _COLUMNS, limit=4 << 20)
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    try:
        tree = json.loads(output.text)["blockdevices"]
        found: dict[str, _Device] = {}
        for device in _walk(tree, frozenset(), False, _DEPTH):
            before = found.get(device.path)
            if before is not None:
                both = before.encrypted and device.encrypted
                layers = before.layers | device.layers
                device = replace(device, encrypted=both, usb=before.usb and device.usb, layers=layers)
            found[device.path] = device
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refusals.malformed("lsblk") from error
    if output.code != 0 or not found:
        raise refusals.malformed("lsblk")
    return found


def _walk(nodes: list[Node], above: frozenset[str], usb: bool, depth: int) -> Iterator[_Device]:
    if depth == 0:
        raise ValueError("deeper than any disk is")
    for node in nodes:
        kind, below = str(node["type"]), node.get("children") or []
        on_usb = usb or node.get("tran") == "usb"
        empty = str(node.get("size", "")) in ("0", "0B")
        path = str(node["name"])
        layers = above | {path.rpartition("/")[2]} if kind == "crypt" else above
        content = node.get("fstype") or (_SWAP_POINT if node.get("mountpoint") == "[SWAP]" else None)
        yield _Device(path, kind, content, node.get("parttype"), on_usb, bool(layers), not below, empty, layers)
        if kind != "loop":  # a file, which lies on a volume that is listed by itself
            yield from _walk(below, layers, on_usb, depth - 1)


def _others(machine: Machine, mounts: tuple[Mount, ...]) -> tuple[Text, ...]:
    """Encryption folder by folder: some of the files are covered, which of them only a person can say."""
    found = {mount.filesystem: _FOLDER_WISE[mount.filesystem] for mount in mounts if mount.filesystem in _FOLDER_WISE}
    try:
        if any(machine.exists(f"{mount.point.rstrip('/')}/.fscrypt") for mount in _own(mounts)):
            found["fscrypt"] = Text("fscrypt", "fscrypt")
    except Unreadable:
        pass  # what it would add is a question instead of a failure; without it the failure stands
    return tuple(found.values())
