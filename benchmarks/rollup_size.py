"""What grows with the number of reports: 10,000, 30,000 and 100,000 in the database, each a third of a year's.

The reports are not verified here (`rollup` does that, and what it takes is the same for each): what is measured is the
database alone, by processor time, the server's included. A day's import of 200 follows the first. Claims: what a window
shows of any quarter takes 2 s, memory under 500 MiB.
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
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from benchmarks.measure import load
from checker.app.intake import kept
from checker.app.rollup import Rollup
from checker.app.workspace import Workspace
from checker.model.finding import State
from checker.report.verify.report import verify_bytes
from checker.store.rollup.database import default_url
from checker.store.rollup.rows import KeptFinding, KeptReport

SIZES = (10_000, 30_000, 100_000)
QUARTERS = 3
_BATCH = 200


def main() -> int:
    sizes = tuple(map(int, sys.argv[2:])) or SIZES
    print(load(), flush=True)
    first = _first()
    print(
        "database     reports    first import      a day's   size  each quarter: worst  a department    memory",
        flush=True,
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            _measure("SQLite", default_url(Path(name)), first, size, Path(name))
        if url := os.environ.get("MIJIAN_BENCH_DB"):
            _measure("PostgreSQL", url, first, size, None)
    print(load())
    return 0


def _measure(kind: str, url: str, first: KeptReport, size: int, folder: Path | None) -> None:
    everything = _reports(first, size + _BATCH)
    with Rollup(Workspace.at(folder), url) as rollup:
        used = partial(_processor, _server(url))
        whole = used(lambda: _import(rollup, islice(everything, size)))
        day = used(lambda: _import(rollup, everything))
        opened = [used(partial(rollup.view, period)) for period in rollup.periods()]
        one = used(lambda: rollup.view(rollup.periods()[0], ("处室07",)))
    space = sum(one.stat().st_size for one in folder.iterdir()) / 1e6 if folder else 0
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind:10} {size:9} {whole:11.1f} s {day:10.1f} s {space:5.0f} MB {max(opened):19.2f} s {one:12.2f} s"
        f" {resident:5.0f} MiB",
        flush=True,
    )


def _import(rollup: Rollup, reports: Iterator[KeptReport]) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    while some := list(islice(reports, _BATCH)):
        rollup.book.take_in(some, now)
    rollup.settle()


def _processor(server: int, what: Callable[[], object]) -> float:
    """Seconds of processor, of this process and of the server."""
    begun = time.process_time() + _used(server)
    what()
    return time.process_time() + _used(server) - begun


def _server(url: str) -> int:
    """The first process of the PostgreSQL behind an address with a folder of sockets; 0: there is none."""
    folder = parse_qs(urlsplit(url).query).get("host", [""])[0]
    if not folder:
        return 0
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        words = place.read_bytes().split(b"\0")
        if words[0].endswith(b"/postgres") and any(one.startswith(folder.encode()) for one in words):
            return int(place.parent.name)
    return 0


def _used(server: int) -> float:
    """What a server, its processes, and those of them that ended have used."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat") if server else ():
        try:
            words = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if server in (int(place.parent.name), int(words[1])):
            own = words[11:15] if int(place.parent.name) == server else words[11:13]
            ticks += sum(map(int, own))
    return ticks / os.sysconf("SC_CLK_TCK")


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
