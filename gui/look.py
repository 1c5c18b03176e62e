"""How it looks: the system's own palette, one small stylesheet made from it, and fonts that can be read.

Nothing here chooses between light, dark and high contrast: the system did. Our few colours are moved until they reach
4.5:1 on the ground they stand on (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from gui.states import Tone

SMALLEST_POINTS = 12.0
SIZES = (100, 125, 150, 175, 200)
CONTRAST = 4.5

# The system's own font comes first where it is Chinese already; these fill in, and none is needed to be there.
_CHINESE = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "HarmonyOS Sans SC", "WenQuanYi Micro Hei")

_TONES = {
    Tone.GOOD: QColor("#1a7f37"),
    Tone.BAD: QColor("#c62828"),
    Tone.WARN: QColor("#9a5b00"),
    Tone.ASK: QColor("#1f5fbf"),
    Tone.UNKNOWN: QColor("#6b4fa0"),
}


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of one, the rest of the other."""
    parts = zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in parts))


def readable(colour: QColor, ground: QColor, ratio: float = CONTRAST) -> QColor:
    """The colour itself, or the nearest step towards black or white that can be read on the ground."""
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    far = black if contrast(black, ground) > contrast(white, ground) else white
    steps = (mixed(far, colour, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, ground) >= ratio), far)


def ink(tone: Tone, palette: QPalette) -> QColor:
    """The colour of a tone on cards and lists."""
    ground = palette.base().color()
    if tone is Tone.QUIET:
        return readable(mixed(palette.text().color(), ground, 0.65), ground)
    return readable(_TONES[tone], ground)


class Look:
    """Dresses the application, and again when the text size or the system's palette changes."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._plain = max(SMALLEST_POINTS, system.pointSizeF())
        self._percent = 100
        self._sheet = ""
        app.setStyle("Fusion")
        self._families = _families(system)
        self.dress()

    @property
    def percent(self) -> int:
        return self._percent

    def resize(self, percent: int) -> None:
        """Set the text size, in percent of the plain one; the nearest of `SIZES` is taken."""
        self._percent = min(SIZES, key=lambda size: abs(size - percent))
        self.dress()

    def dress(self) -> None:
        """Apply fonts and sheet. Does nothing where nothing changed, so it may be called from a palette event."""
        points = self._plain * self._percent / 100
        sheet = _sheet(self._app.palette(), points)
        if sheet == self._sheet:
            return
        self._sheet = sheet
        font = QFont(self._app.font())
        font.setFamilies(self._families)
        font.setPointSizeF(points)
        self._app.setFont(font)
        self._app.setStyleSheet(sheet)


def _families(font: QFont) -> list[str]:
    """The Chinese fonts that are here, then the system's own: one face for both scripts looks calmer than two."""
    here = set(QFontDatabase.families())
    return [*[name for name in _CHINESE if name in here][:1], font.family()]


def _sheet(palette: QPalette, points: float) -> str:
    ground, text = palette.window().color(), palette.windowText().color()
    base, on_accent = palette.base().color(), palette.highlightedText().color()
    accent = readable(palette.highlight().color(), on_accent)
    values = {
        "line": mixed(text, ground, 0.22).name(),
        "edge": mixed(text, ground, 0.5).name(),
        "base": base.name(),
        "hover": mixed(palette.highlight().color(), base, 0.1).name(),
        "stripe": mixed(text, base, 0.04).name(),
        "quiet": readable(mixed(text, ground, 0.68), ground).name(),
        "text": text.name(),
        "accent": accent.name(),
        "pressed": mixed(accent, QColor(0, 0, 0), 0.85).name(),
        "on_accent": on_accent.name(),
        "ring": readable(palette.highlight().color(), ground, 3.0).name(),
        "link": readable(palette.highlight().color(), ground).name(),
        "warn": mixed(_TONES[Tone.WARN], base, 0.12).name(),
        "warn_line": readable(_TONES[Tone.WARN], ground, 3.0).name(),
        "good": mixed(_TONES[Tone.GOOD], base, 0.1).name(),
        "good_line": readable(_TONES[Tone.GOOD], ground, 3.0).name(),
        "big": f"{points * 2:.1f}pt",
        "middle": f"{points * 1.3:.1f}pt",
    }
    return _SHEET % values


_SHEET = """
QLabel[role="headline"] { font-size: %(big)s; font-weight: 600; }
QLabel[role="title"] { font-size: %(middle)s; font-weight: 600; }
QLabel[role="caption"] { font-weight: 600; }
QLabel[role="quiet"] { color: %(quiet)s; }
QFrame[role="card"] { background: %(base)s; border: 1px solid %(line)s; border-radius: 8px; }
QFrame[role="banner"] { background: %(warn)s; border: 1px solid %(warn_line)s; border-radius: 8px; }
QFrame[role="done"] { background: %(good)s; border: 1px solid %(good_line)s; border-radius: 8px; }
QLabel[role="drop"] {
    background: %(base)s; border: 2px dashed %(edge)s; border-radius: 8px; color: %(quiet)s; font-size: %(middle)s;
}
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QListView { background: %(base)s; border: 1px solid %(line)s; border-radius: 8px; padding: 4px; }
QListView:focus { border: 2px solid %(ring)s; padding: 3px; }
QTableView {
    background: %(base)s; border: 1px solid %(line)s; border-radius: 4px; alternate-background-color: %(stripe)s;
}
QTableView:focus { border: 2px solid %(ring)s; }
QTableView::item:selected { background: %(hover)s; color: %(text)s; }
QHeaderView::section {
    padding: 4px 10px; border: none; border-bottom: 1px solid %(edge)s; background: %(base)s; font-weight: 600;
}
QPushButton {
    padding: 6px 14px; border: 1px solid %(edge)s; border-radius: 6px; background: %(base)s; color: %(text)s;
}
QPushButton:hover { background: %(hover)s; }
QPushButton:disabled { color: %(quiet)s; border-color: %(line)s; }
QPushButton:focus { border: 2px solid %(ring)s; padding: 5px 13px; }
QPushButton:checked { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QPushButton:checked:focus { border-color: %(text)s; }
QPushButton[role="primary"] {
    background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; font-weight: 600;
}
QPushButton[role="primary"]:hover { background: %(pressed)s; }
QPushButton[role="primary"]:focus { border: 2px solid %(text)s; }
QPushButton[role="link"] { border: 2px solid transparent; background: transparent; color: %(link)s; padding: 4px 2px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: %(ring)s; }
QCheckBox { border: 2px solid transparent; border-radius: 4px; padding: 2px; }
QCheckBox:focus { border-color: %(ring)s; }
QCheckBox::indicator { width: 0.6em; height: 0.6em; }
QProgressBar { border: 1px solid %(line)s; border-radius: 5px; background: %(base)s; max-height: 10px; }
QProgressBar::chunk { background: %(accent)s; border-radius: 4px; }
"""
