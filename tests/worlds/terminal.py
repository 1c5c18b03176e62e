"""A program on a terminal of its own, with somebody who types when asked."""

from __future__ import annotations

import sys

assert sys.platform != "win32"

import os
import pty
from collections.abc import Mapping, Sequence
from pathlib import Path

_READ = 4096


def talk(argv: Sequence[str], typed: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[int, str]:
    """Run `argv`; each time it stops at a colon, type the next line. Returns its exit status and all it showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execvpe(argv[0], list(argv), dict(env))
    shown, lines = "", list(typed)
    while True:
        try:
            piece = os.read(terminal, _READ)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        shown += piece.decode("utf-8", "replace")
        if lines and shown.rstrip(" ").endswith((":", "：")):
            os.write(terminal, f"{lines.pop(0)}\n".encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown
