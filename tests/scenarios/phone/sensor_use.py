from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, changed
from tests.worlds.world import World


def _used(op: str, access: str) -> World:
    use = f"  Uid u0a103:\n    Package {APP}:\n        {op} (allow): \n          {access}\n"
    return changed({"apps.use": use})


SCENARIOS = (
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
