from __future__ import annotations

import pytest

from checker.facts.workstation.wireless import Security
from checker.model.unreadable import Unreadable
from checker.probes.linux.netplan import netplan

_HEAD = "# a comment\nnetwork:\n  version: 2\n  renderer: networkd  # or not\n  wifis:\n    wlan0:\n"
_MORE = "      dhcp4: true\n      addresses:\n        - 10.0.0.2/24\n      access-points:\n"


@pytest.mark.parametrize(
    ("point", "name", "security"),
    [
        ("        cafe: {}\n", "cafe", Security.OPEN),
        ('        "two words: one":\n          hidden: true\n', "two words: one", Security.OPEN),
        ("        'it''s':\n          password: \"x#y\"\n", "it's", Security.STRONG),
        ('        a: {password: "b, c: d"}\n', "a", Security.STRONG),
        ("        a:\n          auth:\n            key-management: none\n", "a", Security.OPEN),
        (
            "        a:\n          auth:\n            key-management: sae\n            x: y\n",
            "a",
            Security.STRONG,
        ),
        ("        a:\n          auth:\n            key-management: 802.1x\n", "a", Security.WEP),
    ],
)
def test_a_network_is_read_however_it_is_written(point: str, name: str, security: Security) -> None:
    (network,) = netplan(_HEAD + _MORE + point, "a.yaml")
    assert (network.name, network.security, network.automatic) == (name, security, True)


def test_a_hotspot_of_its_own_is_no_network_that_it_joins() -> None:
    assert list(netplan(_HEAD + _MORE + "        mine:\n          mode: ap\n          password: x\n", "a.yaml")) == []


@pytest.mark.parametrize("text", ["network: &a\n", "a\n", "wifis: [\n", "network:\n  wifis: {a: {b: c}}\n"])
def test_yaml_that_is_not_read_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        list(netplan(text, "a.yaml"))


def test_a_protection_that_nobody_knows_is_named() -> None:
    point = "        a:\n          auth:\n            key-management: quantum\n"
    with pytest.raises(Unreadable, match="quantum"):
        list(netplan(_HEAD + _MORE + point, "a.yaml"))
