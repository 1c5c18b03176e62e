"""Settings, help and what the program is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app.about import About
from checker.app.catalogue import Own
from checker.app.program import Program
from checker.app.retention import YEARS, Weighed
from checker.app.update import Standing
from checker.model.text import Text
from gui.choosing import Choosing
from gui.pages.about import AboutPage
from gui.pages.help import HelpPage
from gui.pages.settings import SettingsPage
from gui.rooms import Room
from gui.work.worker import Mishap, Worker

_YEARS = "keep_years"  # the preferences
_TRUST = "trust_folder"
_PACKAGE, _KINDS = (
    Text("选择更新包", "Choose an update"),
    Text("更新包 (*.json);;所有文件 (*)", "Updates (*.json);;All files (*)"),
)
_TRUST_FOLDER = Text(
    "选择信任文件夹：更新包的签名要和它核对", "Choose the trust folder, to check who signed the update"
)
_TAKEN = Text(
    "已采用：{standing}。关闭密检再打开，就按它检查。",
    "Taken in: {standing}. Close Mijian and open it again, and it is what is judged by.",
)


class SettingsController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self.page, self.help, self.about = SettingsPage(), HelpPage(), AboutPage()
        self.page.years_chosen.connect(lambda years: program.preferences.set(_YEARS, str(years)))
        self.page.clear_wanted.connect(self._weigh)
        self.page.update_wanted.connect(self._choose_update)

    def show(self) -> None:
        self.page.kept_in(Text.name(str(self._program.folder)))
        self.page.keeps(self._years)
        self.arrived.emit(self.page)
        self._worker.do(self._program.rules, self._judged, self._on_error(self.page))

    def show_help(self, room: Room | None = None) -> None:
        """The handbook, at the part that speaks of a room."""
        if room is not None:
            self.help.about(room)
        self.arrived.emit(self.help)

    def show_about(self) -> None:
        self.arrived.emit(self.about)
        if not self.about.known:
            self._worker.do(
                lambda: (self._program.about(), self._program.own_checks()), self._told, self._on_error(self.about)
            )

    # -- old results -------------------------------------------------------------------------------------------

    @property
    def _years(self) -> int:
        kept = self._program.preferences.get(_YEARS) or ""
        return int(kept) if kept in map(str, YEARS) else 0

    def _weigh(self) -> None:
        years = self._years

        def then(found: Weighed) -> None:
            banner = self.page.ask_to_delete(years, found)
            if banner is not None:
                banner.pressed.connect(lambda: self._delete(found))

        self._worker.do(lambda: self._program.retention.weighed(years), then, self._on_error(self.page))

    def _delete(self, found: Weighed) -> None:
        def then(sentence: Text) -> None:
            self.page.inform("clear", sentence)
            self.said.emit(sentence)

        self._worker.do(lambda: self._program.retention.forget(found.going), then, self._on_error(self.page))

    # -- rules and tables --------------------------------------------------------------------------------------

    def take_update(self, path: Path) -> None:
        """Take a package in, which the unit's approver has signed."""
        trust = self._trusted()
        if trust is None:
            return
        self.show()

        def then(standing: Standing) -> None:
            self._judged(standing)
            said = _TAKEN.filled(standing=standing.sentence)
            self.page.inform("update", said)
            self.said.emit(said)

        self._worker.do(lambda: self._program.take_update(path, trust), then, self._on_error(self.page))

    def choose_package(self) -> Path | None:
        return self._choosing.file(_PACKAGE, _KINDS)

    def choose_trust(self) -> Path | None:
        return self._choosing.folder(_TRUST_FOLDER)

    def _choose_update(self) -> None:
        path = self.choose_package()
        if path is not None:
            self.take_update(path)

    def _trusted(self) -> Path | None:
        """The folder that reports are verified against; a person names it where none is known."""
        if (known := self._program.preferences.get(_TRUST)) is not None:
            return Path(known)
        chosen = self.choose_trust()
        if chosen is not None:
            self._program.preferences.set(_TRUST, str(chosen))
        return chosen

    def _judged(self, standing: Standing) -> None:
        self.page.judged_by(standing.sentence, old=standing.warning is not None)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _told(self, told: tuple[About, tuple[Own, ...]]) -> None:
        self.about.load(*told)
        self.about.begin()

    def _on_error(self, page: SettingsPage | AboutPage) -> Callable[[Mishap], None]:
        def tell(mishap: Mishap) -> None:
            page.warn("trouble", mishap.whole)
            self.said.emit(mishap.whole)

        return tell
