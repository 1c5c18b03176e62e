from dataclasses import replace

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

SUDOERS = "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n"
PASSWD = "root:x:0:0::/root:/bin/bash\nwang:x:1000:1000::/home/wang:/bin/bash\nli:x:1001:1001::/home/li:/bin/bash\n"

TWO_MORE = "toor:x:0:0::/root:/bin/sh\nx:x:0:0::/:/bin/sh\n"


def _linux(group: str = "", dropped: str = "", sudoers: object = SUDOERS, passwd: str = PASSWD) -> World:
    files: dict[str, object] = {"/etc/passwd": passwd, "/etc/group": f"root:x:0:\n{group}", "/etc/sudoers": sudoers}
    if dropped:
        files["/etc/sudoers.d/unit"] = dropped
        files["/etc/sudoers.d/README.txt"] = "what is not read: nonsense"
    return World(files=files, admin=True)  # type: ignore[arg-type]


_DOAS, _OWN_RULE = "/etc/doas.conf", "/etc/polkit-1/rules.d/00-own.rules"


def _with(path: str, text: str, group: str = "") -> World:
    world = _linux(group)
    return replace(world, files={**world.files, path: text})


def _windows(*admins: str, **more: object) -> World:
    users = [
        {"name": name, "sid": f"S-1-5-21-1-2-3-{rid}", "enabled": rid != 500, "password_not_required": False}
        | {"admin": name in ("Administrator", *admins), **more}
        for name, rid in (("Administrator", 500), ("wang", 1001), ("li", 1002))
    ]
    return World(Platform.WINDOWS, win32={"local_users": users})


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario("pass", _linux("sudo:x:27:wang\n"), State.PASSED, ("wang",)),
    Scenario("pass", _linux("sudo:x:27:wang,li\n"), State.NEEDS_PERSON, ("wang", "li")),
    Scenario("fail", _linux("docker:x:998:li\n"), State.FAILED, ("li",)),
    Scenario("fail", _linux("sudo:x:1001:\n", "%sudo ALL=(ALL) NOPASSWD: ALL\n"), State.FAILED, ("li",)),
    Scenario("fail", _linux(dropped="wang ALL = (root) NOPASSWD:ALL # for the printer\n"), State.FAILED, ("wang",)),
    Scenario(
        "fail",
        _linux("helpers:x:5:wang\n", "User_Alias OPS = li, %helpers\nDefaults:OPS !authenticate\nOPS ALL=ALL\n"),
        State.FAILED,
        ("li", "wang"),
    ),
    Scenario("pass", _linux(dropped="wang ALL=(root) NOPASSWD: /usr/sbin/lpadmin\n"), State.PASSED),
    Scenario("pass", World(files={"/etc/passwd": PASSWD, "/etc/group": "root:x:0:\n"}), State.PASSED),  # no sudo at all
    # By number; a program that is as good as all; doas; a group that hands out the machine.
    Scenario("fail", _linux(dropped="#1001 ALL=(ALL) NOPASSWD: ALL\n"), State.FAILED, ("li",)),
    Scenario("fail", _linux("helpers:x:77:li\n", "%#77 ALL=(ALL) NOPASSWD: ALL\n"), State.FAILED, ("li",)),
    Scenario("fail", _linux(dropped="li ALL=(root) NOPASSWD: /usr/bin/lpadmin, /bin/bash\n"), State.FAILED, ("li",)),
    Scenario("pass", _linux(dropped="li ALL=(root) NOPASSWD: /opt/backup.sh\n"), State.PASSED),
    Scenario("fail", _linux("libvirt:x:98:li\n"), State.FAILED, ("li",)),
    Scenario("fail", _with(_DOAS, "permit nopass keepenv li as root\n"), State.FAILED, ("li",)),
    Scenario("fail", _with(_DOAS, "permit persist :team\n", "team:x:98:li,wang\n"), State.NEEDS_PERSON, ("li",)),
    Scenario("pass", _with(_DOAS, "# permit nopass li\npermit nopass li cmd /opt/backup.sh\n"), State.PASSED),
    Scenario("hostile", _with(_DOAS, "li may\n"), State.COULD_NOT_CHECK, ("doas.conf",)),
    Scenario("hostile", _with(_OWN_RULE, "polkit.addRule()"), State.COULD_NOT_CHECK, ("00-own",)),
    Scenario("pass", _with("/etc/polkit-1/rules.d/50-default.rules", ""), State.PASSED),
    Scenario("denied", _linux(sudoers=DENIED), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(dropped="wang may do as he likes\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(dropped="@include /etc/sudoers.d/unit\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(passwd=PASSWD + TWO_MORE), State.NEEDS_PERSON, ("toor",)),
    Scenario(
        "fail",
        _linux("sudo:x:27:\n", passwd=f"{PASSWD}sun:x:1005:27::/home/sun:/bin/sh\nwu:x:1006:27::/home/wu:/bin/sh\n"),
        State.NEEDS_PERSON,
        ("sun", "wu"),
    ),
    Scenario("hostile", _linux(passwd="\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/etc/passwd": PASSWD, "/etc/group": ""}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows("wang"), State.PASSED, ("wang",)),
    Scenario("fail", _windows("wang", "li"), State.NEEDS_PERSON, ("wang", "li")),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(admin="yes"), State.COULD_NOT_CHECK),
)
