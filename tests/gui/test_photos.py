"""Photos of papers without a marking: looked through in the window, blurred until opened, decided by key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checker.app.documents import Decision, Documents
from checker.app.workspace import Workspace
from checker.facts.content.document import Picture, Seen
from checker.facts.content.marking import Bucket, Marking
from checker.model.text import Language
from gui.models.photos import PhotoRole
from gui.pages.documents import DocumentsPage
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.test_documents import page_of
from tests.gui.toys import ToySession

TAKEN = 1_800_000_000


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(documents=Documents(Workspace(tmp_path / "store"), workers=1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos taken in a row, and one an hour later."""
    top = tmp_path / "相册"
    top.mkdir()
    for number, after in enumerate((0, 20, 40, 3600)):
        file = top / f"IMG_{number}.jpg"
        page_of((f"关于第 {number} 项工作的通知",)).save(file, quality=80)
        os.utime(file, (TAKEN + after,) * 2)
    return top


def _searched(window: Window, qtbot: QtBot, folder: Path) -> DocumentsPage:
    window.controller.documents.show()
    page = window.controller.documents.page
    page.choose((folder,))
    page.start.click()
    qtbot.waitUntil(lambda: not page.working)
    return page


def test_photos_are_shown_blurred_opened_decided_by_key_and_taken_back(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path
) -> None:
    page = _searched(make(session), qtbot, folder)
    card = page.photos
    assert card.isVisible()
    assert [(one.place, one.among) for one in card.photos.rows] == [(1, 3), (2, 3), (3, 3), (1, 1)]
    assert card.view.hasFocus()
    first = card.photos.rows[0].seen
    qtbot.waitUntil(lambda: card.photos.drawn(first.digest))
    thumbnail = card.photos.index(0).data(PhotoRole.THUMBNAIL)
    assert 0 < max(thumbnail.width(), thumbnail.height()) <= 200
    assert card.picture.isHidden()
    card.look.click()
    qtbot.waitUntil(card.picture.isVisible)
    card.look.click()
    assert card.picture.isHidden()
    qtbot.keyClick(card.view, Qt.Key.Key_N)
    reviews = session.documents.reviews
    qtbot.waitUntil(lambda: reviews.of(first.digest) is not None)
    qtbot.waitUntil(lambda: card.view.currentIndex().row() == 1)
    assert card.photos.rows[0].decision is Decision.NOT_WORK
    qtbot.keyClick(card.view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: all(one.decision is Decision.NOT_WORK for one in card.photos.rows[:3]))
    assert "2 张" in card.told.text()
    qtbot.waitUntil(lambda: card.view.currentIndex().row() == 3)
    assert card.burst.isHidden(), "it was taken by itself"
    qtbot.keyClick(card.view, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: card.photos.rows[3].decision is Decision.CONFIRMED)
    assert "不要删除" in card.told.text()
    for left in (3, 1, 0):
        qtbot.keyClick(card.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda left=left: sum(one.decision is not None for one in card.photos.rows) == left)
    assert reviews.set_aside() == ()
    page.forget_pictures()
    assert not card.photos.drawn(first.digest)


def test_what_is_no_work_paper_is_not_listed_again_and_counted(
    make: Made, qtbot: QtBot, session: ToySession, folder: Path
) -> None:
    window = make(session)
    page = _searched(window, qtbot, folder)
    session.documents.decide_all((one.seen for one in page.photos.photos.rows), Decision.NOT_WORK, "李")
    page = _searched(window, qtbot, folder)
    assert not page.photos.isVisible()
    assert "4 张" in page._said.text()


@pytest.mark.parametrize("language", Language)
def test_a_photo_is_heard_whole(make: Made, session: ToySession, language: Language) -> None:
    page = make(session, language).controller.documents.page
    page.photos.load(((_seen(1), _seen(2)),))
    heard = page.photos.photos.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("2.jpg", {Language.ZH: "2 张中的第 2 张", Language.EN: "2 of 2 taken in a row"}[language]):
        assert part in heard


def test_twenty_thousand_photos_are_listed_without_making_a_widget(make: Made, session: ToySession) -> None:
    page = make(session).controller.documents.page
    before = len(page.findChildren(object))
    page.photos.load([_seen(number)] for number in range(20_000))
    assert page.photos.photos.rowCount() == 20_000
    assert len(page.findChildren(object)) == before


def _seen(number: int) -> Seen:
    marking = Marking(Bucket.NONE)
    return Seen(
        path=f"/a/{number}.jpg",
        digest=f"{number:064x}",
        marking=marking,
        modified=float(TAKEN + number),
        picture=Picture(document=0.9),
    )
