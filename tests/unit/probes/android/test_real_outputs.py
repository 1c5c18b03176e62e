"""Outputs of real phones (../shared/fixtures/android, see SOURCES.md there), through our filters and parsers.

A Samsung of Android 10 and 11 (MVT's artifacts), and a Galaxy Z Flip 7 with One UI 8 (bugreport-extractor's samples).
"""

from __future__ import annotations

import pytest

from checker.facts.phone.apps import Came, Power, Sensor
from checker.model.unreadable import Unreadable
from checker.probes.android.answers import properties
from checker.probes.android.apps import InstalledApps, SensorsInUse, installed_apps, sensors_in_use
from checker.probes.android.packages import details
from checker.probes.android.powers import SpecialAccess, special_access
from checker.probes.android.state import trusted_computers
from tests.unit.probes.android.raw import filtered, fixture, needs_fixtures
from tests.worlds.phone import GOOD, changed

pytestmark = needs_fixtures


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("mvt/android_data/dumpsys_adb.txt", 1),
        ("mvt/android_data/dumpsys_adb_xml.txt", None),
        ("mvt/android_data/dumpsys_adb_wifi.txt", None),
    ],
)
def test_trusted_computers_as_text_and_as_a_key_store(name: str, keys: int | None) -> None:
    printed = filtered("adb.keys", fixture(name)).stdout.decode()
    assert "@" not in printed  # whose computers they are is not asked for
    found = trusted_computers(printed)
    assert found >= 1
    assert keys in (None, found)


def test_one_uis_package_block_tells_a_package_file_from_a_store() -> None:
    raw = fixture("bugreport-extractor/package__test_parse_package_metadata_with_initiating_package.txt")
    printed = filtered("app.details", raw, package="com.bitchat.droid").stdout.decode()
    found = details(printed, "com.bitchat.droid", 0)
    assert (found.initiating, found.installer, found.source) == (
        "com.google.android.packageinstaller",
        "com.google.android.packageinstaller",
        4,
    )
    assert "signatures" not in printed
    package = "com.bitchat.droid"
    answers = {
        "apps.third": f"package:{package}  installer=com.google.android.packageinstaller\n",
        "apps.third.plain": f"package:{package}\n",
        f"app.details {package}": printed,
    }
    fact: InstalledApps = installed_apps(changed(answers).machine())
    assert [(one.app.package, one.came) for one in fact.apps] == [(package, Came.FILE)]


def test_a_system_package_of_android_11_has_its_block_and_no_installer() -> None:
    raw = fixture("mvt/android_data/dumpsys_packages.txt")
    package = "com.samsung.android.provider.filterprovider"
    printed = filtered("app.details", raw, package=package).stdout.decode()
    found = details(printed, package, 0)
    assert found.system
    assert found.granted is not None
    with pytest.raises(Unreadable):
        details(printed, "com.example.other", 0)


def test_one_uis_device_admins_are_named() -> None:
    raw = fixture("bugreport-extractor/device_policy__test_parse_device_admins.txt")
    printed = filtered("apps.admins", raw).stdout
    assert b"wipe-data" not in printed
    system = str(GOOD["apps.system"]) + "package:com.samsung.android.kgclient\n"
    fact: SpecialAccess = special_access(changed({"apps.admins": printed, "apps.system": system}).machine())
    admins = {one.app.package for one in fact.held if one.power is Power.ADMIN}
    assert "com.samsung.android.kgclient" in admins


def test_what_used_the_sensors_on_android_11() -> None:
    printed = filtered("apps.use", fixture("mvt/android_data/dumpsys_appops.txt"))
    packages = ("com.facebook.katana", "org.mozilla.firefox")
    third = "".join(f"package:{name}\n" for name in packages)
    world = changed({"apps.use": printed, "apps.third": third, "apps.third.plain": third})
    fact: SensorsInUse = sensors_in_use(world.machine())
    assert {one.app.package for one in fact.uses} <= set(packages)
    assert all(one.sensor in Sensor for one in fact.uses)


@pytest.mark.parametrize("name", ["mvt/android_data/getprop.txt", "mvt/androidqf/getprop.txt"])
def test_of_a_real_phones_properties_none_that_is_not_asked_for_comes_back(name: str) -> None:
    printed = filtered("properties", fixture(name))
    assert printed.stdout == b""
    with pytest.raises(Unreadable):
        properties(changed({"properties": printed}).machine())
