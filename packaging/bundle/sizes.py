"""How large a frozen folder is, by part, and that it is no larger than it may be: ``sizes.py FOLDER [--most 350]``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

MOST = 350  # MB, of a million bytes: a stick with three systems on it is 1 GB
_SHOWN = 25


def parts(folder: Path) -> Counter[str]:
    """Bytes by library: a folder of ``_internal`` with its ``.libs`` beside it, or a single file."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            inner = path.relative_to(folder).parts
            name = inner[1] if inner[0] == "_internal" and len(inner) > 1 else inner[0]
            found[name.removesuffix(".libs")] += path.stat().st_size
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=MOST)
    asked = parser.parse_args()
    found = parts(asked.folder)
    for name, size in found.most_common(_SHOWN):
        sys.stdout.write(f"{size / 1e6:7.1f} MB  {name}\n")
    whole = sum(found.values())
    sys.stdout.write(f"{whole / 1e6:7.1f} MB  in all\n")
    return int(whole > asked.most * 1_000_000)


if __name__ == "__main__":
    sys.exit(main())
