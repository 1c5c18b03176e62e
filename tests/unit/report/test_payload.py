"""The signed words: nothing missing, one spelling, one schema."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.cards import WAITING
from checker.model.finding import State
from checker.model.inspection import Consent
from checker.model.target import DeviceClass
from checker.model.text import Text
from checker.report.context import People
from checker.report.forms.record import record
from checker.report.payload import (
    EARLIER,
    PREDICATE,
    NewerReport,
    NotAReport,
    Statement,
    decode,
    encode,
    identity,
    schema,
)
from checker.report.refused import ReportRefused
from checker.report.sign.build import build, sketch, worst
from checker.report.sign.machine_id import machine_id
from tests.unit.report import sample
from tests.worlds.coverage import NAMED, PARTLY

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "report-3.json"


def again(**changes: object) -> bytes:
    return encode(sample.said(**changes))


def test_a_payload_decodes_to_what_was_said():
    said = sample.said()
    assert decode(encode(said)) == said


def test_the_published_schema_is_the_codes_schema_and_accepts_the_payload():
    published = json.loads(SCHEMA.read_text("utf-8"))
    assert published == schema()
    judge = jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker())
    judge.validate(json.loads(encode(sample.said())))


@pytest.mark.parametrize("place", ["", "predicate", "predicate.device", "predicate.results.0", "predicate.times"])
def test_the_published_schema_refuses_an_unknown_field(place: str):
    document = json.loads(encode(sample.said()))
    part = document
    for step in filter(None, place.split(".")):
        part = part[int(step)] if step.isdecimal() else part[step]
    part["hidden"] = 1
    judge = jsonschema.Draft202012Validator(schema())
    assert not judge.is_valid(document)
    with pytest.raises(NotAReport):
        decode(rfc8785.dumps(document))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), st.integers(-(2**53) + 1, 2**53 - 1))
def test_the_fast_canonical_bytes_are_rfc_8785(text: str, number: int):
    value = {"b": text, "a": [number, None, True, text], "_c": {"z": text, "A": number}}
    assert msgspec.json.encode(value, order="sorted") == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"counter":{', b'"counter": {'),
        (b'"number":123', b'"number":123.0'),
        (b'"number":123', b'"number":1.23e2'),
        (b'"number":123', b'"number":122,"number":123'),
        (b'"marking":"', b'"marking":"\\u5185'),
        (b"T01:02:11Z", b"T01:02:11+00:00"),
        (b"T01:02:11Z", b"T01:02:11.000Z"),
        (b'"previous":null,', b""),
        (b'{"_type"', b'\xef\xbb\xbf{"_type"'),
    ],
)
def test_another_spelling_of_the_same_words_is_refused(before: bytes, after: bytes):
    payload = encode(sample.said())
    changed = payload.replace(before, after, 1)
    assert changed != payload
    with pytest.raises(NotAReport):
        decode(changed)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_one_error(content: bytes):
    with pytest.raises(NotAReport):
        decode(content)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'"' + b"x" * (9 << 20) + b'"'])
def test_deep_or_huge_json_is_refused(content: bytes):
    with pytest.raises(NotAReport):
        decode(content)


def test_a_later_version_of_ours_is_told_apart_from_a_foreign_statement():
    payload = encode(sample.said())
    later = payload.replace(PREDICATE.encode(), PREDICATE.replace("/v3", "/v4").encode())
    assert later != payload
    with pytest.raises(NewerReport):
        decode(later)
    foreign = payload.replace(PREDICATE.encode(), b"https://slsa.dev/provenance/v1")
    assert foreign != payload
    with pytest.raises(NotAReport, match="something else") as refusal:
        decode(foreign)
    assert not isinstance(refusal.value, NewerReport)


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "别的单位"},
        {"counter": 124},
        {"previous": "a" * 64},
        {"elapsed": None},
        {"marking": "秘密"},
        {"salt": bytes(16)},
        {"machine_facts": {"a": "one", "b": "two", "c": "three"}},
        {"campaign": None},
        {"tool_tree_sha256": "cd" * 32},
        {"prepared": sample.ENDED + timedelta(days=1)},
        {"people": People(inspected="李四", inspectors=("龚喆",))},
        {"consent": Consent(given_by="张三", at=sample.BEGAN)},
        {"classified_rules": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_everything_the_context_says_is_bound(change: dict[str, object]):
    assert identity(again(**change)) != identity(again())


def test_everything_the_inspection_says_is_bound():
    def identity_of(**changes: object) -> str:
        return identity(encode(_built(replace(sample.inspection(), **changes))))

    plain = sample.inspection()
    findings = list(plain.findings)
    findings[0] = replace(findings[0], message=Text("别的", "other"))
    changes: list[dict[str, object]] = [
        {"id": "other"},
        {"tool_version": "9"},
        {"policy_version": "9"},
        {"recorded_from": "recording.json"},
        {"origins": plain.origins[:-1]},
        {"findings": tuple(findings)},
        {"began": plain.began + timedelta(seconds=1)},
        {"ended": sample.ENDED + timedelta(seconds=1)},
    ]
    seen = {identity_of(**change) for change in changes}
    assert len(seen) == len(changes)
    assert identity_of() not in seen


def test_times_are_written_one_way_whatever_zone_they_came_in():
    shifted = sample.inspection()
    zone = timezone(timedelta(hours=8))
    shifted = replace(shifted, began=shifted.began.astimezone(zone))
    assert _built(shifted).predicate.times.began == sample.BEGAN
    assert b"+08:00" not in encode(_built(shifted))


def test_every_binding_rule_has_a_result():
    report = sample.said().predicate
    assert {one.rule for one in report.rule_results} == set(sample.knowledge().rulebook.rules)
    lesson = next(one for one in report.rule_results if one.rule == "no-talk")
    assert lesson.state is None


@pytest.mark.parametrize("check_id", ["workstation.wifi", "question.paper-safe", "rule.hidden-partition"])
def test_a_binding_rule_without_a_result_stops_the_report_by_name(check_id: str):
    whole = sample.inspection()
    short = replace(whole, findings=tuple(one for one in whole.findings if one.check_id != check_id))
    assert len(short.findings) == len(whole.findings) - 1
    with pytest.raises(ReportRefused) as refusal:
        _built(short)
    title = next(one.title.zh for one in sample.said().predicate.results if one.check == check_id)
    assert "缺少 1 项" in refusal.value.reason.zh
    assert title in refusal.value.reason.zh


def test_a_rule_that_several_checks_cover_is_as_bad_as_the_worst():
    assert worst([State.PASSED, State.COULD_NOT_CHECK, State.NOT_APPLICABLE]) is State.COULD_NOT_CHECK
    assert worst([State.COULD_NOT_CHECK, State.FAILED]) is State.FAILED
    assert worst([State.PASSED, State.WAIVED]) is State.WAIVED


@pytest.mark.parametrize(
    ("inspection", "changes", "words"),
    [
        (replace(sample.inspection(), ended=None), {}, "没有做完"),
        (replace(sample.inspection(), rules_sha256="f" * 64), {}, "规则库"),
        (
            replace(sample.inspection(), target=replace(sample.TARGET, device_class=DeviceClass.PHONE)),
            {},
            "机主",
        ),
        (sample.inspection(), {"unit": " "}, "单位名称"),
        (sample.inspection(), {"people": People(inspected="", inspectors=("甲",))}, "被检查人"),
        (sample.inspection(), {"counter": 0}, "流水号"),
        (sample.inspection(), {"salt": b"short"}, "盐值"),
        (sample.inspection(), {"machine_facts": {"a": "x1", "b": "y2"}}, "标识"),
    ],
)
def test_a_report_that_would_bind_too_little_is_refused(inspection, changes, words):
    with pytest.raises(ReportRefused) as refusal:
        _built(inspection, **changes)
    assert words in refusal.value.reason.zh


def test_what_a_maker_forgot_to_fill_in_is_no_identifier():
    real = {"board": "PF3XK2A1", "disk": "S6PXNX0T812345"}
    for filler in (
        "To be filled by O.E.M.",
        "Default string",
        "00000000-0000-0000-0000-000000000000",
        "",
        "0123456789",
    ):
        with pytest.raises(ReportRefused):
            machine_id({**real, "uuid": filler}, sample.SALT)


def test_a_machine_keeps_its_id_whatever_the_order_of_its_facts_and_no_other_has_it():
    facts = {"a": "one", "b": "two", "c": "three"}
    turned = dict(reversed(facts.items()))
    assert machine_id(facts, sample.SALT) == machine_id(turned, sample.SALT)
    assert machine_id(facts, sample.SALT) != machine_id({**facts, "c": "four"}, sample.SALT)
    assert machine_id(facts, sample.SALT) != machine_id(facts, bytes(16))


def test_no_serial_number_is_in_the_payload():
    payload = again().decode()
    assert "S6PXNX0T812345" not in payload
    assert "…2345" in payload
    assert sample.SALT.hex() not in payload


def test_an_open_failure_has_an_owner_and_a_deadline_by_its_weight():
    results = {one.check: one for one in sample.said().predicate.results}
    marked, lock = results["workstation.marked_documents"], results["workstation.screen_lock"]
    assert (marked.owner, marked.due) == ("保密员", datetime(2026, 10, 10, tzinfo=UTC).date())
    assert (lock.owner, lock.due) == ("张三", datetime(2026, 11, 8, tzinfo=UTC).date())
    assert marked.hold
    assert results["workstation.guest"].due is None


def _built(inspection, **changes: object) -> Statement:
    return build(inspection, sample.context(**changes), sample.knowledge(), sample.FORM, sample.SIGNER)


def test_beside_a_suspected_marking_the_report_tells_nobody_to_wipe():
    known = sample.knowledge()
    wiping = known.checks["workstation.wifi"]
    checks = dict(known.checks)
    checks[wiping.id] = replace(
        wiping, remedies={place: replace(remedy, erases=True) for place, remedy in wiping.remedies.items()}
    )
    report = sketch(sample.inspection(), sample.context(), replace(known, checks=checks), sample.FORM)
    steps = {one.check: one.steps for one in report.results}
    assert steps[wiping.id] == WAITING.steps
    assert steps["workstation.screen_lock"] == sample.said().predicate.results[0].steps


def _as_before(said: Statement, version: str) -> Statement:
    """The same words in a version before: the first had no coverage, and neither says how its results came to be."""
    report = replace(said.predicate, vouched=msgspec.UNSET)
    if version == EARLIER[0]:
        report = replace(report, results=tuple(replace(one, coverage=msgspec.UNSET) for one in report.results))
    return replace(said, predicate_type=version, predicate=report)


@pytest.mark.parametrize("version", EARLIER)
def test_a_report_of_a_version_before_is_read_as_it_was(version: str):
    before = _as_before(sample.said(), version)
    payload = encode(before)
    assert b"vouched" not in payload
    assert (b"coverage" in payload) is (version != EARLIER[0])
    assert decode(payload) == before
    words = msgspec.json.encode(record(before.predicate, "")).decode()
    assert "看了：" not in words


def test_a_version_and_its_words_belong_together():
    now = sample.said()
    versions = (*EARLIER, PREDICATE)
    said = {version: _as_before(now, version) for version in EARLIER} | {PREDICATE: now}
    for words in versions:
        for claimed in versions:
            if claimed != words:
                with pytest.raises(NotAReport):
                    decode(encode(replace(said[words], predicate_type=claimed)))


def test_coverage_is_signed_in_counts_and_causes_and_printed_without_names():
    inspection = sample.inspection()
    covered = tuple(replace(one, coverage=PARTLY) for one in inspection.findings)
    seen = replace(inspection, findings=covered)
    said = build(seen, sample.context(), sample.knowledge(), sample.FORM, sample.SIGNER)
    payload = encode(said).decode()
    assert NAMED.zh not in payload
    assert '"cause":"denied","number":12,"unit":"files"' in payload
    words = msgspec.json.encode(record(said.predicate, "")).decode()
    assert "14,233 个文件" in words
    assert "12 个文件没有查看" in words
    assert NAMED.zh not in words
