from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"lock.settings": "User 0\n  CredentialType: Pin\nUser 10\n  CredentialType: None\n"}),
        State.PASSED,
    ),
    Scenario(
        "fail", changed({"lock.settings": "User 0\n  CredentialType: None\n"}), State.FAILED, names=("没有设锁屏口令",)
    ),
    Scenario("fail", changed({"secure.lockscreen.disabled": "1\n"}), State.FAILED),
    Scenario("fail", changed({"system.screen_off_timeout": "600000\n"}), State.FAILED, names=("600 秒",)),
    Scenario("fail", changed({"lock.trust": "deviceLocked=0\n managingTrust=1\n"}), State.FAILED, names=("智能解锁",)),
    Scenario("fail", changed({"lock.settings": "User 0\n  CredentialType: PATTERN\n"}), State.FAILED, names=("图案",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "denied", changed({"lock.settings": "User 0\n  SP Handle: 1\n  Quality: 196608\n"}), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", changed({"lock.settings": "CredentialType: Wizardry\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"system.screen_off_timeout": "-1e9\n"}), State.COULD_NOT_CHECK),
)
