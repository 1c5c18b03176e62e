"""The recorded worlds of `tests.worlds.phones_by_maker`: raw outputs through our filters, probes and checks."""

from __future__ import annotations

from datetime import date

import pytest

import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.answers import Output
from checker.machine.machine import Machine
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Target
from checker.model.unreadable import Unreadable
from checker.probes.android.apps import installed_apps
from checker.probes.android.state import handset, location_service, phone_lock, phone_patch
from checker.probes.android.wifi import saved_wifi
from tests.unit.probes.android.raw import filtered
from tests.worlds.phone import GOOD, Answers, changed, properties
from tests.worlds.phones_by_maker import DOCUMENTED, MAKERS, REAL, Maker
from tests.worlds.world import World


def world(maker: Maker) -> World:
    answers: Answers = {}
    wanted = {name.replace(".", "__"): value for name, value in maker.properties.items()}
    base = {"ro__miui__ui__version__name": "", "ro__mi__os__version__name": "", "ro__mi__os__version__incremental": ""}
    answers["properties"] = filtered("properties", properties(**{**base, **wanted})).stdout
    for name, raw in maker.raw.items():
        command, _, package = name.partition(" ")
        if not command:
            answers["apps.third"] = raw
            answers["apps.third.plain"] = raw.split(" ")[0] + "\n"
            continue
        slots = {"package": package} if package else {}
        answers[name] = filtered(command, raw, **slots)
    for name, (code, printed) in maker.plain.items():
        answers[name] = Output(printed.encode(), code)
    return changed(answers)


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.name)
def maker(request: pytest.FixtureRequest) -> Maker:
    found: Maker = request.param
    return found


@pytest.fixture
def machine(maker: Maker) -> Machine:
    return world(maker).machine()


def test_each_world_says_where_its_words_are_from(maker: Maker) -> None:
    assert maker.source
    assert set(maker.source.values()) <= {REAL, DOCUMENTED}


def test_the_makers_edition_by_its_own_property(maker: Maker, machine: Machine) -> None:
    assert handset(machine).skin == maker.skin


def test_the_location_service(maker: Maker, machine: Machine) -> None:
    assert location_service(machine).on is maker.located


def test_saved_networks(maker: Maker, machine: Machine) -> None:
    fact = saved_wifi(machine)
    assert fact.open_names == maker.open_wifi
    assert fact.coverage.complete


def test_the_name_of_a_protected_network_never_crosses_the_cable(maker: Maker) -> None:
    printed = b"".join(
        filtered(name, raw).stdout for name, raw in maker.raw.items() if name in ("wifi.list", "wifi.configured")
    )
    assert b"office-5G" not in printed
    assert b"Old cache" not in printed


def test_the_lock(maker: Maker, machine: Machine) -> None:
    if maker.lock is None:
        with pytest.raises(Unreadable):
            phone_lock(machine)
    else:
        assert phone_lock(machine).kind is maker.lock


def test_the_patch(maker: Maker, machine: Machine) -> None:
    assert phone_patch(machine).patch == date.fromisoformat(maker.patch)


def test_where_an_app_came_from(maker: Maker, machine: Machine) -> None:
    fact = installed_apps(machine)
    if maker.apps is None:
        assert not fact.coverage.complete
        assert fact.apps == ()
    else:
        assert {one.app.package: one.came for one in fact.apps} == maker.apps


def test_a_whole_inspection_ends_and_passes_nothing_that_was_not_read(maker: Maker, machine: Machine) -> None:
    import checker.probes

    catalog = Catalog().add(checker.probes).add(checks)
    wanted = [check for check in catalog.checks.values() if Platform.ANDROID in check.platforms]
    target = Target("android-1", Platform.ANDROID, maker.name, DeviceClass.PHONE)
    ended = [one for one in inspect(target, machine, wanted, catalog.readers, Policy()) if one.state.final]
    assert len(ended) == len(wanted)
    state = {one.check_id: one.state for one in ended}
    if maker.lock is None:
        assert state["phone.screen_lock"] is State.COULD_NOT_CHECK
    if maker.apps is None:
        assert state["phone.sideloaded_apps"] is State.COULD_NOT_CHECK
    assert state["phone.recordings"] is State.PASSED
    assert (state["phone.saved_wifi"] is State.FAILED) is bool(maker.open_wifi)


def test_all_that_the_issue_names_are_there() -> None:
    names = " ".join(one.name for one in MAKERS)
    wanted = ("AOSP 9", "AOSP 11", "AOSP 13", "AOSP 15", "MIUI", "HyperOS", "EMUI", "HarmonyOS", "ColorOS", "OriginOS")
    assert all(name in names for name in (*wanted, "One UI"))
    assert GOOD
