from __future__ import annotations

from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import dpkg
from tests.worlds.world import DENIED, World

_MODULE = {"/usr/lib/x86_64-linux-gnu/gio/modules/libdconfsettings.so": ""}
_SCHEMA = "org.gnome.system.location"
_SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\lfsvc"
_STATUS = rf"{_SERVICE}\Service\Configuration"
_CONSENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\location"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\LocationAndSensors"


def _linux(value: str | None, *packages: str) -> World:
    listed: Any = (
        Output(b"", 1) if value is None else f"{_SCHEMA} enabled {value}\n{_SCHEMA} max-accuracy-level 'exact'\n"
    )
    programs = {
        ("gsettings", "list-recursively", _SCHEMA): listed,
        ("gsettings", "list-schemas"): "",
        ("gsettings", "writable"): "true\n",
        ("env", "GSETTINGS_BACKEND=memory", "gsettings", "get"): "false\n",
    }
    return World(files={"/var/lib/dpkg/status": dpkg(*packages), **_MODULE}, programs=programs)


def _windows(status: Any = None, device: Any = None, person: Any = None, **more: Any) -> World:
    registry: dict[str, Any] = {_SERVICE: {"Start": 3}, **more}
    if status is not None:
        registry[_STATUS] = {"Status": status}
    for hive, value in (("HKLM", device), ("HKCU", person)):
        if value is not None:
            registry[rf"{hive}\{_CONSENT}"] = {"Value": value}
    return World(Platform.WINDOWS, registry=registry)


SCENARIOS = (
    Scenario("pass", _linux("false", "geoclue-2.0"), State.PASSED),
    Scenario("pass", _linux(None), State.NOT_APPLICABLE),
    Scenario("fail", _linux("true", "geoclue-2.0"), State.FAILED),
    Scenario("denied", World(files={"/var/lib/dpkg/status": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(None, "geoclue-2.0"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("'perhaps'", "geoclue-2.0"), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(0), State.PASSED),
    Scenario("pass", _windows(1, "Deny", "Allow"), State.PASSED),
    Scenario("pass", _windows(1, "Allow", "Allow", **{_POLICY: {"DisableLocation": 1}}), State.PASSED, ("策略",)),
    Scenario("fail", _windows(1, "Allow", "Allow"), State.FAILED, ("位置服务开着",)),
    Scenario("fail", _windows(1), State.FAILED),
    Scenario("fail", _windows(1, "Allow", "Deny"), State.FAILED, ("本账户的程序不能使用",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry={_SERVICE: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("on"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(1, "Sometimes"), State.COULD_NOT_CHECK),
)  # fmt: skip
