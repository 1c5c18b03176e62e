"""Tests that use a package of Debian are skipped where it is missing, and say which: packaging/system-packages.txt."""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

import pytest

LIST = Path(__file__).parents[1] / "packaging" / "system-packages.txt"


def needs(package: str) -> pytest.MarkDecorator:
    """Skips a test on Linux where the library or program that shows the package is not there."""
    lines = [line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    sign = next(shown for _, shown, name in lines if name == package)
    missing = sys.platform == "linux" and not (_loads(sign) if ".so." in sign else shutil.which(sign))
    return pytest.mark.skipif(missing, reason=f"{package} is not installed: sudo apt-get install {package}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
