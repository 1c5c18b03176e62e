"""Phones that cannot be read: their owner answers, in the words of that phone, and it is said that it was so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checker.probes
import checks
from checker.app.targets import _by_questions
from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome, conclude
from checker.knowledge.phone_sheet import phone_sheet
from checker.knowledge.rulebook import rulebook
from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.finding import State
from checker.model.inspection import Consent, Inspection
from checker.model.target import Profile
from checker.report.result import encoded
from checker.store.inspections import Store
from checker.store.session import Session
from tests.worlds.world import NOW

CATALOG = Catalog().add(checker.probes).add(checks)


def _session(trouble: Trouble, folder: Path) -> Session:
    chosen = _by_questions(Device("00008110-A", "iPhone", trouble, Way.USB), Consent("王建国", NOW))
    return Session(
        target=chosen.target,
        catalog=CATALOG,
        rulebook=rulebook(),
        source=chosen.source,
        store=Store(folder / "kept.db"),
        by_questions=True,
        sheet=chosen.sheet,
    )


def _asked(session: Session) -> Inspection:
    inspecting = session.start(Profile.QUARTERLY)
    for _ in inspecting:
        pass
    return inspecting.inspection


def test_every_entry_of_the_sheet_is_of_a_check() -> None:
    assert [one.check for one in phone_sheet().entry if one.check not in CATALOG.checks] == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble.IPHONE, "设置 → 隐私与安全性 → 定位服务"),
        (Trouble.HARMONY_NEXT, "设置 → 隐私和安全 → 定位服务"),
        (Trouble.CHARGE_ONLY, ""),
    ],
)
def test_the_sheet_has_the_words_of_that_phone(trouble: Trouble, words: str, tmp_path: Path) -> None:
    found = {one.check_id: one for one in _asked(_session(trouble, tmp_path)).findings}
    assert all(one.state is not State.PASSED for one in found.values())
    said = found["phone.location_service"].message.zh
    assert words in said
    assert ("设置 →" in said) is bool(words)


def test_what_somebody_states_is_called_so_and_holds_for_one_inspection(tmp_path: Path) -> None:
    session = _session(Trouble.IPHONE, tmp_path)
    inspection = _asked(session)
    while open_ := [one for one in inspection.findings if one.state is State.NEEDS_PERSON]:
        inspection = session.answer(inspection, open_[0], open_[0].wanted is not False, "王建国")
    concluded = conclude(inspection.findings)
    assert concluded.outcome is Outcome.STATED
    assert json.loads(encoded(inspection))["outcome"] == "stated"
    assert concluded.headline.zh.startswith("按本人填报符合")
    assert "own statement" in concluded.headline.en
    again = _asked(session)
    assert not any(one.state is State.PASSED for one in again.findings)


@pytest.mark.parametrize("trouble", [Trouble.IPHONE, Trouble.HARMONY_NEXT, Trouble.CHARGE_ONLY, Trouble.SHEET])
def test_the_way_to_the_sheet_is_there_and_said(trouble: Trouble) -> None:
    assert trouble.by_questions
    assert "自查表" in SENTENCES[trouble][0].zh + SENTENCES[trouble][1].zh
    assert "自查表" in SENTENCES[Trouble.NO_DEVICE][1].zh
