"""What a real SYSTEM hive says of blank passwords, and what passwords leave behind in facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.machine.answers import Person
from checker.model.target import Platform
from checker.probes.windows.accounts import (
    administrators,
    auto_login,
    default_accounts,
    empty_passwords,
    password_policy,
)
from tests.worlds.hives import hive_machine
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation"
# The accounts of ../shared/fixtures/workstation/EXPECTED.md, SAM, as NetUserEnum reports them.
PRESTON = (
    {"name": "Administrator", "sid": "S-1-5-21-1-2-3-500", "enabled": False, "password_not_required": False},
    {"name": "Guest", "sid": "S-1-5-21-1-2-3-501", "enabled": False, "password_not_required": True},
    {"name": "Preston", "sid": "S-1-5-21-1-2-3-1000", "enabled": True, "password_not_required": False},
)
GOLD = ({"name": "gold_administrator", "sid": "S-1-5-21-1-2-3-500", "enabled": True, "password_not_required": True},)


def _world(users: tuple[dict[str, object], ...], length: int) -> World:
    return World(Platform.WINDOWS, win32={"local_users": users, "password_policy": {"min_length": length}})


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
def test_a_real_windows_keeps_blank_passwords_off_the_network() -> None:
    machine = hive_machine(_world(PRESTON, 7), SYSTEM=FIXTURES / "regipy" / "SYSTEM_WIN_10_1709.xz")
    fact = empty_passwords(machine)
    assert (fact.empty, fact.maybe, fact.over_network, fact.coverage.complete) == ((), (), False, True)


def test_where_the_policy_accepts_an_empty_password_every_enabled_account_may_have_one() -> None:
    assert empty_passwords(_world(PRESTON, 0).machine()).maybe == ("Preston",)


def test_the_flag_alone_is_no_proof() -> None:
    fact = empty_passwords(_world(GOLD, 7).machine())
    assert (fact.empty, fact.maybe) == ((), ("gold_administrator",))


def test_a_stored_password_is_seen_and_not_kept() -> None:
    key = {"Shell": "explorer.exe", "Userinit": "userinit.exe", "AutoAdminLogon": "1", "DefaultPassword": "Hunter2!"}
    world = World(Platform.WINDOWS, registry={r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon": key})
    fact = auto_login(world.machine())
    assert fact.stored_password
    assert "Hunter2!" not in repr(fact)


_POLICY = {"min_length": 8, "max_age_days": 90, "lockout_threshold": 5, "complexity": None}


@pytest.mark.parametrize("sid", ["S-1-5-21-7-8-9-1105", "S-1-12-1-111-222-333-444"])
@pytest.mark.parametrize("probe", [empty_passwords, password_policy, administrators])
def test_what_holds_for_people_of_a_domain_is_not_known(sid: str, probe: Any) -> None:
    users = [{**user, "admin": False, "password_never_expires": False} for user in PRESTON]
    people = (Person("S-1-5-21-1-2-3-1000", "Preston", "", current=True), Person(sid, "wang", "", current=False))
    world = World(
        Platform.WINDOWS,
        win32={"local_users": users, "password_policy": _POLICY},
        registry={r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa": {}},
        people=people,
    )
    coverage = probe(world.machine()).coverage
    assert not coverage.complete
    assert "wang" in coverage.unseen.zh
    assert "Preston" not in coverage.unseen.zh


@pytest.mark.parametrize("name", ["Administrator", "admin", "管理员", "Root", "test"])
def test_a_name_that_is_tried_next_is_no_renaming(name: str) -> None:
    users = ({**PRESTON[0], "name": name, "enabled": True},)
    (found,) = default_accounts(World(Platform.WINDOWS, win32={"local_users": users}).machine()).usable
    assert found.name == name
