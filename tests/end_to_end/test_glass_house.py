"""Nothing leaves this computer and nothing is left on it: every command and the window, in a network and on a disk that
show all that is sent and written (`tests/worlds/observed.py`). No variable here turns anybody's telemetry off.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("network and mount namespaces are Linux's", allow_module_level=True)

from checker.report.verify.codes import Code
from tests.end_to_end.test_report import PARTICULARS
from tests.unit.content.papers import docx
from tests.unit.residue.media import File, fat32, partitioned
from tests.worlds.observed import ROOT, Seen, Step, observe, unfit
from tests.worlds.once import once

UNFIT = unfit()
pytestmark = pytest.mark.skipif(bool(UNFIT), reason=UNFIT)
ADB = "tcp 127.0.0.1 5037"  # the adb server that a person may have started; `phones` asks whether it is there
SECRET = "correct horse"
PICTURES = (ROOT / "docs" / "evidence" / "missed" / "missed-letter.jpg", ROOT / "docs" / "screens" / "result-zh.png")
OWN = (".cache/mijian", ".local/share/mijian")  # the program's own places in a home
LEAK = """
import os, socket
board = socket.create_server(("127.0.0.1", 8787))
try:
    socket.create_connection(("collector.example", 443))
except OSError:
    pass
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"id", ("203.0.113.7", 4433))
socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b"id", ("2001:db8::7", 4433))
open("/opt/left", "w").close()
os.makedirs("/var/tmp/left/behind")
open("/dev/shm/left", "w").close()
"""
DASK = """
import subprocess, sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        sys.exit(subprocess.run([*sys.argv[1:], "--workers", cluster.scheduler_address]).returncode)
"""
PHONE = """
import subprocess, sys
from pathlib import Path
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone
(Path("elsewhere/phone") / "sdcard" / "DCIM").mkdir(parents=True)
with StandInPhone(Path("elsewhere/phone"), secure=True, answers=GOOD) as peer:
    argv = [*sys.argv[1:], "--target", f"phone:127.0.0.1:{peer.port}"]
    sys.exit(subprocess.run(argv, input="y\\n王建国\\n", encoding="utf-8").returncode)
"""


@dataclass(frozen=True, slots=True)
class House:
    """What each step did, and what lay in the room before and afterwards."""

    room: Path
    seen: dict[str, Seen]
    before: dict[Path, tuple[float, ...]]


BRIEF = str(ROOT / "tests" / "policies" / "brief.toml")


def mijian(*words: str) -> tuple[str, ...]:
    return (sys.executable, str(ROOT / "main.py"), *words, "--language", "en")


def beside(script: str, argv: tuple[str, ...]) -> tuple[str, ...]:
    """A program of ours that is started by another's, which has a home of its own and tells it where to connect."""
    other = ("env", "HOME=elsewhere", "TMPDIR=elsewhere", f"PYTHONPATH={ROOT}", sys.executable, f"elsewhere/{script}")
    return (*other, "env", "-u", "PYTHONPATH", "HOME=home", "TMPDIR=tmp", *argv)


CLUSTER = [Step("dask", beside("cluster.py", mijian("documents", "stick", "--no-cache")))]
if find_spec("distributed") is None:
    CLUSTER.clear()
STEPS = (
    Step("control", (sys.executable, "-c", LEAK)),
    Step("daily", mijian("audit", "--policy", BRIEF, "--store", "store", "--json", "out/daily.json")),
    Step("quarterly", mijian("audit", "--profile", "quarterly", "--policy", BRIEF)),
    Step("medium", mijian("audit", "--target", "medium:image/stick.img", "--store", "store", "--deleted-content")),
    Step("documents", mijian("documents", "stick", "--workers", "2", "--json", "out/documents.json")),
    Step("residue", mijian("residue", "image/stick.img", "--full", "--json", "out/residue.json")),
    Step("dispose", mijian("dispose", "image/stick.img", "--decision", "destroy", "--by", "李四", "--tool", "某单位",
                           "--asset-number", "1", "--store", "store")),
    Step("phones", mijian("phones")),
    Step("update", mijian("update")),
    Step("checks", mijian("checks", "--coverage", "--json", "out/checks.json")),
    Step("keys", mijian("keys", "new", "out/keys", "--unit", "某局", "--name", "李四"), (SECRET, SECRET)),
    Step("keys show", mijian("keys", "show", "out/keys/inspector.p12"), (SECRET,)),
    Step(
        "campaign",
        mijian("campaign", "new", "out/c.json", "--name", "Q4", "--since", "2026-10-01", "--until", "2026-12-31"),
    ),
    Step(
        "report",
        mijian("report", "out/daily.json", "--context", "office.toml", "--sign", "out/keys/inspector.p12",
               "--store", "store"),
        (SECRET,),
    ),
    Step("verify", mijian("verify", "out/daily.pdf", "--trust", "out/keys/trust", "--store", "store")),
    Step("rollup", mijian("rollup", "out/daily.dsse.json", "--trust", "out/keys/trust", "--store", "store",
                          "--form", "out/rollup.pdf")),
    Step("window", (sys.executable, "-m", "tests.worlds.window_driver", "quarterly", "--policy", BRIEF),
         place=str(ROOT)),
    Step("phone", beside("phone.py", mijian("audit", "--store", "store", "--json", "out/phone.json"))),
    *CLUSTER,
)  # fmt: skip
PEERED = ("phone", "dask")  # with a program of another's, which listens
ENDS = {"phones": (3,), "verify": (Code.NOT_APPROVED,)}  # the policy here was signed by no approver, and that is said
OURS = [step.name for step in STEPS if step.name != "control"]


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest) -> House:
    return once(request, "glass", built)


def built(room: Path) -> House:
    for name in ("home/Pictures", "tmp", "out", "store", "stick/papers/2025", "image", "elsewhere"):
        (room / name).mkdir(parents=True)
    for folder in ("home/Pictures", "stick/papers/2025"):
        for picture in PICTURES:
            shutil.copy(picture, room / folder)
    (room / "stick" / "papers" / "a.docx").write_bytes(docx())
    (room / "office.toml").write_text(PARTICULARS, "utf-8")
    (room / "elsewhere" / "cluster.py").write_text(DASK, "utf-8")
    (room / "elsewhere" / "phone.py").write_text(PHONE, "utf-8")
    photo = PICTURES[0].read_bytes()
    image = partitioned(fat32([File("LIVE.JPG", photo, deleted=False), File("GONE.JPG", photo)]))
    (room / "image" / "stick.img").write_bytes(image)
    inspected = [
        path for name in ("home/Pictures", "stick", "image") for path in ((room / name), *(room / name).rglob("*"))
    ]
    for path in inspected:
        os.utime(path, (1, 1))  # so old that a reader who does not take care renews it, whatever the mount says
    before = {path: state(path) for path in inspected}
    bare = {"HOME": str(room / "home"), "TMPDIR": str(room / "tmp"), "QT_QPA_PLATFORM": "offscreen"}
    bare["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"
    return House(room, observe(room, STEPS, bare), before)


def state(path: Path) -> tuple[float, ...]:
    found = path.lstat()
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_atime_ns


def test_the_house_sees_a_look_up_a_connection_a_packet_a_listener_and_a_file(house: House):
    """The control: without it, a quiet result would say nothing."""
    control = house.seen["control"]
    assert "collector.example" in control.names
    assert {"tcp 127.0.0.2 443", "udp 203.0.113.7 4433", "udp 2001:db8::7 4433"} <= set(control.sent)
    assert 8787 in control.listened
    assert {"/opt/left", "/var/tmp/left/behind", "/dev/shm/left"} <= set(control.written)


@pytest.mark.parametrize("name", OURS)
def test_every_step_did_its_work(house: House, name: str):
    seen = house.seen[name]
    assert seen.ended in ENDS.get(name, (0, 1, 2)), seen.shown
    assert "Traceback" not in seen.shown


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_looked_up_or_sent(house: House, name: str):
    seen = house.seen[name]
    assert seen.names == []
    if name in PEERED:  # the address that it was told
        assert all(line.startswith("tcp 127.0.0.1 ") for line in seen.sent)
    else:
        assert set(seen.sent) <= ({ADB} if name in ("phones", "window") else set())


@pytest.mark.parametrize("name", [name for name in OURS if name not in PEERED])
def test_nobody_can_connect_to_us(house: House, name: str):
    assert house.seen[name].listened == []


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_written_outside_of_the_room(house: House, name: str):
    places = tuple(f"{place}/" for place in (ROOT, Path(sys.prefix).resolve()))
    foreign = [
        path for path in house.seen[name].written if not ("/__pycache__/" in path and path.startswith(places))
    ]  # a clone's Python keeps its byte code beside the program
    assert foreign == []


def test_what_was_inspected_is_as_it_was_access_times_too(house: House):
    assert {path: state(path) for path in house.before} == house.before
    after = {path for path in house.before if path.is_dir() for path in path.iterdir()}
    assert after <= house.before.keys()


def test_a_home_gets_nothing_but_our_own_folders(house: House):
    home = house.room / "home"
    left = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    own = {name for name in left if name.startswith(OWN)}
    assert left - own == {f"Pictures/{picture.name}" for picture in PICTURES}


def test_nothing_stays_in_the_temporary_folder(house: House):
    assert list((house.room / "tmp").iterdir()) == []


@pytest.mark.skipif("dask" not in OURS, reason="distributed is not installed")
def test_a_clusters_worker_leaves_nothing_of_the_networks_behind(house: House):
    assert {path.name for path in (house.room / "elsewhere").iterdir()} <= {
        "cluster.py",
        "phone.py",
        "phone",
        "dask-scratch-space",
        "__pycache__",
    }


def test_outputs_are_those_that_were_named(house: House):
    names = {path.name for path in (house.room / "out").iterdir()}
    named = {"daily.json", "documents.json", "residue.json", "checks.json", "keys", "c.json", "daily.pdf"}
    assert names == named | {"daily.dsse.json", "rollup.pdf", "phone.json"}
    assert {path.name for path in house.room.iterdir()} == {
        "home", "tmp", "out", "store", "stick", "image", "elsewhere", "office.toml",
    }  # fmt: skip
