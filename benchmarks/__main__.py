"""``./mijian bench [NAME]``: run one benchmark, or list them."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import benchmarks


def main() -> int:
    names = [info.name for info in pkgutil.iter_modules(benchmarks.__path__) if not info.name.startswith("_")]
    names.remove("measure")
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        print("./mijian bench " + " | ".join(names))
        return 64
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python keeps its byte code; the warm-up writes it
    return int(importlib.import_module(f"benchmarks.{sys.argv[1]}").main())


if __name__ == "__main__":
    sys.exit(main())
