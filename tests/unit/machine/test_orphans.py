"""Whoever is killed leaves no process of ours behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
_PARENT = """
import sys
sys.path.insert(0, {root!r})
from concurrent.futures import ProcessPoolExecutor
from checker.machine.children import end_with_parent, spawning

if __name__ == "__main__":
    pool = ProcessPoolExecutor(2, spawning(), initializer=end_with_parent)
    assert list(pool.map(abs, [-1, -2])) == [1, 2]
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """They hold the parent's output open: it ends when the last of them has ended."""
    script = tmp_path / "parent.py"
    script.write_text(_PARENT.format(root=str(ROOT)), "utf-8")
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n" or sys.platform == "win32"
        parent.kill()
        rest, _ = parent.communicate(timeout=600)
    assert rest == b""
