"""Shared folders, adapters with their gateways, radios. Passive: no packet is sent."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import ipaddress
import time
from collections.abc import Iterator
from ctypes import wintypes
from typing import Any

from checker.machine import refusals
from checker.machine.windows.api import failed, function, missing, text_at
from checker.machine.windows.com import NOT_REGISTERED, Guid, Object, apartment

_NO_SERVER = 2114  # NERR_ServerNotStarted
_ALL = 0xFFFF_FFFF
_ACCESS_DENIED = 5

_NO_DATA, _BUFFER_OVERFLOW = 232, 111
_ANY_FAMILY, _WITH_GATEWAYS = 0, 0x80
_NO_EXTRAS = 0x2 | 0x4 | 0x8  # no anycast, multicast or DNS servers
_UP = 1
_FAMILIES = {2: (4, 4), 23: (8, 16)}  # AF_INET, AF_INET6 -> where the address lies in sockaddr, and its length
_SIZE_LIMIT = 4 << 20


class _Share1(ctypes.Structure):
    _fields_ = (("name", ctypes.c_void_p), ("type", wintypes.DWORD), ("remark", ctypes.c_void_p))


class _Share2(ctypes.Structure):
    _fields_ = (
        *_Share1._fields_,
        ("permissions", wintypes.DWORD),
        ("max_uses", wintypes.DWORD),
        ("uses", wintypes.DWORD),
        ("path", ctypes.c_void_p),
        ("password", ctypes.c_void_p),
    )


class _Address(ctypes.Structure):
    """The common head of IP_ADAPTER_UNICAST_ADDRESS and IP_ADAPTER_GATEWAY_ADDRESS."""

    _fields_ = (
        ("length", wintypes.ULONG),
        ("flags", wintypes.DWORD),
        ("next", ctypes.c_void_p),
        ("socket_address", ctypes.c_void_p),
        ("socket_length", ctypes.c_int),
    )


class _Adapter(ctypes.Structure):
    """IP_ADAPTER_ADDRESSES_LH as far as the gateways."""

    _fields_ = (
        ("length", wintypes.ULONG),
        ("index", wintypes.DWORD),
        ("next", ctypes.c_void_p),
        ("adapter_name", ctypes.c_char_p),
        ("unicast", ctypes.c_void_p),
        ("anycast", ctypes.c_void_p),
        ("multicast", ctypes.c_void_p),
        ("dns_servers", ctypes.c_void_p),
        ("dns_suffix", ctypes.c_void_p),
        ("description", ctypes.c_void_p),
        ("friendly_name", ctypes.c_void_p),
        ("physical_address", ctypes.c_ubyte * 8),
        ("physical_length", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("mtu", wintypes.DWORD),
        ("type", wintypes.DWORD),
        ("status", ctypes.c_int),
        ("index6", wintypes.DWORD),
        ("zones", wintypes.DWORD * 16),
        ("prefixes", ctypes.c_void_p),
        ("transmit_speed", ctypes.c_uint64),
        ("receive_speed", ctypes.c_uint64),
        ("wins_servers", ctypes.c_void_p),
        ("gateways", ctypes.c_void_p),
    )


def shares() -> list[dict[str, Any]]:
    r"""What this computer offers to others. `type` is STYPE_* (0 a folder, bit 31 an administrative share).

    `path_tail` is the last part of the folder's path, empty where we may not know it. An empty list means that the
    server service does not run: a running one always offers IPC$.
    """
    ask = function(
        *("netapi32.dll", "NetShareEnum", wintypes.DWORD, ctypes.c_wchar_p, wintypes.DWORD, ctypes.c_void_p),
        *(wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    kinds: tuple[tuple[int, Any], ...] = ((2, _Share2), (1, _Share1))  # paths are for administrators
    for level, kind in kinds:
        place, read, total = ctypes.c_void_p(), wintypes.DWORD(), wintypes.DWORD()
        code = ask(None, level, ctypes.byref(place), _ALL, ctypes.byref(read), ctypes.byref(total), None)
        try:
            if code == _NO_SERVER:
                return []
            if code == _ACCESS_DENIED and level == 2:
                continue
            if code:
                raise failed("NetShareEnum", code)
            if not read.value:
                raise refusals.malformed("NetShareEnum")
            items = ctypes.cast(place, ctypes.POINTER(kind))
            return [_share(items[index]) for index in range(read.value)]
        finally:
            if place.value:
                function("netapi32.dll", "NetApiBufferFree", wintypes.DWORD, ctypes.c_void_p)(place)
    raise refusals.denied("NetShareEnum")


def gateways() -> list[dict[str, Any]]:
    """Every adapter that is up: its name, IfType (6 Ethernet, 71 Wi-Fi, 23 PPP, 131 tunnel, 243/244 mobile),
    addresses and default gateways.
    """
    ask = function(
        *("iphlpapi.dll", "GetAdaptersAddresses", wintypes.ULONG, wintypes.ULONG, wintypes.ULONG),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    size = wintypes.ULONG(32 << 10)
    while size.value <= _SIZE_LIMIT:
        room = ctypes.create_string_buffer(size.value)
        code = ask(_ANY_FAMILY, _WITH_GATEWAYS | _NO_EXTRAS, None, room, ctypes.byref(size))
        if code == _NO_DATA:
            return []
        if code == 0:
            return [_adapter(one) for one in _adapters(ctypes.addressof(room)) if one.status == _UP]
        if code != _BUFFER_OVERFLOW:
            raise failed("GetAdaptersAddresses", code)
        size.value *= 2  # more may have come meanwhile
    raise refusals.too_large("GetAdaptersAddresses")


# Windows.Devices.Radios: places in the tables of IRadioStatics, IAsyncInfo, IAsyncOperation, IVectorView, IRadio;
# the first six are those of IInspectable.
_RADIO = "Windows.Devices.Radios.Radio"
_RADIO_STATICS = "5FB6A12E-67CB-46AE-AAE9-65919F86EFF4"
_ASYNC_INFO = "00000036-0000-0000-C000-000000000046"
_GET_RADIOS, _STATUS, _GET_RESULTS, _GET_AT, _COUNT, _RADIO_STATE, _RADIO_KIND = 6, 7, 8, 6, 7, 9, 11
_STARTED, _COMPLETED = 0, 1
_RADIO_KINDS = {1: "wifi", 2: "mobile", 3: "bluetooth"}
_RADIO_STATES = {1: "on", 2: "off", 3: "disabled"}
_RADIO_SECONDS, _LOOK = 8.0, 0.02


def radios() -> list[dict[str, Any]]:
    """Radios that Windows can switch (Windows 10 and later). Reading their state asks for no permission.

    Not yet seen on a real machine.
    """
    with apartment():
        return _radios()


def _radios() -> list[dict[str, Any]]:
    operation = factory(_RADIO, Guid.of(_RADIO_STATICS)).object(_GET_RADIOS, "GetRadiosAsync")
    info = operation.cast(Guid.of(_ASYNC_INFO), "GetRadiosAsync")
    until = time.monotonic() + _RADIO_SECONDS
    while (status := info.integer(_STATUS)) == _STARTED:
        if time.monotonic() > until:
            raise refusals.too_slow(_RADIO)
        time.sleep(_LOOK)
    if status != _COMPLETED:
        raise missing(_RADIO)
    view = operation.object(_GET_RESULTS, _RADIO)
    found = []
    for index in range(view.integer(_COUNT)):
        radio = view.object(_GET_AT, _RADIO, (ctypes.c_uint32, index))
        kind, state = radio.integer(_RADIO_KIND), radio.integer(_RADIO_STATE)
        if kind not in _RADIO_KINDS:  # FM, other
            continue
        if state not in _RADIO_STATES:
            raise refusals.malformed(_RADIO)
        found.append({"kind": _RADIO_KINDS[kind], "state": _RADIO_STATES[state]})
    return found


def factory(name: str, interface: Guid) -> Object:
    library = "combase.dll"
    make = function(library, "WindowsCreateString", ctypes.c_int32, ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_void_p)
    drop = function(library, "WindowsDeleteString", ctypes.c_int32, ctypes.c_void_p)
    get = function(library, "RoGetActivationFactory", ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    text, place = ctypes.c_void_p(), ctypes.c_void_p()
    code = make(name, len(name), ctypes.byref(text))
    if code < 0:
        raise failed(name, code)
    try:
        code = get(text, ctypes.byref(interface), ctypes.byref(place))
    finally:
        drop(text)
    if code & 0xFFFF_FFFF in NOT_REGISTERED:
        raise missing(name)
    if code < 0 or not place.value:
        raise failed(name, code)
    return Object(place.value, name)


def _share(item: Any) -> dict[str, Any]:
    path = text_at(getattr(item, "path", None))
    return {
        "name": text_at(item.name),
        "path_tail": path.rstrip("\\").rpartition("\\")[2],
        "type": int(item.type),
    }


def _adapters(address: int | None) -> Iterator[_Adapter]:
    while address:
        adapter = _Adapter.from_address(address)
        yield adapter
        address = adapter.next


def _adapter(adapter: _Adapter) -> dict[str, Any]:
    return {
        "interface": text_at(adapter.friendly_name),
        "type": int(adapter.type),
        "gateways": list(_addresses(adapter.gateways)),
        "addresses": list(_addresses(adapter.unicast)),
    }


def _addresses(address: int | None) -> Iterator[str]:
    while address:
        item = _Address.from_address(address)
        if item.socket_address:
            raw = ctypes.string_at(item.socket_address, min(item.socket_length, 28))
            place = _FAMILIES.get(int.from_bytes(raw[:2], "little"))
            if place is not None and len(raw) >= sum(place):
                start, length = place
                yield str(ipaddress.ip_address(raw[start : start + length]))
        address = item.next
