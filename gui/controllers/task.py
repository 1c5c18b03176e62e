"""The officer's quarter in the window: a task with its roster, device after device, one package at the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app.phones import Device
from checker.app.program import Program
from checker.app.task import State, Task, Wanted
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Text
from checker.model.waiver import Waiver
from gui.choosing import Choosing
from gui.controllers.inspection import Awaited, InspectionController
from gui.pages.task import TaskPage
from gui.pages.tasks import TasksPage
from gui.states import Tone
from gui.widgets.passphrase import Passphrase
from gui.work.worker import Mishap, Worker

_CHOOSE = {
    "roster": (Text("选择名单", "Choose the roster"), Text("名单 (*.xlsx *.csv)", "Roster (*.xlsx *.csv)")),
    "key": (
        Text("选择签名密钥", "Choose the signing key"),
        Text("密钥 (*.p12 *.pfx *.pem)", "Keys (*.p12 *.pfx *.pem)"),
    ),
    "campaign": (Text("选择检查任务文件", "Choose the campaign"), Text("检查任务 (*.json)", "Campaigns (*.json)")),
    "waivers": (Text("选择例外清单", "Choose the exceptions"), Text("例外清单 (*.toml)", "Exceptions (*.toml)")),
    "result": (
        Text("选择带来的检查结果", "Choose a result"),
        Text("结果 (*.json)", "Results (*.json)"),
    ),
}
_SIGN = Text("签名打包", "Sign the package")
_SIGN_HINT = Text(
    "每台的报告都用这把密钥签名，和名单一起打成一个压缩包。口令只用这一次，不保存。",
    "Each device's report is signed with this key and packed with the roster. The passphrase is used once, never kept.",
)
_DEVICES = Text("名单上有 {count} 台", "{count} {count:device|devices} on it")
_SAVE, _ZIP = Text("压缩包保存到", "Save the package"), Text("压缩包 (*.zip)", "Package (*.zip)")
_INCOMPLETE = Text(
    "我知道：有 {open} 台没有查全，{missing} 台没查到，{skipped} 台跳过；照这样签名，包里会写明。",
    "I know: {open} not looked at in full, {missing} not reached, {skipped} skipped. Sign it so; the package says it.",
)


class TaskController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, program: Program, worker: Worker, inspection: InspectionController, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._inspection, self._choosing = program, worker, inspection, choosing
        self._task: Task | None = None
        self.tasks, self.page = TasksPage(), TaskPage()
        self.asking: Passphrase | None = None
        self._connect()

    # -- the tasks ---------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The room's first page, with the task that is open."""
        self._program.use_waivers(None)
        self._inspection.at_the_computer()
        self.arrived.emit(self.tasks)
        self._worker.do(lambda: self._program.tasks.open(), self._opened, self._on_error)
        self._worker.do(lambda: self._program.reporting.filled(""), self.tasks.propose, lambda _: None)

    def roster(self, paths: tuple[Path, ...]) -> None:
        """A roster was dropped: a task is to be made of it."""
        self.show()
        self.tasks.ask(paths[0])

    def campaign(self, paths: tuple[Path, ...]) -> None:
        self.show()
        self.tasks.ask()
        self.tasks.fields["campaign"].setText(str(paths[0]))

    def show_task(self) -> None:
        if self._task is not None:
            self._show(self._task)
            self.arrived.emit(self.page)
            self._worker.do(partial(self._excepted, self._task), lambda told: self.page.except_(*told), self._on_error)

    def _look(self, roster: str, departments: str) -> None:
        """What is in a roster, as soon as it is named."""
        if not roster:
            self.tasks.tell_roster(None)
            return
        self._worker.do(
            lambda: self._program.tasks.devices_of(Path(roster), departments),
            lambda count: self.tasks.tell_roster(_DEVICES.filled(count=count), Tone.GOOD),
            lambda mishap: self.tasks.tell_roster(mishap.whole, Tone.BAD),
        )

    def _excepted(self, task: Task) -> tuple[tuple[Waiver, ...], dict[str, Text]]:
        """The exceptions that hold for its devices, and the titles of what they are of."""
        found = self._program.tasks.waivers(task)
        cards = {one.check_id: self._program.computer.card(one.check_id) for one in found}
        return found, {check_id: card.title for check_id, card in cards.items() if card is not None}

    def _opened(self, task: Task | None) -> None:
        self._task = task
        self.tasks.load(task)
        self.tasks.begin()

    def _make(self, words: dict[str, str]) -> None:
        wanted = Wanted(
            name=words["name"],
            roster=Path(words["roster"]) if words["roster"].strip() else None,
            unit=words["unit"],
            inspectors=words["inspectors"],
            key=words["key"],
            campaign=words["campaign"],
            profile=Profile(words["profile"]),
            departments=words["departments"],
            waivers=words["waivers"],
        )

        def then(task: Task) -> None:
            self.tasks.made()
            self._task = task
            self.tasks.load(task)
            self.show_task()

        self._worker.do(lambda: self._program.tasks.new(wanted), then, self._on_error)

    # -- device after device -----------------------------------------------------------------------------------

    def _start(self, asset: str) -> None:
        self._inspection.begin_for(self._by_the_task(), partial(self._done, asset))

    def _phone(self, asset: str, phone: Device) -> None:
        self._inspection.ask_phone(phone, self._by_the_task(), Awaited(partial(self._done, asset), self.show_task))

    def _medium(self, asset: str, path: str) -> None:
        self._inspection.begin_medium(path, self._by_the_task(), partial(self._done, asset))

    def _by_the_task(self) -> Profile:
        """Its exceptions hold for what begins now; the kind of check."""
        kept = self._task.kept if self._task is not None else None
        self._program.use_waivers(Path(kept.waivers) if kept is not None and kept.waivers else None)
        return kept.profile if kept is not None else Profile.QUARTERLY

    def _done(self, asset: str, inspection: Inspection) -> None:
        self._program.use_waivers(None)
        self._inspection.at_the_computer()
        self._change(lambda task: self._program.tasks.take(task, asset, inspection), asset)

    def _skip(self, asset: str, reason: str) -> None:
        self._change(lambda task: self._program.tasks.skip(task, asset, reason), asset, onwards=True)

    def _undo(self, asset: str) -> None:
        self._change(lambda task: self._program.tasks.undo(task, asset), asset)

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """A result that was brought stands for the device at hand."""
        if self._task is None or not self.page.asset:
            self.show()
            return
        asset, path = self.page.asset, paths[0]
        self._change(lambda task: self._program.tasks.take_in(task, asset, path), asset)

    def _identify(self, asset: str, typed: str) -> None:
        self._change(lambda task: self._program.tasks.identify(task, asset, typed), asset)

    def _change(self, change: Callable[[Task], Task], asset: str, *, onwards: bool = False) -> None:
        task = self._task
        if task is None:
            return

        def then(newer: Task) -> None:
            self._show(newer)
            self.page.note(asset)
            self.arrived.emit(self.page)
            if onwards:
                self.page.go_next()

        self._worker.do(lambda: change(task), then, self._on_error)

    def _show(self, task: Task) -> None:
        self._task = task
        target = self._program.computer.target
        self.page.load(task, target.label, target.key)
        self.tasks.load(task)

    # -- the package -------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Ask for the passphrase, once for all."""
        if self._task is None or not self.page.sign.isEnabled():
            return
        self.asking = Passphrase(_SIGN, _SIGN_HINT, self._choosing, _unsaid(self._task))
        self.asking.given.connect(self._pack)
        self.asking.open()

    def _pack(self, passphrase: str) -> None:
        dialog, task, language = self.asking, self._task, self._choosing.language
        path = self.choose_package()
        if dialog is None or task is None or path is None:
            if dialog is not None:
                dialog.reject()
            return

        def then(packed: tuple[Task, Text]) -> None:
            dialog.done_well()
            newer, said = packed
            self._show(newer)
            self.page.inform("packed", said)
            self.said.emit(said)

        def on_error(mishap: Mishap) -> None:
            dialog.show_error(mishap.whole)
            self.said.emit(mishap.whole)

        self._worker.do(lambda: self._program.tasks.package(task, passphrase, path, language), then, on_error)

    def choose_package(self) -> Path | None:
        """Where the package goes."""
        name = self._task.kept.name if self._task is not None else "mijian"
        safe = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in name)
        return self._choosing.place(_SAVE, f"{safe}.zip", _ZIP)

    # -- pieces ------------------------------------------------------------------------------------------------

    def choose(self, kind: str) -> Path | None:
        return self._choosing.file(*_CHOOSE[kind])

    def _fill(self, name: str) -> None:
        path = self.choose(name)
        if path is not None:
            self.tasks.fields[name].setText(str(path))

    def _choose_result(self, asset: str) -> None:
        path = self.choose("result")
        if path is not None and asset:
            self.take_in((path,))

    def _on_error(self, mishap: Mishap) -> None:
        page = self.page if self.page.isVisible() else self.tasks
        page.warn("trouble", mishap.whole)
        self.said.emit(mishap.whole)

    def _connect(self) -> None:
        self.tasks.chosen.connect(self._inspection.begin)
        self.tasks.task_wanted.connect(self.show_task)
        self.tasks.new_wanted.connect(self._make)
        self.tasks.roster_named.connect(self._look)
        self.tasks.file_wanted.connect(self._fill)
        page = self.page
        page.start_wanted.connect(self._start)
        page.phone_wanted.connect(self._phone)
        page.medium_wanted.connect(self._medium)
        page.identified.connect(self._identify)
        page.skip_wanted.connect(self._skip)
        page.undo_wanted.connect(self._undo)
        page.take_in_wanted.connect(self._choose_result)
        page.sign_wanted.connect(self.sign)
        page.home_wanted.connect(self.left)


def _unsaid(task: Task) -> Text | None:
    """What of a package is not complete, for the person who signs it to say; None: nothing."""
    missing, skipped = task.count(State.TO_DO), task.count(State.SKIPPED)
    if not (task.incomplete or missing or skipped):
        return None
    return _INCOMPLETE.filled(open=task.incomplete, missing=missing, skipped=skipped)
