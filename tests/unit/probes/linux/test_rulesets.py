"""Listings as ufw, firewalld and plain hands leave them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.facts.workstation.firewall import Filtering
from checker.model.unreadable import Unreadable
from checker.probes.linux.rulesets import from_iptables, from_nft

_UFW = """\
*nat
:INPUT ACCEPT [0:0]
COMMIT
*filter
:INPUT DROP [5:200]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:ufw-before-input - [0:0]
-A INPUT -j ufw-before-input
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
COMMIT
"""
_OPEN = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n"
_FINAL = """\
*filter
:INPUT ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -j REJECT --reject-with icmp-port-unreachable
COMMIT
"""


@pytest.mark.parametrize(
    ("ip", "ip6", "filtering"),
    [
        (_UFW, _UFW, Filtering.ON),
        (_FINAL, _FINAL, Filtering.ON),
        (_OPEN, _OPEN, Filtering.OFF),
        ("", "", Filtering.OFF),
        (_UFW, "", Filtering.PARTLY),
        (_OPEN.replace("ACCEPT\nCOMMIT", "DROP\nCOMMIT"), _OPEN, Filtering.PARTLY),
        # A chain that goes round in a circle, and a drop that nothing leads to.
        (
            "*filter\n:INPUT ACCEPT [0:0]\n:a - [0:0]\n:b - [0:0]\n-A INPUT -j a\n-A a -j a\n-A b -j DROP\n",
            "",
            Filtering.OFF,
        ),
    ],
)
def test_what_iptables_shows(ip: str, ip6: str, filtering: Filtering) -> None:
    assert from_iptables(ip, ip6).filtering() is filtering


def test_other_text_is_no_listing() -> None:
    with pytest.raises(Unreadable):
        from_iptables("iptables: Permission denied", "")


def _chain(name: str, **more: Any) -> dict[str, Any]:
    return {"chain": {"family": "inet", "table": "firewalld", "name": name, "handle": 1, **more}}


def _rule(chain: str, *expr: dict[str, Any]) -> dict[str, Any]:
    return {"rule": {"family": "inet", "table": "firewalld", "chain": chain, "handle": 1, "expr": list(expr)}}


_HOOK = {"type": "filter", "hook": "input", "prio": 10, "policy": "accept"}
_STATE = {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": "established"}}
_REJECT = {"reject": {"type": "icmpx", "expr": "admin-prohibited"}}
_FIREWALLD = (
    {"metainfo": {"version": "1.0.6"}},
    {"table": {"family": "inet", "name": "firewalld", "handle": 1}},
    _chain("filter_INPUT", **_HOOK),
    _chain("filter_INPUT_ZONES"),
    _rule("filter_INPUT", _STATE, {"accept": None}),
    _rule("filter_INPUT", {"jump": {"target": "filter_INPUT_ZONES"}}),
    _rule("filter_INPUT", _REJECT),
)


def _nft(*things: dict[str, Any]) -> Filtering:
    return from_nft(json.dumps({"nftables": things})).filtering()


def test_what_firewalld_loads_is_on() -> None:
    assert _nft(*_FIREWALLD) is Filtering.ON


def test_rules_for_other_traffic_are_no_firewall() -> None:
    forward = {**_HOOK, "hook": "forward", "policy": "drop"}
    assert _nft(_chain("f", **forward)) is Filtering.OFF
    assert _nft(_chain("n", type="nat", hook="input", prio=1, policy="drop")) is Filtering.OFF


def test_blocking_some_addresses_is_partly() -> None:
    fail2ban = (_chain("f2b", **_HOOK), _rule("f2b", _STATE, _REJECT))
    assert _nft(*fail2ban) is Filtering.PARTLY


def test_targets_of_iptables_show_through() -> None:
    target = (
        {"xt": {"type": "match", "name": "comment"}},
        {"counter": {}},
        {"xt": {"type": "target", "name": "REJECT"}},
    )
    assert _nft(_chain("INPUT", **_HOOK), _rule("INPUT", *target)) is Filtering.ON
    match = ({"xt": {"type": "match", "name": "conntrack"}}, {"xt": {"type": "target", "name": "REJECT"}})
    assert _nft(_chain("INPUT", **_HOOK), _rule("INPUT", *match)) is Filtering.PARTLY


def test_two_sets_of_rules_stand_beside_one_another() -> None:
    empty = from_nft('{"nftables": []}')
    assert empty.beside(from_iptables(_UFW, _UFW)).filtering() is Filtering.ON
    assert empty.beside(from_iptables("", "")).filtering() is Filtering.OFF


def test_a_return_ends_a_chain() -> None:
    assert _nft(_chain("i", **_HOOK), _rule("i", {"return": None}), _rule("i", _REJECT)) is Filtering.PARTLY


@pytest.mark.parametrize("listing", ["", "null", "[]", '{"nftables": 1}', '{"nftables": [{"rule": {"family": "ip"}}]}'])
def test_what_is_no_listing_is_refused(listing: str) -> None:
    with pytest.raises(Unreadable):
        from_nft(listing)
