"""How far a search through this computer goes: daily the newest files first and in a given time, otherwise all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.facts.content.search import DocumentSearch, NameSearch, Search
from checker.model.coverage import Cause, Unit
from checker.model.policy import Documents, Policy
from checker.model.target import Profile
from checker.probes.content.search import linux_documents, linux_names
from tests.worlds.world import World

MARKED = "机密★10年\n\n关于开展检查的通知\n"
OLD, NEW = 1_600_000_000.0, 1_700_000_000.0
WORLD = World(
    files={"/home/wang/old.txt": MARKED, "/home/wang/new.txt": "通知\n"},
    modified={"/home/wang/old.txt": OLD, "/home/wang/new.txt": NEW},
)


def searched(profile: Profile, documents: Documents, world: World = WORLD, cache: Path | None = None) -> DocumentSearch:
    machine = world.machine()
    machine.policy, machine.profile, machine.cache = Policy(documents=documents), profile, cache
    return linux_documents(machine)


def causes(search: Search | NameSearch) -> dict[Cause, int]:
    return {one.cause: one.number for one in search.coverage.unknown}


def test_daily_takes_the_newest_first_and_says_what_it_did_not_reach() -> None:
    found = searched(Profile.DAILY, Documents(most_files=1))
    assert (found.files, found.found) == (1, ())
    assert causes(found) == {Cause.BEYOND_LIMIT: 1}


def test_daily_says_that_its_time_ran_out() -> None:
    found = searched(Profile.DAILY, Documents(most_seconds=0))
    assert causes(found) == {Cause.OUT_OF_TIME: 0}  # it ended while they were listed: nobody knows how many there are


@pytest.mark.parametrize("profile", [Profile.QUARTERLY, Profile.TRAVEL, Profile.DISPOSAL])
def test_every_other_situation_looks_at_all_of_them(profile: Profile) -> None:
    found = searched(profile, Documents(most_files=1, most_seconds=0))
    assert (found.files, len(found.found)) == (2, 1)
    assert causes(found) == {}


def test_system_folders_and_programs_own_are_named_and_leave_nothing_unknown() -> None:
    world = replace(WORLD, files={**WORLD.files, "/usr/share/doc/a.txt": MARKED, "/home/wang/.mozilla/b.txt": MARKED})
    found = searched(Profile.QUARTERLY, Documents(), world)
    assert (found.files, causes(found)) == (2, {})
    [apart] = [one for one in found.coverage.left if one.cause is Cause.NOT_IN_QUESTION]
    assert (apart.unit, {name.en for name in apart.names}) == (Unit.FOLDERS, {"/usr", "/home/wang/.mozilla"})


def test_a_synchronised_folder_below_one_that_stays_closed_is_looked_at_all_the_same() -> None:
    world = replace(WORLD, files={**WORLD.files, "/usr/local/papers/a.txt": MARKED})
    found = searched(Profile.QUARTERLY, Documents(folders=("/usr/local/papers",)), world)
    assert found.files == 3


def test_names_are_read_over_the_whole_computer() -> None:
    machine = replace(WORLD, files={**WORLD.files, "/srv/绝密.txt": ""}).machine()
    assert [one.words for one in linux_names(machine).named] == [("level",)]


def test_what_was_clean_is_remembered_where_a_cache_is_given(tmp_path: Path) -> None:
    cache = tmp_path / "own" / "cache.sqlite"
    searched(Profile.QUARTERLY, Documents(), cache=cache)
    assert cache.exists()
    assert cache.stat().st_mode & 0o077 == 0
