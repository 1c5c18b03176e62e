"""The two gates of a Linux bundle: ``libraries.py FOLDER [--glibc 2.28] [--glibcxx 3.4.25]``.

No file may ask for a newer symbol than these (by default those of Debian 10, which UOS 20 and Kylin V10 are as old as),
and each library that a file asks for lies inside or is named in system-libraries.txt. Prints the floor that the folder
really has; what breaks a gate is named, and the status is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from elf import Version, asks_for, elves, numbers, versions

LISTED = Path(__file__).with_name("system-libraries.txt")


def systems_own() -> dict[str, str]:
    """Library -> the Debian packages that hold it, as a dependency is written."""
    lines = (line for line in LISTED.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in lines}


def too_new(folder: Path, most: dict[str, Version]) -> list[str]:
    return [
        f"{path.relative_to(folder)} asks for {family}_{dotted(version)}"
        for path in elves(folder)
        for family, version in versions(path).items()
        if version > most.get(family, version)
    ]


def missing(folder: Path) -> list[str]:
    files = list(elves(folder))
    there = {path.name for path in files} | {path.name for path in folder.rglob("*.so*") if path.is_symlink()}
    known = systems_own().keys() | there
    return [
        f"{path.relative_to(folder)} asks for {name}" for path in files for name in asks_for(path) if name not in known
    ]


def floor(folder: Path) -> dict[str, Counter[Version]]:
    """How many files ask for which version at most, by family."""
    found: dict[str, Counter[Version]] = {}
    for path in elves(folder):
        for family, version in versions(path).items():
            found.setdefault(family, Counter())[version] += 1
    return found


def depends(folder: Path, glibc: str) -> str:
    """The field of a Debian package for what its files take from the system."""
    asked = {name for path in elves(folder) for name in asks_for(path)}
    held = systems_own()
    packages = sorted({held[name] for name in asked & held.keys()} - {"libc6"})
    return ", ".join([f"libc6 (>= {glibc})", *packages])


def dotted(version: Version) -> str:
    return ".".join(map(str, version))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--glibc", default="2.28")
    parser.add_argument("--glibcxx", default="3.4.25")
    parser.add_argument("--depends", action="store_true", help="print the Debian package's Depends and no more")
    asked = parser.parse_args()
    if asked.depends:
        sys.stdout.write(f"{depends(asked.folder, asked.glibc)}\n")
        return 0
    for family, counted in sorted(floor(asked.folder).items()):
        shown = ", ".join(f"{dotted(version)} ({counted[version]})" for version in sorted(counted, reverse=True))
        sys.stdout.write(f"{family}: {shown}\n")
    wrong = too_new(asked.folder, {"GLIBC": numbers(asked.glibc), "GLIBCXX": numbers(asked.glibcxx)})
    wrong += missing(asked.folder)
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
