"""Whatever a command is given to look at is afterwards as it was: bytes, rights, and all four times, folders' too."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.test_foreign_code import COMMANDS
from tests.scenarios.medium import volume
from tests.unit.residue import files
from tests.unit.residue.media import File

pytestmark = pytest.mark.skipif(not hasattr(os, "O_NOATIME"), reason="Linux keeps access times on request alone")

ROOT = Path(__file__).parents[2]
LONG_AGO, BEFORE = 1_577_836_800, 1_546_300_800  # 2020 and 2019: a plain read would set the access time anew
GIVEN = ["empty", "papers", "policy.toml", "recording.json", "result.json", "stick.img"]
# What is read of the folder by more ways than `COMMANDS` has.
MORE = (
    ("audit", "--replay", "{paper}/recording.json", "--policy", "{paper}/policy.toml", "--store", "{store}"),
    ("documents", "{paper}/papers", "{paper}/papers/a.txt", "--workers", "1", "--store", "{store}"),
    ("residue", "{paper}/stick.img", "--full", "--store", "{store}"),
    ("residue", "{paper}/stick.img", "--verify", "--store", "{store}"),
    ("report", "{paper}/result.json", "--store", "{store}"),
    ("verify", "{paper}/result.json", "{paper}/papers"),
    ("rollup", "{paper}/papers", "--store", "{store}"),
    ("campaign", "show", "{paper}/result.json"),
    ("keys", "show", "{paper}/stick.img"),
    ("update", "{paper}/result.json"),
)


@pytest.fixture
def paper(tmp_path: Path) -> list[Path]:
    """Files and folders below one, which is the last."""
    folder = tmp_path / "given"
    deep = folder / "papers" / "one" / "two"
    deep.mkdir(parents=True)
    (folder / "papers" / "a.txt").write_text("机密★10年\n\n关于开展检查的通知\n", "utf-8")
    (deep / "b.jpg").write_bytes(files.jpeg(1))
    (deep / "c.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (deep / "link").symlink_to("../../a.txt")
    (folder / "empty").mkdir()
    (folder / "stick.img").write_bytes(volume(File("A.DOC", files.ole(2)), File("B.JPG", files.jpeg(1), deleted=False)))
    (folder / "policy.toml").write_text("", "utf-8")
    for name in ("recording", "result"):
        (folder / f"{name}.json").write_text("{}", "utf-8")
    given = [*sorted(folder.rglob("*"), key=Path.is_dir), folder]
    for path in given:
        os.utime(path, (LONG_AGO, BEFORE), follow_symlinks=False)
    return given


def _state(names: list[Path]) -> dict[str, tuple[object, ...]]:
    """Told without touching: the digest of a file, rights, size, and all times. The list is made before: listing a
    folder would set its access time.
    """
    found: dict[str, tuple[object, ...]] = {}
    for path in names:
        seen, digest = path.lstat(), ""
        if stat.S_ISREG(seen.st_mode):
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOATIME), "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        times = (seen.st_atime_ns, seen.st_mtime_ns, seen.st_ctime_ns)
        found[path.name] = (digest, seen.st_mode, seen.st_size, *times)
    return found


@pytest.mark.parametrize("words", [*COMMANDS, *MORE], ids=" ".join)
def test_no_command_changes_what_it_is_given(words: tuple[str, ...], paper: list[Path], tmp_path: Path) -> None:
    before = _state(paper)
    given = [word.format(paper=paper[-1], store=tmp_path / "store", root=ROOT) for word in words]
    command = [sys.executable, str(ROOT / "main.py"), *given]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert "Traceback" not in done.stderr
    assert _state(paper) == before
    assert sorted(path.name for path in paper[-1].iterdir()) == GIVEN, "something was left there"


def test_a_plain_read_would_be_seen(paper: list[Path]) -> None:
    """The control: without it, equal times would say nothing (a file system that is mounted without them)."""
    before = _state(paper)
    if "noatime" in _options(paper[-1]):
        pytest.skip("this file system keeps no access times")
    paper[0].read_bytes()
    assert _state(paper) != before


def _options(path: Path) -> str:
    rows = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
    return max(
        (row for row in rows if path.is_relative_to(row[1])), key=lambda row: len(row[1]), default=["", "", "", ""]
    )[3]
