"""Writes the list by which a frozen folder knows itself: ``manifest.py FOLDER [--version VERSION]``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import checker
from checker.machine import listed


def write(folder: Path) -> Path:
    found = {name: listed.digest(path) for name, path in sorted(listed.files(folder).items())}
    document = {"schema": listed.SCHEMA, "version": checker.__version__, "files": found}
    path = folder / listed.NAME
    path.write_bytes(json.dumps(document, indent=0, ensure_ascii=False).encode("utf-8") + b"\n")
    return path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
