"""A search on a Dask cluster: what is loaded for it, who may answer, and what of the answers is believed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from checker.content.cluster import KEYS, ClusterScan, Unreachable, guard_address
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Root
from checker.facts.content.document import Seen
from checker.machine.live import live_machine
from tests.nightly import later
from tests.unit.content import papers
from tests.unit.report import pki

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="HOME names a person's folder")

ROOT = Path(__file__).parents[3]
_SETTINGS = """
distributed:
  client:
    preload: ["import os"]
logging:
  distributed: debug
"""
_ASKED = """
import json, sys
sys.path.append({root!r})
{loaded}
import dask.config
print(json.dumps([dask.config.get("distributed.client.preload"), dask.config.get("logging", {{}})]))
"""
_OURS = "from checker.content.cluster import distributed; distributed()"


@pytest.mark.parametrize(
    ("loaded", "followed"),
    [(_OURS, [[], {}]), ("import distributed", [["import os"], {"distributed": "debug"}])],
    ids=["ours", "the library by itself"],
)
def test_no_settings_of_a_home_are_followed(tmp_path: Path, loaded: str, followed: object) -> None:
    folder = tmp_path / ".config" / "dask"
    folder.mkdir(parents=True)
    (folder / "theirs.yaml").write_text(_SETTINGS, "utf-8")
    argv = [sys.executable, "-I", "-c", _ASKED.format(root=str(ROOT), loaded=loaded)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True, timeout=600)
    assert json.loads(done.stdout) == followed


# -- who may answer, and what is believed ------------------------------------------------------------------------------


def test_no_port_of_another_computer_is_reached_in_clear(tmp_path: Path) -> None:
    for address in (
        "tcp://192.0.2.1:8786",
        "tls://192.0.2.1:8786",
        "tcp://files.example:8786",
        "http://127.0.0.1:1",
        "x",
    ):
        with pytest.raises(Unreachable):
            guard_address(address, None)
    with pytest.raises(Unreachable, match=r"ca\.pem"):
        guard_address("tls://192.0.2.1:8786", tmp_path)
    for here in ("tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786"):
        guard_address(here, None)


def _start(*words: str, more: Path | None = None) -> subprocess.Popen[bytes]:
    places = os.pathsep.join(str(one) for one in (ROOT, more) if one is not None)
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:], "--no-dashboard")
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster(
    folder: Path, workers: int, *, evil: str = "", keys: Path | None = None
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own. `evil`: what each worker runs when it starts."""
    tls = ()
    if keys is not None:
        places = zip(("--tls-ca-file", "--tls-cert", "--tls-key"), KEYS, strict=True)
        tls = tuple(word for option, name in places for word in (option, str(keys / name)))
    file = folder / "scheduler.json"
    where = ("--protocol", "tls" if tls else "tcp", "--scheduler-file", str(file), *tls)
    running = [_start("scheduler", "--host", "127.0.0.1", "--port", "0", *where)]
    if evil:
        (folder / "evil.py").write_text(evil, "utf-8")
    preload = ("--preload", "evil") if evil else ()
    joins = ("--no-nanny", "--nthreads", "1", "--scheduler-file", str(file), *tls, *preload)
    try:
        _until(lambda: _whole(file))
        running += [_start("worker", "--host", "127.0.0.1", *joins, more=folder) for _ in range(workers)]
        address = json.loads(file.read_bytes())["address"]
        _until(lambda: _joined(address, keys) == workers)
        yield address, running
    finally:
        for one in running:
            one.kill()
            one.wait()


def _until(so: Callable[[], bool]) -> None:
    """Waits for an event that comes, or for the test's own limit."""
    while not so():
        time.sleep(0.1)


def _whole(file: Path) -> bool:
    """Dask writes it in place."""
    with suppress(OSError, ValueError):
        return bool(json.loads(file.read_bytes()))
    return False


def _joined(address: str, keys: Path | None) -> int:
    try:
        scan = ClusterScan(Folders(live_machine(), ()), address, Order(), keys=keys)
    except Unreachable:
        return 0
    number = scan.workers
    list(scan)
    return number


@pytest.fixture
def papers_of_all_kinds(tmp_path: Path) -> Path:
    folder = tmp_path / "文件"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"第 {number} 份\n" + "机密★10年\n" * (number % 3 == 0), "utf-8")
    (folder / "方案.docx").write_bytes(papers.docx())
    (folder / "坏.doc").write_bytes(papers.doc()[:900])
    return folder


def _seen(folder: Path, address: str | None, keys: Path | None = None) -> list[Seen]:
    source = Folders(live_machine(), [Root(str(folder), optional=False)])
    scan = ClusterScan(source, address, Order(), keys=keys) if address else Scan(source, 1, cached=False)
    return sorted(scan, key=lambda one: (one.path, one.member))


@pytest.mark.parametrize("workers", [later(1, name="1"), 2, later(4, name="4")])
def test_many_workers_see_what_this_computer_sees(tmp_path: Path, papers_of_all_kinds: Path, workers: int) -> None:
    with cluster(tmp_path, workers) as (address, _):
        assert _seen(papers_of_all_kinds, address) == _seen(papers_of_all_kinds, None)


_OBJECT = """
import os, pathlib
import checker.content.cluster as cluster
class Evil:
    def __reduce__(self):
        return (eval, ({run!r},))
class Told(Exception):
    def __reduce__(self):
        return (eval, ({run!r},))
def look(path, size, order):
    {how}
cluster.look = look
"""
_LIES = {
    "an object that runs a command": "return Evil()",
    "an error that runs a command": "raise Told()",
    "nothing was there": "import msgspec; return msgspec.msgpack.encode([])",
    "another file": "import msgspec; return msgspec.msgpack.encode([{'path': '', 'size': size + 1, 'read': 'read'}])",
    "no data": "return b'\\xc1'",
    "a number": "return 7",
    "gone": "os._exit(1)",
}


@pytest.mark.parametrize(
    "how",
    [how if name.endswith("command") else later(how, name=name) for name, how in _LIES.items()],
    ids=lambda how: next(name for name, one in _LIES.items() if one == how),
)
def test_a_worker_that_lies_or_dies_costs_its_files_only(
    tmp_path: Path, papers_of_all_kinds: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "run in the officer's program"
    run = f"'OFFICER' in __import__('os').environ and __import__('os').mkdir({str(proof)!r})"
    with cluster(tmp_path, 1, evil=_OBJECT.format(run=run, how=how)) as (address, _):
        monkeypatch.setenv("OFFICER", "here")  # neither in the worker nor in the scheduler
        assert _seen(papers_of_all_kinds, address) == _seen(papers_of_all_kinds, None)
    assert not proof.exists()


def test_a_scheduler_that_dies_costs_no_file(tmp_path: Path, papers_of_all_kinds: Path) -> None:
    for number in range(300):  # more than are on their way at once
        (papers_of_all_kinds / f"more {number}.txt").write_text(f"file {number}", "utf-8")
    with cluster(tmp_path, 1) as (address, running):
        source = Folders(live_machine(), [Root(str(papers_of_all_kinds), optional=False)])
        scan = ClusterScan(source, address, Order())
        seen = []
        for one in scan:
            seen.append(one)
            running[0].kill()
    assert sorted(seen, key=lambda one: (one.path, one.member)) == _seen(papers_of_all_kinds, None)
    assert not scan.stopped


def test_over_tls_nobody_comes_in_without_the_units_certificate(tmp_path: Path, papers_of_all_kinds: Path) -> None:
    ours, theirs = _authority(tmp_path / "ours"), _authority(tmp_path / "theirs")
    with cluster(tmp_path, 1, keys=ours) as (address, _):
        assert address.startswith("tls://")
        assert _seen(papers_of_all_kinds, address, ours) == _seen(papers_of_all_kinds, None)
        with pytest.raises(Unreachable):
            _seen(papers_of_all_kinds, address, theirs)


def _authority(folder: Path) -> Path:
    """A folder of keys under an authority of its own."""
    folder.mkdir()
    authority = pki.certificate("集群根", pki.new_key("ec"))
    one = pki.certificate("127.0.0.1", pki.new_key("ec"), authority)
    secret = one.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for name, content in zip(KEYS, (authority.pem, one.pem, secret), strict=True):
        (folder / name).write_bytes(content)
    return folder
