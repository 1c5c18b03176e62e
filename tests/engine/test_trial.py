"""A probe that makes a value of nothing is caught before it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from checker.api import Coverage, Fact, Machine, Platform, Probe, Text, Unit, Unreadable
from checker.engine.trial import trial_faults
from checker.model.coverage import Ledger

WHOLE = Coverage.whole(Unit.SETTINGS)


@dataclass(frozen=True, slots=True)
class Named(Fact):
    """A name, and what was found."""

    name: str | None
    found: tuple[str, ...] = ()


def told(read: Callable[[Machine], Named], platform: Platform = Platform.LINUX) -> list[str]:
    return [text.en for text in trial_faults("probe", Probe(Named, platform, read))]


@pytest.mark.parametrize(
    "read",
    [
        lambda machine: Named(str(machine.registry("HKLM\\X").value("Owner")), coverage=WHOLE),
        lambda machine: Named(f"{machine.host.release.get('VARIANT')} edition", coverage=WHOLE),
        lambda machine: Named(str(machine.bus_properties("system", "a", "/", "b").get("Name")), coverage=WHOLE),
        lambda machine: Named(str(machine.wmi("root\\cimv2", "X", ("Name",))[0]["Name"]), coverage=WHOLE),
        lambda machine: Named(str(machine.win32("owner")), coverage=WHOLE),
        lambda machine: Named("set", (str(machine.win32("owner")),), coverage=WHOLE),
    ],
    ids=["registry", "release", "bus", "wmi", "win32", "in a list"],
)
def test_a_none_that_was_made_a_word_is_said(read: Callable[[Machine], Named]) -> None:
    assert any("“None" in line for line in told(read))


@pytest.mark.parametrize(
    "read",
    [
        lambda machine: Named(machine.text("/etc/owner"), coverage=WHOLE),
        lambda machine: Named(machine.text("/etc/owner").strip(), coverage=WHOLE),
        lambda machine: Named(machine.run("owner").text, coverage=WHOLE),
        lambda machine: Named(machine.target_of("/etc/owner"), coverage=WHOLE),
        lambda machine: Named(str(machine.registry("HKLM\\X").value("Owner") or ""), coverage=WHOLE),
    ],
    ids=["file", "blank file", "program", "link", "registry"],
)
def test_an_empty_value_is_said(read: Callable[[Machine], Named]) -> None:
    lines = told(read)
    assert lines
    assert all("raise Unreadable" in line for line in lines)


@pytest.mark.parametrize("word", ["unknown", "Unknown", " n/a", "NULL", "-", "??", "未知", "不详"])
def test_a_word_that_stands_for_nothing_is_no_value_where_all_counts_as_looked_at(word: str) -> None:
    lines = told(lambda machine: Named(machine.run("owner").text.strip() or word, coverage=WHOLE))
    assert any("raise Unreadable" in line for line in lines)
    unread = Coverage.unread(Unreadable(Text("没有", "nothing")))
    assert told(lambda _: Named(word, coverage=unread)) == []
    assert told(lambda _: Named(f"{word} 3", coverage=WHOLE)) == [], "a part of a name is no stand-in"


@pytest.mark.parametrize(
    "asked",
    [
        Machine.processes,
        Machine.services,
        Machine.interfaces,
        lambda machine: tuple(machine.run("lister").text.split()),
        lambda machine: machine.wmi("root\\cimv2", "X", ("Name",)),
    ],
    ids=["processes", "services", "interfaces", "output", "wmi"],
)
def test_a_list_that_came_back_empty_is_not_none_there(asked: Callable[[Machine], tuple[object, ...]]) -> None:
    lines = told(lambda machine: Named(None, tuple("one" for _ in asked(machine)), coverage=WHOLE))
    assert len(lines) == 1
    assert "lists nothing at all" in lines[0]
    through = told(lambda machine: _enumerated(asked(machine)))
    assert through == [], "a ledger that was opened with nothing says so by itself"


def test_none_there_may_be_said_with_the_reason() -> None:
    none = Coverage.none_there(Unit.PROGRAMS, Text("列出者说没有", "The lister says that there is none"))
    assert told(lambda machine: Named(None, tuple(machine.run("lister").text.split()), coverage=none)) == []


def _enumerated(listed: tuple[object, ...]) -> Named:
    seen = Ledger(Unit.PROGRAMS, range(len(listed)), lambda number: Text.name(str(number)))
    for number in seen:
        seen.looked(number)
    return Named(None, coverage=seen.coverage)


def _careful(machine: Machine) -> Named:
    name = machine.registry("HKLM\\X").value("Owner")
    if not isinstance(name, str) or not name.strip():
        raise Unreadable(Text("没有写明使用人", "It does not say whose it is"))
    return Named(name, coverage=WHOLE)


@pytest.mark.parametrize(
    "read",
    [
        _careful,
        lambda machine: Named(machine.host.name, coverage=WHOLE),
        lambda machine: Named(None, coverage=WHOLE),
        lambda machine: Named("on" if machine.exists("/etc/owner") else "off", coverage=WHOLE),
        lambda machine: Named(str(1 // len(machine.read("/etc/owner"))), coverage=WHOLE),
    ],
    ids=["raises", "always there", "no value", "one of two words", "fails"],
)
@pytest.mark.parametrize("platform", [Platform.LINUX, Platform.WINDOWS])
def test_a_probe_that_makes_nothing_of_nothing_is_sound(read: Callable[[Machine], Named], platform: Platform) -> None:
    assert told(read, platform) == []
