"""Was this classified computer ever on a network that is not the classified one?"""

from __future__ import annotations

import ipaddress

from checker.api import Ask, Fail, Pass, Policy, Severity, Text, Verdict, check
from checker.facts.workstation.traces import Joined, NetworkTraces
from checker.facts.workstation.wireless import SavedWifi
from checks.hold import on_classified_computer

_STOP = Text("立即断开网络，停止使用这台电脑。", "Disconnect the network and stop using this computer.")


@check(
    id="workstation.classified_network_trace",
    title=Text(
        "涉密计算机没有连接公共网络的记录", "Nothing on record shows the classified computer on a public network"
    ),
    why=Text(
        "涉密计算机只要连过一次互联网，里面的文件就可能已经被偷走。",
        "Once on the internet, the files of a classified computer may have been taken.",
    ),
    severity=Severity.CRITICAL,
    rules=("classified-pc-network-trace",),
    remedies=on_classified_computer(_STOP),
)
def classified_network_trace(traces: NetworkTraces, wifi: SavedWifi, policy: Policy) -> Verdict:
    """Any network by radio and any public address fails; whether a wired one is the classified network is asked."""
    by_radio = [*traces.wireless, *(Joined(network.name) for network in wifi.networks)]
    public = [address for address in traces.addresses if ipaddress.ip_address(address).is_global]
    items = (*map(_network, by_radio), *map(_address, public))
    if items:
        return Fail(Text("记录显示这台电脑连接过别的网络。", "The records show that it was on other networks."), items)
    inner = [ipaddress.ip_network(prefix) for prefix in policy.network.inner_prefixes]
    others = [one for one in traces.addresses if not any(ipaddress.ip_address(one) in network for network in inner)]
    if others or (traces.wired and not traces.addresses):
        question = Text(
            "记录显示这台电脑连接过有线网络。它们都是本单位的涉密网络吗？",
            "The records show that it was on wired networks. Were they all the unit's classified network?",
        )
        return Ask(question, items=tuple(map(_address, others)))
    return Pass(Text("没有连接过其他网络的记录。", "There is no record of any other network."))


def _network(network: Joined) -> Text:
    """The name whole: on a classified computer it is the evidence."""
    if network.last is None:
        return Text("无线网络：{name}", "wireless network: {name}").filled(name=Text.name(network.name))
    text = Text("无线网络：{name}，最后连接 {day}", "wireless network: {name}, last on {day}")
    return text.filled(name=Text.name(network.name), day=network.last.isoformat())


def _address(address: str) -> Text:
    """The first half: enough to tell one network from another."""
    mark = ":" if ":" in address else "."
    return Text("地址：{start}", "address: {start}").filled(start=mark.join([*address.split(mark)[:2], "…"]))
