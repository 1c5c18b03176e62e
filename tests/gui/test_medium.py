"""A medium in the window: chosen, scanned by the product's own engine, stopped, shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app.medium import Media
from checker.app.workspace import Workspace
from checker.machine.attached import Attached
from checker.model.text import Language
from checker.residue.cells import Class
from checker.residue.finds import Find, Source, State
from checker.residue.result import Mode, Verdict
from gui.models.medium import plan
from gui.pages.medium import MediumPage
from gui.widgets.entry import Entry
from gui.widgets.labels import Label
from gui.widgets.map import Ground, MediumMap, Plan
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.residue import files
from tests.unit.residue.media import File

MIB = 1 << 20
STICK = Attached("/dev/sdz", "Kingston DT 101", 16_000_000_000, "usb", True, None, False, ())
DISK = Attached("/dev/sda", "Samsung SSD", 512_000_000_000, "ata", False, True, False, ("/",))


class Listed(Media):
    """Real scans; the list is made up."""

    def attached(self) -> tuple[Attached, ...]:
        return DISK, STICK


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(media=Listed(Workspace(tmp_path)))


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "stick.img"
    wanted = [File("A.JPG", files.jpeg(1)), File("B.DOC", files.ole(2)), File("C.TXT", b"live " * 900, deleted=False)]
    path.write_bytes(volume(*wanted))
    return path


def words(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisible())  # type: ignore[attr-defined]


def opened(window: Window, qtbot: QtBot) -> MediumPage:
    window.controller.devices.choose.click()
    page = window.controller.medium.page
    qtbot.waitUntil(lambda: window.controller.page is page and page.path != "")
    return page


def scanned(window: Window, qtbot: QtBot, image: Path, mode: Mode = Mode.FULL) -> MediumPage:
    page = opened(window, qtbot)
    window.controller.dropped((image,))
    {Mode.FULL: page.full, Mode.QUICK: page.quick, Mode.TENTH: page.tenth, Mode.VERIFY: page.verify}[mode].click()
    assert page.working
    qtbot.waitUntil(lambda: not page.working, timeout=30_000)
    return page


def test_what_is_plugged_in_stands_on_the_start_page_and_opens_chosen(
    make: Made, qtbot: QtBot, session: ToySession
) -> None:
    window = make(session)
    (plugged,) = window.controller.start.media.rows  # a built-in disk is not plugged in
    assert isinstance(plugged, Entry)
    assert "Kingston DT 101" in plugged.head.text()
    plugged.buttons[0].click()
    page = window.controller.medium.page
    qtbot.waitUntil(lambda: page.path == "/dev/sdz")


def test_a_medium_in_use_is_said_before_it_is_scanned(make: Made, qtbot: QtBot, session: ToySession) -> None:
    page = opened(make(session), qtbot)
    assert page.path == "/dev/sdz", "what people plug in comes first"
    assert not page.banners
    page.choose_listed("/dev/sda")
    assert "正在使用" in page.banners[0].sentence.zh
    assert "弹出" not in page.banners[0].sentence.zh, "nobody can eject the system's own disk"


def test_a_scan_ends_with_its_verdict_its_map_and_what_to_do(
    make: Made, qtbot: QtBot, session: ToySession, image: Path
) -> None:
    page = scanned(make(session), qtbot, image)
    assert page.shown is not None
    assert page.shown.verdict is Verdict.STRUCTURED
    seen = words(page)
    assert "没有清除：用普通恢复工具就能取回 2 个文件" in seen
    assert "nwipe" in seen
    assert "这是镜像文件" in seen
    assert page.result.finds.rowCount() == 2
    assert page.result.map.plan.found, "finds are dots"
    assert "能取回的文件" in page.result.map.accessibleDescription()
    page.retranslate(Language.EN)
    assert "Not wiped" in words(page)


def test_a_blank_medium_is_not_praised(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    blank = tmp_path / "blank.img"
    blank.write_bytes(bytes(4 * MIB))
    page = scanned(make(session), qtbot, blank)
    seen = words(page)
    assert "每个字节都是 0x00" in seen
    assert "用所列方法没有找到所列类型的可恢复文件" in seen
    assert not any(praise in seen for praise in ("符合", "BMB"))
    assert "干净" not in page.result._verdict.text()


def test_a_sample_says_what_it_may_say(make: Made, qtbot: QtBot, session: ToySession, image: Path) -> None:
    page = scanned(make(session), qtbot, image, Mode.QUICK)
    assert "肯定没有清除" in words(page)
    assert "只抽查了一部分块" in words(page)
    assert "没有找到" not in words(page), "a sample searches for no files"
    assert "不找文件" in words(page)


def test_after_a_wipe_the_window_stops_at_the_first_thing_it_meets(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    wiped = tmp_path / "wiped.img"
    content = bytearray(64 * MIB)
    content[20 * MIB : 20 * MIB + 6] = b"missed"
    wiped.write_bytes(content)
    page = scanned(make(session), qtbot, wiped, Mode.VERIFY)
    assert page.shown is not None
    assert page.shown.read < 40 * MIB
    assert "复检到此为止" in words(page)
    assert "后面的没有读" in words(page)


@pytest.mark.parted
def test_esc_stops_long_before_the_end_of_a_large_medium(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    large = tmp_path / "large.img"
    with large.open("wb") as file:
        file.truncate(64 << 30)  # holds nothing, so it takes no room
    window = make(session)
    page = opened(window, qtbot)
    window.controller.dropped((large,))
    page.full.click()
    qtbot.waitUntil(lambda: page.bar.maximum() > 0)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.working)
    assert window.controller.page is page, "the first Esc stops, the second goes back"
    if page.shown is not None:
        assert page.shown.read < 64 << 30
        assert "检查被人停止" in words(page)


def test_files_are_looked_into_only_where_it_was_agreed_to(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    stick = tmp_path / "marked.img"
    stick.write_bytes(volume(File("A.TXT", MARKED, deleted=False)))
    window = make(session)
    page = scanned(window, qtbot, stick)
    assert "机密★" not in words(page)
    assert "没有删除的文件没有逐个查看" in words(page)
    page.content.setChecked(True)
    page.full.click()
    qtbot.waitUntil(lambda: not page.working, timeout=30_000)
    assert "疑似标密 1 个" in words(page)
    assert "机密★10年" in words(page)
    assert "不复制、不删除" in words(page)
    assert "没有删除的文件没有逐个查看" not in words(page), "they were"
    assert "nwipe" not in words(page), "nobody is told to wipe what may be evidence"


def test_what_cannot_be_opened_is_said(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    page = scanned(make(session), qtbot, tmp_path / "gone.img")
    assert "没有找到" in page.banners[0].sentence.zh
    assert page.full.isEnabled()


def test_the_map_shows_the_worst_of_a_square_and_what_could_not_be_read() -> None:
    cells = bytes([Class.ZERO] * 6 + [Class.STRUCTURED, Class.UNREAD, Class.LIVE, Class.UNIFORM])
    finds = [
        Find("jpeg", 6 * MIB + 5, 10, State.COMPLETE, Source.STRUCTURE),
        Find("pdf", 6 * MIB + 9, 10, State.TRUNCATED, Source.STRUCTURE),
        Find("pdf", 9 * MIB, 10, State.TRACE, Source.STRUCTURE),
    ]
    made = plan(cells, finds, [(3 * MIB, 4096)])
    assert made.grounds[3] is Ground.UNREADABLE
    assert made.grounds[7] is Ground.NOT_READ
    assert (made.found, made.pieces) == ((6,), (9,))
    shown = MediumMap()
    shown.load(made)
    assert shown.squares(5) == [
        Ground.BLANK,
        Ground.UNREADABLE,
        Ground.BLANK,
        Ground.NOT_READ,
        Ground.PATTERNLESS,
    ]
    shown.load(Plan())
    assert shown.squares(5) == []
