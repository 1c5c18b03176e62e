"""Letters of a size that can be read, in the face of their language, and the sheet of the system's scheme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from checker.model.text import Language
from gui import theme
from gui.look import SIZES, Look


@pytest.mark.parametrize("percent", SIZES)
def test_text_grows_with_the_chosen_size_and_is_never_small(qapp: QApplication, look: Look, percent: int) -> None:
    look.resize(percent)
    assert qapp.font().pixelSize() >= theme.BODY * percent // 100
    assert theme.px(100) == round(100 * theme.scale())
    look.resize(100)


def test_a_size_in_between_is_rounded_to_one_that_there_is(look: Look) -> None:
    look.resize(9999)
    assert look.percent == 200
    look.resize(110)
    assert look.percent in SIZES
    look.resize(100)


def test_a_dark_system_gets_a_dark_sheet(qapp: QApplication, look: Look) -> None:
    light = qapp.palette()
    look.dress()
    before = qapp.styleSheet()
    qapp.setPalette(QPalette(QColor("#3a3a3a"), QColor("#2b2b2b")))
    look.dress()
    dark = qapp.styleSheet()
    qapp.setPalette(light)
    look.dress()
    assert theme.DARK.ground in dark
    assert theme.LIGHT.ground not in dark
    assert qapp.styleSheet() == before


def test_the_face_of_the_language_comes_first(qapp: QApplication, look: Look) -> None:
    """Else English is given the quotes of a Chinese face, which are as wide as a character."""
    look.speak(Language.EN)
    english = qapp.font().families()
    look.speak(Language.ZH)
    chinese = qapp.font().families()
    assert set(english) == set(chinese)
    if len(set(english)) > 2:  # both kinds of face are installed, beside the system's own
        assert english[:2] == chinese[:2][::-1]
