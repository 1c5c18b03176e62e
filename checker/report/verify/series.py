"""What only several reports show: copies with other content, gaps in running numbers, clocks, broken chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from checker.model.text import Text
from checker.report.verify.codes import Code
from checker.report.verify.verified import Link, Said, Verified, same

Found = Iterable[tuple[Verified, Said]]
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOWHERE = Link("", "", 0, _NEVER, _NEVER, None)
_EARLIER = Text("流水号 {number} 的时间早于前一份", "report {number} is earlier than the one before it")


def together(verified: Iterable[Verified]) -> tuple[Verified, ...]:
    """What only several reports show: copies with other content, gaps in running numbers, broken chains.

    Running numbers are looked through from the lowest that is there to the highest; what comes before or after is for
    the roster and the ledger to show.
    """
    all_of_them = tuple(verified)
    sound = [one for one in all_of_them if one.link is not None and not one.code.failure]
    found: dict[int, Said] = {}
    for look in (_duplicates, _gaps, _clocks, _chains):
        for one, said in look(sound):
            found.setdefault(id(one), said)
    return tuple(
        replace(one, code=found[id(one)].code, detail=found[id(one)].detail) if id(one) in found else one
        for one in all_of_them
    )


def _place(one: Verified) -> Link:
    return one.link or _NOWHERE


def _by(key: Callable[[Link], str], sound: Iterable[Verified]) -> Iterable[list[Verified]]:
    groups: dict[str, list[Verified]] = {}
    for one in sound:
        groups.setdefault(key(_place(one)), []).append(one)
    return groups.values()


def _duplicates(sound: list[Verified]) -> Found:
    """Two contents under one running number: neither can be preferred, so both fail."""
    for group in _by(lambda link: link.signer, sound):
        numbers: dict[int, set[str | None]] = {}
        for one in group:
            numbers.setdefault(_place(one).number, set()).add(one.identity)
        for one in group:
            number = _place(one).number
            if len(numbers[number]) > 1:
                yield one, Said(Code.DUPLICATE, same(str(number)))


def _gaps(sound: list[Verified]) -> Found:
    """The report after a gap tells of it."""
    for group in _by(lambda link: link.signer, sound):
        ordered = sorted(group, key=lambda one: _place(one).number)
        for before, after in pairwise(ordered):
            first, last = _place(before).number + 1, _place(after).number - 1
            if first <= last:
                missing = str(first) if first == last else f"{first}–{last}"
                yield after, Said(Code.GAP, same(missing))


def _clocks(sound: list[Verified]) -> Found:
    """A higher running number with an earlier time: somebody's clock was set back in between."""
    for group in _by(lambda link: link.signer, sound):
        latest = _NEVER
        for one in sorted(group, key=lambda one: _place(one).number):
            if _place(one).prepared < latest:
                yield one, Said(Code.CLOCK, _EARLIER.filled(number=_place(one).number))
            latest = max(latest, _place(one).prepared)


def _chains(sound: list[Verified]) -> Found:
    """Of each machine: a later report names the one before it. The first that is here may name any."""
    for group in _by(lambda link: link.machine_id, sound):
        copies = {one.identity: one for one in group}
        ordered = sorted(copies.values(), key=lambda one: (_place(one).began, _place(one).number))
        broken = {after.identity for before, after in pairwise(ordered) if _place(after).previous != before.identity}
        yield from ((one, Said(Code.BROKEN_CHAIN)) for one in group if one.identity in broken)
