"""What runs in the child process: the survey, the carving and the sample, each with what it tells its parent."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from checker.machine.media.apart import Halted
from checker.machine.media.medium import Gone, Medium
from checker.residue.carving import Carving
from checker.residue.checkpoint import of_stream
from checker.residue.classes import BLOCK
from checker.residue.finds import Run
from checker.residue.progress import Carved, Progress
from checker.residue.quick import BLOCKS, SECONDS, Draw, Sample
from checker.residue.survey import Surveyed, survey

_REPORT = 0.2  # seconds between reports of progress
_KEPT = 2.0  # seconds between samples that a parent keeps
ANEW = "anew"  # told: what an earlier scan read does not fit the medium as it is now


def divided(medium: Medium, tell: Callable[[Any], None]) -> Surveyed:
    return survey(medium)


def both(
    medium: Medium, tell: Callable[[Any], None], everything: bool, before: Carved | None, until_first: bool
) -> Carved:
    found = survey(medium, everything=everything)
    tell(found)
    return carve(medium, tell, found, before, until_first)


def carve(
    medium: Medium, tell: Callable[[Any], None], found: Surveyed, before: Carved | None, until_first: bool
) -> Carved:
    told = 0.0

    def progress(moment: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _REPORT or moment.done == moment.total:
            told = now
            tell(moment)

    if before is not None and before.stream != of_stream(found.stream):
        before = None
        tell(ANEW)
    if before is not None:
        medium.remember(before.bad)
    carving = Carving(medium, found, progress, tell, before, until_first=until_first)
    try:
        return carving.run()
    except Gone:
        carving.carved.ended = "gone"
    except Halted:
        carving.carved.ended = "halted"
    return carving.carved


def sampled(medium: Medium, tell: Callable[[Any], None], seed: int, known: tuple[Run, ...], a_tenth: bool) -> Sample:
    told = kept = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told, kept
        now = time.monotonic()
        if now - told >= _REPORT:
            told = now
            tell(Progress(done * BLOCK, total * BLOCK, 0))
        if now - kept >= _KEPT:  # for a device that stops answering: what was drawn stands
            kept = now
            tell(draw.sample)

    draw = Draw(medium, seed, progress)
    try:
        return draw.tenth(known) if a_tenth else draw.strata(known, BLOCKS, SECONDS)
    except Halted:
        draw.ended = "halted"
    return draw.sample
