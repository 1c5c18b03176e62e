"""How much of the core its direct tests reach: `python -m tests.reached [--keep] [TESTS...]`.

It is held against packaging/coverage.toml. Lines are counted in this process alone: what only a started program
reaches has no test that would say where it fails. The file's figures go up only: less fails, `--keep` writes more.
"""

from __future__ import annotations

import math
import sys
import tomllib
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "packaging" / "coverage.toml"
PACKAGES = ("checker/app", "checker/content", "checker/engine", "checker/report")
TESTS = ("engine", "contract", "planting", "unit/app", "unit/content", "unit/report", "unit/terminal")
HEAD = """# Per cent of a package's lines that its direct tests reach: `./mijian coverage` fails where it is less,
# `./mijian coverage --keep` writes what is more.
"""


def measured(tests: list[str]) -> tuple[int, dict[str, float]]:
    """The tests' exit status, and package -> per cent."""
    there = [package for package in PACKAGES if (ROOT / package).is_dir()]
    watch = coverage.Coverage(data_file=None, source=[str(ROOT / package) for package in there], config_file=False)
    watch.start()
    status = int(pytest.main(["-q", "-p", "no:xdist", "-m", "not wine and not frozen", *tests]))
    watch.stop()
    return status, {package: _percent(watch, ROOT / package) for package in there}


def _percent(watch: coverage.Coverage, package: Path) -> float:
    lines = missed = 0
    for path in package.rglob("*.py"):
        _, statements, _, missing, _ = watch.analysis2(str(path))
        lines += len(statements)
        missed += len(missing)
    return math.floor(1000 * (lines - missed) / lines) / 10


def judged(kept: dict[str, float], found: dict[str, float]) -> list[str]:
    """What fell, and what nobody has a figure for."""
    fallen = [f"{name}: {found[name]} %, was {kept[name]} %" for name in found if found[name] < kept.get(name, 0)]
    return fallen + [f"{name}: {found[name]} %, and the file has no figure" for name in found.keys() - kept.keys()]


def main(words: list[str]) -> int:
    keep, tests = "--keep" in words, [word for word in words if word != "--keep"]
    kept: dict[str, float] = tomllib.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    status, found = measured(tests or [f"tests/{place}" for place in TESTS])
    for name, percent in found.items():
        sys.stdout.write(f"{name}: {percent} % of the lines ({kept.get(name, 0)} % kept)\n")
    if keep:
        more = {**kept, **{name: max(percent, kept.get(name, 0)) for name, percent in found.items()}}
        KEPT.write_text(HEAD + "".join(f'"{name}" = {more[name]}\n' for name in sorted(more)), "utf-8")
        return status
    for sentence in judged(kept, found):
        sys.stdout.write(f"{sentence}\n")
    return status or bool(judged(kept, found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
