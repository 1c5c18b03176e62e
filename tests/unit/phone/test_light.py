"""adb-shell and libusb are loaded by whoever needs them: the window opens, and a computer is audited, without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def loaded(code: str) -> set[str]:
    program = f"import sys; {code}; print(*sys.modules)"
    environment = {**os.environ, "ANDROID_ADB_SERVER_PORT": "1"}
    argv = [sys.executable, "-c", program]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=600)
    return {name.partition(".")[0] for name in done.stdout.decode().splitlines()[-1].split()}


@pytest.mark.parametrize("code", ["import gui.window", "import main, checker.terminal.audit; main.catalog()"])
def test_the_window_and_an_audit_load_neither(code: str) -> None:
    assert loaded(code).isdisjoint({"adb_shell", "usb1", "rsa", "pyasn1"})


def test_to_look_what_is_plugged_in_loads_no_adb_shell() -> None:
    assert "adb_shell" not in loaded("from checker.machine.phone.finder import phones; phones()")
