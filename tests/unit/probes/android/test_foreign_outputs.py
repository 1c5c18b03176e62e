"""Outputs of phones that nobody here had, through our filters and parsers (tests/worlds/foreign_phones.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.android.appops import history
from checker.probes.android.apps import installed_apps
from checker.probes.android.integrity import phone_integrity
from checker.probes.android.people import people
from checker.probes.android.powers import admins, roles
from checker.probes.android.state import keyguard, skin, smart_lock
from checker.probes.android.wifi import saved_wifi
from tests.unit.probes.android.raw import filtered
from tests.worlds import foreign_phones as foreign
from tests.worlds.foreign_phones import Foreign
from tests.worlds.phone import changed, properties

PAGE = Path(__file__).parents[4] / "docs" / "evidence" / "foreign-phone-outputs.md"


def _each(outputs: tuple[Foreign, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("one", outputs, ids=lambda one: f"{one.phone} {one.source}")


def _printed(one: Foreign, **slots: str) -> str:
    return filtered(one.command, one.raw, **slots).stdout.decode("utf-8", "surrogateescape")


def test_there_are_many_and_each_stands_in_the_table_of_sources() -> None:
    text = PAGE.read_text("utf-8")
    assert len(foreign.ALL) >= 30
    assert [one.source for one in foreign.ALL if one.source.split()[0] not in text] == []


@_each(foreign.USERS)
def test_everybody_on_the_phone_is_there_without_a_name(one: Foreign) -> None:
    printed = _printed(one)
    found = people(changed({"users": printed}).machine())
    assert {person.number: person.label.zh for person in found} == one.expected
    for name in ("A B", "Owner", "Анна", "壶中界", "Second", "机主"):
        assert name not in printed


@_each(foreign.USES)
def test_who_used_which_sensor_where(one: Foreign) -> None:
    found = history(_printed(one))
    seen = {(use.package, use.sensor, use.seen, *(["now"] if use.running else [])): int(use.days) for use in found.uses}
    assert seen == one.expected
    assert found.strange == []


@_each(foreign.TRUST)
def test_what_keeps_the_phone_open(one: Foreign) -> None:
    printed = _printed(one)
    assert '"' not in printed
    assert smart_lock(printed, 0) is one.expected


@_each(foreign.KEYGUARD)
def test_whether_there_is_a_lock(one: Foreign) -> None:
    if one.expected is None:
        with pytest.raises(Unreadable):
            keyguard(_printed(one))
    else:
        assert keyguard(_printed(one)) is one.expected


@_each(foreign.WIFI)
def test_which_networks_anyone_can_join(one: Foreign) -> None:
    fact = saved_wifi(changed({"wifi.list": filtered(one.command, one.raw)}).machine())
    assert {*fact.open_names, *fact.enhanced_names} == one.expected
    assert fact.coverage.complete


@_each(foreign.ADMINS)
def test_who_administers_the_phone(one: Foreign) -> None:
    assert set(admins(_printed(one), 0)) == one.expected


@_each(foreign.ROLES)
def test_who_has_messages_and_calls(one: Foreign) -> None:
    held = roles(_printed(one), 0)
    assert {name: held[name][0] for name in one.expected} == one.expected
    assert "android.app.role.DIALER" not in held


@_each(foreign.PROPERTIES)
def test_the_system_by_its_own_name(one: Foreign) -> None:
    lines = _printed(one).splitlines()
    assert skin({line[1:].partition("]: [")[0]: line.partition("]: [")[2][:-1] for line in lines}) == one.expected


@_each(foreign.BOOT)
def test_the_bootloader(one: Foreign) -> None:
    base = properties(ro__boot__verifiedbootstate="", ro__boot__flash__locked="")
    fact = phone_integrity(changed({"properties": base + _printed(one)}).machine())
    assert (fact.boot, fact.unlocked) == one.expected


@_each(foreign.ORIGINS)
def test_where_an_app_came_from(one: Foreign) -> None:
    package, came, by = one.expected
    world = changed(
        {
            "apps.third": f"package:{package}  installer=null\n",
            f"app.details {package}": _printed(one, package=package),
        }
    )
    (found,) = installed_apps(world.machine()).apps
    assert (found.came, found.by and found.by.package) == (came, by)
