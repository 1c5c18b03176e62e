"""Anything dropped anywhere leads to where it belongs, or to a sentence that says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.model.text import Language
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import Gate, ToySession
from tests.unit.content import papers
from tests.unit.report import office

ROOMS = (Room.COMPUTER, Room.DEVICES, Room.TASKS, Room.REPORTS, Room.SETTINGS)


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(verification=Verification(Workspace(tmp_path / "store")))


def _draft(folder: Path) -> Path:
    path = folder / "稿件.docx"
    path.write_bytes(papers.docx())
    return path


def _told(window: Window) -> str:
    return "\n".join(banner.sentence.zh for banner in window.controller.page.banners)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", Language)
def test_a_draft_is_judged_before_it_is_published(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, room: Room, language: Language
) -> None:
    window = make(session, language)
    window.controller.enter(room)
    window.controller.dropped((_draft(tmp_path),))
    page = window.controller.publication.page
    qtbot.waitUntil(lambda: bool(page.rows.rows))
    assert window.controller.page is page
    (row,) = page.rows.rows
    assert isinstance(row, Entry)
    assert row.head.text() == "稿件.docx"
    assert row.under.text().startswith(("发现疑似标密文件，先停下", "Suspected markings were found. Stop first"))
    window.controller.enter(Room.SETTINGS)
    assert page.rows.rows == [], "it is forgotten"


def test_reports_are_verified(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    office.two_quarters(tmp_path / "reports")
    window = make(session)
    window.controller.dropped((tmp_path / "reports",))
    page = window.controller.reports.verify_page
    qtbot.waitUntil(lambda: page.model.rowCount() > 0 and not page.working)
    assert window.controller.page is page


def test_a_folder_of_files_is_offered_for_a_search(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    (tmp_path / "文件").mkdir()
    window = make(session)
    window.controller.dropped((tmp_path / "文件",))
    page = window.controller.documents.page
    qtbot.waitUntil(lambda: window.controller.page is page and page.start.isEnabled())


def test_an_image_is_chosen_as_a_medium(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(b"\0" * 4096)
    window = make(session)
    window.controller.dropped((image,))
    page = window.controller.medium.page
    qtbot.waitUntil(lambda: window.controller.page is page and page.path == str(image))


def test_a_key_and_a_trust_folder_are_remembered(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    key = tmp_path / "inspector.p12"
    key.write_bytes(b"\x30")
    office.trusted(tmp_path / "trust")
    window = make(session)
    window.controller.dropped((key,))
    qtbot.waitUntil(lambda: session.preferences.get("key") == str(key))
    assert "inspector.p12" in _told(window)
    window.controller.dropped((tmp_path / "trust",))
    qtbot.waitUntil(lambda: session.preferences.get("trust_folder") == str(tmp_path / "trust"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("found.json", b'{"schema": "mijian.documents/2"}', "密检的其他文件"),
        ("gone", None, "读不到"),
    ],
)
def test_a_wrong_thing_gets_a_sentence_that_says_what_it_is(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    window = make(session)
    window.controller.dropped((tmp_path / name,))
    qtbot.waitUntil(lambda: told in _told(window))
    assert window.controller.page is window.controller.start


def test_two_kinds_at_once_are_not_guessed_at(make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(b"")
    window = make(session)
    window.controller.dropped((_draft(tmp_path), image))
    qtbot.waitUntil(lambda: "一次只拖一种" in _told(window))


def test_while_something_runs_nothing_is_begun(make: Made, qtbot: QtBot, tmp_path: Path) -> None:
    gate = Gate()
    window = make(ToySession(machine_made=gate.machine))
    window.controller.start.daily.click()
    qtbot.waitUntil(gate.reached.is_set)
    window.controller.dropped((_draft(tmp_path),))
    assert window.controller.page is window.controller.running
    assert "做完再拖" in _told(window)
    gate.open.set()
    qtbot.waitUntil(lambda: window.controller.page is window.controller.result)
