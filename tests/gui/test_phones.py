"""A phone from the cable to the last page. The phone is the stand-in, the engine the real one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checker.app.phones import BY_ANSWERS
from checker.engine.conclude import Outcome, conclude
from checker.engine.consent import AFTER, NEVER, READ
from checker.machine.phone.link import Link
from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.finding import State
from checker.model.target import DeviceClass, Profile
from checker.model.text import Language
from gui.rooms import Room
from gui.widgets.labels import Button, Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.phones import ToyPhones, plugged
from tests.gui.test_access import _all_whole
from tests.gui.toys import ToySession
from tests.worlds.phone import APP, GOOD, properties
from tests.worlds.phone_peer import Faults, StandInPhone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in phone keeps a POSIX file system")

Peer = Callable[..., StandInPhone]


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    made: list[StandInPhone] = []

    def phone(**options: object) -> StandInPhone:
        (tmp_path / "phone" / "sdcard" / "DCIM").mkdir(parents=True, exist_ok=True)
        one = StandInPhone(tmp_path / "phone", **{"secure": True, "answers": GOOD, **options})  # type: ignore[arg-type]
        made.append(one)
        return one

    yield phone
    for one in made:
        one.close()


def _words(window: Window) -> str:
    page = window.controller.page
    pieces = [*page.findChildren(Label), *page.findChildren(Button)]
    return "\n".join(piece.text().replace("\u200b", "") for piece in pieces if piece.isVisibleTo(page))


def _seen(make: Made, qtbot: QtBot, phones: ToyPhones, language: Language = Language.ZH) -> Window:
    window = make(ToySession(phones=phones), language)
    expected = len(phones.devices)
    if expected:
        qtbot.waitUntil(lambda: window.controller.phone._there == phones.devices)
    return window


def _agreed(window: Window, qtbot: QtBot, profile: Profile = Profile.QUARTERLY) -> None:
    controller = window.controller
    controller.devices.phones.buttons[0].click()
    page = controller.phone.page
    assert controller.page is page
    page.name.setText("王建国")
    page.profile.setCurrentIndex(page.profile.findData(profile))
    page.agree.click()


def _result(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result, timeout=20_000)


def test_from_the_cable_to_the_last_page(make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path) -> None:
    phone = peer(answers={**GOOD, "properties": properties(ro__crypto__state="unencrypted")})
    phones = ToyPhones(tmp_path / "store", (plugged(phone),))
    window = _seen(make, qtbot, phones)
    controller = window.controller
    assert "Xiaomi 13 …" in _words(window)
    assert phone.connections == 0
    _agreed(window, qtbot)
    _result(window, qtbot)
    inspection = phones.opened[0].last()
    assert inspection is not None
    assert inspection.consent is not None
    assert inspection.consent.given_by == "王建国"
    assert inspection.consent.withdrawn_at is None
    assert inspection.target.device_class is DeviceClass.PHONE
    assert any(finding.state is State.FAILED for finding in inspection.findings)
    assert phone.connections == phone.prompts == 1
    assert APP not in "".join(text.zh for finding in inspection.findings for text in (finding.message, *finding.items))
    controller.escape()
    end = controller.phone.end_page
    qtbot.waitUntil(lambda: controller.page is end)
    words = _words(window)
    assert all(step.zh in words for step in AFTER)
    assert APP in words
    assert "手机还连着" in words
    phones.devices = ()
    qtbot.waitUntil(lambda: "手机已拔下" in _words(window), timeout=5000)
    end.result.click()
    assert controller.page is controller.result
    controller.result.home.click()
    qtbot.waitUntil(lambda: controller.page is end)
    end.finish.click()
    assert controller.page is controller.devices
    qtbot.waitUntil(lambda: phones.opened[0]._phone._transport is None)  # type: ignore[union-attr]


@pytest.mark.parametrize("language", list(Language))
def test_the_owner_reads_what_is_read_and_what_never(
    make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path, language: Language
) -> None:
    phone = peer()
    window = _seen(make, qtbot, ToyPhones(tmp_path, (plugged(phone),)), language)
    window.controller.devices.phones.buttons[0].click()
    words = _words(window)
    assert all(text.to(language) in words for text in (*READ, *NEVER))
    page = window.controller.phone.page
    page.agree.click()
    assert page.missing.isVisibleTo(page)
    assert window.focusWidget() is page.name
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.devices
    assert phone.connections == 0


def test_a_stop_is_kept_with_the_consent(make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path) -> None:
    phone = peer()
    phones = ToyPhones(tmp_path / "store", (plugged(phone),))
    window = _seen(make, qtbot, phones)
    running = window.controller.running
    real = running.put

    def put(finding: object) -> None:
        real(finding)  # type: ignore[arg-type]
        if running.model.done >= 3 and not phone.faults.silent_shell:
            phone.faults.silent_shell = True
            running.stop.click()

    running.put = put  # type: ignore[method-assign]
    phone.faults = Faults(silent_shell=False)
    _agreed(window, qtbot)
    _result(window, qtbot)
    inspection = phones.opened[0].unfinished()
    assert inspection is None or inspection.consent is not None
    if inspection is not None and inspection.consent is not None:
        assert inspection.consent.withdrawn_at is not None


def test_the_prompt_on_the_phone_is_waited_for_and_can_be_stopped(
    make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path
) -> None:
    phone = peer(faults=Faults(answer="never"))
    window = _seen(make, qtbot, ToyPhones(tmp_path, (plugged(phone),)))
    _agreed(window, qtbot)
    qtbot.waitUntil(lambda: SENTENCES[Trouble.UNAUTHORIZED][0].zh in _words(window))
    assert "秒" in _words(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.devices


def test_an_attempt_that_was_stopped_does_not_speak_into_the_next(
    make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path
) -> None:
    phone = peer(faults=Faults(answer="never"))
    window = _seen(make, qtbot, ToyPhones(tmp_path, (plugged(phone),)))
    _agreed(window, qtbot)
    qtbot.waitUntil(lambda: SENTENCES[Trouble.UNAUTHORIZED][0].zh in _words(window))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    page = window.controller.phone.page
    said: list[str] = []
    window.controller.phone.said.connect(lambda text: said.append(text.zh))
    phone.faults.answer = "no"
    _agreed(window, qtbot)  # the first is still ending
    qtbot.waitUntil(lambda: page.retry.isVisibleTo(page))
    assert said == [SENTENCES[Trouble.REFUSED][0].zh]


def test_a_refusal_can_be_tried_again(make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path) -> None:
    phone = peer(faults=Faults(answer="no"))
    window = _seen(make, qtbot, ToyPhones(tmp_path, (plugged(phone),)))
    _agreed(window, qtbot)
    qtbot.waitUntil(lambda: SENTENCES[Trouble.REFUSED][0].zh in _words(window))
    assert SENTENCES[Trouble.REFUSED][1].zh in _words(window)
    phone.faults.answer = "yes"
    window.controller.phone.page.retry.click()
    _result(window, qtbot)


def test_a_phone_pulled_out_is_said_and_goes_on(
    make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = peer()
    phones = ToyPhones(tmp_path / "store", (plugged(phone),))
    window = _seen(make, qtbot, phones)
    controller = window.controller
    said: list[Any] = []
    controller.phone.away.connect(said.append)
    asked: list[object] = []
    real = Link.batch

    def batch(link: Link, commands: Any) -> Any:
        asked.append(commands)
        if len(asked) == 6:
            phone.close()
            threading.Timer(0.5, lambda: peer(port=phone.port)).start()
        return real(link, commands)

    monkeypatch.setattr(Link, "batch", batch)
    _agreed(window, qtbot)
    _result(window, qtbot)
    inspection = phones.opened[0].last()
    assert inspection is not None
    assert all(one.zh in said[0].zh for one in SENTENCES[Trouble.LOST])  # what happened and what to do
    assert said[-1] is None


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("language", list(Language))
def test_each_trouble_is_a_sentence_and_a_step_on_the_start_page(
    make: Made, qtbot: QtBot, tmp_path: Path, trouble: Trouble, language: Language
) -> None:
    window = _seen(make, qtbot, ToyPhones(tmp_path, (Device("abcd1234", "M", trouble, Way.USB),)), language)
    words = _words(window)
    assert all(text.to(language) in words for text in SENTENCES[trouble])
    assert "abcd1234" not in words
    offered = len(window.controller.devices.phones.buttons)
    assert offered == (1 if trouble.passing or trouble.by_questions else 0)


@pytest.mark.parametrize("trouble", [Trouble.IPHONE, Trouble.HARMONY_NEXT])
def test_a_phone_that_cannot_be_read_gets_the_sheet(make: Made, qtbot: QtBot, tmp_path: Path, trouble: Trouble) -> None:
    phones = ToyPhones(tmp_path / "store", (Device("usb-1-4", "iPhone", trouble, Way.USB),))
    window = _seen(make, qtbot, phones)
    window.controller.devices.phones.buttons[0].click()
    assert SENTENCES[trouble][0].zh in _words(window)
    window.controller.phone.page.name.setText("王建国")
    window.controller.phone.page.agree.click()
    _result(window, qtbot)
    inspection = phones.opened[0].last()
    assert inspection is not None
    asked = [finding for finding in inspection.findings if finding.state is State.NEEDS_PERSON]
    assert len(asked) > 25
    assert all(finding.state in (State.NEEDS_PERSON, State.COULD_NOT_CHECK) for finding in inspection.findings)
    first = asked[0]
    window.controller.result.answered.emit(first, True, "王建国", "")
    qtbot.waitUntil(lambda: window.controller.result.row(first.check_id).finding.state is State.PASSED)
    window.controller.escape()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.devices)


@pytest.mark.parametrize("number", range(len(BY_ANSWERS)))
@pytest.mark.parametrize("plugged_in", [0, 1])
def test_the_sheet_is_open_by_keyboard_whatever_is_plugged_in(
    make: Made, qtbot: QtBot, tmp_path: Path, number: int, plugged_in: int
) -> None:
    phones = ToyPhones(tmp_path / "store", plugged_in * (Device("abcd1234", "M", Trouble.BUSY, Way.USB),))
    window = _seen(make, qtbot, phones)
    words, phone = BY_ANSWERS[number]
    window.controller.enter(Room.DEVICES)
    button = window.controller.devices.sheets[number]
    _tabbed(window, qtbot, button)
    assert words.zh in button.accessibleName()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert phone.trouble is not None
    assert SENTENCES[phone.trouble][0].zh in _words(window)
    window.controller.phone.page.name.setText("王建国")
    window.controller.phone.page.agree.click()
    _result(window, qtbot)
    inspection = phones.opened[0].last()
    assert inspection is not None
    assert sum(finding.state is State.NEEDS_PERSON for finding in inspection.findings) > 25
    assert conclude(inspection.findings).outcome is not Outcome.IN_ORDER


def _tabbed(window: Window, qtbot: QtBot, wanted: Button) -> None:
    """Tab from the first door on, until it is there."""
    window.controller.start.begin()
    for _ in range(40):
        focused = window.focusWidget()
        if focused is wanted:
            return
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    pytest.fail("Tab does not come there")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [640, 1040])
def test_nothing_of_a_phone_is_clipped(
    make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path, language: Language, percent: int, width: int
) -> None:
    phone = peer(
        faults=Faults(answer="no"), answers={**GOOD, "properties": properties(ro__crypto__state="unencrypted")}
    )
    devices = (
        plugged(phone),
        Device("usb-1-3", "HONOR", Trouble.CHARGE_ONLY, Way.USB),
        Device("usb-1-4", "iPhone", Trouble.IPHONE, Way.USB),
    )
    window = make(ToySession(phones=ToyPhones(tmp_path / "store", devices)), language, percent)
    window.resize(width, 760)
    controller, page = window.controller, window.controller.phone.page
    qtbot.waitUntil(lambda: len(controller.devices.phones.buttons) == 3)
    _all_whole(window, qtbot)
    controller.devices.phones.buttons[0].click()
    _all_whole(window, qtbot)
    page.name.setText("王建国")
    page.agree.click()
    qtbot.waitUntil(lambda: page.retry.isVisibleTo(page))
    _all_whole(window, qtbot)
    phone.faults.answer = "yes"
    page.retry.click()
    _result(window, qtbot)
    controller.escape()
    qtbot.waitUntil(lambda: controller.page is controller.phone.end_page)
    _all_whole(window, qtbot)


def test_every_control_of_a_phones_pages_has_a_name(make: Made, tmp_path: Path) -> None:
    window = make(ToySession(phones=ToyPhones(tmp_path)))
    for page in window.controller.phone.pages:
        for control in page.findChildren(QWidget):
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus and isinstance(control, Button | QLineEdit | QComboBox):
                assert control.accessibleName() or (isinstance(control, Button) and control.text())


def test_answers_for_one_iphone_do_not_count_for_the_next(make: Made, qtbot: QtBot, tmp_path: Path) -> None:
    phones = ToyPhones(tmp_path / "store", (Device("usb-1-4", "iPhone", Trouble.IPHONE, Way.USB),))
    keys = {
        phones.session(phones.devices[0], name, lambda *_: None, threading.Event()).target.key
        for name in ("王建国", "李娜")
    }
    assert len(keys) == 2
    known = replace(phones.devices[0], serial="00008030-001")
    again = {phones.session(known, "王", lambda *_: None, threading.Event()).target.key for _ in range(2)}
    assert len(again) == 1


def test_this_computer_is_back_after_the_phone(make: Made, qtbot: QtBot, peer: Peer, tmp_path: Path) -> None:
    session = ToySession(phones=ToyPhones(tmp_path, ()))
    phone = peer()
    session.phones.devices = (plugged(phone),)
    window = make(session)
    qtbot.waitUntil(lambda: len(window.controller.devices.phones.buttons) == 1)
    _agreed(window, qtbot)
    _result(window, qtbot)
    window.controller.home()
    window.controller.inspection.begin(Profile.DAILY)
    _result(window, qtbot)
    assert session.kept is not None
    assert session.kept.target.device_class is DeviceClass.NONCLASSIFIED
