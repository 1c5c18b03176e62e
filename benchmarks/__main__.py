"""``./mijian bench [NAME]``: run one benchmark, or list them."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import benchmarks


def main() -> int:
    # A benchmark is a module, or a package that runs as one.
    found = {info.name: info.name + ".__main__" * info.ispkg for info in pkgutil.iter_modules(benchmarks.__path__)}
    names = [name for name in found if name not in ("__main__", "measure")]
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        print("./mijian bench " + " | ".join(names))
        return 64
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's Python keeps its byte code; the warm-up writes it
    return int(importlib.import_module(f"benchmarks.{found[sys.argv[1]]}").main())


if __name__ == "__main__":
    sys.exit(main())
