"""Beside a suspected marking nobody is told to wipe or delete anything."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from checker.engine.cards import WAITING, Card, card, kept
from checker.knowledge.rulebook import rulebook
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text
from main import catalog

_COMPUTER = (
    "workstation.recycle_bin",
    "workstation.disk_at_disposal",
    "workstation.password_files",
    "workstation.recent_files",
    "workstation.autosave_copies",
    "workstation.bulk_personal_data",
)
ERASING = {
    Platform.MEDIUM: ("medium.unwiped_residual", "medium.recycle_bin", "medium.bulk_personal_data"),
    Platform.WINDOWS: _COMPUTER,
    Platform.LINUX: _COMPUTER,
    Platform.ANDROID: ("phone.recently_deleted", "phone.paper_photos", "phone.password_files", "phone.scan_exports"),
}
CATALOG = catalog()
MARKED = {Platform.MEDIUM: "medium.marked_document", Platform.ANDROID: "phone.marked_photos"}


def cards(platform: Platform, state: State) -> tuple[dict[str, Card], dict[str, Card]]:
    """The cards of the checks that erase, before and after one of marked documents ended in `state`."""
    ids = (*ERASING[platform], MARKED.get(platform, "workstation.doc_marked_files"))
    known = {one: card(one, platform, CATALOG.checks, rulebook()) for one in ids}
    before = {check_id: one for check_id, one in known.items() if one is not None}
    return before, dict(kept(before, findings(ids[:-1], State.FAILED) + findings(ids[-1:], state)))


def findings(ids: Iterable[str], state: State) -> tuple[Finding, ...]:
    return tuple(Finding(one, "t", state, Severity.CRITICAL, Text.name("")) for one in ids)


@pytest.mark.parametrize("state", [State.FAILED, State.NEEDS_PERSON], ids=["suspected", "somebody has to look"])
@pytest.mark.parametrize("platform", ERASING)
def test_an_open_suspicion_stops_every_wipe(platform: Platform, state: State) -> None:
    before, after = cards(platform, state)
    for check_id in ERASING[platform]:
        assert after[check_id].remedy is WAITING
    marked = MARKED.get(platform, "workstation.doc_marked_files")
    assert after[marked] == before[marked]


@pytest.mark.parametrize("state", [State.PASSED, State.WAIVED, State.COULD_NOT_CHECK])
def test_without_one_the_steps_stand(state: State) -> None:
    before, after = cards(Platform.MEDIUM, state)
    assert after == before
    remedy = before["medium.unwiped_residual"].remedy
    assert remedy is not None
    assert any("nwipe" in step.zh for step in remedy.steps)
