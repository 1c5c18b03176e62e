"""Files under a suspected marking are for the officer: opened with the passphrase of the inspector's key, and locked
again when they are left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app import keys
from checker.app.program import Program
from checker.model.text import Text
from gui.choosing import Choosing
from gui.widgets.passphrase import Passphrase
from gui.work.worker import Mishap, Worker

_TITLE = Text("保密员", "The secrecy officer")
_HINT = Text(
    "哪些文件、是不是误报，只由保密员看和判定。请输入检查人密钥的口令；只用这一次，不保存。",
    "Which files they are, and whether it is a false alarm, the officer alone sees and decides. Enter the passphrase "
    "of the inspector's key; it is used once, never kept.",
)
_OPEN, _OPENING = Text("打开", "Open"), Text("正在核对……", "Checking …")
_CHOOSE = Text("选择检查人的密钥", "Choose the inspector's key")
_KINDS = Text("密钥 (*.p12 *.pfx *.pem)", "Keys (*.p12 *.pfx *.pem)")


class OfficerController(QObject):
    """`said`: a sentence to be read aloud."""

    said = Signal(object)

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self._name = ""
        self.asking: Passphrase | None = None

    def lock(self) -> None:
        self._name = ""

    def as_officer(self, then: Callable[[str], None]) -> None:
        """`then` gets the officer's name, by the key's certificate. Without a key that is known here one is chosen."""
        if self._name:
            then(self._name)
        else:
            self._known(lambda key: self._ask(key or self.choose_key(), then))

    def where_known(self, then: Callable[[], None]) -> None:
        """As above where this computer knows an inspector's key; where it knows none, there is nobody to tell apart."""
        if self._name:
            then()
        else:
            self._known(lambda key: self._ask(key, lambda _: then()) if key else then())

    def tell_known(self, then: Callable[[bool], None]) -> None:
        """`then` gets whether this computer knows an inspector's key, and so can tell the officer apart."""
        self._known(lambda key: then(bool(key)))

    def choose_key(self) -> str:
        """What a person chooses in the system's dialog; "": nothing."""
        path = self._choosing.file(_CHOOSE, _KINDS)
        return "" if path is None else str(path)

    def _known(self, then: Callable[[str], None]) -> None:
        dropped = self._program.preferences.get("key") or ""

        def job() -> str:
            return dropped or self._program.reporting.filled("").get("key", "")

        self._worker.do(job, lambda key: then(key if key and Path(key).is_file() else ""), lambda _: then(dropped))

    def _ask(self, key: str, then: Callable[[str], None]) -> None:
        if not key:
            return
        dialog = self.asking = Passphrase(_TITLE, _HINT, self._choosing, act=_OPEN, acting=_OPENING)

        def opened(told: keys.Described) -> None:
            self._name = told.name
            dialog.done_well()
            then(told.name)

        def on_error(mishap: Mishap) -> None:
            dialog.show_error(mishap.whole)
            self.said.emit(mishap.whole)

        def given(passphrase: str) -> None:
            once = iter((passphrase,))
            self._worker.do(lambda: keys.described(key, lambda _: next(once, None)), opened, on_error)

        dialog.given.connect(given)
        dialog.open()
