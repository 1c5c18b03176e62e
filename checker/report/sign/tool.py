"""Which program made a report: a digest over every file of it, so that an altered one has another name."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import checker

_PACKAGES = ("checker", "checks", "gui")
_SUFFIXES = frozenset({".py", ".toml", ".typ", ".svg"})


@cache
def tree_sha256() -> str:
    """sha256 (hex) over names and contents: of the whole folder of a frozen program, of the packages of a clone."""
    root = Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(checker.__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(_files(root), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if getattr(sys, "frozen", False):
        yield from (path for path in root.rglob("*") if path.is_file())
        return
    for package in _PACKAGES:
        yield from (path for path in (root / package).rglob("*") if path.suffix in _SUFFIXES)
