from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

PASSWD = """root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
wang:x:1000:1000:,,,:/home/wang:/bin/bash
li:x:1001:1001:,,,:/home/li:/bin/bash
"""
GROUP = "root:x:0:\nnopasswdlogin:x:999:\nwang:x:1000:\n"
STATES = "root L 2026-01-01 0 99999 7 -1\nwang P 2026-10-01 0 90 7 -1\nli P 2026-10-01 0 90 7 -1\n"
OWN: dict[tuple[str, ...], str | Output | Unreadable] = {("passwd", "-S", "wang"): "wang P 2026-10-01 0 90 7 -1\n"}
ALL = ("passwd", "-S", "-a")
LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"


def _linux(passwd: str = PASSWD, group: str = GROUP, states: str = STATES) -> World:
    return World(files={"/etc/passwd": passwd, "/etc/group": group}, programs={ALL: states}, admin=True)


def _user(name: str, rid: int, enabled: bool, free: bool = False) -> dict[str, object]:
    sid = f"S-1-5-21-1-2-3-{rid}"
    return {"name": name, "sid": sid, "enabled": enabled, "password_not_required": free, "password_age_days": 3}


def _windows(*users: dict[str, object], length: int = 8, limit: object = 1) -> World:
    return World(
        Platform.WINDOWS,
        win32={"local_users": list(users), "password_policy": {"min_length": length}},
        registry={LSA: {} if limit is None else {"LimitBlankPasswordUse": limit}},
    )


GUEST = _user("Guest", 501, enabled=False, free=True)
WANG = _user("wang", 1001, enabled=True)

SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("fail", _linux(states=STATES.replace("li P", "li NP")), State.FAILED, ("li：没有口令",)),
    Scenario("fail", _linux(passwd=PASSWD.replace("li:x", "li:")), State.FAILED, ("li",)),
    Scenario("fail", _linux(group=GROUP.replace("999:", "999:wang,gone")), State.FAILED, ("wang：登录时不需要口令",)),
    # Members by their primary group, too.
    Scenario("fail", _linux(passwd=PASSWD.replace("1001:1001", "1001:999")), State.FAILED, ("li",)),
    # An ordinary person sees no more than their own account: nothing passes.
    Scenario("denied", World(files={"/etc/passwd": PASSWD, "/etc/group": GROUP}, programs=OWN), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/etc/passwd": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "denied",
        World(files={"/etc/passwd": PASSWD, "/etc/group": DENIED}, programs={ALL: STATES}, admin=True),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "denied",
        World(files={"/etc/passwd": PASSWD, "/etc/group": GROUP}, admin=True),
        State.COULD_NOT_CHECK,
        ("没有",),
    ),
    Scenario("hostile", _linux(passwd=PASSWD + "\x00\xff:::\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(states="root\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(states=""), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _linux(
            passwd=PASSWD + "evil\x1b[2J:x:1002:1002::/:/bin/sh\n",
            states=STATES + "evil\x1b[2J NP 2026-10-01 0 90 7 -1\n",
        ),
        State.FAILED,
        ("evil\\x1b[2J",),
    ),
    Scenario(
        "hostile",
        World(files={"/etc/passwd": PASSWD, "/etc/group": GROUP}, programs={ALL: Output(b"", 1)}, admin=True),
        State.COULD_NOT_CHECK,
    ),
    Scenario("pass", _windows(GUEST, WANG), State.PASSED),
    Scenario("pass", _windows(GUEST, WANG, limit=None), State.PASSED),  # absent is the documented default
    Scenario("fail", _windows(GUEST, _user("zhao", 1002, enabled=True, free=True)), State.NEEDS_PERSON, ("zhao",)),
    Scenario("fail", _windows(GUEST, WANG, length=0), State.NEEDS_PERSON, ("wang",)),
    Scenario("fail", _windows(GUEST, WANG, limit=0), State.FAILED, ("别的电脑",)),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, win32={"local_users": [WANG]}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(GUEST, WANG, limit=b"\0\0\0\0"), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, win32={"local_users": []}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, win32={"local_users": [{"name": 7}]}), State.COULD_NOT_CHECK),
)
