"""What is missing, doubled or out of order among reports, by roster, running numbers and previous-report digests.

Each of the three sees what the others cannot: the roster that a machine never came in, the numbers that an inspector's
report was left out, the digests that a machine's report was replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from checker.model.text import Text


class Fault(StrEnum):
    MISSING_DEVICE = "missing_device"
    NOT_ON_ROSTER = "not_on_roster"
    SWAPPED_DEVICE = "swapped_device"
    SEVERAL_ASSETS = "several_assets"
    SEVERAL_MACHINES = "several_machines"
    MISSING_NUMBER = "missing_number"
    DOUBLED_NUMBER = "doubled_number"
    MISSING_PREVIOUS = "missing_previous"
    FORKED = "forked"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sound report, by what tells whether it is in sequence. `inspector`: fingerprint; `signer`: their name."""

    identity: str
    number: str
    inspector: str
    signer: str
    counter: int
    machine_id: str
    asset_number: str
    previous: str | None
    began: datetime
    prepared: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A device that a campaign expects. `machine_id` empty: not known yet, recognised by its asset number."""

    asset_number: str
    machine_id: str = ""
    department: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Irregular:
    """`who` is what it is about: a device's asset number, or an inspector's name.

    `reports`: by which reports it shows (identities).
    """

    fault: Fault
    who: Text
    sentence: Text
    reports: tuple[str, ...] = ()


def irregularities(seen: Iterable[Seen], declared: Mapping[str, int] | None = None) -> tuple[Irregular, ...]:
    """What running numbers and previous digests show. Copies of one report count once.

    `declared`: an inspector's last running number by fingerprint, where it is known from elsewhere: without it nobody
    can tell that the last reports of an inspector are missing.
    """
    unique = tuple({one.identity: one for one in seen}.values())
    by_inspector = _by(lambda one: one.inspector, unique).values()
    by_machine = _by(lambda one: one.machine_id, unique).values()
    return (*_numbers(by_inspector, declared or {}), *_chains(by_machine))


def of_inspector(group: list[Seen]) -> Iterator[Irregular]:
    """The same of one inspector's reports, without copies: their running numbers."""
    return _numbers([group], {})


def of_machine(group: list[Seen]) -> Iterator[Irregular]:
    """And of one machine's: which follows which."""
    return _chains([group])


def attendance(listed: Iterable[Listed], seen: Iterable[Seen]) -> tuple[Irregular, ...]:
    """Who is still missing from a campaign's roster, who is not on it, and where another machine came in."""
    roster, came = tuple(listed), tuple(seen)
    machines = {one.machine_id for one in came}
    by_asset: dict[str, set[str]] = {}
    for one in came:
        by_asset.setdefault(one.asset_number, set()).add(one.machine_id)
    found = []
    for device in roster:
        told = by_asset.get(device.asset_number, set())
        who = Text.name(device.asset_number)
        if device.machine_id and told - {device.machine_id}:
            found.append(Irregular(Fault.SWAPPED_DEVICE, who, _SWAPPED.filled(asset=who)))
        elif not (device.machine_id in machines if device.machine_id else told):
            whose = Text.name(" ".join(part for part in (device.department, device.person) if part))
            found.append(Irregular(Fault.MISSING_DEVICE, who, _MISSING_DEVICE.filled(asset=who, whose=whose)))
    expected = {device.machine_id for device in roster if device.machine_id}
    assets = {device.asset_number for device in roster}
    strangers = {
        one.machine_id: one for one in came if one.machine_id not in expected and one.asset_number not in assets
    }
    for one in strangers.values():
        who = Text.name(one.asset_number or one.machine_id[:12])
        found.append(
            Irregular(
                Fault.NOT_ON_ROSTER, who, _STRANGER.filled(asset=who, number=Text.name(one.number)), (one.identity,)
            )
        )
    return tuple(found)


def conflicts(seen: Iterable[Seen]) -> tuple[Irregular, ...]:
    """One machine under several asset numbers, and one asset number on several machines."""
    assets: dict[str, dict[str, str]] = {}
    machines: dict[str, dict[str, str]] = {}
    for one in seen:
        if one.asset_number:
            assets.setdefault(one.machine_id, {})[one.asset_number] = one.identity
            machines.setdefault(one.asset_number, {})[one.machine_id] = one.identity
    return (
        *(several_assets(one, sorted(found), found.values()) for one, found in assets.items() if len(found) > 1),
        *(several_machines(one, len(found), found.values()) for one, found in machines.items() if len(found) > 1),
    )


def several_assets(machine: str, assets: Iterable[str], reports: Iterable[str] = ()) -> Irregular:
    who, named = Text.name(machine[:12]), Text.name("、".join(assets))
    return Irregular(Fault.SEVERAL_ASSETS, who, _ASSETS.filled(machine=who, assets=named), tuple(reports))


def several_machines(asset: str, machines: int, reports: Iterable[str] = ()) -> Irregular:
    who = Text.name(asset)
    return Irregular(Fault.SEVERAL_MACHINES, who, _MACHINES.filled(asset=who, n=machines), tuple(reports))


def _numbers(groups: Iterable[list[Seen]], declared: Mapping[str, int]) -> Iterator[Irregular]:
    for group in groups:
        inspector = group[0].inspector
        ordered = sorted(group, key=lambda one: (one.counter, one.prepared))
        who = Text.name(ordered[-1].signer)
        for before, after in pairwise(ordered):
            both = (before.identity, after.identity)
            if before.counter == after.counter:
                yield Irregular(Fault.DOUBLED_NUMBER, who, _DOUBLED.filled(who=who, number=after.counter), both)
            elif after.counter > before.counter + 1:
                yield _gap(who, before.counter + 1, after.counter - 1, both)
            if after.prepared < before.prepared:
                numbers = {"before": before.counter, "after": after.counter}
                yield Irregular(Fault.OUT_OF_ORDER, who, _BACKWARDS.filled(who=who, **numbers), both)
        last = declared.get(inspector, 0)
        if last > ordered[-1].counter:
            yield _gap(who, ordered[-1].counter + 1, last, (ordered[-1].identity,))


def _gap(who: Text, first: int, last: int, beside: tuple[str, ...]) -> Irregular:
    numbers = str(first) if first == last else f"{first}–{last}"
    return Irregular(Fault.MISSING_NUMBER, who, _GAP.filled(who=who, numbers=numbers), beside)


def _chains(groups: Iterable[list[Seen]]) -> Iterator[Irregular]:
    for group in groups:
        ordered = sorted(group, key=lambda one: (one.began, one.prepared))
        identities = {one.identity for one in ordered}
        who = Text.name(ordered[-1].asset_number or ordered[-1].machine_id[:12])
        followed: set[str | None] = set()
        for index, one in enumerate(ordered):
            number, it = Text.name(one.number), (one.identity,)
            if one.previous in followed:
                yield Irregular(Fault.FORKED, who, _FORKED.filled(asset=who, number=number), it)
            elif one.previous is None and index:
                yield Irregular(Fault.MISSING_PREVIOUS, who, _DENIES.filled(asset=who, number=number), it)
            elif one.previous is not None and one.previous not in identities:
                yield Irregular(Fault.MISSING_PREVIOUS, who, _LOST.filled(asset=who, number=number), it)
            elif one.previous is not None and one.previous not in {before.identity for before in ordered[:index]}:
                yield Irregular(Fault.OUT_OF_ORDER, who, _LATER.filled(asset=who, number=number), it)
            followed.add(one.previous)


def _by(key: Callable[[Seen], str], seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        groups.setdefault(key(one), []).append(one)
    return groups


_MISSING_DEVICE = Text("{asset}（{whose}）还没有报告。", "{asset} ({whose}) has no report yet.")
_STRANGER = Text("{asset}（报告 {number}）不在任务名册上。", "{asset} (report {number}) is not on the roster.")
_SWAPPED = Text(
    "{asset} 的机器标识与名册不符，疑似换机检查。",
    "{asset} is another machine than on the roster; perhaps it was swapped.",
)
_ASSETS = Text(
    "同一台设备（机器标识 {machine}）用了几个资产编号：{assets}。",
    "One machine ({machine}) came under several asset numbers: {assets}.",
)
_MACHINES = Text(
    "资产编号 {asset} 用在 {n} 台不同的设备上。",
    "Asset number {asset} was used for {n} different {n:machine|machines}.",
)
_GAP = Text("检查人 {who} 的流水号缺 {numbers}。", "Running number {numbers} of inspector {who} is missing.")
_DOUBLED = Text(
    "检查人 {who} 的流水号 {number} 有两份内容不同的报告。",
    "Inspector {who} has two different reports with running number {number}.",
)
_BACKWARDS = Text(
    "检查人 {who} 的第 {after} 号报告早于第 {before} 号，疑似改过时钟。",
    "Report {after} of inspector {who} is earlier than report {before}; perhaps a clock was set back.",
)
_LOST = Text("{asset}：报告 {number} 之前的一份报告不在库中。", "{asset}: the report before {number} is not here.")
_DENIES = Text(
    "{asset}：报告 {number} 称是首份，但库中有更早的报告。",
    "{asset}: report {number} says that it is the first, but there is an earlier one.",
)
_FORKED = Text(
    "{asset}：报告 {number} 与另一份接在同一份报告之后，其中一份可能被替换。",
    "{asset}: report {number} and another follow the same report; one may have been replaced.",
)
_LATER = Text(
    "{asset}：报告 {number} 接在一份比它晚的报告之后。", "{asset}: report {number} follows one that is later than it."
)
