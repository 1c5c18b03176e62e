from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.machine.answers import Interface
from checker.model.finding import State
from checker.model.policy import Network, Policy
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
_OUT = "{name}\t00000000\t{gateway}\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
_OUT6 = f"{'0' * 32} 00 {'0' * 32} 00 fe80{'0' * 26}{{gateway}} 00000400 1 0 00000003 {{name}}\n"
_PCI = "/sys/devices/pci0000:00/0000:00:03.0/net/{name}"
_SOFT = "/sys/devices/virtual/net/{name}"
_INNER = Policy(network=Network(("10.20.0.0/16",)))


def _up(name: str, *addresses: str) -> Interface:
    return Interface(name, up=True, addresses=addresses)


def _linux(routes: str, *interfaces: Interface, soft: tuple[str, ...] = (), **more: Any) -> World:
    links = {
        f"/sys/class/net/{one.name}": (_SOFT if one.name in soft else _PCI).format(name=one.name) for one in interfaces
    }
    files = {f"/sys/class/net/{name}/mtu": "1500\n" for name in soft}
    return World(
        files={"/proc/net/route": _HEAD + routes, **files, **more.pop("files", {})},
        links={**links, **more.pop("links", {})},
        interfaces=interfaces,
        **more,
    )


_LAN, _WLAN = _up("eth0", "10.20.1.5", "fe80::1"), _up("wlan0", "192.168.43.7")
_VIA_LAN = _OUT.format(name="eth0", gateway="0101140A")
_VIA_WLAN = _OUT.format(name="wlan0", gateway="012BA8C0")
_SAME = _OUT.format(name="wlan0", gateway="0101140A")
_ON = {"/proc/sys/net/ipv4/ip_forward": "1\n"}
_DOCKER = _up("docker0", "172.17.0.1")

_CLASS = r"HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}"
_NAMES = r"HKLM\SYSTEM\CurrentControlSet\Control\Network\{4D36E972-E325-11CE-BFC1-08002BE10318}"


def _adapter(name: str, address: str, *gateways: str, kind: int = 6) -> dict[str, Any]:
    return {"interface": name, "type": kind, "gateways": list(gateways), "addresses": [address, "fe80::9"]}


def _windows(adapters: Any, routes: int = 0, **cards: tuple[int, str]) -> World:
    registry: dict[str, Mapping[str, Any]] = {
        _CLASS: {},
        r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters": {"IPEnableRouter": routes},
    }
    for number, (name, (kind, component)) in enumerate(cards.items()):
        identity = f"{{{number}}}"
        registry[rf"{_CLASS}\{number:04}"] = {
            "Characteristics": kind,
            "NetCfgInstanceId": identity,
            "ComponentId": component,
        }
        registry[rf"{_NAMES}\{identity}\Connection"] = {"Name": name}
    return World(Platform.WINDOWS, registry=registry, win32={"gateways": adapters})


_W_LAN = _adapter("以太网", "10.20.1.5", "10.20.1.1")
_W_WLAN = _adapter("WLAN", "192.168.43.7", "192.168.43.1", kind=71)
_VMNET = _adapter("VMnet8", "192.168.88.1")

SCENARIOS = (
    Scenario("pass", _linux(_VIA_LAN, _LAN), State.PASSED),
    Scenario("pass", _linux("", _up("eth0", "fe80::1")), State.PASSED),
    # A container's bridge and a machine that is not up are no networks.
    Scenario("pass", _linux(_VIA_LAN, _LAN, _DOCKER, Interface("wlan0", False, ()), soft=("docker0",)), State.PASSED),
    Scenario("fail", _linux(_VIA_LAN + _VIA_WLAN, _LAN, _WLAN), State.FAILED, ("eth0", "wlan0")),
    # The inner network without a way out, and another beside it.
    Scenario("fail", _linux(_VIA_WLAN, _LAN, _WLAN), State.FAILED, ("wlan0",), _INNER),
    Scenario("fail", _linux(_VIA_LAN + _SAME, _LAN, _WLAN, files=_ON), State.FAILED),
    # A bridge over a real card is that card's network.
    Scenario(
        "fail",
        _linux(
            _VIA_WLAN + _OUT.format(name="br0", gateway="0101140A"),
            _WLAN,
            _up("br0", "10.20.1.5"),
            soft=("br0",),
            links={"/sys/class/net/br0/lower_eth0": "/x", "/sys/class/net/eth0": _PCI.format(name="eth0")},
        ),
        State.FAILED,
        ("br0",),
    ),
    Scenario("pass", _linux(_VIA_LAN + _SAME, _LAN, _WLAN), State.NEEDS_PERSON, ("eth0", "wlan0")),
    Scenario(
        "fail",
        _linux(
            "",
            _up("eth0", "fd00::5"),
            _up("wlan0", "2001:db8::5"),
            files={
                "/proc/net/ipv6_route": "".join(
                    _OUT6.format(name=name, gateway=end) for name, end in (("eth0", "01"), ("wlan0", "02"))
                )
            },
        ),
        State.FAILED,
    ),
    Scenario("denied", World(files={"/proc/net/route": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/proc/net/route": _HEAD}, interfaces=None), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("eth0\t0\n", _LAN), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("eth0\tzzzz\t\xff\t-\t0\t0\t0\tq\n", _LAN), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/proc/net/route": "\x00"}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("", _LAN, files={"/proc/net/ipv6_route": "x\n"}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows([_W_LAN], 以太网=(0x84, "pci\\ven_8086")), State.PASSED),
    Scenario("pass", _windows([_W_LAN, _VMNET], VMnet8=(0x1, "*vmnetadapter8")), State.PASSED),
    Scenario("fail", _windows([_W_LAN, _W_WLAN]), State.FAILED, ("以太网", "WLAN")),
    Scenario("fail", _windows([_W_LAN, _adapter("WLAN", "10.9.9.9", "10.9.9.1")]), State.FAILED, (), _INNER),
    # The switch of Hyper-V carries the card's own network.
    Scenario("fail", _windows([_W_LAN, _W_WLAN], WLAN=(0x29, "vms_mp")), State.FAILED, ("WLAN",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario(
        "denied", World(Platform.WINDOWS, win32={"gateways": []}, registry={_CLASS: DENIED}), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", _windows("nothing"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows([{"interface": 3}]), State.COULD_NOT_CHECK),
)  # fmt: skip
