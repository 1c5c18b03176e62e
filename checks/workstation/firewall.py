"""Is the host firewall on?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Origin, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.firewall import Filtering, Firewall, FirewallProfile


@check(
    id="workstation.firewall",
    title=Text("电脑的防火墙已打开", "The computer's firewall is on"),
    why=Text(
        "防火墙关着，同一网络里的人可以直接连到这台电脑上的服务和共享。",
        "With the firewall off, others on the same network can reach this computer's services and shares.",
    ),
    severity=Severity.MEDIUM,
    rules=("firewall-off",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text(
                    "打开“设置 → 隐私和安全性 → Windows 安全中心 → 防火墙和网络保护”。",
                    "Open Settings > Privacy & security > Windows Security > Firewall & network protection.",
                ),
                Text(
                    "依次点开域网络、专用网络、公用网络，都打开。", "Open each of the three networks and switch it on."
                ),
                Text("如果显示由组织管理、无法更改，请找信息中心。", "If it says it is managed, call IT."),
            ),
            opens="windowsdefender://network",
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                Text(
                    "UOS、deepin：打开“安全中心 → 防火墙”；麒麟：打开“安全中心 → 网络保护”，打开防火墙。",
                    "UOS, deepin: Security Centre > Firewall; Kylin: Security Centre > Network protection; on.",
                ),
                Text(
                    "Debian、Ubuntu：由信息中心运行 sudo ufw enable。",
                    "Debian, Ubuntu: IT runs sudo ufw enable.",
                ),
            ),
        ),
    },
)
def firewall(firewall: Firewall) -> Verdict:
    off = tuple(_item(profile) for profile in firewall.profiles if profile.filtering is Filtering.OFF)
    if off:
        return Fail(
            Text("防火墙没有打开，或什么都放行。", "The firewall is off, or lets everything in."),
            off,
        )
    partly = tuple(_item(profile) for profile in firewall.profiles if profile.filtering is Filtering.PARTLY)
    if partly:
        question = Text(
            "防火墙只拦截一部分连接，其余放行。这是信息中心按规定设置的吗？",
            "The firewall refuses some connections and lets others in. Did IT set it up like that on purpose?",
        )
        return Ask(question, items=partly)
    openings = ", ".join(dict.fromkeys(line for profile in firewall.profiles for line in profile.open))
    if openings:
        on = Text("防火墙已打开，只放行：{openings}。", "The firewall is on; only this is let in: {openings}.")
        return Pass(on.filled(openings=openings))
    return Pass(Text("防火墙已打开。", "The firewall is on."))


def _item(profile: FirewallProfile) -> Text:
    policy = Text("由策略决定", "set by policy") if profile.origin is Origin.POLICY else None
    said = [one for one in (profile.by, policy) if one is not None]
    if not said:
        return profile.name
    by = Text("，".join(one.zh for one in said), ", ".join(one.en for one in said))
    return Text("{name}（{by}）", "{name} ({by})").filled(name=profile.name, by=by)
