"""Root runs no code that others may write."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.machine.own_code import REFUSED, library, of_others, open_shelves

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


def _below_a_link(program: Path) -> None:
    _elsewhere(program)
    os.chown(program.parent / "theirs" / "local" / "unit.py", _STAFF, _STAFF)


def _on_the_way_to_a_link(program: Path) -> None:
    _elsewhere(program)
    os.chown(program.parent / "theirs", _STAFF, _STAFF)


def _elsewhere(program: Path) -> None:
    (program.parent / "theirs").mkdir(mode=0o755)
    (program / "checks" / "local").rename(program.parent / "theirs" / "local")
    (program / "checks" / "local").symlink_to(program.parent / "theirs" / "local")


def _by_a_link_to_a_link(program: Path) -> None:
    theirs = program.parent / "theirs"
    theirs.mkdir(mode=0o755)
    (program / "checks" / "local" / "unit.py").rename(program.parent / "ours.py")
    (theirs / "link").symlink_to(program.parent / "ours.py")
    (program / "checks" / "local" / "unit.py").symlink_to(theirs / "link")
    os.chown(theirs, _STAFF, _STAFF)


def _by_an_access_control_list(program: Path) -> None:
    everyone = 0xFFFF_FFFF
    entries = ((0x01, 6, everyone), (0x02, 6, _STAFF), (0x04, 4, everyone), (0x10, 6, everyone), (0x20, 4, everyone))
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(program / "main.py", "system.posix_acl_access", listed)
    except OSError as error:
        pytest.skip(f"no access control lists here: {error.strerror}")


_WAYS = (
    *(_owned, _owned_folder, _by_all, _by_a_group, _on_the_way, _by_a_link),
    *(_below_a_link, _on_the_way_to_a_link, _by_a_link_to_a_link, _by_an_access_control_list),
)


@pytest.mark.parametrize("given", _WAYS, ids=lambda way: way.__name__)
def test_what_somebody_else_may_write_is_named(program: Path, given: Callable[[Path], None]) -> None:
    assert list(of_others([program])) == []
    given(program)
    assert list(of_others([program])) != []


def test_a_folder_for_all_with_the_sticky_bit_on_the_way_is_no_danger(program: Path) -> None:
    program.parent.chmod(0o1777)
    assert list(of_others([program])) == []
    program.parent.chmod(0o777)
    assert list(of_others([program])) == [program.parent]


def test_links_that_lead_in_a_circle_are_followed_to_an_end(program: Path) -> None:
    (program / "again").symlink_to(program)
    (program / "round").symlink_to(program / "round")
    assert list(of_others([program])) == []


def test_a_folder_of_modules_in_which_all_may_put_one_is_named_in_spite_of_its_sticky_bit(program: Path) -> None:
    assert list(open_shelves([program])) == []
    program.chmod(0o1777)
    assert list(open_shelves([program])) == [program]


def test_a_place_that_is_not_there_is_no_danger(tmp_path: Path) -> None:
    assert list(of_others([tmp_path / "nothing"])) == []


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_packages_of_another_python_count_where_they_are_looked_in(tmp_path: Path, name: str) -> None:
    for folder in ("json", name):
        (tmp_path / folder).mkdir()
    (tmp_path / "os.py").write_text("", "utf-8")
    assert {one.name for one in library(tmp_path, [])} == {"json", "os.py"}
    (tmp_path / "beside").symlink_to(tmp_path / name)
    for spelt in (tmp_path / name, tmp_path / "beside"):
        assert {one.name for one in library(tmp_path, [str(spelt)])} >= {"json", "os.py", name}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    clone = tmp_path / "clone"
    left = shutil.ignore_patterns("__pycache__", "*.onnx")
    for name in ("checker", "checks", "gui"):
        shutil.copytree(ROOT / name, clone / name, ignore=left)
    shutil.copy2(ROOT / "main.py", clone)
    return clone


def _started(clone: Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-I", clone / "main.py", "checks"]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.parametrize("theirs", ["checks/local/unit.py", "checker/terminal/arguments.py"])
def test_the_program_run_by_root_refuses_and_runs_nothing_of_it(clone: Path, tmp_path: Path, theirs: str) -> None:
    proof, module = tmp_path / "proof", clone / theirs
    before = module.read_text("utf-8") if module.exists() else ""
    module.write_text(f"{before}\n{_PROOF.format(proof=str(proof))}", "utf-8")
    done = _started(clone)
    assert (done.returncode, proof.exists()) == (0, True), done.stderr
    proof.unlink()

    os.chown(module, _STAFF, _STAFF)
    done = _started(clone)

    assert (done.returncode, proof.exists(), done.stdout) == (REFUSED, False, "")
    assert str(module) in done.stderr
    assert "没有运行" in done.stderr
    assert "Not started" in done.stderr


@pytest.mark.parametrize("name", ["argparse.py", "attr.py"])  # the standard library has one, or nobody
def test_a_module_that_others_put_beside_the_program_is_not_run_and_refused(
    clone: Path, tmp_path: Path, name: str
) -> None:
    proof, module = tmp_path / "proof", clone / name
    module.write_text(_PROOF.format(proof=str(proof)), "utf-8")
    os.chown(module, _STAFF, _STAFF)
    done = _started(clone)
    assert (done.returncode, proof.exists()) == (REFUSED, False)
    assert str(module) in done.stderr
