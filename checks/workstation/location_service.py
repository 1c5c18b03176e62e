"""Does this computer tell programs where it is?"""

from __future__ import annotations

from checker.api import Actor, Fail, NotApplicable, Origin, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.location import LocationService

_WHY = Text(
    "位置服务会让程序随时知道这台电脑在哪里，去过的地方也会被记下来。",
    "With the location service programs know where this computer is at any time, and where it has been.",
)


@check(
    id="workstation.location_service",
    title=Text("系统位置服务已关闭", "The system's location service is off"),
    why=_WHY,
    severity=Severity.MEDIUM,
    rules=("pc-location-service",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                Text("打开“设置 → 隐私和安全性 → 位置”。", "Open Settings > Privacy & security > Location."),
                Text("关闭“位置服务”。", "Switch Location services off."),
            ),
            opens="ms-settings:privacy-location",
        ),
        Platform.LINUX: Remedy(
            Actor.STAFF,
            steps=(
                Text("打开“设置 → 隐私 → 位置服务”。", "Open Settings > Privacy > Location Services."),
                Text("关闭开关。", "Switch it off."),
            ),
            opens="gnome-control-center location",
        ),
    },
)
def location_service(location: LocationService) -> Verdict:
    """On for the computer and for the person fails; where the person's own switch is off it weighs less."""
    device = location.device
    if not location.there or device is None:
        return NotApplicable(Text("这台电脑没有系统位置服务。", "This computer has no location service."))
    if not device.value:
        if device.origin is Origin.POLICY:
            return Pass(Text("位置服务已由策略关闭。", "The location service is off by policy."))
        return Pass(Text("位置服务已关闭。", "The location service is off."))
    if location.person is not None and not location.person.value:
        seen = Text(
            "位置服务开着，不过本账户的程序不能使用。",
            "The location service is on, though not for programs of this account.",
        )
        return Fail(seen, severity=Severity.LOW)
    return Fail(Text("位置服务开着。", "The location service is on."))
