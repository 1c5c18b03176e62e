"""The one style sheet, made from a scheme and a text size."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from PySide6.QtGui import QColor

from gui import theme
from gui.states import Tone
from gui.theme import Scheme

_TYPE = {"small": theme.SMALL, "body": theme.BODY, "lead": theme.LEAD, "title": theme.TITLE, "page": theme.PAGE}
_TYPE |= {"display": theme.DISPLAY, "figure": theme.FIGURE}
_SIZES = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48)
_MARKS = {Tone.GOOD: "good", Tone.BAD: "bad", Tone.WARN: "warn", Tone.ASK: "ask", Tone.UNKNOWN: "unknown"}


def sheet(scheme: Scheme, scale: float) -> str:
    """Sizes are pixels times `scale`, so that everything grows together."""
    values = {field.name: str(getattr(scheme, field.name)) for field in fields(scheme)}
    values |= {f"t_{name}": f"{round(size * scale)}px" for name, size in _TYPE.items()}
    values |= {f"s{size}": f"{round(size * scale)}px" for size in _SIZES}
    for tone, name in _MARKS.items():
        values |= {f"w_{name}": scheme.wash(tone).name(), f"l_{name}": scheme.wash(tone, 5).name()}
        values |= {f"i_{name}": scheme.ink(tone).name()}
    accent = scheme.ink(Tone.ASK)
    values["here"] = theme.mixed(accent, QColor(scheme.rail), 0.12 if scheme.washed else 0.0).name()
    # A ring is one pixel wider than a border: what is inside gives way, so that nothing moves.
    values |= {"inside": f"{round(8 * scale) - 1}px {round(16 * scale) - 1}px"}
    values["control"] = f"{round((theme.CONTROL - 18) * scale)}px"  # less padding and border
    return Template(_SHEET).substitute(values)


_SHEET = """
* { font-size: $t_body; color: $text; outline: none; }
QMainWindow, QDialog, QScrollArea, QWidget[role="ground"] { background: $ground; border: none; }
QWidget[role="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[role="foot"] { background: $card; border: none; border-top: 1px solid $line; }
QLabel { background: transparent; }
QLabel[role="small"] { font-size: $t_small; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="note"] { font-size: $t_small; color: $quiet; }
QLabel[role="caption"], QLabel[role="strong"] { font-weight: 600; }
QLabel[role="lead"] { font-size: $t_lead; }
QLabel[role="title"] { font-size: $t_title; font-weight: 600; }
QLabel[role="page"] { font-size: $t_page; font-weight: 600; }
QLabel[role="figure"] { font-size: $t_figure; font-weight: 600; }
QLabel[role="headline"] { font-size: $t_display; font-weight: 600; }
QLabel[role="key"] {
    font-size: $t_small; color: $quiet; background: $sunk; border: 1px solid $edge; border-radius: $s4; padding: 0 $s6;
}
QLabel[tone="good"] { color: $i_good; } QLabel[tone="bad"] { color: $i_bad; } QLabel[tone="warn"] { color: $i_warn; }
QLabel[tone="ask"] { color: $i_ask; } QLabel[tone="unknown"] { color: $i_unknown; }
QLabel[tone="hold"] { color: $on_hold; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: $s10; }
QFrame[role="sunk"] { background: $sunk; border: none; border-radius: $s6; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="banner"] { background: $w_warn; border: 1px solid $l_warn; border-radius: $s10; }
QFrame[role="trouble"] { background: $w_bad; border: 1px solid $l_bad; border-radius: $s10; }
QFrame[role="done"] { background: $w_good; border: 1px solid $l_good; border-radius: $s10; }
QFrame[role="hold"] { background: $hold; border: none; border-radius: $s10; }
QLabel[role="banner"] {
    background: $w_warn; border: 1px solid $l_warn; border-radius: $s10; padding: $s10 $s12;
}
QLabel[role="drop"] {
    background: $card; border: 2px dashed $edge; border-radius: $s10; color: $quiet; font-size: $t_lead;
}
QPushButton {
    min-height: $control; padding: $s8 $s16; border: 1px solid $edge; border-radius: $s6; background: $card;
}
QPushButton:hover { background: $sunk; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $quiet; border-color: $line; background: $ground; }
QPushButton:focus { border: 2px solid $ring; padding: $inside; }
QPushButton:checked { color: $link; background: $w_ask; border-color: $link; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_over; border-color: $accent_over; }
QPushButton[role="primary"]:disabled { background: $sunk; color: $quiet; border-color: $line; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: $inside; }
QPushButton[role="link"] { color: $link; background: transparent; border: 2px solid transparent; padding: $s8; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:disabled { color: $quiet; }
QPushButton[role="link"]:focus { border-color: $ring; padding: $s8; }
QPushButton[role="room"] {
    text-align: left; min-height: $s20; background: transparent; border: 2px solid transparent; padding: $s8 $s12;
}
QPushButton[role="room"][narrow="true"] { text-align: center; padding: $s8 $s4; }
QPushButton[role="room"]:hover { background: $here; }
QPushButton[role="room"]:checked { background: $here; color: $link; font-weight: 600; }
QPushButton[role="room"]:disabled { color: $quiet; }
QPushButton[role="room"]:focus { border-color: $ring; padding: $s8 $s12; }
QPushButton[role="room"][narrow="true"]:focus { padding: $s8 $s4; }
QPushButton[role="door"] {
    color: $quiet; background: transparent; border: 2px solid transparent; border-radius: $s6; padding: $s5 $s12;
}
QPushButton[role="door"]:hover { background: $sunk; }
QPushButton[role="door"]:checked { color: $link; background: $w_ask; border-color: $l_ask; }
QPushButton[role="door"]:focus { border-color: $ring; padding: $s5 $s12; }
QPushButton[role="bar"] { min-height: 0; background: transparent; border: 2px solid transparent; padding: 0; }
QPushButton[role="bar"]:hover { border-color: $edge; }
QPushButton[role="bar"]:focus { border-color: $ring; padding: 0; }
QPushButton[role="answer"] { font-size: $t_lead; font-weight: 600; min-height: $s48; }
QLineEdit, QComboBox, QDateEdit, QPlainTextEdit, QSpinBox {
    min-height: $control; padding: $s6 $s8; background: $card; border: 1px solid $edge; border-radius: $s6;
    placeholder-text-color: $quiet; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QPlainTextEdit:focus, QSpinBox:focus { border: 2px solid $ring; }
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled { color: $quiet; background: $ground; border-color: $line; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: $s32; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $card; border: 1px solid $edge; selection-background-color: $accent; selection-color: $on_accent;
}
QListView { background: $card; border: 1px solid $line; border-radius: $s10; padding: $s4; }
QListView:focus { border: 2px solid $ring; padding: $s3; }
QListView[role="plain"] { background: transparent; border: none; padding: 0; }
QTableView {
    background: $card; border: 1px solid $line; border-radius: $s6; alternate-background-color: $sunk;
    selection-background-color: $w_ask; selection-color: $text; gridline-color: $line;
}
QTableView:focus { border: 2px solid $ring; }
QTableView::item:selected { background: $w_ask; color: $text; }
QHeaderView { background: $card; }
QHeaderView::section {
    padding: $s4 $s10; border: none; border-bottom: 1px solid $edge; background: $card; font-weight: 600;
}
QTextBrowser { background: $card; border: 1px solid $line; border-radius: $s10; padding: $s16; }
QTextBrowser:focus { border: 2px solid $ring; }
QCheckBox, QRadioButton { spacing: $s8; border: 2px solid transparent; border-radius: $s4; padding: $s2; }
QCheckBox:focus, QRadioButton:focus { border-color: $ring; }
QCheckBox::indicator {
    width: $s16; height: $s16; border: 1px solid $edge; border-radius: $s4; background: $card;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:disabled { background: $ground; border-color: $line; }
QCheckBox::indicator:checked:disabled { background: $edge; border-color: $edge; }
QProgressBar { background: $line; border: none; border-radius: $s4; max-height: $s8; min-height: $s8; }
QProgressBar::chunk { background: $link; border-radius: $s4; }
QScrollBar:vertical { background: transparent; width: $s12; margin: $s2; }
QScrollBar:horizontal { background: transparent; height: $s12; margin: $s2; }
QScrollBar::handle { background: $edge; border-radius: $s4; }
QScrollBar::handle:vertical { min-height: $s48; }
QScrollBar::handle:horizontal { min-width: $s48; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    width: 0; height: 0; background: none; border: none;
}
QToolTip { background: $card; color: $text; border: 1px solid $edge; padding: $s4; }
QMenu { background: $card; border: 1px solid $edge; }
QMenu::item:selected { background: $accent; color: $on_accent; }
"""
