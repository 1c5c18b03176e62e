"""How a result came to its signature, and by whose decisions, is told in the verdict."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

import pytest
import rfc8785

from checker.model.finding import State
from checker.model.inspection import Place, Provenance, RulingKind
from checker.model.target import Platform
from checker.model.text import Language
from checker.report.approval import ApprovalRefused, approve
from checker.report.envelope import seal, unseal
from checker.report.forms.record import record
from checker.report.keys.signer import fingerprint
from checker.report.keys.trust import Trust
from checker.report.payload import Report, Result
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Measure, Verified
from checker.report.vouched import HOW, Vouched
from tests.unit.report import pki, world

Change = Callable[[Report], Report]


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return world.trust(tmp_path_factory.mktemp("trust"))


def judged(report: Report, trust: Trust) -> Verified:
    made = world.signed(report, pki.signer(), pdf=False)
    return verify_bytes("report", made.envelope, world.measure(trust))


def vouched(**changes: object) -> Change:
    def change(report: Report) -> Report:
        assert isinstance(report.vouched, Vouched)
        return replace(report, vouched=replace(report.vouched, **changes))  # type: ignore[arg-type]

    return change


def program(**changes: object) -> Change:
    def change(report: Report) -> Report:
        assert isinstance(report.vouched, Vouched)
        assert report.vouched.program is not None
        return vouched(program=replace(report.vouched.program, **changes))(report)  # type: ignore[arg-type]

    return change


def ruling(**changes: object) -> Change:
    def change(report: Report) -> Report:
        assert isinstance(report.vouched, Vouched)
        (book,) = report.vouched.rulings
        return vouched(rulings=(replace(book, **changes),))(report)  # type: ignore[arg-type]

    return change


def waived_by(who: str) -> Change:
    return lambda report: replace(
        report,
        results=tuple(
            replace(one, waiver=replace(one.waiver, approver=who)) if one.waiver else one for one in report.results
        ),
    )


def held(report: Report) -> Report:
    return replace(report, results=tuple(replace(one, hold=True) if one.waiver else one for one in report.results))


WORDS: dict[str, tuple[Change, Code, str]] = {
    "unsealed": (vouched(provenance=Provenance.UNSEALED), Code.UNSEALED, "没有封存"),
    "against the policy": (
        vouched(provenance=Provenance.RESUMED, one_run=True),
        Code.NOT_ONE_RUN,
        HOW[Provenance.RESUMED].zh,
    ),
    "another copy inspected": (program(sha256="12" * 32), Code.ALTERED_PROGRAM, "同一次运行"),
    "byte code of its own": (program(byte_code=3), Code.ALTERED_PROGRAM, "3 个模块"),
    "a waiver book that nobody signed": (ruling(approval=None), Code.NOT_APPROVED, "没有批准签名"),
    "no waiver book at all": (vouched(rulings=()), Code.NOT_APPROVED, "没有批准签名"),
    "another book was approved": (ruling(sha256="34" * 32), Code.NOT_APPROVED, "不是对这一份"),
    "another kind was approved": (ruling(kind=RulingKind.POLICY), Code.NOT_APPROVED, "不是对这一份"),
    "an altered approval": (ruling(approval=world.approval()[:-40] + b"A" * 40), Code.NOT_APPROVED, "无效"),
    "an approver who signed nothing": (waived_by("局长"), Code.NOT_APPROVED, "局长"),
    "a suspected marking waived": (held, Code.IMPOSSIBLE, "疑似标密"),
}


@pytest.mark.parametrize(("change", "code", "words"), WORDS.values(), ids=WORDS)
def test_what_lies_between_reading_and_signature_is_told(trusted: Trust, change: Change, code: Code, words: str):
    said = judged(change(world.report()), trusted)
    assert said.code is code
    assert words in said.sentence.zh


@pytest.mark.parametrize("provenance", [Provenance.RESUMED, Provenance.SEALED_FILE])
def test_several_runs_pass_and_are_told(trusted: Trust, provenance: Provenance):
    said = judged(vouched(provenance=provenance)(world.report()), trusted)
    assert said.code is Code.FINE
    assert any(HOW[provenance].zh in note.zh for note in said.notes)


@pytest.mark.parametrize("provenance", [Provenance.RESUMED, Provenance.SEALED_FILE, Provenance.UNSEALED])
def test_two_copies_of_the_program_are_a_verdict_of_their_own(tmp_path: Path, provenance: Provenance):
    trust = world.trust(tmp_path, campaigns=(), tools=())
    report = vouched(provenance=provenance)(world.report(campaign=None))
    said = judged(program(sha256="12" * 32)(report), trust)
    assert said.code is Code.TWO_PROGRAMS
    assert not said.code.failure
    assert "121212121212" in said.sentence.zh


def test_a_program_that_others_could_alter_is_noted(trusted: Trust):
    said = judged(program(place=Place.OPEN)(world.report()), trusted)
    assert said.code is Code.FINE
    assert any("他人能改" in note.zh for note in said.notes)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("change", "tone"),
    [
        (program(place=Place.READ_ONLY), "good"),
        (program(place=Place.GUARDED), ""),
        (program(byte_code=1), "bad"),
        (program(sha256="12" * 32, place=Place.READ_ONLY), "bad"),
    ],
    ids=["the strongest", "as usual", "altered byte code", "another copy"],
)
def test_the_page_says_at_its_top_which_copy_it_comes_of(change: Change, tone: str, language: Language):
    report = replace(change(world.report()), language=language)
    assert record(report, "d" * 64)["strength"][0] == tone
    assert record(report, "")["strength"] == ["", ""]  # a draft is nobody's word


def test_a_copy_on_a_read_only_stick_looks_different(trusted: Trust):
    plain, stick = world.report(), program(place=Place.READ_ONLY)(world.report())
    assert "只读介质" in judged(stick, trusted).sentence.zh
    assert "只读介质" not in judged(plain, trusted).sentence.zh
    later = vouched(provenance=Provenance.RESUMED)(stick)
    assert "只读介质" not in judged(later, trusted).sentence.zh


@pytest.mark.parametrize(
    "changes",
    [{"revoked": pki.NOW}, {"until": pki.NOW - timedelta(days=250)}, {"certificate": pki.inspector("rsa").der}],
    ids=["revoked", "no longer an approver", "somebody else"],
)
def test_only_listed_approvers_may_approve(tmp_path: Path, changes: dict[str, object]):
    trust = world.trust(tmp_path, approvers=(world.inspector(world.approver(), **changes),))
    said = judged(world.report(), trust)
    assert said.code is Code.NOT_APPROVED
    assert "李四" in said.sentence.zh


def test_a_list_without_approvers_says_so(tmp_path: Path):
    said = judged(world.report(), world.trust(tmp_path, approvers=()))
    assert said.code is Code.FINE
    assert any("没有登记批准人" in note.zh for note in said.notes)


@pytest.mark.parametrize("days", [-2, 400])
def test_no_approval_is_over_before_it_begins_or_holds_longer_than_a_year(days: int):
    until = (pki.NOW + timedelta(days=days)).date()
    with pytest.raises(ApprovalRefused):
        approve(RulingKind.POLICY, "0" * 64, until, world.approver(), pki.NOW)


def test_words_that_were_typed_are_held_against_what_was_found(trusted: Trust):
    made = world.report()
    linux = replace(made, device=replace(made.device, system="统信 UOS 20"))
    assert judged(linux, trusted).code is Code.CONTRADICTED
    other = replace(made, unit=replace(made.unit, department="人事处"))
    assert "人事处" in judged(other, trusted).sentence.zh


MARK = fingerprint(pki.signer().certificate)


def _waived_till_2099(one: Result) -> Result:
    return one if one.waiver is None else replace(one, waiver=replace(one.waiver, until=date(2099, 1, 1)))


def impossible(report: Report) -> dict[str, Report]:
    first = report.results[0]

    def result(**changes: object) -> Report:
        return replace(report, results=(replace(first, **changes), *report.results[1:]))  # type: ignore[arg-type]

    assert first.state is State.FAILED
    assert first.due is not None
    far = first.due.replace(year=first.due.year + 5)
    return {
        "no deadline": result(due=None),
        "a deadline in five years": result(due=far),
        "a deadline in the year 9999": result(due=far.replace(year=9999)),
        "a running number of nothing": replace(report, counter=replace(report.counter, number=0)),
        "a running number past counting": replace(report, counter=replace(report.counter, number=2**40)),
        "no number": replace(report, number=" "),
        "the number of another inspector": replace(report, number="MJ-2026-AAAAAA-00123"),
        "the number of another report": replace(
            report, number=f"MJ-2026-{base64.b32encode(bytes.fromhex(MARK))[:6].decode()}-00124"
        ),
        "no unit": replace(report, unit=replace(report.unit, name="")),
        "no inspected person": replace(report, people=replace(report.people, inspected=" ")),
        "a waiver till 2099": replace(report, results=tuple(map(_waived_till_2099, report.results))),
        "NUL in a name": replace(report, people=replace(report.people, inspected="张\0三")),
        "a name of control signs": replace(report, number="MJ\b1"),
        "a machine id of another form": replace(
            report, campaign=None, device=replace(report.device, machine_id="x" * 64)
        ),
        "time taken less than none": replace(report, times=replace(report.times, elapsed_ms=-1)),
        "lighter than its rule": result(severity=type(first.severity)("low")),
        "a check of a strange name": result(check="x\u4e00" * 80),
        "a year without computers": replace(
            report, times=replace(report.times, began=report.times.began.replace(year=1970), elapsed_ms=None)
        ),
    }


@pytest.mark.parametrize("name", impossible(world.report()))
def test_what_cannot_be_is_refused_with_its_own_verdict(trusted: Trust, name: str):
    measure = world.measure(trusted)
    made = world.signed(impossible(world.report())[name], pki.signer(), pdf=False)
    assert verify_bytes("x", made.envelope, _without_campaigns(measure)).code is Code.IMPOSSIBLE


def _without_campaigns(measure: Measure) -> Measure:
    assert measure.trust is not None
    return replace(measure, trust=replace(measure.trust, campaigns={}))


def _leaves(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    inner = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    parts = list(inner)
    if not parts:
        yield place
    for name, part in parts:
        yield from _leaves(part, (*place, name))


def _altered(payload: bytes, place: tuple[str | int, ...]) -> bytes:
    whole = json.loads(payload)
    *way, last = place
    there = reduce(lambda found, name: found[name], way, whole)
    value = there[last]
    there[last] = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value or ''}x"
    return rfc8785.dumps(whole)


def test_no_field_of_a_signed_report_can_be_another(trusted: Trust):
    """Every leaf of one report, and of its lists those of the first two entries: the others are alike."""
    made = world.signed(world.report(), pki.signer(), pdf=False)
    _, keyid, signature = unseal(made.envelope)
    places = [
        place for place in _leaves(json.loads(made.payload)) if all(part < 2 for part in place if type(part) is int)
    ]
    assert len(places) > 120
    for place in places:
        payload = _altered(made.payload, place)
        assert payload != made.payload
        said = verify_bytes("x", seal(payload, keyid, signature), world.measure(trusted))
        assert said.code.failure, place
        assert said.report is None, place


def test_no_warning_hides_behind_another(trusted: Trust):
    """An unsealed result under a typed system that is not the one inspected: both are told on the file's own line."""
    made = world.report()
    unsealed = replace(world.vouched(), provenance=Provenance.UNSEALED)
    device = replace(made.device, system="Debian 12" if made.device.platform is Platform.WINDOWS else "Windows 11")
    told = verify_bytes(
        "r",
        world.signed(replace(made, vouched=unsealed, device=device), pki.signer(), pdf=False).envelope,
        world.measure(trusted),
    )
    assert told.code is Code.CONTRADICTED
    assert "另有 1 项警告" in told.sentence.zh
    assert any("没有封存" in note.zh for note in told.notes)
