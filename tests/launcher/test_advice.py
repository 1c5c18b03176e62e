"""What the launcher says on a computer without a Python that serves, and that the package lists are one list."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.clone import ROOT, Clone

_LIST = ROOT / "packaging" / "system-packages.txt"

posix = pytest.mark.skipif(sys.platform == "win32", reason="a Bash script")


def _program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def _advice(clone: Clone, *, python: str = "", offers: str = "") -> tuple[int, str]:
    """What is said where `python3` is of this version (none: there is no such program) and apt has these packages."""
    programs = clone.root.parent / "programs"
    programs.mkdir()
    for name in ("bash", "env", "dirname", "readlink", "sh"):
        (programs / name).symlink_to(shutil.which(name) or name)
    if python:
        _program(programs, "python3", f'case "$3 $4" in *exit*) exit 1;; *own_code*) exit 0;; esac; echo {python}')
    _program(
        programs,
        "apt-cache",
        f'case "$2" in {offers}*) printf "$2:\\n  Installed: (none)\\n  Candidate: (none)\\n";; esac',
    )
    argv = [str(clone.root / "mijian"), "audit"]
    done = subprocess.run(argv, env={"PATH": str(programs)}, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


def _offer(name: str, version: str) -> str:
    return f'{name}) printf "{name}:\\n  Installed: (none)\\n  Candidate: {version}\\n"; exit;; '


@posix
@pytest.mark.parametrize("python", ["3.9.2", "3.7.3", ""])
@pytest.mark.parametrize("offers", ["", _offer("python3", "3.9.2-3"), _offer("python3", "3.10.6-1~22.04")])
def test_nothing_is_advised_that_changes_nothing(python: str, offers: str, clone: Clone) -> None:
    code, told = _advice(clone, python=python, offers=offers)
    assert code == 69
    assert "apt-get" not in told
    assert python in told
    assert len(told.splitlines()) == 1
    # Where apt has no lists nothing is known about them.
    assert ("软件源里没有" in told) == ("packages do not hold" in told) == bool(offers)
    for words in ("打包版", "packed program", "3.11"):
        assert words in told


@posix
@pytest.mark.parametrize(
    ("offers", "packages"),
    [
        (_offer("python3", "3.11.2-1+b1"), "python3 python3-venv"),
        (_offer("python3", "3.10.6-1~22.04") + _offer("python3.11", "3.11.0~rc1-1"), "python3.11 python3.11-venv"),
    ],
)
@pytest.mark.parametrize("python", ["3.10.6", ""])
def test_what_apt_can_install_is_named(python: str, offers: str, packages: str, clone: Clone) -> None:
    code, told = _advice(clone, python=python, offers=offers)
    assert code == 69
    assert told.rstrip().endswith(f"sudo apt-get install {packages}")


# -- one list ----------------------------------------------------------------------------------------------------------


def _row(*names: str) -> list[str]:
    lines = [line.split() for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [package for row, _, package in lines if row in names]


def test_readme_names_the_packages_of_the_list() -> None:
    readme = re.sub(r"\\\n\s*", "", (ROOT / "README.md").read_text("utf-8"))
    lines = [line.split() for line in re.findall(r"^sudo apt-get install (.+)$", readme, re.MULTILINE)]
    assert lines == [_row("setup", "window", "phone", "documents"), _row("tests")]


def test_no_other_file_has_a_list_of_its_own() -> None:
    for name in ("mijian", "mijian.cmd", ".ci/run"):
        words = set(re.findall(r"[\w.+-]+", (ROOT / name).read_text("utf-8")))
        assert not words & set(_row("window", "phone", "documents", "tests")) - {"adb"}


def test_each_line_has_a_row_a_sign_and_a_package() -> None:
    lines = [line.split() for line in _LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert {len(line) for line in lines} == {3}
    assert {line[0] for line in lines} == {"setup", "window", "phone", "documents", "tests"}
    assert "libusb-1.0-0" in _row("phone")


def test_the_launcher_of_windows_speaks_both_languages_and_names_no_address() -> None:
    raw = (ROOT / "mijian.cmd").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")  # cmd.exe finds its labels by them
    text = raw.decode("utf-8")
    assert "://" not in text
    first_chinese = next(at for at, sign in enumerate(text) if ord(sign) > 0x7F)
    assert text.index("chcp 65001") < first_chinese
    assert re.search(r"^echo Python 3\.11", text, re.MULTILINE)
    assert not re.search(r"exit /b (?!69|%errorlevel%)", text)


@pytest.mark.skipif(os.name == "nt", reason="runs the Bash launcher")
def test_the_launcher_asks_for_no_library(set_up: Clone) -> None:
    """Whether there is a screen and what it lacks is asked by the program: nothing parses ldconfig."""
    programs = set_up.root.parent / "programs"
    programs.mkdir()
    _program(programs, "ldconfig", "touch ../asked; exit 1")
    for words in (["--verbose", "documents", "D"], []):
        code, said, told = set_up.run(*words, PATH=f"{programs}:{os.environ['PATH']}")
        assert (code, said[0]) == (0, " ".join([str(set_up.root.parent), "1", *words])), told
    assert not (set_up.root.parent.parent / "asked").exists()
    assert "ldconfig" not in (ROOT / "mijian").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="runs the Bash launcher")
def test_a_python_that_is_on_the_path_and_does_not_run_is_passed_over(set_up: Clone) -> None:
    """pyenv leaves a program there for every release that it ever installed."""
    (set_up.root / ".venv").unlink()  # the environment's own would be asked first
    programs = set_up.root.parent / "programs"
    programs.mkdir()
    for name in ("python3.13", "python3.12"):
        _program(programs, name, f"echo {name}: not found >&2; exit 127")
    code, said, told = set_up.run("audit", PATH=f"{programs}:{os.environ['PATH']}")
    assert (code, said[0]) == (0, f"{set_up.root.parent} 1 audit"), told
