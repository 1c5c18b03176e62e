"""What grows with the number of reports: 10,000, 30,000 and 100,000 in the database, each a third of a year's.

The reports are not verified here (`rollup` does that, and what it takes is the same for each): what is measured is the
database alone. Claims: a quarter opens within 2 s, memory under 500 MiB.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.measure import load
from checker.app.intake import kept
from checker.model.finding import State
from checker.report.verify.report import verify_bytes
from checker.store.rollup.database import RollupDatabase, default_url
from checker.store.rollup.rows import KeptFinding, KeptReport

SIZES = (10_000, 30_000, 100_000)
QUARTERS = 3
_BATCH = 200
_ORDERS: tuple[Literal["inspector", "machine_id"], ...] = ("inspector", "machine_id")


def main() -> int:
    sizes = tuple(map(int, sys.argv[2:])) or SIZES
    print(load(), flush=True)
    first = _first()
    print("database     reports   taken in    settled   size  first look  then  in sequence  this process", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            _measure("SQLite", default_url(Path(name)), first, size, Path(name))
        if url := os.environ.get("MIJIAN_BENCH_DB"):
            _measure("PostgreSQL", url, first, size, None)
    print(load())
    return 0


def _measure(kind: str, url: str, first: KeptReport, size: int, folder: Path | None) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with RollupDatabase.open(url) as book:
        begun = time.process_time()
        some: list[KeptReport] = []
        for one in _reports(first, size):
            some.append(one)
            if len(some) == _BATCH:
                book.take_in(some, now)
                some = []
        if some:
            book.take_in(some, now)
        taken = time.process_time() - begun
        settled = _seconds(book.settle)
        period, before = book.periods()[:2]
        look = _seconds(lambda: book.overview(before, now.date()))  # one that no import has worked out
        again = _seconds(lambda: book.overview(period, now.date()))
        sequence = _seconds(lambda: [sum(1 for _ in rows) for rows in map(book.in_sequence, _ORDERS)])
    space = sum(one.stat().st_size for one in folder.iterdir()) / 1e6 if folder else 0
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind:10} {size:9} {taken:7.1f} s cpu {settled:7.1f} s {space:5.0f} MB {look:7.2f} s {again:5.2f} s"
        f" {sequence:8.1f} s {resident:9.0f} MiB",
        flush=True,
    )


def _first() -> KeptReport:
    from tests.unit.report import pki, world

    signed = world.signed(world.report(campaign=None), pki.signer(), pdf=False)
    with tempfile.TemporaryDirectory() as name:
        world.trust(Path(name), campaigns=())
        made = kept(verify_bytes("1.dsse.json", signed.envelope, world.measure(world.trust(Path(name), campaigns=()))))
    assert made is not None
    return msgspec.json.decode(made, type=KeptReport)


def _reports(first: KeptReport, size: int) -> Iterator[KeptReport]:
    """Quarters before the first one's, the oldest first; every seventh machine put something right meanwhile."""
    machines = size // QUARTERS + 1
    for number in range(size):
        machine, quarter = number % machines, number // machines
        ago = timedelta(days=91 * (QUARTERS - 1 - quarter))
        shifted = first.findings if (machine + quarter) % 7 else tuple(_put_right(first))
        yield replace(
            first,
            identity=f"{number:064x}",
            number=f"MJ-{number:08d}",
            department=f"处室{machine % 60:02d}",
            person=f"工作人员{machine:06d}",
            asset_number=f"GZ-{machine:07d}",
            machine_id=f"{machine:064x}",
            inspector=f"{number % 300:064x}",
            counter=number // 300 + 1,
            previous=f"{number - machines:064x}" if quarter else None,
            began=first.began - ago,
            prepared=first.prepared - ago,
            findings=tuple(replace(one, due=one.due and one.due - ago) for one in shifted),
        )


def _put_right(first: KeptReport) -> Iterator[KeptFinding]:
    for place, one in enumerate(first.findings):
        right = one.state is State.FAILED and place % 2 == 0
        yield replace(one, state=State.PASSED, due=None, said=None) if right else one


def _seconds(what: Callable[[], object]) -> float:
    begun = time.monotonic()
    what()
    return time.monotonic() - begun
