"""The loaded packet filter: would it refuse what nobody asked for?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.facts.workstation.firewall import Filtering
from checker.machine.refusals import malformed

_REFUSALS = frozenset({"drop", "reject"})


@dataclass(frozen=True, slots=True)
class Rule:
    """`conditional`: only some packets meet it. `verdict`: drop, reject, accept, return; `chain`: where it leads."""

    conditional: bool
    verdict: str | None = None
    chain: str | None = None


@dataclass(slots=True)
class Chain:
    """`policy` and `hooked` belong to chains that the kernel itself enters for incoming packets."""

    rules: list[Rule] = field(default_factory=list)
    policy: str | None = None
    hooked: bool = False


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Chains of one address family ("ip", "ip6") by name."""

    families: Mapping[str, Mapping[str, Chain]]

    def beside(self, other: Ruleset) -> Ruleset:
        """Both at once: a packet has to get past either. Their chains do not know of one another."""
        return Ruleset({family: {**chains, **other.families[family]} for family, chains in self.families.items()})

    def filtering(self) -> Filtering:
        """On where both families refuse what is left over; off where none refuses anything."""
        each = [_family(self.families.get(family, {})) for family in ("ip", "ip6")]
        if all(one is Filtering.ON for one in each):
            return Filtering.ON
        return Filtering.OFF if all(one is Filtering.OFF for one in each) else Filtering.PARTLY


def _family(chains: Mapping[str, Chain]) -> Filtering:
    entrances = [name for name, chain in chains.items() if chain.hooked]
    if any(_refuses_the_rest(name, chains, set()) for name in entrances):
        return Filtering.ON
    return Filtering.PARTLY if _refuses_some(entrances, chains) else Filtering.OFF


def _refuses_the_rest(name: str, chains: Mapping[str, Chain], passed: set[str]) -> bool:
    """Whether a packet that no condition fits is refused. `passed`: chains it has been through."""
    chain = chains.get(name, Chain())
    passed.add(name)
    for rule in chain.rules:
        if rule.conditional:
            continue
        if rule.verdict in _REFUSALS:
            return True
        if rule.verdict == "accept":
            return False
        if rule.verdict == "return":
            break
        if rule.chain and rule.chain not in passed and _refuses_the_rest(rule.chain, chains, passed):
            return True
    return chain.policy in _REFUSALS


def _refuses_some(entrances: Iterable[str], chains: Mapping[str, Chain]) -> bool:
    """Whether anything at all that can be reached refuses a packet."""
    waiting = list(entrances)
    passed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in passed or name not in chains:
            continue
        passed.add(name)
        chain = chains[name]
        if chain.policy in _REFUSALS or any(rule.verdict in _REFUSALS for rule in chain.rules):
            return True
        waiting += [rule.chain for rule in chain.rules if rule.chain]
    return False


def from_nft(listing: str) -> Ruleset:
    """``nft -j list ruleset``.

    Raises:
        Unreadable: no such listing.
    """
    families: dict[str, dict[str, Chain]] = {"ip": {}, "ip6": {}}
    try:
        things = json.loads(listing)["nftables"]
        for thing in things:
            for kind, body in thing.items():
                for family in _families(body.get("family")):
                    if kind == "chain":
                        _add_chain(families[family], body)
                    elif kind == "rule":
                        chain = families[family].setdefault(_key(body["table"], body["chain"]), Chain())
                        chain.rules.append(_nft_rule(body["table"], body["expr"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise malformed("nft list ruleset") from error
    return Ruleset(families)


def _families(family: str | None) -> tuple[str, ...]:
    return {"ip": ("ip",), "ip6": ("ip6",), "inet": ("ip", "ip6")}.get(family or "", ())


def _key(table: str, chain: str) -> str:
    return f"{table}\0{chain}"  # chains of one name in two tables are two chains


def _add_chain(chains: dict[str, Chain], body: Mapping[str, Any]) -> None:
    chain = chains.setdefault(_key(body["table"], body["name"]), Chain())
    chain.hooked = body.get("hook") == "input" and body.get("type") == "filter"
    chain.policy = body.get("policy") if chain.hooked else None


def _nft_rule(table: str, expressions: Iterable[Mapping[str, Any]]) -> Rule:
    conditional, verdict, chain = False, None, None
    for expression in expressions:
        (word, body), *_ = expression.items()
        if word in ("drop", "reject", "accept", "return"):
            verdict = word
        elif word in ("jump", "goto"):
            chain = _key(table, body["target"])
        elif word == "xt" and body["type"] == "target":  # iptables' own targets, where nft has no word for them
            verdict = str(body["name"]).lower()
        elif word == "xt" and body["name"] == "comment":
            continue
        elif word not in ("counter", "log", "comment"):
            conditional = True
    return Rule(conditional, verdict, chain)


_APPEND = re.compile(r"^-A (\S+)(.*)$")
_TARGET = re.compile(r"(?:^| )-[jg] (\S+)")
_HARMLESS = re.compile(r" --reject-with \S+| -m comment --comment (?:\"[^\"]*\"|\S+)| -[jg] \S+")


def from_iptables(ip: str, ip6: str) -> Ruleset:
    """``iptables-save`` and ``ip6tables-save``: only their filter tables count.

    Raises:
        Unreadable: no such listing.
    """
    return Ruleset({"ip": _iptables(ip), "ip6": _iptables(ip6)})


def _iptables(listing: str) -> dict[str, Chain]:
    chains: dict[str, Chain] = {}
    table = ""
    for line in listing.splitlines():
        if line.startswith("*"):
            table = line[1:].strip()
        elif table == "filter" and line.startswith(":"):
            name, _, rest = line[1:].partition(" ")
            policy = rest.split(" ")[0].lower()
            chains[name] = Chain(policy=policy if policy != "-" else None, hooked=name == "INPUT")
        elif table == "filter" and (match := _APPEND.match(line)):
            chains.setdefault(match[1], Chain()).rules.append(_iptables_rule(match[2]))
        elif line and not line.startswith(("#", ":", "-", "COMMIT")):
            raise malformed("iptables-save")
    return chains


def _iptables_rule(words: str) -> Rule:
    target = _TARGET.search(words)
    name = target[1] if target else ""
    conditional = bool(_HARMLESS.sub("", words).strip())
    if name.lower() in ("drop", "reject", "accept", "return"):
        return Rule(conditional, verdict=name.lower())
    return Rule(conditional, chain=name or None)
