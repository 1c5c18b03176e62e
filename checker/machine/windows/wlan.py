"""Saved wireless networks, without their keys.

Sources: wlanapi.h. WlanGetProfileList and WlanGetProfile are not among the functions that ask for the location
permission on Windows 11 24H2; the ones for visible networks and the current connection are, and are not called.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Any

from checker.machine import refusals
from checker.machine.windows.api import failed, function, not_running, text_at
from checker.machine.windows.com import Guid
from checker.machine.windows.services import require
from checker.model.text import Text
from checker.model.unreadable import Unreadable

_SERVICE = "Wlansvc"
_CLIENT = 2  # Windows Vista and later
_SERVICE_NOT_ACTIVE = 1062
_XML_LIMIT = 256 * 1024
_ITEM_LIMIT = 10_000
_KEY = re.compile(r"(<(?:\w+:)?keyMaterial\b[^>]*>).*?(</(?:\w+:)?keyMaterial\s*>)", re.DOTALL)
_STATES = (
    *("not_ready", "connected", "ad_hoc", "disconnecting", "disconnected", "associating", "discovering"),
    "authenticating",
)
_NO_ADAPTER = Text(
    "现在没有可用的无线网卡，看不到保存的无线网络",
    "No wireless adapter is usable now, so saved networks cannot be listed",
)
_ENABLE_IT = Text(
    "如果电脑装有无线网卡，请启用它后再查", "If this computer has a wireless adapter, enable it and check again"
)


class _Interface(ctypes.Structure):
    _fields_ = (("guid", Guid), ("name", ctypes.c_wchar * 256), ("state", ctypes.c_int))


class _Profile(ctypes.Structure):
    _fields_ = (("name", ctypes.c_wchar * 256), ("flags", wintypes.DWORD))


class _List(ctypes.Structure):
    """The head of WLAN_INTERFACE_INFO_LIST and WLAN_PROFILE_INFO_LIST; the items follow."""

    _fields_ = (("count", wintypes.DWORD), ("index", wintypes.DWORD))


def wlan_interfaces() -> list[dict[str, Any]]:
    with _client() as client:
        return [{"name": one.name, "state": _state(one.state)} for one in _interfaces(client)]


def wlan_profiles() -> list[dict[str, Any]]:
    found = []
    with _client() as client:
        adapters = _interfaces(client)
        if not adapters:
            raise Unreadable(_NO_ADAPTER, _ENABLE_IT)
        for adapter in adapters:
            for name in _profile_names(client, adapter):
                xml = _profile_xml(client, adapter, name)
                found.append({"interface": adapter.name, "name": name, "xml": xml})
    return found


@contextmanager
def _client() -> Iterator[wintypes.HANDLE]:
    require(_SERVICE)
    open_client = function(
        *("wlanapi.dll", "WlanOpenHandle", wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p),
        *(ctypes.c_void_p, ctypes.c_void_p),
    )
    close = function("wlanapi.dll", "WlanCloseHandle", wintypes.DWORD, wintypes.HANDLE, ctypes.c_void_p)
    version, handle = wintypes.DWORD(), wintypes.HANDLE()
    code = open_client(_CLIENT, None, ctypes.byref(version), ctypes.byref(handle))
    if code == _SERVICE_NOT_ACTIVE:
        raise not_running(_SERVICE)
    if code:
        raise failed("WlanOpenHandle", code)
    try:
        yield handle
    finally:
        close(handle, None)


def _interfaces(client: wintypes.HANDLE) -> list[_Interface]:
    ask = function(
        "wlanapi.dll", "WlanEnumInterfaces", wintypes.DWORD, wintypes.HANDLE, ctypes.c_void_p, ctypes.c_void_p
    )
    place = ctypes.c_void_p()
    code = ask(client, None, ctypes.byref(place))
    if code:
        raise failed("WlanEnumInterfaces", code)
    return _items(place, _Interface)


def _profile_names(client: wintypes.HANDLE, adapter: _Interface) -> list[str]:
    ask = function(
        *("wlanapi.dll", "WlanGetProfileList", wintypes.DWORD, wintypes.HANDLE, ctypes.c_void_p),
        *(ctypes.c_void_p, ctypes.c_void_p),
    )
    place = ctypes.c_void_p()
    code = ask(client, ctypes.byref(adapter.guid), None, ctypes.byref(place))
    if code:
        raise failed("WlanGetProfileList", code)
    return [profile.name for profile in _items(place, _Profile)]


def _profile_xml(client: wintypes.HANDLE, adapter: _Interface, name: str) -> str:
    """A profile without its key. Empty where this one profile is refused to us (another person's)."""
    ask = function(
        *("wlanapi.dll", "WlanGetProfile", wintypes.DWORD, wintypes.HANDLE, ctypes.c_void_p, ctypes.c_wchar_p),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    # Flags 0: the key stays encrypted. WLAN_PROFILE_GET_PLAINTEXT_KEY is never passed.
    place, flags = ctypes.c_void_p(), wintypes.DWORD(0)
    code = ask(client, ctypes.byref(adapter.guid), name, None, ctypes.byref(place), ctypes.byref(flags), None)
    if code:
        return ""
    try:
        xml = text_at(place.value)
    finally:
        _free(place)
    return _KEY.sub(r"\1\2", xml) if len(xml) <= _XML_LIMIT else ""


def _items(place: ctypes.c_void_p, kind: type[Any]) -> list[Any]:
    """Copies of a list's items; the list itself is freed."""
    if not place.value:
        raise refusals.malformed("wlanapi")
    try:
        count = _List.from_address(place.value).count
        if count > _ITEM_LIMIT:
            raise refusals.too_large("wlanapi")
        start = place.value + ctypes.sizeof(_List)
        size = ctypes.sizeof(kind)
        return [kind.from_buffer_copy(ctypes.string_at(start + size * index, size)) for index in range(count)]
    finally:
        _free(place)


def _free(place: ctypes.c_void_p) -> None:
    function("wlanapi.dll", "WlanFreeMemory", None, ctypes.c_void_p)(place)


def _state(number: int) -> str:
    return _STATES[number] if 0 <= number < len(_STATES) else "unknown"
