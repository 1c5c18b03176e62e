from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from checker.machine.answers import Mount, Person
from checker.model.finding import State
from checker.model.policy import Documents, Policy
from tests.scenarios import Scenario
from tests.scenarios.papers import (
    BOMB,
    BROKEN,
    CLEAN,
    EXAM,
    HERE,
    HOME,
    LEVEL_ALONE,
    LOCKED,
    MARKED,
    STRANGE,
    THERE,
    USER,
    linux,
    windows,
)
from tests.worlds.world import DENIED, ROOT, World

WANG = Person("1000", "wang", HOME, current=True)
LI = Person("1001", "li", "/home/li", current=False)
DATA = Mount("/dev/sdb1", "/data", "xfs", ("rw",))
SHARE = Mount("//server/share", "/mnt/share", "cifs", ("rw",))

MOVED = 'XDG_DOCUMENTS_DIR="$HOME/搬走的"\n'
SHELL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"

CLOSED = Policy(documents=Documents(closed=(sha256(MARKED).hexdigest(),)))

SCENARIOS = (
    Scenario("pass", linux(), State.PASSED),
    Scenario("pass", linux({f"{HERE}/通知.txt": CLEAN, f"{HERE}/卷子.txt": EXAM}), State.PASSED, ("1",)),
    Scenario("pass", linux({f"{HERE}/xwechat_files/a/msg/a.txt": MARKED}), State.PASSED),  # a chat's own folder
    # closed as a false alarm by its content: left out wherever it lies, and said
    Scenario("pass", linux({f"{HERE}/a.txt": MARKED, f"{HERE}/b.txt": MARKED}), State.PASSED, ("2 个早先",), CLOSED),
    Scenario(
        "fail", linux({f"{HERE}/a.txt": MARKED, f"{HERE}/b.txt": MARKED + b"b"}), State.FAILED, ("1 个早先",), CLOSED
    ),
    Scenario("fail", linux({f"{HERE}/项目/某某方案.txt": MARKED}), State.FAILED, ("机密★10年", "某某….txt")),
    Scenario("fail", linux({f"{HOME}/.config/user-dirs.dirs": MOVED, f"{HOME}/搬走的/a.txt": MARKED}), State.FAILED),
    Scenario("fail", linux({f"{HERE}/a.txt": LEVEL_ALONE}), State.NEEDS_PERSON, ("机密",)),
    Scenario(
        "fail",
        linux({"/data/a.txt": MARKED}),
        State.FAILED,
        policy=Policy(documents=Documents(folders=("/data",))),
    ),
    # anywhere on the computer: a folder beside the usual ones, another volume, somebody else's home
    Scenario("fail", linux({"/srv/工作/a.txt": MARKED}), State.FAILED),
    Scenario("fail", linux({f"{HOME}/a.txt": MARKED}), State.FAILED),
    Scenario("fail", replace(linux({"/data/a.txt": MARKED}), mounts=(ROOT, DATA)), State.FAILED),
    Scenario("fail", replace(linux({"/home/li/a.txt": MARKED}), people=(WANG, LI)), State.FAILED),
    # what cannot be looked at is named
    Scenario("denied", replace(linux({"/home/li/": DENIED}), people=(WANG, LI)), State.COULD_NOT_CHECK, ("使用人",)),
    Scenario("denied", replace(linux(), mounts=(ROOT, SHARE)), State.COULD_NOT_CHECK, ("网络",)),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux({f"{HERE}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", windows({THERE + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),  # not even a home
    Scenario("hostile", linux({f"{HERE}/a.docx": BROKEN, f"{HERE}/b.docx": BOMB}), State.COULD_NOT_CHECK),
    Scenario("hostile", windows({rf"{THERE}\a.docx": BOMB, rf"{THERE}\b.doc": LOCKED}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux({f"{HERE}/{STRANGE}": MARKED, f"{HERE}/a.docx": BROKEN}), State.FAILED),
    # -- Windows
    Scenario("pass", windows({rf"{THERE}\通知.txt": CLEAN}), State.PASSED),
    Scenario("fail", windows({rf"{USER}\Desktop\某某方案.txt": MARKED}), State.FAILED, ("Desktop/某某….txt",)),
    Scenario(
        "fail",
        World(
            windows().platform,
            files={rf"{USER}\ntuser.ini": "", r"D:\文档\a.txt": MARKED},
            registry={SHELL: {"Personal": r"D:\文档", "Desktop": r"%USERPROFILE%\Desktop"}},
        ),
        State.FAILED,
    ),
)
