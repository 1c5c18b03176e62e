from __future__ import annotations

import pytest

from checker.knowledge.products import Product, Signs
from checker.machine.answers import Process
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.presence import Seen, among, presences
from checker.probes.running import process_names
from tests.worlds.world import World

_SIGNS = Signs(
    programs=("Tool*",), services=("toold.service",), processes=("a-very-long-tool-name",), paths=("/opt/t",)
)
_TOOL = Product("tool", Text.name("Tool"), linux=_SIGNS)


@pytest.mark.parametrize(
    ("seen", "facts"),
    [
        (Seen(programs=frozenset({"toolbox"})), (True, False, False)),
        (Seen(services=frozenset({"toold.service"})), (True, False, False)),
        (Seen(paths=frozenset({"/opt/t"})), (True, False, False)),
        (Seen(files=frozenset({"a-very-long-tool-name"})), (True, False, False)),
        (Seen(launched=frozenset({"a-very-long-tool-name"})), (False, True, False)),
        (Seen(starting=frozenset({"toold.service"})), (False, True, False)),
        (Seen(running=frozenset({"toold.service"})), (False, False, True)),
        (Seen(running=frozenset({"a-very-long-tool-name"})), (False, False, True)),
        (Seen(running=frozenset({"a-very-long-too"})), (False, False, True)),  # cut by the kernel
    ],
)
def test_the_three_facts_do_not_follow_from_one_another(seen: Seen, facts: tuple[bool, bool, bool]) -> None:
    (found,) = presences((_TOOL,), Platform.LINUX, seen)
    assert (found.installed, found.autostarts, found.running) == facts


def test_nothing_seen_is_not_there() -> None:
    other = frozenset({"retool", "a-very-long-to"})
    assert presences((_TOOL,), Platform.LINUX, Seen(other, other, other, other)) == ()
    assert presences((_TOOL,), Platform.WINDOWS, Seen(frozenset({"toolbox"}))) == ()


def test_patterns_compare_without_case() -> None:
    assert among(("ToDesk*", "x"), frozenset({"todesk 4.7", "y"})) == {"todesk 4.7"}


def test_programs_are_named_by_process_and_by_file() -> None:
    world = World(
        processes=(Process(1, "Cut-At-Fifteen", "/opt/x/Whole-Name (deleted)", None), Process(2, "", None, None))
    )
    assert process_names(world.machine()) == {"cut-at-fifteen", "whole-name"}


@pytest.mark.parametrize("processes", [(), tuple(Process(pid, "", None, None) for pid in range(3)), None])
def test_a_list_without_names_is_no_list(processes: tuple[Process, ...] | None) -> None:
    with pytest.raises(Unreadable):
        process_names(World(processes=processes).machine())
