"""Colours that can be read on every ground, and letters of a size that can."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.look import CONTRAST, SIZES, SMALLEST_POINTS, Look, contrast, ink, readable
from gui.states import Tone

GROUNDS = ("#ffffff", "#efefef", "#000000", "#222222", "#2d3236", "#fffaef", "#202020", "#808080", "#ffff00")


def test_contrast_is_that_of_wcag() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(QColor("#777777"), white) == pytest.approx(4.48, abs=0.01)
    assert contrast(white, white) == pytest.approx(1)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("tone", Tone)
def test_every_tone_can_be_read_on_every_ground(tone: Tone, ground: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, readable(QColor("#777777"), QColor(ground), 7.0))
    assert contrast(ink(tone, palette), QColor(ground)) >= CONTRAST


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable(QColor("#000080"), QColor("#ffffff")) == QColor("#000080")


@pytest.mark.parametrize("percent", SIZES)
def test_text_grows_with_the_chosen_size_and_is_never_small(qapp: QApplication, look: Look, percent: int) -> None:
    look.resize(percent)
    assert qapp.font().pointSizeF() >= SMALLEST_POINTS * percent / 100


def test_a_size_in_between_is_rounded_to_one_that_there_is(look: Look) -> None:
    look.resize(9999)
    assert look.percent == 200
    look.resize(110)
    assert look.percent in SIZES
    look.resize(100)


def test_a_dark_system_gets_a_dark_sheet(qapp: QApplication) -> None:
    """By its colours: the size is that of whichever look heard of the change last."""

    def colours() -> str:
        return re.sub(r"[\d.]+pt", "", qapp.styleSheet())

    look = Look(qapp)
    look.dress()
    light, before = qapp.palette(), colours()
    dark = QPalette(QColor("#3a3a3a"), QColor("#2b2b2b"))
    qapp.setPalette(dark)
    look.dress()
    assert colours() != before
    assert dark.base().color().name() in colours()
    qapp.setPalette(light)
    look.dress()
    assert colours() == before
