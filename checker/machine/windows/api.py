"""How a function of a system library is found and called, and what its refusals mean."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from checker.machine import refusals
from checker.model.text import Text
from checker.model.unreadable import Unreadable

ACCESS_DENIED = 5
_SYSTEM32 = 0x800  # LOAD_LIBRARY_SEARCH_SYSTEM32: never a library that lies beside the program
_MISSING = Text("这台电脑的系统没有提供这个接口：{what}", "This system does not offer the interface {what}")
_FAILED = Text("系统接口报错（{code}）：{what}", "The system interface reported an error ({code}): {what}")
_NO_SERVICE = Text(
    "系统服务没有运行，无法查询：{what}", "A system service is not running, so it cannot be asked: {what}"
)
_START_IT = Text("请信息中心检查并启动该系统服务后再查", "Have IT start that system service, then check again")
_UPGRADE = Text("请信息中心查看这台电脑", "Have IT look at this computer")
_ACCESS_DENIED_CODES = {ACCESS_DENIED, 0x80070005, 0x80041003}  # Win32, E_ACCESSDENIED, WBEM_E_ACCESS_DENIED


@cache
def function(library: str, name: str, result: Any, *arguments: Any) -> Any:
    """A function of a library in System32, typed.

    Raises:
        Unreadable: this Windows has no such library or function.
    """
    try:
        found = getattr(ctypes.WinDLL(library, winmode=_SYSTEM32, use_last_error=True), name)
    except (OSError, AttributeError) as error:
        raise missing(name) from error
    found.restype = result
    found.argtypes = arguments
    return found


def missing(what: str) -> Unreadable:
    return Unreadable(_MISSING.filled(what=Text.name(what)), _UPGRADE)


def failed(what: str, code: int) -> Unreadable:
    """A Win32 error code or an HRESULT, as it came back from `what`."""
    code &= 0xFFFF_FFFF
    if code in _ACCESS_DENIED_CODES:
        return refusals.denied(what)
    shown = f"0x{code:08X}" if code > 0xFFFF else str(code)
    return Unreadable(_FAILED.filled(what=Text.name(what), code=shown), _UPGRADE)


def not_running(service: str) -> Unreadable:
    return Unreadable(_NO_SERVICE.filled(what=Text.name(service)), _START_IT)


def last_error(what: str) -> Unreadable:
    return failed(what, ctypes.get_last_error())


def from_filetime(ticks: int) -> datetime | None:
    """UTC from 100 ns units since 1601; None where that is no date (0, or beyond the year 9999)."""
    try:
        return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


def text_at(address: int | None) -> str:
    """The UTF-16 string at an address; empty for NULL."""
    return ctypes.wstring_at(address) if address else ""


def sid_text(address: int) -> str:
    """A SID in its ``S-1-...`` form."""
    convert = function(
        "advapi32.dll", "ConvertSidToStringSidW", wintypes.BOOL, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
    )
    free = function("kernel32.dll", "LocalFree", ctypes.c_void_p, ctypes.c_void_p)
    place = ctypes.c_void_p()
    if not convert(address, ctypes.byref(place)):
        raise last_error("ConvertSidToStringSid")
    try:
        return text_at(place.value)
    finally:
        free(place)
