"""onnxruntime comes through one door, and what it would send is off before it is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LOOK = """
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print("variable", os.environ.get("ORT_DISABLE_TELEMETRY"))

sys.meta_path.insert(0, Watch())
import checker.content.pictures.models
import onnxruntime
"""


def test_telemetry_is_off_before_onnxruntime_is_imported():
    bare = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=bare, capture_output=True, text=True, check=True, timeout=600
    )
    assert done.stdout == "variable 1\n"


def test_the_release_that_is_locked_carries_no_collector_for_linux():
    """1.29 was the first with one. Whoever moves the lock reads docs/NETWORK.md first."""
    lock = (ROOT / "packaging" / "locks" / "runtime.txt").read_text("utf-8")
    assert "\nonnxruntime==1.28.0 " in lock
