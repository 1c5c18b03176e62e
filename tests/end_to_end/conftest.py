"""The frozen program, built once a run, or the one that `MIJIAN_BUNDLE` names (its folder)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds.once import once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Path:
    if named := os.environ.get("MIJIAN_BUNDLE"):
        return Path(named).resolve() / "mijian"
    if importlib.util.find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed")
    return once(request, "frozen", _built)


def _built(folder: Path) -> Path:
    argv = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "packaging/mijian.spec"]
    argv += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    subprocess.run(argv, cwd=ROOT, check=True, timeout=1800)
    return folder / "dist" / "mijian" / "mijian"
