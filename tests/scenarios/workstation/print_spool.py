from __future__ import annotations

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, NOW, World

CUPS = "/var/spool/cups"
PRINTERS = r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers"
FOLDER = r"C:\Windows\System32\spool\PRINTERS"
LAST_WEEK = NOW.timestamp() - 7 * 86400
NONE: dict[str, object] = {"DefaultSpoolDirectory": FOLDER}


def _linux(*names: str, configuration: str = "MaxJobs 500\n", written: float = LAST_WEEK) -> World:
    paths = [f"{CUPS}/{name}" for name in names]
    files = {f"{CUPS}/tmp/": "", "/etc/cups/cupsd.conf": configuration, **dict.fromkeys(paths, "x")}
    return World(files=files, modified=dict.fromkeys(paths, written))


def _windows(*names: str, written: float = LAST_WEEK, attributes: object = 0, folder: str = FOLDER) -> World:
    paths = [rf"{folder}\{name}" for name in names]
    registry = {PRINTERS: NONE, rf"{PRINTERS}\HP LaserJet": {"Attributes": attributes}}
    files = {folder + "\\": "", **dict.fromkeys(paths, "x")}
    return World(Platform.WINDOWS, registry=registry, files=files, modified=dict.fromkeys(paths, written))


SCENARIOS = (
    Scenario("pass", World(), State.NOT_APPLICABLE),
    Scenario("pass", _linux("c00001", "c00002"), State.PASSED),  # job descriptions, not documents
    Scenario("pass", _linux("d00003-001", written=NOW.timestamp() - 3600), State.PASSED),
    Scenario("fail", _linux("d00003-001", "d00004-001"), State.FAILED, ("2 个",)),
    Scenario("fail", _linux(configuration="  PreserveJobFiles Yes\n"), State.FAILED, ("CUPS",)),
    Scenario("denied", World(files={f"{CUPS}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("d\x1b[1m", "d00001-001/x"), State.PASSED),
    Scenario("hostile", _linux("d99999-001", written=-1e9), State.FAILED),
    # -- Windows
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows("00002.SPL", written=NOW.timestamp() - 60), State.PASSED),
    Scenario("fail", _windows("00002.SPL", "00002.SHD"), State.FAILED, ("1 个",)),
    Scenario("fail", _windows(attributes=0x140), State.FAILED, ("HP LaserJet",)),
    Scenario(
        "denied",
        World(Platform.WINDOWS, registry={PRINTERS: NONE}, files={FOLDER + "\\": DENIED}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={PRINTERS: NONE}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(attributes="keep"), State.PASSED),
    Scenario(
        "hostile",
        World(Platform.WINDOWS, registry={PRINTERS: {"DefaultSpoolDirectory": "Q:\\x"}}),
        State.COULD_NOT_CHECK,
    ),
)
