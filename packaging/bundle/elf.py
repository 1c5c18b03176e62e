"""What the libraries of a Linux bundle ask of each other and of the system, as binutils' objdump reads it.

TARGET, in the environment, is the prefix of the binutils for another processor: ``aarch64-linux-gnu-``.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

Version = tuple[int, ...]


def binutils(program: str) -> str:
    return os.environ.get("TARGET", "") + program


def is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def elves(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if is_elf(path))


@cache
def described(path: Path) -> str:
    argv = [binutils("objdump"), "-p", str(path)]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


def asks_for(path: Path) -> tuple[str, ...]:
    """The libraries that the loader finds before this file runs."""
    return tuple(re.findall(r"^\s+NEEDED\s+(\S+)", described(path), re.MULTILINE))


def versions(path: Path) -> dict[str, Version]:
    """The newest version of each family of symbols that this file takes from others (GLIBC, GLIBCXX, CXXABI)."""
    asked = described(path).partition("Version References:")[2]
    found: dict[str, Version] = {}
    for family in ("GLIBC", "GLIBCXX", "CXXABI"):
        all_of_it = [numbers(one) for one in re.findall(rf"\b{family}_(\d[\d.]*)", asked)]
        if all_of_it:
            found[family] = max(all_of_it)
    return found


def numbers(version: str) -> Version:
    return tuple(int(part) for part in version.split("."))


def reached(binaries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """PyInstaller's list of binaries without the system's libraries that only left-out ones asked for: GLib's tail,
    say. Modules of Python, plug-ins of Qt and what lies in a wheel's own folder are loaded by name and stay.
    """
    entries = list(binaries)
    by_name: dict[str, tuple[str, str, str]] = {}
    files = [entry for entry in entries if entry[2] != "SYMLINK"]
    by_name |= {Path(entry[0]).name: entry for entry in files}  # a link leads to a file that is looked at itself
    roots = [entry for entry in files if not _of_the_system(entry)]
    kept = {entry[0]: entry for entry in roots}
    waiting = [Path(entry[1]) for entry in roots]
    while waiting:
        for name in asks_for(waiting.pop()):
            entry = by_name.get(name)
            if entry is not None and entry[0] not in kept:
                kept[entry[0]] = entry
                waiting.append(Path(entry[1]))
    return [entry for entry in entries if entry[0] in kept or entry[2] == "SYMLINK"]


def _of_the_system(entry: tuple[str, str, str]) -> bool:
    return "/" not in entry[0] and Path(entry[1]).resolve().is_relative_to("/usr/lib")
