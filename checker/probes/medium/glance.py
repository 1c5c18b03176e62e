"""A quick look at a medium, for every inspection in which nobody asks whether it is wiped."""

from __future__ import annotations

from checker.facts.medium.glance import MediumGlance
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.medium.reading import FULL_CHECK, glance_of

_SECTOR = 512
_SAMPLED = Text(
    "只按随机抽样看了空闲空间，其余不在这次检查范围内",
    "free space was looked at by random samples alone; the rest is not part of this inspection",
)
_GONE = Text(
    "介质中途被拔出或失去响应，没有读完", "The medium was pulled out or stopped answering before it was read in full"
)
_AGAIN = Text("插好后再查一次", "Plug it in and check again")
_BOUND = Text(
    "可以 {confidence} 的把握说，有内容的不到空闲空间的 {share}（{size}）",
    "with {confidence} confidence less than {share} of the free space ({size}) holds anything",
)
_CLOSED = {"encrypted": Cause.ENCRYPTED, "damaged": Cause.DAMAGED, "unread": Cause.UNSUPPORTED}


@probe(MediumGlance, Platform.MEDIUM)
def medium_glance(machine: Machine) -> MediumGlance:
    """Less than half a minute, however large the medium is."""
    from checker.residue.quick import CONFIDENCE
    from checker.residue.wording import amount, share

    seen = glance_of(machine)
    size = seen.size
    sample = seen.sample
    if sample.ended == "gone":
        raise Unreadable(_GONE, _AGAIN, Cause.CHANGED)
    bound = None
    if sample.fraction is not None:
        words = {"share": share(sample.fraction), "size": amount(sample.fraction * seen.free)}
        bound = _BOUND.filled(confidence=f"{CONFIDENCE:.0%}", **words)
    looked = -(-sample.read // _SECTOR)
    left = [
        Left(Unit.SECTORS, Cause.NOT_IN_QUESTION, max(0, -(-size // _SECTOR) - looked), reason=_SAMPLED, how=FULL_CHECK)
    ]
    for volume in seen.volumes:
        cause = _CLOSED.get(volume.state) if volume.kind else None
        if cause is not None:
            left.append(Left(Unit.VOLUMES, cause, 1, how=FULL_CHECK))
    if seen.free and not sample.drawn:
        left.append(Left(Unit.SECTORS, Cause.DAMAGED, 0, how=FULL_CHECK))
    there = -(-size // _SECTOR)
    return MediumGlance(
        live=sum(volume.live for volume in seen.volumes),
        deleted=seen.deleted,
        drawn=sample.drawn,
        busy=sample.busy,
        random=bool(sample.busy) and sample.uniform == sample.busy,
        bound=bound,
        coverage=Coverage((Extent(Unit.SECTORS, there, min(there, looked)),), tuple(left)),
    )
