"""Wireless parts, location and network traces out of real hives (../shared/fixtures/workstation/EXPECTED.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.facts.workstation.wireless import Kind
from checker.model.target import Platform
from checker.probes.windows.location import location_service
from checker.probes.windows.sharing import nearby_sharing
from checker.probes.windows.wireless import radios, saved_wifi, wireless_parts
from tests.worlds.hives import hive_machine
from tests.worlds.programs import services
from tests.worlds.world import World

HIVES = Path(__file__).parents[4].parent / "shared" / "fixtures" / "workstation" / "regipy"
_NETWORKS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"

# No SOFTWARE hive lies beside these, so an unread policy: a world that says that there is none.
_NO_POLICY = World(Platform.WINDOWS, registry={r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion": {}})

pytestmark = pytest.mark.skipif(not HIVES.is_dir(), reason="the real hives are not here")


def test_a_bluetooth_adapter_that_was_set_up_is_known_and_not_connected_in_a_hive_at_rest() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")
    parts = wireless_parts(machine).parts
    assert {(part.kind, part.name, part.present) for part in parts} == {
        (Kind.BLUETOOTH, "Generic Bluetooth Adapter", False)
    }
    assert radios(machine).radios == ()


def test_without_a_wifi_card_there_are_no_saved_networks() -> None:
    assert saved_wifi(hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")).networks == ()


@pytest.mark.parametrize(("name", "on"), [("SYSTEM_WIN_10_1709.xz", False), ("SYSTEM_B.xz", True)])
def test_the_location_service_is_on_or_off(name: str, on: bool) -> None:
    fact = location_service(hive_machine(_NO_POLICY, SYSTEM=HIVES / name))
    assert fact.there
    assert fact.device is not None
    assert fact.device.value is on


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("NTUSER_BAGMRU.DAT.xz", False),  # below it programs still say Allow: the parent wins
        ("NTUSER_with_winscp.DAT.xz", True),
        ("NTUSER-WSL.DAT.xz", None),  # no Value at all
    ],
)
def test_what_a_person_allows(person: str, allowed: bool | None) -> None:
    fact = location_service(hive_machine(_NO_POLICY, SYSTEM=HIVES / "SYSTEM_B.xz", NTUSER=HIVES / person))
    assert (fact.person.value if fact.person else None) is allowed


def test_network_discovery_is_open_on_private_networks_as_windows_comes() -> None:
    for category, on in ((0, False), (1, True)):
        world = World(Platform.WINDOWS, registry={rf"{_NETWORKS}\{{1}}": {"Category": category}}, services=services())
        machine = hive_machine(world, SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz", NTUSER=HIVES / "NTUSER_BAGMRU.DAT.xz")
        ways = {way.id: way.on.value for way in nearby_sharing(machine).ways}
        assert ways == {
            "nearby-sharing": False,
            "across-devices": True,
            "network-discovery": on,
            "hotspot": False,
            "llmnr": True,
            "smb1": True,
            "cloud-clipboard": False,
            "suggested-hotspots": False,
        }
