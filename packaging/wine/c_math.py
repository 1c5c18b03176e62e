"""Lets numpy run under Wine 8: ``python c_math.py SITE-PACKAGES`` has numpy's own libraries ask for another library of
mathematics by a name of the same length, and prints the exports that c_math.c is to be made into.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

THEIRS, OURS = b"api-ms-win-crt-math-l1-1-0.dll", b"mijian-crt-math-for-wine-8.dll"
COMPLEX = (
    *("cabs", "carg", "ccos", "ccosh", "cexp", "cimag", "clog", "conj"),
    *("cpow", "creal", "csin", "csinh", "csqrt", "ctan", "ctanh"),
)


def main() -> None:
    names: set[str] = set()
    for path in sorted(Path(sys.argv[1], "numpy").rglob("*.pyd")):
        content = path.read_bytes()
        if THEIRS in content:
            names |= _asked(path)
            path.write_bytes(content.replace(THEIRS, OURS))
    lines = [_export(name) for name in sorted(names)]
    print("\n".join([f"LIBRARY {OURS.decode()}", "EXPORTS", *lines]))  # noqa: T201  the file that is asked for


def _asked(path: Path) -> set[str]:
    """What a library takes from the C library's mathematics."""
    argv = ["x86_64-w64-mingw32-objdump", "-p", str(path)]
    listing = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    part = re.search(rf"DLL Name: {THEIRS.decode()}\n(.*?)\n\n", listing, re.DOTALL)
    return set(re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\w+)", part[1], re.MULTILINE)) if part else set()


def _export(name: str) -> str:
    if name in COMPLEX or name.removesuffix("f") in COMPLEX:
        return name
    if name.removesuffix("l") in COMPLEX:
        return f"{name} = {name.removesuffix('l')}"
    return f"{name} = ucrtbase.{name}"


if __name__ == "__main__":
    main()
