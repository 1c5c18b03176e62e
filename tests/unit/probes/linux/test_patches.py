from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

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
