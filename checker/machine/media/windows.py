r"""Raw drives of Windows: ``\\.\PhysicalDrive1``. Opening one takes administrator's rights.

Reading needs no lock of the volume, so none is taken: people go on working.
"""

from __future__ import annotations

import re
import sys

assert sys.platform == "win32"

import ctypes
import msvcrt
from ctypes import wintypes

from checker.machine.media.shape import Shape
from checker.machine.windows.api import function, last_error

_DRIVE = re.compile(r"(?i)^\\\\[.?]\\(?:PhysicalDrive\d{1,3}|[a-z]:)$")
_GET_LENGTH_INFO = 0x0007405C  # IOCTL_DISK_GET_LENGTH_INFO, winioctl.h
_GET_DRIVE_GEOMETRY = 0x00070000  # IOCTL_DISK_GET_DRIVE_GEOMETRY


class _Geometry(ctypes.Structure):
    _fields_ = (
        ("cylinders", ctypes.c_longlong),
        ("media_type", wintypes.DWORD),
        ("tracks", wintypes.DWORD),
        ("sectors", wintypes.DWORD),
        ("bytes_per_sector", wintypes.DWORD),
    )


def is_drive(path: str) -> bool:
    """Whether a path names a drive or volume as a whole."""
    return _DRIVE.match(path) is not None


def drive_shape(descriptor: int) -> Shape:
    """Size and sector size of an open drive.

    Raises:
        Unreadable: the drive would not say.
    """
    handle = msvcrt.get_osfhandle(descriptor)
    length = ctypes.c_longlong()
    geometry = _Geometry()
    _ask(handle, _GET_LENGTH_INFO, length, "IOCTL_DISK_GET_LENGTH_INFO")
    _ask(handle, _GET_DRIVE_GEOMETRY, geometry, "IOCTL_DISK_GET_DRIVE_GEOMETRY")
    sector = int(geometry.bytes_per_sector) or 512
    return Shape(int(length.value), sector, max(4096, sector), device=True)


def _ask(handle: int, code: int, answer: ctypes.Structure | ctypes.c_longlong, what: str) -> None:
    control = function(
        "kernel32.dll",
        "DeviceIoControl",
        wintypes.BOOL,
        wintypes.HANDLE,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
        ctypes.c_void_p,
    )
    returned = wintypes.DWORD()
    if not control(handle, code, None, 0, ctypes.byref(answer), ctypes.sizeof(answer), ctypes.byref(returned), None):
        raise last_error(what)
