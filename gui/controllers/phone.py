"""What happens around a phone: it is seen, its owner agrees, it is reached, and at the end its door is closed again."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from checker.app.phone_inspection import ConnectedPhones, PhoneInspections
from checker.app.phones import PROMPT, Device
from checker.model.target import Profile
from checker.model.text import Text
from gui.pages.phone import PhonePage
from gui.pages.phone_end import PhoneEndPage
from gui.work.brief import Brief
from gui.work.watcher import Watcher
from gui.work.worker import Mishap, Worker

_AWAY = Text("{what}。{step}。", "{what}. {step}.")


class PhoneController(QObject):
    """`arrived`, `said`, `left`: as `gui.controllers.main.MainController` says of its pages. `seen`: what is there.

    `ready`: a session with a phone, and the situation. `away`: a sentence while the phone is away, None: it is back.
    """

    arrived = Signal(object)
    said = Signal(object)
    left = Signal()
    seen = Signal(object)
    ready = Signal(object, object)
    away = Signal(object)
    _waits = Signal(object, object)  # from the worker's thread

    def __init__(self, phones: ConnectedPhones, worker: Worker) -> None:
        super().__init__()
        self._phones, self._worker = phones, worker
        self._phone: Device | None = None
        self._there: tuple[Device, ...] = ()
        self._agreed: tuple[str, Profile] | None = None
        self._stop = Event()
        self._waited = 0
        self._now: tuple[Text, Text | None] | None = None
        self.session: PhoneInspections | None = None
        self.page, self.end_page = PhonePage(), PhoneEndPage()
        self.watcher = Watcher(phones.listed)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._connect()

    @property
    def pages(self) -> tuple[PhonePage, PhoneEndPage]:
        return self.page, self.end_page

    def watch(self) -> None:
        """Begin to look for phones."""
        self.watcher.start()

    def close(self) -> None:
        self._stop.set()
        self.watcher.close()
        self.let_go()

    # -- before ------------------------------------------------------------------------------------------------

    def ask(self, phone: Device, profile: Profile = Profile.QUARTERLY) -> None:
        """Ask its owner; `profile`: the kind of check that is proposed."""
        self._phone = phone
        self.page.ask(phone, profile)
        self.arrived.emit(self.page)

    def _reach(self, name: str, profile: Profile) -> None:
        self._agreed = (name, profile)
        self._again()

    def _again(self) -> None:
        phone, agreed = self._phone, self._agreed
        if phone is None or agreed is None:
            return
        name, profile = agreed
        self._stop = Event()
        self._waited, self._now = 0, None
        stop = self._stop  # of this attempt: one that was stopped may end after the next one began
        self.page.reach()
        self._rest(True)

        def on_wait(sentence: Text | None, step: Text | None) -> None:
            if not stop.is_set():
                self._waits.emit(sentence, step)

        def then(session: PhoneInspections) -> None:
            if stop.is_set():
                self._worker.do(session.close, lambda _: None, lambda _: None)
                return
            self._seconds.stop()
            self.session = session
            self.ready.emit(session, profile)

        def on_error(mishap: Mishap) -> None:
            if not stop.is_set():
                self._on_error(mishap)

        self._seconds.start()
        self._worker.do(lambda: self._phones.session(phone, name, on_wait, stop), then, on_error)

    def stop(self) -> None:
        """Stop waiting for the phone."""
        self._stop.set()
        self._seconds.stop()
        self._rest(False)
        self.left.emit()

    def _on_error(self, mishap: Mishap) -> None:
        self._seconds.stop()
        self._rest(False)
        self.page.show_error(mishap.sentence, mishap.step)
        self.said.emit(mishap.sentence)

    def _tell(self, sentence: Text | None, step: Text | None) -> None:
        if self.session is not None:
            self.away.emit(sentence and (sentence if step is None else _AWAY.filled(what=sentence, step=step)))
            if sentence is not None:
                self.said.emit(sentence)
        elif sentence is not None and not self._stop.is_set():
            self._now = (sentence, step)
            self._count()

    def _count(self) -> None:
        if self._now is not None:
            self.page.tell(*self._now, max(0, int(PROMPT) - self._waited))

    def _second(self) -> None:
        self._waited += 1
        self._count()

    # -- after -------------------------------------------------------------------------------------------------

    def end(self, brief: Brief) -> None:
        """Show the last page."""
        session = self.session
        if session is None:
            return
        self._rest(False)

        def then(apps: tuple[Text, ...]) -> None:
            self.end_page.load(brief, apps)
            self.end_page.plugged(self._plugged)
            self.arrived.emit(self.end_page)

        self._worker.do(session.apps, then, lambda _: then(()))

    def let_go(self) -> None:
        """The inspection is over: the connection is closed."""
        session, self.session = self.session, None
        self._rest(False)
        if session is not None:
            self._worker.do(session.close, lambda _: None, lambda _: None)

    # -- what is plugged in ------------------------------------------------------------------------------------

    def _changed(self, phones: tuple[Device, ...]) -> None:
        self._there = phones
        self.seen.emit(phones)
        self.end_page.plugged(self._plugged)

    @property
    def _plugged(self) -> bool:
        return any(self._phone is not None and one.serial == self._phone.serial for one in self._there)

    def _rest(self, rest: bool) -> None:
        """While we hold a phone, nobody else asks it for its name."""
        (self.watcher.resting.set if rest else self.watcher.resting.clear)()

    def _connect(self) -> None:
        self.watcher.changed.connect(self._changed)
        self._waits.connect(self._tell)
        self._seconds.timeout.connect(self._second)
        self.page.agreed.connect(self._reach)
        self.page.again.connect(self._again)
        self.page.stopped.connect(self.stop)
        self.page.refused.connect(self.left)
