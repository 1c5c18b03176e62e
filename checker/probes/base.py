"""What a probe is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from checker.machine.machine import Machine
from checker.model.fact import Fact
from checker.model.target import Platform

F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Probe(Generic[F_co]):
    """How one fact is read on one platform."""

    fact: type[F_co]
    platform: Platform
    read: Callable[[Machine], F_co]

    def __call__(self, machine: Machine) -> F_co:
        return self.read(machine)


AnyProbe = Probe[Any]


def probe(fact: type[F_co], platform: Platform) -> Callable[[Callable[[Machine], F_co]], Probe[F_co]]:
    """Say which fact a function reads, and on which platform. It returns the fact or raises Unreadable."""
    return lambda read: Probe(fact, platform, read)
