"""10,000 reports of 34 findings: verified on one processor and on all, taken in, and asked for the dashboards.

Claims: 2.5 ms an envelope on one core, import within 15 s, dashboards within 1 s, memory under 200 MiB. No peer: none
of the engines that check computers signs or verifies what it found. The reports are made in a process of its own, so
that the memory which is told is the import's; a line for each tenth that is in shows what grows.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks.measure import load, row
from checker.app.intake import Intake, kept
from checker.report.envelope import pae, seal
from checker.report.keys.signer import fingerprint
from checker.report.payload import Report, SignerRef, decode, identity
from checker.report.verify.collect import collect, pieces
from checker.report.verify.verified import Measure
from checker.store.rollup.database import RollupDatabase, default_url

REPORTS = 10_000
QUARTERS = 3
ROUNDS = 5


def main() -> int:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else REPORTS
    print(load())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "reports"
        reports.mkdir()
        begun = time.monotonic()
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as maker:
            measure, size, findings = maker.submit(_make, reports, count).result()
        print(
            f"{count} reports of {findings} findings, {size / count / 1000:.1f} kB each, made in {_since(begun):.1f} s"
        )
        _one_core(reports, measure)
        for kind, url in (("SQLite", default_url(folder)), *_others()):
            _import(kind, url, reports, measure, count)
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory: this process {own:.0f} MiB, largest worker {children:.0f} MiB")
    print(load())
    return 0


def _one_core(reports: Path, measure: Measure) -> None:
    sample = list(pieces([reports]))[:1000]
    per_report = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        bad = sum(one.code.failure for one, _ in collect(sample, measure, kept, workers=1))
        per_report.append((time.process_time() - begun) / len(sample) * 1000)
        assert not bad
    print(row("verified on one core, CPU", per_report, "ms"))


def _import(kind: str, url: str, reports: Path, measure: Measure, count: int) -> None:
    today = datetime.now(UTC).date()
    with RollupDatabase.open(url) as book:
        for what in ("import", "again (all known)") if count <= REPORTS else ("import",):
            begun, spent = time.monotonic(), _spent()
            new = 0
            for done, line in enumerate(Intake([reports], measure, book), 1):
                new += line.outcome == "new"
                if done % (count // 10) == 0 and count > REPORTS:
                    print(f"{kind}:   {done:>9} in {_since(begun):8.1f} s, {_resident():.0f} MiB", flush=True)
            wall, cpu = _since(begun), _spent() - spent
            print(f"{kind}: {what:28} {wall:8.2f} s    ({new} new; {cpu:.1f} s of processor, all processes)")
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            _ask(book, today, times)
        for name, values in times.items():
            print(row(f"{kind}: {name}", values, "s"))
        print(f"{kind}: memory after the dashboards {_resident():.0f} MiB, at most {_peak():.0f} MiB", flush=True)


def _ask(book: RollupDatabase, today: date, times: dict[str, list[float]]) -> None:
    whole = time.monotonic()
    period = book.periods()[0]
    view = book.overview(period, today)
    times.setdefault("overview", []).append(_since(whole))
    shown = view.checks[0]
    for name, ask in (
        ("names behind one number", lambda: book.named(period, shown.check, shown.states)),
        ("all numbers in sequence", lambda: sum(1 for _ in book.in_sequence("machine_id"))),
    ):
        begun = time.monotonic()
        ask()
        times.setdefault(name, []).append(_since(begun))
    times.setdefault("all dashboards", []).append(_since(whole))


def _others() -> Iterator[tuple[str, str]]:
    url = os.environ.get("MIJIAN_BENCH_DB")
    if url:
        yield "PostgreSQL", url


def _make(folder: Path, count: int) -> tuple[Measure, int, int]:
    """Reports of several quarters, signed by one key, each machine's in a chain."""
    from tests.unit.report import pki, world

    signer = pki.signer()
    statement = decode(world.signed(world.report(campaign=None), signer, pdf=False).payload)
    first = replace(statement.predicate, signer=SignerRef(name="检查签名", certificate=signer.certificate))
    machines = count * 34 // 100 + 1
    previous: dict[int, str] = {}
    size = 0
    for number in range(count):
        machine = number % machines
        report = _one(first, number, machine, number // machines, previous.get(machine))
        wire = {
            "_type": statement.type_,
            "subject": statement.subject,
            "predicateType": statement.predicate_type,
            "predicate": report,
        }
        payload = msgspec.json.encode(wire, order="sorted")
        previous[machine] = identity(payload)
        envelope = seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload)))
        size += len(envelope)
        place = folder / f"{number // 1000:04d}"
        place.mkdir(exist_ok=True)
        (place / f"{number:07d}.dsse.json").write_bytes(envelope)
    trusted = folder.parent / "trust"
    trusted.mkdir()
    trust = world.trust(trusted, campaigns=())
    measure = Measure(trust, world.measure(None).rulebooks, datetime.now(UTC) + timedelta(days=1))
    return measure, size, len(first.results)


def _one(first: Report, number: int, machine: int, quarter: int, previous: str | None) -> Report:
    """Quarters before the first one's, the oldest first; every seventh machine put something right meanwhile."""
    ago = timedelta(days=91 * (QUARTERS - 1 - quarter), minutes=number % 7)
    times = first.times
    results = first.results[number % 3 :] + first.results[: number % 3]
    due = [
        replace(
            one,
            due=one.due and one.due - ago,
            answer=one.answer and replace(one.answer, at=one.answer.at - ago, until=one.answer.until - ago),
        )
        for one in results
    ]
    return replace(
        first,
        number=f"MJ-2026-{number + 1:05d}",
        unit=replace(first.unit, department=f"处室{machine % 60:02d}"),
        people=replace(first.people, inspected=f"工作人员{machine:04d}"),
        device=replace(first.device, machine_id=f"{machine:064x}", asset_number=f"GZ-{machine:05d}"),
        counter=replace(first.counter, number=number + 1),
        previous=previous,
        times=replace(times, began=times.began - ago, ended=times.ended - ago, prepared=times.prepared - ago),
        results=tuple(due),
    )


def _spent() -> float:
    """Seconds of processor, of this process and of those it has ended: what others take meanwhile does not count."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _resident() -> float:
    """MiB of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _since(begun: float) -> float:
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
