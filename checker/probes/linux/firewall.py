"""Linux: the loaded rules themselves, or without root what firewalld and ufw say of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.facts.workstation.firewall import Firewall, FirewallProfile
from checker.machine import refusals
from checker.machine.answers import Output
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Cause, Coverage, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.firewalld import firewalld
from checker.probes.linux.ini import LIMIT
from checker.probes.linux.packet_filter import iptables
from checker.probes.linux.packet_filter.chains import Ruleset
from checker.probes.linux.packet_filter.judgement import Judged, judged
from checker.probes.linux.packet_filter.nft import Listing

INCOMING = Text("传入的网络连接", "Incoming connections")
_UFW, _UFW_DEFAULTS = "/etc/ufw/ufw.conf", "/etc/default/ufw"
_UFW_RULES = {"ip": ("/etc/ufw/user.rules", "ufw-user-input"), "ip6": ("/etc/ufw/user6.rules", "ufw6-user-input")}
_SYSTEMD = ("system", "org.freedesktop.systemd1")
_MANAGER = ("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")
_UNIT = "org.freedesktop.systemd1.Unit"
_NO_TOOL = Unreadable(
    Text(
        "这台电脑上没有能查看防火墙规则的工具（nft、iptables）",
        "This computer has no tool that shows the firewall's rules (nft, iptables)",
    ),
    Text("请信息中心安装 nftables 和 iptables 后再查", "Have IT install nftables and iptables, then check again"),
)


@probe(Firewall, Platform.LINUX)
def firewall(machine: Machine) -> Firewall:
    """With root the loaded rules decide: a service that runs with empty rules protects nothing.

    Without root the rules are closed to us. Then the zones of firewalld count while it runs, and the rules of ufw while
    its switch is on and its unit was started. Whatever else may be set up cannot be seen, so that nothing is known
    without them.
    """
    profile = _loaded(machine) if machine.host.admin else _announced(machine)
    return Firewall((profile,), coverage=Coverage.whole(Unit.SETTINGS))


def _loaded(machine: Machine) -> FirewallProfile:
    """What nft shows, what it cannot say in full because iptables wrote it, and the rules of the older interface."""
    rulesets: Mapping[str, Ruleset]
    try:
        listing = Listing(_text(machine.run("nft", "-j", "list", "ruleset"), "nft"))
    except Absent:
        rulesets = _iptables(machine, "iptables-save", "ip6tables-save")
    else:
        rulesets = listing.families
        if listing.of_iptables:
            rulesets = _beside(rulesets, _compatible(machine, listing.of_iptables))
        if _older_in_use(machine):
            rulesets = _beside(rulesets, _iptables(machine, "iptables-legacy-save", "ip6tables-legacy-save"))
    return _concluded(_judged(machine, rulesets), Text("已加载的规则", "the loaded rules"))


def _beside(rulesets: Mapping[str, Ruleset], others: Mapping[str, Ruleset]) -> Mapping[str, Ruleset]:
    return {family: ruleset.beside(others[family]) for family, ruleset in rulesets.items()}


def _judged(machine: Machine, rulesets: Mapping[str, Ruleset]) -> Judged:
    interfaces = machine.interfaces()
    own = [address for one in interfaces for address in one.addresses]
    return judged(rulesets, [one.name for one in interfaces], own)


def _concluded(judged: Judged, by: Text) -> FirewallProfile:
    if judged.unclear:
        reason = Text(
            "防火墙规则里有本程序不认识的条件：{words}", "Firewall rules ask what this program does not know: {words}"
        )
        raise Unreadable(
            reason.filled(words=Text.name(", ".join(judged.unclear))),
            Text("请信息中心说明这些规则放行什么", "Have IT say what these rules let in"),
            Cause.NOT_UNDERSTOOD,
        )
    return FirewallProfile(INCOMING, judged.filtering, by=by, open=judged.open)


def _older_in_use(machine: Machine) -> bool:
    """The kernel lists the tables of its older interface, for root alone. Absent: that interface is not loaded."""
    for path in ("/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"):
        try:
            if machine.read(path).strip():
                return True
        except Absent:
            continue
    return False


def _compatible(machine: Machine, tables: Iterable[tuple[str, str]]) -> Mapping[str, Ruleset]:
    """Tables of nftables that iptables keeps, in its own words."""
    names = {"ip": "iptables-nft-save", "ip6": "ip6tables-nft-save"}
    found = {}
    for family, name in names.items():
        wanted = {table for of, table in tables if of == family}
        found[family] = iptables.ruleset(_saved(machine, name), family, wanted) if wanted else Ruleset()
    return found


def _iptables(machine: Machine, ip: str, ip6: str) -> Mapping[str, Ruleset]:
    return {family: iptables.ruleset(_saved(machine, name), family) for family, name in (("ip", ip), ("ip6", ip6))}


def _saved(machine: Machine, name: str) -> str:
    try:
        return _text(machine.run(name), name)
    except Absent:
        raise _NO_TOOL from None


def _text(output: Output, name: str) -> str:
    if output.code != 0 or output.cut:
        reason = Text("没有读到防火墙规则（{name}）", "The firewall rules could not be read ({name})")
        raise Unreadable(reason.filled(name=name), AS_ADMIN)
    return output.text


# -- without root -----------------------------------------------------------------------------------------------------


def _announced(machine: Machine) -> FirewallProfile:
    filtering = firewalld(machine)
    if filtering is not None:
        return FirewallProfile(INCOMING, filtering, by=Text("firewalld", "firewalld"))
    profile = _ufw(machine)
    if profile is None:
        raise Unreadable(
            Text("查看防火墙规则需要管理员权限", "Looking at the firewall's rules needs administrator rights"), AS_ADMIN
        )
    return profile


def _ufw(machine: Machine) -> FirewallProfile | None:
    """Its own rules, evaluated, while its switch is on and its unit was started. Otherwise nothing is known.

    Debian keeps the rules from everybody but root. What came before them by hand (before.rules) is not looked at: it
    is root's as well.
    """
    try:
        enabled = _yes(machine.text(_UFW, LIMIT), "ENABLED")
    except Absent:
        return None
    if not enabled or not _started(machine, "ufw.service"):
        return None
    try:
        defaults = machine.text(_UFW_DEFAULTS, LIMIT)
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    found = {}
    for family, (path, chain) in _UFW_RULES.items():
        if family == "ip6" and not _yes(defaults, "IPV6"):
            found[family] = _restored("DROP", "")  # ufw then closes it altogether
            continue
        try:
            rules = machine.text(path, LIMIT)
        except Absent:
            rules = ""
        found[family] = _restored(_value(defaults, "DEFAULT_INPUT_POLICY"), rules, chain)
    return _concluded(
        _judged(machine, {family: iptables.ruleset(text, family) for family, text in found.items()}), Text("ufw", "ufw")
    )


def _restored(policy: str, rules: str, chain: str = "") -> str:
    """Rules as ufw loads them, below a chain of the kernel's with ufw's own policy for what they leave over."""
    if policy not in ("ACCEPT", "DROP", "REJECT"):
        raise refusals.malformed(_UFW_DEFAULTS)
    entrance = f"-A INPUT -j {chain}\n" if chain else ""
    return f"*filter\n:INPUT {'ACCEPT' if policy == 'ACCEPT' else 'DROP'} [0:0]\n{entrance}{rules}"


def _value(text: str, key: str) -> str:
    match = re.search(rf"^\s*{key}\s*=\s*[\"']?(\w+)", text, re.MULTILINE)
    return match[1] if match else ""


def _yes(text: str, key: str) -> bool:
    return _value(text, key).lower() == "yes"


def _started(machine: Machine, unit: str) -> bool:
    path, manager = _MANAGER
    try:
        body = machine.bus(*_SYSTEMD, path, manager, "GetUnit", "s", unit)
        state = machine.bus_properties(*_SYSTEMD, str(body[0]), _UNIT).get("ActiveState") if body else None
    except Absent:
        return False
    return state == "active"
