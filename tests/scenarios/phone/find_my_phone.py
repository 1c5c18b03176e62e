from checker.model.finding import State
from checker.model.policy import Phone, Policy
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.NEEDS_PERSON, names=("com.xiaomi.finddevice",)),
    Scenario(
        "pass", changed({}), State.NEEDS_PERSON, names=("保持关闭",), policy=Policy(phone=Phone(find_device=False))
    ),
    Scenario(
        "fail", changed({}), State.NEEDS_PERSON, names=("位置服务关着",), policy=Policy(phone=Phone(find_device=True))
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
)
