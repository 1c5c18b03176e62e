"""A scan from opening to verdict: survey and sweep each in a child process, checkpoints, progress, cancel."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import numpy as np

from checker.machine import keeping
from checker.machine.media.apart import Halted, Limits, Lost, apart
from checker.machine.media.listing import Attached
from checker.machine.media.medium import Gone, Medium, joined, open_medium
from checker.model.text import shown
from checker.model.unreadable import Cancelled
from checker.residue.classes import CELL, Class
from checker.residue.finds import Find, Run
from checker.residue.layout import Trace
from checker.residue.quick import CONFIDENCE, Sample, quick
from checker.residue.result import About, Blocks, Mode, Residue, Sampled, Unchecked, Verdict
from checker.residue.survey import Surveyed, blind, survey
from checker.residue.sweep import Progress, Sweep, Swept

_SURVEY_SECONDS = 120.0  # of processor time
_SWEEP_SECONDS = 300.0
_SLOWEST = 10e6  # bytes a second of processor time that a sweep must manage
_RATE_SECONDS = 10.0
_REPORT = 0.2
_LOST_ENOUGH = 3  # signs of an older file system before it is said


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


class Checkpoint(msgspec.Struct):
    """What is kept of an unfinished scan: offsets and counts, and by what the medium is known again."""

    version: int
    fingerprint: str
    size: int
    mode: str
    began: datetime
    swept: Swept


_VERSION = 2


class Scan:
    """One scan of one medium. `run` in any thread; `stop` from any other.

    `folder`: where checkpoints are kept; None keeps none. `attached`: what the system says of the device.
    """

    def __init__(
        self,
        path: str,
        mode: Mode = Mode.FULL,
        *,
        attached: Attached | None = None,
        folder: Path | None = None,
        seed: int | None = None,
        hear: Callable[[Moment], None] = lambda moment: None,
        stop: Event | None = None,
    ) -> None:
        self._path, self._mode, self._attached = path, mode, attached
        self._folder = folder
        self._seed = seed if seed is not None else time.time_ns() & 0xFFFFFFFF
        self.hear = hear
        self._stop = stop or Event()
        self._rate = _Rate()
        self._swept = Swept()
        self._lost: set[Unchecked] = set()
        self.resumed = False

    def stop(self) -> None:
        """End within a second; what was read stands."""
        self._stop.set()

    @property
    def map(self) -> bytes:
        """The class of each MiB as far as the last checkpoint goes; empty before the first."""
        return bytes(self._swept.cells)

    @property
    def finds(self) -> tuple[Find, ...]:
        """Those of the last checkpoint."""
        return tuple(self._swept.finds)

    def run(self) -> Residue:
        """Scan.

        Raises:
            Unreadable: the medium cannot be opened. Cancelled: stopped before anything was known.
        """
        began = datetime.now(UTC)
        with open_medium(self._path) as medium:
            if self._mode is Mode.QUICK:
                return self._quick(medium, began)
            return self._full(medium, began)

    # -- all of it ---------------------------------------------------------------------------------------------

    def _full(self, medium: Medium, began: datetime) -> Residue:
        about = self._about(medium)
        kept = self._checkpoint(about)
        if kept is not None:
            began, self._swept, self.resumed = kept.began, kept.swept, True
        try:
            surveyed = self._read(medium, about, began)
        except Gone:
            self._lost.add(Unchecked.PULLED_OUT)
            surveyed = blind(medium)
        except Halted:
            raise Cancelled from None
        residue = _residue(about, self._mode, began, surveyed, self._swept, self._lost)
        if residue.whole:
            self._forget(about)
        return residue

    def _read(self, medium: Medium, about: About, began: datetime) -> Surveyed:
        """Both passes in one child; where the first one loses it, another goes over everything without tables."""
        heard: list[Surveyed] = []
        limits = Limits(_SURVEY_SECONDS)

        def hear(message: Any) -> None:
            if isinstance(message, Surveyed):
                heard.append(message)
                limits.processor += _seconds(message)
            else:
                self._heard(message, about, began)

        before = self._swept if self.resumed else None
        arguments = (self._mode in (Mode.EVERYTHING, Mode.VERIFY), before, self._mode is Mode.VERIFY)
        try:
            self._swept = apart(medium, self._path, _both, arguments, limits, self._stop, hear)
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
        before = self._swept if self.resumed else None
        arguments = (surveyed, before, self._mode is Mode.VERIFY)
        limits = Limits(_seconds(surveyed))

        def hear(message: Any) -> None:
            self._heard(message, about, began)

        try:
            self._swept = apart(medium, self._path, _swept, arguments, limits, self._stop, hear)
        except Lost:
            self._lost |= {Unchecked.LIMIT, Unchecked.STOPPED}
        except Halted:
            self._lost.add(Unchecked.STOPPED)
        else:
            self._told_why()
        return surveyed

    def _heard(self, message: Any, about: About, began: datetime) -> None:
        if isinstance(message, Progress):
            self.hear(self._rate.moment(message))
        elif message is None and self._rate.last is not None:  # a device that does not answer: it gets no faster by it
            self.hear(self._rate.moment(self._rate.last))
        elif isinstance(message, Swept):
            self._swept = message
            self._keep(about, began)

    def _survey(self, medium: Medium) -> Surveyed:
        limits = Limits(_SURVEY_SECONDS)
        try:
            found: Surveyed = apart(medium, self._path, _surveyed, (False,), limits, self._stop, _nothing)
        except Lost:
            self._lost.add(Unchecked.PARSER)
            return blind(medium)
        return found

    def _told_why(self) -> None:
        """A child that ended early says so by what it hands over."""
        ended = self._swept.ended
        if ended == "gone":
            self._lost.add(Unchecked.PULLED_OUT)
        elif ended == "halted":
            self._lost.add(Unchecked.STOPPED)

    # -- a sample ----------------------------------------------------------------------------------------------

    def _quick(self, medium: Medium, began: datetime) -> Residue:
        about = self._about(medium)
        try:
            surveyed = self._survey(medium)
        except Halted:
            raise Cancelled from None
        finds_before = len(surveyed.records)

        def hear(message: Any) -> None:
            if isinstance(message, Progress):
                message.finds = finds_before
            self._heard(message, about, began)

        known = tuple((volume.offset, 1 << 20) for volume in surveyed.volumes)
        try:
            sample = apart(medium, self._path, _sampled, (self._seed, known), Limits(_SWEEP_SECONDS), self._stop, hear)
        except Gone:
            self._lost.add(Unchecked.PULLED_OUT)
            sample = _no_sample(self._seed, medium)
        except Lost:
            self._lost.add(Unchecked.LIMIT)
            sample = _no_sample(self._seed, medium)
        except Halted:
            raise Cancelled from None
        return _quick_residue(about, began, surveyed, sample, self._lost)

    # -- what is kept ------------------------------------------------------------------------------------------

    def _about(self, medium: Medium) -> About:
        try:
            fingerprint = medium.fingerprint()
        except Gone:
            fingerprint = ""
        one = self._attached
        if one is None:
            device = medium.shape.device  # one that the system does not list may be in use all the same
            return About(medium.size, device, mounted=None if device else (), fingerprint=fingerprint)
        return About(medium.size, True, shown(one.name, 60), one.bus, one.flash, one.mounted, fingerprint)

    def _file(self, about: About) -> Path | None:
        if self._folder is None or not about.fingerprint:
            return None
        return self._folder / f"residue-{about.fingerprint[:24]}-{self._mode}.json"

    def _checkpoint(self, about: About) -> Checkpoint | None:
        """The checkpoint of this very medium, where an earlier scan of this kind was interrupted."""
        file = self._file(about)
        if file is None:
            return None
        try:
            keeping.mend(file)
            kept = msgspec.json.decode(file.read_bytes(), type=Checkpoint)
        except (OSError, msgspec.DecodeError):
            return None
        same = kept.version == _VERSION and kept.fingerprint == about.fingerprint and kept.size == about.size
        cells = -(-about.size // CELL)
        return kept if same and kept.mode == self._mode and len(kept.swept.cells) == cells else None

    def _keep(self, about: About, began: datetime) -> None:
        file = self._file(about)
        if file is None:
            return
        kept = Checkpoint(_VERSION, about.fingerprint, about.size, self._mode.value, began, self._swept)
        try:
            keeping.folder(file.parent)
            keeping.replace(file, (msgspec.json.encode(kept),))
        except OSError:
            return  # the scan goes on; it only cannot be resumed

    def _forget(self, about: About) -> None:
        file = self._file(about)
        if file is not None:
            with suppress(OSError):  # left over, it is not of this scan: the next one sees that
                file.unlink(missing_ok=True)


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
    """How much processor time a sweep may take."""
    areas = (*surveyed.stream, *(run for runs in surveyed.memory for run in runs))
    return _SWEEP_SECONDS + sum(length for _, length in areas) / _SLOWEST


# -- in the child -----------------------------------------------------------------------------------------------------


def _nothing(message: Any) -> None:
    return


def _surveyed(medium: Medium, tell: Callable[[Any], None], everything: bool) -> Surveyed:
    return survey(medium, everything=everything)


def _both(
    medium: Medium, tell: Callable[[Any], None], everything: bool, before: Swept | None, until_first: bool
) -> Swept:
    surveyed = survey(medium, everything=everything)
    tell(surveyed)
    return _swept(medium, tell, surveyed, before, until_first)


def _swept(
    medium: Medium, tell: Callable[[Any], None], surveyed: Surveyed, before: Swept | None, until_first: bool
) -> Swept:
    told = 0.0

    def progress(moment: Progress) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _REPORT or moment.done == moment.total:
            told = now
            tell(moment)

    if before is not None:
        medium.remember(before.bad)
    sweep = Sweep(medium, surveyed, progress, tell, before, until_first=until_first)
    try:
        return sweep.run()
    except Gone:
        sweep.swept.ended = "gone"
    except Halted:
        sweep.swept.ended = "halted"
    return sweep.swept


def _sampled(medium: Medium, tell: Callable[[Any], None], seed: int, known: tuple[Run, ...]) -> Sample:
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _REPORT:
            told = now
            tell(Progress(done * 4096, total * 4096, 0))

    return quick(medium, seed, known, progress)


# -- from passes to a verdict -----------------------------------------------------------------------------------------


def _residue(
    about: About, mode: Mode, began: datetime, surveyed: Surveyed, swept: Swept, lost: set[Unchecked]
) -> Residue:
    finds = tuple(sorted(swept.finds, key=lambda find: find.offset))
    unread = tuple(joined(list(swept.bad)))
    stopped_early = mode is Mode.VERIFY and swept.first_busy is not None
    residue = Residue(
        about=about,
        mode=mode,
        began=began,
        ended=datetime.now(UTC),
        verdict=_verdict(surveyed, swept, finds),
        read=swept.position + swept.memory - sum(length for _, length in unread) if swept.position else 0,
        unread=unread,
        unchecked=(),
        blocks=Blocks(
            swept.tally.zero, swept.tally.ones, swept.tally.constant, swept.tally.uniform, swept.tally.structured
        ),
        scheme=surveyed.layout.scheme,
        volumes=surveyed.volumes,
        finds=finds,
        traces=_traces(surveyed, swept),
        first_busy=swept.first_busy,
        map=bytes(swept.cells),
    )
    if stopped_early:
        lost = lost | {Unchecked.FIRST_FOUND}
    if not stopped_early and not swept.done:
        lost = lost | ({Unchecked.STOPPED} if not lost & {Unchecked.PULLED_OUT, Unchecked.STOPPED} else set())
    return replace(residue, unchecked=_unchecked(residue, surveyed, swept.cut, lost))


def _verdict(surveyed: Surveyed, swept: Swept, finds: tuple[Find, ...]) -> Verdict:
    tally = swept.tally
    live = any(volume.live for volume in surveyed.volumes)
    if finds or live or any(volume.state == "encrypted" for volume in surveyed.volumes):
        return Verdict.STRUCTURED
    busy = tally.uniform + tally.structured
    if not tally.blocks:
        return Verdict.UNKNOWN
    if not busy:
        if surveyed.volumes and all(volume.state == "read" for volume in surveyed.volumes):
            return Verdict.FORMATTED
        if tally.constant or (tally.zero and tally.ones):
            return Verdict.CONSTANT
        return Verdict.ONES if tally.ones else Verdict.ZERO
    if surveyed.volumes or tally.structured or not _even(swept.histogram):
        return Verdict.STRUCTURED
    return Verdict.UNIFORM


def _even(histogram: list[int]) -> bool:
    """Whether all samples together look random: compressed data give themselves away in the long run."""
    counts = np.array(histogram, np.float64)
    expected = counts.sum() / 256
    if expected < 5:
        return True
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return statistic < 379.0  # as for single cells: a chance of one in a million


def _traces(surveyed: Surveyed, swept: Swept) -> tuple[Trace, ...]:
    traces = list(surveyed.layout.traces)
    traces += [Trace("encrypted", volume.offset) for volume in surveyed.volumes if volume.state == "encrypted"]
    for kind, (count, place) in swept.lost.items():
        if kind != "lost-records" or count >= _LOST_ENOUGH:
            traces.append(Trace(kind, place))
    return tuple(traces)


def _unchecked(residue: Residue, surveyed: Surveyed, cut: bool, lost: set[Unchecked]) -> tuple[Unchecked, ...]:
    about = residue.about
    found = set(lost)
    if residue.unread:
        found.add(Unchecked.BAD_SECTORS)
    if not about.device:
        found.add(Unchecked.IMAGE)
    else:
        found.add(Unchecked.HIDDEN_AREA)
        if about.flash is not False:
            found.add(Unchecked.SPARE_AREA)
    if about.mounted:
        found.add(Unchecked.IN_USE)
    if about.mounted is None:
        found.add(Unchecked.USE_UNKNOWN)
    if cut or any(volume.cut for volume in surveyed.volumes):
        found.add(Unchecked.LIMIT)
    if any(volume.state == "unread" and volume.kind for volume in surveyed.volumes):
        found.add(Unchecked.PARSER)
    if residue.live and residue.mode is Mode.FULL:
        found.add(Unchecked.LIVE_FILES)
    return tuple(reason for reason in Unchecked if reason in found)


def _no_sample(seed: int, medium: Medium) -> Sample:
    return Sample(seed, 0, -(-medium.size // 4096), 0, 0, (), None, None, b"", tuple(medium.bad))


def _quick_residue(about: About, began: datetime, surveyed: Surveyed, sample: Sample, lost: set[Unchecked]) -> Residue:
    if any(volume.live for volume in surveyed.volumes) or (surveyed.records and sample.drawn):
        verdict = Verdict.STRUCTURED
    elif sample.busy:
        verdict = Verdict.UNIFORM if sample.uniform == sample.busy and not surveyed.volumes else Verdict.STRUCTURED
    elif sample.fraction is None:
        verdict = Verdict.UNKNOWN
    elif set(sample.values) <= {0}:
        verdict = Verdict.ZERO
    else:
        verdict = Verdict.ONES if set(sample.values) == {0xFF} else Verdict.CONSTANT
    size = sample.drawn * 4096
    residue = Residue(
        about=about,
        mode=Mode.QUICK,
        began=began,
        ended=datetime.now(UTC),
        verdict=verdict,
        read=size,
        unread=tuple(sample.unread),
        unchecked=(),
        blocks=Blocks(uniform=sample.uniform, structured=sample.busy - sample.uniform),
        scheme=surveyed.layout.scheme,
        volumes=surveyed.volumes,
        finds=(),
        traces=_traces(surveyed, Swept()),
        first_busy=sample.first_busy,
        sampled=Sampled(sample.seed, sample.drawn, sample.blocks, sample.busy, CONFIDENCE, sample.fraction),
        map=sample.cells or bytes([Class.UNREAD]) * -(-about.size // CELL),
    )
    return replace(residue, unchecked=_unchecked(residue, surveyed, False, lost | {Unchecked.SAMPLED}))
