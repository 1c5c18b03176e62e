"""Prints the part of packaging/locks/dev.txt that the tests need on Windows, hashes and all.

pip judges markers (``sys_platform == 'win32'``) by the system that it runs on, so they are judged here instead.
There is no second lock that could fall behind the first.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement

LOCK = Path(__file__).parents[1] / "locks" / "dev.txt"
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.11"}

# Linters and type checkers with what only they need, and xdist: used on Linux alone.
NOT_THERE = {
    *("ruff", "mypy", "mypy-extensions", "librt", "ast-serialize", "pathspec", "types-psutil"),
    *("import-linter", "grimp", "pytest-xdist", "execnet"),
}


def wanted(lock: str) -> list[str]:
    """The requirements of a pip lock that hold on Windows, each as one line with its hashes."""
    lines = re.sub(r"\\\n\s*", "", lock).splitlines()
    found = []
    for line in lines:
        if not line or line.lstrip().startswith("#"):
            continue
        requirement, _, hashes = line.partition(" --hash")
        parsed = Requirement(requirement)
        if parsed.name.lower() in NOT_THERE or (parsed.marker and not parsed.marker.evaluate({**WINDOWS, "extra": ""})):
            continue
        found.append(f"{parsed.name}{parsed.specifier} --hash{hashes}")
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(wanted(LOCK.read_text("utf-8"))) + "\n")
