"""The page of a copy that is not as it was released: what is wrong, what to do, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from gui.look import Look


def show(sentence: str, status: int) -> int:
    """Show it until it is closed; the return value is the exit status."""
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(["mijian"])
    Look(app)
    box = QMessageBox(QMessageBox.Icon.Critical, "密检 Mijian", sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    box.exec()
    return status
