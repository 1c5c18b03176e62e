"""The phone's transports beside the adb CLI and stock adb-shell, on one loopback phone, in the same run.

    python benchmarks/phone.py --port PORT --folder /sdcard

PORT is a real adbd's (see tests/unit/phone/README.md for a phone made of this computer); FOLDER holds
``big/512M.bin``, ``many/`` with 2,000 files of 256 KiB and ``DCIM/Camera/`` with 20,000 small files. An adb server is
started on a port of its own for the run, if there is an ``adb``; nobody else's is touched.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from checker.machine.phone.commands import COMMANDS, ask
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.server import ServerTransport
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.transport import Transport

_SERVER = 5741
_MIB = 1 << 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", default="/sdcard")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stock", action="store_true", help="stock adb-shell too (slow)")
    options = parser.parse_args()
    ours("own, direct", TcpTransport(options.port, PhoneKey.made()), options)
    if shutil.which("adb"):
        serial = f"127.0.0.1:{options.port}"
        _adb("start-server")
        try:
            _adb("connect", serial)
            ours("own, through the adb server", ServerTransport(serial, at=_SERVER), options)
            cli(serial, options)
        finally:
            _adb("kill-server")
    if options.stock:
        stock(options)
    print(f"memory of this process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def ours(who: str, phone: Transport, options: argparse.Namespace) -> None:
    folder = options.folder.encode()
    names = [item.name for item in phone.list(folder + b"/many", 100_000)]
    many = [folder + b"/many/" + name for name in names]
    index = folder + b"/DCIM/Camera"
    settings = [ask(command.name, user=0) for command in COMMANDS if command.family == "settings"]

    def nothing(_: int, piece: bytes) -> None:
        return

    _timed(who, "512 MiB", options, lambda: phone.pull_many([folder + b"/big/512M.bin"], nothing, 1 << 40), 512)
    _timed(who, "2,000 x 256 KiB", options, lambda: phone.pull_many(many, nothing, 1 << 30), 500, len(many))
    _timed(who, "list 20,000", options, lambda: phone.list(index, 200_000))
    _timed(who, "stat 2,000", options, lambda: phone.stat_many(many))
    _timed(who, f"{len(settings)} settings, 1 round trip", options, lambda: phone.batch(settings))
    phone.close()


def cli(serial: str, options: argparse.Namespace) -> None:
    folder = options.folder
    with tempfile.TemporaryDirectory() as place:

        def many() -> None:
            shutil.rmtree(f"{place}/many", ignore_errors=True)
            _adb("-s", serial, "pull", f"{folder}/many", place)

        _timed("adb CLI", "512 MiB", options, lambda: _adb("-s", serial, "pull", f"{folder}/big/512M.bin", place), 512)
        _timed("adb CLI", "2,000 x 256 KiB", options, many, 500, 2000)
        _timed("adb CLI", "list 20,000", options, lambda: _adb("-s", serial, "ls", f"{folder}/DCIM/Camera"))


def stock(options: argparse.Namespace) -> None:
    from adb_shell.adb_device import AdbDeviceTcp

    phone = AdbDeviceTcp("127.0.0.1", options.port, default_transport_timeout_s=60.0)
    phone.connect(auth_timeout_s=5)
    folder = options.folder
    who = "adb-shell, stock"
    _timed(who, "512 MiB", options, lambda: phone.pull(f"{folder}/big/512M.bin", "/dev/null"), 512)
    names = [name.decode() for name, *_ in phone.list(f"{folder}/many") if not name.startswith(b".")][:100]

    def some() -> None:
        for name in names:
            phone.pull(f"{folder}/many/{name}", "/dev/null")

    _timed(who, "100 x 256 KiB", argparse.Namespace(rounds=1), some, 25, len(names))
    _timed(who, "list 20,000", options, lambda: phone.list(f"{folder}/DCIM/Camera"))
    phone.close()


def _adb(*words: str) -> None:
    subprocess.run(["adb", "-P", str(_SERVER), *words], check=True, capture_output=True)


def _timed(
    who: str, what: str, options: argparse.Namespace, work: Callable[[], object], mib: float = 0, files: int = 0
) -> None:
    times = []
    for _ in range(options.rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    median = statistics.median(times)
    speed = f"{mib / median:7.0f} MiB/s" if mib else ""
    rate = f"{files / median:7.0f} files/s" if files else ""
    print(f"{who:28} {what:28} {median:7.3f} s {speed} {rate}", flush=True)


if __name__ == "__main__":
    main()
