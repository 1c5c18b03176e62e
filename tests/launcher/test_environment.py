"""Which environment serves and what becomes of the others: environment.py with a stand-in for venv and pip."""

from __future__ import annotations

import errno
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.launcher.clone import ROOT, STAMP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, and locks that a second opening meets")
Make = Callable[..., Path]


@pytest.fixture
def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("set_up", ROOT / "packaging" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def root(module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with three locks, in which a virtual environment is a link to this Python."""
    (tmp_path / "packaging" / "locks").mkdir(parents=True)
    for name in ("runtime", "dev", "package"):
        (tmp_path / "packaging" / "locks" / f"{name}.txt").write_text("a==1\n", encoding="utf-8")

    def run(argv: list[str], root: Path, heard: Callable[[str], None]) -> None:
        if "venv" in argv:
            (Path(argv[-1]) / "bin").mkdir(parents=True)
            (Path(argv[-1]) / "bin" / "python").symlink_to(argv[0])
        else:
            lock = Path(argv[argv.index("-r") + 1]).stem
            (Path(argv[0]).parent / lock).touch()

    monkeypatch.setattr(module, "_run", run)
    return tmp_path


@pytest.fixture
def made(module: ModuleType, root: Path) -> Make:
    def make(*locks: str) -> Path:
        folder: Path = module.environment(root, set(locks or ("runtime",)))
        assert (root / ".venv").readlink() == Path(folder.name)
        return folder

    return make


def _installed(folder: Path) -> set[str]:
    return {file.name for file in (folder / "bin").iterdir()} - {"python"}


def _stamped(**other: Any) -> Callable[[Path, Path], None]:
    def change(root: Path, folder: Path) -> None:
        stamp = json.loads((folder / STAMP).read_bytes())
        (folder / STAMP).write_text(json.dumps({**stamp, **other}), encoding="utf-8")

    return change


def _lock_changed(root: Path, folder: Path) -> None:
    (root / "packaging" / "locks" / "runtime.txt").write_text("a==2\n", encoding="utf-8")


def _no_stamp(root: Path, folder: Path) -> None:
    (folder / STAMP).unlink()


def _empty_stamp(root: Path, folder: Path) -> None:
    (folder / STAMP).write_bytes(b"")


def _another_python(root: Path, folder: Path) -> None:
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to("/bin/true")


def _renamed(root: Path, folder: Path) -> None:
    folder.rename(root / ".venv-other")


@pytest.mark.parametrize(
    "change",
    [
        _stamped(version="3.11.0"),
        _stamped(interpreter="/opt/python/bin/python3.11"),
        _stamped(place="/elsewhere/.venv-1"),
        _stamped(locks={"lost": None, "runtime": "0"}),
        _lock_changed,
        _no_stamp,
        _empty_stamp,
        _another_python,
        _renamed,
    ],
)
def test_it_is_made_anew_when_what_it_was_made_of_has_changed(
    change: Callable[[Path, Path], None], root: Path, made: Make
) -> None:
    first = made()
    assert made() == first
    change(root, first)
    second = made()
    assert second != first
    assert list(root.glob(".venv-*")) == [second]


def test_a_whole_one_that_nothing_points_to_yet_is_used(root: Path, made: Make) -> None:
    first = made()
    (root / ".venv").unlink()
    assert made() == first


def test_what_dead_set_ups_left_is_cleared_away(root: Path, made: Make) -> None:
    first = made()
    (root / ".venv-0" / "bin").mkdir(parents=True)
    (root / ".venv-dead-1" / "lib").mkdir(parents=True)
    (root / ".venv-link-2").symlink_to(".venv-9")
    assert made() == first
    assert list(root.glob(".venv-*")) == [first]


@pytest.mark.parametrize("linked", [True, False])
def test_what_stood_in_its_place_gives_way_and_a_links_target_stays(linked: bool, root: Path, made: Make) -> None:
    old = root / "elsewhere" if linked else root / ".venv"
    (old / "bin").mkdir(parents=True)
    if linked:
        (root / ".venv").symlink_to(old)
    first = made()
    assert list(root.glob(".venv-*")) == [first]
    assert old.exists()
    assert (old / STAMP).exists() is not linked


def test_another_locks_packages_are_kept_and_come_back_after_an_update(root: Path, made: Make) -> None:
    assert _installed(made()) == {"runtime"}
    assert _installed(made("dev")) == {"dev"}
    assert _installed(made("dev", "package")) == {"dev", "package"}
    largest = made("dev")
    assert made() == largest
    for name in ("runtime", "dev", "package"):
        (root / "packaging" / "locks" / f"{name}.txt").write_text("a==2\n", encoding="utf-8")
    assert _installed(made()) == {"dev", "package"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_failure_leaves_what_was_there_and_no_rest(
    number: int, root: Path, made: Make, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made()
    _lock_changed(root, first)

    def fail(folder: Path, stamp: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(module, "_seal", fail)
    with pytest.raises(OSError, match="no"):
        made()
    assert list(root.glob(".venv-*")) == [first]


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.ENOSPC, "磁盘已满", "disk is full"),
        (errno.EROFS, "不能写入", "cannot be written"),
        (errno.EACCES, "不能写入", "cannot be written"),
        (errno.EIO, "信息中心", "ask IT"),
    ],
)
def test_the_systems_refusals_are_69_and_a_sentence(
    number: int,
    zh: str,
    en: str,
    module: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(root: Path, locks: set[str]) -> Path:
        raise OSError(number, "no")

    monkeypatch.setattr(module, "environment", fail)
    assert module.main(["runtime"]) == 69
    shown = capsys.readouterr()
    assert (shown.out, len(shown.err.splitlines())) == ("", 1)
    assert zh in shown.err
    assert en in shown.err


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "磁盘", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "不符", "not the one"),
        ("ERROR: No matching distribution found for adb-shell==0.4.3", "软件源", "index"),
        ("Segmentation fault", "详情", "details"),
    ],
)
def test_what_pip_says_becomes_a_sentence_and_stays_in_a_file(
    said: str, zh: str, en: str, module: ModuleType, tmp_path: Path
) -> None:
    sentence = str(module._reason(said, tmp_path))
    assert zh in sentence
    assert en in sentence
    assert said not in sentence
    assert (tmp_path / ".venv.log").read_text("utf-8") == said


def test_packages_for_other_systems_are_not_waited_for(
    module: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = module.Progress(4)
    for line in (
        "Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment",
        "Collecting a==1",
        "  Downloading a-1-py3-none-any.whl (3 kB)",
        "Processing /wheels/b-1-py3-none-any.whl",
        "Requirement already satisfied: c==1 in /lib",
    ):
        progress.heard(line)
    assert "3/3" in capsys.readouterr().err


@pytest.fixture
def busy(module: ModuleType, root: Path) -> Iterator[None]:
    with module._alone(root, wait=True):
        yield


def test_a_start_that_has_what_it_needs_does_not_wait_for_a_set_up(
    root: Path, made: Make, module: ModuleType, request: pytest.FixtureRequest
) -> None:
    first = made()
    request.getfixturevalue("busy")
    (root / ".venv-0").mkdir()  # which the other is just making
    assert made() == first
    assert (root / ".venv-0").exists()
