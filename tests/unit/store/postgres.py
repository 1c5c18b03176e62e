"""A PostgreSQL of Debian for as long as the tests run: its own folder, a socket in it, no network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PORT = 54987  # names the socket's file only


def programs() -> Path | None:
    """Where Debian puts the server's programs, of the newest version that is there."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server(place: Path) -> Iterator[str]:
    """A running server; gives the address of an empty database. It refuses to run as root, so root lends it a user."""
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path has 107 letters at most
    try:
        if user is not None:
            shutil.chown(folder, user)
        _run(user, place / "initdb", "-D", folder / "data", "-A", "trust", "-U", "mijian", "-E", "UTF8", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c port={_PORT} -c fsync=off"
        control = (place / "pg_ctl", "-D", folder / "data", "-w", "-t", "600")  # seconds: a limit for what hangs
        _run(user, *control, "-l", folder / "log", "-o", settings, "start")
        try:
            yield f"postgresql://mijian@/postgres?host={folder}&port={_PORT}"
        finally:
            _run(user, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_user() -> bool:
    """Whether there is somebody to run it as."""
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


def _run(user: str | None, *words: str | Path) -> None:
    done = subprocess.run(
        [str(word) for word in words], user=user, cwd="/", capture_output=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
