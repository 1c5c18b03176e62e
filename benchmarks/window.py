"""From starting the process to the first painted window, offscreen and on a virtual X display (Xvfb).

Claim: within 1 s. The peer is the smallest Qt window there is: the same interpreter and toolkit around one label.
Then `benchmarks.held`: the screen's thread while 20,000 photos are searched, never held over 50 ms; closing within 2 s.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import load, row

ROUNDS = 7
ROOT = Path(__file__).parents[1]

# Says when it was painted, and ends by itself; everything before is what a person waits for.
OURS = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import gui.window
first = gui.window.Window.__init__
def watched(self, *arguments, **named):
    first(self, *arguments, **named)
    self.painted.connect(lambda: (print(time.monotonic()), QTimer.singleShot(0, QApplication.quit)))
gui.window.Window.__init__ = watched
import main
sys.exit(main.main(["--store", sys.argv[1]]))
"""
SMALLEST = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: (print(time.monotonic()), QApplication.quit()))
app = QApplication([]); label = Label("密检"); label.show(); app.exec()
"""


def main() -> int:
    print(load())
    with tempfile.TemporaryDirectory() as store:
        for name, environment in _platforms():
            ours, smallest = [], []
            _start(OURS, store, environment)  # warm
            for _ in range(ROUNDS):
                ours.append(_start(OURS, store, environment))
                smallest.append(_start(SMALLEST, store, environment))
            print(row(f"mijian, {name}: first paint", ours, "s"))
            print(row(f"one label, {name}: first paint", smallest, "s"))
            ratio = statistics.median(one / other for one, other in zip(ours, smallest, strict=True))
            print(f"ratio, median of pairs: {ratio:.2f}")
    offscreen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, "-m", "benchmarks.held"], cwd=ROOT, env=offscreen, check=False).returncode


def _start(code: str, store: str, environment: dict[str, str]) -> float:
    """Seconds to the first picture; Linux's steady clock is one for all processes."""
    argv = [sys.executable, "-c", code, store]
    begun = time.monotonic()
    done = subprocess.run(argv, cwd=ROOT, env=os.environ | environment, check=True, timeout=60, stdout=subprocess.PIPE)
    return float(done.stdout.split()[0]) - begun


def _platforms() -> Iterator[tuple[str, dict[str, str]]]:
    yield "offscreen", {"QT_QPA_PLATFORM": "offscreen"}
    if shutil.which("Xvfb") is None:
        print("Xvfb is not installed: no figures for a real display")
        return
    with _display() as display:
        yield "Xvfb", {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}


@contextmanager
def _display() -> Iterator[str]:
    read, write = os.pipe()
    argv = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"]
    with subprocess.Popen(argv, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
        server.terminate()


if __name__ == "__main__":
    sys.exit(main())
