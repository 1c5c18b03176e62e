"""Roster, running numbers and previous digests: each shows what the others cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from checker.report.ledger.sequence import Fault, Listed, Seen, attendance, conflicts, irregularities
from tests.unit.report import pki


def seen(number: int, machine: str = "m1", previous: str | None = None, inspector: str = "i1") -> Seen:
    at = pki.NOW + timedelta(minutes=number)
    return Seen(
        identity=f"r{number}",
        number=f"MJ-2026-{number:05d}",
        inspector=inspector,
        signer="龚喆",
        counter=number,
        machine_id=machine,
        asset_number=f"GZ-{machine}",
        previous=previous,
        began=at,
        prepared=at,
    )


def faults(*given: Seen, **declared: int) -> list[Fault]:
    return [one.fault for one in irregularities(given, declared)]


def test_a_chain_without_a_gap_is_regular():
    chain = [seen(1), seen(2, previous="r1"), seen(3, previous="r2")]
    assert faults(*chain) == []
    assert faults(*reversed(chain), chain[0]) == []  # in any order, and with a copy


def test_a_gap_names_the_numbers_that_are_missing():
    (gap,) = irregularities([seen(1), seen(5, "m2")])
    assert gap.sentence.zh == "检查人 龚喆 的流水号缺 2–4。"
    assert faults(seen(1), seen(3, "m2")) == [Fault.MISSING_NUMBER]


def test_the_last_reports_are_missed_only_where_their_number_is_known_from_elsewhere():
    assert faults(seen(1)) == []
    assert faults(seen(1), i1=3) == [Fault.MISSING_NUMBER]


def test_two_contents_under_one_number_are_told():
    assert faults(seen(1), replace(seen(1, "m2"), identity="other")) == [Fault.DOUBLED_NUMBER]


def test_a_number_that_goes_back_in_time_is_told():
    early = replace(seen(2, "m2"), prepared=seen(0).prepared)
    assert faults(seen(1), early) == [Fault.OUT_OF_ORDER]


def test_a_machines_chain_shows_lost_denied_and_forked_reports():
    assert faults(seen(1), seen(2, previous="gone")) == [Fault.MISSING_PREVIOUS]
    assert faults(seen(1, previous="gone")) == [Fault.MISSING_PREVIOUS]
    assert faults(seen(1), seen(2)) == [Fault.FORKED]  # two that say to be the first
    assert faults(seen(1), seen(2, previous="r1"), seen(3, previous="r1")) == [Fault.FORKED]
    assert faults(seen(1, previous="r2"), seen(2, previous="r0")) != []


def test_who_is_still_missing_and_who_is_not_on_the_roster():
    roster = [
        Listed(asset_number="GZ-m1", machine_id="m1"),
        Listed(asset_number="GZ-m2", department="综合处", person="张三"),
        Listed(asset_number="GZ-m3", machine_id="m3"),
    ]
    told = attendance(roster, [seen(1), seen(2, "m9"), replace(seen(3, "mX"), asset_number="GZ-m3")])
    assert [(one.fault, one.who.zh) for one in told] == [
        (Fault.MISSING_DEVICE, "GZ-m2"),
        (Fault.SWAPPED_DEVICE, "GZ-m3"),
        (Fault.NOT_ON_ROSTER, "GZ-m9"),
    ]
    assert "综合处 张三" in told[0].sentence.zh
    assert attendance(roster[:2], [seen(1), seen(2, "m2")]) == ()


@given(st.integers(3, 30), st.data())
def test_dropping_any_report_but_the_ends_of_a_run_is_noticed(length: int, data: st.DataObject):
    chain = [seen(1)]
    for number in range(2, length + 1):
        chain.append(seen(number, previous=chain[-1].identity))
    dropped = data.draw(st.integers(1, length - 2))
    told = faults(*chain[:dropped], *chain[dropped + 1 :])
    assert told == [Fault.MISSING_NUMBER, Fault.MISSING_PREVIOUS]


def test_one_machine_under_several_asset_numbers_and_one_number_on_several_machines_are_told() -> None:
    came = (
        replace(seen(1, "m1"), asset_number="A"),
        replace(seen(2, "m1"), asset_number="B"),
        replace(seen(3, "m2"), asset_number="B"),
        replace(seen(4, "m3"), asset_number=""),
        replace(seen(5, "m4"), asset_number=""),
    )
    assets, machines = conflicts(came)
    assert (assets.fault, machines.fault) == (Fault.SEVERAL_ASSETS, Fault.SEVERAL_MACHINES)
    assert assets.sentence.zh == "同一台设备（机器标识 m1）用了几个资产编号：A、B。"
    assert machines.sentence.en == "Asset number B was used for 2 different machines."
    assert set(machines.reports) == {came[1].identity, came[2].identity}
    assert conflicts(came[:1] + came[3:]) == ()
