from __future__ import annotations

from checker.model.finding import State
from checker.model.policy import Computer, Ledger, Media, Medium, Policy, Scope
from checker.model.target import DeviceClass, Platform
from tests.scenarios import Scenario
from tests.worlds.media import OCTOBER, SETUP_LOG, journal, root_hub, setup_log, stick, usb_stick
from tests.worlds.world import DENIED, World

OPEN, SECRET = Medium("ABCD1234"), Medium("5EC0-0001", DeviceClass.CLASSIFIED, "密 01")
REGISTER = Policy(media=Media((OPEN, SECRET)))
HERE = Ledger((Computer(name="pc", device_class=DeviceClass.CLASSIFIED),))
ON_A_CLASSIFIED_ONE = Policy(media=Media((OPEN, SECRET)), ledger=HERE, scope=Scope(classified_rules=True))
UNKNOWN_ONE = Policy(media=Media((OPEN, SECRET)), scope=Scope(classified_rules=True))
LOG = {SETUP_LOG: setup_log()}
# The identity needs these; nothing of them is compared here.
SOFTWARE = {r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion": {"InstallDate": 1700000000}}
BIOS = {r"HKLM\HARDWARE\DESCRIPTION\System\BIOS": {"SystemManufacturer": "LENOVO", "SystemProductName": "M920"}}
WMI = {"Win32_BIOS": ({"SerialNumber": "PF1"},), "Win32_SystemEnclosure": ({"SMBIOSAssetTag": "A-1"},)}


def _windows(*sticks: str, **more: object) -> World:
    registry = {**root_hub(), **SOFTWARE, **BIOS}
    for serial in sticks:
        registry |= stick(serial)
    return World(Platform.WINDOWS, registry=registry, files=LOG, wmi=WMI, **more)  # type: ignore[arg-type]


def _linux(*serials: str) -> World:
    return World(programs=journal(*((OCTOBER, usb_stick(serial)) for serial in serials)))


SCENARIOS = (
    Scenario("pass", _linux("ABCD1234"), State.PASSED, policy=REGISTER),
    Scenario("pass", _linux("5EC00001"), State.PASSED, policy=ON_A_CLASSIFIED_ONE),
    Scenario("pass", _linux("ABCD1234"), State.NEEDS_PERSON, ("1234",)),
    # The ledger does not list this computer, and the program may run on classified ones.
    Scenario("pass", _linux("ABCD1234"), State.NEEDS_PERSON, ("非涉密",), UNKNOWN_ONE),
    Scenario("fail", _linux("ABCD1234", "5EC00001"), State.FAILED, ("0001", "登记为涉密介质"), REGISTER),
    Scenario("fail", _linux("ABCD1234"), State.FAILED, ("1234", "登记为非涉密介质"), ON_A_CLASSIFIED_ONE),
    Scenario("fail", _linux("ABCD1234", "5EC00001"), State.FAILED, ("0001", "1234"), UNKNOWN_ONE),
    Scenario("fail", _linux("77778888"), State.FAILED, ("没有登记", "8888"), REGISTER),
    Scenario("denied", World(programs={("journalctl",): ""}), State.COULD_NOT_CHECK, policy=REGISTER),
    Scenario("hostile", World(programs={("journalctl",): "{" * 4000}), State.COULD_NOT_CHECK, policy=REGISTER),
    # -- Windows
    Scenario("pass", _windows("ABCD1234&0"), State.PASSED, policy=REGISTER),
    Scenario("pass", _windows(), State.PASSED, policy=REGISTER),
    Scenario("pass", _windows("ABCD1234&0"), State.NEEDS_PERSON, ("1234",)),
    Scenario("fail", _windows("5ec00001&0"), State.FAILED, ("0001",), REGISTER),
    Scenario("fail", _windows("6&2f&0&1"), State.FAILED, ("没有登记",), REGISTER),
    Scenario(
        "denied", World(Platform.WINDOWS, registry={r"HKLM\SYSTEM": DENIED}), State.COULD_NOT_CHECK, policy=REGISTER
    ),
    Scenario("hostile", _windows("ABCD1234&0\u202e"), State.FAILED, policy=REGISTER),
    # All of it deleted, the log too.
    Scenario("hostile", World(Platform.WINDOWS, registry=root_hub()), State.COULD_NOT_CHECK, policy=REGISTER),
)
