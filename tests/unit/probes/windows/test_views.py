"""A Windows of another width: programs in either view of the registry are found, and once."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest

from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.probes.windows.software import installed_software
from tests.worlds.programs import running, service, services, uninstall
from tests.worlds.world import World

_PERSON = {r"HKCU\Software\Microsoft\Windows": {}}


@dataclass
class Views:
    """A registry with two views, as winreg shows it: on a Windows of 64 bits (Intel and ARM alike) HKLM\\SOFTWARE is
    WOW6432Node's for who asks for the 32-bit one; on one of 32 bits there is a single view, whatever is asked for.
    Source: Microsoft, "Registry Keys Affected by WOW64".
    """

    wide: World
    narrow: World

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        world = self.narrow if verb == "registry" and arguments[1] == 32 else self.wide
        return world.answer(verb, arguments, stop)


def _world(*programs: str) -> World:
    return World(
        Platform.WINDOWS,
        registry={**uninstall(*programs), **_PERSON},
        services=services(service("Spooler")),
        processes=running("explorer.exe"),
    )


@pytest.mark.parametrize(
    ("wide", "narrow", "names"),
    [
        (("A",), ("B",), ["A", "B", "Microsoft Edge"]),  # 64 bits, each view with its own
        (("A",), (), ["A", "Microsoft Edge"]),
        ((), ("B",), ["B", "Microsoft Edge"]),  # everything is of 32 bits, as much is on ARM64
        (("A",), ("A",), ["A", "Microsoft Edge"]),  # 32 bits: both views are one
    ],
)
def test_programs_of_both_views_are_listed_once(
    wide: tuple[str, ...], narrow: tuple[str, ...], names: list[str]
) -> None:
    fact = installed_software(Machine(Views(_world(*wide), _world(*narrow))))
    assert [program.name for program in fact.programs] == names
