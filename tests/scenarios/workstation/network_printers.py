from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

_CUPS = {"/usr/sbin/cupsd": b""}
_CONF = "/etc/cups/printers.conf"
_PRINT = r"HKLM\SYSTEM\CurrentControlSet\Control\Print"


def _linux(*addresses: str) -> World:
    text = "".join(
        f"<Printer p{number}>\nInfo x\nDeviceURI {one}\n</Printer>\n" for number, one in enumerate(addresses)
    )
    return World(files={**_CUPS, _CONF: text})


def _windows(*ports: Any, more: dict[str, Any] | None = None) -> World:
    keys = {rf"{_PRINT}\Printers\p{number}": {"Port": port} for number, port in enumerate(ports)}
    return World(Platform.WINDOWS, registry={rf"{_PRINT}\Printers": {}, **keys, **(more or {})})


SCENARIOS = (
    Scenario("pass", World(files={"/usr/x": ""}), State.PASSED, ("没有设置",)),
    Scenario("pass", World(files=_CUPS), State.PASSED),
    Scenario("pass", _linux("usb://HP/1", "hp:/usb/x", "ipp://localhost:60000/"), State.PASSED),
    Scenario("fail", _linux("usb://HP/1", "socket://10.0.0.5:9100"), State.NEEDS_PERSON, ("p1",)),
    Scenario("fail", _linux("hp:/net/x?ip=10.0.0.5"), State.NEEDS_PERSON, ("p0",)),
    # Without the right to the settings the server tells.
    Scenario(
        "fail",
        World(files={**_CUPS, _CONF: DENIED}, programs={("lpstat", "-v"): "device for office: ipp://10.0.0.5/ipp\n"}),
        State.NEEDS_PERSON,
        ("office",),
    ),
    # It leaves out the scheme of a file.
    Scenario(
        "pass",
        World(files={**_CUPS, _CONF: DENIED}, programs={("lpstat", "-v"): "device for office: ///dev/null\n"}),
        State.PASSED,
    ),
    Scenario("denied", World(files={**_CUPS, _CONF: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("carrier-pigeon:/x"), State.COULD_NOT_CHECK),
    *(
        Scenario("hostile", World(files={**_CUPS, _CONF: text}), State.COULD_NOT_CHECK)
        for text in (
            "\0\0\0\0",
            "<Printer p0>\nInfo x\n</Printer>\n<Printer p1>\nDeviceURI usb://HP/1\n</Printer>\n",
        )
    ),
    Scenario(
        "hostile",
        World(files={**_CUPS, _CONF: DENIED}, programs={("lpstat", "-v"): "office is at ipp://10.0.0.5/ipp\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("pass", World(files={**_CUPS, _CONF: "# Printers\nNextPrinterId 1\n"}), State.PASSED),
    Scenario("pass", _windows("USB001", "PORTPROMPT:"), State.PASSED),
    Scenario("fail", _windows("IP_10.0.0.5"), State.NEEDS_PERSON, ("p0",)),
    Scenario(
        "fail",
        _windows("printer-2", more={rf"{_PRINT}\Monitors\Standard TCP/IP Port\Ports\printer-2": {}}),
        State.NEEDS_PERSON,
    ),
    Scenario("fail", _windows(more={r"HKCU\Printers\Connections\,,srv,hall": {}}), State.NEEDS_PERSON, ("srv",)),
    Scenario("denied", World(Platform.WINDOWS, registry={"HKLM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("pigeon"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(7), State.COULD_NOT_CHECK),
)
