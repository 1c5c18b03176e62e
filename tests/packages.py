"""Tests that use a package of Debian are skipped where it is missing, and say which: packaging/system-packages.txt."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

import pytest

LIST = Path(__file__).parents[1] / "packaging" / "system-packages.txt"


def missing(*packages: str) -> str:
    """What to install, where the sign of a package is not there; empty where all are, and where the list has none."""
    lines = [line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    signs = {name: shown for _, shown, name in lines}
    lacking = " ".join(name for name in packages if not _there(signs[name]))
    return f"{lacking} is not installed: sudo apt-get install {lacking}" if lacking else ""


def needs(*packages: str) -> pytest.MarkDecorator:
    """Skips a test where what shows one of the packages is not there; on Windows, where a program is not."""
    reason = missing(*packages) if sys.platform == "linux" else _foreign(packages)
    return pytest.mark.skipif(bool(reason), reason=reason)


def _foreign(packages: tuple[str, ...]) -> str:
    lines = [line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    programs = {name: sign for _, sign, name in lines if sign != "-" and "/" not in sign and ".so." not in sign}
    lacking = [programs[name] for name in packages if name in programs and shutil.which(programs[name]) is None]
    return f"Windows has no {' '.join(lacking)}" if lacking else ""


def _there(sign: str) -> bool:
    if sign.startswith("/"):
        return Path(sign).exists()
    if ".so." in sign:
        return _loads(sign)
    return sign == "-" or shutil.which(sign) is not None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
