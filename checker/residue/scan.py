"""A scan from opening to verdict: survey and carving each in a child process, checkpoints, progress, cancel."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from checker.machine.attached import Attached
from checker.machine.machine import Machine
from checker.machine.media.apart import Halted, Limits, Lost, apart
from checker.machine.media.identity import UNKNOWN, identity
from checker.machine.media.medium import Gone, Medium
from checker.machine.media.source import medium_machine, opened, words_of_the_drive
from checker.model.text import Text, shown
from checker.model.unreadable import Cancelled, Unreadable
from checker.residue.checkpoint import DIVIDED_ANEW, Checkpoints
from checker.residue.drives import Drive, drive
from checker.residue.finds import Find
from checker.residue.passes import ANEW, both, carve, divided, sampled
from checker.residue.progress import Carved, Progress
from checker.residue.quick import Sample
from checker.residue.result import About, Mode, Residue, Unchecked
from checker.residue.survey import Surveyed, blind
from checker.residue.verdict import no_sample, of_carving, of_sample

_SURVEY_SECONDS = 120.0  # of processor time
_CARVING_SECONDS = 300.0
_SLOWEST = 10e6  # bytes a second of processor time that a carving must manage
_RATE_SECONDS = 10.0
_ENDED = {"gone": Unchecked.PULLED_OUT, "halted": Unchecked.STOPPED}


@dataclass(frozen=True, slots=True)
class Moment:
    """How a scan stands.

    `done` of `total` bytes, `rate` in bytes a second over the last ten seconds, `left` in seconds (None until that can
    be told), `finds` so far.
    """

    done: int
    total: int
    rate: float
    left: float | None
    finds: int


class Scan:
    """One scan of one medium. `run` in any thread; `stop` from any other.

    `machine`: the doors to it; None: this computer's. `folder`: where checkpoints are kept; None keeps none.
    `attached`: what the system says of the device.
    """

    def __init__(
        self,
        path: str,
        mode: Mode = Mode.FULL,
        *,
        machine: Machine | None = None,
        attached: Attached | None = None,
        folder: Path | None = None,
        seed: int | None = None,
        on_progress: Callable[[Moment], None] = lambda moment: None,
        stop: Event | None = None,
    ) -> None:
        self._path, self._mode, self._attached = path, mode, attached
        self._machine = machine or medium_machine(path, attached)
        self._checkpoints = Checkpoints(folder, mode)
        self._identity = UNKNOWN
        self._seed = seed if seed is not None else time.time_ns() & 0xFFFFFFFF
        self.on_progress = on_progress
        self._stop = stop or Event()
        self._rate = _Rate()
        self._carved = Carved()
        self._lost: set[Unchecked] = set()
        self.resumed = False
        self.anew: Text | None = None  # why an earlier scan that was interrupted is not gone on with

    @property
    def resumable(self) -> bool:
        """Whether it can be gone on with later: only where this medium can be told from every other."""
        return self._checkpoints.keeps(self._identity)

    def stop(self) -> None:
        """End within a second; what was read stands."""
        self._stop.set()

    @property
    def map(self) -> bytes:
        """The class of each MiB as far as the last checkpoint goes; empty before the first."""
        return bytes(self._carved.cells)

    @property
    def finds(self) -> tuple[Find, ...]:
        """Those of the last checkpoint."""
        return tuple(self._carved.finds)

    def run(self) -> Residue:
        """Scan.

        Raises:
            Unreadable: the medium cannot be opened. Cancelled: stopped before anything was known.
        """
        began = datetime.now(UTC)
        with opened(self._machine) as medium:
            if self._mode.samples:
                return self._sampled(medium, began)
            return self._full(medium, began)

    # -- all of it ---------------------------------------------------------------------------------------------

    def _full(self, medium: Medium, began: datetime) -> Residue:
        about = self._about(medium)
        try:
            kept, self.anew = self._checkpoints.find(medium, self._identity)
            if kept is not None:
                began, self._carved, self.resumed = kept.began, kept.carved, True
            surveyed = self._read(medium, about, began)
        except Gone:
            self._lost.add(Unchecked.PULLED_OUT)
            surveyed = blind(medium)
        except Halted:
            raise Cancelled from None
        residue = of_carving(about, self._mode, began, surveyed, self._carved, self._lost)
        if residue.whole:
            self._checkpoints.forget(self._identity)
        return residue

    def _read(self, medium: Medium, about: About, began: datetime) -> Surveyed:
        """Both passes in one child; where the first one loses it, another goes over everything without tables."""
        heard: list[Surveyed] = []
        limits = Limits(_SURVEY_SECONDS)

        def on_message(message: Any) -> None:
            if isinstance(message, Surveyed):
                heard.append(message)
                limits.processor += _seconds(message)
            else:
                self._heard(message, about, began)

        before = self._carved if self.resumed else None
        arguments = (self._mode in (Mode.EVERYTHING, Mode.VERIFY), before, self._mode is Mode.VERIFY)
        try:
            self._carved = apart(medium, self._path, both, arguments, limits, self._stop, on_message)
        except Lost:
            if heard:
                self._lost |= {Unchecked.LIMIT, Unchecked.STOPPED}
                return heard[0]
            self._lost.add(Unchecked.PARSER)
            return self._blindly(medium, about, began)
        except Halted:
            if not heard:
                raise
            self._lost.add(Unchecked.STOPPED)
        else:
            self._told_why()
        return heard[0]

    def _blindly(self, medium: Medium, about: About, began: datetime) -> Surveyed:
        surveyed = blind(medium)
        before = self._carved if self.resumed else None
        arguments = (surveyed, before, self._mode is Mode.VERIFY)
        limits = Limits(_seconds(surveyed))

        def on_message(message: Any) -> None:
            self._heard(message, about, began)

        try:
            self._carved = apart(medium, self._path, carve, arguments, limits, self._stop, on_message)
        except Lost:
            self._lost |= {Unchecked.LIMIT, Unchecked.STOPPED}
        except Halted:
            self._lost.add(Unchecked.STOPPED)
        else:
            self._told_why()
        return surveyed

    def _heard(self, message: Any, about: About, began: datetime) -> None:
        if isinstance(message, Progress):
            self.on_progress(self._rate.moment(message))
        elif message is None and self._rate.last is not None:  # a device that does not answer: it gets no faster by it
            self.on_progress(self._rate.moment(self._rate.last))
        elif isinstance(message, Carved):
            self._carved = message
            self._checkpoints.keep(self._identity, about.size, began, message)
        elif message == ANEW:
            self._carved, self.resumed, self.anew = Carved(), False, DIVIDED_ANEW

    def _survey(self, medium: Medium) -> Surveyed:
        limits = Limits(_SURVEY_SECONDS)
        try:
            found: Surveyed = apart(medium, self._path, divided, (), limits, self._stop, lambda message: None)
        except Lost:
            self._lost.add(Unchecked.PARSER)
            return blind(medium)
        return found

    def _told_why(self) -> None:
        """A child that ended early says so by what it hands over."""
        if self._carved.ended in _ENDED:
            self._lost.add(_ENDED[self._carved.ended])

    # -- a sample ----------------------------------------------------------------------------------------------

    def _sampled(self, medium: Medium, began: datetime) -> Residue:
        about = self._about(medium)
        try:
            surveyed = self._survey(medium)
        except Gone:
            self._lost.add(Unchecked.PULLED_OUT)
            return of_sample(about, self._mode, began, blind(medium), no_sample(self._seed, medium), self._lost)
        except Halted:
            raise Cancelled from None
        finds_before = len(surveyed.records)
        kept = no_sample(self._seed, medium)

        def on_message(message: Any) -> None:
            nonlocal kept
            if isinstance(message, Sample):
                kept = message
                return
            if isinstance(message, Progress):
                message.finds = finds_before
            self._heard(message, about, began)

        known = tuple((volume.offset, 1 << 20) for volume in surveyed.volumes)
        arguments = (self._seed, known, self._mode is Mode.TENTH)
        limits = Limits(_CARVING_SECONDS + medium.size / _SLOWEST)
        try:
            kept = apart(medium, self._path, sampled, arguments, limits, self._stop, on_message)
        except Gone:
            self._lost.add(Unchecked.PULLED_OUT)
        except Lost:
            self._lost.add(Unchecked.LIMIT)
        except Halted:
            self._lost.add(Unchecked.STOPPED)
        if kept.ended in _ENDED:
            self._lost.add(_ENDED[kept.ended])
        return of_sample(about, self._mode, began, surveyed, kept, self._lost)

    def _about(self, medium: Medium) -> About:
        self._identity = identity(medium, self._attached, self._path)
        try:
            fingerprint = medium.fingerprint()
        except Gone:
            fingerprint = ""
        one = self._attached
        device = medium.shape.device  # one that the system does not list may be in use all the same
        sector = medium.shape.sector if device else 512
        if one is None:
            return About(medium.size, device, mounted=None if device else (), fingerprint=fingerprint, sector=sector)
        said = self._said()
        return About(
            medium.size,
            True,
            shown(one.name, 60),
            one.bus,
            one.flash,
            one.mounted,
            fingerprint,
            sector,
            said.hidden,
            said.hidden_bytes,
        )

    def _said(self) -> Drive:
        """The drive's own word on itself; nothing where it is asked nothing, or does not answer."""
        try:
            return drive(words_of_the_drive(self._machine))
        except Unreadable:
            return Drive()


class _Rate:
    """Bytes a second over the last seconds: a mean over all would promise what is long gone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()
        self.last: Progress | None = None

    def moment(self, progress: Progress) -> Moment:
        now = self._clock()
        self.last = progress
        self._seen.append((now, progress.done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _RATE_SECONDS:
            self._seen.popleft()
        (then, before), (last, done) = self._seen[0], self._seen[-1]
        rate = (done - before) / (last - then) if last > then else 0.0
        left = (progress.total - progress.done) / rate if rate > 0 and last - then > 0.5 else None
        return Moment(progress.done, progress.total, rate, left, progress.finds)


def _seconds(surveyed: Surveyed) -> float:
    """How much processor time a carving may take."""
    areas = (*surveyed.stream, *(run for runs in surveyed.memory for run in runs))
    return _CARVING_SECONDS + sum(length for _, length in areas) / _SLOWEST
