"""A session on toy checks: begun, stopped, killed, resumed, checked again, answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome, conclude
from checker.knowledge.rulebook import Rulebook
from checker.machine.machine import Machine
from checker.model.fact import Fact
from checker.model.finding import State
from checker.model.rule import Means, Question
from checker.model.target import Platform, Profile
from checker.model.text import Text
from checker.model.verdict import Fail, Pass, Verdict
from checker.model.waiver import Waiver
from checker.probes.base import Probe
from checker.store.inspections import SaveFailed, Store
from checker.store.session import Session
from tests.engine.toys import PC, WORD, Toy, rule, toy
from tests.worlds.coverage import SEEN
from tests.worlds.world import World

ASKED = rule("asked-rule", means=Means.ATTESTATION, question=Question(Text("盖了吗？", "Is it covered?"), days=7))


def passes(fact: Toy) -> Verdict:
    return Pass(WORD)


def fails(fact: Toy) -> Verdict:
    return Fail(WORD)


def made(
    store: Store | None,
    *judges: Callable[[Toy], Verdict],
    read: Callable[[Machine], Fact] = lambda machine: Toy(coverage=SEEN),
    waivers: tuple[Waiver, ...] = (),
    extra: Any = (),
) -> Session:
    checks = {f"toy.{number}": toy(judge, f"toy.{number}") for number, judge in enumerate(judges)}
    catalog = Catalog(checks, {(Toy, Platform.LINUX): Probe(Toy, Platform.LINUX, read)})  # type: ignore[arg-type]
    book = Rulebook("test", MappingProxyType({one.id: one for one in (rule(), *extra)}), {}, {})
    return Session(PC, catalog, book, World, store, waivers=waivers)


def states(findings: Any) -> list[State]:
    return [finding.state for finding in findings]


def test_an_inspection_that_ran_through_is_complete_and_kept(tmp_path: Path) -> None:
    session = made(Store(tmp_path), passes, fails)
    inspecting = session.start(Profile.DAILY)
    assert states(inspecting) == [State.RUNNING, State.PASSED, State.RUNNING, State.FAILED]
    assert inspecting.inspection.ended is not None
    assert inspecting.inspection.elapsed is not None
    assert session.last() == inspecting.inspection


def test_what_did_not_get_its_turn_is_not_run_and_resumes(tmp_path: Path) -> None:
    session = made(Store(tmp_path), passes, passes, passes)
    inspecting = session.start(Profile.DAILY)
    for finding in inspecting:
        if finding.state.final:
            break  # the program is killed here
    interrupted = made(Store(tmp_path), passes, passes, passes).unfinished()
    assert interrupted is not None
    assert states(interrupted.findings) == [State.PASSED, State.NOT_RUN, State.NOT_RUN]
    assert conclude(interrupted.findings).outcome is Outcome.INCOMPLETE

    resumed = session.resume(interrupted)
    assert [finding.check_id for finding in resumed if finding.state.final] == ["toy.1", "toy.2"]
    assert states(resumed.inspection.findings) == [State.PASSED] * 3
    assert session.last() == resumed.inspection


@pytest.mark.parametrize("changed", ["rules_sha256", "policy_version", "tool_version"])
def test_what_other_rules_or_another_program_began_begins_anew(tmp_path: Path, changed: str) -> None:
    session = made(Store(tmp_path), passes, passes)
    inspecting = session.start(Profile.DAILY)
    inspecting.stop()
    earlier = replace(inspecting.inspection, **{changed: "another"})
    done = replace(earlier, findings=tuple(replace(one, state=State.PASSED) for one in earlier.findings[:1]))
    resumed = session.resume(done)
    assert [finding.check_id for finding in resumed if finding.state.final] == ["toy.0", "toy.1"]
    assert resumed.inspection.id != earlier.id


@pytest.mark.parametrize("refused", range(6))
def test_what_a_full_disk_refused_is_kept_when_it_has_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    store, calls = Store(tmp_path), iter(range(20))
    for name in ("begin", "keep", "end"):
        kept = getattr(store, name)

        def write(*given: Any, kept: Callable[..., None] = kept) -> None:
            if next(calls) == refused:
                raise SaveFailed(WORD)
            kept(*given)

        monkeypatch.setattr(store, name, write)
    inspecting = made(store, fails, passes, passes).start(Profile.DAILY)
    list(inspecting)
    inspecting_kept = Store(tmp_path).inspection(inspecting.inspection.id)
    if refused < 5:
        assert inspecting.unsaved is None
        assert inspecting_kept == inspecting.inspection
    else:  # the last write: said, and not taken for whole
        assert inspecting.unsaved == WORD
        assert inspecting_kept is not None
        assert inspecting_kept.ended is None


def test_stopping_keeps_what_is_done(tmp_path: Path) -> None:
    session = made(Store(tmp_path), passes, passes, read=lambda machine: Toy(on=bool(machine.host), coverage=SEEN))
    inspecting = session.start(Profile.DAILY)
    inspecting.stop()
    assert states(inspecting) == [State.RUNNING]
    assert (session.last(), session.unfinished()) == (None, inspecting.inspection)


def test_checking_again_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    facts = [Toy(on=False, coverage=SEEN)]

    def judge(fact: Toy) -> Verdict:
        return Pass(WORD) if fact.on else Fail(WORD)

    session = made(Store(tmp_path), judge, judge, read=lambda machine: facts[0])
    first = session.start(Profile.DAILY)
    assert list(first)
    facts[0] = Toy(on=True, coverage=SEEN)
    again = session.check_again(first.inspection, ("toy.1",))
    assert states(again) == [State.RUNNING, State.PASSED]
    assert states(again.inspection.findings) == [State.FAILED, State.PASSED]
    assert again.inspection.elapsed is None  # the time between was not watched
    assert session.last() == again.inspection


def test_an_answer_settles_a_question_and_is_remembered(tmp_path: Path) -> None:
    session = made(Store(tmp_path), passes, extra=(ASKED,))
    inspecting = session.start(Profile.DAILY)
    assert list(inspecting)[-1].state is State.NEEDS_PERSON
    question = inspecting.inspection.findings[-1]
    answered = session.answer(inspecting.inspection, question, True, " 王敏 ")
    assert states(answered.findings) == [State.PASSED, State.PASSED]
    answer = answered.findings[-1].answer
    assert answer is not None
    assert (answer.who, answer.until - answer.at.date()) == ("王敏", timedelta(days=7))

    second = session.start(Profile.DAILY)
    assert list(second)[-1].answer == answer


@pytest.mark.parametrize("who", ["", "  "])
def test_an_answer_without_a_name_is_none(tmp_path: Path, who: str) -> None:
    session = made(Store(tmp_path), extra=(ASKED,))
    inspecting = session.start(Profile.DAILY)
    (*_, question) = inspecting
    with pytest.raises(ValueError, match="name"):
        session.answer(inspecting.inspection, question, True, who)


def test_a_waiver_that_lapsed_since_covers_no_longer(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    store = Store(tmp_path)
    waived = made(store, fails, waivers=(Waiver("toy.0", "李处", "批准", today),))
    assert list(waived.start(Profile.DAILY))[-1].state is State.WAIVED
    lapsed = made(store, fails, waivers=(Waiver("toy.0", "李处", "批准", date(2020, 1, 1)),)).last()
    assert lapsed is not None
    assert states(lapsed.findings) == [State.FAILED]


def test_a_full_disk_does_not_end_the_inspection(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = made(store, passes, fails)
    store._database.execute("PRAGMA query_only = ON")
    inspecting = session.start(Profile.DAILY)
    assert states(inspecting)[1::2] == [State.PASSED, State.FAILED]
    assert inspecting.unsaved is not None


def test_an_answer_that_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    session = made(store, extra=(ASKED,))
    inspecting = session.start(Profile.DAILY)
    (*_, question) = inspecting
    store._database.execute("PRAGMA query_only = ON")
    with pytest.raises(SaveFailed):
        session.answer(inspecting.inspection, question, True, "王敏")
    assert State.NEEDS_PERSON in states(inspecting.inspection.findings)


def test_without_a_store_everything_works_but_nothing_is_remembered() -> None:
    session = made(None, passes)
    assert states(session.start(Profile.DAILY)) == [State.RUNNING, State.PASSED]
    assert (session.last(), session.unfinished()) == (None, None)
