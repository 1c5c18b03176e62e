"""The person at the screen, who is the subject of an inspection whatever account it runs under.

"As administrator" with the password of another account starts a program under that account: its HKCU, its folders and
its screen saver are the administrator's, and nobody's papers lie there. The desktop's own program, explorer.exe, runs
as the person who sits there, in the session that this program runs in as well.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes
from functools import cache

from checker.machine.windows import accounts
from checker.machine.windows.api import function, last_error, sid_text
from checker.model.text import Text
from checker.model.unreadable import Unreadable

_DESKTOP = "explorer.exe"
_CLASSES = "software\\classes"
_THIS_COMPUTER, _NEWEST = None, 1  # WTS_CURRENT_SERVER_HANDLE, and the only version there is
_ABOUT_US = frozenset(("screen_saver", "recycle_bin"))  # `Machine.win32`: answers about the account that asks
_ANOTHER = Text(
    "程序用另一个账户的管理员身份运行，系统只回答那个账户的情况：{what}",
    "The program runs as another account's administrator, and Windows answers for that account alone: {what}",
)
_AS_THEMSELVES = Text(
    "请使用人用自己的账户运行一次，不输入别人的密码",
    "Have the person run it as themselves, with nobody else's password",
)


class _Process(ctypes.Structure):
    """WTS_PROCESS_INFOW."""

    _fields_ = (
        ("session", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("name", ctypes.c_void_p),
        ("sid", ctypes.c_void_p),
    )


@cache
def subject() -> str:
    """The SID of the person at the screen; of this process where no desktop runs in its session.

    Source: WTSEnumerateProcessesW, which tells an administrator whose each process is, and ProcessIdToSessionId.
    """
    current = accounts.current_sid()
    try:
        return _desktops_owner() or current
    except Unreadable:
        return current


def _desktops_owner() -> str | None:
    ask = function(
        *("wtsapi32.dll", "WTSEnumerateProcessesW", wintypes.BOOL, wintypes.HANDLE, wintypes.DWORD, wintypes.DWORD),
        *(ctypes.c_void_p, ctypes.c_void_p),
    )
    free = function("wtsapi32.dll", "WTSFreeMemory", None, ctypes.c_void_p)
    session_of = function("kernel32.dll", "ProcessIdToSessionId", wintypes.BOOL, wintypes.DWORD, ctypes.c_void_p)
    own = function("kernel32.dll", "GetCurrentProcessId", wintypes.DWORD)()
    session, place, count = wintypes.DWORD(), ctypes.c_void_p(), wintypes.DWORD()
    if not session_of(own, ctypes.byref(session)):
        raise last_error("ProcessIdToSessionId")
    if not ask(_THIS_COMPUTER, 0, _NEWEST, ctypes.byref(place), ctypes.byref(count)):
        raise last_error("WTSEnumerateProcesses")
    try:
        processes = ctypes.cast(place, ctypes.POINTER(_Process))
        for index in range(count.value):
            one = processes[index]
            named = ctypes.wstring_at(one.name).lower() if one.name else ""
            if one.session == session.value and named == _DESKTOP and one.sid:
                return sid_text(one.sid)
    finally:
        free(place)
    return None


def of_subject(key: str) -> str:
    r"""A registry key as its subject's: ``HKCU\Software`` of another account is ``HKU\<SID>\Software``."""
    root, _, below = key.partition("\\")
    person = subject()
    if root.upper() != "HKCU" or person == accounts.current_sid():
        return key
    if below.lower() == _CLASSES or below.lower().startswith(_CLASSES + "\\"):
        return rf"HKU\{person}_Classes{below[len(_CLASSES) :]}"
    return rf"HKU\{person}\{below}" if below else rf"HKU\{person}"


def answers_for_us(question: str) -> None:
    """Refuse a question that the system would answer for this account, where the subject is another one.

    Raises:
        Unreadable: it would.
    """
    if question in _ABOUT_US and subject() != accounts.current_sid():
        raise Unreadable(_ANOTHER.filled(what=Text.name(question)), _AS_THEMSELVES)
