"""``nft -j list ruleset``, as libnftables-json(5) has it."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from checker.machine.refusals import malformed
from checker.probes.linux.packet_filter import packets as p
from checker.probes.linux.packet_filter.chains import Hook, Jump, Rule, Ruleset, Translate, Verdict, Word

_FAMILIES = {"ip": ("ip",), "ip6": ("ip6",), "inet": ("ip", "ip6"), "netdev": ("ip", "ip6")}
_PLACES = {"ingress", "prerouting", "input", "forward"}
_PROTOCOLS = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58, "ipv6-icmp": 58, "udplite": 136, "sctp": 132, "dccp": 33}
_PROTOCOLS |= {"esp": 50, "ah": 51, "comp": 108, "gre": 47, "igmp": 2}
_OF_COMPATIBILITY = ("filter", "nat", "mangle", "raw", "security")  # tables that iptables keeps in nftables
# Statements that decide nothing about a packet. Marks are looked for apart.
_HARMLESS = {
    "counter",
    "log",
    "comment",
    "mangle",
    "notrack",
    "set",
    "map",
    "secmark",
    "last",
    "ct helper",
    "ct timeout",
}
_HARMLESS |= {"continue", "ct expectation", "meter", "dup", "flow", "tunnel", "masquerade", "snat"}
_WORDS = {"accept": Word.ACCEPT, "drop": Word.REFUSE, "reject": Word.REFUSE, "return": Word.RETURN}

Json = Mapping[str, Any]


class Listing:
    """What nft says, by address family.

    ``of_iptables``: tables whose rules nft cannot say in full, because iptables wrote them; iptables-save can. They are
    left out of ``families``.

    Raises:
        Unreadable: no such listing.
    """

    def __init__(self, text: str) -> None:
        self.families = {"ip": Ruleset(), "ip6": Ruleset()}
        self.of_iptables: set[tuple[str, str]] = set()
        try:
            self._take(json.loads(text)["nftables"])
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            raise malformed("nft list ruleset") from error

    def _take(self, things: Iterable[Json]) -> None:
        bodies = [(kind, body) for thing in things for kind, body in thing.items()]
        rules = [body for kind, body in bodies if kind == "rule"]
        for body in rules:
            if any("xt" in one for one in body["expr"]) and body["table"] in _OF_COMPATIBILITY:
                self.of_iptables.add((body["family"], body["table"]))
        named = {
            (body["family"], body["table"], body["name"]): body.get("elem", ())
            for kind, body in bodies
            if kind in ("set", "map")
        }
        marks = any("mark" in str(one["mangle"]) for body in rules for one in body["expr"] if "mangle" in one)
        for kind, body in bodies:
            if (body.get("family"), body.get("table")) in self.of_iptables:
                continue
            for family in _FAMILIES.get(body.get("family") or "", ()):
                if kind == "chain":
                    self._add_chain(family, body)
                elif kind == "rule":
                    chain = self.families[family].chains.setdefault(_key(body, body["chain"]), [])
                    chain += _Reader(body, named, marks).rules()

    def _add_chain(self, family: str, body: Json) -> None:
        ruleset = self.families[family]
        ruleset.chains.setdefault(_key(body, body["name"]), [])
        if body.get("hook") not in _PLACES or (body["family"] == "netdev" and "dev" not in body):
            return  # nft before 1.0.7 does not name the device: such a chain may only close more than we know of
        devices = body.get("dev")
        ruleset.hooks.append(
            Hook(
                _key(body, body["name"]),
                body["hook"],
                int(body["prio"]),
                body.get("policy", "accept") != "drop",
                body["type"] == "nat",
                None if devices is None else (devices,) if isinstance(devices, str) else tuple(devices),
            )
        )


def _key(body: Json, chain: str) -> str:
    return f"{body['family']} {body['table']} {chain}"  # chains of one name in two tables are two chains


class _Reader:
    """Reads the expressions of one rule."""

    def __init__(self, body: Json, named: Mapping[tuple[str, str, str], Iterable[Any]], marks: bool) -> None:
        self._body, self._named, self._marks = body, named, marks

    def rules(self) -> Iterator[Rule]:
        """One, or one for each way that a verdict map sends packets."""
        conditions: list[p.Condition] = []
        for expression in self._body["expr"]:
            (word, body), *_ = expression.items()
            if word == "vmap":
                yield from self._each_way(conditions, body, self._verdict)
                return  # what the map does not name goes on to the next rule
            if word == "dnat" and isinstance(body.get("addr"), Mapping) and "map" in body["addr"]:
                yield from self._each_way(conditions, body["addr"]["map"], _place)
                return
            verdict = self._verdict(expression)
            if verdict is not None:
                yield Rule(tuple(conditions), verdict)
                return
            conditions.append(self._condition(word, body))

    def _each_way(
        self, conditions: Iterable[p.Condition], body: Json, read: Callable[[Any], Verdict | None]
    ) -> Iterator[Rule]:
        for key, value in self._pairs(body["data"]):
            verdict = read(value)
            if verdict is not None:
                yield Rule((*conditions, self._compared(body["key"], [key])), verdict)

    def _verdict(self, expression: Json) -> Verdict | None:
        (word, body), *_ = expression.items()
        if word in _WORDS:
            return _WORDS[word]
        match word:
            case "jump" | "goto":
                return Jump(_key(self._body, body["target"]), back=word == "jump")
            case "queue" | "tproxy" | "synproxy":
                return Word.ASK
            case "dnat":
                return _translation(body.get("addr"), body.get("port"))
            case "redirect":
                port = body.get("port") if isinstance(body, Mapping) else None
                return Translate(None, port) if port is None or isinstance(port, int) else Word.ASK
            case "xt" if body and body.get("type") == "target":
                return {"REJECT": Word.REFUSE, "DROP": Word.REFUSE}.get(body["name"], Word.ASK)
        return None

    def _condition(self, word: str, body: Any) -> p.Condition:
        match word:
            case "match":
                return self._match(body)
            case "limit" | "ct count" if isinstance(
                body, Mapping
            ):  # of a first packet: what is "over" has not been reached
                return p.Fixed(not body.get("inv", False))
            case "set" | "meter":
                limits = [one["limit"] for one in body.get("stmt", ()) if "limit" in one]
                limits += [body["stmt"]["limit"]] if word == "meter" and "limit" in body["stmt"] else []
                return p.Fixed(not any(limit.get("inv", False) for limit in limits))
            case "xt" if body and body.get("name") == "comment":
                return p.Fixed(True)
            case "xt":
                return p.Unclear(f"xt {body['name']}" if body else "xt")
        return p.Fixed(True) if word in _HARMLESS else p.Unclear(word)

    def _match(self, body: Json) -> p.Condition:
        values = self._values(body["right"])
        match body["op"]:
            case "==" | "in":
                return self._compared(body["left"], values)
            case "!=":
                return self._compared(body["left"], values).otherwise()
        first, last = {"<": (0, values[0] - 1), "<=": (0, values[0])}.get(body["op"], (values[0], p.PORTS - 1))
        if body["op"] == ">":
            first += 1
        return self._compared(body["left"], [{"range": [first, last]}])

    def _values(self, right: Any) -> list[Any]:
        """Each value that fits, whichever way the right side is written."""
        if isinstance(right, str) and right.startswith("@"):
            elements = self._named[self._body["family"], self._body["table"], right[1:]]
            return [_bare(one) for one in elements]
        if isinstance(right, Mapping) and "set" in right:
            return [_bare(one) for one in right["set"]]
        return list(right) if isinstance(right, list) else [right]

    def _pairs(self, data: Any) -> Iterator[tuple[Any, Json]]:
        elements = data["set"] if isinstance(data, Mapping) else self._named_map(data)
        for key, verdict in sorted(elements, key=lambda pair: pair[0] == "*"):
            yield _bare(key), verdict

    def _named_map(self, name: str) -> Iterable[Any]:
        return self._named[self._body["family"], self._body["table"], name[1:]]

    def _compared(self, left: Any, values: list[Any]) -> p.Condition:
        (kind, body), *_ = left.items()
        if values == ["*"]:  # all that a verdict map does not name
            return p.Fixed(True)
        reader = _LEFT.get(kind)
        if kind == "concat":
            return p.AnyOf(
                tuple(
                    p.AllOf(
                        tuple(
                            self._compared(*pair) for pair in zip(body, ([one] for one in value["concat"]), strict=True)
                        )
                    )
                    for value in values
                )
            )
        if kind == "&" and _asks(body[0]) == "tcp flags":
            return p.tcp(p.Fixed("syn" in _flags(body[1]) and any(_flags(one) == {"syn"} for one in values)))
        if kind in ("meta", "ct", "&") and "mark" in _asks(left):
            return p.Unclear("mark") if self._marks else p.Fixed(_unmarked(kind, body, values))
        return reader(body, values) if reader else p.Unclear(_asks(left))


def _place(value: Any) -> Verdict:
    """What a map of destinations names: an address, or one with a port."""
    parts = value["concat"] if isinstance(value, Mapping) and "concat" in value else [value]
    return _translation(*parts)


def _translation(address: Any, port: Any = None) -> Verdict:
    if isinstance(address, str) and (port is None or isinstance(port, int)):
        return Translate(int(ipaddress.ip_address(address)), port)
    return Word.ASK


def _bare(element: Any) -> Any:
    """An element without its time limit, counter and comment."""
    return element["elem"]["val"] if isinstance(element, Mapping) and "elem" in element else element


def _asks(left: Any) -> str:
    """What an expression is about, in nft's words."""
    if not isinstance(left, Mapping):
        return ""
    (kind, body), *_ = left.items()
    if kind == "&":
        return _asks(body[0])
    if not isinstance(body, Mapping):
        return str(kind)
    words = [str(body[name]) for name in ("protocol", "key", "field", "name") if name in body]
    return " ".join(words if kind == "payload" else (kind, *words))


def _flags(value: Any) -> set[str]:
    if isinstance(value, Mapping) and "|" in value:
        return {flag for one in value["|"] for flag in _flags(one)}
    return set(value) if isinstance(value, list) else {value}


def _unmarked(kind: str, body: Any, values: list[Any]) -> bool:
    """Whether a packet without a mark fits, where no rule gives any."""
    return 0 in values or any(isinstance(one, Mapping) and one.get("range", [1])[0] == 0 for one in values)


def _ranges(values: Iterable[Any], number: Callable[[Any], int]) -> p.Ranges:
    found = []
    for value in values:
        if isinstance(value, Mapping) and "range" in value:
            found.append((number(value["range"][0]), number(value["range"][1])))
        elif isinstance(value, Mapping) and "prefix" in value:
            prefix = value["prefix"]
            found.append(addresses(f"{prefix['addr']}/{prefix['len']}"))
        else:
            found.append((number(value), number(value)))
    return tuple(found)


def addresses(text: str) -> tuple[int, int]:
    """The first and the last address of a network, or of one host."""
    network = ipaddress.ip_network(text, strict=False)
    return int(network.network_address), int(network.broadcast_address)


def _address(value: Any) -> int:
    return int(ipaddress.ip_address(value))


def protocol(value: Any) -> int:
    return value if isinstance(value, int) else int(value) if value.isdecimal() else _PROTOCOLS[value]


def _payload(body: Json, values: list[Any]) -> p.Condition:
    where, asked = body.get("protocol"), body.get("field")
    match where, asked:
        case ("tcp" | "udp" | "th", "dport" | "sport"):
            ports = p.Within(p.Field.PORT if asked == "dport" else p.Field.SOURCE_PORT, _ranges(values, int))
            kind = p.Fixed(True) if where == "th" else p.Within(p.Field.PROTOCOL, _ranges([where], protocol))
            return p.Of(kind, ports)
        case ("tcp", "flags"):
            return p.tcp(p.Fixed(any(_flags(one) == {"syn"} for one in values)))
        case ("ip" | "ip6", "saddr" | "daddr"):
            field = p.Field.SOURCE if asked == "saddr" else p.Field.DESTINATION
            return p.Of(p.Family((where,)), p.Within(field, _ranges(values, _address)))
        case ("ip" | "ip6", "protocol" | "nexthdr"):
            return p.Of(p.Family((where,)), p.Within(p.Field.PROTOCOL, _ranges(values, protocol)))
        case ("ip" | "ip6", "version"):
            return p.Fixed(True)
        case ("ether", "saddr"):
            return p.Fixed(False)  # a stranger's, whom no rule names
    if where in _PROTOCOLS:
        known = p.Within(p.Field.PROTOCOL, _ranges([where], protocol))
        return p.Of(known, p.Unclear(f"{where} {asked}"))
    return p.Unclear(_asks({"payload": body}))


def _meta(body: Json, values: list[Any]) -> p.Condition:
    match body["key"]:
        case "iif" | "iifname":
            return p.Arrived(tuple(map(str, values)))
        case "oif" | "oifname":
            return p.AllOf((p.Not(p.Here()), p.Unclear("oifname")))
        case "l4proto":
            return p.Within(p.Field.PROTOCOL, _ranges(values, protocol))
        case "nfproto" | "protocol":
            families = {"ipv4": "ip", "ipv6": "ip6", "ip": "ip", "ip6": "ip6"}
            return p.Family(tuple(families.get(value, "") for value in values))
        case "pkttype":
            return p.Fixed(any(value in ("host", "unicast") for value in values))
    return p.Unclear(f"meta {body['key']}")


def _ct(body: Json, values: list[Any]) -> p.Condition:
    match body["key"]:
        case "state":
            return p.Fixed("new" in values)
        case "status":
            return p.AllOf((p.Translated(), p.Fixed("dnat" in values)))
        case "direction":
            return p.Fixed("original" in values)
        case "helper" | "expiration":
            return p.Fixed(False)
    return p.Unclear(f"ct {body['key']}")


def _fib(body: Json, values: list[Any]) -> p.Condition:
    flags = body.get("flags", ())
    if body.get("result") == "type" and "daddr" in flags:
        return p.AllOf((p.Here(), p.Fixed("local" in values)))
    if body.get("result") == "oif" and "saddr" in flags and values in ([True], [False]):
        return p.Fixed(values == [True])  # the way back to the sender is there
    return p.Unclear("fib")


def _header(body: Json, values: list[Any]) -> p.Condition:
    """An extension header of IPv6, which a plain packet of TCP or UDP does not have."""
    return p.Fixed(values == [False])


_LEFT: Mapping[str, Callable[[Any, list[Any]], p.Condition]] = {
    "payload": _payload,
    "meta": _meta,
    "ct": _ct,
    "fib": _fib,
    "exthdr": _header,
}
