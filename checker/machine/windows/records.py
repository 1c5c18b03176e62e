"""What Windows writes down: the audit policy in force, and of the event logs that they were cleared or the clock moved.

Sources: ntsecapi.h (AuditQuerySystemPolicy, for administrators), winevt.h. Of the event logs two kinds of events are
asked for and no other: nothing that tells what a person did.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from checker.machine import refusals
from checker.machine.windows.api import failed, function
from checker.machine.windows.com import Guid

_NO_PRIVILEGE = 1314  # ERROR_PRIVILEGE_NOT_HELD
_NO_MORE_ITEMS = 259  # ERROR_NO_MORE_ITEMS
_CHANNEL_PATH, _NEWEST_FIRST = 0x1, 0x200  # EvtQueryChannelPath, EvtQueryReverseDirection
_AS_XML = 1  # EvtRenderEventXml
_MOST, _SECONDS = 100, 10
_ROOM = 1 << 16  # bytes of one event; an event is a page at most

# Events by the question that they answer: the log, and which of its events, as XPath.
_EVENTS = {
    "cleared": (
        ("System", "*[System[Provider[@Name='Microsoft-Windows-Eventlog'] and EventID=104]]"),
        ("Security", "*[System[Provider[@Name='Microsoft-Windows-Eventlog'] and EventID=1102]]"),
    ),
    "clock": (("System", "*[System[Provider[@Name='Microsoft-Windows-Kernel-General'] and EventID=1]]"),),
}


class _Policy(ctypes.Structure):
    _fields_ = (("subcategory", Guid), ("information", wintypes.ULONG), ("category", Guid))


def audit_policy(subcategory: str) -> int:
    """Bits: 1 success is recorded, 2 failure is, 4 nothing is."""
    ask = function(
        *("advapi32.dll", "AuditQuerySystemPolicy", wintypes.BOOLEAN),
        *(ctypes.c_void_p, wintypes.ULONG, ctypes.c_void_p),
    )
    free = function("advapi32.dll", "AuditFree", None, ctypes.c_void_p)
    wanted, place = Guid.of(subcategory), ctypes.c_void_p()
    if not ask(ctypes.byref(wanted), 1, ctypes.byref(place)):
        code = ctypes.get_last_error()
        raise (
            refusals.denied("AuditQuerySystemPolicy")
            if code == _NO_PRIVILEGE
            else failed("AuditQuerySystemPolicy", code)
        )
    try:
        if not place.value:
            raise refusals.malformed("AuditQuerySystemPolicy")
        policy = ctypes.cast(place, ctypes.POINTER(_Policy)).contents
        if bytes(policy.subcategory) != bytes(wanted):
            raise refusals.malformed("AuditQuerySystemPolicy")
        return int(policy.information)
    finally:
        free(place)


def log_events(kind: str, log: str) -> list[str]:
    """The newest events of one kind ("cleared" or "clock") of one log, as the XML that winevt.h describes."""
    query = dict(_EVENTS[kind])[log]
    render = function(
        *("wevtapi.dll", "EvtRender", wintypes.BOOL, wintypes.HANDLE, wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    found = []
    with _closing(_query(log, query)) as results:
        for event in _each(results):
            with _closing(event):
                room, used, count = ctypes.create_string_buffer(_ROOM), wintypes.DWORD(), wintypes.DWORD()
                arguments = (None, event, _AS_XML, _ROOM, room, ctypes.byref(used), ctypes.byref(count))
                if not render(*arguments):
                    raise failed("EvtRender", ctypes.get_last_error())
                found.append(room.raw[: used.value].decode("utf-16-le", "replace").rstrip("\0"))
    return found


def _query(log: str, query: str) -> int:
    ask = function(
        *("wevtapi.dll", "EvtQuery", wintypes.HANDLE, wintypes.HANDLE),
        *(ctypes.c_wchar_p, ctypes.c_wchar_p, wintypes.DWORD),
    )
    handle = ask(None, log, query, _CHANNEL_PATH | _NEWEST_FIRST)
    if not handle:
        raise failed("EvtQuery", ctypes.get_last_error())
    return int(handle)


def _each(results: int) -> Iterator[int]:
    step = function(
        *("wevtapi.dll", "EvtNext", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p),
        *(wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p),
    )
    for _ in range(_MOST):
        event, count = wintypes.HANDLE(), wintypes.DWORD()
        if not step(results, 1, ctypes.byref(event), _SECONDS * 1000, 0, ctypes.byref(count)):
            code = ctypes.get_last_error()
            if code != _NO_MORE_ITEMS:
                raise failed("EvtNext", code)
            return
        if not event.value:
            raise refusals.malformed("EvtNext")
        yield event.value


@contextmanager
def _closing(handle: int) -> Iterator[int]:
    try:
        yield handle
    finally:
        function("wevtapi.dll", "EvtClose", wintypes.BOOL, wintypes.HANDLE)(handle)
