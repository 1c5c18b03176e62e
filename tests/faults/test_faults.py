"""Whenever it is killed, and whatever the disk refuses: what was said to be kept is kept, once; the rest can follow.

The faults are the kernel's own as the process sees them: strace ends it at its n-th call that writes, or lets that call
and those after it fail. So no line of the product can be forgotten.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.faults import work
from tests.nightly import WHOLE as ALL_NIGHT

pytestmark = [
    pytest.mark.sampled,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (apt-get install strace)"),
]
CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,link,linkat"
FILLS = "write,pwrite64,fsync,fdatasync,ftruncate,mkdir"
_STEP = 1 if ALL_NIGHT else 37  # of the calls at which it is killed, or from which on the disk refuses
_UNSAID = "choice"  # a choice of the screen that cannot be kept is not worth a word


def _traced(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ("strace", "-f", "-o", str(folder.with_suffix(".trace")), *options)
    program = (sys.executable, "-B", "-m", "tests.faults.work", str(folder))
    return subprocess.run((*command, *program), capture_output=True, text=True, check=False, cwd=Path.cwd())


@cache
def _calls(calls: str) -> int:
    """How many of these calls the whole work makes."""
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "kept"
        ran = _traced(folder, "-e", f"trace={calls}")
        assert ran.returncode == 0, ran.stderr
        assert all(work.kept(folder).values())
        return len(re.findall(r"^\d+ +(?!---|\+\+\+)\w+\(", folder.with_suffix(".trace").read_text("utf-8"), re.M))


def _said(output: str, word: str) -> set[str]:
    return {line.removeprefix(word + " ").partition(":")[0] for line in output.splitlines() if line.startswith(word)}


def _finished(folder: Path) -> None:
    """Done again without a fault: all is there, and nothing twice."""
    ran = subprocess.run(
        (sys.executable, "-B", "-m", "tests.faults.work", str(folder)), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "refused" not in ran.stdout
    assert work.kept(folder) == dict.fromkeys(work.steps(folder), True)
    left = [one.name for one in folder.rglob(".*") if one.is_file()]
    assert len(left) <= 1, "a file that was begun when it was killed stays; no other does"


def test_killed_at_any_call_that_writes_it_has_kept_what_it_said(tmp_path: Path) -> None:
    number = _calls(CALLS)
    assert number > 60
    for at in range(1, number + 1, _STEP):
        folder = tmp_path / f"killed-{at}"
        ran = _traced(folder, "-e", f"trace={CALLS}", "-e", f"inject={CALLS}:signal=SIGKILL:when={at}")
        assert "ready" in ran.stdout
        done = _said(ran.stdout, "done")
        found = work.kept(folder)
        assert {name for name in done if not found[name]} == set(), f"said at call {at}, and lost"
        _finished(folder)


@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT", "EROFS", "EIO"])
def test_a_disk_that_refuses_ends_in_a_sentence_and_loses_nothing(tmp_path: Path, error: str) -> None:
    number = _calls(FILLS)
    for at in range(1, number + 1, _STEP * 3):
        folder = tmp_path / f"{error}-{at}"
        ran = _traced(folder, "-e", f"trace={FILLS}", "-e", f"inject={FILLS}:error={error}:when={at}+")
        assert ran.returncode == 0, f"call {at}: {ran.stderr[-2000:]}"
        done, refused = _said(ran.stdout, "done"), _said(ran.stdout, "refused")
        assert done | refused == set(work.steps(folder))
        found = work.kept(folder)
        assert {name for name in done - {_UNSAID} if not found[name]} == set(), f"said at call {at}, and lost"
        _finished(folder)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(("link,linkat:error=EPERM", "chmod,fchmod,fchmodat:error=EPERM"), id="FAT"),
        pytest.param(("link,linkat:error=ENOSYS", "fsync,fdatasync:error=EINVAL"), id="network"),
    ],
)
def test_a_store_on_a_stick_or_far_away_keeps_all_or_says_what_not(tmp_path: Path, place: tuple[str, ...]) -> None:
    """No hard links, no rights; or neither links nor a disk to wait for."""
    folder = tmp_path / "kept"
    traced = "link,linkat,chmod,fchmod,fchmodat,fsync,fdatasync"
    ran = _traced(folder, "-e", f"trace={traced}", *(word for one in place for word in ("-e", f"inject={one}:when=1+")))
    assert ran.returncode == 0, ran.stderr
    done, refused = _said(ran.stdout, "done"), _said(ran.stdout, "refused")
    assert done | refused == set(work.steps(folder))
    assert not refused or "fsync" in place[1]
    found = work.kept(folder)
    assert {name for name in done - {_UNSAID} if not found[name]} == set()
    _finished(folder)
