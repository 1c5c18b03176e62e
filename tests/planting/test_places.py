"""The page's table of places is what the plantings prove."""

from __future__ import annotations

from tests.planting.places import ALL, BEGIN, END, NOT_READ, PAGE, placed


def test_the_table_of_places_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert (page.count(BEGIN), page.count(END)) == (1, 1)
    assert page == placed(page), "python -m tests.planting.places writes it anew"


def test_each_place_is_planted_once_and_what_is_not_read_is_among_them() -> None:
    every = [(one.format, one.place) for one in ALL]
    assert set(NOT_READ) <= set(every)
    assert sorted(every) == sorted({*every})
