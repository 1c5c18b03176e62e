from __future__ import annotations

import struct
from datetime import UTC, datetime

from checker.machine.answers import Mount, Person
from checker.model.finding import State
from checker.model.policy import Leftovers, Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.media import filetime
from tests.worlds.world import DENIED, World

Files = dict[str, str | bytes | Unreadable]
TRASH = "/home/wang/.local/share/Trash"
HOME: Files = {"/home/wang/.bashrc": ""}
ROOT = Mount("/dev/sda1", "/", "ext4", ("rw",))
STICK = Mount("/dev/sdb1", "/media/wang/STICK", "vfat", ("rw",))
LI = Person("1001", "li", "/home/li", current=False)
WANG = Person("1000", "wang", "/home/wang", current=True)

SID, OTHER = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"
BIN = r"C:\$Recycle.Bin"
C, D = (Mount(f"{letter}:\\", f"{letter}:\\", "NTFS", ("rw", "fixed")) for letter in "CD")
DELETED = datetime(2026, 5, 4, tzinfo=UTC)


def index(version: int = 2) -> bytes:
    """A $I file of a deleted file."""
    head = struct.pack("<QQ", version, 1000) + filetime(DELETED)
    name = r"C:\secret\plan.docx".encode("utf-16-le")
    return head + (name.ljust(520, b"\0") if version == 1 else struct.pack("<I", 20) + name + b"\0\0")


def _linux(files: Files, *mounts: Mount, people: tuple[Person, ...] | None = None) -> World:
    return World(files={**HOME, **files}, mounts=(ROOT, *mounts), people=people)


def _windows(files: Files, *mounts: Mount) -> World:
    return World(Platform.WINDOWS, files={rf"{BIN}\{SID}\desktop.ini": "", **files}, mounts=(C, *mounts))


SCENARIOS = (
    Scenario("pass", _linux({}), State.PASSED, ("0",)),
    Scenario("pass", _linux({f"{TRASH}/files/game.bin": b"x", f"{TRASH}/info/game.bin.trashinfo": ""}), State.PASSED),
    Scenario(
        "pass",
        _linux({f"{TRASH}/files/a.docx": b"x"}),
        State.PASSED,
        policy=Policy(leftovers=Leftovers(recycle_bin_documents=5)),
    ),
    Scenario(
        "fail",
        _linux({f"{TRASH}/files/a.docx": b"", f"{TRASH}/info/a.docx.trashinfo": ""}),
        State.FAILED,
        ("1 个文档", "2026-11-23"),
    ),
    Scenario("fail", _linux({f"{TRASH}/files/old/a.bin": b"", f"{TRASH}/info/": ""}), State.FAILED, ("1 个文件夹",)),
    Scenario("fail", _linux({"/media/wang/STICK/.Trash-1000/files/scan.ofd": b""}, STICK), State.FAILED, ("1 个文档",)),
    # Another person's bin is closed: what was found stands, nothing found is not known.
    Scenario(
        "fail",
        _linux({f"{TRASH}/files/a.pdf": b"", "/home/li/": DENIED}, people=(WANG, LI)),
        State.FAILED,
    ),
    Scenario("denied", _linux({"/home/li/": DENIED}, people=(WANG, LI)), State.COULD_NOT_CHECK, ("li",)),
    Scenario("denied", _linux({"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _linux({f"{TRASH}/files": "a file where a folder belongs", f"{TRASH}/": DENIED}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", _linux({f"{TRASH}/files/\x1b[2J\udcff.DOCX": b""}), State.FAILED, ("1 个文档",)),
    # -- Windows
    Scenario("pass", _windows({}), State.PASSED),
    Scenario("pass", _windows({rf"{BIN}\S-1-5-18" + "\\": DENIED}), State.PASSED),  # the system's own
    Scenario(
        "fail",
        _windows({rf"{BIN}\{SID}\$I1.docx": index(), rf"{BIN}\{SID}\$R1.docx": b""}),
        State.FAILED,
        ("1 个文档", "2026-05-04"),
    ),
    Scenario(
        "fail",
        _windows({rf"{BIN}\{SID}\$I2": index(1), rf"{BIN}\{SID}\$R2\in.txt": b""}),
        State.FAILED,
        ("1 个文件夹",),
    ),
    Scenario("fail", _windows({rf"D:\$Recycle.Bin\{SID}\$RX.pdf": b""}, D), State.FAILED),
    Scenario("denied", _windows({rf"{BIN}\{OTHER}" + "\\": DENIED}), State.COULD_NOT_CHECK, ("另一个账户",)),
    Scenario("denied", World(Platform.WINDOWS, mounts=(C,)), State.COULD_NOT_CHECK),  # no bin on the system drive
    Scenario("denied", World(Platform.WINDOWS, mounts=None), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({rf"{BIN}\{SID}\$Iabc.exe": b"\xff" * 40}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({rf"{BIN}\{SID}\$Iabc.exe": b"x" * (1 << 18)}), State.COULD_NOT_CHECK),
)
