"""The gates of a Linux bundle: ``libraries.py FOLDER [--glibc 2.28] [--glibcxx 3.4.25]``.

No file may ask for a newer symbol than these (by default those of Debian 10, which UOS 20 and Kylin V10 are as old as),
and each library that a file asks for lies inside or is named in system-libraries.txt. Nothing is a link. Prints the
floor that the folder really has; what breaks a gate is named, and the status is 1.
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
    known = systems_own().keys() | {path.name for path in files}
    return [
        f"{path.relative_to(folder)} asks for {name}" for path in files for name in asks_for(path) if name not in known
    ]


def links(folder: Path) -> list[str]:
    """A stick with exFAT holds none: a copy there would have another digest, or a file less."""
    return [f"{path.relative_to(folder)} is a link" for path in sorted(folder.rglob("*")) if path.is_symlink()]


def floor(folder: Path) -> dict[str, Counter[Version]]:
    """How many files ask for which version at most, by family."""
    found: dict[str, Counter[Version]] = {}
    for path in elves(folder):
        for family, version in versions(path).items():
            found.setdefault(family, Counter())[version] += 1
    return found


def depends(folder: Path) -> str:
    """The field of a Debian package for what its files take from the system."""
    held = systems_own()
    packages = sorted({held[name] for name in _of_the_system(folder)})
    return ", ".join([f"libc6 (>= {_glibc(folder)})", *packages])


def requires(folder: Path) -> str:
    """The same for an RPM package: libraries by their names, with the mark of 64 bits that rpm gives each."""
    names = (f"{name}()(64bit)" for name in _of_the_system(folder))
    return ", ".join([f"glibc >= {_glibc(folder)}", *names])


def _of_the_system(folder: Path) -> list[str]:
    """Of the libraries that are left to the system, those that a file here asks for, without the C library's own."""
    asked = {name for path in elves(folder) for name in asks_for(path)}
    return sorted(name for name, packages in systems_own().items() if name in asked and packages != "libc6")


def _glibc(folder: Path) -> str:
    return dotted(max(floor(folder)["GLIBC"]))


def dotted(version: Version) -> str:
    return ".".join(map(str, version))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--glibc", default="2.28")
    parser.add_argument("--glibcxx", default="3.4.25")
    parser.add_argument("--depends", action="store_true", help="print the Debian package's Depends and no more")
    parser.add_argument("--requires", action="store_true", help="print the RPM package's Requires and no more")
    asked = parser.parse_args()
    if asked.requires:
        sys.stdout.write(f"{requires(asked.folder)}\n")
        return 0
    if asked.depends:
        sys.stdout.write(f"{depends(asked.folder)}\n")
        return 0
    for family, counted in sorted(floor(asked.folder).items()):
        shown = ", ".join(f"{dotted(version)} ({counted[version]})" for version in sorted(counted, reverse=True))
        sys.stdout.write(f"{family}: {shown}\n")
    wrong = too_new(asked.folder, {"GLIBC": numbers(asked.glibc), "GLIBCXX": numbers(asked.glibcxx)})
    wrong += missing(asked.folder) + links(asked.folder)
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
