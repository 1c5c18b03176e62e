"""Ctrl+P: a form goes to the printer that a person chooses, by the system's dialog and its own print service."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from checker.app.printing import sheets
from checker.model.text import Text
from gui.choosing import Choosing
from gui.work.worker import Mishap, Worker

_TITLE = Text("打印", "Print")
_SENT = Text("已送到打印机（{pages} 页）。", "Sent to the printer ({pages} {pages:page|pages}).")
_FAILED = Text("打印机没有接受，什么也没有打印。", "The printer did not take it; nothing was printed.")


class Printing(QObject):
    """`told`: a sentence on what came of it. `troubled`: a `Mishap`."""

    told = Signal(object)
    troubled = Signal(object)

    def __init__(self, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._worker, self._choosing = worker, choosing

    def print(self, form: Callable[[], bytes]) -> None:
        """`form` makes the PDF, in the worker's thread; then the printer is asked for."""

        def made(pdf: bytes) -> None:
            printer = self.choose_printer()
            if printer is not None:
                self._worker.do(lambda: printed(pdf, printer), self._told, self._on_error)

        self._worker.do(form, made, self._on_error)

    def choose_printer(self) -> QPrinter | None:
        """The printer with all that a person set; None: they do not print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog = QPrintDialog(printer, self._choosing.window())
        dialog.setWindowTitle(_TITLE.to(self._choosing.language))
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def _told(self, pages: int) -> None:
        self.told.emit(_SENT.filled(pages=pages) if pages else _FAILED)

    def _on_error(self, mishap: Mishap) -> None:
        self.troubled.emit(mishap)


def printed(pdf: bytes, printer: QPrinter) -> int:
    """Print the pages that were chosen, in the size they have where the paper has it; how many, 0: it was refused."""
    first, last = printer.fromPage() or 1, printer.toPage() or 1 << 16
    layout = printer.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setMargins(QMarginsF(0, 0, 0, 0))
    printer.setPageLayout(layout)
    painter, count = QPainter(), 0
    for number, sheet in enumerate(sheets(pdf), 1):
        if not first <= number <= last:
            continue
        started = printer.newPage() if painter.isActive() else painter.begin(printer)
        if not started:
            break
        image = QImage(sheet.pixels, sheet.width, sheet.height, sheet.stride, QImage.Format.Format_RGB32)
        paper = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        scale = min(paper.width() / sheet.width, paper.height() / sheet.height)
        painter.drawImage(QRectF(0, 0, sheet.width * scale, sheet.height * scale), image)
        count += 1
    if painter.isActive():
        painter.end()
    return count
