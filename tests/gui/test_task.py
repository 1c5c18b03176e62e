"""The officer's quarter at the keyboard: how many keys a device takes, and that nothing and nobody is lost."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checker.app.refused import Refused
from checker.app.reporting import Reporting
from checker.app.task import State, Tasks, Wanted
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.model.finding import State as Stand
from checker.model.target import Profile
from checker.model.text import Language
from checker.report.result import encoded
from gui.models.roster import stands
from gui.pages.task import TaskPage
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.window import Window
from tests.end_to_end.test_report import inspection
from tests.gui.conftest import Made
from tests.gui.toys import STICK, Gate, ToyMedia, ToySession
from tests.unit.report import pki

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog
ROSTER = "资产编号,部门,责任人\nDESKTOP-7K2,档案科,王芳\nOA-2,档案科,李强\nOA-3,财务科,孙丽\n"
MOST_KEYS = 12  # of a clean device, from seeing it to the next
MOST_SECONDS = 60  # of attention beside the machine's own time
# The Keystroke-Level Model (Card, Moran, Newell 1980): seconds for a key and for a decision; and reading, slowly.
KEY, DECISION, READING = 0.28, 1.35, 1 / 4
FACTS = {"board": "b-1", "disk": "d-1", "mac": "m-1"}


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "inspector.p12").write_bytes(pki.p12(pki.inspector()))
    workspace = Workspace(tmp_path / "store")
    reporting = Reporting(Catalog, workspace)
    tasks = Tasks(workspace, lambda: reporting, lambda _: FACTS)
    return ToySession(tasks=tasks, reporting=reporting)


def _opened(make: Made, qtbot: QtBot, session: ToySession, folder: Path, language: Language = Language.ZH) -> Window:
    """A window that shows a task."""
    session.tasks.new(
        Wanted(
            name="第四季度",
            roster=folder / "roster.csv",
            unit="某某局",
            inspectors="周文、陈军",
            key=str(folder / "inspector.p12"),
        )
    )
    window = make(session, language)
    window.controller.enter(Room.TASKS)
    qtbot.waitUntil(lambda: window.controller.tasks.go_on.isVisible())
    window.controller.tasks.go_on.click()
    return window


def _page(window: Window) -> TaskPage:
    return window.controller.task.page


class Keys:
    """Presses keys where the focus is, and counts them; `read`: words that were read before one could be pressed."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot
        self.count = 0
        self.read = ""

    @property
    def attention(self) -> float:
        """Seconds, by the model; each key is a decision."""
        return self.count * (KEY + DECISION) + len(self.read) * READING

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.count += 1
        self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, *modifiers)


def test_a_clean_device_takes_few_keys_and_only_its_questions_are_asked(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    window = _opened(make, qtbot, session, tmp_path)
    page, keys = _page(window), Keys(window, qtbot)
    assert page.asset == "DESKTOP-7K2"
    assert "认出来了" in page.here.text()
    keys.read += page.device.text() + page.about.text() + page.here.text()
    keys.press(Qt.Key.Key_Space)
    questions = window.controller.inspection.questions
    qtbot.waitUntil(lambda: window.controller.page is questions)
    keys.read += questions.question.text() + questions.why.text()
    keys.press(Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: questions.place.text() == "第 2 个，共 2 个")
    keys.read += questions.question.text() + questions.why.text()
    keys.press(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: window.controller.page is page)
    keys.read += page.device.text() + page.about.text()
    row = page.roster.rows[0]
    assert row.state is State.DONE
    assert session.kept is not None
    assert session.kept.profile is Profile.QUARTERLY
    keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.asset == "OA-2"
    assert keys.count <= MOST_KEYS
    assert keys.attention <= MOST_SECONDS
    assert session.tasks.open().rows[0].state is State.DONE


def test_a_device_is_skipped_with_a_reason_and_the_next_one_is_at_hand(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    window = _opened(make, qtbot, session, tmp_path)
    page, keys = _page(window), Keys(window, qtbot)
    keys.press(Qt.Key.Key_S)
    assert page.reason.hasFocus()
    keys.press(Qt.Key.Key_Return)
    assert page.roster.rows[0].state is State.TO_DO, "not without a reason"
    qtbot.keyClicks(page.reason, "sn away")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.roster.rows[0].state is State.SKIPPED)
    assert page.roster.rows[0].reason == "sn away"
    assert page.asset == "OA-2"
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.roster.rows[0].state is State.TO_DO)


def test_a_device_that_is_not_recognised_is_said_before_it_is_checked(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    window = _opened(make, qtbot, session, tmp_path)
    page = _page(window)
    page.go_next()
    assert page.asset == "OA-2"
    assert "请先核对" in page.here.text()


def test_a_check_that_was_stopped_is_not_taken_for_done(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    gate = Gate()
    session.machine_made = gate.machine
    window = _opened(make, qtbot, session, tmp_path)
    Keys(window, qtbot).press(Qt.Key.Key_Space)
    qtbot.waitUntil(gate.reached.is_set)
    window.controller.running.stop.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
    assert session.tasks.open().count(State.DONE) == 0


def test_a_suspected_marking_stops_the_officer_too(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    session.held = True
    window = _opened(make, qtbot, session, tmp_path)
    Keys(window, qtbot).press(Qt.Key.Key_Space)
    hold = window.controller.inspection.hold
    qtbot.waitUntil(lambda: window.controller.page is hold)
    hold.done.click()
    assert window.controller.page is window.controller.inspection.questions


def test_a_result_that_was_brought_stands_for_the_device_at_hand(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    brought = tmp_path / "brought.json"
    brought.write_bytes(encoded(inspection("pc-9")))
    window = _opened(make, qtbot, session, tmp_path)
    page = _page(window)
    page.go_next()
    window.controller.dropped((brought,))
    qtbot.waitUntil(lambda: page.roster.rows[1].state is State.DONE)
    (told,) = page.done.rows
    assert isinstance(told, Entry)
    assert "OA-2" in told.head.text()


def test_all_is_signed_with_one_passphrase_into_one_package(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _opened(make, qtbot, session, tmp_path)
    task, page, package = window.controller.task, _page(window), tmp_path / "第四季度.zip"
    assert not page.sign.isEnabled(), "nothing is done yet"
    task._done("DESKTOP-7K2", inspection())
    qtbot.waitUntil(lambda: page.sign.isEnabled())
    monkeypatch.setattr(task, "choose_package", lambda: package)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = task.asking
    assert dialog is not None
    dialog.line.setText(pki.PASSPHRASE)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert not package.exists(), "what is missing is said first"
    assert "2 台没查到" in dialog.said.text()
    dialog.said.setChecked(True)
    dialog.line.clear()
    qtbot.keyClicks(dialog.line, "wrong")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.trouble.isVisible())
    assert dialog.line.text() == ""
    dialog.line.setText(pki.PASSPHRASE)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(package.exists)
    qtbot.waitUntil(lambda: any("1 份报告" in one.sentence.zh for one in page.banners))
    with zipfile.ZipFile(package) as content:
        assert sorted(content.namelist()) == ["DESKTOP-7K2.pdf", "名单.csv"]


def test_a_task_is_made_from_a_roster_that_is_dropped(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    window = make(session)
    tasks = window.controller.tasks
    window.controller.dropped((tmp_path / "roster.csv",))
    qtbot.waitUntil(lambda: tasks.form.isVisible() and tasks.fields["roster"].text() == str(tmp_path / "roster.csv"))
    tasks.make.click()
    qtbot.waitUntil(lambda: any("任务名称" in banner.sentence.zh for banner in tasks.banners))
    tasks.fields["name"].setText("第四季度")
    tasks.make.click()
    qtbot.waitUntil(lambda: window.controller.page is _page(window))
    assert _page(window).roster.rowCount() == 3


@pytest.mark.parametrize("language", Language)
def test_a_row_of_the_roster_is_heard_whole(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, language: Language
) -> None:
    page = _page(_opened(make, qtbot, session, tmp_path, language))
    heard = page.roster.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("DESKTOP-7K2", "王芳", "档案科", stands(page.roster.rows[0]).to(language)):
        assert part in heard


def test_a_finding_left_for_later_is_not_complete(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    window = _opened(make, qtbot, session, tmp_path)
    keys = Keys(window, qtbot)
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.controller.page is window.controller.inspection.questions)
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: window.controller.page is _page(window))
    shown = window.controller.inspection.shown
    assert shown is not None
    assert sum(one.state is Stand.NEEDS_PERSON for one in shown.inspection.findings) == 2
    assert _page(window).roster.rows[0].outcome in ("to_fix", "incomplete")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_roster_of_either_kind_is_taken_in(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    file = tmp_path / f"名单.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for line in ROSTER.splitlines():
            book.active.append(line.split(","))
        book.save(file)
    else:
        file.write_text(ROSTER, "utf-8")
    window = make(session)
    task = window.controller.task
    monkeypatch.setattr(task, "choose", lambda name: file if name == "roster" else None)
    window.controller.enter(Room.TASKS)
    qtbot.waitUntil(lambda: task.tasks.new.isVisible())
    task.tasks.new.click()
    task.tasks.file_wanted.emit("roster")
    task.tasks.fields["name"].setText("第四季度")
    task.tasks.make.click()
    qtbot.waitUntil(lambda: window.controller.page is _page(window))
    assert [row.asset for row in _page(window).roster.rows] == ["DESKTOP-7K2", "OA-2", "OA-3"]


def test_a_stick_is_inspected_in_the_same_line_and_named_before_it_is_signed(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    session.media = ToyMedia((STICK,))
    window = _opened(make, qtbot, session, tmp_path)
    page = _page(window)
    page.go_next()
    qtbot.waitUntil(lambda: bool(page.media.buttons))
    page.media.buttons[0].click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.inspection.questions)
    keys = Keys(window, qtbot)
    keys.press(Qt.Key.Key_L)
    keys.press(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: page.roster.rows[1].state is State.DONE)
    assert page.roster.rows[1].label == "Kingston"
    session.tasks._identified = lambda _: {}
    window.controller.task._done("OA-3", inspection("medium-9"))
    qtbot.waitUntil(lambda: page.roster.rows[2].nameless)
    page._choose("OA-3")
    assert page.names.isVisible()
    page.names.setText("一二")
    qtbot.keyClick(page.names, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("至少" in one.sentence.zh for one in page.banners))
    page.names.setText("SN-1、编号 7、标签 9")
    qtbot.keyClick(page.names, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.roster.rows[2].nameless)


@pytest.mark.parametrize(
    ("content", "said"), [(ROSTER, "名单上有 3 台"), ("资产编号\nA\nA\n", "重复"), (None, "没有这个名单")]
)
def test_what_is_in_a_roster_is_said_beside_its_name_as_one_types(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "typed.csv"
    if content is not None:
        file.write_text(content, "utf-8")
    window = make(session)
    window.controller.enter(Room.TASKS)
    tasks = window.controller.tasks
    tasks.ask()
    tasks.fields["roster"].setText(str(file))
    qtbot.waitUntil(lambda: said in tasks.of_roster.text())


WAIVERS = """
[[waiver]]
check_id = "toy.lock"
approver = "赵六"
reason = "大屏展示用机"
until = 2099-12-31

[[waiver]]
check_id = "toy.cloud"
approver = "钱七"
reason = "已登记"
until = 2020-01-31
"""


def test_a_task_has_its_departments_its_kind_of_check_and_its_exceptions(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    (tmp_path / "waivers.toml").write_text(WAIVERS, "utf-8")
    window = make(session)
    window.controller.enter(Room.TASKS)
    tasks = window.controller.tasks
    qtbot.waitUntil(lambda: window.controller.page is tasks)
    tasks.new.click()
    tasks.fields["roster"].setText(str(tmp_path / "roster.csv"))
    qtbot.waitUntil(lambda: "名单上有 3 台" in tasks.of_roster.text())
    tasks.fields["departments"].setText("人事科")
    qtbot.waitUntil(lambda: "没有部门“人事科”" in tasks.of_roster.text())
    tasks.fields["departments"].setText("档案科")
    qtbot.waitUntil(lambda: "名单上有 2 台" in tasks.of_roster.text())
    tasks.fields["name"].setText("出国团组")
    tasks.fields["waivers"].setText(str(tmp_path / "waivers.toml"))
    tasks.profile.setCurrentIndex(tasks.profile.findData(Profile.TRAVEL))
    tasks.make.click()
    page = _page(window)
    qtbot.waitUntil(lambda: window.controller.page is page and page.waivers.isVisible())
    assert [row.asset for row in page.roster.rows] == ["DESKTOP-7K2", "OA-2"]
    lapsed, holds = page.waivers.rows
    assert isinstance(lapsed, Entry)
    assert isinstance(holds, Entry)
    assert "已过期：批准人 钱七，到 2020年1月31日" in lapsed.under.text()
    assert "批准人 赵六，到 2099年12月31日（还有" in holds.under.text()
    page.start.click()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.inspection.questions)
    assert session.books[-1] == tmp_path / "waivers.toml"
    shown = window.controller.inspection.shown
    assert shown is not None
    assert shown.inspection.profile is Profile.TRAVEL
    window.controller.enter(Room.COMPUTER)
    qtbot.waitUntil(lambda: session.books[-1] is None)


def test_exceptions_that_cannot_be_read_make_no_task(session: ToySession, tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_text("[[waiver]]\ncheck_id = 'toy.lock'\n", "utf-8")
    with pytest.raises(Refused):
        session.tasks.new(Wanted(name="x", roster=tmp_path / "roster.csv", waivers=str(tmp_path / "waivers.toml")))
    assert session.tasks.open() is None
