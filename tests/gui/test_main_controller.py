"""From the first door to the last answer, as a person walks it; the engine is the real one."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from checker.model.finding import Finding, State
from checker.model.target import Profile
from checker.model.text import Language, Text
from checker.model.waiver import Waiver
from gui.models.groups import Group
from gui.pages.result import ResultPage
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.row import Row
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import BY_HAND, FULL, TODAY, Gate, ToyPreferences, ToySession


def _button(row: Row, words: str) -> Button:
    assert row.detail is not None
    return next(button for button in row.detail.findChildren(Button) if button.text() == words)


def _words(row: Row) -> str:
    assert row.detail is not None
    return "\n".join(label.text() for label in row.detail.findChildren(Label) if label.isVisibleTo(row))


def _result(window: Window) -> ResultPage:
    return window.controller.result


# -- start -----------------------------------------------------------------------------------------------------


def test_a_new_computer_says_that_it_was_not_checked(make: Made) -> None:
    window = make()
    shown = "\n".join(label.text() for label in window.controller.start.findChildren(Label))
    assert "DESKTOP-7K2" in shown
    assert window.controller.start.waiting.rows == []
    assert "还没有检查过" in shown


@pytest.mark.parametrize("profile", [Profile.QUARTERLY, Profile.DISPOSAL])  # a journey has a page of its own
def test_every_occasion_leads_to_a_result(make: Made, qtbot: QtBot, profile: Profile) -> None:
    session = ToySession()
    window = make(session)
    window.controller.enter(Room.TASKS)
    window.controller.tasks.starts[profile].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert session.kept is not None
    assert session.kept.profile == profile


def test_enter_begins_the_everyday_check(make: Made, qtbot: QtBot) -> None:
    window = make()
    assert window.focusWidget() is window.controller.start.daily
    qtbot.keyClick(window.controller.start.daily, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)


def test_the_last_result_can_be_looked_at_again(finished: Made, qtbot: QtBot) -> None:
    window = finished()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.start
    window.controller.start.last_wanted.emit()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert _result(window).headline.text() == "需整改 3 项"


def test_an_interrupted_inspection_is_offered_and_goes_on(make: Made, qtbot: QtBot) -> None:
    session = ToySession()
    for number, _ in enumerate(session.start(Profile.TRAVEL)):
        if number == 7:
            break
    window = make(session)
    (waiting,) = window.controller.start.waiting.rows
    assert isinstance(waiting, Entry)
    assert "还剩 10 项" in waiting.under.text()
    assert "出行前检查" in waiting.head.text()
    waiting.buttons[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert session.kept is not None
    assert session.kept.ended is not None
    assert session.kept.profile is Profile.TRAVEL


def test_what_is_wrong_around_the_program_is_said_at_the_start(make: Made) -> None:
    told = (Text("检查文件夹里有 1 个未签名的文件，没有载入。", "1 unsigned check was not loaded."),)
    (banner,) = make(ToySession(told=told)).controller.start.banners
    assert banner.sentence == told[0]
    assert banner.button.text() == "复制技术信息"


# -- running ---------------------------------------------------------------------------------------------------


def test_running_counts_names_and_stops(make: Made, qtbot: QtBot) -> None:
    gate = Gate()
    window = make(ToySession(machine_made=gate.machine))
    running = window.controller.running
    window.controller.start.daily.click()
    qtbot.waitUntil(lambda: running.model.running is not None)
    assert running.count.text() == "第 1 项，共 14 项"
    assert running.model.running is not None
    assert running.now.text() == running.model.running.message.zh
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert _result(window).headline.text().startswith("检查未完成") or "没有一项" in _result(window).headline.text()
    assert _result(window).section(Group.NOT_RUN).button.isVisibleTo(window)


def test_a_stopped_inspection_goes_on_from_its_result(make: Made, qtbot: QtBot) -> None:
    gate = Gate()
    session = ToySession(machine_made=gate.machine)
    window = make(session)
    window.controller.start.daily.click()
    qtbot.waitUntil(gate.reached.is_set)
    window.controller.running.stop.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    gate.open.set()
    _result(window).section(Group.NOT_RUN).button.click()
    qtbot.waitUntil(lambda: session.kept is not None and session.kept.ended is not None)
    qtbot.waitUntil(lambda: _result(window).headline.text() == "需整改 3 项")


def test_the_screen_never_asks_the_session_itself(qtbot: QtBot, finished: Made) -> None:
    """What could take time is asked in the worker's thread: the screen has nothing to wait for."""
    # what only notes a choice waits for nobody either
    free = {"stop", "preferences", "target", "phones", "media", "use_waivers"}
    here: list[str] = []

    def note(name: str) -> None:
        if name not in free and threading.current_thread() is threading.main_thread():
            here.append(name)

    class Watched:
        def __init__(self, session: ToySession) -> None:
            self._session = session

        @property
        def computer(self) -> Any:
            return self

        def __getattr__(self, name: str) -> Any:
            value = getattr(self._session, name)
            if not callable(value):
                note(name)
                return value

            def call(*arguments: Any) -> Any:
                note(name)
                return value(*arguments)

            return call

    window = finished(Watched(ToySession()))
    page = _result(window)
    page.again_wanted.emit(("toy.lock",))
    page.settings_wanted.emit("toy.lock", "somewhere")
    question = next(row for row in page.rows if row.finding.state is State.NEEDS_PERSON)
    page.answered.emit(question.finding, True, "李娜", "")
    qtbot.waitUntil(lambda: question.finding.state is State.PASSED)
    window.controller.home()
    qtbot.waitUntil(lambda: "上次检查" in "".join(one.text() for one in window.controller.start.findChildren(Label)))
    assert here == []


# -- result ----------------------------------------------------------------------------------------------------


def test_the_result_is_one_sentence_and_true_counts(finished: Made) -> None:
    page = _result(finished())
    assert page.headline.text() == "需整改 3 项"
    counts = page.summary.text().replace("\u00a0", " ")
    assert counts == "共 15 项：需整改 3 · 请注意 1 · 未能检查 2 · 待确认 2 · 已批准例外 1 · 符合 5 · 不适用 1"


def test_an_item_opens_to_now_why_how(finished: Made, qtbot: QtBot) -> None:
    window = finished()
    qtbot.keyClick(_result(window).work, Qt.Key.Key_Return)
    row = _result(window).row("toy.cloud")
    assert row.detail is not None
    assert window.focusWidget() is row.header
    said = _words(row)
    assert [
        word for word in ("现在", "某某云盘", "为什么", "怎么做", "依据", "《某某规定》第 4 条") if word not in said
    ] == []


def test_settings_are_opened_only_when_a_person_presses(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    row = _result(finished(session)).row("toy.lock")
    row.open()
    assert session.opened == []
    _button(row, "去设置").click()
    qtbot.waitUntil(lambda: session.opened == ["gnome-control-center screen"])


def test_a_system_without_that_settings_page_says_so_in_the_item(finished: Made, qtbot: QtBot) -> None:
    row = _result(finished(ToySession(has_settings=False))).row("toy.lock")
    row.open()
    _button(row, "去设置").click()
    qtbot.waitUntil(lambda: "按上面的步骤操作" in _words(row))


def test_checking_one_item_again_changes_it_in_place(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    page = _result(finished(session))
    row = page.row("toy.cloud")
    row.open()
    # A waiver stands for the deed: toy checks judge what they were made with.
    session.waivers = (Waiver("toy.cloud", "王主任", "已报批", TODAY),)
    _button(row, "我做好了，再查这一项").click()
    qtbot.waitUntil(lambda: page.headline.text() == "需整改 2 项")
    assert page.row("toy.cloud") is row
    assert row.detail is not None
    assert "王主任" in _words(row)


def test_f5_checks_everything_again(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window = finished(session)
    session.waivers = tuple(
        Waiver(f"toy.{name}", "王主任", "已报批", TODAY) for name in ("cloud", "lock", "definitions")
    )
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: _result(window).headline.text().startswith("检查未完成"))


def test_a_question_is_answered_with_a_name_and_the_next_one_opens(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    page = _result(finished(session))
    first, second = (row for row in page.rows if row.finding.state is State.NEEDS_PERSON)
    first.open()
    assert first.detail is not None
    who, note = first.detail.findChildren(QLineEdit)
    assert who.text() == "李娜"
    who.setText("  ")
    _button(first, "是").click()
    assert session.answers == []
    assert "请先写上回答人" in _words(first)
    who.setText("王敏")
    note.setText("今天看过")
    qtbot.keyClick(_button(first, "是"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: first.finding.state is State.PASSED)
    assert (session.answers[0].who, session.answers[0].note, session.answers[0].yes) == ("王敏", "今天看过", True)
    assert second.detail is not None
    assert second.detail.findChildren(QLineEdit)[0].text() == "王敏"


def test_the_wrong_answer_is_a_failure_for_the_officer_and_can_be_corrected(finished: Made, qtbot: QtBot) -> None:
    page = _result(finished())
    row = page.row("question.toy-paper")
    row.open()
    _button(row, "是").click()
    qtbot.waitUntil(lambda: row.finding.state is State.FAILED)
    row.open()
    assert "李娜 于" in _words(row)
    _button(row, "改答案").click()
    _button(row, "否").click()
    qtbot.waitUntil(lambda: row.finding.state is State.PASSED)


def test_without_rights_the_item_and_the_page_offer_administrator(finished: Made, qtbot: QtBot) -> None:
    page = _result(finished())
    row = page.row("toy.usb")
    row.open()
    assert "没有权限" in _words(row)
    _button(row, "以管理员身份再查").click()
    qtbot.waitUntil(lambda: BY_HAND in [banner.sentence for banner in page.banners])


def test_what_the_part_with_rights_read_is_judged_in_the_same_window(finished: Made, qtbot: QtBot) -> None:
    session = ToySession(read=("toy.usb",))
    window = finished(session)
    asked = session.check_again
    again: list[tuple[str, ...]] = []
    session.check_again = lambda inspection, ids: again.append(ids) or asked(inspection, ids)  # type: ignore[method-assign,func-returns-value]
    _result(window).admin_wanted.emit()
    qtbot.waitUntil(lambda: again == [("toy.usb",)])
    assert window.isVisible()


def test_what_no_check_covers_is_shown_and_cannot_be_retried(finished: Made) -> None:
    row = _result(finished()).row("rule.toy-uncovered")
    row.open()
    assert row.detail is not None
    assert row.detail.findChildren(Button) == []
    assert "本版本还不能检查" in _words(row)


def test_lessons_stand_apart_and_are_not_counted(finished: Made) -> None:
    page = _result(finished())
    assert not [row for row in page.rows if "电话" in row.title.zh]
    assert "电话" not in page.summary.text()


def test_arrows_walk_through_the_rows(finished: Made, qtbot: QtBot) -> None:
    window = finished()
    first, second = _result(window).rows[:2]
    first.header.setFocus()
    qtbot.keyClick(first.header, Qt.Key.Key_Down)
    assert window.focusWidget() is second.header
    qtbot.keyClick(second.header, Qt.Key.Key_Up)
    assert window.focusWidget() is first.header
    qtbot.keyClick(first.header, Qt.Key.Key_Up)
    assert window.focusWidget() is first.header


def test_folded_groups_open(finished: Made) -> None:
    page = _result(finished())
    section = page.section(Group.PASSED)
    assert "符合（5）" in section.fold.text()
    section.fold.click()
    assert page.row("toy.disk").isVisible()
    section.fold.click()
    assert not page.row("toy.disk").isVisible()


# -- saving, and what can go wrong -------------------------------------------------------------------------------


def test_the_result_is_saved_where_a_person_chose(
    finished: Made, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session = ToySession()
    window = finished(session)
    monkeypatch.setattr(window.controller.inspection.deeds, "choose_file", lambda: tmp_path / "result.json")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_S, both)
    qtbot.waitUntil(lambda: session.saved == [tmp_path / "result.json"])
    qtbot.waitUntil(lambda: any("result.json" in banner.sentence.zh for banner in _result(window).banners))


def test_a_choice_of_no_file_saves_nothing(finished: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    session = ToySession()
    window = finished(session)
    monkeypatch.setattr(window.controller.inspection.deeds, "choose_file", lambda: None)
    window.controller.inspection.deeds.save()
    assert session.saved == []


def test_a_full_disk_is_said_beside_the_whole_result(finished: Made) -> None:
    page = _result(finished(ToySession(disk_full=True)))
    assert page.headline.text() == "需整改 3 项"
    banner = next(banner for banner in page.banners if banner.sentence == FULL)
    assert "另存" in banner.button.text()


def test_an_answer_that_cannot_be_kept_is_not_taken_for_given(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    page = _result(finished(session))
    session.disk_full = True
    row = next(row for row in page.rows if row.finding.state is State.NEEDS_PERSON)
    row.open()
    _button(row, "是").click()
    qtbot.waitUntil(lambda: FULL in [banner.sentence for banner in page.banners])
    assert row.finding.state is State.NEEDS_PERSON


def test_a_crash_half_way_keeps_what_was_found_and_says_so(make: Made, qtbot: QtBot) -> None:
    def step(finding: Finding) -> None:
        if finding.check_id == "toy.usb":
            raise RuntimeError("private words")

    window = make(ToySession(step=step))
    window.controller.start.daily.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    page = _result(window)
    banner = next(banner for banner in page.banners if "程序本身出错" in banner.sentence.zh)
    banner.button.click()
    qtbot.waitUntil(lambda: "RuntimeError" in QGuiApplication.clipboard().text())
    copied = QGuiApplication.clipboard().text()
    assert "private" not in copied
    assert "the last lines of the log" in copied
    assert page.row("toy.cloud").finding.state is State.FAILED


def test_a_crash_at_the_beginning_returns_to_the_start(
    make: Made, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ToySession()

    def broken(profile: Profile) -> Any:
        raise RuntimeError

    monkeypatch.setattr(session, "start", broken)
    window = make(session)
    window.controller.start.daily.click()
    qtbot.waitUntil(lambda: bool(window.controller.start.banners))
    assert window.controller.page is window.controller.start


def test_closing_while_it_runs_stops_the_inspection(make: Made, qtbot: QtBot) -> None:
    gate = Gate()
    session = ToySession(machine_made=gate.machine)
    window = make(session)
    window.controller.start.daily.click()
    qtbot.waitUntil(gate.reached.is_set)
    before = [thread for thread in threading.enumerate() if thread.name == "inspection"]
    window.close()
    assert len([thread for thread in before if thread.is_alive()]) == len(before) - 1


# -- language and size -------------------------------------------------------------------------------------------


def test_the_language_changes_at_once_and_what_was_typed_stays(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window = finished(session)
    page = _result(window)
    row = page.row("question.toy-seal")
    row.open()
    assert row.detail is not None
    row.detail.findChildren(QLineEdit)[1].setText("半张封条")
    window.controller.settings.language_chosen.emit(Language.EN)
    assert page.headline.text() == "To be fixed: 3"
    assert window.windowTitle() == "Mijian"
    assert row.detail.findChildren(QLineEdit)[1].text() == "半张封条"
    assert _button(row, "Yes").isVisible()
    assert session.preferences["language"] == "en"
    window.controller.settings.language_chosen.emit(Language.ZH)
    assert page.headline.text() == "需整改 3 项"


def test_no_chinese_is_left_on_an_english_screen(finished: Made) -> None:
    window = finished(ToySession(), Language.EN)
    for page in window.controller.pages:
        for label in page.findChildren(Label):
            outside = {"机场免费WiFi", "某某云盘", "扫描件"}  # names
            assert not any("\u4e00" <= char <= "\u9fff" for char in label.text()) or label.text().strip("· ") in outside


def test_choices_are_remembered(make: Made) -> None:
    session = ToySession(preferences=ToyPreferences(language="en", text_size="150"))
    window = make(session, percent=150)
    assert window.language is Language.EN
    assert window.controller.settings.text_size.currentText() == "150 %"


def test_a_spoiled_preference_does_no_harm(make: Made) -> None:
    session = ToySession(preferences=ToyPreferences(language="tlh", text_size="²"))
    assert make(session).language is Language.ZH


def test_text_grows_by_keyboard(make: Made, qtbot: QtBot) -> None:
    window = make()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert window.controller.settings.text_size.currentText() == "125 %"
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert window.controller.settings.text_size.currentText() == "100 %"


def test_a_finding_of_an_unknown_check_is_shown_all_the_same(finished: Made, qtbot: QtBot) -> None:
    session = ToySession()
    window = finished(session)
    assert session.kept is not None
    old = replace(session.kept.findings[0], check_id="toy.gone", state=State.FAILED)
    session.kept = replace(session.kept, findings=(*session.kept.findings, old))
    window.controller.inspection.show_last()
    qtbot.waitUntil(lambda: any(row.finding.check_id == "toy.gone" for row in _result(window).rows))
