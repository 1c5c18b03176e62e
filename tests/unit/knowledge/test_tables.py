"""The product's tables of vendors, versions and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from checker.knowledge.antivirus import antivirus
from checker.knowledge.builds import builds
from checker.knowledge.cloud_sync import cloud_sync
from checker.knowledge.products import Product
from checker.knowledge.remote_control import remote_control
from checker.knowledge.software import system_software
from checker.knowledge.table import table


@pytest.mark.parametrize("products", [antivirus().product, cloud_sync().product, remote_control().product])
def test_products_have_their_own_ids_both_names_and_a_sign(products: Sequence[Product]) -> None:
    assert len({product.id for product in products}) == len(products)
    for product in products:
        assert product.name.zh
        assert product.name.en
        signs = (product.windows, product.linux)
        assert any(one.programs or one.services or one.processes or one.paths for one in signs), product.id


def test_the_build_table_knows_what_it_does_not_know() -> None:
    known = builds().windows_build("26100")
    assert known is not None
    assert known.dated(0) is None
    assert known.dated(6899) == known.dated(6900) == date(2025, 10, 14)
    assert known.supported_until("Professional") == date(2026, 10, 13)
    assert known.supported_until("IoTEnterpriseS") == date(2034, 10, 10)
    assert known.supported_until("EnterpriseG") is None
    assert builds().windows_build("12345") is None
    assert builds().linux_release("uos", "20") is None


def test_revisions_and_dates_rise_together() -> None:
    for known in builds().windows:
        days = [day for _, day in sorted(known.revisions.items(), key=lambda item: int(item[0]))]
        assert days == sorted(set(days)), known.build


def test_microsoft_ends_support_on_a_tuesday() -> None:
    tuesday = 1
    assert [
        (known.build, support.until)
        for known in builds().windows
        for support in known.support
        if support.until.weekday() != tuesday
    ] == []


def test_a_start_of_windows_itself_is_known_by_name_and_program() -> None:
    (known,) = (one for one in system_software().windows_start if one.name == "SecurityHealth")
    assert known.fits("securityhealth", r"%windir%\system32\SecurityHealthSystray.exe")
    assert not known.fits("SecurityHealth", r"C:\Users\x\SecurityHealthSystray.exe")


def test_a_table_of_another_form_names_itself() -> None:
    with pytest.raises(ValueError, match=r"builds\.toml"):
        table("builds", int)
