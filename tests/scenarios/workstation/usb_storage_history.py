from __future__ import annotations

from datetime import UTC, datetime

from checker.model.finding import State
from checker.model.policy import Media, Medium, Policy
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.media import JANUARY, OCTOBER, SETUP_LOG, journal, root_hub, setup_log, stick, uas_disk, usb_stick
from tests.worlds.world import DENIED, NOW, World

REGISTER = Policy(media=Media((Medium("ABCD-1234"),)))
LOG = {SETUP_LOG: setup_log()}
KERNEL = (
    "Nov 20 10:00:00 pc kernel: [ 10.1] usb 1-2: New USB device found, idVendor=0951, idProduct=1666, bcdDevice= 1.10\n"
    "Nov 20 10:00:00 pc kernel: [ 10.1] usb 1-2: Product: Ultra\n"
    "Nov 20 10:00:01 pc kernel: [ 10.2] usb 1-2: SerialNumber: 0000FFEE\n"
    "Nov 20 10:00:01 pc kernel: [ 10.2] scsi host2: uas\n"
)

SCENARIOS = (
    Scenario("pass", World(programs=journal()), State.PASSED, ("2026-01-05",)),
    Scenario("pass", World(programs=journal((OCTOBER, usb_stick("abcd1234")))), State.PASSED, policy=REGISTER),
    # Long gone: before the look-back window.
    Scenario("pass", World(programs=journal((JANUARY, usb_stick("77778888")))), State.PASSED, policy=REGISTER),
    # No register in the policy: a person compares.
    Scenario("pass", World(programs=journal((OCTOBER, usb_stick("77778888")))), State.NEEDS_PERSON, ("8888",)),
    # The journal begins last month, so that nothing found means little.
    Scenario("pass", World(programs=journal(begins=OCTOBER)), State.NEEDS_PERSON, ("2026-10-08", "不足")),
    Scenario("fail", World(programs=journal((OCTOBER, usb_stick("77778888")))), State.FAILED, ("8888",), REGISTER),
    Scenario("fail", World(files={"/var/log/kern.log": KERNEL}), State.FAILED, ("Ultra", "FFEE"), REGISTER),
    # A device without a serial number cannot be in any register.
    Scenario("fail", World(programs=journal((OCTOBER, usb_stick(None)))), State.FAILED, ("Kingston",), REGISTER),
    # journalctl shows nothing to a person outside the groups, and says so on stderr alone.
    Scenario(
        "denied",
        World(programs={("journalctl",): ""}, files={"/var/log/kern.log": DENIED}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", World(), State.COULD_NOT_CHECK, ("没有保存系统日志",)),
    Scenario("hostile", World(programs={("journalctl",): '{"MESSAGE": 7}\n[[[[\n{"__REALTIME'}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(files={"/var/log/kern.log": b"\xff\0\n" * 5000}), State.COULD_NOT_CHECK),
    # A rotated log that is damaged is a hole: what lies before it does not count.
    Scenario(
        "hostile",
        World(
            files={
                "/var/log/kern.log": "Nov 20 10:00:00 pc kernel: quiet\n",
                "/var/log/kern.log.1": "Nov 10 10:00:00 pc kernel: quiet\n",
                "/var/log/kern.log.2.gz": b"\x1f\x8bnot gzip",
                "/var/log/kern.log.3.gz": b"",
            },
            modified={
                "/var/log/kern.log.1": NOW.timestamp() - 7 * 86400,
                "/var/log/kern.log.2.gz": NOW.timestamp() - 14 * 86400,
                "/var/log/kern.log.3.gz": NOW.timestamp() - 21 * 86400,
            },
        ),
        State.NEEDS_PERSON,
        ("2026-11-10",),
    ),
    Scenario(
        "hostile",
        World(programs=journal((OCTOBER, usb_stick("12\x1b[31m\u202e34", name="x" * 5000)))),
        State.FAILED,
        policy=REGISTER,
    ),
    # -- Windows
    Scenario("pass", World(Platform.WINDOWS, registry=root_hub(), files=LOG), State.PASSED, ("2026-01-05",)),
    Scenario(
        "pass",
        World(Platform.WINDOWS, registry={**root_hub(), **stick("ABCD1234&0")}, files=LOG),
        State.PASSED,
        policy=REGISTER,
    ),
    Scenario(
        "pass",
        World(Platform.WINDOWS, registry={**root_hub(), **stick("ABCD9999&0"), **uas_disk("31323334")}, files=LOG),
        State.NEEDS_PERSON,
        ("9999", "3334", "SanDisk Extreme SSD"),
    ),
    Scenario(
        "fail",
        World(Platform.WINDOWS, registry={**root_hub(), **uas_disk("31323334")}, files=LOG),
        State.FAILED,
        ("3334",),
        REGISTER,
    ),
    # No date, no serial number of its own: it may have been yesterday.
    Scenario(
        "fail",
        World(Platform.WINDOWS, registry={**root_hub(), **stick("6&1c2d&0", last=None)}, files=LOG),
        State.FAILED,
        ("日期不明",),
        REGISTER,
    ),
    # Cleaned out of the device tree, but the log and the drive letters remember.
    Scenario(
        "fail",
        World(
            Platform.WINDOWS,
            registry={
                **root_hub(),
                r"HKLM\SYSTEM\MountedDevices": {
                    r"\DosDevices\E:": r"_??_USBSTOR#Disk&Ven_HP&Prod_v100w&Rev_1#AA95#{53f5}".encode("utf-16-le"),
                },
            },
            files={SETUP_LOG: setup_log((r"USBSTOR\Disk&Ven_Old&Prod_Stick&Rev_1\7700770A&0", OCTOBER))},
        ),
        State.FAILED,
        ("770A", "AA95", "HP v100w"),
        REGISTER,
    ),
    Scenario("denied", World(Platform.WINDOWS, registry={r"HKLM\SYSTEM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry=root_hub(), files={SETUP_LOG: DENIED}), State.COULD_NOT_CHECK),
    # Nothing at all under Enum\USB, as under Wine: not a Windows that can be judged.
    Scenario("denied", World(Platform.WINDOWS, files=LOG), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", World(Platform.WINDOWS, registry=root_hub(), files={SETUP_LOG: b"\0" * 9999}), State.COULD_NOT_CHECK
    ),
    Scenario(
        "hostile",
        World(
            Platform.WINDOWS,
            registry={
                **root_hub(),
                **stick("AB\u202e34&0", datetime(1990, 1, 1, tzinfo=UTC)),
                r"HKLM\SYSTEM\MountedDevices": {"x": b"\xff" * 999, "y": 7},
            },
            files=LOG,
            win32={("device_dates",): {"last_arrival": "yesterday"}},
        ),
        State.FAILED,
        ("日期不明",),
        REGISTER,
    ),
)
