"""Many places at once are told as one by one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from checker.residue.claims import Claims
from checker.residue.view import View
from tests.unit.residue.scanning import medium


@pytest.mark.parametrize("seed", range(8))
def test_many_places_belong_to_a_find_as_each_by_itself_does(seed: int) -> None:
    chance = Random(seed)
    claims = Claims((chance.randrange(2000), chance.randrange(1, 60)) for _ in range(chance.randrange(40)))
    places = [chance.randrange(2100) for _ in range(300)]
    assert claims.holding(np.array(places, np.int64)).tolist() == [
        any(start <= place < start + length for start, length in claims.runs) for place in places
    ]


def test_many_offsets_of_a_view_lie_where_each_does() -> None:
    view = View(medium(bytes(4096)), [(512, 100), (1024, 7), (2048, 900)])
    offsets = list(range(view.size))
    assert view.places(np.array(offsets, np.int64)).tolist() == [view.place(offset) for offset in offsets]
