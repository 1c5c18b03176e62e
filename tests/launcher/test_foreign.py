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


@pytest.mark.parametrize("path", [".:{system}", ":{system}", "{system}:", "stick:{system}"])
def test_a_program_that_lies_in_the_current_folder_is_not_run(path: str, clone: Clone, tmp_path: Path) -> None:
    stick, proof = tmp_path / "stick", tmp_path / "ran.txt"
    stick.mkdir()
    (tmp_path / "stick" / "stick").mkdir()
    for folder in (stick, stick / "stick"):
        for name in _NAMES:
            program = folder / name
            program.write_text(f'#!/bin/sh\necho "$0" >> "{proof}"\n', "utf-8")
            program.chmod(0o755)
    (stick / "rc").write_text(f'echo rc >> "{proof}"\n', "utf-8")
    # Without what it needs it ends soon; whatever it called until then was the system's.
    system = os.path.dirname(shutil.which("readlink") or "/usr/bin/readlink")
    environment = {
        "PATH": path.format(system=system),
        "BASH_ENV": str(stick / "rc"),
        "BASH_FUNC_readlink%%": f'() {{ echo function >> "{proof}"; }}',
        "LD_LIBRARY_PATH": str(stick),
        "MIJIAN_WHEELS": str(stick),
    }
    argv = [str(clone.root / "mijian"), "--version"]
    subprocess.run(argv, cwd=stick, env=environment, capture_output=True, timeout=120, check=False)
    assert not proof.exists(), proof.read_text("utf-8")
