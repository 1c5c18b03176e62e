"""Ctrl+P prints what the page shows; here to a PDF printer, which is Qt's own."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from checker.app.printing import sheets
from checker.model.text import Language
from gui.controllers.printing import printed
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession


def printer(path: Path, first: int = 0, last: int = 0) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if first:
        made.setFromTo(first, last)
    return made


def three_pages() -> bytes:
    """A PDF whose pages have more and more ink."""
    made = io.BytesIO()
    pages = []
    for number in range(3):
        page = Image.new("RGB", (1240, 1754), "white")
        ImageDraw.Draw(page).rectangle((100, 100, 1100, 300 + 400 * number), fill="black")
        pages.append(page)
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return made.getvalue()


def dark(page: pypdfium2.PdfPage) -> float:
    """How much of a page has ink."""
    grey = page.render(scale=1, grayscale=True).to_numpy()
    return float((grey < 128).mean())


@pytest.mark.parametrize(("first", "last", "pages"), [(0, 0, 3), (2, 2, 1), (2, 3, 2)])
def test_every_page_that_is_chosen_is_printed_as_it_looks(
    qapp: object, tmp_path: Path, first: int, last: int, pages: int
) -> None:
    pdf = three_pages()
    assert printed(pdf, printer(tmp_path / "out.pdf", first, last)) == pages
    wanted = list(pypdfium2.PdfDocument(pdf))[first - 1 if first else 0 : last or None]
    for page, same in zip(pypdfium2.PdfDocument(tmp_path / "out.pdf"), wanted, strict=True):
        assert page.get_size() == pytest.approx(same.get_size(), abs=2)
        assert dark(page) == pytest.approx(dark(same), rel=0.2)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_said(qapp: object, tmp_path: Path) -> None:
    assert printed(three_pages(), printer(tmp_path / "none" / "out.pdf")) == 0


def test_a_sheet_has_all_its_rows() -> None:
    for sheet in sheets(three_pages(), 72):
        assert len(sheet.pixels) == sheet.stride * sheet.height


def test_ctrl_p_prints_the_result_and_says_so(
    finished: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Language] = []

    def draft(inspection: object, language: Language) -> bytes:
        asked.append(language)
        return three_pages()

    window = finished(ToySession(reporting=SimpleNamespace(draft=draft)))
    monkeypatch.setattr(window.controller.printing, "choose_printer", lambda: printer(tmp_path / "out.pdf"))
    ctrl_p(window, qtbot)
    qtbot.waitUntil(lambda: any("3 页" in banner.sentence.zh for banner in window.controller.result.banners))
    assert asked == [Language.ZH]
    assert len(pypdfium2.PdfDocument(tmp_path / "out.pdf")) == 3


def test_who_leaves_the_dialog_prints_nothing(finished: Made, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = finished(ToySession(reporting=SimpleNamespace(draft=lambda *_: three_pages())))
    asked: list[bool] = []

    def left() -> None:
        asked.append(True)

    monkeypatch.setattr(window.controller.printing, "choose_printer", left)
    ctrl_p(window, qtbot)
    qtbot.waitUntil(lambda: bool(asked))
    assert not window._worker.busy


def ctrl_p(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
