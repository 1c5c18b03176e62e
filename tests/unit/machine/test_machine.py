"""What was listed and is said to be absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest

from checker.machine.answers import Entry, Kind, RegistryKey
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable


@dataclass
class Hiding:
    """A computer that lists one thing, of that kind, and opens nothing; `gone`: the second list has it no more."""

    kind: Kind = Kind.FILE
    gone: bool = False
    lists: int = 0

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb == "registry" and arguments[0] == "HKLM\\Run":
            return RegistryKey({}, ("Hidden",))
        if verb == "list" and not arguments[0].endswith("hidden"):
            self.lists += 1
            return () if self.gone and self.lists > 1 else (Entry("hidden", self.kind, 0, 0.0),)
        raise Absent(Text("没有", "nothing there"))


ASKED: list[Callable[[Machine], object]] = [
    lambda machine: machine.read("/etc/x/hidden"),
    lambda machine: machine.head("/etc/x/hidden", 9),
    lambda machine: machine.tail("/etc/x/hidden"),
    lambda machine: machine.stat("/etc/x/hidden"),
    lambda machine: machine.list("/etc/x/hidden"),
]


@pytest.mark.parametrize("ask", ASKED)
def test_what_is_listed_and_does_not_open_is_not_absent(ask: Callable[[Machine], object]) -> None:
    machine = Machine(Hiding())
    machine.list("/etc/x/")
    with pytest.raises(Unreadable) as caught:
        ask(machine)
    assert not isinstance(caught.value, Absent)
    assert "hidden" in caught.value.reason.en


def test_a_windows_path_is_the_same_with_either_slash() -> None:
    machine = Machine(Hiding())
    machine.list("C:\\x")
    with pytest.raises(Unreadable) as caught:
        machine.read("C:/x\\hidden")
    assert not isinstance(caught.value, Absent)


@pytest.mark.parametrize(
    "source", [Hiding(gone=True), Hiding(kind=Kind.LINK)], ids=["gone since", "a link that leads nowhere"]
)
def test_what_went_away_or_leads_nowhere_is_absent(source: Hiding) -> None:
    machine = Machine(source)
    machine.list("/etc/x")
    with pytest.raises(Absent):
        machine.read("/etc/x/hidden")


def test_a_key_that_is_listed_and_does_not_open_is_not_absent() -> None:
    machine = Machine(Hiding())
    machine.registry("HKLM\\Run")
    with pytest.raises(Unreadable) as caught:
        machine.registry("HKLM\\RUN\\hidden")
    assert not isinstance(caught.value, Absent)
    with pytest.raises(Absent):
        machine.registry("HKLM\\Run\\other")
