"""What all of it comes to: does everything get in from outside, nearly nothing, or something between?"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from checker.facts.workstation.firewall import Filtering
from checker.machine import refusals
from checker.probes.linux.packet_filter import packets as p
from checker.probes.linux.packet_filter.chains import Ruleset, Walk

# Ports that may be open to everybody before it is no longer "some services": passive FTP takes a thousand or two.
SOME_PORTS = 4096
# Fewer sources than this are single computers that somebody wrote down, not a network.
SOME_SOURCES = 16
_BITS_AT_MOST = 1 << 23  # of one set of packets; a list of all networks of a country times a hundred services
_VANTAGES_AT_MOST = 4096
# Between this computer and what it runs itself: nothing outside is reached by them.
_INWARD = re.compile(r"lo|docker\d*|br-[0-9a-f]{12}|virbr\d+(-nic)?|(veth|vnet|lxcbr|lxdbr|podman|cni|flannel|cali).*")
# Senders that no packet from outside has; the kernel refuses them.
_NOT_OUTSIDE = {
    "ip": ("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"),
    "ip6": ("::/127", "ff00::/8"),
}
_SOMEBODY = {"ip": "203.0.113.77", "ip6": "2001:db8::77"}
_NO_PORT = (0, 0)
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """`unclear`: words of rules that are not understood and on which the answer depends; it is no answer then.

    `open`: what gets in from everywhere, as "tcp 22" and "udp 1714-1764".
    """

    filtering: Filtering
    open: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def judged(rulesets: Mapping[str, Ruleset], interfaces: Iterable[str] = (), own: Iterable[str] = ()) -> Judged:
    """`interfaces` and `own`: names and addresses that this computer has.

    Raises:
        Unreadable: rules that lead in a circle, or more than can be followed.
    """
    interfaces, own = tuple(interfaces), tuple(own)
    each = [_Family(name, rulesets.get(name, Ruleset()), interfaces, own) for name in ("ip", "ip6")]
    sure = _together(one.certain for one in each)
    if sure is not None:
        return Judged(sure, tuple(dict.fromkeys(line for one in each for line in one.open))[:_LISTED])
    return Judged(Filtering.PARTLY, unclear=tuple(sorted({word for one in each for word in one.unclear})))


def inward(interface: str) -> bool:
    """Whether an interface leads to this computer's own virtual machines and containers, or to itself."""
    return _INWARD.fullmatch(interface) is not None


def _together(each: Iterable[Filtering | None]) -> Filtering | None:
    """On where both families refuse what is left over; off where none refuses anything. None: not known."""
    found = set(each)
    if len(found) == 1:
        return found.pop()
    return None if found == {Filtering.ON, None} else Filtering.PARTLY


class _Family:
    def __init__(self, name: str, ruleset: Ruleset, interfaces: Sequence[str], own: Sequence[str]) -> None:
        self._name = name
        conditions = tuple(ruleset.conditions)
        self.unclear = tuple(one.word for one in conditions if isinstance(one, p.Unclear))
        within = [one for one in conditions if isinstance(one, p.Within)]
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in own]
        mine = [int(one) for one in addresses if one.max_prefixlen == p.BITS[name]]
        foreign = (*map(_network, _NOT_OUTSIDE[name]), *((one, one) for one in mine))
        self._space = space_of(name, within, foreign)
        if len(self._space.sources) * len(self._space.ports) > _BITS_AT_MOST:
            raise refusals.too_large("nftables/iptables")
        self._valid = self._space.all & ~self._space.of_sources(foreign) & ~self._space.of_ports((_NO_PORT,))
        # Classes of senders that are more than a few written down.
        classes = range(len(self._space.sources))
        self._broad = tuple(index for index in classes if self._space.addresses(index) > SOME_SOURCES)
        self._answers = tuple(self._answered(ruleset, conditions, within, interfaces, mine))

    def _answered(
        self,
        ruleset: Ruleset,
        conditions: Iterable[p.Condition],
        within: Sequence[p.Within],
        interfaces: Sequence[str],
        mine: Sequence[int],
    ) -> Iterator[tuple[int, p.Flow]]:
        """Protocol, and which packets get in, from each vantage."""
        named = {name.rstrip("*") + ("0" if name.endswith("*") else "") for one in conditions for name in _arrived(one)}
        names = sorted({name for name in (*interfaces, *named) if name and not inward(name)}) or ["eth0"]
        source_ports = {max(1, cut) for cut in _cuts(_ranges(within, p.Field.SOURCE_PORT), p.PORTS)}
        at = self._destinations(within, mine)
        vantages = list(product(names, (p.TCP, p.UDP), sorted(source_ports), at))
        if len(vantages) > _VANTAGES_AT_MOST:
            raise refusals.too_large("nftables/iptables")
        walk = Walk(ruleset, self._space)
        for interface, protocol, source_port, destination in vantages:
            vantage = p.Vantage(self._name, interface, protocol, source_port, destination)
            yield protocol, walk.delivered(self._valid, vantage)

    def _destinations(self, within: Sequence[p.Within], mine: Sequence[int]) -> list[int]:
        """This computer's own addresses, one of each kind that rules tell apart; one that stands for all if unknown."""
        cuts = _cuts(_ranges(within, p.Field.DESTINATION), 1 << p.BITS[self._name])
        kinds = {max(cut for cut in cuts if cut <= one): one for one in mine}
        return list(kinds.values()) or [int(ipaddress.ip_address(_SOMEBODY[self._name]))]

    @property
    def certain(self) -> Filtering | None:
        """None: it depends on what is not understood."""
        most, least = self._seen(lambda flow: flow.may), self._seen(lambda flow: flow.must)
        if most is least:
            return most
        # Something gets in for certain that is more than services, or something is refused for certain: not in order.
        return Filtering.PARTLY if least is not Filtering.ON else None

    def _seen(self, packets: Callable[[p.Flow], int]) -> Filtering:
        if all(packets(flow) == self._valid for _, flow in self._answers):
            return Filtering.OFF
        rows = {row for _, flow in self._answers for row in self._rows(packets(flow))}
        return Filtering.ON if all(self._size(row) <= SOME_PORTS for row in rows) else Filtering.PARTLY

    def _rows(self, packets: int) -> set[int]:
        return {self._space.row(packets, source) for source in self._broad}

    def _size(self, row: int) -> int:
        return sum(last - first + 1 for first, last in self._space.ports_of(row))

    @property
    def open(self) -> Iterator[str]:
        words = {p.TCP: "tcp", p.UDP: "udp"}
        for protocol, word in words.items():
            rows = 0
            for kind, flow in self._answers:
                if kind == protocol:
                    for row in self._rows(flow.may):
                        rows |= row
            if self._size(rows) <= SOME_PORTS:
                for first, last in self._space.ports_of(rows):
                    yield f"{word} {first}" if first == last else f"{word} {first}-{last}"


def space_of(family: str, conditions: Iterable[p.Condition], apart: p.Ranges = ()) -> p.Space:
    """The classes that these conditions tell apart, and the senders of `apart` from all others."""
    within = [one for one in conditions if isinstance(one, p.Within)]
    return p.Space(
        family,
        _cuts((*_ranges(within, p.Field.SOURCE), *apart), 1 << p.BITS[family]),
        _cuts((*_ranges(within, p.Field.PORT), _NO_PORT), p.PORTS),
    )


def _network(text: str) -> tuple[int, int]:
    network = ipaddress.ip_network(text)
    return int(network.network_address), int(network.broadcast_address)


def _ranges(within: Iterable[p.Within], field: p.Field) -> Iterator[tuple[int, int]]:
    for one in within:
        if one.field is field:
            yield from one.ranges


def _cuts(ranges: Iterable[tuple[int, int]], end: int) -> tuple[int, ...]:
    """Where classes begin that no range tells apart within."""
    cuts = {0} | {edge for first, last in ranges for edge in (first, last + 1)}
    return tuple(sorted(cut for cut in cuts if 0 <= cut < end))


def _arrived(condition: p.Condition) -> tuple[str, ...]:
    return condition.interfaces if isinstance(condition, p.Arrived) else ()
