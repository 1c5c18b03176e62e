"""The window on the real session and store: what the toys leave out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from checker.engine.cards import Card
from checker.engine.catalog import Catalog
from checker.engine.plan import Plan
from checker.knowledge.rulebook import Rulebook
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.store.inspections import Store
from checker.store.session import Inspecting, Session
from gui.widgets.entry import Entry
from gui.widgets.labels import Button
from gui.widgets.row import Row
from tests.gui.conftest import Made
from tests.gui.toys import CHECKS, PROBES, RULES, TARGET, ToySession
from tests.worlds.world import World


class Kept(ToySession):
    """Toy checks under the product's own session and store."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        catalog = Catalog(checks={check.id: check for check in CHECKS}, probes=dict(PROBES))
        book = Rulebook(version="toy", rules=RULES, provisions={}, seeds={})
        self.real = Session(TARGET, catalog, book, World, Store(folder))

    def plan(self, profile: Profile) -> Plan:
        return self.real.plan(profile)

    def start(self, profile: Profile) -> Inspecting:  # type: ignore[override]
        return self.real.start(profile)

    def resume(self, inspection: Inspection) -> Inspecting:  # type: ignore[override]
        return self.real.resume(inspection)

    def check_again(self, inspection: Inspection, check_ids: tuple[str, ...]) -> Inspecting:  # type: ignore[override]
        return self.real.check_again(inspection, check_ids)

    def last(self) -> Inspection | None:
        return self.real.last()

    def unfinished(self) -> Inspection | None:
        return self.real.unfinished()

    def card(self, check_id: str) -> Card | None:  # type: ignore[override]
        return self.real.card(check_id)

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str) -> Inspection:
        return self.real.answer(inspection, finding, yes, who, note)


def _press(row: Row, words: str) -> None:
    row.open()
    assert row.detail is not None
    next(button for button in row.detail.findChildren(Button) if button.text() == words).click()


def test_answers_and_results_outlive_the_window(finished: Made, qtbot: QtBot, tmp_path: Path) -> None:
    window = finished(Kept(tmp_path))
    row = window.controller.result.row("question.toy-paper")
    _press(row, "是")
    qtbot.waitUntil(lambda: row.finding.state is State.FAILED)
    _press(row, "改答案")
    _press(row, "否")
    qtbot.waitUntil(lambda: row.finding.state is State.PASSED)
    window.close()

    again = finished(Kept(tmp_path))
    (finding,) = (
        finding
        for finding in Kept(tmp_path).last().findings  # type: ignore[union-attr]
        if finding.check_id == "question.toy-paper"
    )
    assert finding.state is State.PASSED
    assert again.controller.result.headline.text() == "需整改 3 项"


def test_an_interrupted_inspection_is_resumed_by_another_window(make: Made, qtbot: QtBot, tmp_path: Path) -> None:
    before = Kept(tmp_path)
    story = iter(before.start(Profile.DAILY))
    while next(story).check_id != "toy.usb":
        pass
    window = make(Kept(tmp_path))
    (waiting,) = window.controller.start.waiting.rows
    assert isinstance(waiting, Entry)
    assert "没有做完" in waiting.head.text()
    waiting.buttons[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert Kept(tmp_path).unfinished() is None


def test_a_store_that_fails_half_way_loses_nothing_on_the_screen(
    make: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Kept(tmp_path)
    window = make(session)
    assert session.real.store is not None
    session.real.store.close()
    window.controller.start.daily.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    page = window.controller.result
    assert page.headline.text() == "需整改 3 项"
    assert any("另存" in banner.button.text() for banner in page.banners)
