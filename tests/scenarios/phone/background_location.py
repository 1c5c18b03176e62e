from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import APP, FORBIDDEN, GARBAGE, REFUSED, SILENT, TIMEOUT, changed, details, properties
from tests.worlds.world import DENIED

# The block as far as it came: whoever holds the location may stand in the rest.
_LINES = details(APP, granted=("ACCESS_BACKGROUND_LOCATION",)).splitlines(keepends=True)
CUT = tuple(
    "".join(_LINES[: 1 + next(at for at, line in enumerate(_LINES) if begins in line)])
    for begins in ("install permissions:", "User 0:", "runtime permissions:")
)

SCENARIOS = (
    *(Scenario("denied", changed({f"app.details {APP}": cut}), State.COULD_NOT_CHECK) for cut in CUT),
    *(Scenario("denied", changed({f"app.details {APP}": cut + TIMEOUT}), State.COULD_NOT_CHECK) for cut in CUT),
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass", changed({f"app.details {APP}": details(APP, others=("ACCESS_BACKGROUND_LOCATION",))}), State.PASSED
    ),
    Scenario(
        "fail",
        changed({f"app.details {APP}": details(APP, granted=("ACCESS_BACKGROUND_LOCATION",))}),
        State.FAILED,
        names=("com.example.notes",),
    ),
    Scenario(
        "fail",
        changed(
            {
                "properties": properties(ro__build__version__sdk="28"),
                f"app.details {APP}": details(APP, granted=("ACCESS_FINE_LOCATION",)),
            }
        ),
        State.FAILED,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({f"app.details {APP}": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({f"app.details {APP}": "Package [com.other] (1):\n"}), State.COULD_NOT_CHECK),
)
