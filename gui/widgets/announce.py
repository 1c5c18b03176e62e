"""Say something once to those who listen."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence; without one, nothing happens."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
