r"""Which Windows paths are read: local drives only, under names that mean nothing but a file.

``\\server\share`` is a network, ``\\.\COM1`` and ``\\.\pipe\x`` are not files, ``name:stream`` is a second content of a
file. What is left is asked for as ``\\?\C:\...``, which has no length limit and no reserved names.
"""

from __future__ import annotations

import ntpath
import re

from checker.machine import refusals

_LOCAL = re.compile(r"(?:\\\\\?\\)?([A-Za-z]:)(\\.*)?", re.DOTALL)
PREFIX = "\\\\?\\"


def extended(path: str) -> str:
    r"""The ``\\?\`` form of an absolute path on a drive letter.

    Raises:
        Unreadable: a network path, a device, a relative path, an alternate stream.
    """
    match = _LOCAL.fullmatch(path.replace("/", "\\"))
    if match is None:
        raise refusals.unfit(path)
    drive, rest = match[1], ntpath.normpath(match[2] or "\\")
    if ":" in rest or "\0" in rest:
        raise refusals.unfit(path)
    return f"{PREFIX}{drive.upper()}{rest}"


def plain(path: str) -> str:
    r"""An extended path as people write it."""
    return path.removeprefix(PREFIX)


def drive(path: str) -> str:
    r"""The drive's root of an extended path: ``C:\``."""
    return plain(path)[:3]
