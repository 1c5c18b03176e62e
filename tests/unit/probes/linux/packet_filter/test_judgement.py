"""Listings as ufw, firewalld, docker and plain hands leave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from checker.facts.workstation.firewall import Filtering
from checker.model.unreadable import Unreadable
from checker.probes.linux.packet_filter import iptables
from checker.probes.linux.packet_filter.chains import Ruleset
from checker.probes.linux.packet_filter.judgement import Judged, judged
from checker.probes.linux.packet_filter.nft import Listing

_UFW = """\
*filter
:INPUT DROP [5:200]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:ufw-before-input - [0:0]
:ufw-user-input - [0:0]
-A INPUT -j ufw-before-input
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT
-A ufw-before-input -d 224.0.0.251/32 -p udp -m udp --dport 5353 -j ACCEPT
-A ufw-before-input -j ufw-user-input
{rules}COMMIT
"""
_DOCKER = """\
*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER -i docker0 -j RETURN
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:DOCKER - [0:0]
-A FORWARD -o docker0 -j DOCKER
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
COMMIT
"""


def _filter(policy: str, *rules: str) -> str:
    chains = "".join(f":{name} - [0:0]\n" for name in ("a", "b"))
    return f"*filter\n:INPUT {policy} [0:0]\n{chains}{''.join(f'-A {rule}{chr(10)}' for rule in rules)}COMMIT\n"


def _iptables(ip: str, ip6: str | None = None) -> Judged:
    texts = {"ip": ip, "ip6": ip if ip6 is None else ip6}
    return judged({family: iptables.ruleset(text, family) for family, text in texts.items()}, ["lo", "eth0"])


@pytest.mark.parametrize(
    ("listing", "filtering"),
    [
        (_UFW.format(rules=""), Filtering.ON),
        (_UFW.format(rules="-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT\n"), Filtering.ON),
        (_UFW.format(rules="-A ufw-user-input -j ACCEPT\n"), Filtering.OFF),
        (
            _filter("ACCEPT", "INPUT -i lo -j ACCEPT", "INPUT -j REJECT"),
            Filtering.ON,
        ),
        (_filter("ACCEPT", "INPUT -p tcp -m tcp --dport 22 -j ACCEPT"), Filtering.OFF),
        ("", Filtering.OFF),
        (_filter("DROP", "INPUT -j a", "a -j ACCEPT"), Filtering.OFF),
        (_filter("DROP", "INPUT -g a", "a -j ACCEPT"), Filtering.OFF),
        (_filter("DROP", "INPUT -j a", "a -j RETURN", "a -j ACCEPT"), Filtering.ON),
        (_filter("DROP", "INPUT -g a", "INPUT -j ACCEPT"), Filtering.ON),
        (_filter("DROP", "INPUT -p tcp -j ACCEPT", "INPUT -p udp -j ACCEPT"), Filtering.OFF),
        (_filter("DROP", "INPUT -p tcp -j ACCEPT"), Filtering.PARTLY),
        (_filter("DROP", "INPUT -m multiport -p tcp --dports 1024:65535 -j ACCEPT"), Filtering.PARTLY),
        (_filter("DROP", "INPUT -p tcp -m tcp --sport 53 -j ACCEPT"), Filtering.PARTLY),
        (_filter("DROP", "INPUT -i wlan0 -j ACCEPT"), Filtering.PARTLY),
        (_filter("DROP", "INPUT -i e+ -j ACCEPT"), Filtering.OFF),
        (_filter("DROP", "INPUT -i docker0 -j ACCEPT", "INPUT -i virbr0 -j ACCEPT"), Filtering.ON),
        (_filter("ACCEPT", "INPUT -p tcp -m tcp --dport 445 -j DROP"), Filtering.PARTLY),
        (_filter("ACCEPT", "b -j DROP"), Filtering.OFF),  # nothing leads there
        (_filter("DROP", "INPUT -m limit --limit 3/min -j ACCEPT"), Filtering.OFF),  # what comes first gets in
        ("*mangle\n:PREROUTING DROP [0:0]\nCOMMIT\n", Filtering.ON),  # before any other chain
        (
            "*raw\n:OUTPUT DROP [0:0]\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\nCOMMIT\n",
            Filtering.OFF,
        ),  # not what comes in
    ],
)
def test_what_iptables_lets_in(listing: str, filtering: Filtering) -> None:
    assert _iptables(listing).filtering is filtering


def test_one_open_family_is_partly() -> None:
    closed = _filter("DROP")
    assert _iptables(closed, "").filtering is Filtering.PARTLY
    assert _iptables("", closed).filtering is Filtering.PARTLY


def test_single_computers_may_be_let_in_and_networks_are_asked_about() -> None:
    one = _filter("DROP", "INPUT -s 10.1.2.3/32 -j ACCEPT")
    many = _filter("DROP", "INPUT -s 10.0.0.0/8 -j ACCEPT")
    assert _iptables(one, _filter("DROP")).filtering is Filtering.ON
    assert _iptables(many, _filter("DROP")).filtering is Filtering.PARTLY


def test_ports_that_containers_publish_are_named() -> None:
    assert _iptables(_DOCKER, _filter("DROP")) == Judged(Filtering.ON, ("tcp 22", "tcp 8080"))


@pytest.mark.parametrize(
    "match", ["-m set --match-set friends src", "-m u32 --u32 0=1", "-m owner --uid-owner 0", "--new-word 3"]
)
def test_what_is_not_known_and_decides_is_named(match: str) -> None:
    listing = _filter("DROP", f"INPUT {match} -j ACCEPT")
    assert [word for word in _iptables(listing).unclear if word.split()[-1] in match]


def test_what_is_not_known_and_decides_nothing_is_left() -> None:
    listing = _filter("DROP", "INPUT -p tcp -m tcp --dport 22 -m set --match-set friends src -j ACCEPT")
    assert _iptables(listing) == Judged(Filtering.ON, ("tcp 22",))


@pytest.mark.parametrize(
    "listing",
    [
        "iptables: Permission denied",
        _filter("DROP", "INPUT -j a", "a -j b", "b -j a"),  # a circle, which no kernel takes
        _filter("DROP", "INPUT -s nonsense -j ACCEPT"),
        _filter("DROP", "INPUT -p tcp --dport x -j ACCEPT"),
        _filter("DROP", 'INPUT -m comment --comment "never closed'),
    ],
)
def test_what_is_no_listing_of_iptables_is_refused(listing: str) -> None:
    with pytest.raises(Unreadable):
        _iptables(listing)


def test_chains_that_lead_into_one_another_a_million_times_are_given_up() -> None:
    """Each of twenty chains leads to the next one twice."""
    names = [f"c{number}" for number in range(24)]
    jumps = [f"{one} -j {to}" for one, to in zip(("INPUT", *names), names, strict=False) for _ in range(2)]
    with pytest.raises(Unreadable):
        _iptables(_filter("DROP", *jumps))


# -- nftables ---------------------------------------------------------------------------------------------------------

_HOOK = {"type": "filter", "hook": "input", "prio": 10, "policy": "accept"}
_NEW = {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": "new"}}
_OLD = {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}}


def _chain(name: str, family: str = "inet", table: str = "t", **more: Any) -> dict[str, Any]:
    return {"chain": {"family": family, "table": table, "name": name, "handle": 1, **more}}


def _rule(chain: str, *expr: Mapping[str, Any], family: str = "inet", table: str = "t") -> dict[str, Any]:
    return {"rule": {"family": family, "table": table, "chain": chain, "handle": 1, "expr": list(expr)}}


def _nft(*things: Mapping[str, Any]) -> Judged:
    return judged(Listing(json.dumps({"nftables": [{"metainfo": {"version": "1.0.6"}}, *things]})).families, ["eth0"])


def test_what_firewalld_loads_is_on() -> None:
    fib = {"match": {"op": "==", "left": {"fib": {"result": "oif", "flags": ["saddr", "iif"]}}, "right": False}}
    assert _nft(
        _chain("rp", **{**_HOOK, "hook": "prerouting", "prio": -290}),
        _rule("rp", fib, {"drop": None}),
        _chain("filter_INPUT", **_HOOK),
        _chain("filter_INPUT_ZONES"),
        _rule("filter_INPUT", _OLD, {"accept": None}),
        _rule("filter_INPUT", {"jump": {"target": "filter_INPUT_ZONES"}}),
        _rule("filter_INPUT", {"reject": {"type": "icmpx", "expr": "admin-prohibited"}}),
    ) == Judged(Filtering.ON)


def test_a_policy_before_input_closes_as_well() -> None:
    early = {**_HOOK, "hook": "prerouting", "prio": -150, "policy": "drop"}
    assert _nft(_chain("p", **early)).filtering is Filtering.ON
    assert _nft(_chain("p", **early), _rule("p", _NEW, {"accept": None})).filtering is Filtering.OFF


def test_what_one_chain_accepts_another_may_still_refuse() -> None:
    first = (_chain("a", **_HOOK), _rule("a", {"accept": None}))
    assert _nft(*first, _chain("b", **{**_HOOK, "prio": 20, "policy": "drop"})).filtering is Filtering.ON


def test_rules_for_other_traffic_are_no_firewall() -> None:
    assert _nft(_chain("f", **{**_HOOK, "hook": "forward", "policy": "drop"})).filtering is Filtering.OFF
    assert _nft(_chain("o", **{**_HOOK, "hook": "output", "policy": "drop"})).filtering is Filtering.OFF


def test_blocking_some_addresses_is_partly() -> None:
    left = {"payload": {"protocol": "ip", "field": "saddr"}}
    banned = {"match": {"op": "==", "left": left, "right": {"set": ["203.0.113.9"]}}}
    assert _nft(_chain("f2b", **_HOOK), _rule("f2b", banned, {"reject": None})).filtering is Filtering.PARTLY


def test_a_limit_that_is_kept_by_name_is_not_known() -> None:
    closed = _chain("i", **{**_HOOK, "policy": "drop"})
    assert _nft(closed, _rule("i", {"limit": "@few"}, {"accept": None})).unclear == ("limit",)
    assert (
        _nft(closed, _rule("i", {"limit": {"rate": 3, "per": "minute"}}, {"accept": None})).filtering is Filtering.OFF
    )


def test_tables_that_iptables_wrote_are_left_to_it() -> None:
    body = [{"xt": {"type": "match", "name": "multiport"}}, {"accept": None}]
    things = (_chain("INPUT", "ip", "filter", **_HOOK), _rule("INPUT", *body, family="ip", table="filter"))
    listing = Listing(json.dumps({"nftables": things}))
    assert listing.of_iptables == {("ip", "filter")}
    assert listing.families == {"ip": Ruleset(), "ip6": Ruleset()}


@pytest.mark.parametrize("listing", ["", "null", "[]", '{"nftables": 1}', '{"nftables": [{"rule": {"family": "ip"}}]}'])
def test_what_is_no_listing_of_nftables_is_refused(listing: str) -> None:
    with pytest.raises(Unreadable):
        Listing(listing)
