"""Between the start and the first painting stand Qt and our own pages, and none of the libraries that work needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from checker.app.self_test import LIBRARIES, ON_LINUX, ON_X86

ROOT = Path(__file__).parents[2]
# Started as main.py does it, and ended where the first work begins: right after the first painting.
WINDOW = """
import os, sys
from gui.controllers.main import MainController
MainController.home = lambda self: (print(*sys.modules, flush=True), os._exit(0))
import main
sys.exit(main.main(["--store", sys.argv[1]]))
"""
LIGHT = {"msgspec", "platformdirs"}  # settings, and where they lie
HEAVY = {name.partition(".")[0] for name in (*LIBRARIES, *ON_LINUX, *ON_X86)} - LIGHT - {"checker"}


def test_the_window_is_painted_before_any_heavy_library_is_loaded(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    argv = [sys.executable, "-c", WINDOW, str(tmp_path)]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "PySide6" in loaded
    assert loaded & HEAVY == set()


def test_every_library_that_is_called_light_is_one_of_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split(r"[\[<>=;]", line)[0] for line in project["dependencies"]} >= LIGHT
