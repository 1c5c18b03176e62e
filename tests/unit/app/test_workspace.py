"""Every place is one place, and inside the folder that somebody named."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app.workspace import Workspace
from checker.store.inspections import default_folder

_PLACES = [name for name, value in vars(Workspace).items() if isinstance(value, property)]


@pytest.mark.parametrize("place", _PLACES)
def test_every_place_lies_in_the_folder(place: str, tmp_path: Path) -> None:
    assert tmp_path in getattr(Workspace.at(tmp_path), place).parents


def test_no_two_things_share_a_place(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path)
    assert len({getattr(workspace, place) for place in _PLACES}) == len(_PLACES) > 4


def test_without_a_folder_it_is_the_persons_own() -> None:
    assert Workspace.at(None).folder == default_folder()


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    for place in _PLACES:
        getattr(Workspace.at(tmp_path / "results"), place)
    assert list(tmp_path.iterdir()) == []
