"""Which pictures are looked at as their negative."""

from __future__ import annotations

import numpy as np
import pytest

from checker.content.pictures.flat import Pixels
from checker.content.pictures.light import is_black

_WHITE, _GREEN, _ORANGE = (235, 235, 235), (80, 220, 90), (70, 150, 240)


def written(*colours: tuple[int, int, int], paper: int = 20) -> Pixels:
    """Lines of so many colours on a ground."""
    picture = np.full((240, 320, 3), paper, np.uint8)
    for number, top in enumerate(range(10, 230, 10)):
        picture[top : top + 4, 20:300] = colours[number % len(colours)]
    return picture


@pytest.mark.parametrize(
    ("picture", "black"),
    [
        (written(_WHITE), True),
        (written(_WHITE, _WHITE, _WHITE, _GREEN), True),
        (written(_GREEN, _ORANGE, _WHITE), False),  # an editor's colours
        (written((20, 20, 20), paper=235), False),
        (written((40, 40, 40)), False),
    ],
    ids=["white on black", "one line in four in colour", "program code", "black on white", "nothing bright"],
)
def test_white_writing_on_black_is_told_from_code(picture: Pixels, black: bool) -> None:
    assert is_black(picture) is black
