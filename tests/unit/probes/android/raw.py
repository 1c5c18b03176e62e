"""What a command prints, through the filter that the reviewed list puts on it: only that crosses the cable."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from checker.machine.answers import Output
from checker.machine.phone.commands import ask

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "android"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the real outputs are not on this computer")


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def filtered(name: str, raw: str | bytes, **slots: Any) -> Output:
    """The command's filters over `raw`, in the place of the command itself."""
    text = ask(name, **{"user": 0, **slots}).text
    head, pipe, rest = text.partition(" | ")
    assert pipe, f"{name} has no filter"
    assert " " not in head or head.split()[0] in ("dumpsys", "cmd", "getprop", "pm", "sm", "content"), head
    data = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    done = subprocess.run(["/bin/sh", "-c", rest], input=data, capture_output=True, check=False, env=environment)
    return Output(done.stdout, done.returncode)
