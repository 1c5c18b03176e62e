"""When a device was first and last seen, as the Plug and Play manager remembers it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from checker.machine import refusals
from checker.machine.windows.api import failed, from_filetime, function
from checker.machine.windows.com import Guid

_DATES = "83DA6326-97A6-4088-9453-A1923F573B29"  # the property set of DEVPKEY_Device_FirstInstallDate and its kin
_FIRST_INSTALL, _LAST_ARRIVAL, _LAST_REMOVAL = 101, 102, 103
_FILETIME = 0x10  # DEVPROP_TYPE_FILETIME
_PHANTOM = 1  # CM_LOCATE_DEVNODE_PHANTOM: also what is not plugged in now
_NO_SUCH_NODE, _BAD_ID, _NO_SUCH_VALUE = 0x0D, 0x1E, 0x25  # CONFIGRET


class _Key(ctypes.Structure):
    _fields_ = (("set", Guid), ("number", wintypes.ULONG))


def device_dates(instance: str) -> dict[str, str | None]:
    """UTC, ISO 8601; None where Windows keeps no such date for this device.

    Raises:
        Absent: no such device is remembered.
    """
    locate = function(
        "cfgmgr32.dll", "CM_Locate_DevNodeW", wintypes.DWORD, ctypes.c_void_p, ctypes.c_wchar_p, wintypes.ULONG
    )
    node = wintypes.DWORD()
    code = locate(ctypes.byref(node), instance, _PHANTOM)
    if code in (_NO_SUCH_NODE, _BAD_ID):
        raise refusals.absent(instance)
    if code:
        raise failed("CM_Locate_DevNode", code)
    return {
        "first_install": _date(node, _FIRST_INSTALL),
        "last_arrival": _date(node, _LAST_ARRIVAL),
        "last_removal": _date(node, _LAST_REMOVAL),
    }


def _date(node: wintypes.DWORD, number: int) -> str | None:
    ask = function(
        *("cfgmgr32.dll", "CM_Get_DevNode_PropertyW", wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, wintypes.ULONG),
    )
    key, kind = _Key(Guid.of(_DATES), number), wintypes.ULONG()
    ticks, size = ctypes.c_uint64(), wintypes.ULONG(ctypes.sizeof(ctypes.c_uint64))
    code = ask(node, ctypes.byref(key), ctypes.byref(kind), ctypes.byref(ticks), ctypes.byref(size), 0)
    if code == _NO_SUCH_VALUE:
        return None
    if code or kind.value != _FILETIME:
        raise failed("CM_Get_DevNode_Property", code)
    seen = from_filetime(ticks.value)
    return None if seen is None else seen.isoformat()
