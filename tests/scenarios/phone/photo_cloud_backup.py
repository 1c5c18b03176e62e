from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON, names=("小米云服务",)),
    Scenario(
        "fail",
        changed({"apps.third": "package:com.baidu.netdisk  installer=com.xiaomi.market\n"}),
        State.NEEDS_PERSON,
        names=("百度网盘",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
