"""Inspect one target: read facts, judge them, tell the story as it goes.

This is the only place that says could_not_check, and the only place where a fact, the policy and a check meet. It alone
concludes from coverage: `Pass` and `NotApplicable` stand where the coverage of every fact bears them, and nowhere else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from checker.machine.machine import Machine
from checker.model.cause import Cause
from checker.model.check import AnyCheck
from checker.model.coverage import Coverage
from checker.model.fact import Fact
from checker.model.finding import Finding, State
from checker.model.policy import Policy
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.model.verdict import Ask, Fail, NotApplicable, Pass, Verdict

log = logging.getLogger(__name__)

Probes = Mapping[tuple[type[Fact], Platform], Callable[[Machine], Fact]]

_CALL_IT = Text("把技术日志交给信息中心", "Give the technical log to IT")
_BROKEN = Unreadable(
    Text("检查程序本身出错，这一项没有结果", "The check itself failed; there is no result"), _CALL_IT, Cause.CRASHED
)
_NO_PROBE = Unreadable(
    Text("本程序在这种系统上还读不到所需信息", "This program cannot read what is needed on this kind of system yet"),
    Text("由保密员人工检查这一项", "Have the secrecy officer check this one by hand"),
    Cause.UNSUPPORTED,
)
_NOTHING = Text("没有读到任何信息，不能算符合", "Nothing was read, which is not the same as in order")


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in a fact's place when it could not be read."""

    why: Unreadable


def inspect(
    target: Target,
    machine: Machine,
    checks: Iterable[AnyCheck],
    probes: Probes,
    policy: Policy,
    profile: Profile = Profile.QUARTERLY,
) -> Iterator[Finding]:
    """Yield a finding when each check starts (running) and again when it ends.

    Every check given ends in exactly one final finding, unless the iterator is closed or `machine.stop()` was called:
    then the story ends, and the check under way has no final finding. No check ever sees a missing fact.
    """
    machine.policy, machine.profile = policy, profile
    read: dict[type[Fact], Fact | Unread] = {}
    for check in checks:
        begun = time.monotonic()
        yield Finding(check.id, target.key, State.RUNNING, check.severity, check.title)
        try:
            finding = _finding(check, target, machine, probes, policy, read)
        except Cancelled:
            return
        yield _stamped(finding, time.monotonic() - begun)


def _finding(
    check: AnyCheck,
    target: Target,
    machine: Machine,
    probes: Probes,
    policy: Policy,
    read: dict[type[Fact], Fact | Unread],
) -> Finding:
    arguments: list[Fact | Policy] = []
    for kind in check.parameters:
        if issubclass(kind, Policy):
            arguments.append(policy)
            continue
        fact = _fact(kind, target.platform, machine, probes, read)
        if isinstance(fact, Unread):
            return _unread(check, target, fact.why)
        arguments.append(fact)
    return _judged(check, target, arguments)


def _fact(
    kind: type[Fact], platform: Platform, machine: Machine, probes: Probes, read: dict[type[Fact], Fact | Unread]
) -> Fact | Unread:
    """Read a fact once for all checks; where that fails, keep the reason in its place."""
    if kind not in read:
        read[kind] = _read(kind, platform, machine, probes)
    return read[kind]


def _read(kind: type[Fact], platform: Platform, machine: Machine, probes: Probes) -> Fact | Unread:
    probe = probes.get((kind, platform))
    if probe is None:
        return Unread(_NO_PROBE)
    try:
        fact = probe(machine)
    except Unreadable as error:
        return Unread(error)
    except Cancelled:
        raise
    except Exception:
        log.exception("probe for %s on %s", kind.__name__, platform)
        return Unread(_BROKEN)
    if not isinstance(fact, kind):
        log.error("probe for %s on %s gave %s", kind.__name__, platform, type(fact).__name__)
        return Unread(_BROKEN)
    return fact


def _judged(check: AnyCheck, target: Target, arguments: list[Any]) -> Finding:
    try:
        verdict: Verdict = check(*arguments)
    except Exception:
        log.exception("check %s", check.id)
        return _unread(check, target, _BROKEN)
    coverages = [fact.coverage for fact in arguments if isinstance(fact, Fact)]
    coverage = reduce(Coverage.alongside, coverages) if coverages else None
    # Each for itself: what was seen of one fact does not fill another's empty hands.
    borne = all(one.bears_a_pass for one in coverages)
    finding = Finding(check.id, target.key, State.PASSED, check.severity, check.title, coverage=coverage)
    match verdict:
        case Pass() | NotApplicable() if coverage is not None and not borne:
            # Nothing wrong in what could be read says nothing of what could not.
            return _not_whole(finding, coverage)
        case Pass() if coverage is None:
            return _unread(check, target, Unreadable(_NOTHING))
        case Pass(seen):
            return replace(finding, message=seen)
        case Fail(seen, items, severity):
            return replace(finding, state=State.FAILED, severity=severity or check.severity, message=seen, items=items)
        case Ask(question, wanted, items):
            return replace(finding, state=State.NEEDS_PERSON, message=question, items=items, wanted=wanted)
        case NotApplicable(reason):
            return replace(finding, state=State.NOT_APPLICABLE, message=reason)
        case _:
            log.error("check %s said %r", check.id, verdict)
            return _unread(check, target, _BROKEN)


def _unread(check: AnyCheck, target: Target, why: Unreadable) -> Finding:
    return Finding(
        check.id,
        target.key,
        State.COULD_NOT_CHECK,
        check.severity,
        why.reason,
        how=why.how,
        coverage=Coverage.unread(why),
    )


def _not_whole(finding: Finding, coverage: Coverage) -> Finding:
    """Looked at in part: what was not, of how many, and what would make it possible."""
    return replace(finding, state=State.COULD_NOT_CHECK, message=coverage.unseen or _NOTHING, how=coverage.how)


def _stamped(finding: Finding, seconds: float) -> Finding:
    return replace(finding, at=datetime.now(UTC), seconds=round(seconds, 4))
