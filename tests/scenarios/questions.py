"""Settings inside an app that no phone shows: they are asked where the app is there."""

from __future__ import annotations

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details
from tests.worlds.world import World

WECHAT, QQ, ALIPAY = "com.tencent.mm", "com.tencent.mobileqq", "com.eg.android.AlipayGphone"
_SHUT = "FINE_LOCATION: ignore\nCOARSE_LOCATION: ignore\n"

UNREAD = (
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)


def asked(app: str) -> tuple[Scenario, ...]:
    """Nothing of the setting can be seen: whatever the version, a person says."""
    return (
        Scenario("pass", _with(app, version="8.0.61"), State.NEEDS_PERSON, names=("8.0.61",)),
        Scenario("pass", changed({}), State.NOT_APPLICABLE),
        Scenario("fail", _with(app, version="7.0.22"), State.NEEDS_PERSON, names=("7.0.22",)),
        *UNREAD,
    )


def asked_where_located(app: str) -> tuple[Scenario, ...]:
    """An app that may know the place fails; one that is granted it and shut off beneath is asked about."""
    granted = details(app, granted=("ACCESS_FINE_LOCATION",))
    shut = {f"app.details {app}": granted, f"app.location {app}": _SHUT}
    return (
        Scenario("pass", _with(app, version="8.0.61"), State.NEEDS_PERSON, names=("8.0.61",)),
        Scenario("pass", changed({}), State.NOT_APPLICABLE),
        Scenario("fail", changed({**_installed(app), f"app.details {app}": granted}), State.FAILED, names=("允许",)),
        Scenario("fail", changed({**_installed(app), **shut}), State.NEEDS_PERSON),
        *UNREAD,
    )


def _with(app: str, version: str) -> World:
    return changed({**_installed(app), f"app.details {app}": details(app, version=version)})


def _installed(app: str) -> dict[str, str]:
    return {"apps.third": f"package:{app}  installer=com.xiaomi.market\n"}
