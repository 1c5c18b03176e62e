"""Verifying, rolling up and signing in the window: the work is the product's own, the reports are really signed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from checker.app.reporting import Reporting
from checker.app.rollup import Rollup
from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.model.finding import State
from checker.model.target import DeviceClass, Target
from checker.model.text import Language, Text
from checker.report.verify.codes import SENTENCES, Code
from checker.report.verify.report import verify_file
from checker.report.verify.verified import Measure
from gui.controllers.reports import ReportsController
from gui.models.files import FileLine
from gui.pages.rollup import RollupPage
from gui.pages.verify import VerifyPage
from gui.rooms import Room
from gui.widgets.labels import Button, Label
from gui.widgets.signing import FIELDS, Signing
from gui.window import Window
from tests.end_to_end.test_report import inspection
from tests.gui.conftest import Made
from tests.gui.toys import ToySession, choosing
from tests.unit.report import office, pki, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    office.trusted(tmp_path / "trust")
    office.two_quarters(tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    workspace = Workspace(tmp_path / "store")
    made = ToySession(
        verification=Verification(workspace), rollup=Rollup(workspace), reporting=Reporting(Catalog, workspace)
    )
    made.preferences["trust_folder"] = str(tmp_path / "trust")
    return made


def desk(window: Window) -> ReportsController:
    return window.controller.reports


def verified(window: Window, qtbot: QtBot, *paths: Path) -> VerifyPage:
    page = desk(window).verify_page
    desk(window).verify(tuple(paths))
    qtbot.waitUntil(lambda: not page.working, timeout=20_000)
    return page


def taken(window: Window, qtbot: QtBot, *paths: Path) -> RollupPage:
    page = desk(window).rollup_page
    desk(window).show_rollup()
    desk(window).take_in(tuple(paths))
    qtbot.waitUntil(lambda: not page.working and page.shown is not None, timeout=20_000)
    return page


def words(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisible())  # type: ignore[attr-defined]


# -- verify ----------------------------------------------------------------------------------------------------


def test_each_file_has_one_line_in_the_verifiers_words(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    (reports / "x.pdf").write_bytes(b"%PDF-1.7 of something else")
    window = make(session)
    page = verified(window, qtbot, reports)
    lines = {line.file: line for line in page.model.rows if line.rank < 3}
    assert len(lines) == 6
    assert lines["x.pdf"].sentence.zh.startswith("不通过：文件不是本工具的报告，或已损坏")
    assert lines["1.dsse.json"].sentence.zh.startswith(
        SENTENCES[Code.RULES_NOT_KNOWN].filled(detail=Text.name("2026.09")).zh
    )
    assert page.model.rows[0].file == "x.pdf"  # what failed stands first
    assert "共 6 个文件：通过 0，警告 5，不通过 1。" in words(page)
    assert window.controller.page is page


def test_what_only_several_reports_show_is_told_at_the_end(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    (reports / "2.dsse.json").unlink()
    page = verified(make(session), qtbot, reports)
    assert any("流水号不连续（缺 2）" in line.sentence.zh for line in page.model.rows)


def test_files_can_be_dropped_on_the_window(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    window = make(session)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in sorted(reports.iterdir())])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), copy, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(10, 10), copy, data, left, none))
    page = desk(window).verify_page
    qtbot.waitUntil(lambda: page.model.rowCount() >= 5 and not page.working, timeout=20_000)
    assert window.controller.page is page


def test_words_that_are_dropped_are_no_files(make: Made, session: ToySession) -> None:
    window, data = make(session), QMimeData()
    data.setText("words")
    enter = QDragEnterEvent(
        QPoint(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_on_the_roll_up_page_dropped_files_are_taken_in(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    window = make(session)
    desk(window).show_rollup()
    window.controller.dropped((reports,))
    page = desk(window).rollup_page
    qtbot.waitUntil(lambda: not page.working and page.shown is not None, timeout=20_000)
    assert "新入库 5" in words(page)


def test_without_a_trust_folder_the_page_says_what_that_means(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    session.preferences.clear()
    page = verified(make(session), qtbot, reports)
    assert "不能确认签名人是谁" in words(page)
    assert all(line.rank == 1 for line in page.model.rows if line.rank < 3)


def test_a_trust_folder_that_is_none_is_a_sentence(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    session.preferences["trust_folder"] = str(reports)
    page = verified(make(session), qtbot, reports)
    assert "信任" in page.banners[0].sentence.zh
    assert page.files.isEnabled()


def test_an_empty_folder_is_told(make: Made, qtbot: QtBot, session: ToySession, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "没有找到报告文件。" in words(verified(make(session), qtbot, tmp_path / "empty"))


def test_a_file_is_heard_as_a_whole_sentence(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    page = verified(make(session), qtbot, reports)
    heard = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    line = page.model.rows[0]
    assert heard == f"{line.file}：{line.sentence.zh}"


def test_the_rail_and_the_doors_lead_there_and_escape_back(make: Made, qtbot: QtBot, session: ToySession) -> None:
    window = make(session)
    qtbot.keyClick(window.rail.rooms[Room.REPORTS], Qt.Key.Key_Return)
    assert window.controller.page is desk(window).verify_page
    qtbot.keyClick(window.doors.buttons[1], Qt.Key.Key_Return)
    assert window.controller.page is desk(window).rollup_page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is desk(window).verify_page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is window.controller.start


def test_ctrl_o_chooses_files(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(session)
    monkeypatch.setattr(desk(window), "choose_files", lambda: (reports / "1.dsse.json",))
    window.controller.reports.show_verify()
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    page = desk(window).verify_page
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and not page.working, timeout=20_000)


# -- roll up ---------------------------------------------------------------------------------------------------


def test_the_roll_up_counts_compares_and_charts(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    page = taken(make(session), qtbot, reports)
    shown = page.shown
    assert shown is not None
    assert (shown.overview.machines, shown.overview.change.fixed) == (3, 1)
    said = words(page)
    assert "共 5 个文件：新入库 5，已在库中 0，未计入 0。" in said
    assert "比较" in said
    assert f"逾期未整改（{shown.overview.overdue_count} 项）" in said
    heard = page._overall.accessibleDescription()
    assert heard == "全部设备: 需要整改 3"
    assert len(page._check_bars.bars) == 10


def test_a_department_and_a_quarter_can_be_chosen(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    page = taken(make(session), qtbot, reports)
    page.departments.setCurrentIndex(page.departments.findData("财务处"))
    page.departments.activated.emit(page.departments.currentIndex())
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.overview.machines == 2)
    assert page.department == "财务处"
    page.quarters.setCurrentIndex(1)
    page.quarters.activated.emit(1)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.overview.period == page.quarters.itemData(1))
    assert page.department is None


def test_what_was_not_counted_is_listed_with_its_reason(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    stranger = pki.signer_of(pki.certificate("陌生人", pki.new_key("ec"), pki.root()))
    (reports / "9.dsse.json").write_bytes(world.signed(office.report(9, 9), stranger, pdf=False).envelope)
    page = taken(make(session), qtbot, reports)
    assert [line.file for line in page.refused.rows] == ["9.dsse.json"]
    assert "不在信任名单中" in page.refused.rows[0].sentence.zh
    assert "没有计入的文件" in words(page)


def test_missing_numbers_are_said(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    (reports / "2.dsse.json").unlink()
    assert "流水号缺 2" in words(taken(make(session), qtbot, reports))


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("form", b"%PDF"), ("ndjson", b'{"act')])
def test_copies_are_written(
    make: Made,
    qtbot: QtBot,
    session: ToySession,
    reports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    begins: bytes,
) -> None:
    window = make(session)
    page = taken(window, qtbot, reports)
    monkeypatch.setattr(desk(window), "choose_copy", lambda name, kinds: tmp_path / "copy")
    getattr(page, kind).click()
    qtbot.waitUntil(lambda: "已写入：copy" in "".join(one.sentence.zh for one in page.banners), timeout=20_000)
    assert (tmp_path / "copy").read_bytes().startswith(begins)


def test_a_disk_that_refuses_is_a_sentence(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(session)
    page = taken(window, qtbot, reports)
    monkeypatch.setattr(desk(window), "choose_copy", lambda name, kinds: tmp_path / "none" / "copy")
    page.csv.click()
    qtbot.waitUntil(lambda: bool(page.banners), timeout=20_000)
    assert "没有这个文件夹" in page.banners[0].sentence.zh


def test_a_roll_up_without_reports_says_so(make: Made, qtbot: QtBot, session: ToySession) -> None:
    window = make(session)
    window.controller.reports.show_rollup()
    page = desk(window).rollup_page
    qtbot.waitUntil(lambda: "汇总库里还没有报告。" in words(page))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "percent"), [(1040, 100), (640, 200)])
def test_every_word_of_the_pages_has_room(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, language: Language, width: int, percent: int
) -> None:
    window = make(session, language, percent)
    window.resize(width, 760)
    for page in (verified(window, qtbot, reports), taken(window, qtbot, reports)):
        window.controller.go(page)

        def whole(page: VerifyPage | RollupPage = page) -> None:
            assert [one.text() for one in page.findChildren(Label) if one.isVisible() and _cut(one)] == []
            assert [one.text() for one in page.findChildren(Button) if one.isVisible() and _small(one)] == []
            assert page.widget().width() <= page.viewport().width()

        qtbot.waitUntil(whole, timeout=3000)


def _cut(label: Label) -> bool:
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    return label.height() < needed


def _small(button: Button) -> bool:
    return button.width() < button.minimumSizeHint().width() or button.height() < button.minimumSizeHint().height()


# -- sign ------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "inspector.p12"
    path.write_bytes(pki.p12(pki.inspector()))
    return path


def signing(window: Window, qtbot: QtBot, key: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch) -> Signing:
    """The dialog, filled in but for the passphrase."""
    window.controller.result.sign.click()
    qtbot.waitUntil(
        lambda: window.controller.signing.dialog is not None and window.controller.signing.dialog.isVisible()
    )
    dialog = window.controller.signing.dialog
    assert dialog is not None
    monkeypatch.setattr(dialog, "choose_pdf", lambda: pdf)
    dialog.said.setChecked(True)  # what was not found out is known
    given = {"unit": "某某局", "inspected": "张三", "inspectors": "李四、王五", "asset_number": "GZ-1", "key": str(key)}
    for name, value in given.items():
        dialog.fields[name].setText(value)
    return dialog


class _WholeResult(Reporting):
    """Signs a result that has every rule, as the toys' does not."""

    def sign_as_filled(self, inspection_, words, key, passphrase, pdf, language):  # type: ignore[no-untyped-def]
        return super().sign_as_filled(inspection(), words, key, passphrase, pdf, language)


class _Signable(_WholeResult):
    """On a computer that says who it is."""

    def _typed(self, words):  # type: ignore[no-untyped-def]
        from msgspec.structs import replace

        facts = {"board": "PF3XK2A1", "disk": "S6PXNX0T812345", "installation": "9f3c2e7a51d84b06"}
        return replace(super()._typed(words), facts=facts)


@pytest.fixture
def signable(tmp_path: Path) -> ToySession:
    from main import catalog

    return ToySession(reporting=_Signable(catalog, Workspace(tmp_path / "store")))


def test_a_result_becomes_a_signed_report(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, pdf = finished(signable), tmp_path / "report.pdf"
    dialog = signing(window, qtbot, key, pdf, monkeypatch)
    dialog.passphrase.setText(pki.PASSPHRASE)
    for name in ("notice", "csv"):
        dialog.also[name].setChecked(True)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
    beside = {"report.pdf", "report.dsse.json", "report-整改通知单.pdf", "report-明细表.csv"}
    assert beside <= {path.name for path in tmp_path.iterdir()}
    assert not (tmp_path / "report-自查表.pdf").exists()
    assert "报告已签名并保存" in window.controller.result.banners[-1].sentence.zh
    said = verify_file(pdf, Measure(None))
    assert not said.code.failure
    report = said.report
    assert report is not None
    assert (report.unit.name, report.people.inspectors) == ("某某局", ("李四", "王五"))
    assert report.device.asset_number == "GZ-1"
    kept = signable.reporting.filled(signable.target.key)
    assert kept["unit"] == "某某局"
    assert pki.PASSPHRASE not in "".join(kept.values())
    assert all(
        pki.PASSPHRASE.encode() not in path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()
    )
    # The next time, what was filled in is there and only the passphrase is asked for.
    window.controller.result.sign.click()
    qtbot.waitUntil(
        lambda: window.controller.signing.dialog is not dialog and window.controller.signing.dialog is not None
    )
    again = window.controller.signing.dialog
    assert again is not None
    assert (again.fields["unit"].text(), again.passphrase.text()) == ("某某局", "")
    assert [name for name, box in again.also.items() if box.isChecked()] == ["notice", "csv"]
    again.reject()


def test_what_was_typed_outlives_a_dialog_that_was_left(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = finished(signable)
    dialog = signing(window, qtbot, key, tmp_path / "report.pdf", monkeypatch)
    dialog.fields["unit"].setText("另一个局")
    dialog.fields["identifiers"].setText("A1、B2")
    dialog.passphrase.setText(pki.PASSPHRASE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.controller.result.sign.click()
    qtbot.waitUntil(lambda: window.controller.signing.dialog is not dialog)
    again = window.controller.signing.dialog
    assert again is not None
    assert (again.fields["unit"].text(), again.fields["identifiers"].text()) == ("另一个局", "A1、B2")
    assert again.passphrase.text() == "", "but for the passphrase"
    again.reject()


def test_a_campaign_that_is_none_is_said_before_anything_is_signed(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, pdf = finished(signable), tmp_path / "report.pdf"
    dialog = signing(window, qtbot, key, pdf, monkeypatch)
    (tmp_path / "q4.json").write_text("{}")
    dialog.fields["campaign"].setText(str(tmp_path / "q4.json"))
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    qtbot.waitUntil(lambda: dialog.trouble.isVisible(), timeout=20_000)
    assert "检查任务文件不能使用" in dialog.trouble.text()
    assert not pdf.exists()
    dialog.reject()


def test_what_cannot_be_written_beside_a_report_takes_nothing_back(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, pdf = finished(signable), tmp_path / "report.pdf"
    (tmp_path / "report-整改通知单.pdf").mkdir()
    dialog = signing(window, qtbot, key, pdf, monkeypatch)
    dialog.also["notice"].setChecked(True)
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
    said = window.controller.result.banners[-1].sentence.zh
    assert "报告已签名并保存" in said
    assert "那是一个文件夹" in said
    assert pdf.exists()


def test_a_wrong_passphrase_is_said_and_the_rest_stays(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, pdf = finished(signable), tmp_path / "report.pdf"
    dialog = signing(window, qtbot, key, pdf, monkeypatch)
    dialog.passphrase.setText("wrong")
    dialog.sign.click()
    qtbot.waitUntil(lambda: dialog.trouble.isVisible() and "口令" in dialog.trouble.text(), timeout=20_000)
    assert dialog.isVisible()
    assert dialog.passphrase.text() == ""
    assert dialog.fields["unit"].text() == "某某局"
    assert not pdf.exists()
    dialog.reject()


def test_what_is_missing_is_named_before_anything_is_asked(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = signing(finished(signable), qtbot, key, tmp_path / "x.pdf", monkeypatch)
    dialog.fields["inspected"].clear()
    dialog.sign.click()
    assert "被检查人、口令" in dialog.trouble.text()
    dialog.reject()


def test_a_phones_identifiers_are_asked_for_and_not_kept(
    finished: Made, qtbot: QtBot, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from main import catalog

    class Phones(ToySession):
        @property
        def target(self) -> Target:
            return replace(super().target, device_class=DeviceClass.PHONE)

    session = Phones(reporting=_WholeResult(catalog, Workspace(tmp_path / "store")))
    window, pdf = finished(session), tmp_path / "report.pdf"
    dialog = signing(window, qtbot, key, pdf, monkeypatch)
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    assert "设备标识" in dialog.trouble.text()
    names = []
    for typed in ("860012345678901、ABC123、aa:bb", "abc123，AA:BB，860012345678901"):
        dialog.fields["identifiers"].setText(typed)
        dialog.passphrase.setText(pki.PASSPHRASE)
        dialog.sign.click()
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible(), timeout=30_000)
        said = verify_file(pdf, Measure(None)).report
        assert said is not None
        names.append(said.device.machine_id)
        dialog = signing(window, qtbot, key, pdf, monkeypatch)
        assert dialog.fields["identifiers"].text() == ""
    assert names[0] == names[1]  # in whatever order they were typed
    dialog.reject()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert b"860012345678901" not in kept
    assert b"860012345678901" not in pdf.with_suffix(".dsse.json").read_bytes()


def test_the_passphrase_is_never_shown_and_no_input_method_learns_it(
    finished: Made, qtbot: QtBot, signable: ToySession, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = signing(finished(signable), qtbot, key, tmp_path / "x.pdf", monkeypatch)
    assert dialog.passphrase.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.passphrase.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    assert "passphrase" not in dialog.words
    dialog.passphrase.setText("x")
    dialog.close()
    assert dialog.passphrase.text() == ""


@pytest.mark.parametrize("language", Language)
def test_every_field_has_a_name_and_is_reached_with_tab(qtbot: QtBot, qapp: QApplication, language: Language) -> None:
    dialog = Signing({}, choosing(language))
    qtbot.addWidget(dialog)
    assert all(line.accessibleName() for line in dialog.fields.values())
    assert {name for name, _, _ in FIELDS} <= set(dialog.fields)
    reached, one = set(), dialog.nextInFocusChain()
    while one is not dialog:
        reached.add(one)
        one = one.nextInFocusChain()
    assert set(dialog.fields.values()) <= reached


def test_with_all_that_is_needed_filled_in_the_passphrase_is_next(qtbot: QtBot) -> None:
    filled = {"unit": "某某局", "inspected": "张三", "inspectors": "李四", "key": "E:/inspector.p12"}
    for missing, field in ((None, "passphrase"), ("inspected", "inspected"), ("key", "key")):
        dialog = Signing({name: word for name, word in filled.items() if name != missing}, choosing())
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        assert dialog.focusWidget() is dialog.fields[field]


def test_a_line_of_a_note_counts_as_no_file() -> None:
    from gui.models.files import Files

    model = Files()
    model.load([FileLine(Text("注意", "Note"), Text("好", "good"), 3), FileLine("a.pdf", Text("好", "good"), 2)])
    assert model.rows[0].file == "a.pdf"
    assert sum(model.count(rank) for rank in range(3)) == 1


def test_states_of_a_check_are_shares_of_its_bar() -> None:
    from collections import Counter

    from gui.pages.rollup import _bar

    bar = _bar(Text("项目", "Item"), Counter({State.FAILED: 2, State.NOT_RUN: 1, State.PASSED: 4}))
    assert bar.total == 7
    assert bar.sentence(Language.EN) == "Item: Not in order 2, Could not check 1, In order 4"


def test_a_bar_leads_to_its_devices_and_their_reports(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    page = taken(make(session), qtbot, reports)
    shown = page.shown
    assert shown is not None
    place, check = next((at, one) for at, one in enumerate(shown.overview.checks) if one.states[State.FAILED])
    button = page._check_bars.buttons[place]
    assert check.title.zh in button.accessibleName()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(page.behind.isVisible)
    assert page.behind.devices.count(0) == check.states[State.FAILED]
    assert all("报告 " in line.sentence.zh for line in page.behind.devices.rows)
    page._department_bars.buttons[0].click()
    name = shown.overview.departments[0].department
    qtbot.waitUntil(lambda: page.department == name and page.shown is not shown)


def test_one_quarter_is_held_against_another(make: Made, qtbot: QtBot, session: ToySession, reports: Path) -> None:
    page = taken(make(session), qtbot, reports)
    other = page.compared.itemData(1)
    page.compared.setCurrentIndex(1)
    page.compared.activated.emit(1)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.overview.before == other)


def test_without_a_trust_folder_a_roll_up_asks_for_one_and_goes_on(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.preferences.clear()
    window = make(session)
    page = desk(window).rollup_page
    desk(window).show_rollup()
    window.controller.dropped((reports,))
    qtbot.waitUntil(lambda: bool(page.banners))
    assert "信任文件夹" in page.banners[0].sentence.zh
    monkeypatch.setattr(desk(window), "choose_folder", lambda *_: tmp_path / "trust")
    page.banners[0].pressed.emit()
    qtbot.waitUntil(lambda: not page.working and page.shown is not None, timeout=20_000)
    assert "新入库 5" in words(page)


def test_a_report_is_withdrawn_with_a_reason_and_all_are_judged_again(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path
) -> None:
    page = taken(make(session), qtbot, reports)
    shown = page.shown
    assert shown is not None
    (number,) = (one.number for one in shown.overview.overdue[:1])
    page.kept.number.setText(number)
    page.kept.withdraw.click()
    qtbot.waitUntil(lambda: any("理由" in one.sentence.zh for one in page.banners))
    page.kept.reason.setText("重复")
    page.kept.withdraw.click()
    qtbot.waitUntil(lambda: any("已撤回" in one.sentence.zh for one in page.banners))
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.overview.reports < shown.overview.reports)
    page.kept.recheck.click()
    qtbot.waitUntil(lambda: any("已重新核对" in one.sentence.zh for one in page.banners))


def test_what_a_report_still_lacks_is_said_as_one_types(make: Made, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = Signing({}, choosing(), unknown=2)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.fields["unit"].setText("某某局")
    assert dialog.lacking.text() == "还缺：被检查人、检查人、密钥文件或 UKey、口令"
    for name in ("inspected", "inspectors", "key", "passphrase"):
        dialog.fields[name].setText("某某")
    assert "打勾" in dialog.lacking.text(), "what was not found out is said first"
    dialog.said.setChecked(True)
    assert dialog.lacking.isHidden()
    notes = [label for label in dialog.findChildren(Label) if label.text() == "没有这个文件"]
    dialog.fields["key"].editingFinished.emit()
    assert sum(note.isVisibleTo(dialog) for note in notes) == 1


def test_a_root_that_is_new_here_is_compared_by_a_person_and_accepted(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Text("另一个根证书，请核对", "another root; compare it")
    monkeypatch.setattr(session.verification, "stranger", lambda folder: question)
    window = make(session)
    desk(window).show_verify()
    page = desk(window).verify_page
    monkeypatch.setattr(desk(window), "choose_folder", lambda *_: tmp_path / "trust")
    page.choose_trust.click()
    qtbot.waitUntil(lambda: [banner.sentence for banner in page.banners] == [question])
    page.banners[0].pressed.emit()
    qtbot.waitUntil(lambda: any("认这个根证书" in banner.sentence.zh for banner in page.banners))


def test_a_devices_own_report_is_found_by_its_digest_and_verified(
    make: Made, qtbot: QtBot, session: ToySession, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make(session)
    page = taken(window, qtbot, reports)
    assert page.shown is not None
    place = next(at for at, one in enumerate(page.shown.overview.checks) if one.states[State.FAILED])
    page._check_bars.buttons[place].click()
    qtbot.waitUntil(page.behind.isVisible)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "damaged.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "elsewhere" / "damaged.zip").write_bytes(b"PK")
    folders = [tmp_path / "elsewhere", reports]
    monkeypatch.setattr(desk(window), "choose_folder", lambda *_: folders.pop(0))
    page.behind.open.click()
    qtbot.waitUntil(lambda: any("没有找到这份报告" in one.sentence.zh for one in page.banners))
    page.banners[-1].pressed.emit()
    verified = desk(window).verify_page
    qtbot.waitUntil(
        lambda: window.controller.page is verified and verified.model.count(2) + verified.model.count(1) == 1
    )
    desk(window).show_rollup()
    page.behind.open.click()
    qtbot.waitUntil(lambda: window.controller.page is verified)
    assert folders == [], "the folder is asked for once"
