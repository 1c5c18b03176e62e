"""Takes from a frozen folder what only developers read of it: ``slim.py FOLDER`` strips libraries of their symbols.

Those that wheels carry patched (auditwheel's, which name a folder ``*.libs`` to search) stay as they are: stripped, the
loader refuses some of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from elf import described, elves


def strippable(path: Path) -> bool:
    return ".libs" not in "".join(path.parts) and ".libs" not in described(path)


def main() -> None:
    folder = Path(sys.argv[1])
    names = [str(path) for path in elves(folder) if strippable(path) and path.name != "mijian"]
    subprocess.run(["strip", "--strip-unneeded", "--preserve-dates", *names], check=True)


if __name__ == "__main__":
    main()
