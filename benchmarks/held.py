"""How long the screen's thread is held while 20,000 photos are searched, and how long the window takes to close.

A timer that is due every few milliseconds says when it came late: whoever types or presses waits as long.
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
        window = Window(Program(Catalog, request, lambda: ""), Look(app), Language.ZH)
        window.show()
        late: list[float] = []
        last = time.monotonic()

        def tick() -> None:
            nonlocal last
            now = time.monotonic()
            late.append(1000 * (now - last) - _TICK)
            last = now

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
    print(f"the same timer with nothing under way: {idle:.0f} ms at most of {_IDLE} times (what this computer adds)")
    return 0


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
