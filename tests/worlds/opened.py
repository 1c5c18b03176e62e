"""Which files of a folder any process opened meanwhile, by Linux's inotify."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OPEN, _IS_FOLDER, _NONBLOCK = 0x20, 0x40000000, 0o4000  # linux/inotify.h
_EVENT = struct.Struct("iIII")


@contextmanager
def opened_in(folder: Path) -> Iterator[set[str]]:
    """While the block runs, files of `folder` and its subfolders are watched; afterwards the set holds their names.

    Raises:
        OSError: the system gives no more watches.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(_NONBLOCK)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "inotify_init1")
    try:
        for place in (folder, *(one for one in folder.rglob("*") if one.is_dir())):
            if libc.inotify_add_watch(descriptor, os.fsencode(place), _OPEN) < 0:
                raise OSError(ctypes.get_errno(), "inotify_add_watch")
        names: set[str] = set()
        yield names
        names |= _names(descriptor)
    finally:
        os.close(descriptor)


def _names(descriptor: int) -> set[str]:
    found: set[str] = set()
    while True:
        try:
            content = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return found
        at = 0
        while at < len(content):
            _, mask, _, size = _EVENT.unpack_from(content, at)
            name = content[at + _EVENT.size : at + _EVENT.size + size].rstrip(b"\0")
            if name and not mask & _IS_FOLDER:
                found.add(os.fsdecode(name))
            at += _EVENT.size + size
