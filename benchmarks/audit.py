"""Our quick audit beside Lynis (Debian package `lynis`), alternating in one run.

Claims: at most 1.5 CPU seconds and 120 MiB without the window, first finding within 0.5 s, stopped within 0.2 s.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Run, load, row, run

ROUNDS = 5
MAIN = str(Path(__file__).parents[1] / "main.py")
LYNIS = ("lynis", "audit", "system", "--quick", "--no-colors", "--quiet", "--no-log")


def main() -> int:
    peer = shutil.which("lynis")
    with tempfile.TemporaryDirectory() as store:
        audit = (sys.executable, MAIN, "audit", "--store", store, "--language", "zh")
        run(audit)  # warm: byte code and disk cache
        ours: list[Run] = []
        theirs: list[Run] = []
        stopped: list[Run] = []
        for _ in range(ROUNDS):
            ours.append(run(audit, watch_stderr=True))
            if peer:
                theirs.append(run(LYNIS))
            stopped.append(run(audit, watch_stderr=True, interrupt_at_first=True))
    print(load())
    for name, runs in (("mijian audit", ours), ("lynis audit system --quick", theirs)):
        if runs:
            print(row(f"{name}: CPU", [one.cpu for one in runs], "s"))
            print(row(f"{name}: wall", [one.wall for one in runs], "s"))
            print(row(f"{name}: peak memory", [one.peak for one in runs], "MiB"))
    print(row("mijian: first finding", [one.first for one in ours if one.first is not None], "s"))
    print(row("mijian: stopped after Ctrl+C", [one.ended for one in stopped if one.ended is not None], "s"))
    if theirs:
        ratio = statistics.median(mine.cpu / other.cpu for mine, other in zip(ours, theirs, strict=True))
        print(f"ratio of CPU, ours to theirs, median of pairs: {ratio:.2f}")
    else:
        print("Lynis is not installed (apt-get install lynis): no peer in this run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
