"""The one command of a clone, called from elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_LAUNCHER = Path(__file__).parents[2] / "mijian"


@pytest.mark.skipif(sys.platform == "win32", reason="a Bash script")
def test_runs_where_its_caller_stands_so_that_nothing_is_written_into_the_clone(tmp_path: Path) -> None:
    clone, elsewhere = tmp_path / "a clone", tmp_path / "elsewhere"
    for folder in (clone / "packaging" / "locks", clone / ".venv" / "bin", elsewhere):
        folder.mkdir(parents=True)
    shutil.copy2(_LAUNCHER, clone / "mijian")
    for stamp in (clone / "packaging" / "locks" / "runtime.txt", clone / ".venv" / ".lock-runtime"):
        stamp.write_text("", encoding="utf-8")
    python = clone / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\npwd\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    python.chmod(0o755)

    said = subprocess.run([clone / "mijian", "keys", "new", "my keys"], cwd=elsewhere, capture_output=True, text=True)

    assert said.stdout.splitlines() == [str(elsewhere), str(clone / "main.py"), "keys", "new", "my keys"]
