"""Is the computer on one network only?"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.networks import Link, Networks

_STEPS = (
    Text(
        "看下面列出的连接，拔掉不该连接的网线，或关闭无线网络、手机热点。",
        "Look at the connections listed; unplug the cable that does not belong, or switch wireless or the hotspot off.",
    ),
    Text(
        "如果同时连过内部网络和互联网，马上报告保密员。",
        "If the inner network and the internet were connected at once, report to the secrecy officer.",
    ),
)
_REMEDY = Remedy(Actor.STAFF, steps=_STEPS, opens="ms-settings:network-status")


@check(
    id="workstation.dual_networks",
    title=Text("同一时间只连接一个网络", "The computer is on one network at a time"),
    why=Text(
        "同时连着两个网络的电脑，会成为内部网络通向外面的桥。",
        "A computer on two networks at once is a bridge from the inner network to the outside.",
    ),
    severity=Severity.HIGH,
    rules=("pc-dual-homed",),
    remedies={
        Platform.WINDOWS: _REMEDY,
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS, opens="gnome-control-center network"),
    },
)
def dual_networks(networks: Networks, policy: Policy) -> Verdict:
    """Two ways out, or a way out beside an inner address, fail; whether two cards are on one network is asked."""
    links = networks.links
    if not links:
        return Pass(Text("现在没有连接网络。", "No network is connected now."))
    if len(links) == 1:
        return Pass(Text("现在只连接一个网络。", "One network is connected now."))
    inner = [link for link in links if _is_inner(link, policy.network.inner_prefixes)]
    outer = [link for link in links if link.gateways and link not in inner]
    if inner and outer:
        return Fail(
            Text("内部网络和别的网络同时连着。", "The inner network and another are connected at once."), _items(links)
        )
    ways = {gateway for link in links for gateway in link.gateways[:1]}
    if len(ways) > 1 or networks.forwards:
        found = Text(
            "{count} 个网络同时连着。", "{count} {count:network is connected at once|networks are connected at once}."
        )
        return Fail(found.filled(count=len(links)), _items(links))
    question = Text(
        "有 {count} 个网络连接同时开着（{names}）。它们是同一个网络吗？",
        "{count} {count:network connection is open at once|network connections are open at once} "
        "({names}). Are they one and the same network?",
    )
    names = ", ".join(link.name for link in links)
    return Ask(question.filled(count=len(links), names=Text.name(names)), items=_items(links))


def _is_inner(link: Link, prefixes: Sequence[str]) -> bool:
    inner = [ipaddress.ip_network(prefix) for prefix in prefixes]
    return any(ipaddress.ip_address(address) in network for address in link.addresses for network in inner)


def _items(links: Sequence[Link]) -> tuple[Text, ...]:
    return tuple(
        Text("{name}（能通向外面）", "{name} (leads out)").filled(name=Text.name(link.name))
        if link.gateways
        else Text.name(link.name)
        for link in links
    )
