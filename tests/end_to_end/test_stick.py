"""The stick: one folder that is started from media that cannot be written, wherever it lies, and leaves nothing behind.

`./mijian test-frozen` builds the program once and runs this with it; `MIJIAN_BUNDLE=FOLDER` takes a finished one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.frozen,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts of one's own need root, on Linux"),
]
ROOT = Path(__file__).parents[2]
NOBODY = 65534
# A namespace of its own: no network, the stick read-only, and every place where a program might leave something is new.
START = """
set -e
mount --make-rprivate /
mount --bind "$1" "$2"
[ "$3" = writable ] || mount -o remount,bind,ro "$2"
for place in /tmp /var/tmp /dev/shm /run /home /root /mnt /media; do
  case "$2/" in "$place"/*) continue ;; esac
  [ ! -d "$place" ] || mount -t tmpfs -o mode=1777 none "$place"
done
shift 3
cd /
set +e
setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs env -i PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"
status=$?
find /tmp /var/tmp /dev/shm /run /home /root /mnt /media -xdev -user 65534 ! -path "$2*" 2>/dev/null >&3
exit $status
"""


@pytest.fixture(scope="module")
def stick(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stick")
    build = ROOT / "packaging" / "stick" / "build.sh"
    subprocess.run([str(build), str(made), f"linux-x86_64={program.parent}"], check=True)
    return made / "密检"


@pytest.fixture
def place() -> Path:
    """Where it is plugged in: a path with blanks and Chinese, outside of what is made new."""
    found = Path("/srv/一个 U 盘 (E)")
    found.mkdir(parents=True)
    yield found  # type: ignore[misc]
    found.rmdir()


def _started(
    stick: Path, place: Path, *words: str, writable: bool = False
) -> tuple[subprocess.CompletedProcess[str], str]:
    """What it said, and what it left on the computer."""
    reading, writing = os.pipe()
    argv = ["unshare", "--mount", "--net", "--ipc", "bash", "-c", START, "start", str(stick), str(place)]
    argv += ["writable" if writable else "read-only", "sh", f"{place}/打开密检-Linux.sh", *words]
    shift = f'exec 3>&{writing}; exec "$@"'
    done = subprocess.run(
        ["bash", "-c", shift, "start", *argv],
        capture_output=True, text=True, timeout=1200, check=False, pass_fds=[writing],
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as left:
        return done, left.read()


def test_its_self_test_passes_and_leaves_nothing(stick: Path, place: Path) -> None:
    done, left = _started(stick, place, "--self-test", "--language", "en")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "parts work" in done.stdout.splitlines()[-1]
    assert "The stick cannot be written" in done.stderr
    assert left == ""


def test_an_audit_from_it_leaves_nothing(stick: Path, place: Path) -> None:
    policy = "/srv/brief.toml"
    shutil.copyfile(ROOT / "tests" / "policies" / "brief.toml", policy)
    try:
        done, left = _started(stick, place, "audit", "--policy", policy)
    finally:
        os.unlink(policy)
    assert done.returncode in (0, 1, 2), done.stderr
    assert left == ""


def test_results_go_to_the_stick_where_it_can_be_written(stick: Path, place: Path) -> None:
    os.chown(stick, NOBODY, NOBODY)
    try:
        done, left = _started(stick, place, "audit", "--policy", str(place / "none"), writable=True)
        assert done.returncode == 64, done.stderr  # no such policy: asked for wrongly, after the folder was made
        kept = stick / "results"
        assert kept.is_dir()
        shutil.rmtree(kept)
    finally:
        os.chown(stick, 0, 0)
    assert left == ""


def test_another_processor_is_told(stick: Path, place: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    shutil.copytree(stick, odd, symlinks=True, ignore=shutil.ignore_patterns("linux-x86_64"))
    done, _ = _started(odd, place, "audit")
    assert done.returncode == 69
    assert "There is no Mijian for this processor (x86_64)" in done.stderr
