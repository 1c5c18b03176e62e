"""Root runs no code that others may write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.machine.own_code import REFUSED, of_others

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files to others"
)

ROOT = Path(__file__).parents[3]
_STAFF = 1000
_PROOF = "open({proof!r}, 'w').write('ran')\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "mijian"
    (folder / "checks" / "local").mkdir(parents=True)
    (folder / "main.py").write_text("", "utf-8")
    (folder / "checks" / "local" / "unit.py").write_text("", "utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    return folder


def _owned(program: Path) -> None:
    os.chown(program / "checks" / "local" / "unit.py", _STAFF, _STAFF)


def _owned_folder(program: Path) -> None:
    os.chown(program / "checks" / "local", _STAFF, _STAFF)


def _by_all(program: Path) -> None:
    (program / "main.py").chmod(0o646)


def _by_a_group(program: Path) -> None:
    os.chown(program / "main.py", 0, _STAFF)
    (program / "main.py").chmod(0o664)


def _on_the_way(program: Path) -> None:
    os.chown(program.parent, _STAFF, _STAFF)


def _by_a_link(program: Path) -> None:
    elsewhere = program.parent / "theirs.py"
    elsewhere.write_text("", "utf-8")
    os.chown(elsewhere, _STAFF, _STAFF)
    (program / "checks" / "local" / "unit.py").unlink()
    (program / "checks" / "local" / "unit.py").symlink_to(elsewhere)


@pytest.mark.parametrize(
    "given", [_owned, _owned_folder, _by_all, _by_a_group, _on_the_way, _by_a_link], ids=lambda way: way.__name__
)
def test_what_somebody_else_may_write_is_named(program: Path, given: Callable[[Path], None]) -> None:
    assert list(of_others([program])) == []
    given(program)
    assert list(of_others([program])) != []


def test_a_folder_for_all_with_the_sticky_bit_on_the_way_is_no_danger(program: Path) -> None:
    program.parent.chmod(0o1777)
    assert list(of_others([program])) == []
    program.parent.chmod(0o777)
    assert list(of_others([program])) == [program.parent]


def test_a_place_that_is_not_there_is_no_danger(tmp_path: Path) -> None:
    assert list(of_others([tmp_path / "nothing"])) == []


def test_the_program_run_by_root_refuses_and_runs_nothing_of_it(tmp_path: Path) -> None:
    clone, proof = tmp_path / "clone", tmp_path / "proof"
    left = shutil.ignore_patterns("__pycache__", "*.onnx")
    for name in ("checker", "checks", "gui"):
        shutil.copytree(ROOT / name, clone / name, ignore=left)
    shutil.copy2(ROOT / "main.py", clone)
    theirs = clone / "checks" / "local" / "unit.py"
    theirs.write_text(_PROOF.format(proof=str(proof)), "utf-8")
    argv = [sys.executable, clone / "main.py", "checks"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, proof.exists()) == (0, True), done.stderr
    proof.unlink()

    os.chown(theirs, _STAFF, _STAFF)
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, proof.exists(), done.stdout) == (REFUSED, False, "")
    assert str(theirs) in done.stderr
    assert "没有运行" in done.stderr
    assert "Not started" in done.stderr
