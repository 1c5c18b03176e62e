"""The launcher takes no program, no function and no file of the folder in which its caller stands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.clone import Clone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Bash script")

_NAMES = ("bash", "python3", "python3.11", "python3.13", "readlink", "dirname", "id", "flock", "apt-cache")


@pytest.mark.parametrize("path", [":{system}", "{system}:", "stick:{system}"])
def test_a_program_that_lies_in_the_current_folder_is_not_run(path: str, set_up: Clone, tmp_path: Path) -> None:
    assert _what_ran(set_up, path, tmp_path) == (0, "")


def test_nor_is_it_while_the_environment_is_made(clone: Clone, tmp_path: Path) -> None:
    """Without what it needs it ends soon; whatever it called until then was the system's."""
    assert _what_ran(clone, ".:{system}", tmp_path) == (69, "")


def _what_ran(clone: Clone, path: str, tmp_path: Path) -> tuple[int, str]:
    """The exit status, and what of the stick told that it was run."""
    stick, proof = tmp_path / "stick", tmp_path / "ran.txt"
    stick.mkdir()
    (tmp_path / "stick" / "stick").mkdir()
    for folder in (stick, stick / "stick"):
        for name in _NAMES:
            program = folder / name
            program.write_text(f'#!/bin/sh\necho "$0" >> "{proof}"\n', "utf-8")
            program.chmod(0o755)
    (stick / "rc").write_text(f'echo rc >> "{proof}"\n', "utf-8")
    system = os.path.dirname(shutil.which("readlink") or "/usr/bin/readlink")
    environment = {
        "PATH": path.format(system=system),
        "BASH_ENV": str(stick / "rc"),
        "BASH_FUNC_readlink%%": f'() {{ echo function >> "{proof}"; }}',
        "LD_LIBRARY_PATH": str(stick),
        "MIJIAN_WHEELS": str(stick),
    }
    argv = [str(clone.root / "mijian"), "--version"]
    done = subprocess.run(argv, cwd=stick, env=environment, capture_output=True, check=False)
    return done.returncode, proof.read_text("utf-8") if proof.exists() else ""


_TRAP = """
#include <fcntl.h>
#include <unistd.h>
__attribute__((constructor)) static void trap(void) {{ close(open("{proof}", O_WRONLY | O_CREAT, 0600)); }}
"""
_OPENSSL = """
openssl_conf = begin
[begin]
providers = those
[those]
trap = trap
[trap]
module = {library}
activate = 1
"""


def test_no_python_of_it_takes_its_place_or_its_libraries_from_the_callers_environment(
    clone: Clone, tmp_path: Path
) -> None:
    stick, proof = tmp_path / "stick", tmp_path / "ran.txt"
    packages = stick / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    (stick / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\n", "utf-8")
    (packages / "trap.pth").write_text(
        f"import os; os.close(os.open({str(proof)!r}, os.O_CREAT | os.O_WRONLY))\n", "utf-8"
    )
    compiler = shutil.which("cc")
    if compiler is not None:
        (tmp_path / "trap.c").write_text(_TRAP.format(proof=proof), "utf-8")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", stick / "trap.so", tmp_path / "trap.c"], check=True)
    (stick / "openssl.cnf").write_text(_OPENSSL.format(library=stick / "trap.so"), "utf-8")
    status, lines, _ = clone.run(
        __PYVENV_LAUNCHER__=str(stick / "bin" / "python"), OPENSSL_CONF=str(stick / "openssl.cnf")
    )
    assert not proof.exists()
    assert (status, lines[1]) == (0, f"{clone.current}/bin/python 1")


def test_what_it_sets_up_is_nobody_elses_to_change_whatever_the_umask(made_once: Clone) -> None:
    made = [made_once.current, *made_once.current.rglob("*")]
    assert [one for one in made if not one.is_symlink() and one.stat().st_mode & 0o022] == []
