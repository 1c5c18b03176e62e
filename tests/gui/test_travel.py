"""A journey from the window: computer, phone and stick under one result, and checked again on return."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from checker.app.reporting import Reporting
from checker.app.travel import Part, Trip, Trips
from checker.app.trip_package import TripPackages
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.engine.conclude import Outcome
from checker.model.finding import State
from checker.model.target import Profile
from checker.model.text import Language
from checker.report.verify.report import verify_file
from checker.report.verify.verified import Measure
from gui.pages.travel import TravelPage
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.window import Window
from tests.end_to_end.test_report import inspection
from tests.gui.conftest import Made
from tests.gui.phones import ToyPhones, plugged
from tests.gui.toys import STICK, ToyMedia, ToySession
from tests.unit.report import pki
from tests.worlds.coverage import SEEN
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(trips=Trips(Workspace(tmp_path / "store")), media=ToyMedia((STICK,)))


def _page(window: Window) -> TravelPage:
    return window.controller.travel.page


def _travelling(window: Window, qtbot: QtBot) -> TravelPage:
    window.controller.enter(Room.TASKS)
    window.controller.tasks.starts[Profile.TRAVEL].click()
    qtbot.waitUntil(lambda: window.controller.page is _page(window))
    return _page(window)


def _through(window: Window, qtbot: QtBot, looks: int) -> Trip:
    """Through an inspection, its questions left for later, until there are so many looks."""
    questions, page = window.controller.inspection.questions, _page(window)

    def there() -> bool:
        if window.controller.page is questions:
            questions.later.click()
        trip = page.trip
        return trip is not None and looks == sum(
            look is not None for leg in trip.legs for look in (leg.before, leg.after)
        )

    qtbot.waitUntil(there)
    assert window.controller.page is page
    assert page.trip is not None
    return page.trip


def _words(page: TravelPage) -> str:
    rows = [row for rows in (page.things, page.changes) for row in rows.rows if isinstance(row, Entry)]
    return "\n".join(f"{row.head.text()} {row.under.text()}" for row in rows)


def test_computer_phone_and_stick_are_one_checklist_with_one_result_and_are_held_against_it_on_return(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    (tmp_path / "phone" / "sdcard").mkdir(parents=True)
    with StandInPhone(tmp_path / "phone", secure=True, answers=GOOD) as peer:
        session.phones = ToyPhones(tmp_path / "store", (plugged(peer),))
        window = make(session)
        controller, page = window.controller, _travelling(window, qtbot)
        assert page.headline.text() == "还没有查"
        assert "还有 3 样没查" in page.lead.text()
        page.computer_wanted.emit()
        trip = _through(window, qtbot, 1)
        assert [leg.part for leg in trip.legs] == [Part.COMPUTER]
        qtbot.waitUntil(lambda: bool(page.media.buttons and page.phones.buttons))
        page.media.buttons[0].click()
        trip = _through(window, qtbot, 2)
        page.phones.buttons[0].click()
        assert controller.phone.page.profile.currentData() == Profile.TRAVEL
        controller.phone.page.name.setText("王建国")
        controller.phone.page.agree.click()
        pages = (controller.inspection.questions, controller.phone.end_page)
        qtbot.waitUntil(lambda: controller.page in pages)
        while controller.page is controller.inspection.questions:
            controller.inspection.questions.later.click()
        qtbot.waitUntil(lambda: controller.page is controller.phone.end_page)
        controller.phone.end_page.finish.click()
        trip = _through(window, qtbot, 3)
    assert [leg.part for leg in trip.legs] == [Part.COMPUTER, Part.MEDIUM, Part.PHONE]
    assert trip.result.missing == 0
    assert trip.result.outcome is Outcome.TO_FIX
    page.day.setDate(QDate.currentDate().addDays(5))
    page.go.click()
    qtbot.waitUntil(lambda: page.trip is not None and page.trip.away)
    controller.home()
    waits = controller.start.waiting
    qtbot.waitUntil(lambda: bool(waits.rows))
    (row,) = waits.rows
    assert isinstance(row, Entry)
    assert row.head.text() == "回来后再查一次"
    assert "还有 5 天" in row.under.text()
    row.buttons[0].click()
    qtbot.waitUntil(lambda: controller.page is page)
    session.waivers = ()
    page.computer_wanted.emit()
    trip = _through(window, qtbot, 4)
    assert trip.legs[0].after is not None
    assert "DESKTOP-7K2：和走之前比，变差 1 项" in _words(page)
    assert "没有共享文件夹" in _words(page)
    assert trip.result.missing == 2
    page.end.click()
    qtbot.waitUntil(lambda: session.trips.open() is None)


def test_what_stays_at_home_is_said_and_asked_no_more(make: Made, qtbot: QtBot, session: ToySession) -> None:
    window = make(session)
    page = _travelling(window, qtbot)
    page.stays.emit(Part.PHONE, True)
    qtbot.waitUntil(lambda: page.trip is not None and page.trip.kept.at_home == (Part.PHONE,))
    assert "手机 不带" in _words(page)
    assert "还有 2 样没查" in page.lead.text()
    page.stays.emit(Part.PHONE, False)
    qtbot.waitUntil(lambda: page.trip is not None and not page.trip.kept.at_home)


def test_nothing_is_in_order_that_nobody_looked_at(tmp_path: Path) -> None:
    session = ToySession()
    run = session.start(Profile.TRAVEL)
    for _ in run:
        pass
    good = tuple(replace(one, state=State.PASSED, coverage=SEEN) for one in run.inspection.findings)
    trips = Trips(Workspace(tmp_path))
    trip = trips.take(trips.begin(), replace(run.inspection, findings=good))
    assert trip.result.outcome is Outcome.INCOMPLETE
    for part in (Part.PHONE, Part.MEDIUM):
        trip = trips.stays(trip, part)
    assert trip.result.outcome is Outcome.IN_ORDER
    trip = trips.set_out(trip, date.today())
    assert trip.result.outcome is Outcome.NOTHING_CHECKED, "what was seen before says nothing of the return"
    assert trips.open() == trip


@pytest.mark.parametrize(("days", "head"), [(3, "回来后再查一次"), (-2, "该再查一次了：出行回来的检查过了日子")])
def test_the_check_on_return_waits_on_home_with_its_day(
    make: Made, qtbot: QtBot, session: ToySession, days: int, head: str
) -> None:
    run = session.start(Profile.TRAVEL)
    for _ in run:
        pass
    trips = session.trips
    trips.set_out(trips.take(trips.begin(), run.inspection), date.today() + timedelta(days=days))
    window = make(session)
    (row,) = window.controller.start.waiting.rows
    assert isinstance(row, Entry)
    assert row.head.text() == head


@pytest.mark.parametrize("language", Language)
def test_every_control_of_a_journey_has_a_name(
    make: Made, qtbot: QtBot, session: ToySession, language: Language
) -> None:
    page = _travelling(make(session, language), qtbot)
    for row in page.things.rows:
        assert isinstance(row, Entry)
        assert all(button.accessibleName() for button in row.buttons)
    assert page.day.accessibleName()


def test_a_medium_that_cannot_be_opened_is_said_on_the_page(
    make: Made, qtbot: QtBot, session: ToySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: ToySession, path: str) -> ToySession:
        raise FileNotFoundError(path)

    monkeypatch.setattr(ToySession, "medium", gone)
    page = _travelling(make(session), qtbot)
    page.medium_wanted.emit("/dev/sdz")
    qtbot.waitUntil(lambda: bool(page.banners))


class _Whole(Reporting):
    """Signs results that have every rule, as the toys' do not; of the same things."""

    def sign_report(self, result, *given, **named):  # type: ignore[no-untyped-def]
        whole = inspection()
        target = replace(whole.target, key=result.target.key, device_class=result.target.device_class)
        return super().sign_report(replace(whole, target=target), *given, **named)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog
def test_from_the_window_to_the_verified_reports_of_a_journey(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, key, package = Workspace(tmp_path / "store"), tmp_path / "inspector.p12", tmp_path / "journey.zip"
    key.write_bytes(pki.p12(pki.inspector()))
    session.reporting = _Whole(Catalog, workspace)
    session.trip_packages = TripPackages(workspace, lambda: session.reporting)
    window = make(session)
    page = _travelling(window, qtbot)
    assert not page.sign.isVisible(), "nothing was looked at yet"
    qtbot.waitUntil(lambda: bool(page.media.buttons))
    page.media.buttons[0].click()
    _through(window, qtbot, 1)
    page.stays.emit(Part.PHONE, True)
    qtbot.waitUntil(lambda: page.trip is not None and bool(page.trip.kept.at_home))
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk = window.controller.travel
    qtbot.waitUntil(lambda: desk.dialog is not None and desk.dialog.isVisible())
    dialog = desk.dialog
    assert dialog is not None
    monkeypatch.setattr(dialog, "choose_pdf", lambda: package)
    for name, word in (("unit", "某某局"), ("inspected", "张三"), ("inspectors", "李四、王五"), ("key", str(key))):
        dialog.fields[name].setText(word)
    assert "设备标识" in dialog.lacking.text()
    dialog.fields["identifiers 0"].setText("S-1、T-2")
    dialog.passphrase.setText(pki.PASSPHRASE)
    assert "打勾" in dialog.lacking.text(), "the computer was not looked at"
    dialog.said.setChecked(True)
    dialog.sign.click()
    qtbot.waitUntil(lambda: "至少填 3 个" in dialog.trouble.text())
    assert not package.exists()
    dialog.fields["identifiers 0"].setText("S-1、T-2、U-3")
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    qtbot.waitUntil(lambda: any("1 份报告，没查 1 样" in one.sentence.zh for one in page.banners))
    with zipfile.ZipFile(package) as packed:
        (report,) = (name for name in packed.namelist() if name.endswith(".pdf"))
        (tmp_path / "report.pdf").write_bytes(packed.read(report))
        listed = packed.read("清单.csv").decode("utf-8-sig")
    verified = verify_file(tmp_path / "report.pdf", Measure(None))
    assert not verified.code.failure
    assert verified.identity is not None
    assert verified.identity in listed
    assert "电脑,电脑,没有查" in listed
    assert "Kingston" in listed
