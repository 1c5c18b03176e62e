"""Prints the part of a lock that a system needs, hashes and all: ``requirements.py LOCK SYSTEM MACHINE``.

pip judges markers (``sys_platform == 'win32'``) by the system that it runs on; a bundle for another is made here. What
``locks/SYSTEM-MACHINE.txt`` names stands in place of the lock's.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = Path(__file__).parents[1] / "locks"
SYSTEMS = {"linux": ("posix", "Linux"), "win32": ("nt", "Windows")}
PYTHON = "3.11"


def wanted(lock: str, system: str, machine: str) -> list[str]:
    """The requirements of a pip lock that hold there, each as one line with its hashes."""
    kind, name = SYSTEMS[system]
    world = {
        "sys_platform": system,
        "os_name": kind,
        "platform_system": name,
        "platform_machine": machine,
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "extra": "",
    }
    lines = re.sub(r"\\\n\s*", "", lock).splitlines()
    found = []
    for line in lines:
        if not line or line.lstrip().startswith("#"):
            continue
        requirement, _, hashes = line.partition(" --hash")
        parsed = Requirement(requirement)
        if parsed.marker and not parsed.marker.evaluate(world):
            continue
        found.append(f"{parsed.name}{parsed.specifier} --hash{hashes}")
    return found


def instead(lines: list[str], others: list[str]) -> list[str]:
    """The requirements, those that `others` name in the version that stands there."""
    named = {_name(line): line for line in others}
    return [named.get(_name(line), line) for line in lines]


def _name(line: str) -> str:
    return canonicalize_name(Requirement(line.partition(" --hash")[0]).name)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("lock")
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("machine")
    asked = parser.parse_args()
    lock = (LOCKS / f"{asked.lock}.txt").read_text("utf-8")
    lines = wanted(lock, asked.system, asked.machine)
    own = LOCKS / f"{asked.system}-{asked.machine}.txt"
    if own.exists():
        lines = instead(lines, wanted(own.read_text("utf-8"), asked.system, asked.machine))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
