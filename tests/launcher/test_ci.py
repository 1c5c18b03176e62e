"""What CI runs, with a stand-in for the launcher: all of it is shown, and any part that fails fails the whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.clone import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Bash script")

PARTS = ("prepare", "test", "lint", "test-frozen", "test-wine")
LAUNCHER = '#!/bin/bash\necho "this is $1"\n[ "$1" != "{fails}" ]\n'


def ran(place: Path, fails: str) -> tuple[int, str]:
    (place / ".ci").mkdir()
    (place / "packaging").mkdir()
    shutil.copy(ROOT / ".ci" / "run", place / ".ci" / "run")
    (place / "packaging" / "system-packages.txt").write_text("# none\n", "utf-8")
    (place / "mijian").write_text(LAUNCHER.format(fails=fails), "utf-8")
    (place / "mijian").chmod(0o755)
    done = subprocess.run(
        ["bash", ".ci/run"],
        cwd=place,
        env={"PATH": "/usr/bin:/bin", "HOME": str(place)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def test_all_parts_run_and_are_shown(tmp_path: Path) -> None:
    code, shown = ran(tmp_path, "none")
    assert code == 0, shown
    assert [part for part in PARTS if f"this is {part}\n" not in shown] == []
    assert "FAILED" not in shown


@pytest.mark.parametrize("part", PARTS[1:])
def test_a_part_that_fails_is_named_and_the_others_run_all_the_same(part: str, tmp_path: Path) -> None:
    code, shown = ran(tmp_path, part)
    assert code == 1, shown
    assert [other for other in PARTS if f"this is {other}\n" not in shown] == []
    assert "FAILED (1)" in shown
