"""The engines that are put beside each other: ours, and full reading of every picture in three ways.

All are given our rules for what a marking is, so that only finding and reading are compared. One thread each.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from checker.content import markings
from checker.content.file import Bytes
from checker.content.formats import sniffed
from checker.content.inspection import Order
from checker.content.markings import Part
from checker.content.pictures.decode import Decoder
from checker.content.pictures.text import Detector, Recogniser, Turn
from checker.content.source import Item
from checker.content.trouble import Trouble
from checker.content.workers import HEAD, WHOLE, here
from checker.facts.content.document import DOCUMENT, Seen
from checker.facts.content.marking import Bucket, Marking, Zone

FOUND = (Bucket.MARKED, Bucket.INTERNAL, Bucket.REVIEW)
_KEYWORDS = ("绝密", "机密", "秘密", "内部")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine said of one picture. `contains`: a keyword stands anywhere, as a plain search would ask."""

    cpu: float
    wall: float
    marking: Marking
    contains: bool = False
    document: bool | None = None
    stage: str = ""
    trouble: str = ""

    @property
    def found(self) -> bool:
        return self.marking.bucket in FOUND and bool(self.marking.text)


Engine = Callable[[Path], Answer]


class Spent:
    """Processor and wall time of this process since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __call__(self) -> tuple[float, float]:
        return time.process_time() - self._cpu, time.perf_counter() - self._wall


def part(path: str, offset: int, size: int) -> bytes:
    with Path(path).open("rb", buffering=0) as file:
        return os.pread(file.fileno(), size, offset)


def seen(path: Path, order: Order) -> Seen:
    """Our answer, with the same reads that a scan makes."""
    size = path.stat().st_size
    head = part(str(path), 0, size if size <= WHOLE else HEAD)
    return here(Item(str(path), size), head, part, order)[0]


def ours(path: Path) -> Answer:
    spent = Spent()
    one = seen(path, Order())
    cpu, wall = spent()
    picture, stage = one.picture, one.read.value
    document = one.marking.bucket is not Bucket.NONE
    if picture is not None:
        document = document or picture.document >= DOCUMENT
        stage = picture.stage
    return Answer(cpu, wall, one.marking, document=document, stage=stage)


def judged(lines: list[str], cpu: float, wall: float, trouble: str = "") -> Answer:
    marking = markings.judged([Part(Zone.PICTURE, "\n".join(lines))], read=True)
    everything = "".join("".join(lines).split())
    return Answer(cpu, wall, marking, any(word in everything for word in _KEYWORDS), trouble=trouble)


class Tiny:
    """Every line of every picture with PP-OCRv6 tiny: the models that we use ourselves, without asking first."""

    def __init__(self) -> None:
        self._detector, self._recogniser, self._turn = Detector(), Recogniser(), Turn()

    def __call__(self, path: Path) -> Answer:
        spent = Spent()
        try:
            lines, trouble = self._lines(path), ""
        except Trouble as one:
            lines, trouble = [], one.read.value
        return judged(lines, *spent(), trouble)

    def _lines(self, path: Path) -> list[str]:
        content = Bytes(path.read_bytes())
        picture = Decoder(content, sniffed(content).format).at(100_000)
        turn, _ = self._turn(picture)
        picture = np.ascontiguousarray(np.rot90(picture, -turn))
        boxes = self._detector(picture, 1_280).boxes(picture)
        boxes.sort(key=lambda box: float(box.quad[:, 1].mean()))
        return [line.text for line in self._recogniser(picture, [box.quad for box in boxes], 1_600)]


def tesseract(path: Path) -> Answer:
    """Debian's tesseract-ocr with tesseract-ocr-chi-sim, its own settings."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time()
        source = path
        if path.suffix.lower() in (".heic", ".heif", ".avif"):  # it reads neither
            source = Path(folder, "picture.png")
            with Image.open(path) as image:
                image.convert("RGB").save(source, compress_level=1)
        cpu = time.process_time() - before
        process = subprocess.Popen(
            ["tesseract", str(source), f"{folder}/text", "-l", "chi_sim"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        text = Path(folder, "text.txt")
        lines = text.read_text("utf-8", "replace").splitlines() if text.is_file() else []
    spent = cpu + usage.ru_utime + usage.ru_stime
    return judged(lines, spent, time.perf_counter() - begun, "" if process.returncode == 0 else "failed")


class Peers:
    """The other environment's process. `versions`: what is installed there."""

    def __init__(self, python: Path) -> None:
        argv = [str(python), str(Path(__file__).with_name("peers.py"))]
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        environment = {**os.environ, **threads, "ORT_DISABLE_TELEMETRY": "1"}
        self._process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        self.versions: dict[str, str] = self.ask(do="versions")["found"]

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, **question: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply

    def rapidocr(self, path: Path) -> Answer:
        reply = self.ask(do="rapidocr", path=str(path))
        return judged(reply["found"] or [], reply["cpu"], reply["wall"], reply["trouble"])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


cv2.setNumThreads(1)
