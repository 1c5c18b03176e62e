"""Terminal and window are asked the same question of the same workspace, and give the same answer."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from checker.app.medium import Mode
from checker.app.program import Program
from checker.machine.machine import Machine
from checker.machine.recording import Recorder
from checker.model.target import Profile
from checker.model.text import Language
from checker.report.envelope import unseal
from checker.report.payload import decode
from checker.report.result import encoded, read
from checker.terminal.arguments import request
from checker.terminal.console import Console
from gui.look import Look
from gui.window import Window
from tests.end_to_end.test_report import PARTICULARS, inspection
from tests.gui.phones import catalog
from tests.nightly import later
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.content import papers
from tests.unit.report import office, pki
from tests.unit.residue import files
from tests.unit.residue.media import File
from tests.worlds.world import World

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog
SLOW = 60_000  # ms: other work may keep the processors


class Fronts:
    """One workspace behind both. `terminal` gives what a command writes as JSON; `window` is a window on it."""

    def __init__(self, folder: Path, qtbot: QtBot, look: Look, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.store, self._qtbot, self._look, self._capsys = folder, folder / "store", qtbot, look, capsys
        self.windows: list[Window] = []

    def terminal(self, *words: object) -> Any:
        out = self.folder / "out.json"
        self.status(*words, "--json", out)
        return json.loads(out.read_bytes())

    def status(self, *words: object) -> int:
        return main.main(["--language", "zh", *map(str, words), "--store", str(self.store)])

    def said(self, *words: object) -> str:
        """Everything that a command says, on both streams."""
        self._capsys.readouterr()
        self.status(*words)
        captured = self._capsys.readouterr()
        return f"{captured.out}\n{captured.err}"

    def window(self, *words: str) -> Window:
        options = main._parser().parse_args([*words, "--store", str(self.store)])
        made = Window(Program(catalog, request(options), lambda: ""), self._look, Language.ZH)
        self.windows.append(made)
        self._qtbot.addWidget(made)
        made.show()
        self.until(lambda: made.controller.start.known)
        return made

    def until(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true, timeout=SLOW)


@pytest.fixture
def fronts(tmp_path: Path, qtbot: QtBot, qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> Iterator[Fronts]:
    made = Fronts(tmp_path, qtbot, Look(qapp), capsys)
    yield made
    for window in made.windows:
        window.close()


# -- verify ----------------------------------------------------------------------------------------------------


def _plain(folder: Path) -> Path:
    office.two_quarters(folder / "reports")
    return folder / "reports"


def _in_folders(folder: Path) -> Path:
    office.two_quarters(folder / "reports" / "综合处" / "二季度")
    return folder / "reports"


def _with_large_endings(folder: Path) -> Path:
    office.two_quarters(folder / "reports")
    for one in (folder / "reports").iterdir():
        one.rename(one.with_name(one.name.upper()))
    (folder / "reports" / "坏.PDF").write_bytes(b"%PDF-1.7 of something else")
    return folder / "reports"


def _packed(folder: Path) -> Path:
    office.two_quarters(folder / "made")
    with zipfile.ZipFile(folder / "reports.zip", "w") as package:
        for one in sorted((folder / "made").iterdir()):
            package.write(one, f"财务处/{one.name}")
    shutil.rmtree(folder / "made")
    return folder / "reports.zip"


def _packed_in_a_folder(folder: Path) -> Path:
    (folder / "in").mkdir()
    _packed(folder).rename(folder / "in" / "a.ZIP")
    return folder / "in"


def _nothing(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


WAYS = (_plain, _in_folders, _with_large_endings, _packed, _packed_in_a_folder)


@pytest.mark.parametrize("laid", WAYS)
def test_reports_are_verified_however_they_lie(fronts: Fronts, laid: Callable[[Path], Path]) -> None:
    named = laid(fronts.folder)
    on_terminal = {one["file"]: one["sentence"]["zh"] for one in fronts.terminal("verify", named)["files"]}
    window = fronts.window()
    page = window.controller.reports.verify_page
    window.controller.reports.verify((named,))
    fronts.until(lambda: not page.working)
    assert {line.file: line.sentence.zh for line in page.model.rows if line.rank < 3} == on_terminal
    assert len(on_terminal) >= 5


def test_a_folder_without_reports_is_said_by_both(fronts: Fronts) -> None:
    named = _nothing(fronts.folder)
    assert "没有找到报告文件" in fronts.said("verify", named)
    window = fronts.window()
    page = window.controller.reports.verify_page
    window.controller.reports.verify((named,))
    fronts.until(lambda: not page.working)
    assert "没有找到报告文件" in page.count.text()


# -- roll-up ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("laid", WAYS)
@pytest.mark.parametrize("first", ["terminal", "window"])
def test_what_one_front_took_in_the_other_knows(fronts: Fronts, laid: Callable[[Path], Path], first: str) -> None:
    named, trust = laid(fronts.folder), fronts.folder / "trust"
    office.trusted(trust)

    def on_terminal() -> str:
        return fronts.said("rollup", named, "--trust", trust)

    def in_window() -> str:
        window = fronts.window()
        page = window.controller.reports.rollup_page
        window.controller.reports.trust(trust)
        window.controller.reports.show_rollup()
        window.controller.reports.take_in((named,))
        fronts.until(lambda: not page.working and page.shown is not None)
        return page.count.text()

    order = (on_terminal, in_window) if first == "terminal" else (in_window, on_terminal)
    counts = [
        tuple(map(int, re.search(r"共 (\d+) 个文件：新入库 (\d+)，已在库中 (\d+)，未计入 (\d+)", ask()).groups()))  # type: ignore[union-attr]
        for ask in order
    ]
    refused = counts[0][3]
    assert counts == [(5 + refused, 5, 0, refused), (5 + refused, 0, 5, refused)]


# -- documents -------------------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    top = tmp_path / "U盘"
    top.mkdir()
    (top / "方案.docx").write_bytes(papers.docx())
    (top / "通知.docx").write_bytes(papers.docx("关于会议的通知"))
    (top / "坏.docx").write_bytes(papers.docx()[:100])
    return top


def _searched(fronts: Fronts, place: Path) -> tuple[Window, Any]:
    window = fronts.window()
    page = window.controller.documents.page
    window.controller.documents.search((place,), pictures=True)
    fronts.until(lambda: not page.working)
    return window, page


def test_the_same_files_are_found_unread_and_held(fronts: Fronts, stick: Path) -> None:
    found = fronts.terminal("documents", stick, "--workers", "1")
    _, page = _searched(fronts, stick)
    assert page.finds.rowCount() == found["summary"]["suspected_markings"] == 1
    assert page.unread.rowCount() == found["summary"]["could_not_read"] == 1
    hold = "停止使用，断开网络，不转发、不复制、不移动、不删除"
    assert hold in page._said.text()
    assert hold in fronts.said("documents", stick, "--workers", "1")


@pytest.mark.parametrize(("searched_by", "wiped_by"), [("terminal", "window"), ("window", "terminal")])
def test_there_is_one_cache_and_either_front_wipes_it(
    fronts: Fronts, stick: Path, searched_by: str, wiped_by: str
) -> None:
    cache = fronts.store / "documents" / "cache.sqlite"
    if searched_by == "terminal":
        fronts.status("documents", stick, "--workers", "1")
    else:
        _searched(fronts, stick)
    before = cache.read_bytes()
    if wiped_by == "terminal":
        (stick / "通知.docx").unlink()
        fronts.status("documents", stick / "坏.docx", "--workers", "1", "--wipe-cache")
        assert cache.read_bytes() != before
        return
    window = fronts.window()
    window.controller.documents.page.wipe_wanted.emit()
    fronts.until(lambda: not cache.exists())


def test_what_the_officer_closed_in_the_window_is_closed_on_the_terminal(fronts: Fronts, stick: Path) -> None:
    _, page = _searched(fronts, stick)
    page.lines.setCurrentIndex(page.finds.index(0))
    page.detail.who.setText("王保密")
    page.detail.reason.setText("样例")
    page.detail.false.click()
    fronts.until(lambda: page.detail.open_again.isVisibleTo(page))
    found = fronts.terminal("documents", stick, "--workers", "1")
    assert (found["summary"]["suspected_markings"], found["closed"]) == (0, 1)


# -- medium ----------------------------------------------------------------------------------------------------


def _with_a_marking() -> bytes:
    return volume(File("A.JPG", files.jpeg(1)), File("GONE.TXT", MARKED * 300))


def _without() -> bytes:
    return volume(File("A.JPG", files.jpeg(1)), File("B.DOC", files.ole(2)))


def _blank() -> bytes:
    return bytes(1 << 20)


@pytest.mark.parametrize(
    ("made", "content"),
    [
        (_with_a_marking, True),
        later(_with_a_marking, False),
        later(_without, True),
        (_without, False),
        later(_blank, True),
        (_blank, False),
    ],
)
def test_a_medium_is_told_alike_and_no_wiping_is_advised_beside_a_marking(
    fronts: Fronts, made: Callable[[], bytes], content: bool
) -> None:
    image = fronts.folder / "stick.img"
    image.write_bytes(made())
    more = ("--deleted-content",) if content else ()
    said = fronts.said("residue", image, "--restart", *more)
    on_terminal = fronts.terminal("residue", image, "--restart", *more)
    window = fronts.window()
    page = window.controller.medium.page
    page.choose(str(image))
    page.content.setChecked(content)
    page._begin(Mode.FULL)
    fronts.until(lambda: not page.working)
    residue = page.shown
    assert residue is not None
    shown, told = page.result._verdict.text().replace("\u200b", ""), on_terminal["summary"]["statement_zh"]
    assert shown.partition(" ")[2] == told.partition(" ")[2], "but for the day"
    assert len(residue.recoverable) == on_terminal["summary"]["recoverable"]
    kinds = page.result._kinds.text().replace("\u200b", "") if page.result._kinds.isVisibleTo(page) else ""
    assert kinds in said
    assert bool(kinds) == (made() != bytes(1 << 20))
    steps = page.result._steps.text().replace("\u200b", "")
    assert ("nwipe" in said) == (page.result._steps_card.isVisibleTo(page) and "nwipe" in steps)
    held = "不清除、不删除、不格式化"
    assert (held in steps) == (held in said) == (content and made is _with_a_marking)
    if held in said:
        assert "nwipe" not in said + steps


# -- report ----------------------------------------------------------------------------------------------------


def test_the_same_result_is_signed_by_both_with_the_same_words(fronts: Fronts, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fronts.folder
    key, context, result = folder / "inspector.p12", folder / "office.toml", folder / "result.json"
    key.write_bytes(pki.p12(pki.inspector()))
    context.write_text(PARTICULARS, "utf-8")
    result.write_bytes(encoded(inspection()))
    monkeypatch.setattr(Console, "ask_secret", lambda *_: pki.PASSPHRASE)
    pdfs = folder / "terminal.pdf", folder / "window.pdf"
    assert fronts.status("report", result, "--sign", key, "--context", context, "--pdf", pdfs[0]) == 0

    window = fronts.window()
    kept = read(result)
    window.controller.reports.ask_to_sign(kept.target, lambda: kept)
    fronts.until(lambda: window.controller.signing.dialog is not None)
    dialog = window.controller.signing.dialog
    assert dialog is not None
    monkeypatch.setattr(dialog, "choose_pdf", lambda: pdfs[1])
    words = {"unit": "某某市某某局", "department": "综合处", "inspected": "张三", "inspectors": "李四、王五"}
    more = {"asset_number": "GZ2023-0089", "context": str(context), "key": str(key)}
    for name, value in (words | more).items():
        dialog.fields[name].setText(value)
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.said.setChecked(True)
    dialog.sign.click()
    fronts.until(lambda: pdfs[1].with_suffix(".dsse.json").exists())

    one, other = (decode(unseal(pdf.with_suffix(".dsse.json").read_bytes())[0]).predicate for pdf in pdfs)
    for name in ("results", "rule_results", "unit", "people", "device", "marking", "signer"):
        assert getattr(one, name) == getattr(other, name), name
    assert (one.counter.number, other.counter.number) == (1, 2), "both count on in one journal"


# -- audit -----------------------------------------------------------------------------------------------------


def test_a_recording_is_judged_alike(fronts: Fronts) -> None:
    recorder = Recorder(World(files={"/etc/machine-id": "abc\n"}))
    machine = Machine(recorder)
    assert machine.host
    assert machine.text("/etc/machine-id", 1 << 10)
    recording = recorder.save(fronts.folder / "recording")
    found = fronts.terminal("audit", "--replay", recording, "--profile", "daily")
    states = {one["check_id"]: one["state"] for one in found["inspection"]["findings"]}
    window = fronts.window("--store", str(fronts.folder / "other"), "audit", "--replay", str(recording))
    window.controller.inspection.begin(Profile.DAILY)
    fronts.until(lambda: window.controller.page is window.controller.result)
    brief = window.controller.inspection.shown
    assert brief is not None
    assert {one.check_id: one.state.value for one in brief.inspection.findings} == states
    assert Counter(states.values())["could_not_check"] > 0
