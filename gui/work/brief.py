"""What a page shows, gathered in the worker's thread so that no page has to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checker.app.inspection import Inspecting, Inspections
from checker.app.program import Program
from checker.app.travel import Trip
from checker.engine.cards import Card, holds, kept
from checker.model.check import Actor
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.rule import Rule
from checker.model.target import Profile
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.model.waiver import Waiver
from gui.models.groups import Group, grouped
from gui.states import actor

if TYPE_CHECKING:
    from checker.app.medium import Attached
    from checker.facts.content.document import Seen


BEGIN_WITH = 3  # failures that the start page names
LAPSING = 14  # days before a waiver's end from which the start page tells of it


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a journey, an inspection that was interrupted, or a waiver about to lapse (`title`: of
    what)."""

    trip: Trip | None = None
    unfinished: Inspection | None = None
    waiver: Waiver | None = None
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the start page says.

    todo  how many failures of the last inspection are whose, and how many questions (None) there are
    held  how many of them are suspected markings
    first the failures to begin with, and whose each is
    """

    computer: str
    notices: tuple[Text, ...]
    last: Inspection | None
    waiting: tuple[Waiting, ...] = ()
    media: tuple[Attached, ...] = ()
    todo: Mapping[Actor | None, int] = field(default_factory=dict)
    held: int = 0
    first: tuple[tuple[Finding, Actor], ...] = ()


@dataclass(frozen=True, slots=True)
class Setout:
    """What the running page knows before the first finding: the checks in their order, not run yet, with titles."""

    computer: str
    rows: tuple[tuple[Finding, Text], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the result page shows.

    cards        by check id; a check that nobody knows any more has none
    again        ids that can be checked again on this computer
    admin_helps  ids that administrator's rights would make possible
    office       whom to call about a suspected marking; "" where no policy says it
    unsaved      why this result is not kept, or None
    past         it is an earlier one, shown as it stood
    papers       by check id, the pictures that a question is about, those of a row together
    """

    inspection: Inspection
    cards: Mapping[str, Card]
    again: frozenset[str]
    admin_helps: frozenset[str]
    lessons: tuple[Rule, ...]
    who: str
    office: str = ""
    unsaved: Text | None = None
    past: bool = False
    papers: Mapping[str, tuple[tuple[Seen, ...], ...]] = field(default_factory=dict)


def opening(program: Program) -> Opening:
    # Notices first: where the result folder cannot be used, they are what there is to say.
    computer = program.computer
    notices = computer.notices()
    last = computer.last()
    told = brief(computer, last) if last is not None else None
    return Opening(
        computer=computer.target.label,
        notices=notices,
        last=last,
        waiting=(*_travelling(program), *_unfinished(computer), *(_lapsing(told) if told is not None else ())),
        media=plugged_in(program),
        todo=_todo(told) if told is not None else {},
        held=len(held(told)) if told is not None else 0,
        first=_first(told) if told is not None else (),
    )


def held(told: Brief) -> tuple[Finding, ...]:
    """What everybody stops for: suspected markings, and what somebody has still to look at as one."""
    return tuple(
        finding
        for finding in told.inspection.findings
        # A question of a sheet rests on nothing that was read: it suspects nothing yet.
        if (finding.state is State.FAILED or finding.coverage is not None)
        and (card := told.cards.get(finding.check_id)) is not None
        and holds({finding.check_id: card.remedy}, (finding,))
    )


def _first(told: Brief) -> tuple[tuple[Finding, Actor], ...]:
    """As the result's first group has them."""
    remedies = {check_id: card.remedy for check_id, card in told.cards.items()}
    to_fix = grouped(told.inspection.findings, remedies).get(Group.FIX, ())
    return tuple((one, actor(remedies.get(one.check_id))) for one in to_fix[:BEGIN_WITH])


def _todo(told: Brief) -> Mapping[Actor | None, int]:
    counted = Counter[Actor | None]()
    for finding in told.inspection.findings:
        if finding.state is State.NEEDS_PERSON:
            counted[None] += 1
        elif finding.state is State.FAILED:
            card = told.cards.get(finding.check_id)
            counted[actor(card.remedy if card else None)] += 1
    return counted


def _travelling(program: Program) -> tuple[Waiting, ...]:
    trip = program.trips.open()
    return () if trip is None else (Waiting(trip=trip),)


def _unfinished(computer: Inspections) -> tuple[Waiting, ...]:
    inspection = computer.unfinished()
    return () if inspection is None else (Waiting(unfinished=inspection),)


def _lapsing(told: Brief) -> tuple[Waiting, ...]:
    soon = date.today() + timedelta(days=LAPSING)
    return tuple(
        Waiting(waiver=finding.waiver, title=told.cards[finding.check_id].title)
        for finding in told.inspection.findings
        if finding.waiver is not None and finding.waiver.until <= soon and finding.check_id in told.cards
    )


def plugged_in(program: Program) -> tuple[Attached, ...]:
    """Media that people plugged in; none where the system would not list them, which the page of media then says."""
    try:
        return tuple(one for one in program.media.attached() if one.external and one.size)
    except Unreadable:
        return ()


def setout(inspections: Inspections, profile: Profile, before: Inspection | None = None) -> Setout:
    """`before`: an interrupted inspection that goes on; its final findings are shown at once."""
    key = inspections.target.key
    known = {finding.check_id: finding for finding in before.findings} if before else {}
    rows = [
        (
            known.get(check.id) or Finding(check.id, key, State.NOT_RUN, check.severity, check.title),
            check.title,
        )
        for check in inspections.plan(profile).checks
    ]
    return Setout(inspections.target.label, tuple(rows))


def brief(inspections: Inspections, inspection: Inspection, unsaved: Text | None = None) -> Brief:
    plan = inspections.plan(inspection.profile)
    known = {finding.check_id: inspections.card(finding.check_id) for finding in inspection.findings}
    cards = {check_id: card for check_id, card in known.items() if card is not None}
    return Brief(
        inspection=inspection,
        cards=kept(cards, inspection.findings),
        again=frozenset(check.id for check in plan.checks),
        admin_helps=frozenset(finding.check_id for finding in inspection.findings if inspections.admin_helps(finding)),
        lessons=plan.lessons,
        who=inspections.who(),
        office=inspections.secrecy_office(),
        unsaved=unsaved,
        papers={one.check_id: papers for one in inspection.findings if (papers := inspections.papers(one))},
    )


def brief_of(inspections: Inspections, inspecting: Inspecting) -> Brief:
    """The brief of an inspection that just ended."""
    return brief(inspections, inspecting.inspection, inspecting.unsaved)
