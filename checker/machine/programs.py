"""Programs of the system, run without a shell and without patience."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from checker.machine import refusals
from checker.machine.answers import Output
from checker.model.unreadable import Cancelled

assert sys.platform != "win32"  # programs are asked on Linux alone

# Only the system's own folders: a program of that name in somebody's home must not answer for the system.
_FOLDERS = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")
# TMPDIR: apt-cache unpacks its lists into nameless files, which belong where this person's temporary files are.
_KEPT = (
    *("HOME", "USER", "LOGNAME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_DIRS"),
    "DBUS_SESSION_BUS_ADDRESS",
)
_SLICE = 0.05  # seconds between looks at `stop`
_CHUNK = 1 << 16


def run(argv: tuple[str, ...], seconds: float, limit: int, stop: Event) -> Output:
    """Run a program and keep what it prints, at most `limit` bytes.

    Raises:
        Absent: no such program in the system's folders.
        Unreadable: it did not end within `seconds`, or could not be started.
        Cancelled: `stop` was set; the program and its children are killed first.
    """
    program = next((f"{folder}/{argv[0]}" for folder in _FOLDERS if Path(folder, argv[0]).is_file()), None)
    if program is None:
        raise refusals.absent(argv[0])
    try:
        process = subprocess.Popen(
            (program, *argv[1:]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise refusals.from_os_error(error, argv[0]) from error
    try:
        stdout, cut = _collect(process, seconds, limit, stop, argv[0])
        return Output(stdout, process.wait(timeout=1.0) if not cut else _kill(process), cut)
    except subprocess.TimeoutExpired as error:
        raise refusals.too_slow(argv[0]) from error
    finally:
        _kill(process)


def _environment() -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if os.environ.get("DISPLAY", "").startswith(":"):  # of this computer: another's would be reached by the network
        kept |= {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "PATH": ":".join(_FOLDERS)}


def _collect(
    process: subprocess.Popen[bytes], seconds: float, limit: int, stop: Event, name: str
) -> tuple[bytes, bool]:
    assert process.stdout is not None
    deadline = time.monotonic() + seconds
    stdout = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if stop.is_set():
                raise Cancelled
            if time.monotonic() > deadline:
                raise refusals.too_slow(name)
            if not selector.select(_SLICE):
                continue
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            if not chunk:
                return bytes(stdout), False
            stdout += chunk
            if len(stdout) > limit:
                return bytes(stdout[:limit]), True


def _kill(process: subprocess.Popen[bytes]) -> int:
    """End the program and whatever it started; its exit status."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.stdout is not None:
        process.stdout.close()
    return process.wait()
