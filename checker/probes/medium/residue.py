"""What is left on a medium, as a fact."""

from __future__ import annotations

from checker.facts.medium.residue import Left, MediumResidue
from checker.knowledge.residue import kinds
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Extent, Unit
from checker.model.coverage import Left as Unseen
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.medium.reading import residue_of
from checker.residue.result import Residue, Unchecked, Verdict
from checker.residue.terms import TRACES, UNCHECKED
from checker.residue.unseen import not_checked
from checker.residue.wording import statement

_LEFT = {Verdict.UNIFORM: Left.UNIFORM, Verdict.FORMATTED: Left.FORMATTED, Verdict.STRUCTURED: Left.SOMETHING}
# What of this stands in the way of saying anything of a medium on which nothing was found.
_BROKEN = (Unchecked.BAD_SECTORS, Unchecked.PULLED_OUT, Unchecked.STOPPED, Unchecked.LIMIT)
_CAUSES = {
    Unchecked.BAD_SECTORS: Cause.DAMAGED,
    Unchecked.PULLED_OUT: Cause.CHANGED,
    Unchecked.STOPPED: Cause.OUT_OF_TIME,
    Unchecked.LIMIT: Cause.BEYOND_LIMIT,
}
_SECTOR = 512
_HOW = {
    Unchecked.BAD_SECTORS: Text("读不出来的介质按销毁处理", "A medium with unreadable places is destroyed"),
    Unchecked.PULLED_OUT: Text("插好后再查一次", "Plug it in and check again"),
}
_THERE = Text(
    "没有删除的文件只数了个数，不在清除与否的检查之内",
    "existing files were counted; whether they were wiped is no question",
)
_AGAIN = Text("再查一次，查完为止", "Check again, to the end")


@probe(MediumResidue, Platform.MEDIUM)
def medium_residue(machine: Machine) -> MediumResidue:
    """What a full scan brings."""
    residue = residue_of(machine)
    if residue.verdict is Verdict.UNKNOWN:
        raise Unreadable(statement(residue), _HOW[Unchecked.BAD_SECTORS] if residue.unread else _AGAIN)
    left = _LEFT.get(residue.verdict, Left.BLANK)
    broken = next((reason for reason in _BROKEN if reason in residue.unchecked), None)
    if broken is not None and left is not Left.SOMETHING:
        raise Unreadable(UNCHECKED[broken], _HOW.get(broken, _AGAIN), _CAUSES[broken])
    return MediumResidue(
        left=left,
        statement=statement(residue),
        kinds=_by_kind(residue),
        recoverable=len(residue.recoverable),
        live=residue.live,
        traces=tuple(TRACES[kind] for kind in dict.fromkeys(trace.kind for trace in residue.traces)),
        unchecked=not_checked(residue),
        coverage=_covered(residue, broken),
    )


def _covered(residue: Residue, broken: Unchecked | None) -> Coverage:
    """In sectors of the medium, every one of which has a fate. What a controller keeps to itself is no sector, and is
    said by `unchecked`.
    """
    fates = residue.fates
    there, live = -(-residue.about.size // _SECTOR), fates.live // _SECTOR
    unread = -(-fates.unread // _SECTOR)
    left = []
    if live:
        left.append(Unseen(Unit.SECTORS, Cause.NOT_IN_QUESTION, live, reason=_THERE))
    if unread or broken is not None:
        cause, reason = (_CAUSES[broken], UNCHECKED[broken]) if broken is not None else (Cause.DAMAGED, None)
        how = _HOW.get(broken, _AGAIN) if broken is not None else _AGAIN
        left.append(Unseen(Unit.SECTORS, cause, unread, reason=reason, how=how))
    return Coverage((Extent(Unit.SECTORS, there, max(0, there - live - unread)),), tuple(left))


def _by_kind(residue: Residue) -> tuple[tuple[Text, int], ...]:
    names = kinds()
    return tuple((names[kind].name, count) for kind, count in residue.by_kind().items())
