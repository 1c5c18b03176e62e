"""Who could have altered the program where it lies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from checker.machine.own_code import of_others
from checker.model.inspection import Place

_READ_ONLY_VOLUME = 0x00080000  # GetVolumeInformation: FILE_READ_ONLY_VOLUME


def place(root: Path, parts: Iterable[Path]) -> Place:
    """Of the program in `root`, which starts from `parts`."""
    if _read_only(root):
        return Place.READ_ONLY
    if sys.platform == "win32":
        return Place.OPEN  # its access lists are not asked
    return Place.OPEN if next(iter(of_others(parts)), None) is not None else Place.GUARDED


def _read_only(root: Path) -> bool:
    try:
        if sys.platform != "win32":
            return bool(os.statvfs(root).f_flag & os.ST_RDONLY)
        import ctypes

        flags = ctypes.c_ulong()
        drive = f"{root.resolve().drive}\\"
        asked = ctypes.windll.kernel32.GetVolumeInformationW(drive, None, 0, None, None, ctypes.byref(flags), None, 0)
        return bool(asked and flags.value & _READ_ONLY_VOLUME)
    except OSError:
        return False
