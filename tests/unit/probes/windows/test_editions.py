"""Editions of Windows as their registry names them, and until when each gets updates.

EditionID and ProductName as DISM and the registry's CurrentVersion have them (Microsoft Learn, "Change the Windows
image to a higher edition using DISM", and the table of OS SKUs of GetProductInfo); days by Microsoft's lifecycle pages.
The registry of an 11 goes on saying "Windows 10" in ProductName. No recording of these editions was at hand.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from checker.model.target import Platform
from checker.probes.windows.patches import patches
from tests.worlds.world import World

TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOME_24H2, ENTERPRISE_24H2 = date(2026, 10, 13), date(2027, 10, 12)


def _release(edition: str, build: str, revision: str, product: str) -> dict[str, str]:
    return {"EditionID": edition, "CurrentBuild": build, "UBR": revision, "ProductName": product}


@pytest.mark.parametrize(
    ("edition", "product", "build", "revision", "until"),
    [
        ("Core", "Windows 10 Home", "26100", "4349", HOME_24H2),
        ("CoreN", "Windows 10 Home N", "26100", "4349", HOME_24H2),
        ("CoreCountrySpecific", "Windows 10 Home China", "26100", "4349", HOME_24H2),
        ("CoreSingleLanguage", "Windows 10 Home Single Language", "26100", "4349", HOME_24H2),
        ("Professional", "Windows 10 Pro", "26100", "4349", HOME_24H2),
        ("ProfessionalWorkstation", "Windows 10 Pro for Workstations", "26100", "4349", HOME_24H2),
        ("ProfessionalEducation", "Windows 10 Pro Education", "26100", "4349", HOME_24H2),
        ("Education", "Windows 10 Education", "26100", "4349", ENTERPRISE_24H2),
        ("Enterprise", "Windows 10 Enterprise", "26100", "4349", ENTERPRISE_24H2),
        ("EnterpriseS", "Windows 10 Enterprise LTSC 2024", "26100", "4349", date(2029, 10, 9)),
        ("IoTEnterpriseS", "Windows 10 IoT Enterprise LTSC 2024", "26100", "4349", date(2034, 10, 10)),
        ("EnterpriseS", "Windows 10 Enterprise LTSC 2021", "19044", "99999", date(2027, 1, 12)),
        ("IoTEnterpriseS", "Windows 10 IoT Enterprise LTSC 2021", "19044", "99999", date(2032, 1, 13)),
        ("EnterpriseS", "Windows 10 Enterprise LTSC 2019", "17763", "6414", date(2029, 1, 9)),
        ("EnterpriseS", "Windows 10 Enterprise 2016 LTSB", "14393", "99999", date(2026, 10, 13)),
    ],
)
def test_each_edition_is_supported_as_long_as_its_maker_says(
    edition: str, product: str, build: str, revision: str, until: date
) -> None:
    release = _release(edition, build, revision, product)
    fact = patches(World(Platform.WINDOWS, release=release, now=TODAY).machine())
    assert fact.supported == until
    assert ("11" in fact.release.en) is (int(build) >= 22000)


@pytest.mark.parametrize("edition", ["EnterpriseG", "CloudEdition", "ServerRdsh", "SomethingNew"])
def test_the_end_of_an_edition_that_the_table_does_not_know_is_not_made_up(edition: str) -> None:
    release = _release(edition, "19045", "6456", "Windows 10")
    assert patches(World(Platform.WINDOWS, release=release, now=TODAY).machine()).supported is None
