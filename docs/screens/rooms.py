"""The pages that `make` and `phones` do not show: every door of every room, a journey, photos, keys, a policy."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from make import _done, _wait, _window
from PySide6.QtWidgets import QApplication

from checker.app.disposals import Disposals
from checker.app.documents import Documents
from checker.app.travel import Part, Trips
from checker.app.workspace import Workspace
from checker.content.bursts import bursts
from checker.facts.content.document import Picture, Seen
from checker.model.finding import State
from checker.model.text import Language
from gui.look import Look
from gui.rooms import Room
from gui.window import Window
from tests.gui.toys import STICK, ToyMedia, ToySession

Shoot = Callable[[QApplication, Look, Language, int], Window]


def _session(app: QApplication, look: Look) -> ToySession:
    session = _done(app, look)
    store = Workspace(Path(tempfile.mkdtemp()) / "store")
    session.trips, session.media = Trips(store), ToyMedia((STICK,))
    session.documents, session.disposals = Documents(store, workers=1), Disposals(store)
    assert session.kept is not None
    session.past = (session.kept, replace(session.kept, began=session.kept.began - timedelta(days=31)))
    return session


def _never(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    return _window(app, look, language, percent, ToySession())


def _door(room: Room, place: int) -> Shoot:
    def shoot(app: QApplication, look: Look, language: Language, percent: int) -> Window:
        window = _window(app, look, language, percent, _session(app, look))
        controller = window.controller
        controller.enter(room)
        controller.enter_door(place)
        page = controller.doors[room][place].page
        _wait(app, lambda: controller.page is page)
        _wait(app, lambda: page is not controller.about.about or controller.about.about.known)
        return window

    return shoot


def _policy_changed(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _door(Room.SETTINGS, 1)(app, look, language, percent)
    page = window.controller.policy.page
    page.bring(page.controls["passwords.min_length"])
    _wait(app, lambda: True)
    return window


def _keys_request(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _door(Room.REPORTS, 2)(app, look, language, percent)
    page = window.controller.keys.page
    page.choose("request")
    page.fill("request", "unit", "某某局")
    _wait(app, lambda: True)
    return window


def _travel(*, away: bool) -> Shoot:
    def shoot(app: QApplication, look: Look, language: Language, percent: int) -> Window:
        session = _session(app, look)
        assert session.kept is not None
        trips: Trips = session.trips
        trip = trips.stays(trips.take(trips.begin(), session.kept), Part.PHONE)
        stick = session.medium("/dev/sdz").target
        trip = trips.take(trip, replace(session.kept, target=stick))
        if away:
            trip = trips.set_out(trip, date.today())
            found = session.kept.findings
            worse = (replace(one, state=State.FAILED) if one.check_id == "toy.disk" else one for one in found)
            trips.take(trip, replace(session.kept, findings=tuple(worse)))
        window = _window(app, look, language, percent, session)
        window.controller.travel.show()
        _wait(app, lambda: window.controller.page is window.controller.travel.page)
        return window

    return shoot


def _home_travel(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    session = _session(app, look)
    assert session.kept is not None
    trips: Trips = session.trips
    trips.set_out(trips.take(trips.begin(), session.kept), date.today() + timedelta(days=3))
    return _window(app, look, language, percent, session)


def _photos(app: QApplication, look: Look, language: Language, percent: int) -> Window:
    window = _door(Room.FILES, 0)(app, look, language, percent)
    page = window.controller.documents.page
    taken = datetime(2026, 11, 20, 8, 30, tzinfo=UTC).timestamp()
    photos = [
        Seen(
            path=f"E:/DCIM/IMG_20261120_0830{number:02}.jpg",
            digest=f"{number:064x}",
            modified=taken + (20 * number if number < 4 else 9000 + number),
            picture=Picture(document=0.9),
        )
        for number in range(6)
    ]
    page.photos.load(bursts(photos))
    page._result.show()
    for one in (page._summary, page._found, page._unseen, page.detail):
        one.hide()
    _wait(app, lambda: True)
    page.bring(page.photos)
    _wait(app, lambda: True)
    return window


PAGES: dict[str, Shoot] = {
    "never": _never,
    "home-travel": _home_travel,
    "history": _door(Room.COMPUTER, 1),
    "devices": _door(Room.DEVICES, 0),
    "disposal": _door(Room.DEVICES, 1),
    "tasks": _door(Room.TASKS, 0),
    "travel": _travel(away=False),
    "travel-return": _travel(away=True),
    "files": _door(Room.FILES, 0),
    "photos": _photos,
    "publication": _door(Room.FILES, 1),
    "keys": _door(Room.REPORTS, 2),
    "keys-request": _keys_request,
    "settings": _door(Room.SETTINGS, 0),
    "policy": _door(Room.SETTINGS, 1),
    "policy-passwords": _policy_changed,
    "help": _door(Room.SETTINGS, 2),
    "about": _door(Room.SETTINGS, 3),
}
