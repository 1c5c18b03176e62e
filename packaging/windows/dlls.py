"""The gate of a Windows bundle: each DLL that a file asks for lies where Windows looks, or is a part of Windows 10.

``dlls.py FOLDER``. Windows looks beside the file that asks, and the program's start adds ``_internal`` and what
libraries add themselves; here the root of ``_internal`` and the file's own folder count, and the folders that the
wheels put on the search path: ``*.libs``, PySide6 and shiboken6 for each other.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

OF_WINDOWS = Path(__file__).with_name("of-windows-10.txt")
_SHARED = ("PySide6", "shiboken6")


def asked_for(path: Path) -> list[str]:
    argv = ["x86_64-w64-mingw32-objdump", "-p", str(path)]
    listing = subprocess.run(argv, capture_output=True, text=True, check=True, errors="replace").stdout
    return [name.lower() for name in re.findall(r"^\s*DLL Name: (\S+)", listing, re.MULTILINE)]


def of_windows() -> frozenset[str]:
    lines = OF_WINDOWS.read_text("utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line and not line.startswith("#"))


def missing(folder: Path) -> dict[str, list[str]]:
    """DLL -> the files that ask for it and would not find it."""
    own, inside = of_windows(), folder / "_internal"
    places: dict[str, set[Path]] = defaultdict(set)
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".exe", ".dll", ".pyd")]
    for path in files:
        places[path.name.lower()].add(path.parent)
    found: dict[str, list[str]] = defaultdict(list)
    for path in files:
        reached = {path.parent, inside, folder, inside / f"{path.parent.name}.libs"}
        top = path.relative_to(inside).parts[0] if path.is_relative_to(inside) else ""
        reached |= {inside / f"{top}.libs"} | ({inside / name for name in _SHARED} if top in _SHARED else set())
        for name in asked_for(path):
            if name.startswith(("api-ms-win-", "ext-ms-")) or name in own or places[name] & reached:
                continue
            found[name].append(str(path.relative_to(folder)))
    return found


def main() -> int:
    found = missing(Path(sys.argv[1]))
    for name, users in sorted(found.items()):
        sys.stderr.write(f"{name} is asked for by {', '.join(users[:5])}{' and others' if len(users) > 5 else ''}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
