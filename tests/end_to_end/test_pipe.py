"""A reader that has seen enough is no crash of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).parents[2] / "main.py"


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_pipe_that_is_closed_early_shows_no_crash_page() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [sys.executable, MAIN, "checks"], stdout=closed, stderr=subprocess.PIPE, text=True, check=False, timeout=600
        )
    assert (done.returncode, done.stderr) == (130, "")
