from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checker.knowledge.builds import GOOD_FOR, builds
from checker.model.coverage import Coverage, Unit
from checker.probes.linux.patches import patches
from tests.worlds.programs import dpkg
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation" / "plaso"
_THEN = datetime(2019, 7, 20, tzinfo=UTC)


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
def test_a_real_history_tells_its_last_upgrade() -> None:
    world = World(
        files={
            "/var/lib/dpkg/status": dpkg(),
            "/var/log/apt/history.log": (FIXTURES / "apt_history.log").read_bytes(),
            "/var/log/dpkg.log": (FIXTURES / "dpkg.log").read_bytes(),
        },
        now=_THEN,
    )
    assert patches(world.machine()).patched == date(2019, 7, 10)


def test_an_installation_is_no_upgrade() -> None:
    history = "Start-Date: 2026-11-20  1:00:00\nInstall: ed:amd64 (1)\nEnd-Date: 2026-11-20  1:00:01\n"
    world = World(files={"/var/lib/dpkg/status": dpkg(), "/var/log/apt/history.log": history})
    assert patches(world.machine()).patched is None


@pytest.mark.parametrize(("late", "bears"), [(timedelta(), True), (timedelta(days=1), False)])
def test_by_a_table_that_has_expired_nothing_is_called_in_order(late: timedelta, bears: bool) -> None:
    today = builds().dated + GOOD_FOR + late
    rests_on = builds().with_age(Coverage.whole(Unit.SOURCES), today)
    assert rests_on.bears_a_pass is bears
    assert bears or "has expired" in str(rests_on.unseen and rests_on.unseen.en)


def test_a_computer_that_is_patched_does_not_pass_by_an_expired_table() -> None:
    day = builds().dated + GOOD_FOR + timedelta(days=10)
    history = f"Start-Date: {day}  1:00:00\nUpgrade: libc6:amd64 (1, 2)\nEnd-Date: {day}  1:00:01\n"
    world = World(
        files={"/var/lib/dpkg/status": dpkg(), "/var/log/apt/history.log": history},
        now=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1),
    )
    found = patches(world.machine())
    assert found.patched == day
    assert not found.coverage.bears_a_pass
