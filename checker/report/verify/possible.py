"""Whether what a report says can be at all: forms of names, numbers, dates, and what belongs together.

Whatever passes here can be stored, printed and counted; nothing after it has to ask again.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from checker.knowledge.rulebook import Rulebook
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Text
from checker.report.keys.signer import fingerprint
from checker.report.payload import CoverageRef, Report, Result
from checker.report.verify.codes import Code
from checker.report.verify.verified import Fails

# In canonical JSON: NUL and its like as escapes, DEL as it is.
_CONTROL = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u00[01]|[bf])|\x7f")
_PERHAPS = (b"\\u00", b"\\b", b"\\f", b"\x7f")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[a-z][a-z0-9_.\-]{0,119}")
_FIRST, _LAST = 2000, 2199  # years: whatever is outside was no computer's clock in use
_COUNTER = 2**31 - 1
_NUMBER = 2**53  # what JSON holds exactly
_DAY = timedelta(days=1)  # dates are of the office's clock, times of UTC
_DUE = timedelta(days=400)  # no deadline of this product or a unit's is later than a year
_ANSWERED = timedelta(days=400)  # nor does any answer hold for longer
_WAIVED = timedelta(days=400)  # nor any waiver
_NUMBERED = re.compile(r"MJ-(\d{4})-([A-Z2-7]{6})-(\d{5,})")  # as `sign.build.number` makes it

_SIGNS = Text("有不能打印的字符", "signs that cannot be printed")
_DIGEST = Text("摘要或机器标识的写法", "how a digest or machine id is written")
_NAME = Text("检查项或规则的代号", "the id of a check or rule")
_COUNT = Text("流水号、计时或件数", "a running number, a time taken or a count")
_DATE = Text("日期", "a date")
_NO_NUMBER = Text("没有编号", "it has no number")
_OTHER_NUMBER = Text("编号 {number} 不是这位签名人的这一份", "number {number} is not that of this signer's report")
_NOBODY = Text("没有写单位或被检查人", "it names no unit or no inspected person")
_NO_DUE = Text("“{title}”没有整改期限，或期限不可能", "“{title}” has no deadline, or one that cannot be")
_NOT_OPEN = Text("“{title}”没有不符合，却有整改期限", "“{title}” did not fail and has a deadline")
_WAIVER = Text(
    "“{title}”的例外不可能：没有批准、已经到期、期限太长或本来不是不符合",
    "the waiver of “{title}” cannot be: not granted, over, for too long, or of no failure",
)
_HELD = Text("“{title}”属疑似标密，不能作为例外", "“{title}” is a suspected marking, which cannot be waived")
_ANSWER = Text(
    "“{title}”的回答不可能：时间或期限不对", "the answer to “{title}” cannot be: its time or its end is wrong"
)
_COVERAGE = Text("“{title}”看了的比有的还多", "“{title}” looked at more than there was")
_SEVERITY = Text("“{title}”的轻重不是规则库里的", "the weight of “{title}” is none of the rule book's")


def guard_possible(payload: bytes, report: Report, rulebook: Rulebook | None) -> None:
    """Raises Fails (IMPOSSIBLE) with the first thing that cannot be. `rulebook`: the report's, where it is known."""
    for possible, what in (
        # Plain searches first: ten thousand reports have none of these.
        (not (any(one in payload for one in _PERHAPS) and _CONTROL.search(payload)), _SIGNS),
        (all(map(_HEX64.fullmatch, _digests(report))), _DIGEST),
        (all(map(_ID.fullmatch, _ids(report))), _NAME),
        (0 < report.counter.number <= _COUNTER and all(0 <= one < _NUMBER for one in _counts(report)), _COUNT),
        (all(_FIRST <= one.year <= _LAST for one in _dates(report)), _DATE),
    ):
        if not possible:
            raise Fails(Code.IMPOSSIBLE, what)
    if (wrong := _misnamed(report)) is not None:
        raise Fails(Code.IMPOSSIBLE, wrong)
    for result in report.results:
        if (why := _amiss(result, report)) is not None:
            raise Fails(Code.IMPOSSIBLE, why.filled(title=result.title))
    if rulebook is not None:
        _guard_severities(report, rulebook)


def _misnamed(report: Report) -> Text | None:
    """What says of a report which one it is: by its number people file it, and take it back. A unit may give others."""
    if not report.number.strip():
        return _NO_NUMBER
    if not (report.unit.name.strip() and report.people.inspected.strip()):
        return _NOBODY
    told = _NUMBERED.fullmatch(report.number)
    if told is None:
        return None
    made = report.times.prepared
    years = {(made - _DAY).year, (made + _DAY).year}
    whose = base64.b32encode(bytes.fromhex(fingerprint(report.signer.certificate)))[:6].decode("ascii")
    if int(told[1]) in years and told[2] == whose and int(told[3]) == report.counter.number:
        return None
    return _OTHER_NUMBER.filled(number=Text.name(report.number))


def _digests(report: Report) -> Iterator[str]:
    yield from (report.device.machine_id, report.rules.sha256, report.tool.tree_sha256)
    yield from (one.sha256 for one in report.checks)
    yield from () if report.previous is None else (report.previous,)
    yield from () if report.campaign is None else (report.campaign.sha256,)
    if not isinstance(report.vouched, msgspec.UnsetType):
        yield from (one.sha256 for one in report.vouched.rulings)
        if (program := report.vouched.program) is not None:
            yield from (program.sha256, program.environment_sha256)


def _ids(report: Report) -> Iterator[str]:
    yield from (one.check for one in report.results)
    yield from (one.rule for one in report.rule_results)
    yield from (one.id for one in report.checks)


def _counts(report: Report) -> Iterator[int]:
    yield report.times.elapsed_ms or 0
    for one in report.results:
        if isinstance(one.coverage, CoverageRef):
            for extent in one.coverage.extents:
                yield from (extent.there, extent.looked)
            yield from (left.number for left in one.coverage.left)


def _dates(report: Report) -> Iterator[date]:
    yield from (report.times.began, report.times.ended, report.times.prepared)
    if report.consent is not None:
        yield from (one for one in (report.consent.at, report.consent.withdrawn_at) if one is not None)
    for one in report.results:
        yield from (at for at in (one.at, one.due) if at is not None)
        if one.answer is not None:
            yield from (one.answer.at, one.answer.until)
        if one.waiver is not None:
            yield one.waiver.until


def _amiss(one: Result, report: Report) -> Text | None:
    made, ended = report.times.prepared, report.times.ended
    failed = one.state is State.FAILED
    if failed and (one.due is None or not made.date() - _DAY <= one.due <= (made + _DUE).date()):
        return _NO_DUE
    if not failed and one.due is not None:
        return _NOT_OPEN
    if (waived := _amiss_with_waiver(one, ended)) is not None:
        return waived
    if one.waiver is not None and one.hold and not isinstance(report.vouched, msgspec.UnsetType):
        return _HELD  # the versions before let a suspected marking be waived
    if one.answer is not None:
        begin, end = one.answer.at.date(), one.answer.until
        if one.answer.at > made + _DAY or not begin - _DAY <= end <= begin + _ANSWERED:
            return _ANSWER
    if isinstance(one.coverage, CoverageRef) and any(part.looked > part.there for part in one.coverage.extents):
        return _COVERAGE
    return None


def _amiss_with_waiver(one: Result, ended: datetime) -> Text | None:
    if (one.state is State.WAIVED) is not (one.waiver is not None):
        return _WAIVER
    if one.waiver is None:
        return None
    until, day = one.waiver.until, ended.date()
    holds = one.beneath is State.FAILED and day - _DAY <= until <= day + _WAIVED and one.waiver.approver.strip()
    return None if holds else _WAIVER


def _guard_severities(report: Report, rulebook: Rulebook) -> None:
    """A check weighs what one of its rules weighs, by the version of the rules that the report names."""
    weights: dict[str, set[Severity]] = {}
    for told in report.rule_results:
        rule = rulebook.rules.get(told.rule)
        for check in told.checks if rule is not None else ():
            if rule is not None:
                weights.setdefault(check, set()).add(rule.severity)
    for one in report.results:
        if one.check in weights and one.severity not in weights[one.check]:
            raise Fails(Code.IMPOSSIBLE, _SEVERITY.filled(title=one.title))
