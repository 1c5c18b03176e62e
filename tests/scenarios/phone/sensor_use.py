from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, GOOD, REFUSED, SILENT, TIMEOUT, changed
from tests.worlds.world import World


def _used(op: str, access: str) -> World:
    use = f"  Uid u0a103:\n    Package {APP}:\n        {op} (allow): \n          {access}\n"
    return changed({"apps.use": use})


def _several(*lines: str, state: str = "cch", user: str = "u0a103") -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return f"  Uid {user}:\n    state={state}\n    Package {APP}:\n{body}"


AGO = "2026-11-22 18:37:30.315 (-{})"
CLONE = {
    "users": "Users:\nuser 0 4c13 running\nuser 999 801010 running\n",
    "apps.system@999": "package:com.android.systemui\n",
    "apps.third@999": f"package:{APP}  installer=null\n",
}

SCENARIOS = (
    Scenario("denied", changed({"apps.use": str(GOOD["apps.use"]) + TIMEOUT}), State.COULD_NOT_CHECK),
    # An operation of a later Android, or of a maker, that sounds like a sensor's is not read as none.
    *(
        Scenario(
            "denied",
            changed({"apps.use": _several(f"{name} (allow): ", "Access: [bg-s] " + AGO.format("3m0s0ms"))}),
            State.COULD_NOT_CHECK,
        )
        for name in ("RECORD_AUDIO_ON_LOCK", "CAMERA_SILENT", "BACKGROUND_LOCATION_FIX")
    ),
    *(
        Scenario(
            "pass",
            changed({"apps.use": _several(f"{name} (allow): ", "Access: [bg-s] " + AGO.format("3m0s0ms"))}),
            State.PASSED,
        )
        for name in ("PLAY_AUDIO", "AUDIO_MEDIA_VOLUME", "READ_MEDIA_AUDIO", "MIUIOP(10008)")
    ),
    Scenario(
        "fail",
        changed(
            {"apps.use": _several("RECEIVE_SANDBOX_TRIGGER_AUDIO (allow): ", "Access: [bg-s] " + AGO.format("3m0s0ms"))}
        ),
        State.FAILED,
    ),
    # Whose it is cannot be read: it is nobody's else.
    *(
        Scenario(
            "denied",
            changed(
                {
                    "apps.use": _several("CAMERA (allow): ", "Access: [top-s] " + AGO.format("638d11h0m0s0ms"))
                    + heads
                    + "        CAMERA (allow): \n        Access: [bg-s] "
                    + AGO.format("3m0s0ms")
                    + "\n"
                }
            ),
            State.COULD_NOT_CHECK,
        )
        for heads in (
            f"  Uid ??:\n    Package {APP}:\n",
            f"  Uid [u10a103]:\n    Package {APP}:\n",
            "    Package [a.b]:\n",
        )
    ),
    # What stands below another operation's heading is that operation's.
    Scenario(
        "pass",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ",
                    "Access: [top-s] " + AGO.format("638d11h0m0s0ms"),
                    "PLAY_AUDIO (allow): ",
                    "Access: [bg-s] " + AGO.format("1h5m27s679ms"),
                    "MOCK_LOCATION (allow): ",
                    "Access: [bg-s] " + AGO.format("1h5m27s679ms"),
                )
            }
        ),
        State.PASSED,
    ),
    # The worst state counts, not the newest.
    Scenario(
        "fail",
        changed(
            {
                "apps.use": _several(
                    "RECORD_AUDIO (allow): ",
                    "Access: [bg-s] " + AGO.format("1d4h0m0s0ms"),
                    "Access: [top-s] " + AGO.format("3m0s0ms"),
                )
            }
        ),
        State.FAILED,
        names=("28 小时前",),
    ),
    Scenario(
        "fail",
        changed({"apps.use": _several("RECORD_AUDIO (allow): ", "Access: [fgsvc-s] " + AGO.format("3h4m0s0ms"))}),
        State.NEEDS_PERSON,
        names=("3 小时前",),
    ),
    Scenario(
        "fail",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ", "Access: [bg-s] " + AGO.format("60d4h0m0s0ms"), "Running start at: +5s0ms"
                )
            }
        ),
        State.FAILED,
        names=("正在使用",),
    ),
    Scenario(
        "pass",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ",
                    "Access: [top-s] " + AGO.format("5s0ms"),
                    "Running start at: +5s0ms",
                    state="top",
                )
            }
        ),
        State.PASSED,
    ),
    # Android 9 writes the states below each other, refusals likewise.
    Scenario(
        "fail",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ",
                    "Access: top   = " + AGO.format("2m0s0ms"),
                    "        bg    = " + AGO.format("1d2h0m0s0ms"),
                )
            }
        ),
        State.FAILED,
        names=("26 小时前",),
    ),
    Scenario(
        "pass",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ",
                    "Access: top   = " + AGO.format("2m0s0ms"),
                    "Reject: top   = " + AGO.format("2m0s0ms"),
                    "        bg    = " + AGO.format("1d2h0m0s0ms"),
                )
            }
        ),
        State.PASSED,
    ),
    Scenario(
        "fail",
        changed(
            {
                **CLONE,
                "apps.use": _several(
                    "CAMERA (allow): ", "Access: [bg-s] " + AGO.format("2d2h0m0s0ms"), user="u999a103"
                ),
            }
        ),
        State.FAILED,
        names=("应用分身", "2 天前"),
    ),
    Scenario(
        "hostile",
        changed(
            {
                "apps.use": _several(
                    "CAMERA (allow): ",
                    "Access: [top-s] " + AGO.format("2m0s0ms"),
                    "Access: [orbit-s] " + AGO.format("1m0s0ms"),
                )
            }
        ),
        State.COULD_NOT_CHECK,
    ),
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", _used("CAMERA", "Access: [top-s] 2026-11-22 18:37:30.315 (-4h50m23s772ms)"), State.PASSED),
    Scenario("pass", _used("CAMERA", "Access: [bg-s] 2026-09-22 18:37:30.315 (-60d4h50m23s772ms)"), State.PASSED),
    Scenario(
        "fail",
        _used("RECORD_AUDIO", "Access: [bg-s] 2026-11-22 18:37:30.315 (-1d4h50m23s772ms) duration=+33ms"),
        State.FAILED,
        names=("麦克风",),
    ),
    Scenario(
        "fail",
        _used("FINE_LOCATION", "Access: [cch-s] 2026-11-22 18:37:30.315 (-4h50m23s772ms)"),
        State.FAILED,
        names=("定位",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("hostile", _used("CAMERA", "time=+2d3h ago"), State.COULD_NOT_CHECK),
)
