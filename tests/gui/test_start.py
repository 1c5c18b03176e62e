"""Home: how this computer stands, since when, what is left for whom, what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from checker.model.finding import State
from checker.model.target import Profile
from checker.model.text import Language
from checker.model.waiver import Waiver
from gui.states import Shape
from gui.widgets.entry import Entry
from gui.widgets.labels import Label
from tests.gui.conftest import Made
from tests.gui.toys import STICK, ToyMedia, ToySession


def _checked(**more: object) -> ToySession:
    session = ToySession(**more)  # type: ignore[arg-type]
    for _ in session.start(Profile.DAILY):
        pass
    return session


def _as(session: ToySession, state: State) -> ToySession:
    """The last inspection with every finding in that state."""
    assert session.kept is not None
    findings = tuple(
        replace(one, state=state, answer=None, waiver=None, coverage=None) for one in session.kept.findings
    )
    session.kept = replace(session.kept, findings=findings)
    return session


@pytest.mark.parametrize(
    ("language", "headline", "lead"),
    [
        (Language.ZH, "这台电脑有 3 项要整改", "你自己能做 3 项，请信息中心做 1 项，请你回答 2 项。"),
        (Language.EN, "This computer needs 3 fixes", "3 for you, 1 for IT, 2 to answer."),
    ],
)
def test_what_is_to_be_fixed_is_said_with_whose_task_it_is(
    make: Made, language: Language, headline: str, lead: str
) -> None:
    start = make(_checked(), language).controller.start
    assert (start.headline.text(), start.lead.text()) == (headline, lead)
    assert "DESKTOP-7K2" in start.about.text()
    assert start.show_last.isVisible()


@pytest.mark.parametrize(
    ("state", "shape"),
    [
        (State.PASSED, Shape.TICK),
        (State.COULD_NOT_CHECK, Shape.QUESTION),
        (State.NEEDS_PERSON, Shape.QUESTION),
        (State.FAILED, Shape.CROSS),
    ],
)
def test_there_is_a_tick_only_where_nothing_is_open(make: Made, state: State, shape: Shape) -> None:
    start = make(_as(_checked(), state)).controller.start
    assert start._mark.shape is shape
    assert ("符合" in start.headline.text()) == (shape is Shape.TICK)


def test_in_order_is_said_of_the_day_of_the_check_and_not_of_today(make: Made) -> None:
    start = make(_as(_checked(), State.PASSED)).controller.start
    assert start.headline.text() == "上次检查时符合要求"
    assert "天前" in start.about.text() or "今天" in start.about.text()


def test_a_suspected_marking_comes_before_all_else(make: Made) -> None:
    assert make(_checked(held=True)).controller.start.headline.text().startswith("先停下")


def test_a_waiver_about_to_lapse_waits_and_one_that_is_far_off_does_not(make: Made, qtbot: QtBot) -> None:
    soon = Waiver("toy.share", "王主任", "扫描仪", date.today() + timedelta(days=5))
    later = replace(soon, check_id="toy.wifi", until=date.today() + timedelta(days=50))
    window = make(_checked(waivers=(soon, later)))
    (entry,) = window.controller.start.waiting.rows
    assert isinstance(entry, Entry)
    assert "没有共享文件夹" in entry.head.text()
    assert "还有 5 天" in entry.under.text()
    assert "王主任" in entry.under.text()
    entry.buttons[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)


def test_nothing_waits_and_nothing_is_plugged_in_then_neither_is_named(make: Made) -> None:
    start = make().controller.start
    shown = [label.text() for label in start.findChildren(Label) if label.isVisible()]
    assert "待处理" not in shown
    assert "已接入" not in shown


def test_the_counts_are_heard_as_one_sentence(make: Made) -> None:
    assert make(_checked()).controller.start.counts.sentence.startswith("需整改 3，请注意 1")


def test_a_stick_that_is_plugged_in_or_out_is_seen_by_itself(make: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window = make(session)
    media = window.controller.start.media
    assert not media.rows
    session.media = ToyMedia((STICK,))
    qtbot.waitUntil(lambda: bool(media.rows))
    assert window.controller.start._plugged.isVisible()
    session.media = ToyMedia()
    qtbot.waitUntil(lambda: not media.rows)


def test_home_names_what_to_begin_with_and_leads_to_how(make: Made, qtbot: QtBot) -> None:
    session = ToySession()
    for _ in session.start(Profile.DAILY):
        pass
    window = make(session)
    start = window.controller.start
    rows = [row for row in start.first.rows if isinstance(row, Entry)]
    assert [row.head.text() for row in rows] == [
        "发现 1 个网盘同步软件。",
        "电脑从不自动锁屏。",
        "病毒库是 40 天前的。",
    ]
    assert rows[2].under.text() == "请信息中心处理"
    rows[1].buttons[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert window.controller.result.row("toy.lock").detail is not None


def test_beside_a_suspected_marking_there_is_nothing_else_to_begin_with(make: Made) -> None:
    session = ToySession(held=True)
    for _ in session.start(Profile.DAILY):
        pass
    assert make(session).controller.start.first.rows == []
