"""Linux: firewalld, ufw, or the loaded rules themselves."""

from __future__ import annotations

import re

from checker.facts.workstation.firewall import Filtering, Firewall, FirewallProfile
from checker.machine.answers import Output
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Coverage, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import rulesets

_INCOMING = Text("传入的网络连接", "Incoming connections")
_FIREWALLD = ("system", "org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1", "org.fedoraproject.FirewallD1")
_OPEN_ZONE = "trusted"  # firewalld.zones(5): all network connections are accepted
_UFW = "/etc/ufw/ufw.conf"
_SYSTEMD = ("system", "org.freedesktop.systemd1")
_MANAGER = ("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")
_UNIT = "org.freedesktop.systemd1.Unit"


@probe(Firewall, Platform.LINUX)
def firewall(machine: Machine) -> Firewall:
    """With root the loaded rules decide: a service that runs with empty rules protects nothing.

    Without root the rules are closed to us. Then firewalld's own word counts while it runs, and ufw's while its switch
    is on and its unit was started. Whatever else may be set up cannot be seen, so that nothing is known without them.
    """
    profile = _loaded(machine) if machine.host.admin else _announced(machine)
    return Firewall((profile,), coverage=Coverage.whole(Unit.SETTINGS))


def _loaded(machine: Machine) -> FirewallProfile:
    """What nft shows, and beside it the rules of the older kernel interface, which nft does not show."""
    try:
        ruleset = rulesets.from_nft(_text(machine.run("nft", "-j", "list", "ruleset"), "nft"))
        if _older_in_use(machine):
            ruleset = ruleset.beside(_iptables(machine, "iptables-legacy-save", "ip6tables-legacy-save"))
    except Absent:
        ruleset = _iptables(machine, "iptables-save", "ip6tables-save")
    return FirewallProfile(_INCOMING, ruleset.filtering(), by=Text("已加载的规则", "the loaded rules"))


def _older_in_use(machine: Machine) -> bool:
    """The kernel lists the tables of its older interface, for root alone. Absent: that interface is not loaded."""
    for path in ("/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"):
        try:
            if machine.read(path).strip():
                return True
        except Absent:
            continue
    return False


def _iptables(machine: Machine, ip: str, ip6: str) -> rulesets.Ruleset:
    try:
        return rulesets.from_iptables(*(_text(machine.run(name), name) for name in (ip, ip6)))
    except Absent:
        raise Unreadable(
            Text(
                "这台电脑上没有能查看防火墙规则的工具（nft、iptables）",
                "This computer has no tool that shows the firewall's rules (nft, iptables)",
            ),
            Text(
                "请信息中心安装 nftables 和 iptables 后再查", "Have IT install nftables and iptables, then check again"
            ),
        ) from None


def _text(output: Output, name: str) -> str:
    if output.code != 0 or output.cut:
        reason = Text("没有读到防火墙规则（{name}）", "The firewall rules could not be read ({name})")
        raise Unreadable(reason.filled(name=name), AS_ADMIN)
    return output.text


def _announced(machine: Machine) -> FirewallProfile:
    profile = _firewalld(machine) or _ufw(machine)
    if profile is None:
        raise Unreadable(
            Text("查看防火墙规则需要管理员权限", "Looking at the firewall's rules needs administrator rights"), AS_ADMIN
        )
    return profile


def _firewalld(machine: Machine) -> FirewallProfile | None:
    """Its state and its zone for connections that have no zone of their own. A zone that trusts everything is off.

    Source: the D-Bus interface described in firewalld.dbus(5). Reading needs no rights.
    """
    try:
        state = machine.bus_properties(*_FIREWALLD).get("state")
        zone = machine.bus(*_FIREWALLD, "getDefaultZone")
    except Absent:
        return None
    if state != "RUNNING" or len(zone) != 1 or not isinstance(zone[0], str):
        return None
    filtering = Filtering.OFF if zone[0] == _OPEN_ZONE else Filtering.ON
    return FirewallProfile(_INCOMING, filtering, by=Text("firewalld", "firewalld"))


def _ufw(machine: Machine) -> FirewallProfile | None:
    """Its switch, which its unit obeys when the system starts. Switched off or not started: nothing is known."""
    try:
        enabled = re.search(r"^\s*ENABLED\s*=\s*[\"']?yes\b", machine.text(_UFW), re.MULTILINE | re.IGNORECASE)
    except Absent:
        return None
    if not enabled or not _started(machine, "ufw.service"):
        return None
    return FirewallProfile(_INCOMING, Filtering.ON, by=Text("ufw", "ufw"))


def _started(machine: Machine, unit: str) -> bool:
    path, manager = _MANAGER
    try:
        body = machine.bus(*_SYSTEMD, path, manager, "GetUnit", "s", unit)
        state = machine.bus_properties(*_SYSTEMD, str(body[0]), _UNIT).get("ActiveState") if body else None
    except Absent:
        return False
    return state == "active"
