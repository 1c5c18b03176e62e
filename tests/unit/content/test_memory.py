"""A reader takes less than 500 MiB, whatever it is given."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import psutil
import pytest
from PIL import Image

from checker.content import limits
from checker.content.inspection import Order
from checker.content.source import Item
from checker.content.workers import Worker, head_of
from checker.facts.content.document import Read, Seen
from tests.nightly import later
from tests.unit.content import hostile
from tests.unit.content.test_pictures import page, saved

LIMIT = 500  # MiB
LARGE = 6_000, 8_000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own mark of the most that was used")


def most(pid: int) -> int:
    """MiB that a process had at most."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


FORMS = {
    "png with a see-through paper": lambda image: saved(image.convert("RGBA"), "PNG", compress_level=1),
    "bmp": lambda image: saved(image, "BMP"),
    "tiff, packed": lambda image: saved(image, "TIFF", compression="tiff_deflate"),
    "jpeg in passes, every colour at full size": lambda image: saved(
        image, "JPEG", quality=85, progressive=True, subsampling=0
    ),
}


def far() -> Image.Image:
    """A page far off, whose letters are looked for in the full picture."""
    desk = Image.new("RGB", (1200, 1600), (60, 80, 70))
    desk.paste(page().resize((380, 538)), (400, 500))
    return desk


PAGES = {**{form: (form, page) for form in FORMS}, "jpeg in passes, far off": (list(FORMS)[-1], far)}


@pytest.fixture(autouse=True)
def _waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a worker is waited for."""
    monkeypatch.setattr(limits, "QUIET", 3_600.0)


def looked_at(content: bytes) -> tuple[Seen, int]:
    """What a fresh worker says of a file, and the MiB that it had at most."""

    def fetch(path: str, offset: int, size: int) -> bytes:
        return content[offset : offset + size]

    before = {child.pid for child in psutil.Process().children()}
    worker, item = Worker(Event()), Item("page", len(content))
    try:
        found = worker.look(item, head_of(item, fetch), fetch, Order())[0]
        (pid,) = {
            child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())
        } - before
        return found, most(pid)
    finally:
        worker.close()


@pytest.mark.parametrize(
    "name",
    [
        "png with a see-through paper",
        later("bmp"),
        later("tiff, packed"),
        later("jpeg in passes, every colour at full size"),
        "jpeg in passes, far off",
    ],
)
def test_a_page_of_48_million_points_is_read_within_the_memory_of_a_worker(name: str) -> None:
    form, shown = PAGES[name]
    found, used = looked_at(FORMS[form](shown().resize(LARGE)))
    assert found.read is Read.READ
    assert found.marking.level == "机密" or shown is far
    assert used < LIMIT


RTF = {
    "signs and bytes in turn": (b"\\u23494?\\'bb", Read.READ),
    "a header for each sign": (b"{\\header x}", Read.PARTLY),
    "groups that never end": (b"{x", Read.PARTLY),
}


@pytest.mark.parametrize(
    "name", [later("signs and bytes in turn"), "a header for each sign", later("groups that never end")]
)
def test_rtf_of_very_many_pieces_is_read_within_the_memory_of_a_worker(name: str) -> None:
    unit, read = RTF[name]
    found, used = looked_at(b"{\\rtf1\\ansi " + unit * ((32 << 20) // len(unit)) + b"}")
    assert found.read is read
    assert used < LIMIT


OFFICE: dict[str, tuple[Callable[[], bytes], Read]] = {
    "rtf of very many pictures": (
        lambda: b"{\\rtf1\\ansi " + b"".join(b"{\\pict %08x}" % number for number in range(120_000)) + b"}",
        Read.PARTLY,
    ),
    "xls of very many cells": (lambda: hostile.workbook(hostile.label("密") * 500_000), Read.READ),
    "xls of very many pictures": (
        lambda: hostile.workbook(b"".join(hostile.background(number) for number in range(120_000))),
        Read.PARTLY,
    ),
    "ppt of very many objects": (
        lambda: hostile.show(b"".join(hostile.packed_object(number) for number in range(120_000))),
        Read.PARTLY,
    ),
    "ppt of very many slides": (lambda: hostile.show(hostile.slide("密") * 220_000), Read.PARTLY),
    "docx of very many relationships": (lambda: hostile.related(4, 70_000), Read.PARTLY),
    "xlsx of very many strings, told twice": (lambda: hostile.strings(2, 1_010_000), Read.PARTLY),
}


@pytest.mark.parametrize(
    "name",
    [
        later("rtf of very many pictures"),
        "xls of very many cells",
        later("xls of very many pictures"),
        later("ppt of very many objects"),
        "ppt of very many slides",
        "docx of very many relationships",
        "xlsx of very many strings, told twice",
    ],
)
def test_an_office_file_built_to_be_hostile_is_read_within_the_memory_of_a_worker(name: str) -> None:
    made, read = OFFICE[name]
    found, used = looked_at(made())
    assert found.read is read
    assert used < LIMIT


@pytest.mark.parametrize(("form", "size"), [("WEBP", (5_000, 4_500)), ("TIFF", (9_000, 8_000))])
def test_a_picture_that_would_take_more_is_said_to_be_too_large(form: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **({"method": 0} if form == "WEBP" else {"compression": "raw"}))
    content = out.getvalue()

    def fetch(path: str, offset: int, size: int) -> bytes:
        return content[offset : offset + size]

    worker, item = Worker(Event()), Item("page", len(content))
    try:
        assert worker.look(item, head_of(item, fetch), fetch, Order())[0].read is Read.TOO_LARGE
    finally:
        worker.close()
