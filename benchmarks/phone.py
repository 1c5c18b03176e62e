"""The phone's transports beside the adb CLI and stock adb-shell, on one loopback phone, in the same run.

    ./mijian bench phone --port PORT [--folder /sdcard] [--rounds N] [--stock]

PORT is a real adbd's (tests/unit/phone/README.md says how to give one; MIJIAN_ADBD_PORT names it too); FOLDER holds
``big/512M.bin``, ``many/`` with 2,000 files of 256 KiB and ``DCIM/Camera/`` with 20,000 small files. An adb server is
started on a port of its own for the run, if there is an ``adb``; nobody else's is touched. What is missing is said and
left out. The last lines are the gates; the exit status is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import load
from checker.machine.machine import Machine
from checker.machine.phone.commands import COMMANDS, ask
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.link import Link
from checker.machine.phone.server import ServerTransport
from checker.machine.phone.source import PhoneSource
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.transport import Transport
from checker.model.target import Platform
from checker.model.unreadable import Unreadable

_SERVER = 5741
_HELD = 48 << 20  # bytes of a file that an audit holds at a time
# The CLI can only write files. Where it may write them into memory, that is shown too: its disk is not ours to count.
_MEMORY = Path("/dev/shm")
_BIG, _MANY, _LIST = "512 MiB", "2,000 x 256 KiB", "list 20,002"
DIRECT, SERVED, CLI = "own, direct", "own, through the adb server", "adb CLI"
Times = dict[tuple[str, str], float]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=int(os.environ.get("MIJIAN_ADBD_PORT", "0")))
    parser.add_argument("--folder", default="/sdcard")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stock", action="store_true", help="stock adb-shell too (slow; it has to be installed)")
    options = parser.parse_args(sys.argv[2:] if arguments is None else arguments)
    if not options.port:
        print("no loopback phone was given (--port or MIJIAN_ADBD_PORT): nothing is measured")
        return 0
    print(load())
    with ExitStack() as later:
        times = _measured(_jobs(options, later), options.rounds)
    trips, settings = round_trips(options.port)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(load())
    return _gates(times, trips, settings, memory)


def _jobs(options: argparse.Namespace, later: ExitStack) -> list[Job]:
    """What is measured; `later` puts things back."""
    jobs = list(ours(DIRECT, TcpTransport(options.port, PhoneKey.made()), options, later))
    if shutil.which("adb"):
        serial = f"127.0.0.1:{options.port}"
        _adb("start-server")
        later.callback(_adb, "kill-server")
        _adb("connect", serial)
        jobs += ours(SERVED, ServerTransport(serial, at=_SERVER), options, later)
        for who, where in ((CLI, None), (f"{CLI}, into memory", _MEMORY)):
            if where is None or where.is_dir():
                place = later.enter_context(tempfile.TemporaryDirectory(dir=where))
                jobs += cli(who, serial, place, options)
    else:
        print("adb is not installed (Debian: adb); it is left out")
    if options.stock:
        jobs += stock(options, later)
    return jobs


def _gates(times: Times, trips: int, settings: int, memory: float) -> int:
    """The promises of the issue. Each way of ours has to hold them."""
    gates = [
        (f"all facts of settings in at most 10 round trips: {settings} facts in {trips}", trips <= 10),
        (f"memory of this process, pulls and lists included, under 150 MiB: {memory:.0f} MiB", memory < 150),
    ]
    for who in (DIRECT, SERVED):
        if (who, _LIST) in times:
            gates.append((f"{who}: {_LIST} within 0.3 s: {times[who, _LIST]:.3f} s", times[who, _LIST] <= 0.3))
        if (CLI, _BIG) in times and (who, _BIG) in times:
            big, many = (times[CLI, what] / times[who, what] for what in (_BIG, _MANY))
            gates.append((f"{who}: {_BIG} at least as fast as the adb CLI: {big:.2f} times", big >= 1))
            gates.append((f"{who}: {_MANY} at least 3 times the adb CLI: {many:.2f} times", many >= 3))
    print("\ngates")
    for words, holds in gates:
        print(f"  {'holds ' if holds else 'FAILS '} {words}")
    return 0 if all(holds for _, holds in gates) else 1


def round_trips(port: int) -> tuple[int, int]:
    """How often the phone is asked for every fact of its settings and state, and how many facts those are."""
    import checker.probes.android.state
    import checker.probes.android.wifi
    from checker.probes.base import Probe

    links: list[Link] = []

    def connect(stop: Event) -> Transport:
        transport = TcpTransport(port, PhoneKey.made(), stop)
        links.append(transport.connect())
        return transport

    source = PhoneSource(connect, "loopback")
    machine = Machine(source)
    probes = {
        probe
        for module in (checker.probes.android.state, checker.probes.android.wifi)
        for probe in vars(module).values()
        if isinstance(probe, Probe) and probe.platform is Platform.ANDROID
    }
    with _closing(source):
        for probe in probes:
            try:
                probe(machine)
            except Unreadable:
                continue  # the loopback phone has no such service; it was asked all the same
    return sum(link.round_trips for link in links), len(probes)


@contextmanager
def _closing(source: PhoneSource) -> Iterator[None]:
    try:
        yield
    finally:
        source.close()


def ours(who: str, phone: Transport, options: argparse.Namespace, later: ExitStack) -> Iterator[Job]:
    folder = options.folder.encode()
    names = [item.name for item in phone.list(folder + b"/many", 100_000)]
    many = [folder + b"/many/" + name for name in names]
    index = folder + b"/DCIM/Camera"
    settings = [ask(command.name, user=0) for command in COMMANDS if command.family == "settings"]

    def held(paths: list[bytes]) -> None:
        """Into memory, one file after the other, as an audit does: nothing of a phone is written anywhere."""
        one, number = bytearray(), -1

        def sink(index: int, piece: bytes) -> None:
            nonlocal number
            if index != number:
                one.clear()
                number = index
            one.extend(piece if len(one) < _HELD else b"")

        phone.pull_many(paths, sink, 1 << 40)

    yield Job(who, _BIG, lambda: held([folder + b"/big/512M.bin"]), 512)
    yield Job(who, _MANY, lambda: held(many), 500, len(many))
    yield Job(who, _LIST, lambda: phone.list(index, 200_000))
    yield Job(who, "stat 2,000", lambda: phone.stat_many(many))
    small = [index + b"/" + item.name for item in phone.list(index, 200_000)[:1280]]

    def by_turns() -> None:
        """As photos are looked at: some, then the next. What is put off between two answers shows here."""
        for begin in range(0, len(small), 128):
            held(small[begin : begin + 128])

    yield Job(who, "1,280 small, 128 at a time", by_turns, files=len(small))
    yield Job(who, f"{len(settings)} settings, 1 round trip", lambda: phone.batch(settings))
    later.callback(phone.close)


def cli(who: str, serial: str, place: str, options: argparse.Namespace) -> Iterator[Job]:
    folder = options.folder

    def many() -> None:
        shutil.rmtree(f"{place}/many", ignore_errors=True)
        _adb("-s", serial, "pull", f"{folder}/many", place)

    yield Job(who, _BIG, lambda: _adb("-s", serial, "pull", f"{folder}/big/512M.bin", place), 512)
    yield Job(who, _MANY, many, 500, 2000)
    yield Job(who, _LIST, lambda: _adb("-s", serial, "ls", f"{folder}/DCIM/Camera"))


def stock(options: argparse.Namespace, later: ExitStack) -> Iterator[Job]:
    try:
        from adb_shell.adb_device import AdbDeviceTcp
    except ImportError:
        print("adb-shell is not installed; it is left out")
        return
    phone = AdbDeviceTcp("127.0.0.1", options.port, default_transport_timeout_s=60.0)
    phone.connect(auth_timeout_s=5)
    folder = options.folder
    who = "adb-shell, stock"
    yield Job(who, _BIG, lambda: phone.pull(f"{folder}/big/512M.bin", "/dev/null"), 512)
    names = [name.decode() for name, *_ in phone.list(f"{folder}/many") if not name.startswith(b".")][:100]

    def some() -> None:
        for name in names:
            phone.pull(f"{folder}/many/{name}", "/dev/null")

    yield Job(who, "100 x 256 KiB", some, 25, len(names))
    yield Job(who, _LIST, lambda: phone.list(f"{folder}/DCIM/Camera"))
    later.callback(phone.close)


def _adb(*words: str) -> None:
    subprocess.run(["adb", "-P", str(_SERVER), *words], check=True, capture_output=True)


@dataclass(frozen=True, slots=True)
class Job:
    who: str
    what: str
    work: Callable[[], object]
    mib: float = 0
    files: int = 0


def _measured(jobs: list[Job], rounds: int) -> Times:
    """Every job in turn, round by round: what else the machine does hits all alike."""
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for job in jobs:
            begun = time.perf_counter()
            job.work()
            taken.setdefault((job.who, job.what), []).append(time.perf_counter() - begun)
    for job in jobs:
        seconds = taken[job.who, job.what]
        median = statistics.median(seconds)
        speed = f"{job.mib / median:7.0f} MiB/s" if job.mib else ""
        rate = f"{job.files / median:7.0f} files/s" if job.files else ""
        spread = f"({min(seconds):.3f} - {max(seconds):.3f})"
        print(f"{job.who:28} {job.what:28} {median:7.3f} s {spread:18} {speed} {rate}", flush=True)
    return {key: statistics.median(seconds) for key, seconds in taken.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
