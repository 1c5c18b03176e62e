"""Which program inspected and signed: digests over all of it that runs, so that an altered one has another name.

The interpreter's own library is not among them, nor the compiled forms of other people's modules.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import marshal
import os
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType, ModuleType

import checker
from checker.machine.own_place import place
from checker.model.inspection import Program

_PACKAGES = ("checker", "checks", "gui")
_BESIDE = ("main.py", "mijian", "mijian.cmd", "packaging/environment.py", "packaging/locks/runtime.txt")
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
_AT_START = ("*.pth", "sitecustomize.py", "usercustomize.py")  # what a start of Python runs from there unasked
_NOT_OURS = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")  # written as a package is installed, by whom it was
_HEADER = 16  # bytes before the code in a .pyc: magic, flags, then time and size, or a hash
_HASHED = 1
_AT_ONCE = 64  # files of one turn of a thread
_CHUNK = 1 << 18  # bytes


@cache
def program() -> Program:
    """This copy of the program, looked at once a run: what is in memory was loaded from it."""
    root = _root()
    places = [root / name for name in (*_PACKAGES, "main.py")] if not _frozen() else [root]
    return Program(tree_sha256(), environment_sha256(), byte_code(), place(root, places))


@cache
def tree_sha256() -> str:
    """sha256 (hex) over names and contents: of the whole folder of a frozen program; of a clone, of its packages with
    their models and tables, its launchers and its lock."""
    root = _root()
    return _digest((path.relative_to(root).as_posix(), path) for path in _files(root))


@cache
def environment_sha256() -> str:
    """sha256 (hex) over the files of every library that the lock names, over what Python runs from beside them as it
    starts, and over the interpreter. A frozen program has them in its own folder."""
    if _frozen():
        return tree_sha256()
    return _digest(_environment(_root()))


def byte_code(modules: Iterable[ModuleType] | None = None) -> int:
    """How many of the program's loaded modules have a compiled form that says something else than their source.

    Python takes a compiled form at its word where it names the source's time and size, and both can be written there.
    """
    if _frozen():
        return 0
    loaded = list(sys.modules.values()) if modules is None else modules
    ours = (one for one in loaded if getattr(one, "__name__", "").partition(".")[0] in _PACKAGES)
    return sum(not _as_source(one) for one in ours)


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _root() -> Path:
    return Path(sys.executable).parent if _frozen() else Path(checker.__file__).parents[1]


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    ordered = sorted(dict(files).items())
    parts = [ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for part, contents in zip(parts, pool.map(_of_files, parts), strict=True):
            for (name, _), content in zip(part, contents, strict=True):
                digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + content)
    return digest.hexdigest()


def _of_files(part: list[tuple[str, Path]]) -> list[bytes]:
    return [_of_file(path) for _, path in part]


def _of_file(path: Path) -> bytes:
    """Read without a buffer of Python's own: for thousands of small files, making one costs more than the digest."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while content := file.read(_CHUNK):
            digest.update(content)
    return digest.digest()


def _files(root: Path) -> Iterator[Path]:
    if _frozen():
        yield from (path for path in root.rglob("*") if path.is_file())
        return
    yield from (path for name in _BESIDE if (path := root / name).is_file())
    for package in _PACKAGES:
        for path in (root / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith(".approval.json"):
                yield path


def _environment(root: Path) -> Iterator[tuple[str, Path]]:
    yield "interpreter", Path(sys.executable).resolve()
    shelves: set[Path] = set()
    for name in _LOCKED.findall((root / "packaging/locks/runtime.txt").read_text("utf-8")):
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        shelf = Path(str(found.locate_file("")))
        for name in _recorded(found):
            path = shelf / name
            if os.path.isfile(path):
                yield name, path
        shelves.add(shelf)
    for shelf in shelves:
        yield from ((path.name, path) for pattern in _AT_START for path in shelf.glob(pattern))


def _recorded(found: importlib.metadata.Distribution) -> Iterator[str]:
    """The files that a library was installed with, as its own list has them; not what was made of them since."""
    listed = found.read_text("RECORD")
    names = (
        [str(one) for one in found.files or ()]
        if listed is None
        else [row[0] for row in csv.reader(listed.splitlines()) if row]
    )
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if not name.endswith(".pyc") and parts[-1] not in _NOT_OURS and ".." not in parts:
            yield "/".join(parts)


def _as_source(module: ModuleType) -> bool:
    spec = module.__spec__
    source, cached = (spec.origin, spec.cached) if spec is not None else (None, None)
    if source is None or cached is None or not os.path.exists(cached):
        return True
    try:
        text, compiled = Path(source).read_bytes(), Path(cached).read_bytes()
        if not _is_used(compiled, Path(source)):
            return True
        code = marshal.loads(compiled[_HEADER:])
        return isinstance(code, CodeType) and code == compile(text, source, "exec", dont_inherit=True)
    except (OSError, ValueError, EOFError, TypeError, SyntaxError):
        return False


def _is_used(compiled: bytes, source: Path) -> bool:
    """Whether Python would take this compiled form: one of another time or size it makes anew."""
    if compiled[:4] != MAGIC_NUMBER:
        return False
    if int.from_bytes(compiled[4:8], "little") & _HASHED:
        return True
    found = source.stat()
    stated = int.from_bytes(compiled[8:12], "little"), int.from_bytes(compiled[12:16], "little")
    return stated == (int(found.st_mtime) & 0xFFFFFFFF, found.st_size & 0xFFFFFFFF)
