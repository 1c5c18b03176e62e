"""What tells this computer apart, for comparing with the unit's ledger, and which disks are in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.workstation.usb import plain_serial
from checker.model.cause import Cause
from checker.model.coverage import Coverage, Unit
from checker.model.coverage import Ledger as Book
from checker.model.fact import Fact
from checker.model.policy import Computer as Computer  # a word of the ledger, for checks too
from checker.model.policy import Ledger
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk built into this computer. `size` in bytes; `serial` None: not readable."""

    model: str
    serial: str | None
    size: int

    @property
    def line(self) -> Text:
        name = Text.name(self.model) if self.model else Text("型号不明的硬盘", "A disk of unknown model")
        tail = plain_serial(self.serial)[-4:].upper() if self.serial else "-"
        line = Text("{name}，{size} GB，序列号尾号 {tail}", "{name}, {size} GB, serial ends in {tail}")
        return line.filled(name=name, size=round(self.size / 1e9), tail=tail)


@dataclass(frozen=True, slots=True)
class ComputerIdentity(Fact):
    """Who this computer is. None: could not be read, or the maker left the field empty.

    Linux: /sys/class/dmi/id (the serial number is for root alone, so others do not get it). Windows:
    HKLM\\HARDWARE\\DESCRIPTION\\System\\BIOS, Win32_BIOS and Win32_SystemEnclosure. `installed`: the day on which the
    system was installed (Windows: of the running version; Linux: of the installer's log, else of the root file
    system's lost+found, not yet compared with a real UOS or Kylin).
    """

    name: str
    maker: str | None
    model: str | None
    serial: str | None
    asset_tag: str | None
    installed: date | None

    def entry_in(self, ledger: Ledger) -> Computer | None:
        """This computer's entry: the one with its serial number, else the one with its name."""
        if self.serial:
            for computer in ledger.computers:
                if plain_serial(computer.serial) == plain_serial(self.serial):
                    return computer
        name = self.name.lower()
        return next(
            (computer for computer in ledger.computers if computer.name and computer.name.lower() == name), None
        )


_NO_NUMBER = Text("有硬盘的序列号读不到", "The serial number of a disk cannot be read")
_LABEL = Text("打开机箱或查看设备资料，核对硬盘标签上的序列号", "Compare the label on the disk itself")


def disks_covered(disks: Sequence[Disk]) -> Coverage:
    """What `Disks` rest on: a disk without a readable serial number is one that was not seen in full."""
    seen = Book(Unit.DISKS, range(len(disks)), lambda number: disks[number].line)
    for number, disk in enumerate(disks):
        if disk.serial:
            seen.looked(number)
        else:
            seen.left(number, Cause.WOULD_NOT_SAY, _LABEL, _NO_NUMBER)
    return seen.coverage


@dataclass(frozen=True, slots=True)
class Disks(Fact):
    """Disks built into this computer, and what of the memory is kept on them.

    hibernation   a copy of the memory is written when the computer hibernates; swap: parts of it at any time
                  (page file, swap partition), None: could not be read
    """

    disks: tuple[Disk, ...]
    hibernation: bool | None
    swap: bool | None
