"""Drives: what is mounted, on which bus it hangs, whether it is encrypted, what lies in its recycle bin."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import re
import string
from ctypes import wintypes
from typing import Any

from checker.machine import refusals
from checker.machine.answers import Mount
from checker.machine.windows import wmi
from checker.machine.windows.api import ACCESS_DENIED, failed, function, last_error
from checker.machine.windows.com import apartment, script
from checker.model.text import Text
from checker.model.unreadable import Unreadable

REMOVABLE, FIXED, REMOTE, OPTICAL, RAM = 2, 3, 4, 5, 6  # GetDriveTypeW
_KINDS = {REMOVABLE: "removable", FIXED: "fixed", REMOTE: "remote", OPTICAL: "cdrom", RAM: "ramdisk"}
_NO_MEDIUM = (21, 1112)  # ERROR_NOT_READY, ERROR_NO_MEDIA_IN_DRIVE: an empty card reader
_BITLOCKED = 0x8031_0000  # FVE_E_LOCKED_VOLUME
_READ_ONLY_VOLUME = 0x0008_0000
_LETTER = re.compile(r"([A-Za-z]):?\\?")

_QUERY_PROPERTY = 0x002D_1400  # IOCTL_STORAGE_QUERY_PROPERTY: FILE_ANY_ACCESS, so a handle without rights will do
_SHARE_ALL, _OPEN_EXISTING = 0x7, 3
_INVALID_FUNCTION, _NOT_SUPPORTED = 1, 50
_UNKNOWN_BUS = 0
# STORAGE_BUS_TYPE (winioctl.h)
_BUSES = dict(
    enumerate(
        (
            *("unknown", "scsi", "atapi", "ata", "1394", "ssa", "fibre", "usb", "raid", "iscsi", "sas", "sata", "sd"),
            *("mmc", "virtual", "virtual", "spaces", "nvme", "scm", "ufs"),
        )
    )
)
_OUTSIDE = {"usb", "sd", "mmc", "1394"}
_ENCRYPTION = r"root\CIMV2\Security\MicrosoftVolumeEncryption"
_BITLOCKER_PROPERTY = "System.Volume.BitLockerProtection"


class _Query(ctypes.Structure):
    _fields_ = (("property", ctypes.c_int), ("query", ctypes.c_int), ("more", ctypes.c_ubyte * 4))


class _Descriptor(ctypes.Structure):
    """STORAGE_DEVICE_DESCRIPTOR without the bytes that follow; offsets count from its start, 0 is none."""

    _fields_ = (
        ("version", wintypes.DWORD),
        ("size", wintypes.DWORD),
        ("device_type", ctypes.c_ubyte),
        ("modifier", ctypes.c_ubyte),
        ("removable_media", ctypes.c_ubyte),
        ("queueing", ctypes.c_ubyte),
        ("vendor", wintypes.DWORD),
        ("product", wintypes.DWORD),
        ("revision", wintypes.DWORD),
        ("serial", wintypes.DWORD),
        ("bus", ctypes.c_int),
        ("raw_length", wintypes.DWORD),
    )


class _RecycleBin(ctypes.Structure):
    # shellapi.h packs it on 32-bit Windows alone.
    _pack_ = 8 if ctypes.sizeof(ctypes.c_void_p) == 8 else 1
    _fields_ = (("length", wintypes.DWORD), ("bytes", ctypes.c_int64), ("items", ctypes.c_int64))


def mounts() -> tuple[Mount, ...]:
    """Drive letters. A network drive is named and not asked: asking would go over the network. One that is locked, or
    whose file system Windows does not know, has none and is named, too.
    """
    found = []
    for letter, kind in _drives():
        point = f"{letter}:\\"
        if kind == REMOTE:
            found.append(Mount(point, point, "", (_KINDS[kind],)))
            continue
        volume = _volume(point)
        if isinstance(volume, tuple):
            filesystem, read_only = volume
            found.append(Mount(point, point, filesystem, ("ro" if read_only else "rw", _KINDS[kind])))
        elif volume not in _NO_MEDIUM:  # there, and it does not say what it is
            found.append(Mount(point, point, "", (_KINDS[kind], *(("locked",) if volume == _BITLOCKED else ()))))
    return tuple(found)


def removable_drives() -> list[dict[str, Any]]:
    """Drives that hang on a bus for outside devices, USB hard disks and SSDs among them."""
    found = []
    for letter, kind in _drives():
        if kind not in (REMOVABLE, FIXED):
            continue
        device = _device(letter)
        if device is None:  # made by a driver (an encrypted container, a cloud drive), not by a disk
            continue
        if device["bus"] in _OUTSIDE or kind == REMOVABLE:
            found.append({"letter": f"{letter}:", **device, "size": _size(f"{letter}:\\")})
    return found


def bitlocker_state(drive: str) -> int:
    """The shell property System.Volume.BitLockerProtection; needs no administrator.

    Raises:
        Unreadable: the property has no value here, as on editions without BitLocker.
    """
    letter = _letter(drive)
    with apartment():
        folder = script("Shell.Application").script("NameSpace", f"{letter}:")
        value = folder.script("Self").get("ExtendedProperty", _BITLOCKER_PROPERTY)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(
            Text("系统没有说明该磁盘是否加密", "The system does not say whether this drive is encrypted"),
            refusals.AS_ADMIN,
        )
    return value


def encryptable_volumes() -> list[dict[str, Any]]:
    """Win32_EncryptableVolume; needs an administrator.

    `protection`: 0 off, 1 on, 2 unknown (locked). `conversion`: 0 decrypted, 1 encrypted, 2-5 on the way.
    """
    with apartment():
        volumes = [_encryption(one) for one in wmi.instances(_ENCRYPTION, "Win32_EncryptableVolume", _VOLUME_FIELDS)]
    if not volumes:  # the drive that Windows starts from is always one
        raise refusals.malformed("Win32_EncryptableVolume")
    return volumes


def recycle_bin(drive: str) -> dict[str, int]:
    """How much lies in the current person's recycle bin on a drive."""
    ask = function("shell32.dll", "SHQueryRecycleBinW", ctypes.c_int32, ctypes.c_wchar_p, ctypes.c_void_p)
    answer = _RecycleBin(ctypes.sizeof(_RecycleBin))
    code = ask(f"{_letter(drive)}:\\", ctypes.byref(answer))
    if code:
        raise failed("SHQueryRecycleBin", code)
    return {"items": answer.items, "bytes": answer.bytes}


def drive_kind(root: str) -> int:
    kind: int = function("kernel32.dll", "GetDriveTypeW", wintypes.UINT, ctypes.c_wchar_p)(root)
    return kind


_VOLUME_FIELDS = ("DeviceID", "DriveLetter")  # the key is needed for the methods


def _encryption(volume: Any) -> dict[str, Any]:
    letter = volume.script("Properties_").script("Item", "DriveLetter").get("Value")
    return {
        "letter": letter if isinstance(letter, str) else "",
        "protection": _said(volume, "GetProtectionStatus", "ProtectionStatus"),
        "conversion": _said(volume, "GetConversionStatus", "ConversionStatus"),
    }


def _said(volume: Any, method: str, name: str) -> int:
    answer = volume.script("ExecMethod_", method).script("Properties_")
    values = [answer.script("Item", field).get("Value") for field in ("ReturnValue", name)]
    if not all(isinstance(value, int) for value in values):
        raise refusals.malformed(method)
    if values[0]:
        raise failed(method, values[0])
    return int(values[1])


def _drives() -> list[tuple[str, int]]:
    mask: int = function("kernel32.dll", "GetLogicalDrives", wintypes.DWORD)()
    if not mask:
        raise last_error("GetLogicalDrives")
    letters = [letter for bit, letter in enumerate(string.ascii_uppercase) if mask & 1 << bit]
    return [(letter, kind) for letter in letters if (kind := drive_kind(f"{letter}:\\")) in _KINDS]


def _volume(point: str) -> tuple[str, bool] | int:
    """The file system of a drive and whether it is read-only; the system's error where it does not say."""
    ask = function(
        *("kernel32.dll", "GetVolumeInformationW", wintypes.BOOL, ctypes.c_wchar_p, ctypes.c_void_p, wintypes.DWORD),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, wintypes.DWORD),
    )
    flags, name = wintypes.DWORD(), ctypes.create_unicode_buffer(64)
    if not ask(point, None, 0, None, None, ctypes.byref(flags), name, len(name)):
        return ctypes.get_last_error() & 0xFFFF_FFFF
    return name.value, bool(flags.value & _READ_ONLY_VOLUME)


def _device(letter: str) -> dict[str, Any] | None:
    """What the disk beneath a drive says of itself; None where no disk is beneath.

    Raises:
        Unreadable: the disk does not say on which bus it hangs.
    """
    answer = _descriptor(letter)
    if answer is None:
        return None
    head = _Descriptor.from_buffer_copy(answer)
    if head.bus == _UNKNOWN_BUS:
        reason = Text(
            "系统没有说明磁盘 {drive} 接在哪种接口上", "The system does not say how drive {drive} is attached"
        )
        raise Unreadable(reason.filled(drive=f"{letter}:"), refusals.AS_ADMIN)
    model = f"{_string(answer, head.vendor)} {_string(answer, head.product)}".strip()
    return {"bus": _BUSES.get(head.bus, "other"), "serial": _string(answer, head.serial) or None, "model": model}


def _descriptor(letter: str) -> bytes | None:
    open_file = function(
        *("kernel32.dll", "CreateFileW", wintypes.HANDLE, ctypes.c_wchar_p, wintypes.DWORD, wintypes.DWORD),
        *(ctypes.c_void_p, wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    )
    control = function(
        *("kernel32.dll", "DeviceIoControl", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p),
        *(wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p),
    )
    close = function("kernel32.dll", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
    # No access right at all is asked for: the handle can query and neither read nor write.
    handle = open_file(f"\\\\.\\{letter}:", 0, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
    if handle in (None, wintypes.HANDLE(-1).value):
        raise last_error(f"{letter}:")
    try:
        query, answer, size = _Query(), ctypes.create_string_buffer(4096), wintypes.DWORD()
        asked = (ctypes.byref(query), ctypes.sizeof(query), answer, len(answer), ctypes.byref(size), None)
        if control(handle, _QUERY_PROPERTY, *asked):
            if size.value < ctypes.sizeof(_Descriptor):
                raise refusals.malformed(f"{letter}:")
            return answer.raw
        if ctypes.get_last_error() in (_INVALID_FUNCTION, _NOT_SUPPORTED):
            return None
        raise last_error(f"{letter}:")
    finally:
        close(handle)


def _string(answer: bytes, offset: int) -> str:
    if not 0 < offset < len(answer):
        return ""
    return answer[offset:].split(b"\0", 1)[0].decode("ascii", "replace").strip()


def _size(point: str) -> int:
    """Bytes of the file system; 0 where no medium is in."""
    ask = function(
        *("kernel32.dll", "GetDiskFreeSpaceExW", wintypes.BOOL, ctypes.c_wchar_p),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    total = ctypes.c_uint64()
    if ask(point, None, ctypes.byref(total), None):
        return total.value
    if ctypes.get_last_error() == ACCESS_DENIED:
        raise refusals.denied(point)
    return 0


def _letter(drive: str) -> str:
    match = _LETTER.fullmatch(drive)
    if match is None:
        raise refusals.unfit(drive)
    return match[1].upper()
