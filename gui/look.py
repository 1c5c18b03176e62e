"""Dresses the application: the sheet of the scheme that the system asks for, a text size, faces that can be read.

Nothing here chooses between light, dark and high contrast: the system did (`gui.theme`).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from checker.model.text import Language
from gui import theme
from gui.sheet import sheet

SIZES = (100, 125, 150, 175, 200)

# The first that is installed is asked for, then the other script's: so English has its own quotes and not those of a
# Chinese face, which are as wide as a character. A family that is there from two makers is listed as "Name [maker]".
_LATIN = ("Segoe UI", "Inter", "Noto Sans", "Open Sans", "Liberation Sans", "Nimbus Sans", "DejaVu Sans")
_CHINESE = (
    "Microsoft YaHei UI",
    "HarmonyOS Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)


class Look:
    """Dresses the application, and again when the text size, the language or the system's palette changes."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._system = system.family()
        self._plain = max(float(theme.BODY), _pixels(system))
        self._percent, self._language = 100, Language.ZH
        self._worn: tuple[str, list[str]] | None = None
        app.setStyle("Fusion")
        self._here = _families()
        self.dress()

    @property
    def percent(self) -> int:
        return self._percent

    def resize(self, percent: int) -> None:
        """Set the text size, in percent of the plain one; the nearest of `SIZES` is taken."""
        self._percent = min(SIZES, key=lambda size: abs(size - percent))
        self.dress()

    def speak(self, language: Language) -> None:
        """That language's face comes first."""
        self._language = language
        self.dress()

    def dress(self) -> None:
        """Apply faces and sheet. Does nothing where nothing changed, so it may be called from a palette event."""
        size = round(self._plain * self._percent / 100)
        families = self._families()
        made = sheet(theme.scheme(), size / theme.BODY)
        if (made, families) == self._worn:
            return
        self._worn = made, families
        font = QFont(self._app.font())
        font.setFamilies(families)
        font.setPixelSize(size)
        self._app.setFont(font)
        self._app.setStyleSheet(made)

    def _families(self) -> list[str]:
        faces = (_CHINESE, _LATIN) if self._language is Language.ZH else (_LATIN, _CHINESE)
        return [*(name for face in faces for name in _first(face, self._here)), self._system]


def _first(names: tuple[str, ...], here: list[str]) -> list[str]:
    return [there for name in names for there in here if there == name or there.startswith(name + " [")][:1]


def _families() -> list[str]:
    """Those of the system; where no Chinese face is among them, also the one that came with the program."""
    here = sorted(QFontDatabase.families())
    if not _first(_CHINESE, here) and (face := _own_face()) is not None:
        QFontDatabase.addApplicationFont(str(face))
        here = sorted(QFontDatabase.families())
    return here


def _own_face() -> Path | None:
    """The Chinese face that signed reports are set in; None where the package was left out."""
    try:
        from pylopdf_fonts_zh_cn import sans_path  # 8 MB, looked for only where the system has none
    except ImportError:
        return None
    return Path(sans_path())


def _pixels(font: QFont) -> float:
    """A font's size in pixels: a system that asks for larger type says so in points and dots an inch."""
    if font.pixelSize() > 0:
        return float(font.pixelSize())
    screen = QGuiApplication.primaryScreen()
    dots = screen.logicalDotsPerInch() if screen is not None else 96.0
    return font.pointSizeF() * dots / 72
