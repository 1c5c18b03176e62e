"""The phone's question shows the photos that it asks about: blurred until opened, from the phone, kept nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app.documents import NotShown
from gui.pages.questions import QuestionsPage
from gui.widgets.detail import Detail
from gui.widgets.labels import Button
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.phones import ToyPhones, plugged
from tests.gui.test_documents import page_of
from tests.gui.toys import ToySession
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in phone keeps a POSIX file system")
PHOTOS = "phone.paper_photos"
# The stand-in walks its own folders where nothing is told beforehand.
WALKED = {
    name: text for name, text in GOOD.items() if name not in ("photos.walk", "papers", "recordings", "storage.open")
}


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[StandInPhone]:
    album = tmp_path / "phone" / "sdcard" / "DCIM" / "Camera"
    album.mkdir(parents=True)
    for number in range(2):
        sheet = page_of((f"关于做好第 {number} 项工作的通知", "各有关单位：请认真组织落实。", "特此通知。"))
        sheet.save(album / f"IMG_2026112{number}_083000.jpg", quality=85)
    with StandInPhone(tmp_path / "phone", secure=True, answers=WALKED) as phone:
        yield phone


@pytest.fixture
def window(make: Made, qtbot: QtBot, peer: StandInPhone, tmp_path: Path) -> tuple[Window, ToyPhones]:
    """It shows the result of the phone."""
    phones = ToyPhones(tmp_path / "store", (plugged(peer),))
    window = make(ToySession(phones=phones))
    controller = window.controller
    qtbot.waitUntil(lambda: len(controller.devices.phones.buttons) == 1)
    controller.devices.phones.buttons[0].click()
    controller.phone.page.name.setText("王建国")
    controller.phone.page.agree.click()
    qtbot.waitUntil(lambda: controller.page is controller.result)
    return window, phones


def asked(window: Window, qtbot: QtBot) -> QuestionsPage:
    """From the row of the result to its question."""
    controller = window.controller
    row = controller.result.row(PHOTOS)
    row.open()
    detail = row.findChild(Detail)
    assert detail is not None
    next(one for one in detail.findChildren(Button) if "照片" in one.text()).click()
    page = controller.inspection.questions
    qtbot.waitUntil(lambda: controller.page is page)
    assert page.asked is not None
    assert page.asked.check_id == PHOTOS
    return page


def test_the_photos_stand_beneath_their_question_and_one_is_opened(
    window: tuple[Window, ToyPhones], qtbot: QtBot, tmp_path: Path
) -> None:
    shown, _ = window
    page = asked(shown, qtbot)
    assert page.photos.photos.rowCount() == 2
    seen = [one.seen for one in page.photos.photos.rows]
    qtbot.waitUntil(lambda: all(page.photos.photos.drawn(one.digest) for one in seen))
    assert page.photos.picture.isHidden(), "blurred until somebody opens one"
    assert not page.photos.no.isVisible(), "the question itself is answered, by Y and N"
    page.photos.look.click()
    qtbot.waitUntil(page.photos.picture.isVisible)
    qtbot.keyClick(page, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.asked is None or page.asked.check_id != PHOTOS)
    assert page.photos.isHidden(), "with the next question they are gone"
    assert page.photos.picture.pixmap().isNull()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert b"IMG_2026112" not in kept
    assert b"\xff\xd8\xff" not in kept


def test_what_cannot_be_fetched_any_more_is_said(
    window: tuple[Window, ToyPhones], qtbot: QtBot, tmp_path: Path
) -> None:
    shown, _ = window
    page = asked(shown, qtbot)
    for photo in (tmp_path / "phone").rglob("*.jpg"):
        photo.unlink()
    page.photos.look.click()
    qtbot.waitUntil(lambda: any("取不到" in one.sentence.zh for one in page.banners))


def test_when_the_connection_is_closed_nothing_is_known_of_them(window: tuple[Window, ToyPhones], qtbot: QtBot) -> None:
    shown, phones = window
    opened = phones.opened[0]
    result = shown.controller.inspection.shown
    assert result is not None
    finding = next(one for one in result.inspection.findings if one.check_id == PHOTOS)
    (burst, *_) = opened.papers(finding)
    opened.close()
    assert opened.papers(finding) == ()
    opened._phone = None
    with pytest.raises(NotShown):
        opened.view(burst[0])
