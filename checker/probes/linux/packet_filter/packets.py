"""Packets by the set: the first of a connection that nobody here asked for, from outside, by TCP or UDP.

What rules tell apart is cut into classes (by source address and by destination port), and a set of packets is a number
with a bit for each pair of classes. Whatever else a rule may ask about (interface, protocol, source port, destination)
is the same for all packets of a set: its `Vantage`. So one walk through the rules answers for every sender and all
ports at once, and exactly.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

TCP, UDP = 6, 17
PORTS = 1 << 16
BITS = {"ip": 32, "ip6": 128}

Ranges = tuple[tuple[int, int], ...]
"""First and last of each, both within."""


class Field(StrEnum):
    """What a range is about."""

    SOURCE = "source"
    DESTINATION = "destination"
    PORT = "port"
    SOURCE_PORT = "source_port"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True)
class Vantage:
    """What all packets of a set have in common.

    port       the destination port that a rule gave them; None: each has its own
    forwarded  a rule sent them on to another computer, a container for example
    """

    family: str  # "ip" | "ip6"
    interface: str
    protocol: int
    source_port: int
    destination: int
    port: int | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A set of packets as far as it is known: `must` are certainly in it, `may` are all that could be."""

    must: int
    may: int

    def __or__(self, other: Flow) -> Flow:
        return Flow(self.must | other.must, self.may | other.may)

    def __and__(self, other: Flow) -> Flow:
        return Flow(self.must & other.must, self.may & other.may)

    def without(self, other: Flow) -> Flow:
        return Flow(self.must & ~other.may, self.may & ~other.must)


NOBODY = Flow(0, 0)


@dataclass(frozen=True)
class Space:
    """The classes of one address family: the first source address, and the first port, of each."""

    family: str
    sources: tuple[int, ...]
    ports: tuple[int, ...]

    @cached_property
    def all(self) -> int:
        return (1 << len(self.sources) * len(self.ports)) - 1

    @cached_property
    def _each_source(self) -> int:
        return self.all // ((1 << len(self.ports)) - 1)

    def of_ports(self, ranges: Ranges) -> int:
        """Packets from anywhere to those ports."""
        found = 0
        for first, last in ranges:
            low, high = bisect_left(self.ports, first), bisect_right(self.ports, last)
            found |= ((1 << max(0, high - low)) - 1) << low
        return found * self._each_source

    def of_sources(self, ranges: Ranges) -> int:
        """Packets from those addresses to any port."""
        found, width = 0, len(self.ports)
        for first, last in ranges:
            low, high = bisect_left(self.sources, first), bisect_right(self.sources, last)
            found |= ((1 << width * max(0, high - low)) - 1) << width * low
        return found

    def of_one(self, source: int, port: int) -> int:
        """The set of packets that rules treat like this one."""
        index = (bisect_right(self.sources, source) - 1) * len(self.ports) + bisect_right(self.ports, port) - 1
        return 1 << index

    def addresses(self, index: int) -> int:
        """How many addresses a class of sources has."""
        ends = (*self.sources[1:], 1 << BITS[self.family])
        return ends[index] - self.sources[index]

    def row(self, packets: int, source: int) -> int:
        """The classes of ports, as bits, that packets of one class of sources go to."""
        return packets >> source * len(self.ports) & (1 << len(self.ports)) - 1

    def ports_of(self, row: int) -> Ranges:
        """Those classes as ranges of ports, neighbours joined."""
        ends = (*self.ports[1:], PORTS)
        found: list[tuple[int, int]] = []
        for index, first in enumerate(self.ports):
            if row >> index & 1:
                if found and found[-1][1] == first - 1:
                    found[-1] = (found[-1][0], ends[index] - 1)
                else:
                    found.append((first, ends[index] - 1))
        return tuple(found)


class Condition:
    """What a rule asks of a packet."""

    def met(self, space: Space, vantage: Vantage) -> Flow:
        """Which packets meet it."""
        raise NotImplementedError

    def otherwise(self) -> Condition:
        """What a rule asks that says "not" before it."""
        return Not(self)

    def parts(self) -> Iterable[Condition]:
        """It, and all that it is made of."""
        return (self,)


def _all_or_none(space: Space, answer: bool) -> Flow:
    return Flow(space.all, space.all) if answer else NOBODY


def _within(number: int, ranges: Ranges) -> bool:
    return any(first <= number <= last for first, last in ranges)


@dataclass(frozen=True)
class Within(Condition):
    """A number lies in one of the ranges."""

    field: Field
    ranges: Ranges

    def met(self, space: Space, vantage: Vantage) -> Flow:
        match self.field:
            case Field.SOURCE:
                packets = space.of_sources(self.ranges)
                return Flow(packets, packets)
            case Field.PORT if vantage.port is None:
                packets = space.of_ports(self.ranges)
                return Flow(packets, packets)
            case Field.PORT:
                return _all_or_none(space, _within(vantage.port or 0, self.ranges))
            case Field.DESTINATION:
                return _all_or_none(space, _within(vantage.destination, self.ranges))
            case Field.SOURCE_PORT:
                return _all_or_none(space, _within(vantage.source_port, self.ranges))
            case Field.PROTOCOL:
                return _all_or_none(space, _within(vantage.protocol, self.ranges))


@dataclass(frozen=True)
class Family(Condition):
    families: tuple[str, ...]

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return _all_or_none(space, vantage.family in self.families)


@dataclass(frozen=True)
class Arrived(Condition):
    """By one of these interfaces; a name that ends in ``*`` stands for all that begin like it."""

    interfaces: tuple[str, ...]

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return _all_or_none(space, any(_like(vantage.interface, name) for name in self.interfaces))


def _like(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


@dataclass(frozen=True)
class Here(Condition):
    """For this computer itself: no rule has sent it on."""

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return _all_or_none(space, not vantage.forwarded)


@dataclass(frozen=True)
class Translated(Condition):
    """A rule has given it another destination or port."""

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return _all_or_none(space, vantage.forwarded or vantage.port is not None)


@dataclass(frozen=True)
class Fixed(Condition):
    """The same for every packet of ours."""

    answer: bool

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return _all_or_none(space, self.answer)


@dataclass(frozen=True)
class Unclear(Condition):
    """Nobody can tell from the rules: what they ask is not known here, or depends on more than a packet."""

    word: str

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return Flow(0, space.all)


@dataclass(frozen=True)
class Not(Condition):
    condition: Condition

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return Flow(space.all, space.all).without(self.condition.met(space, vantage))

    def parts(self) -> Iterable[Condition]:
        return (self, *self.condition.parts())


@dataclass(frozen=True)
class AllOf(Condition):
    conditions: tuple[Condition, ...]

    def met(self, space: Space, vantage: Vantage) -> Flow:
        flow = Flow(space.all, space.all)
        for condition in self.conditions:
            flow = flow & condition.met(space, vantage)
            if not flow.may:
                break
        return flow

    def parts(self) -> Iterable[Condition]:
        return (self, *(part for one in self.conditions for part in one.parts()))


@dataclass(frozen=True)
class Of(Condition):
    """About packets of one kind alone: ``tcp dport != 22`` says nothing of those that have no such port."""

    kind: Condition
    asked: Condition

    def met(self, space: Space, vantage: Vantage) -> Flow:
        return self.kind.met(space, vantage) & self.asked.met(space, vantage)

    def otherwise(self) -> Condition:
        return Of(self.kind, self.asked.otherwise())

    def parts(self) -> Iterable[Condition]:
        return (self, *self.kind.parts(), *self.asked.parts())


@dataclass(frozen=True)
class AnyOf(Condition):
    conditions: tuple[Condition, ...]

    def met(self, space: Space, vantage: Vantage) -> Flow:
        flow = NOBODY
        for condition in self.conditions:
            flow = flow | condition.met(space, vantage)
        return flow

    def parts(self) -> Iterable[Condition]:
        return (self, *(part for one in self.conditions for part in one.parts()))


def tcp(condition: Condition) -> Condition:
    """Of packets by TCP alone."""
    return Of(Within(Field.PROTOCOL, ((TCP, TCP),)), condition)
