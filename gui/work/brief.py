"""What a page shows, gathered in the worker's thread so that no page has to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.engine.cards import WAITING, holds
from checker.engine.cards import Card as Told
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.rule import Rule
from checker.model.target import Profile
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from gui.session import Card, Inspecting, Session

if TYPE_CHECKING:
    from checker.machine.attached import Attached


@dataclass(frozen=True, slots=True)
class Opening:
    """What the start page says."""

    computer: str
    notices: tuple[Text, ...]
    last: Inspection | None
    unfinished: Inspection | None
    media: tuple[Attached, ...] = ()


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
    unsaved      why this result is not kept, or None
    """

    inspection: Inspection
    cards: Mapping[str, Card]
    again: frozenset[str]
    admin_helps: frozenset[str]
    lessons: tuple[Rule, ...]
    who: str
    unsaved: Text | None = None


def opening(session: Session) -> Opening:
    # Notices first: where the result folder cannot be used, they are what there is to say.
    notices = session.notices()
    return Opening(session.target.label, notices, session.last(), session.unfinished(), _plugged_in(session))


def _plugged_in(session: Session) -> tuple[Attached, ...]:
    """Media that people plugged in; none where the system would not list them, which the page of media then says."""
    try:
        return tuple(one for one in session.media.attached() if one.external and one.size)
    except Unreadable:
        return ()


def setout(session: Session, profile: Profile, before: Inspection | None = None) -> Setout:
    """`before`: an interrupted inspection that goes on; its final findings are shown at once."""
    key = session.target.key
    known = {finding.check_id: finding for finding in before.findings} if before else {}
    rows = [
        (
            known.get(check.id) or Finding(check.id, key, State.NOT_RUN, check.severity, check.title),
            check.title,
        )
        for check in session.plan(profile).checks
    ]
    return Setout(session.target.label, tuple(rows))


def brief(session: Session, inspection: Inspection, unsaved: Text | None = None) -> Brief:
    plan = session.plan(inspection.profile)
    known = {finding.check_id: session.card(finding.check_id) for finding in inspection.findings}
    cards = {check_id: card for check_id, card in known.items() if card is not None}
    return Brief(
        inspection=inspection,
        cards=_kept(cards, inspection),
        again=frozenset(check.id for check in plan.checks),
        admin_helps=frozenset(finding.check_id for finding in inspection.findings if session.admin_helps(finding)),
        lessons=plan.lessons,
        who=session.who(),
        unsaved=unsaved,
    )


def _kept(cards: dict[str, Card], inspection: Inspection) -> Mapping[str, Card]:
    """Beside a suspected marking that is open, no card says to wipe or delete."""
    if holds({check_id: card.remedy for check_id, card in cards.items()}, inspection.findings):
        for check_id, card in cards.items():
            if card.remedy is not None and card.remedy.erases:
                cards[check_id] = Told(card.title, card.why, card.severity, WAITING, card.basis)
    return cards


def brief_of(session: Session, inspecting: Inspecting) -> Brief:
    """The brief of an inspection that just ended."""
    return brief(session, inspecting.inspection, inspecting.unsaved)
