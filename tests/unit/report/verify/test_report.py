"""What the verifier says of honest reports, of stolen, late and lacking ones, and of files that are none."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.model.finding import State
from checker.model.text import Text
from checker.report.envelope import seal
from checker.report.keys.trust import LIST, ROOT, Trust, UntrustedFolder, read_trust, write_trust
from checker.report.ledger.ledger import Entry, Ledger
from checker.report.payload import PREDICATE, Report
from checker.report.verify.belonging import belongs
from checker.report.verify.codes import SENTENCES, Code
from checker.report.verify.report import verify_bytes, verify_file
from checker.report.verify.series import together
from checker.report.verify.verified import Measure, Verified, exit_code
from checker.report.vouched import Vouched
from tests.unit.content.papers import deflated_zeros
from tests.unit.report import pki, world

Change = Callable[[Report], Report]


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return world.trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture
def measure(trusted: Trust) -> Measure:
    return world.measure(trusted)


def judged(report: Report, measure: Measure, signer=None, *, pdf: bool = False) -> Verified:
    made = world.signed(report, signer or pki.signer(), pdf=pdf)
    return verify_bytes("report", made.pdf if pdf else made.envelope, measure)


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("pdf", [True, False], ids=["pdf", "envelope"])
def test_an_honest_report_passes(measure: Measure, kind: str, pdf: bool):
    said = judged(world.report(), measure, pki.signer(kind), pdf=pdf)
    assert (said.code, said.notes) == (Code.FINE, ())
    assert said.sentence.zh.startswith("通过：签名有效，报告未被改动。签名人 检查签名，编号 MJ-")
    assert said.report is not None
    assert said.signer == "检查签名"


def test_an_honest_sm2_report_passes(sm2: pki.Sm2, tmp_path: Path):
    signer = sm2.signer
    trusted = world.trust(tmp_path, world.inspector(signer))
    measure = world.measure(trusted)
    for pdf in (True, False):
        assert judged(world.report(), measure, signer, pdf=pdf).code is Code.FINE


def test_without_a_trust_folder_nobody_is_vouched_for(measure: Measure):
    said = judged(world.report(), replace(measure, trust=None))
    assert said.code is Code.SIGNER_NOT_COMPARED


def test_a_signer_who_is_not_on_the_list_is_told_by_the_certificate(measure: Measure):
    stranger = pki.signer("ec", "别人")
    said = judged(world.report(), measure, stranger)
    assert said.code is Code.UNKNOWN_SIGNER
    assert said.report is None
    from checker.report.keys.signer import fingerprint

    assert fingerprint(stranger.certificate)[:16] in said.sentence.zh


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"revoked": pki.NOW}, Code.REVOKED),
        ({"until": pki.NOW - timedelta(days=1)}, Code.CERTIFICATE_OVER),
        ({"since": pki.NOW + timedelta(days=1)}, Code.CERTIFICATE_OVER),
    ],
    ids=["revoked", "over", "not yet"],
)
def test_a_signer_without_authority_is_refused(tmp_path: Path, changes: dict[str, object], code: Code):
    trusted = world.trust(tmp_path, world.inspector(pki.signer(), **changes))
    assert judged(world.report(), world.measure(trusted)).code is code


def test_a_report_dated_after_its_certificate_ended_is_refused(tmp_path: Path):
    signer = pki.signer()
    trusted = world.trust(tmp_path, world.inspector(signer, until=pki.ENDS + timedelta(days=9)), campaigns=())
    in_time = world.report(campaign=None, prepared=pki.ENDS - timedelta(hours=1))
    late = world.report(campaign=None, prepared=pki.ENDS + timedelta(hours=1))
    measure = replace(world.measure(trusted), now=pki.ENDS + timedelta(days=1))
    assert judged(in_time, measure, signer).code is Code.FINE
    assert judged(late, measure, signer).code is Code.EXPIRED


def _with(part: str, **changes: object) -> Change:
    return lambda report: replace(report, **{part: replace(getattr(report, part), **changes)})


def _without_last_rules(report: Report) -> Report:
    return replace(report, rule_results=report.rule_results[:-2])


def _without_a_result(report: Report) -> Report:
    return replace(report, results=report.results[1:])


def _embellished(report: Report) -> Report:
    failed = next(one for one in report.rule_results if one.state is State.FAILED)
    changed = tuple(replace(one, state=State.PASSED) if one is failed else one for one in report.rule_results)
    return replace(report, rule_results=changed)


def _called_a_lesson(report: Report) -> Report:
    failed = next(one for one in report.rule_results if one.state is State.FAILED)
    changed = tuple(replace(one, state=None, checks=()) if one is failed else one for one in report.rule_results)
    return replace(report, rule_results=changed)


def _leaking(report: Report) -> Report:
    first = replace(report.results[0], items=(Text.name(r"C:\Users\zhangsan\a.docx"),))
    return replace(report, results=(first, *report.results[1:]))


def _by_another_program(report: Report) -> Report:
    """One copy inspected and signed, and nobody registered it."""
    assert isinstance(report.vouched, Vouched)
    assert report.vouched.program is not None
    program = replace(report.vouched.program, sha256="0" * 64)
    report = replace(report, vouched=replace(report.vouched, program=program))
    return replace(report, tool=replace(report.tool, tree_sha256="0" * 64))


_EARLY = world.BEGAN - timedelta(days=60)
THREATS: list[tuple[str, Change, Code, str]] = [
    ("an old campaign's report", _with("campaign", sha256="b" * 64), Code.OTHER_CAMPAIGN, "旧报告"),
    ("another nonce", _with("campaign", nonce="0000"), Code.OTHER_CAMPAIGN, "旧报告"),
    ("a machine that is not on the roster", _with("device", machine_id="0" * 64), Code.OTHER_MACHINE, "名册"),
    ("another asset number", _with("device", asset_number="GZ2023-0001"), Code.OTHER_MACHINE, "GZ2023-0001"),
    ("begun before the campaign", _with("times", began=_EARLY, ended=_EARLY, elapsed_ms=0), Code.CLOCK, "时间窗"),
    ("ended before it began", _with("times", ended=world.BEGAN - timedelta(seconds=1)), Code.CLOCK, "先后"),
    ("made before it ended", _with("times", prepared=world.BEGAN), Code.CLOCK, "先后"),
    ("a clock changed meanwhile", _with("times", elapsed_ms=90_000_000), Code.CLOCK, "相差"),
    ("from the future", _with("times", prepared=pki.NOW + timedelta(days=2)), Code.CLOCK, "晚于"),
    ("edited rules", _with("rules", sha256="0" * 64), Code.OTHER_RULES, "000000000000"),
    ("a program that was altered meanwhile", _with("tool", tree_sha256="0" * 64), Code.ALTERED_PROGRAM, "同一次运行"),
    ("an unregistered program", _by_another_program, Code.UNKNOWN_TOOL, "000000000000"),
    ("omitted rules", _without_last_rules, Code.RULES_MISSING, "缺少 2 项"),
    ("an omitted finding", _without_a_result, Code.RULES_MISSING, "缺少 1 项"),
    ("a rule's state that its checks do not bear out", _embellished, Code.RULES_MISSING, "缺少 1 项"),
    ("a failed rule passed off as a lesson", _called_a_lesson, Code.RULES_MISSING, "缺少 1 项"),
    ("a leak", _leaking, Code.LEAK, "个人目录的路径"),
]


@pytest.mark.parametrize(("change", "code", "words"), [row[1:] for row in THREATS], ids=[row[0] for row in THREATS])
def test_a_validly_signed_report_that_does_not_belong_is_told(measure: Measure, change: Change, code: Code, words: str):
    honest = world.report()
    changed = change(honest)
    assert changed != honest
    said = judged(changed, measure)
    assert said.code is code
    assert words in said.sentence.zh


def test_rules_that_this_computer_does_not_have_are_not_taken_for_complete(measure: Measure):
    said = judged(world.report(), replace(measure, rulebooks={}))
    assert said.code is Code.RULES_NOT_KNOWN


def test_what_is_not_registered_is_noted_and_not_passed_over(tmp_path: Path):
    trusted = world.trust(tmp_path, campaigns=())
    said = judged(world.report(campaign=None, elapsed=None), world.measure(trusted))
    assert said.code is Code.FINE
    assert len(said.notes) == 4  # no campaign, no rules, no programs, no steady clock


@pytest.mark.parametrize(("days", "noted"), [(1, False), (40, True)])
def test_a_report_of_long_after_its_inspection_says_so(tmp_path: Path, days: int, noted: bool):
    told = world.report(campaign=None)
    began = told.times.began - timedelta(days=days)
    times = replace(told.times, began=began, ended=began + (told.times.ended - told.times.began))
    notes = belongs(replace(told, times=times), world.measure(world.trust(tmp_path, campaigns=())))
    assert any(f"{days} 天以后才出具" in note.zh for note in notes if isinstance(note, Text)) is noted


def sequence(measure: Measure, *reports: Report) -> list[Code]:
    return [one.code for one in together(judged(report, measure) for report in reports)]


def test_reports_that_follow_each_other_pass(measure: Measure):
    first = world.report()
    name = world.signed(first, pki.signer(), pdf=False).identity
    second = _second(first, 124, name)
    assert sequence(measure, first, second) == [Code.FINE, Code.FINE]
    assert sequence(measure, second, first) == [Code.FINE, Code.FINE]  # in whatever order they are given
    assert sequence(measure, first, first) == [Code.FINE, Code.FINE]  # a copy is no second report


def _second(first: Report, number: int, previous: str | None) -> Report:
    times = replace(first.times, began=first.times.began + timedelta(minutes=10))
    times = replace(times, ended=first.times.ended + timedelta(minutes=10))
    return replace(first, times=times, previous=previous, counter=replace(first.counter, number=number))


def test_a_broken_chain_a_gap_and_a_second_content_are_told(measure: Measure):
    first = world.report()
    name = world.signed(first, pki.signer(), pdf=False).identity
    assert sequence(measure, first, _second(first, 124, "f" * 64)) == [Code.FINE, Code.BROKEN_CHAIN]
    assert sequence(measure, first, _second(first, 124, None)) == [Code.FINE, Code.BROKEN_CHAIN]
    assert sequence(measure, first, _second(first, 126, name)) == [Code.FINE, Code.GAP]
    assert sequence(measure, first, _second(first, 123, name)) == [Code.DUPLICATE, Code.DUPLICATE]
    gap = together(judged(one, measure) for one in (first, _second(first, 127, name)))[1]
    assert "缺 124–126" in gap.sentence.zh


def test_a_clock_that_went_back_between_two_reports_is_told(measure: Measure):
    first = world.report()
    name = world.signed(first, pki.signer(), pdf=False).identity
    second = _second(first, 124, name)
    early = replace(second, times=replace(second.times, prepared=first.times.prepared - timedelta(seconds=1)))
    assert early.times.ended < early.times.prepared
    told = together(judged(one, measure) for one in (first, early))
    assert [one.code for one in told] == [Code.FINE, Code.CLOCK]
    assert "流水号 124 的时间早于前一份" in told[1].sentence.zh


def test_a_failure_outweighs_a_warning_in_the_exit_status():
    def codes(*given: Code) -> Code:
        return exit_code(Verified("x", code) for code in given)

    assert codes(Code.FINE, Code.LEAK, Code.CHANGED) is Code.CHANGED
    assert codes(Code.FINE, Code.LEAK) is Code.LEAK
    assert codes(Code.FINE) is codes() is Code.FINE


def test_a_newer_report_and_a_foreign_one_have_their_own_sentences(measure: Measure):
    made = world.signed(world.report(), pki.signer(), pdf=False)
    newer = made.payload.replace(PREDICATE.encode(), PREDICATE.replace("/v3", "/v4").encode())
    foreign = made.payload.replace(PREDICATE.encode(), b"https://slsa.dev/provenance/v1")
    assert newer != made.payload != foreign
    assert verify_bytes("n", seal(newer, "k", b"s"), measure).code is Code.NEWER
    assert verify_bytes("f", seal(foreign, "k", b"s"), measure).sentence.zh.endswith("（是别的软件的声明）。")


def bomb(size: int) -> bytes:
    """A PDF whose attachment inflates to `size` MiB."""
    inside = deflated_zeros(size << 20)
    return b"%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode>>\nstream\n" + inside + b"\nendstream"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "PDF"),
        (b"hello", "PDF"),
        (b"%PDF-1.7\n%%EOF", "没有签名数据"),
        (b"{}", "格式"),
        (b"{" * 100_000, "格式"),
        (b'{"payload":"","payloadType":"text/plain","signatures":[]}', "别的软件"),
        (b"%PDF-1.7\n/Type/EmbeddedFile>>\nstream\nnot zlib\nendstream", "损坏"),
        (bomb(512), "过大"),
        (b"\xff" * 1000, "PDF"),
    ],
    ids=["empty", "text", "bare PDF", "empty object", "deep", "other type", "bad stream", "bomb", "bytes"],
)
def test_a_file_that_is_no_report_says_what_it_is_not(measure: Measure, content: bytes, why: str):
    said = verify_bytes("x", content, measure)
    assert said.code is Code.NOT_A_REPORT
    assert why in said.sentence.zh


def test_a_foreign_pdf_with_an_attachment_is_no_report(measure: Measure):
    import typst

    other = typst.compile(b'#pdf.attach("/a.txt", bytes("hello"), relationship: "source")\nhi')
    assert verify_bytes("x", other, measure).code is Code.NOT_A_REPORT


def test_a_file_of_two_gibibytes_is_refused_unread(measure: Measure, tmp_path: Path):
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(2 << 30)
    assert "过大" in verify_file(huge, measure).sentence.zh


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of Unix")
def test_what_is_no_plain_file_is_refused_and_not_waited_for(measure: Measure, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "endless.pdf").symlink_to("/dev/zero")
    for name in ("pipe.pdf", "endless.pdf"):
        assert "读不到" in verify_file(tmp_path / name, measure).sentence.zh


def test_a_missing_file_and_a_folder_are_told(measure: Measure, tmp_path: Path):
    assert verify_file(tmp_path / "none.pdf", measure).code is Code.NOT_A_REPORT
    assert verify_file(tmp_path, measure).code is Code.NOT_A_REPORT


@cache
def _honest_envelope() -> bytes:
    return world.signed(world.report(), pki.signer(), pdf=False).envelope


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_envelope_never_passes_and_never_crashes(measure: Measure, data: st.DataObject):
    envelope = _honest_envelope()
    place = data.draw(st.integers(0, len(envelope) - 1))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(st.binary(max_size=40))
    damaged = envelope[:place] + put + envelope[place + cut :]
    if damaged != envelope:
        assert verify_bytes("x", damaged, measure).code.failure


@pytest.mark.parametrize(
    "change",
    [
        _with("times", began=datetime(2026, 1, 1), ended=datetime(2026, 1, 1)),
        _with("times", ended=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        _with("times", began=datetime(1, 1, 1, tzinfo=UTC)),
        _with("people", inspectors=()),
        lambda report: replace(report, results=(), rule_results=()),
        lambda report: replace(report, results=report.results[:1] * 2),
        _with("signer", name="\U0001f4f1" * 400),
        _with("form", name="../../../../etc/passwd"),
        _with("device", label="x" * 100_000),
    ],
    ids=["no zone", "year 9999", "year 1", "nobody", "empty", "twice", "emoji", "path", "long"],
)
@pytest.mark.parametrize("pdf", [True, False], ids=["pdf", "envelope"])
def test_a_strange_report_that_somebody_really_signed_never_crashes_and_never_passes(
    measure: Measure, change: Change, pdf: bool
):
    report = change(world.report())
    stranger = pki.signer("ec", "别人")
    made = world.signed(report, stranger, pdf=False)
    file = made.envelope
    if pdf:  # whatever page lies around it
        honest = world.signed(world.report(), pki.signer())
        start = honest.pdf.index(b"stream", honest.pdf.index(b"/Type/EmbeddedFile")) + 7
        file = honest.pdf[:start] + zlib.compress(made.envelope) + honest.pdf[start:]
    for trusting in (measure, replace(measure, trust=None)):
        assert verify_bytes("x", file, trusting).code is not Code.FINE


def test_every_code_has_a_sentence_in_both_languages():
    assert set(SENTENCES) == set(Code)
    for text in SENTENCES.values():
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
        assert ("{detail}" in text.zh) == ("{detail}" in text.en)


# --- receipts of the ledger ---


def _receipt(folder: Path, report: Report, received: datetime, collector: str = "归集人") -> str:
    """A real receipt for a report, put where the verifier looks; the report's identity."""
    made = world.signed(report, pki.signer(), pdf=False)
    entry = Entry(
        identity=made.identity,
        inspector="a" * 64,
        number=report.counter.number,
        machine_id=report.device.machine_id,
        previous=None,
        campaign=None,
        began=report.times.began,
        received=received,
    )
    folder.mkdir(exist_ok=True)
    with Ledger(folder / "ledger", "某某局") as ledger:
        ledger.take_in([entry])
        checkpoint = ledger.checkpoint(pki.signer("ec", collector), received)
        for identity, receipt in ledger.receipts([made.identity], checkpoint):
            (folder / f"{identity}.receipt.json").write_bytes(receipt)
    return made.identity


@pytest.fixture
def collected(tmp_path: Path) -> Measure:
    collector = world.inspector(pki.signer("ec", "归集人"))
    trusted = world.trust(tmp_path, collectors=(collector,))
    return replace(world.measure(trusted), receipts=tmp_path / "receipts")


def test_a_report_with_its_receipt_passes_and_without_one_is_told(collected: Measure):
    assert judged(world.report(), collected).code is Code.NOT_IN_LEDGER
    assert collected.receipts is not None
    _receipt(collected.receipts, world.report(), pki.NOW)
    assert judged(world.report(), collected).code is Code.FINE
    other = replace(world.report(), number="MJ-OTHER")
    assert judged(other, collected).code is Code.NOT_IN_LEDGER


@pytest.mark.parametrize("damage", ["another's", "stranger", "cut", "rubbish"])
def test_a_receipt_that_proves_nothing_counts_as_none(collected: Measure, damage: str):
    folder = collected.receipts
    assert folder is not None
    name = _receipt(folder, world.report(), pki.NOW, "别人" if damage == "stranger" else "归集人")
    path = folder / f"{name}.receipt.json"
    honest = path.read_bytes()
    if damage == "another's":
        other = _receipt(folder, replace(world.report(), number="MJ-OTHER"), pki.NOW)
        path.write_bytes((folder / f"{other}.receipt.json").read_bytes())
    elif damage == "cut":
        path.write_bytes(honest[:-200])
    elif damage == "rubbish":
        path.write_bytes(b"\xff" * 1000)
    assert damage == "stranger" or path.read_bytes() != honest
    said = judged(world.report(), collected)
    assert said.code is Code.NOT_IN_LEDGER
    assert len(said.notes) == 1  # why the receipt is none


def test_a_report_dated_after_it_was_taken_in_contradicts_itself(collected: Measure):
    assert collected.receipts is not None
    _receipt(collected.receipts, world.report(), pki.NOW - timedelta(days=3))
    assert judged(world.report(), collected).code is Code.CLOCK


def test_what_was_taken_in_before_its_signers_key_was_revoked_stands(tmp_path: Path):
    collector = world.inspector(pki.signer("ec", "归集人"))
    revoked = world.inspector(pki.signer(), revoked=pki.NOW + timedelta(days=1))
    trusted = world.trust(tmp_path, revoked, collectors=(collector,))
    measure = replace(world.measure(trusted), receipts=tmp_path / "receipts")
    assert judged(world.report(), measure).code is Code.REVOKED
    _receipt(tmp_path / "receipts", world.report(), pki.NOW)
    assert judged(world.report(), measure).code is Code.FINE
    late = replace(world.report(), number="MJ-LATE")
    _receipt(tmp_path / "receipts", late, pki.NOW + timedelta(days=1))
    assert judged(late, measure).code is Code.REVOKED


# --- the trust folder ---


def test_an_older_list_than_one_that_was_used_is_refused(tmp_path: Path):
    folder, memory = tmp_path / "trust", tmp_path / "memory.json"
    folder.mkdir()
    write_trust(folder, world.listed(version=2), world.root_signer())
    assert read_trust(folder, memory).version == 2
    assert read_trust(folder, memory).version == 2
    write_trust(folder, world.listed(version=1), world.root_signer())
    with pytest.raises(UntrustedFolder, match="lower"):
        read_trust(folder, memory)
    write_trust(folder, world.listed(version=3), world.root_signer())
    assert read_trust(folder, memory).version == 3


def test_a_damaged_memory_of_versions_is_not_forgotten_silently(tmp_path: Path):
    memory = tmp_path / "memory.json"
    write_trust(tmp_path, world.listed(), world.root_signer())
    memory.write_text("[]")
    with pytest.raises(UntrustedFolder, match="damaged"):
        read_trust(tmp_path, memory)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_version_that_cannot_be_noted_is_said(tmp_path: Path):
    write_trust(tmp_path, world.listed(), world.root_signer())
    (tmp_path / "closed").mkdir(mode=0o500)
    assert len(read_trust(tmp_path, tmp_path / "closed" / "memory.json").notes) == 1


@pytest.mark.parametrize("damage", ["no list", "no root", "edited", "other root", "other signer", "rubbish"])
def test_an_altered_trust_folder_is_refused(tmp_path: Path, damage: str):
    write_trust(tmp_path, world.listed(), world.root_signer())
    before = (tmp_path / LIST).read_bytes(), (tmp_path / ROOT).read_bytes()
    if damage == "no list":
        (tmp_path / LIST).unlink()
    elif damage == "no root":
        (tmp_path / ROOT).unlink()
    elif damage == "edited":
        content = bytearray(before[0])
        content[500] ^= 1
        (tmp_path / LIST).write_bytes(content)
    elif damage == "other root":
        (tmp_path / ROOT).write_bytes(pki.inspector().pem)
    elif damage == "other signer":
        write_trust(tmp_path, world.listed(), pki.signer())
        (tmp_path / ROOT).write_bytes(before[1])
    else:
        (tmp_path / LIST).write_bytes(b"\x00" * 100)
    with pytest.raises(UntrustedFolder):
        read_trust(tmp_path, None)


def test_reading_needs_no_system_store_and_no_network(measure: Measure, monkeypatch: pytest.MonkeyPatch):
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert judged(world.report(), measure, pdf=True).code is Code.FINE
