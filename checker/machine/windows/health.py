"""What the Windows Security Center says of protection programs. Clients only: servers have no such centre."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from checker.machine import refusals
from checker.machine.windows.api import failed, function, not_running
from checker.machine.windows.services import require

# wscapi.h, WSC_SECURITY_PROVIDER and WSC_SECURITY_PROVIDER_HEALTH
_PROVIDERS = {"firewall": 0x1, "autoupdate": 0x2, "antivirus": 0x4}
_HEALTH = {0: "good", 1: "notmonitored", 2: "poor", 3: "snoozed"}
_SERVICE = "wscsvc"
_NOT_RUNNING = 1  # S_FALSE; the answer then is "poor", which nobody has found out


def security_provider_health(provider: str) -> str:
    if provider not in _PROVIDERS:
        raise refusals.unfit(provider)
    require(_SERVICE)
    ask = function("wscapi.dll", "WscGetSecurityProviderHealth", ctypes.c_int32, wintypes.DWORD, ctypes.c_void_p)
    health = ctypes.c_int(-1)
    code = ask(_PROVIDERS[provider], ctypes.byref(health))
    if code == _NOT_RUNNING:
        raise not_running(_SERVICE)
    if code:
        raise failed("WscGetSecurityProviderHealth", code)
    if health.value not in _HEALTH:
        raise refusals.malformed("WscGetSecurityProviderHealth")
    return _HEALTH[health.value]
