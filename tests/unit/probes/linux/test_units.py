from __future__ import annotations

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.linux.units import units
from tests.worlds.world import DENIED, World

_ETC = "/etc/systemd/system"


def test_links_start_a_service_and_masks_forbid_it() -> None:
    world = World(
        files={
            f"{_ETC}/own.service": "",
            f"{_ETC}/multi-user.target.wants/own.service": "",
            "/etc/rc5.d/S01todesk": "",
            "/etc/rc5.d/S01cups": "",  # it has a unit, which nobody switched on
            "/usr/lib/systemd/system/cups.service": "",
            "/usr/lib/systemd/system/ssh.service": "",
            "/usr/lib/systemd/system/multi-user.target.wants/ssh.service": "",
            "/sys/fs/cgroup/system.slice/cron.service/cgroup.procs": "",
        },
        links={f"{_ETC}/ssh.service": "/dev/null"},
    )
    found = units(world.machine())
    assert found.starting == {"own.service", "todesk.service"}
    assert {"ssh.service", "own.service"} <= found.all
    assert found.own == ("own.service",)
    assert found.running == {"cron.service"}


def test_a_closed_folder_or_none_at_all_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        units(World(files={f"{_ETC}/": DENIED}).machine())
    with pytest.raises(Unreadable):
        units(World().machine())
