"""Files that people hand over or name: read whole, up to a limit, and only where they are plain files.

A pipe keeps its reader waiting for ever, and a device has no end whatever size it states. So the file is opened without
waiting, asked what it is once it is open, and read no further than the limit. Where the system allows it, its access
time stays as it was: what is handed over may lie on a stick that is to be looked at.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from checker.machine.files import open_quietly

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class NotPlain(OSError):
    """A pipe, a device, a socket: no file that a report or a list could be."""


class TooLarge(OSError):
    """More than the limit."""


def read(path: Path, limit: int) -> bytes:
    """The bytes of a plain file.

    Raises:
        TooLarge: it holds more than `limit` bytes.
        OSError: it cannot be read, or is a folder or no plain file (`NotPlain`).
    """
    descriptor = open_quietly(str(path), _OPEN)
    with os.fdopen(descriptor, "rb") as file:
        kind = os.fstat(descriptor)
        if stat.S_ISDIR(kind.st_mode):
            raise IsADirectoryError(errno.EISDIR, "is a directory")
        if not stat.S_ISREG(kind.st_mode):
            raise NotPlain(errno.EINVAL, "is no plain file")
        content = b"" if kind.st_size > limit else file.read(limit + 1)
    if kind.st_size > limit or len(content) > limit:
        raise TooLarge(errno.EFBIG, "is larger than it may be")
    return content
