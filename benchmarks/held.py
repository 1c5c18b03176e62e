"""How long the screen's thread is held while 20,000 photos are searched and a phone and a stick are plugged in and out,
and how long the window takes to close.

A timer that is due every few milliseconds says when it came late: whoever types or presses waits as long. On a computer
that does other work as well, the thread's own processor time between two ticks says how much of that is ours.
`python -m benchmarks.held [PHOTOS]` prints the figures; `bench window` runs it in a process of its own.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import time
from pathlib import Path

PHOTOS = 20_000
_TICK = 5  # ms
_HELD = 50.0  # ms that nobody notices
_IDLE = 1000  # ticks before the search
_PAPERS = 20  # every so many is a photo of a paper, so that the lists fill as well


def main(photos: int = PHOTOS) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from checker.app.inspection import Request
    from checker.app.program import Program
    from checker.app.workspace import Workspace
    from checker.engine.catalog import Catalog
    from checker.model.text import Language
    from gui.look import Look
    from gui.window import Window

    app = QApplication(["mijian"])
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "photos"
        fill(folder, photos)
        request = Request(workspace=Workspace(Path(made) / "store"))
        program = Program(Catalog, request, lambda: "")
        program.__dict__.update(phones=_Plugged("phone"), media=_Plugged("stick"))
        window = Window(program, Look(app), Language.ZH)
        window.show()
        late: list[float] = []
        ours: list[float] = []
        last, spent = time.monotonic(), time.thread_time()

        def tick() -> None:
            nonlocal last, spent
            now, own = time.monotonic(), time.thread_time()
            late.append(1000 * (now - last) - _TICK)
            ours.append(1000 * (own - spent))
            last, spent = now, own

        timer = QTimer()
        timer.setInterval(_TICK)
        timer.timeout.connect(tick)
        page = window.controller.documents.page
        window.controller.documents.show()
        page.choose((folder,))
        while not page.start.isEnabled():
            app.processEvents()
        last = time.monotonic()
        timer.start()
        while len(late) < _IDLE:
            app.processEvents()
            time.sleep(0.001)
        idle = max(late)
        late.clear()
        ours.clear()
        page.start.click()
        begun = time.monotonic()
        while page.working:
            app.processEvents()
            time.sleep(0.001)
        took = time.monotonic() - begun
        timer.stop()
        begun = time.monotonic()
        window.close()
        closing = time.monotonic() - begun
    held = [one for one in late if one > _HELD]
    print(f"{photos} photos searched in {took:.0f} s: the screen's thread was held {max(late):.0f} ms at most,")
    print(f"over {_HELD:.0f} ms {len(held)} of {len(late)} times; closing took {closing:.2f} s")
    own = [one for one in ours if one > _HELD]
    print(f"its own processor time between two ticks: {max(ours):.0f} ms at most, over {_HELD:.0f} ms {len(own)} times")
    print(f"the same timer with nothing under way: {idle:.0f} ms at most of {_IDLE} times (what this computer adds)")
    return 0


class _Plugged:
    """A phone, or a stick, that is there every other time that somebody looks."""

    def __init__(self, what: str) -> None:
        self._what, self._looked = what, 0

    def listed(self) -> tuple[object, ...]:
        from checker.app.phones import Device
        from checker.machine.phone.transport import Way

        self._looked += 1
        return (Device("usb-1-3", "Xiaomi 13", None, Way.USB),) if self._looked % 2 else ()

    def attached(self) -> tuple[object, ...]:
        from checker.app.medium import Attached

        self._looked += 1
        stick = Attached("/dev/sdz", "Kingston", 16_000_000_000, "usb", True, None, False, ())
        return (stick,) if self._looked % 2 else ()


def fill(folder: Path, photos: int) -> None:
    """Photos that differ in their last bytes: a scene, and now and then a page."""
    from PIL import Image, ImageDraw

    folder.mkdir(parents=True)
    chance = random.Random(7)
    scene = Image.effect_noise((640, 480), 60).convert("RGB")
    page = Image.new("RGB", (640, 900), "white")
    draw = ImageDraw.Draw(page)
    for line in range(28):
        draw.line((60, 60 + 28 * line, 60 + chance.randrange(300, 520), 60 + 28 * line), fill="black", width=6)
    contents = []
    for picture in (scene, page):
        made = io.BytesIO()
        picture.save(made, "JPEG", quality=60)
        contents.append(made.getvalue())
    for number in range(photos):
        content = contents[number % _PAPERS == 0]
        file = folder / f"IMG_{number:05}.jpg"
        file.write_bytes(content + number.to_bytes(8, "little"))
        os.utime(file, (1.8e9 + 7 * number,) * 2)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
