"""The desktop of the person that we run for, as it takes effect now."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes
from typing import Any

from checker.machine.windows.api import function, last_error

_ACTIVE, _TIMEOUT, _SECURE = 0x0010, 0x000E, 0x0076  # SPI_GETSCREENSAVEACTIVE, ...TIMEOUT, ...SECURE


def screen_saver() -> dict[str, Any]:
    """`active`: one is switched on (which means nothing without a program and a timeout); `timeout` in seconds."""
    return {"active": bool(_asked(_ACTIVE)), "timeout": _asked(_TIMEOUT), "secure": bool(_asked(_SECURE))}


def _asked(number: int) -> int:
    ask = function(
        *("user32.dll", "SystemParametersInfoW", wintypes.BOOL, wintypes.UINT, wintypes.UINT),
        *(ctypes.c_void_p, wintypes.UINT),
    )
    value = ctypes.c_int32(-1)
    if not ask(number, 0, ctypes.byref(value), 0) or value.value < 0:
        raise last_error("SystemParametersInfo")
    return value.value
