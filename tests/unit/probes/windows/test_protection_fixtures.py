"""Protection and software facts out of real hives (../shared/fixtures/workstation/EXPECTED.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.facts.workstation.firewall import Filtering
from checker.model.fact import Origin
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from checker.probes.windows.autostarts import autostarts
from checker.probes.windows.cloud_sync import cloud_accounts
from checker.probes.windows.firewall import firewall
from checker.probes.windows.remote_control import remote_access
from checker.probes.windows.shares import shared_folders
from checker.probes.windows.software import installed_software
from tests.worlds.hives import hive_machine
from tests.worlds.programs import uninstall
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation"
SYSTEMS = ("SYSTEM_WIN_10_1709.xz", "SYSTEM_B.xz", "SYSTEM.xz", "SYSTEM_2.xz")
_CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion"

pytestmark = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")


def _person(name: str) -> World:
    return World(Platform.WINDOWS, registry={_CURRENT: {}, **uninstall()})


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_three_profiles_are_on(name: str) -> None:
    # No SOFTWARE hive beside it, so an unread policy: a world that says that there is none.
    machine = hive_machine(_person(name), SYSTEM=FIXTURES / "regipy" / name)
    profiles = firewall(machine).profiles
    assert [(profile.filtering, profile.origin) for profile in profiles] == [(Filtering.ON, Origin.SET)] * 3


def test_an_unread_policy_is_no_missing_policy() -> None:
    machine = hive_machine(SYSTEM=FIXTURES / "regipy" / "SYSTEM_WIN_10_1709.xz")
    with pytest.raises(Unreadable):
        firewall(machine)
    with pytest.raises(Unreadable):
        remote_access(machine)


@pytest.mark.parametrize(
    ("name", "on"), [("SYSTEM_WIN_10_1709.xz", False), ("SYSTEM_B.xz", False), ("SYSTEM.xz", True)]
)
def test_remote_desktop(name: str, on: bool) -> None:
    services = remote_access(hive_machine(_person(name), SYSTEM=FIXTURES / "regipy" / name)).services
    (service,) = (one for one in services if one.id == "rdp")
    assert service.on.value is on


@pytest.mark.parametrize("name", SYSTEMS)
def test_nothing_is_shared(name: str) -> None:
    assert shared_folders(hive_machine(SYSTEM=FIXTURES / "regipy" / name)).shares == ()


@pytest.mark.parametrize(
    ("file", "signed_in", "folder"),
    [
        ("regipy/NTUSER-WSL.DAT.xz", set(), {"onedrive"}),
        ("regipy/NTUSER_BAGMRU.DAT.xz", set(), set()),  # OneDrive runs, but nobody ever chose a folder
        ("regipy/NTUSER_with_winscp.DAT.xz", set(), {"onedrive"}),
        ("plaso/NTUSER.DAT", set(), set()),
    ],
)
def test_onedrive_accounts(file: str, signed_in: set[str], folder: set[str]) -> None:
    accounts = cloud_accounts(hive_machine(_person(file), NTUSER=FIXTURES / file))
    assert (accounts.signed_in, accounts.folder) == (signed_in, folder)


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (
            "regipy/NTUSER_BAGMRU.DAT.xz",
            {"OneDrive", "Ditto", "BCClipboard", "com.squirrel.Teams.Teams", "Lync"},  # Edge starts itself
        ),
        ("regipy/NTUSER_modified.DAT.xz", {"not_a_malware"}),
        ("plaso/NTUSER-WIN7.DAT", {"Google Update", "Skype"}),
        ("plaso/NTUSER.DAT", set()),  # ctfmon is Windows' own
    ],
)
def test_run_keys(file: str, names: set[str]) -> None:
    found = autostarts(hive_machine(_person(file), NTUSER=FIXTURES / file))
    assert {entry.name for entry in found.entries} == names


def test_a_program_installed_for_one_person_is_listed() -> None:
    file = "regipy/NTUSER_BAGMRU.DAT.xz"
    found = installed_software(hive_machine(_person(file), NTUSER=FIXTURES / file))
    assert {"Microsoft OneDrive", "Zoom"} <= {program.name for program in found.programs}
