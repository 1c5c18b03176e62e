"""Every colour that carries words or must be found, in every scheme, computed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.states import Tone
from gui.theme import DARK, LIGHT, Scheme, contrast, pairs, readable

# Window, text, accent and the ink on it, as systems in high contrast hand them out.
HIGH = {
    "black": ("#000000", "#ffffff", "#1aebff", "#000000"),
    "white": ("#ffffff", "#000000", "#37006e", "#ffffff"),
    "night sky": ("#000000", "#ffffff", "#d6b4fd", "#2b2b2b"),
    "dusk": ("#2d3236", "#ffffff", "#a1bfde", "#212d3b"),
    "desert": ("#fffaef", "#3d3d3d", "#903909", "#fff5e3"),
    "aquatic": ("#202020", "#ffffff", "#8ee3f0", "#263b50"),
}


def _palette(window: str, text: str, accent: str, on_accent: str) -> QPalette:
    role, made = QPalette.ColorRole, QPalette()
    for one in (role.Window, role.Base, role.Button):
        made.setColor(one, QColor(window))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(one, QColor(text))
    made.setColor(role.Highlight, QColor(accent))
    made.setColor(role.HighlightedText, QColor(on_accent))
    return made


@pytest.fixture
def system(qapp: QApplication) -> Iterator[QApplication]:
    """The application; its palette is put back."""
    before = qapp.palette()
    yield qapp
    qapp.setPalette(before)


def _low(scheme: Scheme) -> list[str]:
    return [
        f"{name}: {contrast(ink, ground):.2f}"
        for name, ink, ground, least in pairs(scheme)
        if contrast(ink, ground) < least
    ]


def test_contrast_is_that_of_wcag() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(QColor("#777777"), white) == pytest.approx(4.48, abs=0.01)
    assert contrast(white, white) == pytest.approx(1)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_of_ours_can_be_read(scheme: Scheme) -> None:
    assert _low(scheme) == []


@pytest.mark.parametrize("name", HIGH)
def test_all_can_be_read_in_high_contrast_and_the_grounds_are_the_systems(system: QApplication, name: str) -> None:
    system.setPalette(_palette(*HIGH[name]))
    scheme = theme.scheme()
    assert _low(scheme) == []
    assert {scheme.ground, scheme.card, scheme.wash(Tone.BAD).name()} == {HIGH[name][0]}


def test_a_dark_system_gets_the_dark_scheme_and_a_light_one_the_light(system: QApplication) -> None:
    system.setPalette(QPalette(QColor("#3a3a3a"), QColor("#2b2b2b")))
    assert theme.scheme() is DARK
    system.setPalette(QPalette(QColor("#efefef"), QColor("#efefef")))
    assert theme.scheme() is LIGHT


def test_a_colour_that_can_be_read_stays_and_another_is_moved() -> None:
    assert readable(QColor("#000080"), QColor("#ffffff")) == QColor("#000080")
    assert contrast(readable(QColor("#dddddd"), QColor("#ffffff")), QColor("#ffffff")) >= theme.CONTRAST
