"""What a fuzzer knows of one door where foreign bytes enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


class Broken(AssertionError):
    """The door did what it promises never to do. Whatever else it raises is a fault, too."""


@dataclass(frozen=True, slots=True)
class Target:
    """A door and its oracle.

    enters   what foreign bytes come in there, for people
    take     gives the door an input and returns its answer. The refusals that a door documents are answers; `Broken`,
             and whatever else is raised, is a fault. Two answers to one input have to be equal.
    seeds    sound inputs, made by us, that a fuzzer begins with
    longest  bytes of an input
    """

    name: str
    enters: str
    take: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    longest: int = 1 << 16


def refusing(door: Callable[[bytes], object], *refusals: type[Exception]) -> Callable[[bytes], object]:
    """A door whose refusals are answers."""

    def take(content: bytes) -> object:
        try:
            return door(content)
        except refusals as refusal:
            return type(refusal), str(refusal)

    return take
