"""Running processes. The snapshot names them all without any right; only their programs' places may need one."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

import psutil

from checker.machine import refusals
from checker.machine.answers import Process
from checker.machine.windows.api import function, last_error

_PROCESSES = 0x2  # TH32CS_SNAPPROCESS
_NO_MORE_FILES = 18


class _Entry(ctypes.Structure):
    """PROCESSENTRY32W"""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_void_p),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", ctypes.c_long),
        ("flags", wintypes.DWORD),
        ("name", ctypes.c_wchar * 260),
    )


def processes() -> tuple[Process, ...]:
    take = function("kernel32.dll", "CreateToolhelp32Snapshot", wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD)
    first = function("kernel32.dll", "Process32FirstW", wintypes.BOOL, wintypes.HANDLE, ctypes.c_void_p)
    following = function("kernel32.dll", "Process32NextW", wintypes.BOOL, wintypes.HANDLE, ctypes.c_void_p)
    close = function("kernel32.dll", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
    snapshot = take(_PROCESSES, 0)
    if snapshot in (None, wintypes.HANDLE(-1).value):
        raise last_error("CreateToolhelp32Snapshot")
    found, entry = [], _Entry(ctypes.sizeof(_Entry))
    try:
        more = first(snapshot, ctypes.byref(entry))
        while more:
            found.append((int(entry.pid), str(entry.name)))
            more = following(snapshot, ctypes.byref(entry))
        if ctypes.get_last_error() != _NO_MORE_FILES:
            raise last_error("Process32Next")
    finally:
        close(snapshot)
    if not any(name for _, name in found):
        raise refusals.malformed("processes")
    return tuple(_process(pid, name) for pid, name in found)


def _process(pid: int, name: str) -> Process:
    # Owners are not asked for: naming a domain account can ask the domain, and that is the network.
    try:
        exe = psutil.Process(pid).exe() or None
    except (psutil.Error, OSError):
        exe = None
    return Process(pid, name, exe, None)
