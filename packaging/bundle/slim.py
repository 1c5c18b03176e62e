"""Takes from a frozen folder what only developers read of it: ``slim.py FOLDER`` strips libraries of their symbols.

Those that wheels carry patched stay as they are: stripped, the loader refuses some of them. auditwheel gives them a
part of their digest for a name, and has what uses them search a folder ``*.libs``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from elf import binutils, described, elves

_PATCHED = re.compile(r"-[0-9a-f]{8}\.so")


def strippable(path: Path) -> bool:
    return not _PATCHED.search(path.name) and ".libs" not in described(path)


def main() -> None:
    folder = Path(sys.argv[1])
    names = [str(path) for path in elves(folder) if strippable(path) and path.name != "mijian"]
    subprocess.run([binutils("strip"), "--strip-unneeded", "--preserve-dates", *names], check=True)


if __name__ == "__main__":
    main()
