"""What happens when somebody looks for marked documents. The engine runs in the worker and in processes of its own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checker.app.documents import Searching
from checker.app.program import Program
from checker.model.text import Text
from gui.choosing import Choosing
from gui.controllers.officer import OfficerController
from gui.pages.documents import DocumentsPage
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.documents import Decision, Review, ScanProgress, View
    from checker.facts.content.document import Seen

_FOLDER = Text("选择要查的文件夹或 U 盘", "Choose a folder or stick to search")
_FILES = Text("选择要查的文件", "Choose files to search")
_SAVE = Text("保存清单（不含文件名和内容）", "Save the list (no names, no content)")
_KIND = Text("清单 (*.json)", "List (*.json)")
_SAVED = Text("清单已保存：{name}", "The list is saved: {name}")
_WIPED = Text(
    "缓存已清除；下次会把所有文件重新看一遍。", "The cache is cleared. Next time every file is looked at anew."
)


class DocumentsController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, choosing: Choosing, officer: OfficerController) -> None:
        super().__init__()
        self._officer = officer
        self._program, self._worker, self._choosing = program, worker, choosing
        self._work: Searching | None = None  # made in the worker's thread, told to pause from here
        self._done: Searching | None = None
        self._busy = False
        self.page = page = DocumentsPage()
        page.search_wanted.connect(self.search)
        page.folder_wanted.connect(self._choose_folder)
        page.files_wanted.connect(self._choose_files)
        page.paused.connect(self._pause)
        page.stopped.connect(self._worker.stop)
        page.view_wanted.connect(self._view)
        page.thumbnail_wanted.connect(self._thumbnail)
        page.photos_decided.connect(self._decide_photos)
        page.decided.connect(self._decide)
        page.save_wanted.connect(self._save)
        page.wipe_wanted.connect(self._wipe)
        page.home_wanted.connect(self._leave)

    def show(self) -> None:
        self._worker.do(self._program.computer.who, self.page.proposed, self._not_done)
        self._officer.tell_known(self.page.tell_who_may)
        self.arrived.emit(self.page)

    def show_to(self, officer: str) -> None:
        """The page, for an officer who was recognised by a key."""
        self.page.detail.who.setText(officer)
        self.show()

    def dropped(self, paths: tuple[Path, ...]) -> None:
        if not self._busy:
            self.page.choose(paths)

    def search(self, places: tuple[Path, ...], pictures: bool) -> None:
        """Search; while one is under way, no other begins."""
        if self._busy:
            return
        self._busy = True
        self.page.prepare()

        def begin() -> Searching:
            self._work = self._program.documents.search(places, pictures=pictures)
            return self._work

        self._worker.carry(begin, self._seen, lambda work: (work, work.bursts), self._ended, self._on_error)

    def _seen(self, scan: ScanProgress) -> None:
        if self._busy:
            self.page.put(scan.progress, scan.finds, self._program.documents.decided)

    def _ended(self, told: tuple[Searching, tuple[tuple[Seen, ...], ...]]) -> None:
        work, bursts = told
        if not self._busy:
            return  # it failed, and that was said
        self._busy, self._work, self._done = False, None, work
        self.said.emit(self.page.end(work.tally, work.complete, bursts))

    def _pause(self, pause: bool) -> None:
        if self._work is not None:
            if pause:
                self._work.pause()
            else:
                self._work.go_on()

    def _view(self, seen: Seen) -> None:
        def then(view: View) -> None:
            self.page.show_view(seen, view)

        self._worker.do(lambda: self._program.documents.view(seen), then, self._not_done)

    def _decide(self, digest: str, decision: Decision, reason: str, who: str) -> None:
        def then(review: Review) -> None:
            self.said.emit(self.page.show_decision(review))

        decide = partial(self._program.documents.decide, digest, decision, reason, who)
        self._officer.where_known(lambda: self._worker.do(decide, then, self._not_done))

    def _thumbnail(self, seen: Seen) -> None:
        def then(view: View) -> None:
            self.page.photos.show_thumbnail(seen, view.thumbnail)

        # What cannot be drawn stays grey; opening it says why.
        missing = partial(self.page.photos.show_thumbnail, seen, None)
        self._worker.do(lambda: self._program.documents.view(seen), then, lambda _: missing())

    def _decide_photos(self, seen: tuple[Seen, ...], decision: Decision) -> None:
        who = self.page.detail.who.text().strip()

        def then(_: tuple[Review, ...]) -> None:
            self.said.emit(self.page.photos.show_decision(seen, decision))

        decide = partial(self._program.documents.decide_all, seen, decision, who)
        self._officer.where_known(lambda: self._worker.do(decide, then, self._not_done))

    def _save(self, thumbnails: dict[str, bytes]) -> None:
        done = self._done
        if done is None:
            return
        path = self._choosing.place(_SAVE, "documents.json", _KIND)
        if path is None:
            return

        def then(_: None) -> None:
            self._tell(_SAVED.filled(name=Text.name(path.name)))

        self._worker.do(lambda: self._program.documents.save(done, path, thumbnails), then, self._not_done)

    def _wipe(self) -> None:
        if not self._busy:
            self._worker.do(self._program.documents.wipe, lambda _: self._tell(_WIPED), self._not_done)

    def _tell(self, sentence: Text) -> None:
        self.page.inform("done", sentence)
        self.said.emit(sentence)

    def _choose_folder(self) -> None:
        folder = self._choosing.folder(_FOLDER)
        if folder is not None:
            self.page.choose((folder,))

    def _choose_files(self) -> None:
        if files := self._choosing.files(_FILES):
            self.page.choose(files)

    def _leave(self) -> None:
        self.page.forget_pictures()
        self.left.emit()

    def _not_done(self, mishap: Mishap) -> None:
        """A look, a decision or a file: what was found stands."""
        self.page.warn("trouble", mishap.sentence)
        self.said.emit(mishap.sentence)

    def _on_error(self, mishap: Mishap) -> None:
        self._busy, self._work = False, None
        self.page.show_error(mishap.sentence)
        self.said.emit(mishap.sentence)
