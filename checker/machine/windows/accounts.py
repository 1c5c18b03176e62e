"""Accounts of this computer: who we are, who else there is, what is asked of passwords. Never a hash.

Sources: netapi32 (lmaccess.h), which asks this computer alone where its first argument is NULL.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Any

from checker.machine import refusals
from checker.machine.answers import Person
from checker.machine.windows import registry
from checker.machine.windows.api import failed, function, last_error, sid_text, text_at
from checker.model.unreadable import Absent

_FOREVER = 0xFFFF_FFFF  # TIMEQ_FOREVER
_DAY, _MINUTE = 86_400, 60
_NORMAL_ACCOUNTS = 2  # FILTER_NORMAL_ACCOUNT
_DISABLED, _NO_PASSWORD_NEEDED = 0x0002, 0x0020  # UF_ACCOUNTDISABLE, UF_PASSWD_NOTREQD
_NEVER_EXPIRES = 0x10000  # UF_DONT_EXPIRE_PASSWD
_ADMIN = 2  # USER_PRIV_ADMIN
_TOKEN_QUERY, _TOKEN_USER = 0x0008, 1
_PROFILES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_PEOPLE = ("S-1-5-21-", "S-1-12-1-")  # accounts of this computer or a domain; accounts of Entra ID
_ALL = 0xFFFF_FFFF  # MAX_PREFERRED_LENGTH


class _Modals0(ctypes.Structure):
    _fields_ = (
        ("min_length", wintypes.DWORD),
        ("max_age", wintypes.DWORD),
        ("min_age", wintypes.DWORD),
        ("force_logoff", wintypes.DWORD),
        ("history", wintypes.DWORD),
    )


class _Modals2(ctypes.Structure):
    _fields_ = (("domain", ctypes.c_void_p), ("domain_sid", ctypes.c_void_p))


class _Modals3(ctypes.Structure):
    _fields_ = (
        ("lockout_duration", wintypes.DWORD),
        ("lockout_window", wintypes.DWORD),
        ("lockout_threshold", wintypes.DWORD),
    )


class _User3(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p),
        ("password", ctypes.c_void_p),  # NULL, whatever the account
        ("password_age", wintypes.DWORD),
        ("privilege", wintypes.DWORD),
        ("home", ctypes.c_void_p),
        ("comment", ctypes.c_void_p),
        ("flags", wintypes.DWORD),
        ("script", ctypes.c_void_p),
        ("auth_flags", wintypes.DWORD),
        ("full_name", ctypes.c_void_p),
        ("user_comment", ctypes.c_void_p),
        ("parameters", ctypes.c_void_p),
        ("workstations", ctypes.c_void_p),
        ("last_logon", wintypes.DWORD),
        ("last_logoff", wintypes.DWORD),
        ("expires", wintypes.DWORD),
        ("max_storage", wintypes.DWORD),
        ("units_per_week", wintypes.DWORD),
        ("logon_hours", ctypes.c_void_p),
        ("bad_passwords", wintypes.DWORD),
        ("logons", wintypes.DWORD),
        ("server", ctypes.c_void_p),
        ("country", wintypes.DWORD),
        ("code_page", wintypes.DWORD),
        ("rid", wintypes.DWORD),
        ("primary_group", wintypes.DWORD),
        ("profile", ctypes.c_void_p),
        ("home_drive", ctypes.c_void_p),
        ("password_expired", wintypes.DWORD),
    )


def password_policy() -> dict[str, Any]:
    with _modals(0, _Modals0) as length, _modals(3, _Modals3) as lockout:
        return {
            "min_length": length.min_length,
            "max_age_days": None if length.max_age == _FOREVER else length.max_age // _DAY,
            "history": length.history,
            "lockout_threshold": lockout.lockout_threshold,
            "lockout_minutes": (None if lockout.lockout_duration == _FOREVER else lockout.lockout_duration // _MINUTE),
            "complexity": None,  # no function tells it
        }


def local_users() -> list[dict[str, Any]]:
    with _modals(2, _Modals2) as here:
        if not here.domain_sid:
            raise refusals.malformed("NetUserModalsGet")
        machine = sid_text(here.domain_sid)
    enumerate_users = function(
        *("netapi32.dll", "NetUserEnum", wintypes.DWORD, ctypes.c_wchar_p, wintypes.DWORD, wintypes.DWORD),
        *(ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    )
    place, read, total, resume = ctypes.c_void_p(), wintypes.DWORD(), wintypes.DWORD(), wintypes.DWORD()
    code = enumerate_users(
        *(None, 3, _NORMAL_ACCOUNTS, ctypes.byref(place), _ALL),
        *(ctypes.byref(read), ctypes.byref(total), ctypes.byref(resume)),
    )
    try:
        if code:
            raise failed("NetUserEnum", code)
        users = ctypes.cast(place, ctypes.POINTER(_User3))
        found = [_user(users[index], machine) for index in range(read.value)]
    finally:
        _free(place)
    if not found:  # every Windows has at least its built-in Administrator
        raise refusals.malformed("NetUserEnum")
    return found


def current_sid() -> str:
    """The SID that this process runs as."""
    open_token = function(
        "advapi32.dll", "OpenProcessToken", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p
    )
    ask = function(
        *("advapi32.dll", "GetTokenInformation", wintypes.BOOL, wintypes.HANDLE, ctypes.c_int),
        *(ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p),
    )
    this_process = function("kernel32.dll", "GetCurrentProcess", wintypes.HANDLE)()
    close = function("kernel32.dll", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
    token, size, answer = wintypes.HANDLE(), wintypes.DWORD(), ctypes.create_string_buffer(256)
    if not open_token(this_process, _TOKEN_QUERY, ctypes.byref(token)):
        raise last_error("OpenProcessToken")
    try:
        if not ask(token, _TOKEN_USER, answer, len(answer), ctypes.byref(size)):
            raise last_error("GetTokenInformation")
        return sid_text(ctypes.c_void_p.from_buffer(answer).value or 0)
    finally:
        close(token)


def is_admin() -> bool:
    return bool(function("shell32.dll", "IsUserAnAdmin", wintypes.BOOL)())


def people(subject: str) -> tuple[Person, ...]:
    """Everyone with a profile on this computer; `subject`: the SID of whom the inspection is about. Names are those of
    the profile folders.

    Asking for the name of a domain account's SID would ask the domain, and that is the network.
    """
    found = []
    for sid in registry.key(_PROFILES, 64).subkeys:
        if not sid.startswith(_PEOPLE) and sid != subject:
            continue
        try:
            folder = registry.key(rf"{_PROFILES}\{sid}", 64).value("ProfileImagePath")
        except Absent:  # signed out and removed meanwhile
            continue
        if isinstance(folder, str) and not sid.lower().endswith(".bak"):
            home = os.path.expandvars(folder)
            found.append(Person(sid, home.rstrip("\\").rpartition("\\")[2], home, current=sid == subject))
    return tuple(found)


def _user(user: Any, machine: str) -> dict[str, Any]:
    return {
        "name": text_at(user.name),
        "sid": f"{machine}-{user.rid}",
        "enabled": not user.flags & _DISABLED,
        "password_not_required": bool(user.flags & _NO_PASSWORD_NEEDED),
        "password_never_expires": bool(user.flags & _NEVER_EXPIRES),
        "password_age_days": None if user.password_age == _FOREVER else user.password_age // _DAY,
        "admin": user.privilege == _ADMIN,
    }


@contextmanager
def _modals(level: int, kind: type[ctypes.Structure]) -> Iterator[Any]:
    ask = function(
        "netapi32.dll", "NetUserModalsGet", wintypes.DWORD, ctypes.c_wchar_p, wintypes.DWORD, ctypes.c_void_p
    )
    place = ctypes.c_void_p()
    try:
        code = ask(None, level, ctypes.byref(place))
        if code:
            raise failed("NetUserModalsGet", code)
        if not place.value:
            raise refusals.malformed("NetUserModalsGet")
        yield ctypes.cast(place, ctypes.POINTER(kind)).contents
    finally:
        _free(place)


def _free(place: ctypes.c_void_p) -> None:
    if place.value:
        function("netapi32.dll", "NetApiBufferFree", wintypes.DWORD, ctypes.c_void_p)(place)
