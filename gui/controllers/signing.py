"""A result becomes a signed report: what is filled in, the dialog, the signature, and which file came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checker.app.program import Program
from checker.engine.conclude import conclude
from checker.model.inspection import Inspection
from checker.model.target import DeviceClass, Target
from gui.choosing import Choosing
from gui.widgets.signing import Signing
from gui.work.worker import Mishap, Worker

if TYPE_CHECKING:
    from checker.app.reporting import Written


class SigningController(QObject):
    """`said`: a sentence to be read aloud. `signed`: a sentence on the report that stands."""

    said = Signal(object)
    signed = Signal(object)

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self._unsent: dict[str, dict[str, str]] = {}  # what was typed in a dialog that was left, by target
        self._signed: dict[str, tuple[Inspection, Path]] = {}  # by inspection; the worker's thread alone
        self.dialog: Signing | None = None

    def ask(self, target: Target, latest: Callable[[], Inspection | None]) -> None:
        """Open the dialog. `latest`, an inspection of that target, is called in the worker's thread."""
        self._worker.do(
            lambda: (self._filled(target.key), _unknown(latest())),
            lambda told: self._open_signing(target, latest, *told),
            lambda mishap: self.said.emit(mishap.sentence),
        )

    def signed_pdf(self, inspection: Inspection) -> bytes | None:
        """The report that was signed here of exactly this, where it still lies there. For the worker's thread."""
        signed, pdf = self._signed.get(inspection.id, (None, None))
        if pdf is None or signed != inspection:
            return None
        try:
            return pdf.read_bytes()
        except OSError:
            return None

    def _filled(self, key: str) -> dict[str, str]:
        """What was filled in last; the key that was dropped on the window since."""
        dropped = self._program.preferences.get("key")
        return {**self._program.reporting.filled(key), **({"key": dropped} if dropped else {})}

    def _open_signing(
        self, target: Target, latest: Callable[[], Inspection | None], filled: dict[str, str], unknown: int
    ) -> None:
        elsewhere = target.device_class in (DeviceClass.PHONE, DeviceClass.MEDIA)
        before = self._unsent.pop(target.key, {})
        words = {**filled, **before}
        dialog = Signing(words, self._choosing, identifiers=elsewhere, unknown=unknown)
        self.dialog = dialog
        dialog.rejected.connect(lambda: self._unsent.update({target.key: dialog.words}))
        dialog.wanted.connect(partial(self._sign, latest))
        dialog.open()

    def _sign(
        self,
        latest: Callable[[], Inspection | None],
        words: dict[str, str],
        key: str,
        passphrase: str,
        pdf: Path,
    ) -> None:
        dialog, language = self.dialog, self._choosing.language
        assert dialog is not None

        def job() -> Written:
            inspection = latest()
            assert inspection is not None
            written = self._program.reporting.sign_as_filled(inspection, words, key, passphrase, pdf, language)
            self._signed[inspection.id] = (inspection, pdf)
            return written

        def then(written: Written) -> None:
            dialog.done_well()
            self.signed.emit(written.all_sentences)

        def on_error(mishap: Mishap) -> None:
            dialog.show_error(mishap.sentence)
            self.said.emit(mishap.sentence)

        self._worker.do(job, then, on_error)


def _unknown(inspection: Inspection | None) -> int:
    return 0 if inspection is None else conclude(inspection.findings).unknown
