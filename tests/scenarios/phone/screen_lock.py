from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed

OLD = "User 0\n  SP Handle: 1\n  Quality: 196608\n"  # Android 10 and older
TWO = "User 0\n  CredentialType: Pin\nUser 10\n  CredentialType: {}\n"
SECOND = {"users": "Users:\nuser 0 4c13 running\nuser 10 410\n"}
CLONE = {"users": "Users:\nuser 0 4c13 running\nuser 10 1030 running\n"}
OTHERS = " User (id=0): deviceLocked=0\n   managingTrust=0\n User (id=10): deviceLocked=1\n   managingTrust=1\n"

# Never set, or "never": the phone's maker decides what that means.
UNSAID = (
    ("system.screen_off_timeout", "null\n", "秒内无人操作就熄屏"),
    ("system.screen_off_timeout", "-1\n", "秒内无人操作就熄屏"),
    ("secure.lock_screen_lock_after_timeout", "null\n", "秒内锁定"),
    ("secure.lock_screen_lock_after_timeout", "-1\n", "秒内锁定"),
    ("secure.lock_screen_allow_private_notifications", "null\n", "不显示通知"),
)

SCENARIOS = (
    *(Scenario("pass", changed({name: value}), State.NEEDS_PERSON, names=(words,)) for name, value, words in UNSAID),
    Scenario(
        "pass",
        changed({"lock.settings": OLD, "lock.keyguard": "    secure=true\n", "system.screen_off_timeout": "null\n"}),
        State.NEEDS_PERSON,
        names=("不是图案",),
    ),
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"lock.settings": "User 0\n  CredentialType: Pin\nUser 10\n  CredentialType: None\n"}),
        State.PASSED,
    ),
    Scenario(
        "fail", changed({"lock.settings": "User 0\n  CredentialType: None\n"}), State.FAILED, names=("没有设锁屏口令",)
    ),
    Scenario("pass", changed({"secure.lockscreen.disabled": "1\n"}), State.PASSED),  # real: the service says otherwise
    Scenario(
        "fail",
        changed({"lock.settings": OLD, "lock.keyguard": "    secure=false\n"}),
        State.FAILED,
        names=("没有设锁屏口令",),
    ),
    Scenario("fail", changed({**SECOND, "lock.settings": TWO.format("None")}), State.FAILED, names=("第二空间",)),
    Scenario("pass", changed({**SECOND, "lock.settings": TWO.format("Pin")}), State.PASSED),
    Scenario("pass", changed({**CLONE, "lock.settings": TWO.format("None")}), State.PASSED),
    Scenario("pass", changed({"lock.trust": OTHERS}), State.PASSED),
    Scenario("fail", changed({"system.screen_off_timeout": "600000\n"}), State.FAILED, names=("600 秒",)),
    Scenario("fail", changed({"lock.trust": "deviceLocked=0\n managingTrust=1\n"}), State.FAILED, names=("智能解锁",)),
    Scenario("fail", changed({"lock.settings": "User 0\n  CredentialType: PATTERN\n"}), State.FAILED, names=("图案",)),
    *(
        Scenario(
            "fail", changed({"lock.trust": f" User (id=0): {said}, deviceLocked=0\n"}), State.FAILED, names=("智能",)
        )
        for said in ("trustState=TRUSTED", "trusted=1", "trustManaged=1", "isActiveUnlockRunning=1")
    ),
    Scenario(
        "denied",
        changed({"lock.settings": "User 0\n CredentialType: PIN\n CredentialType: NONE\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "denied",
        changed({"lock.settings": OLD, "lock.keyguard": " secure=true\n secure=false\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "denied", changed({"lock.trust": f" User (id=0): {'x=1, ' * 500}deviceLocked=0\n"}), State.COULD_NOT_CHECK
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({"lock.settings": OLD}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"lock.settings": "CredentialType: Wizardry\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"system.screen_off_timeout": "-1e9\n"}), State.NEEDS_PERSON, names=("熄屏",)),
)
