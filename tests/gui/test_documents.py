"""Marked documents in the window: searched by the product's own engine, looked at, decided, never found again."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app.documents import Documents
from checker.app.workspace import Workspace
from checker.content.viewing import View
from checker.facts.content.document import Picture, Seen
from checker.facts.content.marking import Bucket, Marking, Zone
from checker.model.text import Language
from checker.store.reviews import Decision
from gui.pages.documents import DocumentsPage
from gui.widgets.labels import Label
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession
from tests.unit.content import papers

SLOW = 60_000  # ms: other work may keep the processors


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(documents=Documents(Workspace(tmp_path / "store"), workers=1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "U盘"
    top.mkdir()
    (top / "方案.docx").write_bytes(papers.docx())
    (top / "通知.docx").write_bytes(papers.docx("关于会议的通知"))
    (top / "某某秘密方案.pdf").write_bytes(papers.pdf())
    (top / "坏.docx").write_bytes(papers.docx()[:100])
    return top


def words(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisible())  # type: ignore[attr-defined]


def opened(window: Window) -> DocumentsPage:
    window.controller.documents.show()
    page = window.controller.documents.page
    assert window.controller.page is page
    return page


def searched(window: Window, qtbot: QtBot, folder: Path) -> DocumentsPage:
    page = opened(window)
    assert not page.start.isEnabled(), "nothing is chosen yet"
    window.controller.dropped((folder,))
    page.start.click()
    assert page.working
    qtbot.waitUntil(lambda: not page.working, timeout=SLOW)
    return page


def test_a_folder_is_searched_and_the_worst_is_chosen(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path
) -> None:
    page = searched(make(session), qtbot, folder)
    seen = words(page)
    assert "看了 4 个文件" in seen
    assert "疑似标密 2 个" in seen
    assert "未能读取或没有看全 1 个" in seen
    assert "先停下" in seen
    assert page.finds.rowCount() == 2
    assert page.chosen is not None
    assert "机密★10年" in seen
    assert "可信度" in seen
    page.retranslate(Language.EN)
    assert "Suspected markings: 2" in words(page)
    assert "Stop first" in words(page)


def test_a_pdf_is_drawn_and_a_text_has_no_picture(make: Made, qtbot: QtBot, session: ToySession, folder: Path) -> None:
    page = searched(make(session), qtbot, folder)
    kinds = {row.seen.format: place for place, row in enumerate(page.finds.rows)}
    page.lines.setCurrentIndex(page.finds.index(kinds["pdf"]))
    assert page.detail.picture.pixmap().isNull(), "nothing is drawn before somebody asks"
    page.detail.look.click()
    qtbot.waitUntil(lambda: not page.detail.picture.pixmap().isNull(), timeout=SLOW)
    page.lines.setCurrentIndex(page.finds.index(kinds["docx"]))
    assert page.detail.picture.pixmap().isNull(), "a picture does not outlive its find on the page"
    page.detail.look.click()
    qtbot.waitUntil(lambda: bool(page.banners), timeout=SLOW)
    assert "文字文件" in page.banners[0].sentence.zh


def test_a_false_alarm_needs_a_reason_and_does_not_come_back(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path, tmp_path: Path
) -> None:
    page = searched(make(session), qtbot, folder)
    chosen = page.chosen
    assert chosen is not None
    page.detail.who.setText("王保密")
    page.detail.false.click()
    assert "请先写明误报的理由" in words(page)
    page.detail.reason.setText("保密培训样例")
    page.detail.false.click()
    qtbot.waitUntil(lambda: session.documents.decided(chosen.digest) is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: page.detail.open_again.isVisible())
    (tmp_path / "U盘" / Path(chosen.path).name).rename(tmp_path / "U盘" / "改名.bin")
    page.start.click()
    qtbot.waitUntil(lambda: not page.working, timeout=SLOW)
    assert chosen.digest not in {row.seen.digest for row in page.finds.rows}
    assert "早先按误报关闭、这次没有再列出：1 个" in words(page)
    kept = (tmp_path / "store" / "documents" / "reviews.jsonl").read_text("utf-8")
    assert "保密培训样例" in kept
    assert "方案" not in kept, "names of files are not written down"


def test_a_find_is_confirmed_and_that_can_be_taken_back(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path
) -> None:
    page = searched(make(session), qtbot, folder)
    chosen = page.chosen
    assert chosen is not None
    page.detail.who.setText("")
    page.detail.confirm.click()
    assert "请先写上处理人的姓名" in words(page)
    page.detail.who.setText("王保密")
    page.detail.confirm.click()
    qtbot.waitUntil(lambda: page.detail.open_again.isVisible())
    review = session.documents.decided(chosen.digest)
    assert review is not None
    assert review.decision is Decision.CONFIRMED
    page.detail.open_again.click()
    qtbot.waitUntil(lambda: session.documents.decided(chosen.digest) is None)


@pytest.mark.parted
def test_a_search_pauses_goes_on_and_stops(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    top = tmp_path / "viele"
    top.mkdir()
    for index in range(3000):
        (top / f"{index}.txt").write_text(f"文件 {index}", "utf-8")
    window = make(session)
    page = opened(window)
    page.choose((top,))
    page.start.click()
    qtbot.waitUntil(lambda: "已看" in page.count.text(), timeout=SLOW)
    page.pause.click()
    assert page.pause.text() == "继续"
    page.pause.click()
    assert page.pause.text() == "暂停"
    window.controller.escape()
    qtbot.waitUntil(lambda: not page.working, timeout=SLOW)
    assert "已停止" in words(page) or "看了 3000 个文件" in words(page)
    window.controller.escape()
    assert window.controller.page is window.controller.start


def test_the_list_is_saved_without_names_and_with_a_thumbnail_that_was_asked_for(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path, tmp_path: Path
) -> None:
    window = make(session)
    page = searched(window, qtbot, folder)
    place = next(place for place, row in enumerate(page.finds.rows) if row.seen.format == "pdf")
    page.lines.setCurrentIndex(page.finds.index(place))
    page.detail.thumb.click()
    qtbot.waitUntil(lambda: not page.detail.picture.pixmap().isNull(), timeout=SLOW)
    assert max(page.detail.picture.pixmap().width(), page.detail.picture.pixmap().height()) <= 200
    page.detail.add_thumbnail.setChecked(True)
    work = window.controller.documents._done
    target = tmp_path / "list.json"
    session.documents.save(work, target, dict(page.detail.thumbnails))
    text = target.read_text("utf-8")
    assert "某某秘密方案" not in text
    thumbs = [find["thumbnail"] for find in json.loads(text)["finds"]]
    assert sorted(map(bool, thumbs)) == [False, True]
    assert base64.b64decode(max(thumbs)).startswith(b"\x89PNG")
    page.back.click()
    assert not page.detail.thumbnails, "nothing of a document stays in memory"


@pytest.mark.parametrize("language", list(Language))
def test_a_file_that_was_not_read_in_full_is_listed_with_its_place(
    language: Language, make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    deep = tmp_path / ("很深的文件夹" * 10) / ("再下一层" * 10)
    deep.mkdir(parents=True)
    (deep / "材料.tar").write_bytes(papers.tar({"a.txt": b"x"}, "w")[:1024])
    (deep / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(300))
    page = searched(make(session), qtbot, tmp_path)
    page.retranslate(language)
    said = [page.unread.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(page.unread.rowCount())]
    assert page.unseen.isVisible()
    assert any(str(deep / "材料.tar") in one and ("没有看到" in one or "not seen" in one) for one in said)
    assert any(str(deep / "坏.docx") in one and ("已损坏" in one or "damaged" in one) for one in said)


def test_the_marking_is_framed_on_a_picture(make: Made, qtbot: QtBot, session: ToySession) -> None:
    page = opened(make(session))
    seen = Seen(
        "/x/a.jpg",
        digest="0" * 64,
        format="jpeg",
        marking=Marking(Bucket.MARKED, 0.9, "机密★", "机密", zone=Zone.PICTURE),
        picture=Picture(0.9, "read", (0.25, 0.25, 0.75, 0.5)),
    )
    page.put(_progress(), [seen], lambda digest: None)
    page.lines.setCurrentIndex(page.finds.index(0))
    page.show_view(page.finds.row(0).seen, View(100, 100, b"\xff" * 30000, b""))
    image = page.detail.picture.pixmap().toImage()
    assert image.pixelColor(50, 24).red() > 200
    assert image.pixelColor(50, 24).green() < 120
    assert image.pixelColor(50, 90).green() == 255


def _progress() -> object:
    from checker.content.scan import Progress

    return Progress(1, 10, 1, 1, 10, True, 1.0)


def test_a_photo_of_a_marked_page_is_found_and_drawn(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    top = tmp_path / "相册"
    top.mkdir()
    page_of(("机密★10年", "关于做好年度工作的通知", "各有关单位：请认真组织落实。")).save(top / "IMG_1.jpg", quality=90)
    page = searched(make(session), qtbot, top)
    assert page.chosen is not None
    assert page.chosen.picture is not None
    assert page.chosen.picture.box is not None
    page.detail.look.click()
    qtbot.waitUntil(lambda: not page.detail.picture.pixmap().isNull(), timeout=SLOW)


def page_of(lines: tuple[str, ...]) -> Image.Image:
    """A page as a scanner sees it, with letters of the package that the reports are set in."""
    from importlib.util import find_spec

    found = find_spec("pylopdf_fonts_zh_cn")
    assert found is not None
    places = list(found.submodule_search_locations or ())
    font = next(iter(sorted(Path(places[0]).rglob("*Sans*.?t?"))))
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for number in range(20):
        text = lines[number] if number < len(lines) else "现将有关事项通知如下，请结合实际抓好贯彻落实，确保取得实效。"
        draw.text((140, 120 + 76 * number), text, fill="black", font=ImageFont.truetype(str(font), 36))
    return image


@pytest.mark.parametrize("known", [True, False])
def test_who_may_look_here_is_said_whether_an_officers_key_is_known_or_not(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, known: bool
) -> None:
    if known:
        (tmp_path / "inspector.p12").write_bytes(b"a key")
        session.preferences.set("key", str(tmp_path / "inspector.p12"))
    session.reporting = SimpleNamespace(filled=lambda key: {})
    page = opened(make(session))
    qtbot.waitUntil(lambda: bool(page.who_may.text()))
    assert ("口令" in page.who_may.text()) is known
    assert ("分不清谁是保密员" in page.who_may.text()) is not known
