from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Leftovers, Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

HOME = "/home/wang"
WPS = f"{HOME}/.local/share/Kingsoft/office6/data/backup"
USER = r"C:\Users\wang"
WORD = rf"{USER}\AppData\Roaming\Microsoft\Word"


def _linux(**files: str | bytes | Unreadable) -> World:
    return World(files={f"{HOME}/.bashrc": "", **files})


def _windows(**files: str | bytes | Unreadable) -> World:
    return World(Platform.WINDOWS, files={rf"{USER}\ntuser.ini": "", **files})


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario(
        "pass", _linux(**{f"{WPS}/a.docx": b""}), State.PASSED, policy=Policy(leftovers=Leftovers(autosave_copies=1))
    ),
    Scenario("fail", _linux(**{f"{WPS}/a.docx.1.wps": b"", f"{WPS}/b.et": b""}), State.FAILED, ("WPS Office：2 个",)),
    Scenario("fail", _linux(**{f"{HOME}/文档/.~lock.报告.odt#": b""}), State.FAILED, ("1 个",)),
    Scenario(
        "fail", _linux(**{f"{HOME}/.config/libreoffice/4/user/backup/a.bak": b""}), State.FAILED, ("LibreOffice",)
    ),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(**{f"{WPS}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),  # not even a home
    Scenario("hostile", _linux(**{f"{HOME}/Desktop/~$" + "\x1b" * 300 + ".docx": b""}), State.FAILED),
    # -- Windows
    Scenario("pass", _windows(**{rf"{WORD}\STARTUP\x.dotm": b""}), State.PASSED),
    Scenario(
        "fail", _windows(**{rf"{WORD}\AutoRecovery save of plan.asd": b""}), State.FAILED, ("Microsoft Word：1 个",)
    ),
    Scenario(
        "fail",
        _windows(**{rf"{WORD}\plan3084\plan.asd": b"", rf"{USER}\Desktop\~$plan.docx": b""}),
        State.FAILED,
        ("2 个",),
    ),
    Scenario(
        "fail",
        _windows(**{rf"{USER}\AppData\Local\Kingsoft\WPS Office\12.1\office6\backup\a.wps": b""}),
        State.FAILED,
        ("WPS Office",),
    ),
    Scenario("denied", _windows(**{rf"{USER}\AppData" + "\\": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(**{rf"{WORD}\{'*' * 3}\x.asd": b""}), State.FAILED),
)
