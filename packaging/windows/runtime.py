"""One set of Microsoft's C++ run-time, at the root: ``runtime.py FOLDER``.

The wheels bring several, of several versions, each beside its own libraries; the interpreter's is the oldest. Windows
takes what it loaded first for all of them, so the newest set goes to the root and the others go. UCRT is a part of
Windows 10.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_RUNTIME = re.compile(
    r"(vcruntime140(_1)?|msvcp140(_1|_2|_atomic_wait|_codecvt_ids)?|concrt140|vccorlib140)\.dll", re.I
)
Version = tuple[int, ...]


def version(path: Path) -> Version:
    """The file version of its VS_FIXEDFILEINFO, after the signature 0xFEEF04BD."""
    content = path.read_bytes()
    at = content.find(b"\xbd\x04\xef\xfe")
    if at < 0:
        return ()
    high, low = (int.from_bytes(content[at + start : at + start + 4], "little") for start in (8, 12))
    return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)


def gathered(folder: Path) -> dict[str, Version]:
    """Put the newest of each to the root of ``_internal`` and take the others away; what lies there then."""
    inside = folder / "_internal"
    newest: dict[str, Path] = {}
    found = [path for path in sorted(inside.rglob("*")) if _RUNTIME.fullmatch(path.name)]
    for path in found:
        name = path.name.lower()
        if name not in newest or version(path) > version(newest[name]):
            newest[name] = path
    kept = {name: path.read_bytes() for name, path in newest.items()}
    for path in found:
        path.unlink()
    for name, content in kept.items():
        (inside / name).write_bytes(content)
    return {name: version(inside / name) for name in sorted(kept)}


def main() -> int:
    found = gathered(Path(sys.argv[1]))
    for name, its in found.items():
        sys.stdout.write(f"{name} {'.'.join(map(str, its))}\n")
    if len({its[:2] for its in found.values()}) != 1:
        sys.stderr.write("the run-time inside is of several versions\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
