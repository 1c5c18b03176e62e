"""A quick look at a medium in use: what its records say of deleted files, and a sample of what no file occupies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from checker.machine.media.apart import Halted, Limits, apart
from checker.machine.media.medium import Medium
from checker.machine.media.shape import Shape
from checker.residue.layout import VolumeSeen
from checker.residue.quick import Draw, Sample
from checker.residue.survey import survey
from checker.residue.view import Stream, without

BLOCKS = 4_605  # 99 %: less than a thousandth
_SECONDS = 20.0  # by the clock
_PROCESSOR = 120.0


@dataclass(frozen=True, slots=True)
class Glance:
    """`size` of the medium; `free`: bytes outside of files and of the file systems' own, in volumes that are read and
    outside of any; the sample is of those. `deleted`: recorded files whose place is free.
    """

    volumes: tuple[VolumeSeen, ...]
    free: int
    deleted: int
    sample: Sample
    size: int = 0

    @property
    def something(self) -> bool:
        """Whether the sample met what is neither blank nor without a pattern."""
        return self.sample.uniform < self.sample.busy


def glance(medium: Medium, path: str, seed: int, stop: Event) -> Glance:
    """Look, in a child process.

    Raises:
        Lost: its tables could not be followed. Halted: `stop` was set. Gone: the medium was pulled out.
    """
    seen: Glance = apart(medium, path, glanced, (seed,), Limits(_PROCESSOR), stop, lambda message: None)
    return seen


def glanced(medium: Medium, tell: Callable[[Any], None], seed: int) -> Glance:
    """In the child. What a volume that is not read holds may be there or deleted: it is left out of the sample."""
    found = survey(medium)
    closed = [(one.offset, one.length) for one in found.volumes if one.state != "read" and one.kind]
    stream = Stream(medium, without(found.stream, closed))
    deleted = sum(record.free and record.whole and record.size > 0 for record in found.records)
    draw = Draw(_Free(stream), seed, lambda done, total: tell(None))
    sample = draw.strata((), BLOCKS, _SECONDS) if stream.size else draw.sample
    if sample.ended == "halted":
        raise Halted
    return Glance(found.volumes, stream.size, deleted, sample, medium.size)


class _Free(Medium):
    """What no file occupies, as if it were a medium of its own."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream.raw, Shape(stream.size, 1))
        self._stream = stream

    def failed(self, offset: int, length: int) -> bool:
        return any(self._stream.medium.failed(*run) for run in self._stream.part(offset, length))
