"""From room to room and page to page. What a page does is its own controller's; what takes time is the worker's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from checker.app.dropped import Dropped
from checker.app.medium import Attached
from checker.app.phones import Device
from checker.app.program import Program
from checker.model.text import Language, Text
from gui.choosing import Choosing
from gui.controllers.dropping import Dropping, Take
from gui.controllers.disposal import DisposalController
from gui.controllers.documents import DocumentsController
from gui.controllers.history import HistoryController
from gui.controllers.inspection import InspectionController
from gui.controllers.keys import KeysController
from gui.controllers.medium import MediumController
from gui.controllers.officer import OfficerController
from gui.controllers.phone import PhoneController
from gui.controllers.policy import PolicyController
from gui.controllers.printing import Printing
from gui.controllers.publication import PublicationController
from gui.controllers.reports import ReportsController
from gui.controllers.settings import SettingsController
from gui.controllers.signing import SigningController
from gui.controllers.task import TaskController
from gui.controllers.travel import TravelController
from gui.pages.devices import DevicesPage
from gui.pages.page import Page
from gui.pages.start import StartPage
from gui.pages.task import TaskPage
from gui.pages.travel import TravelPage
from gui.rooms import Room
from gui.work.brief import Opening, opening, plugged_in
from gui.work.watcher import Watcher
from gui.work.worker import Mishap, Worker

_KEY = Text("签名时会填上这把密钥：{name}", "This key will be filled in when you sign: {name}")
_COPIED = Text("技术信息已复制，可以粘贴发给信息中心。", "Copied. Paste it into a message to IT.")


Desk = (
    ReportsController
    | MediumController
    | DisposalController
    | DocumentsController
    | PublicationController
    | TaskController
    | TravelController
    | KeysController
    | PolicyController
)


@dataclass(frozen=True, slots=True)
class Door:
    """A page that a room leads to at once. `show`: what brings it about, page and all."""

    words: Text
    page: Page
    show: Callable[[], None]


class MainController(QObject):
    """`arrived`: show that page. `said`: have it read aloud.

    `held`: work is under way in that room, which is left for none but the settings; None: it is over.
    """

    arrived = Signal(object)
    said = Signal(object)
    held = Signal(object)

    def __init__(
        self,
        program: Program,
        worker: Worker,
        window: Callable[[], QWidget],
    ) -> None:
        super().__init__()
        self._program, self._worker = program, worker
        self._choosing = choosing = Choosing(program.preferences, window)
        self.printing = Printing(worker, choosing)
        self.reports = ReportsController(program, worker, choosing)
        self.signing = SigningController(program, worker, choosing)
        self.medium = MediumController(program, worker, choosing)
        self.disposal = DisposalController(program, worker, choosing)
        self.officer = OfficerController(program, worker, choosing)
        self.documents = DocumentsController(program, worker, choosing, self.officer)
        self.phone = PhoneController(program.phones, worker)
        self.inspection = InspectionController(program, worker, self.signing, self.phone, choosing, self.printing)
        self.history = HistoryController(program, worker)
        self.publication = PublicationController(program, worker, choosing)
        self.task = TaskController(program, worker, self.inspection, choosing)
        self.policy = PolicyController(worker, choosing)
        self.keys = KeysController(program, worker, choosing)
        self.travel = TravelController(program, worker, self.inspection, choosing)
        self.tasks = self.task.tasks
        self.media_seen = Watcher(partial(plugged_in, program))
        self.dropping = Dropping(worker, self._takers())
        self._technical = ""
        self.start, self.devices = StartPage(), DevicesPage()
        self.about = SettingsController(program, worker, choosing)
        self.settings = self.about.page
        self.running, self.result = self.inspection.running, self.inspection.result
        self._page: Page = self.start
        self._working: Page | None = None  # where work is under way
        self.doors = self._all_doors()
        self._behind: dict[Page, Room] = {
            **dict.fromkeys(self.inspection.pages, Room.COMPUTER),
            self.medium.page: Room.DEVICES,
            self.task.page: Room.TASKS,
            self.travel.page: Room.TASKS,
            **dict.fromkeys(self.phone.pages, Room.DEVICES),
        }
        self._connect()

    @property
    def pages(self) -> tuple[Page, ...]:
        return (*(door.page for doors in self.doors.values() for door in doors), *self._behind)

    @property
    def _desks(self) -> tuple[Desk, ...]:
        inspected = (self.medium, self.disposal, self.task, self.travel)
        return (self.reports, self.documents, self.publication, self.keys, self.policy, *inspected)

    @property
    def _listing(self) -> tuple[StartPage | DevicesPage | TaskPage | TravelPage, ...]:
        """Pages that say what is plugged in."""
        return self.start, self.devices, self.task.page, self.travel.page

    @property
    def page(self) -> Page:
        return self._page

    def room(self, page: Page) -> Room:
        """Where a page stands. What is done with a phone stands with the phones."""
        if page in self.inspection.pages and self.inspection.elsewhere:
            return Room.DEVICES
        behind = self._behind.get(page)
        return behind or next(room for room, doors in self.doors.items() if any(page is door.page for door in doors))

    def retranslate(self, language: Language) -> None:
        for page in self.pages:
            page.retranslate(language)
        self._choosing.language = language

    # -- the roads ---------------------------------------------------------------------------------------------

    def enter(self, room: Room) -> None:
        """The first page of a room; where work is under way there, that."""
        if self._working is not None and room is self.room(self._working):
            self.go(self._working)
        elif self._working is None or room is Room.SETTINGS:
            self._leave(lambda: self.doors[room][0].show())

    def enter_door(self, place: int) -> None:
        """A door of the room at hand."""
        self._leave(lambda: self.doors[self.room(self._page)][place].show())

    def home(self) -> None:
        """The start page, with what is known of this computer as soon as it is read."""
        self._program.use_waivers(None)
        self.inspection.at_the_computer()
        self.go(self.start)
        self._worker.do(partial(opening, self._program), self._opened, self._on_error_at_start)

    def back(self) -> None:
        """The first page of the room at hand, or home."""
        first = self.doors[self.room(self._page)][0]
        if self._page is first.page:
            self.home()
        else:
            first.show()

    def escape(self) -> None:
        """Esc: stop what runs, or go back."""
        if self._page is self.running:
            self.running.stop.click()
        elif self._page is self._working and self._page is not self.result:
            self._worker.stop()
        elif self._page is self.phone.page and self.phone.page.waits:
            self.phone.stop()
        elif self._page is self.inspection.questions:
            self.inspection.back_to_result()
        elif self._page in self.inspection.pages:
            self.inspection.leave_result()
        elif self._page is self.policy.page:
            self.policy.leave()
        elif self._page is not self.start:
            self.back()

    def open_files(self) -> None:
        """Ctrl+O, on pages that take files."""
        files = getattr(self._page, "files", None)
        if files is not None:
            files.click()

    def dropped(self, paths: tuple[Path, ...]) -> None:
        """Files were dropped on the window. Where places to search or a medium are chosen, anything is one; elsewhere
        what it is decides."""
        if self._page is self.documents.page:
            self.documents.dropped(paths)
        elif self._page in (self.medium.page, self.disposal.page):
            (self.medium if self._page is self.medium.page else self.disposal).dropped(paths[0])
        else:
            self.dropping.take(paths)

    def _takers(self) -> dict[Dropped, Take]:
        return {
            Dropped.REPORT: self._take_reports,
            Dropped.MEDIUM: self._take_medium,
            Dropped.FILES: self._take_files,
            Dropped.TRUST: self._take_trust,
            Dropped.KEY: self._take_key,
            Dropped.POLICY: lambda paths: self.policy.open(paths[0]),
            Dropped.ROSTER: self.task.roster,
            Dropped.CAMPAIGN: self.task.campaign,
            Dropped.RESULT: self.task.take_in,
            Dropped.UPDATE: lambda paths: self.about.take_update(paths[0]),
        }

    def _take_reports(self, paths: tuple[Path, ...]) -> None:
        take = self.reports.take_in if self._page is self.reports.rollup_page else self.reports.verify
        take(paths)

    def _take_medium(self, paths: tuple[Path, ...]) -> None:
        self.medium.show()
        self.medium.dropped(paths[0])

    def _take_files(self, paths: tuple[Path, ...]) -> None:
        """A folder is searched, a draft is judged before it is published."""
        if any(path.is_dir() for path in paths):
            self.documents.show()
            self.documents.dropped(paths)
        else:
            self.publication.judge(paths)

    def _take_trust(self, paths: tuple[Path, ...]) -> None:
        self.reports.trust(paths[0] if paths[0].is_dir() else paths[0].parent)
        self.reports.show_verify()

    def _take_key(self, paths: tuple[Path, ...]) -> None:
        self._program.preferences.set("key", str(paths[0]))
        self.go(self.settings)
        self.settings.inform("key", _KEY.filled(name=Text.name(paths[0].name)))

    def _refused(self, sentence: Text) -> None:
        self._page.warn("dropped", sentence)
        self.said.emit(sentence)

    def all_again(self) -> None:
        """F5: the same inspection from its beginning."""
        if self._page is self.result:
            self.inspection.all_again()

    def print(self) -> None:
        """Ctrl+P."""
        if self._page is self.result:
            self.inspection.deeds.print()
        elif self._page is self.reports.rollup_page and (form := self.reports.printable()) is not None:
            self.printing.print(form)

    def save(self) -> None:
        """Ctrl+Shift+S."""
        if self._page is self.result:
            self.inspection.deeds.save()

    def sign(self) -> None:
        """Ctrl+S."""
        if self._page is self.result:
            self.inspection.deeds.sign()
        elif self._page is self.task.page:
            self.task.sign()
        elif self._page is self.travel.page:
            self.travel.sign()
        elif self._page is self.policy.page:
            self.policy.save()

    def help(self) -> None:
        """F1: the handbook, where it speaks of the room at hand."""
        self.about.show_help(self.room(self._page))

    def go(self, page: Page) -> None:
        self._page = page
        self.arrived.emit(page)
        page.begin()

    def watch(self) -> None:
        """Begin to look for what is plugged in."""
        self.phone.watch()
        self.media_seen.start()

    def close(self) -> None:
        self.media_seen.close()
        self.phone.close()

    # -- pieces ------------------------------------------------------------------------------------------------

    def _all_doors(self) -> dict[Room, tuple[Door, ...]]:
        """By room, its first page first."""
        words = Text("", "")  # a room with one door does not show it
        return {
            Room.COMPUTER: (
                Door(Text("现状", "Now"), self.start, self.home),
                Door(Text("历史", "History"), self.history.page, self.history.show),
            ),
            Room.DEVICES: (
                Door(Text("接入的设备", "Connected"), self.devices, self._show_devices),
                Door(Text("介质报废", "Disposal of media"), self.disposal.page, self.disposal.show),
            ),
            Room.TASKS: (Door(words, self.tasks, self.task.show),),
            Room.FILES: (
                Door(Text("查找疑似标密", "Look for markings"), self.documents.page, self.documents.show),
                Door(Text("公开前检查", "Before publication"), self.publication.page, self.publication.show),
            ),
            Room.REPORTS: (
                Door(Text("核验报告", "Verify"), self.reports.verify_page, self.reports.show_verify),
                Door(Text("汇总（信息中心）", "Roll-up (for IT)"), self.reports.rollup_page, self.reports.show_rollup),
                Door(Text("密钥与信任", "Keys and trust"), self.keys.page, self.keys.show),
            ),
            Room.SETTINGS: (
                Door(Text("设置", "Settings"), self.settings, self.about.show),
                Door(Text("策略", "Policy"), self.policy.page, self.policy.show),
                Door(Text("帮助", "Help"), self.about.help, self.about.show_help),
                Door(Text("关于", "About"), self.about.about, self.about.show_about),
            ),
        }

    def _leave(self, then: Callable[[], None]) -> None:
        """Go elsewhere. From a phone's result by its last page: its door is to be closed again."""
        if self._page is self.result and self.inspection.holds_a_phone and self._working is None:
            self.inspection.leave_result()
            return
        self.documents.page.forget_pictures()
        self.inspection.questions.forget_pictures()
        self.officer.lock()
        self.publication.page.forget()
        then()

    def _show_devices(self) -> None:
        self.inspection.at_the_computer()
        self.go(self.devices)
        self._worker.do(partial(opening, self._program), self._opened, self._on_error_at_start)

    def _opened(self, found: Opening) -> None:
        self.start.load(found)
        self._media_seen(found.media)

    def _seen(self, phones: tuple[Device, ...]) -> None:
        for page in self._listing:
            page.phones.show_phones(phones)
            page.see()

    def _media_seen(self, media: tuple[Attached, ...]) -> None:
        for page in self._listing:
            page.media.show_media(media)
            page.see()

    def _work(self, working: bool) -> None:
        (self.media_seen.resting.set if working else self.media_seen.resting.clear)()
        self._working = self._page if working else None
        self.held.emit(self.room(self._page) if working else None)

    # -- when something fails ----------------------------------------------------------------------------------

    def _on_error_at_start(self, mishap: Mishap) -> None:
        self._technical = mishap.technical
        self.go(self.start)
        self.start.trouble(mishap.sentence)
        self.said.emit(mishap.sentence)

    def _printed(self, sentence: Text) -> None:
        self._page.inform("printed", sentence)
        self.said.emit(sentence)

    def _not_printed(self, mishap: Mishap) -> None:
        self._technical = mishap.technical
        self._page.warn("printed", mishap.whole)
        self.said.emit(mishap.whole)

    def _note(self, mishap: Mishap) -> None:
        self._technical = mishap.technical

    def mishap(self, mishap: Mishap) -> None:
        """Something failed in the screen itself."""
        if self._page is self.result:
            self.inspection.deeds.on_error(mishap)
        else:
            self._worker.stop()
            self._on_error_at_start(mishap)

    def _copy_technical(self) -> None:
        mishap = self._technical

        def copy(log: str) -> None:
            QGuiApplication.clipboard().setText("\n\n".join(part for part in (mishap, log) if part))
            self.said.emit(_COPIED)

        self._worker.do(self._program.technical, copy, lambda broken: copy(broken.technical))

    def _connect(self) -> None:
        self.dropping.refused.connect(self._refused)
        self.printing.told.connect(self._printed)
        self.printing.troubled.connect(self._not_printed)
        for one in (*self._desks, self.phone, self.inspection, self.about, self.history):
            one.arrived.connect(self.go)
            one.said.connect(self.said)
        for left in (
            self.reports.left,
            self.medium.left,
            self.documents.left,
            self.disposal.left,
            self.inspection.gave_up,
            self.task.left,
            self.travel.left,
            self.policy.left,
        ):
            left.connect(self.back)
        inspection = self.inspection
        inspection.left.connect(self._left_inspection)
        inspection.left_past.connect(self.history.show)
        self.history.opened.connect(inspection.open)
        inspection.failed.connect(self._on_error_at_start)
        inspection.troubled.connect(self._note)
        self._worker.working.connect(self._work)
        self.start.chosen.connect(inspection.begin)
        self.start.last_wanted.connect(lambda: inspection.show_last())
        self.start.item_wanted.connect(inspection.show_last)
        self.start.go_on_wanted.connect(inspection.go_on)
        self.start.technical_wanted.connect(self._copy_technical)
        self.result.technical_wanted.connect(self._copy_technical)
        self.result.documents_wanted.connect(self.documents.show)
        inspection.hold.officer_wanted.connect(partial(self.officer.as_officer, self.documents.show_to))
        self.officer.said.connect(self.said)
        self.signing.said.connect(self.said)
        for medium in (self.start.media.wanted, self.devices.medium_wanted):
            medium.connect(self.medium.show)
        for phone in (self.start.phones.wanted, self.devices.phone_wanted):
            phone.connect(inspection.ask_phone)
        self.phone.seen.connect(self._seen)
        self.phone.left.connect(inspection.phone_left)
        self.phone.end_page.done.connect(inspection.phone_ended)
        self.policy.approve.connect(self.keys.approve)
        self.media_seen.changed.connect(self._media_seen)
        self.start.trip_wanted.connect(self.travel.show)
        self.tasks.trip_wanted.connect(self.travel.show)

    def _left_inspection(self) -> None:
        """Back from a result: home, or to the phones."""
        self.doors[self.room(self._page)][0].show()
