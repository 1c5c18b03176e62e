"""A medium is opened for reading and nothing else, by every command; and a scan that is killed goes on where it was."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checker.residue.carving import SAVED
from checker.residue.result import Mode
from checker.residue.scan import Scan
from tests.packages import needs
from tests.scenarios.medium import volume
from tests.unit.residue import files
from tests.unit.residue.media import File

ROOT = Path(__file__).parents[2]
MIB = 1 << 20
SIZE = 2 * SAVED + 256 * MIB
# With all its children, and nobody gets to clean up.
_KILLED_AT_A_CHECKPOINT = """
import os, signal, sys
from checker.residue.checkpoint import Checkpoints
keep = Checkpoints.keep
def kept(*given):
    keep(*given)
    os.killpg(0, signal.SIGKILL)
Checkpoints.keep = kept
import main
sys.exit(main.main(sys.argv[1:]))
"""
CALLS = (
    "open,openat,openat2,creat,truncate,ftruncate,write,writev,pwrite64,pwritev,pwritev2,mmap,fallocate,sendfile,splice,"
    "copy_file_range,utimensat,fsetxattr,fchmod,fchown,ioctl,unlink,unlinkat,rename,renameat,renameat2"
)
# Of a medium's descriptor: what may be asked of it. BLK*: sizes; 0x30d: HDIO_GET_IDENTITY; 0x4e..41: NVMe, which reads.
_ASKS = re.compile(r"BLKGETSIZE64|BLKSSZGET|BLKPBSZGET|TCGETS|FIO(?:N)?CLEX|HDIO_GET_IDENTITY|NVME_IOCTL_ADMIN_CMD")


@needs("strace")
@pytest.mark.parametrize(
    "command",
    [
        "residue {medium}",
        "residue {medium} --quick",
        "residue {medium} --tenth",
        "residue {medium} --verify",
        "residue {medium} --full --deleted-content",
        "audit --target medium:{medium} --profile disposal",
        "audit --target medium:{medium} --deleted-content",
        "dispose {medium} --decision destroy --by A --tool B --asset-number 1",
    ],
)
def test_no_call_writes_to_a_medium(command: str, tmp_path: Path) -> None:
    medium, log = tmp_path / "medium.img", tmp_path / "calls"
    medium.write_bytes(volume(File("A.DOC", files.ole(2)), File("B.JPG", files.jpeg(1), deleted=False)))
    argv = [word.format(medium=medium) for word in command.split()]
    # With --seccomp-bpf no other call stops: as root the program looks at a hundred thousand files before it begins.
    traced = ("strace", "-f", "--seccomp-bpf", "-y", "-s", "4", "-e", f"trace={CALLS}", "-o", str(log))
    argv = [*traced, sys.executable, "main.py", *argv]
    subprocess.run([*argv, "--store", str(tmp_path / "store")], cwd=ROOT, capture_output=True, check=False)
    about = [line.partition(" ")[2].strip() for line in log.read_text("utf-8", "replace").splitlines()]
    about = [
        line for line in about if "medium.img" in line.partition(" = ")[0] or ("<" in line and "medium.img>" in line)
    ]
    assert any("open" in line for line in about), "the medium was never opened: the trace shows nothing"
    for line in about:
        name = line.partition("(")[0]
        if name.startswith("open"):
            assert not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", line), line
        elif name == "ioctl":
            assert _ASKS.search(line), line
        elif name in ("write", "writev", "mmap"):
            assert not re.match(rf"{name}\(\d+<[^>]*medium\.img>", line), line
        else:
            assert "resumed" in name or not re.search(r"medium\.img", line), line


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_scan_that_is_killed_goes_on_and_finds_what_one_scan_finds(tmp_path: Path) -> None:
    medium, store = tmp_path / "medium.img", tmp_path / "store"
    with medium.open("wb") as file:
        for at, seed in ((10 * MIB, 1), (300 * MIB, 2)):
            file.seek(at)
            file.write(files.jpeg(seed))
        file.truncate(SIZE)
    argv = [sys.executable, "-c", _KILLED_AT_A_CHECKPOINT, "residue", str(medium), "--store", str(store)]
    killed = subprocess.run(argv, cwd=ROOT, capture_output=True, start_new_session=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert list(store.glob("media/residue-*.json"))
    again = Scan(str(medium), Mode.FULL, folder=store / "media")
    resumed = again.run()
    assert again.resumed
    afresh = Scan(str(medium), Mode.FULL).run()
    assert (resumed.finds, resumed.verdict, resumed.map) == (afresh.finds, afresh.verdict, afresh.map)
    assert resumed.read == afresh.read == SIZE
    assert len(resumed.recoverable) == 2
    assert not list(store.glob("media/residue-*.json")), "nothing is left to go on with"
