"""Does anything get in from outside? Packets say so: what the kernel gives to a program behind the firewall."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian
from tests.worlds.packets import Packet

CHECK = "workstation.firewall"

_SENDERS = (("ip", "10.77.0.1"), ("ip", "192.168.5.5"), ("ip6", "fd77::1"), ("ip6", "2001:db8::5"))
_KNOCKS = [
    Packet(family, protocol, source, 40000, port)
    for family, source in _SENDERS
    for protocol in (6, 17)
    for port in (21, 139, 445, 631, 3389, 5900, 8080, 50000)
]


def _nft(*lines: str, before: str = "") -> str:
    text = "\n".join(("table inet f {", before, "chain i {", *lines, "}", "}", ""))
    return f"nft -f - <<'END'\n{text}END"


_DROP = "type filter hook input priority 0; policy drop;"
_EARLY = "type filter hook prerouting priority -150; policy drop;"
_BOTH = "for ip in iptables ip6tables; do {}; done"

# A way to set it up, and where the check must stand; what gets in says whether that is true.
_CLOSED = {
    "ufw": "ufw default deny incoming; ufw allow 22/tcp; ufw --force enable",
    "ufw, some limited": "ufw limit 22/tcp; ufw allow from 10.9.9.9; ufw --force enable",
    "nftables": _nft(_DROP, "iif lo accept", "ct state established,related accept", "tcp dport 22 accept"),
    "nftables, before input": _nft(_EARLY, "ct state established accept"),
    "iptables": _BOTH.format(
        "$ip -A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT; "
        "$ip -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; "
        "$ip -A INPUT -m addrtype --dst-type LOCAL -j REJECT"
    ),
    "iptables, the older interface": _BOTH.format("$ip-legacy -P INPUT DROP"),
}
_OPEN = {
    "nothing": "true",
    "ufw, switched off": "ufw --force enable; ufw disable",
    "ufw, anybody allowed": "ufw default deny incoming; ufw allow from any; ufw --force enable",
    "ufw, default allow": "ufw default allow incoming; ufw --force enable",
    "nftables, a jump": _nft(_DROP, "jump everything", before="chain everything {\naccept\n}"),
    "nftables, a goto in a map": _nft(
        _DROP,
        "meta l4proto vmap { tcp : goto everything, udp : goto everything }",
        before="chain everything {\naccept\n}",
    ),
    "nftables, all ports": _nft(_DROP, "tcp dport 0-65535 accept", "udp dport 0-65535 accept"),
    "nftables, interfaces": _nft(_DROP, 'iifname "e*" accept'),
    "iptables, a chain": _BOTH.format(
        "$ip -P INPUT DROP; $ip -N ALL; $ip -A INPUT -j ALL; $ip -A ALL -j ACCEPT",
    ),
    "iptables, new ones": _BOTH.format(
        "$ip -P INPUT DROP; $ip -A INPUT -m conntrack --ctstate NEW -j ACCEPT",
    ),
}


@pytest.fixture
def system() -> Iterator[State]:
    with debian("nftables", "iptables", "ufw", "firewalld", "polkitd") as state:
        yield state


@pytest.mark.parametrize("way", _CLOSED)
def test_what_lets_nothing_in_is_in_order(system: State, way: str) -> None:
    system.do(_CLOSED[way])
    assert not any(system.wire.arrived(_KNOCKS))
    assert system.asked(CHECK).state == "passed"


@pytest.mark.parametrize("way", _OPEN)
def test_what_lets_everything_in_is_not(system: State, way: str) -> None:
    system.do(_OPEN[way])
    assert all(system.wire.arrived(_KNOCKS))
    assert system.asked(CHECK).state == "failed"


_ANYBODY = "rule family=ipv4 source NOT address=10.9.9.9 accept"
_POLKIT = "org.fedoraproject.FirewallD1"  # on a desktop everybody may ask, on a server (Debian's default) nobody


@pytest.mark.parametrize(
    ("setting", "arrives", "state", "without_root"),
    [
        ("--set-default-zone=public", {False}, "passed", "passed"),
        ("--set-default-zone=trusted", {True}, "failed", "failed"),
        # Everything of IPv4.
        (f"--add-rich-rule='{_ANYBODY}'", {True, False}, "needs_person", "needs_person"),
        # A direct rule does not get past those of nftables, but without root that is not seen.
        ("--direct --add-rule ipv4 filter INPUT 0 -j ACCEPT", {False}, "passed", "could_not_check"),
    ],
)
def test_zones_of_firewalld(system: State, setting: str, arrives: set[bool], state: str, without_root: str) -> None:
    system.do("mkdir -p /run/dbus && dbus-daemon --system --fork")
    assert system.asked(CHECK, by="alice").state == "could_not_check"
    system.do(f"cd /usr/share/polkit-1/actions && ln -sf {_POLKIT}.desktop.policy.choice {_POLKIT}.policy")
    system.start("/usr/lib/polkit-1/polkitd", "--no-debug")
    system.start("firewalld", "--nofork")
    _until_it_runs(system)
    system.do(f"firewall-cmd {setting}")
    knocks = [one for one in _KNOCKS if one.source in ("10.77.0.1", "fd77::1")]  # it refuses who has no way back
    assert set(system.wire.arrived(knocks)) == arrives
    assert system.asked(CHECK).state == state
    assert system.asked(CHECK, by="alice").state == without_root


def _until_it_runs(system: State) -> None:
    for _ in range(600):
        if system.run("firewall-cmd", "--state").returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError("firewalld does not start")


def test_without_root_what_ufw_keeps_to_itself_is_not_in_order(system: State) -> None:
    system.do(_OPEN["ufw, anybody allowed"])
    assert system.asked(CHECK, by="alice").state == "could_not_check"
