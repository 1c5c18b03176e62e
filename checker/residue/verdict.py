"""From what the passes saw to a verdict and its reservations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from checker.machine.media.medium import Medium, joined
from checker.residue.classes import CELL, Class
from checker.residue.drives import Hidden
from checker.residue.finds import Find, Run
from checker.residue.layout import Trace
from checker.residue.progress import Carved
from checker.residue.quick import CONFIDENCE, Sample
from checker.residue.result import About, Blocks, Fates, Mode, Residue, Sampled, Unchecked, Verdict
from checker.residue.survey import Surveyed

_LOST_ENOUGH = 3  # signs of an older file system before it is said


def of_carving(
    about: About, mode: Mode, began: datetime, surveyed: Surveyed, carved: Carved, lost: set[Unchecked]
) -> Residue:
    finds = tuple(sorted(carved.finds, key=lambda find: find.offset))
    unread = tuple(joined(list(carved.bad)))
    stopped_early = mode is Mode.VERIFY and carved.first_busy is not None
    residue = Residue(
        about=about,
        mode=mode,
        began=began,
        ended=datetime.now(UTC),
        verdict=_verdict(surveyed, carved, finds),
        read=carved.position + carved.memory - sum(length for _, length in unread) if carved.position else 0,
        unread=unread,
        unchecked=(),
        blocks=Blocks(
            carved.tally.zero,
            carved.tally.ones,
            carved.tally.constant,
            carved.tally.uniform,
            carved.tally.structured,
            carved.tally.patterned,
        ),
        scheme=surveyed.layout.scheme,
        volumes=surveyed.volumes,
        finds=finds,
        traces=_traces(surveyed, carved),
        first_busy=carved.first_busy,
        first_structured=carved.first_plain,
        map=bytes(carved.cells),
        fates=_fates(about.size, surveyed, carved, unread),
    )
    if stopped_early:
        lost = lost | {Unchecked.FIRST_FOUND}
    if not stopped_early and not carved.done:
        lost = lost | ({Unchecked.STOPPED} if not lost & {Unchecked.PULLED_OUT, Unchecked.STOPPED} else set())
    return replace(residue, unchecked=_unchecked(residue, surveyed, carved.cut, lost))


def _fates(size: int, surveyed: Surveyed, carved: Carved, unread: tuple[Run, ...]) -> Fates:
    stream, own = sum(length for _, length in surveyed.stream), sum(length for _, length in surveyed.own)
    failed = sum(length for _, length in unread)
    searched = max(0, carved.position - failed) + carved.memory
    left = stream - carved.position + own - carved.own + min(failed, carved.position)
    return Fates(size - stream - own - carved.memory, carved.own, searched, left)


def _verdict(surveyed: Surveyed, carved: Carved, finds: tuple[Find, ...]) -> Verdict:
    tally, volumes = carved.tally, surveyed.volumes
    understood = all(volume.state in ("read", "memory") or not volume.kind for volume in volumes)
    if finds or not understood or any(volume.live for volume in volumes):
        return Verdict.STRUCTURED
    if not tally.blocks:
        return Verdict.UNKNOWN
    if tally.structured or not _even(carved.histogram):
        return Verdict.STRUCTURED
    if tally.uniform:
        return Verdict.UNIFORM
    if volumes:
        return Verdict.FORMATTED
    if tally.constant or tally.patterned or (tally.zero and tally.ones):
        return Verdict.CONSTANT
    return Verdict.ONES if tally.ones else Verdict.ZERO


def _even(histogram: list[int]) -> bool:
    """Whether all samples together look random: compressed data give themselves away in the long run."""
    counts = np.array(histogram, np.float64)
    expected = counts.sum() / 256
    if expected < 5:
        return True
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return statistic < 379.0  # as for single cells: a chance of one in a million


def _traces(surveyed: Surveyed, carved: Carved) -> tuple[Trace, ...]:
    traces = list(surveyed.layout.traces)
    traces += [Trace("encrypted", volume.offset) for volume in surveyed.volumes if volume.state == "encrypted"]
    begin = {volume.offset for volume in surveyed.volumes if volume.kind}
    for kind, (count, place) in carved.lost.items():
        if count == 1 and place in begin:
            continue  # the head of a volume that is there is no old one
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
        if not _hands_out_all(about):
            found.add(Unchecked.HIDDEN_AREA)
        if about.flash is not False:
            found.add(Unchecked.SPARE_AREA)
    if about.mounted:
        found.add(Unchecked.IN_USE)
    if about.mounted is None:
        found.add(Unchecked.USE_UNKNOWN)
    if cut or any(volume.cut for volume in surveyed.volumes):
        found.add(Unchecked.LIMIT)
    if any(volume.state == "damaged" for volume in surveyed.volumes):
        found.add(Unchecked.PARSER)
    if residue.not_read:
        found.add(Unchecked.NOT_READ)
    if residue.live and residue.mode is Mode.FULL:
        found.add(Unchecked.LIVE_FILES)
    return tuple(reason for reason in Unchecked if reason in found)


def _hands_out_all(about: About) -> bool:
    """Whether the drive said so. NVMe has no hidden areas, and may have other namespaces, of which nobody asked."""
    return about.hidden is Hidden.NONE or (about.hidden is Hidden.CANNOT and about.bus == "ata")


def no_sample(seed: int, medium: Medium) -> Sample:
    return Sample(seed, 0, -(-medium.size // 4096), 0, 0, (), None, None, b"", tuple(medium.bad))


def of_sample(
    about: About, mode: Mode, began: datetime, surveyed: Surveyed, sample: Sample, lost: set[Unchecked]
) -> Residue:
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
    residue = Residue(
        about=about,
        mode=mode,
        began=began,
        ended=datetime.now(UTC),
        verdict=verdict,
        read=min(sample.read, about.size),
        fates=Fates(searched=min(sample.read, about.size), unread=max(0, about.size - sample.read)),
        unread=tuple(sample.unread),
        unchecked=(),
        blocks=Blocks(uniform=sample.uniform, structured=sample.busy - sample.uniform),
        scheme=surveyed.layout.scheme,
        volumes=surveyed.volumes,
        finds=(),
        traces=_traces(surveyed, Carved()),
        first_busy=sample.first_busy,
        sampled=Sampled(
            sample.seed,
            sample.drawn,
            sample.blocks,
            sample.busy,
            CONFIDENCE,
            sample.fraction,
            sample.read,
            sample.reach,
        ),
        map=sample.cells or bytes([Class.UNREAD]) * -(-about.size // CELL),
    )
    return replace(residue, unchecked=_unchecked(residue, surveyed, False, lost | {Unchecked.SAMPLED}))
