"""`./mijian fuzz [TARGET ...] [--minutes N]`: every target that is named (all without a name), and a table.

Each runs in a process of its own. What it learnt stays in the folder for the next time. A fault's input is made as
small as it gets with the same fault, and kept beside it: put it into tests/fuzz/found/TARGET once that is mended.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.doors import targets
from tests.fuzz.shrink import shrunk

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mijian-fuzz"
_FIGURES = {
    "runs": r"number_of_executed_units: *(\d+)",
    "a second": r"average_exec_per_sec: *(\d+)",
    "slowest, s": r"slowest_unit_time_sec: *(\d+)",
    "most MiB": r"peak_rss_mb: *(\d+)",
    "lines reached": r".*cov: (\d+)",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a target's time ended. `inputs`: the files that made it fail, the smallest last."""

    name: str
    figures: tuple[str, ...]
    fault: str = ""
    inputs: tuple[Path, ...] = ()


def fuzzed(name: str, folder: Path, seconds: int) -> Ended:
    """One target for so long, or until its first fault."""
    here = folder / name
    here.mkdir(parents=True, exist_ok=True)
    before = set(here.iterdir())
    command = (sys.executable, "-m", "tests.fuzz.one", name, str(here), str(seconds))
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    log = ran.stdout + ran.stderr
    (here / "log").write_text(log, encoding="utf-8")
    figures = tuple((re.findall(pattern, log) or ["-"])[-1] for pattern in _FIGURES.values())
    if ran.returncode == 0:
        return Ended(name, figures)
    found = [one for one in here.iterdir() if one not in before and one.is_file() and one.name != "log"]
    small = [kept for one in found if (kept := _small(name, one)) is not None]
    return Ended(name, figures, _fault(log), (*found, *small))


def _small(name: str, found: Path) -> Path | None:
    if not found.name.startswith("crash-"):  # too slow or too large: making it smaller would change that
        return None
    small = shrunk(targets()[name].take, found.read_bytes())
    if small is None:
        return None
    kept = found.with_name(f"small-{found.name[6:18]}")
    kept.write_bytes(small)
    return kept


def _fault(log: str) -> str:
    told = re.findall(r"^(?:[\w.]+(?:Error|Exception|Broken)\b.*|ALARM: .*|.*ERROR: libFuzzer: .*)$", log, re.M)
    return told[0] if told else "ended without a word: see its log"


def _rows(ended: list[Ended]) -> Iterator[str]:
    yield "| " + " | ".join(("target", *_FIGURES, "fault")) + " |"
    yield "|" + " --- |" * (len(_FIGURES) + 2)
    for one in ended:
        yield "| " + " | ".join((one.name, *one.figures, one.fault or "none")) + " |"
    for one in ended:
        for path in one.inputs:
            yield f"{one.name}: {path}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./mijian fuzz", description=__doc__)
    known = targets()
    parser.add_argument("target", nargs="*", help=", ".join(known))
    parser.add_argument("--minutes", type=float, default=2.0, help="for each target (2)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where corpora and faults are kept ({FOLDER})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once")
    given = parser.parse_args()
    chosen = [name for name in known if not given.target or "all" in given.target or name in given.target]
    if unknown := set(given.target) - set(known) - {"all"}:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    with ThreadPoolExecutor(given.jobs) as pool:
        ended = list(pool.map(lambda name: fuzzed(name, given.folder, round(given.minutes * 60)), chosen))
    print("\n".join(_rows(ended)))
    return int(any(one.fault for one in ended))


if __name__ == "__main__":
    sys.exit(main())
