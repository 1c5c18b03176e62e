from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_FD = ("org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1", "org.fedoraproject.FirewallD1")
_MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "GetUnit")
_UFW_UNIT = ("org.freedesktop.systemd1", "/unit/ufw", "org.freedesktop.systemd1.Unit", "GetAll")
_UFW_ON: dict[Any, Any] = {_MANAGER: ("/unit/ufw",), _UFW_UNIT: {"ActiveState": "active"}}


def _firewalld(zone: str, state: str = "RUNNING") -> World:
    return World(bus={(*_FD, "GetAll"): {"state": state}, (*_FD, "getDefaultZone"): (zone,)})


def _nft(*things: Mapping[str, Any]) -> World:
    return World(admin=True, programs={("nft",): json.dumps({"nftables": [{"metainfo": {}}, *things]})})


def _older(listing: str | Unreadable) -> World:
    return World(
        admin=True,
        files={"/proc/net/ip_tables_names": "filter\n"},
        programs={
            ("nft",): '{"nftables": []}',
            ("iptables-legacy-save",): listing,
            ("ip6tables-legacy-save",): listing,
        },
    )


def _chain(policy: str, family: str = "inet") -> dict[str, Any]:
    body = {"family": family, "table": "filter", "name": "input", "type": "filter", "hook": "input", "policy": policy}
    return {"chain": body}


def _rule(*expr: Mapping[str, Any]) -> dict[str, Any]:
    return {"rule": {"family": "inet", "table": "filter", "chain": "input", "expr": list(expr)}}


_MATCH = {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 445}}

_MPSSVC = r"HKLM\SYSTEM\CurrentControlSet\Services\MpsSvc"
_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall"


def _windows(domain: Any = 1, standard: Any = 1, public: Any = 1, start: int = 2, **policy: int) -> World:
    switches = {"DomainProfile": domain, "StandardProfile": standard, "PublicProfile": public}
    registry: dict[str, Any] = {rf"{_LOCAL}\{name}": {"EnableFirewall": on} for name, on in switches.items()}
    registry |= {rf"{_POLICY}\{name}": {"EnableFirewall": on} for name, on in policy.items()}
    return World(Platform.WINDOWS, registry={_MPSSVC: {"Start": start}, **registry})


SCENARIOS = (
    Scenario("pass", _firewalld("public"), State.PASSED),
    Scenario("fail", _firewalld("trusted"), State.FAILED, ("firewalld",)),
    Scenario("pass", World(files={"/etc/ufw/ufw.conf": "LOGLEVEL=low\nENABLED=yes\n"}, bus=_UFW_ON), State.PASSED),
    # Switched on in its file, but never started: without root nothing is known of the rules.
    Scenario("denied", World(files={"/etc/ufw/ufw.conf": "ENABLED=yes\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/etc/ufw/ufw.conf": "ENABLED=no\n"}, bus=_UFW_ON), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("denied", World(admin=True, programs={("nft",): Output(b"", 1)}), State.COULD_NOT_CHECK),
    Scenario("pass", _nft(_chain("drop")), State.PASSED),
    Scenario("pass", _nft(_chain("accept"), _rule(_MATCH, {"accept": None}), _rule({"reject": None})), State.PASSED),
    Scenario("fail", _nft(), State.FAILED),
    Scenario("fail", _nft(_chain("accept"), _rule(_MATCH, {"accept": None})), State.FAILED),
    # nft does not show the rules of the older kernel interface.
    Scenario("pass", _older("*filter\n:INPUT DROP [0:0]\nCOMMIT\n"), State.PASSED),
    Scenario("denied", _older(DENIED), State.COULD_NOT_CHECK),
    # An unconditional accept before the drop: the drop is never reached.
    Scenario("hostile", _nft(_chain("accept"), _rule({"accept": None}), _rule({"drop": None})), State.NEEDS_PERSON),
    Scenario("fail", _nft(_chain("accept"), _rule(_MATCH, {"drop": None})), State.NEEDS_PERSON),
    # IPv4 is closed, IPv6 is open.
    Scenario("fail", _nft(_chain("drop", "ip")), State.NEEDS_PERSON),
    Scenario(
        "pass",
        World(
            admin=True,
            programs={
                ("iptables-save",): "*filter\n:INPUT DROP [0:0]\nCOMMIT\n",
                (
                    "ip6tables-save",
                ): "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j REJECT\nCOMMIT\n",
            },
        ),
        State.PASSED,
    ),
    Scenario(
        "fail",
        World(admin=True, programs={("iptables-save",): "", ("ip6tables-save",): ""}),
        State.FAILED,
    ),
    Scenario("hostile", World(admin=True, programs={("nft",): "[[[" * 9999}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(admin=True, programs={("nft",): '{"nftables": [{"rule": 7}]}'}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("fail", _windows(standard=0), State.FAILED, ("专用网络",)),
    # The policy wins, whichever way.
    Scenario("pass", _windows(public=0, PublicProfile=1), State.PASSED),
    Scenario("fail", _windows(PublicProfile=0), State.FAILED, ("公用网络", "由策略决定")),
    Scenario("fail", _windows(start=4), State.FAILED, ("防火墙服务已禁用",)),
    # The firewall's own interface says what is in force.
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            registry={_MPSSVC: {"Start": 2}},
            win32={"firewall_profiles": {"domain": True, "private": True, "public": False}},
        ),
        State.FAILED,
        ("公用网络",),
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={r"HKLM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(domain="yes"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(domain=None), State.COULD_NOT_CHECK),
)
