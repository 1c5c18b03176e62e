"""What staff and inspectors could do between the inspection and the signature, tried through the program's own doors:
either no report comes of it, or the page that people read and the verdict that machines give both say so.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from checker.engine import witness
from checker.engine.conclude import conclude
from checker.engine.seals import own_seals
from checker.model.answer import Answer
from checker.model.finding import State
from checker.model.inspection import Inspection, Provenance, Ruling, RulingKind
from checker.model.severity import Severity
from checker.model.text import Language
from checker.model.waiver import Waiver
from checker.report.envelope import unseal
from checker.report.forms.head import head
from checker.report.keys.trust import Trust
from checker.report.payload import Report, decode
from checker.report.refused import ReportRefused
from checker.report.result import Altered, encoded, read
from checker.report.sign.make import make
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes
from checker.report.verify.verified import Verified
from checker.store.inspections import Store
from tests.unit.report import pki, sample, world

CONTEXT = sample.context(prepared=pki.NOW, campaign=None)


@dataclass(frozen=True)
class Seen:
    """What came of it: the page's head as one text, and the verdict. None: there is no report."""

    page: str
    verdict: Verified
    report: Report


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return world.trust(tmp_path_factory.mktemp("trust"), campaigns=())


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_known", {})


def signed(inspection: Inspection, trust: Trust) -> Seen:
    made = make(inspection, CONTEXT, sample.knowledge(), pki.signer())
    report = decode(unseal(made.envelope)[0]).predicate
    page = "\n".join(value for _, value in head(report))
    return Seen(page, verify_bytes("r", made.envelope, world.measure(trust)), report)


def unwaived() -> Inspection:
    """The sample's inspection with nothing excused."""
    made = sample.inspection()
    findings = (
        replace(one, state=State.FAILED, beneath=None, waiver=None) if one.waiver else one for one in made.findings
    )
    return replace(made, findings=tuple(findings))


def inspected(**changes: object) -> Inspection:
    """As this run of the program made it, so that what follows is the hand's alone."""
    found = replace(unwaived(), **changes)  # type: ignore[arg-type]
    witness.note(found, Provenance.ONE_RUN)
    return found


def edited(content: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    result = json.loads(content)
    change(result)
    return json.dumps(result, ensure_ascii=False).encode()


def _passed(result: dict[str, object]) -> None:
    for one in result["inspection"]["findings"]:  # type: ignore[index]
        if one["state"] == "failed":
            one["state"] = "passed"


def _counts(result: dict[str, object]) -> None:
    _passed(result)
    summary = result["summary"]
    summary["passed"] += summary.pop("failed")  # type: ignore[attr-defined,index]
    result["summary"] = {**summary, "failed": 0, "must_fix": 0, "attention": 0}  # type: ignore[dict-item]


def _no_seal(result: dict[str, object]) -> None:
    _counts(result)
    whole = msgspec.json.decode(json.dumps(result["inspection"]), type=Inspection)
    result["outcome"] = conclude(whole.findings).outcome.value
    result["seal"] = None


def test_as_it_was_made_it_says_one_run_and_no_more(trusted: Trust):
    seen = signed(inspected(), trusted)
    assert "同一次运行中检查并签名" in seen.page
    assert "没有封存" not in seen.page


@pytest.mark.parametrize("hand", [_passed, _counts])
def test_a_result_edited_by_hand_makes_no_report(tmp_path: Path, hand: Callable[[dict[str, object]], None]):
    seals = own_seals(tmp_path)
    (tmp_path / "r.json").write_bytes(edited(encoded(inspected(), seals), hand))
    with pytest.raises(Altered):
        read(tmp_path / "r.json", seals)


def test_without_its_seal_an_edited_result_is_told_on_the_page_and_in_the_verdict(tmp_path: Path, trusted: Trust):
    seals = own_seals(tmp_path)
    (tmp_path / "r.json").write_bytes(edited(encoded(inspected(), seals), _no_seal))
    seen = signed(read(tmp_path / "r.json", seals), trusted)
    assert seen.verdict.code is Code.UNSEALED
    assert "没有封存" in seen.page


def test_where_the_policy_wants_one_run_no_file_becomes_a_report(tmp_path: Path):
    seals = own_seals(tmp_path)
    (tmp_path / "r.json").write_bytes(encoded(inspected(one_run=True), seals))
    witness._known.clear()  # another run of the program
    again = read(tmp_path / "r.json", seals)
    with pytest.raises(ReportRefused, match="one run"):
        make(again, CONTEXT, sample.knowledge(), pki.signer())


def test_a_row_changed_in_the_store_is_nothing_that_was_seen(tmp_path: Path, trusted: Trust):
    made = inspected()
    with closing(Store(tmp_path)) as store:
        store.begin(made)
        store.end(made)
    with closing(sqlite3.connect(tmp_path / "inspections.sqlite3")) as raw, raw:
        for place, blob in raw.execute("SELECT rowid, finding FROM finding").fetchall():
            words = blob.replace(b'"failed"', b'"passed"')
            raw.execute("UPDATE finding SET finding = ? WHERE rowid = ?", (words, place))
    monkey = dict(witness._known)
    witness._known.clear()  # another run of the program
    with closing(Store(tmp_path)) as store:
        found = store.last(made.target.key)
    witness._known.update({name: one for name, one in monkey.items() if one is not Provenance.ONE_RUN})
    assert found is not None
    changed = [one for one in made.findings if one.state is State.FAILED]
    for one in found.findings:
        if one.check_id in {each.check_id for each in changed}:
            assert one.state is not State.PASSED
    seen = signed(found, trusted)
    assert seen.verdict.code is Code.UNSEALED
    assert "没有封存" in seen.page
    assert all(
        one.state is not State.PASSED for one in seen.report.results if one.check in {c.check_id for c in changed}
    )


def test_an_answer_of_the_director_till_2099_is_no_answer(tmp_path: Path):
    made = inspected()
    asked = next(one for one in made.findings if one.state is State.NEEDS_PERSON)
    with closing(Store(tmp_path)) as store:
        store.begin(made)
    given = Answer(asked.check_id, asked.target_key, "?", True, "局长", made.began, date(2099, 1, 1), "")
    with closing(sqlite3.connect(tmp_path / "inspections.sqlite3")) as raw, raw:
        row = (given.target_key, given.check_id, made.began.isoformat(), msgspec.json.encode(given), "")
        raw.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", row)
    with closing(Store(tmp_path)) as store:
        assert store.answers(made.target.key) == ()


def test_an_answer_till_2099_in_a_result_makes_no_report_that_verifies(tmp_path: Path, trusted: Trust):
    made = unwaived()
    findings = tuple(
        replace(
            one,
            state=State.PASSED,
            answer=Answer(one.check_id, one.target_key, "?", True, "局长", made.began, date(2099, 1, 1), ""),
        )
        if one.state is State.NEEDS_PERSON
        else one
        for one in made.findings
    )
    assert signed(replace(made, findings=findings), trusted).verdict.code is Code.IMPOSSIBLE


BOOK = Ruling(RulingKind.REVIEWS, "reviews.jsonl", "ab" * 32, None)


@pytest.mark.parametrize("kind", list(RulingKind))
def test_what_nobody_signed_for_stands_on_the_page_and_in_the_verdict(kind: RulingKind, trusted: Trust):
    seen = signed(inspected(rulings=(replace(BOOK, kind=kind),)), trusted)
    assert seen.verdict.code is Code.NOT_APPROVED
    assert "没有批准签名" in seen.page
    assert "ab" * 6 in seen.page


def test_what_an_approver_signed_for_stands_there_with_the_name(trusted: Trust):
    book = Ruling(RulingKind.WAIVERS, "waivers.toml", world.WAIVERS, world.approval())
    seen = signed(inspected(rulings=(book,)), trusted)
    assert re.search(r"例外清单 waivers.toml（摘要 [0-9a-f]{12}），\S+ 签名批准至 20\d\d-\d\d-\d\d", seen.page)


def test_an_approval_that_was_altered_is_told(trusted: Trust):
    book = Ruling(RulingKind.WAIVERS, "waivers.toml", world.WAIVERS, world.approval()[:-40] + b"A" * 40)
    seen = signed(inspected(rulings=(book,)), trusted)
    assert seen.verdict.code is Code.NOT_APPROVED
    assert "批准签名无效" in seen.page


@pytest.mark.parametrize(("days", "code"), [(-30, Code.IMPOSSIBLE), (300, Code.NOT_APPROVED)])
def test_a_waiver_of_a_typed_name_is_told_or_impossible(days: int, code: Code, trusted: Trust):
    made = unwaived()
    failed = next(one for one in made.findings if one.state is State.FAILED and one.severity is Severity.LOW)
    until = made.began.date() + timedelta(days=days)
    waiver = Waiver(failed.check_id, approver="某领导", reason="领导同意", until=until)
    excused = replace(failed, state=State.WAIVED, beneath=State.FAILED, waiver=waiver)
    seen = signed(inspected(findings=tuple(excused if one is failed else one for one in made.findings)), trusted)
    assert seen.verdict.code is code
    if code is Code.NOT_APPROVED:
        assert "某领导" in seen.verdict.sentence.zh


def test_lines_in_the_program_give_it_another_name(trusted: Trust):
    made = unwaived()
    assert made.program is not None
    whole = signed(inspected(program=replace(made.program, sha256=CONTEXT.tool_tree_sha256)), trusted)
    other = signed(inspected(program=replace(made.program, sha256="12" * 32)), trusted)
    assert whole.verdict.code is not Code.ALTERED_PROGRAM
    assert other.verdict.code is Code.ALTERED_PROGRAM


@pytest.mark.parametrize("language", list(Language))
def test_who_signs_stands_beside_who_inspected(language: Language, trusted: Trust):
    made = make(inspected(), sample.context(prepared=pki.NOW, language=language), sample.knowledge(), pki.signer())
    report = decode(unseal(made.envelope)[0]).predicate
    values = [value for _, value in head(report)]
    assert any("检查签名" in value for value in values)
    assert "检查签名" in verify_bytes("r", made.envelope, world.measure(trusted)).sentence.zh
