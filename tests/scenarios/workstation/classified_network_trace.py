from __future__ import annotations

import struct
from typing import Any

from checker.machine.answers import Interface
from checker.model.finding import State
from checker.model.policy import Network, Policy
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.wireless import key_file, linux, windows
from tests.worlds.world import DENIED, World

_LIST = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles"
_CARDS = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces"
_WHEN = struct.pack("<8H", 2026, 9, 2, 15, 8, 30, 0, 0)
_INNER = Policy(network=Network(("10.20.0.0/16",)))
_LEASE = "/var/lib/dhcp/dhclient.eth0.leases"


def _windows(networks: Any = (), address: Any = "0.0.0.0", **more: Any) -> World:
    keys = {rf"{_LIST}\{{{number}}}": values for number, values in enumerate(networks)}
    return windows(registry={_LIST: {}, **keys, rf"{_CARDS}\{{1}}": {"DhcpIPAddress": address}, **more})


def _leased(address: str) -> World:
    return linux(files={_LEASE: f'lease {{\n  interface "eth0";\n  fixed-address {address};\n}}\n'})


SCENARIOS = (
    Scenario("pass", linux(), State.PASSED),
    Scenario("pass", _leased("10.20.3.4"), State.PASSED, (), _INNER),
    Scenario("pass", _leased("192.168.1.4"), State.NEEDS_PERSON, ("192.168.…",), _INNER),
    Scenario("fail", _leased("8.8.4.4"), State.FAILED, ("8.8.…",)),
    Scenario(
        "fail",
        linux(files={"/etc/NetworkManager/system-connections/a.nmconnection": key_file("home", "key-mgmt=wpa-psk")}),
        State.FAILED,
        ("home",),
    ),
    Scenario("fail", linux(interfaces=(Interface("eth0", True, ("2400:3200::1",)),)), State.FAILED, ("2400:3200:…",)),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("denied", linux(files={_LEASE: DENIED, "/var/lib/dhcp/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _leased("999.1.1.1"), State.PASSED),
    Scenario("hostile", linux(files={_LEASE: "\0\0\0\0"}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(interfaces=None), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows([{"NameType": 6, "ProfileName": "网络"}], "10.20.1.1"), State.PASSED, (), _INNER),
    Scenario("pass", _windows([{"NameType": 6, "ProfileName": "网络"}]), State.NEEDS_PERSON),
    Scenario(
        "fail",
        _windows([{"NameType": 71, "ProfileName": "cafe", "DateLastConnected": _WHEN}]),
        State.FAILED,
        ("cafe，最后连接 2026-09-15",),
    ),
    Scenario("fail", _windows([], "114.114.114.114"), State.FAILED, ("114.114.…",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", windows(registry={_LIST: DENIED, _CARDS: {}}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows([{"NameType": "x", "DateLastConnected": b"\xff" * 16}], 7), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows([{"NameType": 243, "DateLastConnected": b"\xff" * 16}]), State.FAILED),
)
