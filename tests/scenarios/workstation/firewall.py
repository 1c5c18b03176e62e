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


_ZONE = f"{_FD[0]}.zone"


def _firewalld(target: str, **settings: Any) -> World:
    """One zone for everything, and that of virtual machines, which accepts all as libvirt has it."""
    active = {"public": {"interfaces": ["eth0"]}, "libvirt": {"interfaces": ["virbr0"]}}
    return World(
        bus={
            (*_FD, "getDefaultZone"): ("public",),
            (*_FD[:2], _ZONE, "getActiveZones"): (active,),
            (*_FD[:2], _ZONE, "getZoneSettings2"): ({"target": target, "services": ["ssh"], **settings},),
            (*_FD[:2], f"{_FD[0]}.policy", "getActivePolicies"): ({"allow-host-ipv6": {}},),
            (*_FD[:2], f"{_FD[0]}.direct", "getAllRules"): (settings.pop("direct", []),),
        }
    )


def _ufw(policy: str = "DROP", rules: str | Unreadable = "", enabled: str = "yes") -> World:
    files: dict[str, Any] = {
        "/etc/ufw/ufw.conf": f"LOGLEVEL=low\nENABLED={enabled}\n",
        "/etc/default/ufw": f'IPV6=yes\nDEFAULT_INPUT_POLICY="{policy}"\n',
        "/etc/ufw/user.rules": rules,
        "/etc/ufw/user6.rules": rules if isinstance(rules, Unreadable) else rules.replace("ufw-", "ufw6-"),
    }
    return World(files=files, bus=_UFW_ON)


_ANYBODY = "*filter\n:ufw-user-input - [0:0]\n-A ufw-user-input -j ACCEPT\nCOMMIT\n"
_SSH = _ANYBODY.replace("-j ACCEPT", "-p tcp --dport 22 -j ACCEPT")


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
    body = {
        "family": family,
        "table": "filter",
        "name": "input",
        "type": "filter",
        "hook": "input",
        "policy": policy,
        "prio": 0,
    }
    return {"chain": body}


def _rule(*expr: Mapping[str, Any]) -> dict[str, Any]:
    return {"rule": {"family": "inet", "table": "filter", "chain": "input", "expr": list(expr)}}


def _chained(word: str) -> tuple[Mapping[str, Any], ...]:
    chain = {"family": "inet", "table": "filter", "name": "all"}
    rule = {"rule": {"family": "inet", "table": "filter", "chain": "all", "expr": [{"accept": None}]}}
    return {"chain": chain}, rule, _rule({word: {"target": "all"}})


def _every(protocol: str) -> dict[str, Any]:
    left = {"payload": {"protocol": protocol, "field": "dport"}}
    return _rule({"match": {"op": "==", "left": left, "right": {"range": [0, 65535]}}}, {"accept": None})


_MATCH = {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 445}}

_MPSSVC = r"HKLM\SYSTEM\CurrentControlSet\Services\MpsSvc"
_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall"


def _windows(domain: Any = 1, standard: Any = 1, public: Any = 1, start: int = 2, **policy: int) -> World:
    switches = {"DomainProfile": domain, "StandardProfile": standard, "PublicProfile": public}
    registry: dict[str, Any] = {rf"{_LOCAL}\{name}": {"EnableFirewall": on} for name, on in switches.items()}
    registry |= {rf"{_POLICY}\{name}": {"EnableFirewall": on} for name, on in policy.items()}
    return World(Platform.WINDOWS, registry={_MPSSVC: {"Start": start}, **registry})


def _inbound(**values: int) -> World:
    registry = {rf"{_LOCAL}\{name}": {"EnableFirewall": 1} for name in ("DomainProfile", "StandardProfile")}
    registry[rf"{_LOCAL}\PublicProfile"] = {"EnableFirewall": 1, **values}
    switches = {"firewall_profiles": {"domain": True, "private": True, "public": True}}
    return World(Platform.WINDOWS, registry={_MPSSVC: {"Start": 2}, **registry}, win32=switches)


SCENARIOS = (
    Scenario("pass", _firewalld("default"), State.PASSED),
    Scenario("fail", _firewalld("ACCEPT"), State.FAILED, ("firewalld",)),
    # Fedora's zone for workstations opens all ports above 1024; a rich rule, everything from a network.
    Scenario("fail", _firewalld("default", ports=[("1025-65535", "tcp")]), State.NEEDS_PERSON),
    Scenario("fail", _firewalld("default", rules_str=['rule family="ipv4" accept']), State.NEEDS_PERSON),
    Scenario(
        "pass",
        _firewalld("default", rules_str=['rule family="ipv4" source address="10.1.2.3" accept']),
        State.PASSED,
    ),
    # Direct rules are seen by nobody but root.
    Scenario("denied", _firewalld("default", direct=[("ipv4", "filter", "INPUT", 0, [])]), State.COULD_NOT_CHECK),
    Scenario("pass", _ufw(rules=_SSH), State.PASSED, ("tcp 22",)),
    Scenario("fail", _ufw(policy="ACCEPT"), State.FAILED, ("ufw",)),
    Scenario("fail", _ufw(rules=_ANYBODY), State.FAILED, ("ufw",)),
    Scenario("hostile", _ufw(policy=""), State.COULD_NOT_CHECK),
    # As Debian keeps them: from everybody but root.
    Scenario("denied", _ufw(rules=DENIED), State.COULD_NOT_CHECK),
    # Switched on in its file, but never started: without root nothing is known of the rules.
    Scenario("denied", World(files={"/etc/ufw/ufw.conf": "ENABLED=yes\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", _ufw(enabled="no"), State.COULD_NOT_CHECK),
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
    Scenario("hostile", _nft(_chain("accept"), _rule({"accept": None}), _rule({"drop": None})), State.FAILED),
    # A chain that accepts everything, led to by a jump; two matches that are met by everything together.
    Scenario("hostile", _nft(_chain("drop"), *_chained("jump")), State.FAILED, ("已加载的规则",)),
    Scenario("hostile", _nft(_chain("drop"), *_chained("goto")), State.FAILED),
    Scenario("hostile", _nft(_chain("drop"), _every("tcp"), _every("udp")), State.FAILED),
    # What this program does not know decides nothing.
    Scenario("hostile", _nft(_chain("drop"), _rule({"osf": {}}, {"accept": None})), State.COULD_NOT_CHECK, ("osf",)),
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
    # On, and lets everything in that no rule names; unless it lets nothing in at all.
    Scenario("fail", _inbound(DefaultInboundAction=0), State.FAILED, ("公用网络", "默认放行")),
    Scenario("pass", _inbound(DefaultInboundAction=0, DoNotAllowExceptions=1), State.PASSED),
    Scenario("pass", _inbound(DefaultInboundAction=1), State.PASSED),
    Scenario("hostile", _inbound(DefaultInboundAction=7), State.COULD_NOT_CHECK),
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
