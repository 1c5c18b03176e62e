from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from checker.model.target import Platform
from checker.probes.windows.antivirus import guard, signatures
from tests.worlds.world import World

_STATUS = "MSFT_MpComputerStatus"


def _listed(*states: int) -> World:
    rows = tuple({"displayName": "Windows Defender", "productState": state} for state in states)
    return World(Platform.WINDOWS, wmi={"AntiVirusProduct": rows})


@pytest.mark.parametrize(
    ("state", "on", "fresh"),
    [
        (397568, True, True),  # Defender, on and up to date
        (266256, True, False),  # another product, on and out of date
        (393472, False, True),  # Defender, standing back
        (401664, False, True),  # snoozed
        (0x63110, False, False),  # licence expired
    ],
)
def test_the_bits_of_the_product_state(state: int, on: bool, fresh: bool) -> None:
    machine = _listed(state).machine()
    assert guard(machine).guards[0].on is on
    assert signatures(machine).products[0].fresh is fresh


def test_only_the_product_that_is_on_has_to_be_fresh() -> None:
    rows = (
        {"displayName": "Windows Defender", "productState": 0x60110},
        {"displayName": "360 AV", "productState": 0x41000},
    )
    found = signatures(World(Platform.WINDOWS, wmi={"AntiVirusProduct": rows}).machine())
    assert [(product.name.zh, product.fresh) for product in found.products] == [("360 AV", True)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("20261122083000.000000+000", datetime(2026, 11, 22, 8, 30, tzinfo=UTC)),
        ("20261122083000.000000+480", datetime(2026, 11, 22, 0, 30, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_defenders_own_interface_tells_the_date_too(text: Any, made: datetime | None) -> None:
    world = _listed(397568)
    world.wmi = {**world.wmi, _STATUS: ({"AntivirusSignatureLastUpdated": text},)}
    assert signatures(world.machine()).products[0].made == made
