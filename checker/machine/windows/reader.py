"""The part with administrator's rights on Windows: UAC starts it, it hands over what it read on a pipe, and ends.

The pipe has a name that nobody can guess, and its default rights: this account's, the administrators' and the system's.
What comes over it is bytes, never objects. Whoever runs as the same person could write false facts to it, as he could
alter the program itself; it gives nobody a right that he has not.

Whom the audit is about is not told to that part: it asks Windows whose the desktop of its session is (`subject`), so
that neither the account of the password that was typed nor a word of this side decides.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import re
import secrets
import subprocess
from contextlib import suppress
from multiprocessing.connection import Client, Listener
from threading import Thread

_PIPE = re.compile(r"\\\\\.\\pipe\\mijian-[0-9a-f]{32}")
_HIDDEN, _STARTED = 0, 32  # SW_HIDE; ShellExecuteW answers above 32 where the program starts
_SECONDS, LIMIT = 300, 64 << 20


class NotAllowed(Exception):
    """The person, or the system, did not allow it."""


def read(program: list[str], option: str) -> bytes:
    """Start `program` with administrator's rights; what it handed over, "" where it failed or took too long.

    Raises:
        NotAllowed
    """
    name = rf"\\.\pipe\mijian-{secrets.token_hex(16)}"
    found: list[bytes] = []
    with Listener(name, "AF_PIPE") as listener:
        hearing = Thread(target=_hear, args=(listener, found), daemon=True)
        hearing.start()
        words = subprocess.list2cmdline([*program[1:], option, "--to", name])
        if ctypes.windll.shell32.ShellExecuteW(None, "runas", program[0], words, None, _HIDDEN) <= _STARTED:
            raise NotAllowed
        hearing.join(_SECONDS)
    return found[0] if found else b""


def _hear(listener: Listener, found: list[bytes]) -> None:
    with suppress(OSError, EOFError), listener.accept() as link:
        found.append(link.recv_bytes(LIMIT))


def hand_over(name: str, content: bytes) -> None:
    """Write to the pipe of whoever asked.

    Raises:
        ValueError: that is no pipe of ours. OSError: nobody listens any more.
    """
    if not _PIPE.fullmatch(name):
        raise ValueError("no pipe of ours")
    with Client(name, "AF_PIPE") as link:
        link.send_bytes(content)
