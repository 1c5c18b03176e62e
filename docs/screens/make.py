"""Takes the pictures of this folder: every page in both languages, and some dark and at 200 % text.

    .venv/bin/python docs/screens/make.py [FOLDER]
    .venv/bin/python docs/screens/make.py --all FOLDER      every page in both languages, three schemes, two text sizes

Runs without a screen, on toy checks and a made-up computer, so the pictures are the same on every run.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QEvent  # noqa: E402
from PySide6.QtGui import QColor, QPalette  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from checker.app.documents import Documents  # noqa: E402
from checker.app.medium import Scanned, ScanProgress  # noqa: E402
from checker.app.reporting import Reporting  # noqa: E402
from checker.app.task import Tasks, Wanted  # noqa: E402
from checker.app.workspace import Workspace  # noqa: E402
from checker.engine.catalog import Catalog  # noqa: E402
from checker.machine.attached import Attached  # noqa: E402
from checker.model.target import Profile  # noqa: E402
from checker.model.text import Language  # noqa: E402
from checker.residue.cells import Class  # noqa: E402
from checker.residue.finds import Find, Source, State  # noqa: E402
from checker.residue.layout import Trace, VolumeSeen  # noqa: E402
from checker.residue.result import About, Blocks, Mode, Residue, Unchecked, Verdict  # noqa: E402
from checker.residue.scan import Moment  # noqa: E402
from gui.look import Look  # noqa: E402
from gui.models.groups import Group  # noqa: E402
from gui.rooms import Room  # noqa: E402
from gui.widgets.signing import Signing  # noqa: E402
from gui.window import Window  # noqa: E402
from tests.gui import quarter  # noqa: E402
from tests.gui.test_documents import page_of  # noqa: E402
from tests.gui.toys import Gate, ToyMedia, ToySession, choosing  # noqa: E402
from tests.unit.content import papers  # noqa: E402
from tests.worlds.world import NOW  # noqa: E402

ROSTER = """资产编号,部门,责任人
DESKTOP-7K2,档案科,王芳
OA-0188,档案科,陈丽
OA-0189,档案科,何静
OA-0190,档案科,刘洋
OA-0201,财务科,孙丽
OA-0202,财务科,周杰
"""


def main(folder: Path, *, every: bool = False) -> None:
    import phones
    import rooms

    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["mijian"])
    look = Look(app)
    light = app.palette()
    shown = {name: rooms.PAGES[name] for name in ("travel", "travel-return", "photos", "keys", "policy")}
    few = (
        ("", light, 100, PAGES | shown),
        ("-dark", dark(), 100, {"start": _start, "opened": _opened, "medium": _medium}),
        ("-200", light, 200, {"start": _start, "result": _result}),
    )
    all_pages = PAGES | rooms.PAGES
    schemes = (("", light), ("-dark", dark()), ("-contrast", contrast()))
    all_ = tuple(
        (name + ("" if percent == 100 else f"-{percent}"), palette, percent, all_pages)
        for name, palette in schemes
        for percent in (100, 200)
    )
    for language in Language:
        for name, palette, percent, pages in all_ if every else few:
            app.setPalette(palette)
            for page, shoot in pages.items():
                window = shoot(app, look, language, percent)
                window.grab().save(str(folder / f"{page}{name}-{language.value}.png"), "PNG", 1)
                gone(window)
        app.setPalette(light)
        phones.shoot(app, look, language, folder)


def gone(window: QWidget) -> None:
    """Close it, and have it deleted now: a palette that changes dresses every window that there is."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dark() -> QPalette:
    """What a dark desktop hands us."""
    palette = QPalette(QColor("#3a3a3a"), QColor("#2b2b2b"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#222222"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#3d8fd6"))
    return palette


def contrast() -> QPalette:
    """What a desktop in high contrast hands us."""
    palette = QPalette(QColor("#000000"), QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1aebff"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#000000"))
    return palette


def _window(app: QApplication, look: Look, language: Language, percent: int, session: ToySession) -> Window:
    window = Window(session, look, language)
    window.resize_text(percent)
    window.resize(1280, 720)
    window.show()
    _wait(app, lambda: bool(window.controller.start.known))
    return window


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
    app.processEvents()
    app.processEvents()


def _start(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    return _window(app, look, language, percent, _done(app, look))


def _done(app: QApplication, look: Look) -> ToySession:
    session = ToySession()
    run = session.start(Profile.DAILY)
    for _ in run:
        pass
    return session


def _running(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    gate = Gate()
    session = ToySession()
    held = iter([False] * 7)
    gate.holds = lambda: next(held, True)
    session.machine_made = gate.machine
    window = _window(app, look, language, percent, session)
    window.controller.inspection.begin(Profile.DAILY)
    _wait(app, lambda: window.controller.running.model.done == 7 and gate.reached.is_set())
    settled = time.monotonic() + 0.6  # figures change four times a second
    _wait(app, lambda: time.monotonic() > settled)
    return window


def _result(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _window(app, look, language, percent, ToySession())
    window.controller.inspection.begin(Profile.DAILY)
    _wait(app, lambda: window.controller.page is window.controller.result)
    return window


def _opened(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _result(app, look, language, percent)
    page = window.controller.result
    page.show_row(page.row("toy.lock"))
    _wait(app, lambda: True)
    return window


def _questions(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _result(app, look, language, percent)
    window.controller.result.section(Group.CONFIRM).button.click()
    _wait(app, lambda: True)
    return window


def _hold(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _window(app, look, language, percent, ToySession(held=True, office="周文静  8012"))
    window.controller.inspection.begin(Profile.DAILY)
    _wait(app, lambda: window.controller.page is window.controller.inspection.hold)
    return window


def _task(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    """A roster of made-up people, of whom some are done."""
    made = Path(tempfile.mkdtemp())
    (made / "roster.csv").write_text(ROSTER, "utf-8")
    workspace, session = Workspace(made / "store"), _done(app, look)
    session.tasks = Tasks(workspace, lambda: Reporting(Catalog, workspace), lambda _: {})
    task = session.tasks.new(Wanted(name="第四季度保密检查", roster=made / "roster.csv", unit="某某局"))
    assert session.kept is not None
    task = session.tasks.take(task, "OA-0188", session.kept)
    session.tasks.skip(task, "OA-0190", "出差")
    window = _window(app, look, language, percent, session)
    window.controller.enter(Room.TASKS)
    _wait(app, lambda: window.controller.tasks.go_on.isVisible())
    window.controller.tasks.go_on.click()
    window.controller.task.page.note("OA-0188")
    _wait(app, lambda: True)
    return window


def _medium(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _media(app, look, language, percent)
    window.controller.medium.page.end(Scanned(_left_on_a_stick()))
    _wait(app, lambda: True)
    return window


def _scanning(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _media(app, look, language, percent)
    page, whole = window.controller.medium.page, _left_on_a_stick()
    page.prepare()
    half = len(whole.map) // 2
    cells = whole.map[:half] + bytes(cell if cell == Class.LIVE else Class.UNREAD for cell in whole.map[half:])
    finds = tuple(find for find in whole.finds if find.offset >> 20 < half)
    page.put(ScanProgress(Moment(5_300_000_000, 12_400_000_000, 41e6, 173.0, len(finds)), cells, finds))
    _wait(app, lambda: True)
    return window


def _media(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    session = _done(app, look)
    stick = Attached("/dev/sdb", "Kingston DT 101", 16_000_000_000, "usb", True, None, False, ())
    session.media = ToyMedia((stick,))
    window = _window(app, look, language, percent, session)
    page = window.controller.medium.page
    window.controller.medium.show("/dev/sdb")
    _wait(app, lambda: page.path != "")
    return window


def _left_on_a_stick() -> Residue:
    """A stick of 16 GB, half used, quick-formatted once, with two places that cannot be read."""
    chance = random.Random(5)
    parts = (
        (Class.LIVE, 2900),
        (Class.STRUCTURED, 700),
        (Class.ZERO, 900),
        (Class.LIVE, 800),
        (Class.STRUCTURED, 2400),
    )
    parts += ((Class.UNIFORM, 1300), (Class.STRUCTURED, 500), (Class.ZERO, 5758))
    cells = b"".join(bytes([kind]) * length for kind, length in parts)
    finds = []
    states = (State.COMPLETE, State.COMPLETE, State.COMPLETE, State.TRUNCATED, State.TRACE)
    for kind, count in (("jpeg", 61), ("docx", 24), ("pdf", 17), ("wps", 9), ("xls", 6), ("m4a", 3), ("ofd", 2)):
        for _ in range(count):
            place = chance.choice((chance.randrange(2900, 3600), chance.randrange(5300, 7700))) << 20
            state = chance.choice(states)
            finds.append(Find(kind, place, 90_000, state, Source.STRUCTURE))
    volume = VolumeSeen(1 << 20, len(cells) << 20, "exfat", "read", 412, 3_900_000_000, 3)
    return Residue(
        about=About(len(cells) << 20, True, "Kingston DT 101", "usb", None, (), "0" * 64),
        mode=Mode.FULL,
        began=NOW,
        ended=NOW,
        verdict=Verdict.STRUCTURED,
        read=12_100_000_000,
        unread=((6_100 << 20, 4096), (6_900 << 20, 8192)),
        unchecked=(Unchecked.BAD_SECTORS, Unchecked.SPARE_AREA, Unchecked.HIDDEN_AREA, Unchecked.LIVE_FILES),
        blocks=Blocks(1_700_000, 0, 0, 330_000, 920_000),
        scheme="mbr",
        volumes=(volume,),
        finds=tuple(finds),
        traces=(Trace("lost-volume", 3000 << 20), Trace("lost-folder", 3001 << 20)),
        first_busy=1 << 20,
        map=cells,
    )


def _documents(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    """A stick of made-up papers, searched by the product's own engine."""
    made = Path(tempfile.mkdtemp())
    stick = made / "U盘"
    stick.mkdir()
    sheet = page_of(("机密★10年", "关于做好年度工作的通知", "各有关单位：请认真组织落实。"))
    sheet.save(stick / "IMG_20240512_093011.jpg", quality=85)
    (stick / "内部材料.docx").write_bytes(papers.docx("内部资料 注意保存\n年度总结"))
    (stick / "会议通知.docx").write_bytes(papers.docx("关于会议的通知"))
    (stick / "任务书.doc").write_bytes(papers.doc("秘密★5年\n某某任务书"))
    for paper in stick.iterdir():
        os.utime(paper, (NOW.timestamp(), NOW.timestamp()))
    session = _done(app, look)
    session.documents = Documents(Workspace(made / "store"), workers=1)
    window = _window(app, look, language, percent, session)
    window.controller.documents.show()
    page = window.controller.documents.page
    page.choose((stick,))
    page.start.click()
    _wait(app, lambda: not page.working)
    place = next(place for place, row in enumerate(page.finds.rows) if row.seen.format == "jpeg")
    page.lines.setCurrentIndex(page.finds.index(place))
    page.detail.look.click()
    _wait(app, lambda: not page.detail.picture.pixmap().isNull())
    page._where.say(page._where.text().replace(str(made), "E:"))
    page.detail._place.say(page.detail._place.text().replace(str(made), "E:"))
    window.resize(1280, 2180)  # all of it in one picture
    settled = time.monotonic() + 0.5
    _wait(app, lambda: time.monotonic() > settled)
    page.verticalScrollBar().setValue(0)
    _wait(app, lambda: True)
    return window


def _verify(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _window(app, look, language, percent, _done(app, look))
    desk = window.controller.reports
    desk.show_verify()
    page = desk.verify_page
    page.prepare()
    page.end(quarter.VERIFIED)
    _wait(app, lambda: True)
    return window


def _rollup(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _window(app, look, language, percent, _done(app, look))
    desk = window.controller.reports
    desk.arrived.emit(desk.rollup_page)
    page = desk.rollup_page
    page.load(("2026Q4", "2026Q3"), quarter.QUARTER)
    window.resize(1280, 2360)  # all of it in one picture
    settled = time.monotonic() + 1  # tables find their heights when their widths are known
    _wait(app, lambda: time.monotonic() > settled)
    return window


def _signing(app: QApplication, look: Look, language: Language, percent: int) -> Signing:
    dialog = Signing(quarter.FILLED, choosing(language))
    dialog.show()
    _wait(app, lambda: True)
    return dialog


PAGES = {"start": _start, "running": _running, "result": _result, "opened": _opened, "question": _questions}
PAGES |= {"hold": _hold, "task": _task}
PAGES |= {"medium": _medium, "scanning": _scanning}
PAGES |= {"documents": _documents}
PAGES |= {"signing": _signing, "verify": _verify, "rollup": _rollup}

if __name__ == "__main__":
    sys.modules["make"] = sys.modules["__main__"]  # what it imports imports it in turn
    named = [one for one in sys.argv[1:] if one != "--all"]
    main(Path(named[0]) if named else Path(__file__).parent, every="--all" in sys.argv)
