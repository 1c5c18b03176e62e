"""USB storage and phones: what was connected to a computer, and what is plugged in now.

Serial numbers are in these facts because media are told apart by them (a register lists them). People see `tail`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checker.model.fact import Fact
from checker.model.text import Text


def plain_serial(serial: str) -> str:
    """A serial number for comparing: systems and labels differ in case, blanks and dashes only."""
    return re.sub(r"[^0-9a-z]", "", serial.lower())


class Peripheral(StrEnum):
    """What a device is, where that tells more than that it is storage."""

    CARD = "card"  # a memory card in a built-in reader
    PHONE = "phone"
    OPTICAL = "optical"  # a drive that reads discs, and mostly writes them
    PRINTER = "printer"  # and machines that scan and copy, too
    MODEM = "modem"  # by telephone or 4G


_KINDS = {
    Peripheral.CARD: Text("存储卡", "memory card"),
    Peripheral.PHONE: Text("手机或平板", "phone or tablet"),
    Peripheral.OPTICAL: Text("光驱或刻录机", "optical drive"),
    Peripheral.PRINTER: Text("打印机或一体机", "printer or all-in-one"),
    Peripheral.MODEM: Text("上网卡或调制解调器", "4G stick or modem"),
}


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """A medium or another device that left a trace.

    model    what it calls itself; "" where the trace has no name
    serial   its own serial number; None where it has none (Windows then makes one up, which says nothing)
    first    first connection that is still recorded, last: latest sign of it; None: the trace has no date. UTC, except
             that logs in local time are taken as they are: good to a day
    kind     None: storage, or not known
    volumes  names of the volumes that were opened from it, as far as anything keeps them
    people   account names of those in whose session that was
    """

    model: str
    serial: str | None
    first: datetime | None = None
    last: datetime | None = None
    kind: Peripheral | None = None
    volumes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def tail(self) -> str:
        """The last four characters of the serial number, or "-"."""
        return plain_serial(self.serial)[-4:].upper() if self.serial else "-"

    @property
    def line(self) -> Text:
        """The device as a report may name it: a row of the table of devices."""
        name = Text.name(self.model) if self.model else Text("型号不明的设备", "A device of unknown model")
        facts = [] if self.kind is None else [_KINDS[self.kind]]
        facts.append(Text("序列号尾号 {tail}", "serial ends in {tail}").filled(tail=self.tail))
        if self.volumes:
            facts.append(Text("卷标 {names}", "volume {names}").filled(names=Text.name("、".join(self.volumes))))
        facts += self._dates
        if self.people:
            facts.append(Text("使用人 {names}", "used by {names}").filled(names=Text.name("、".join(self.people))))
        line = Text("{name}（{facts}）", "{name} ({facts})")
        zh, en = "，".join(fact.zh for fact in facts), ", ".join(fact.en for fact in facts)
        return line.filled(name=name, facts=Text(zh, en))

    @property
    def _dates(self) -> list[Text]:
        if self.last is None:
            return [Text("日期不明", "date unknown")]
        dates = []
        if self.first is not None and self.first.date() != self.last.date():
            dates.append(Text("首次 {day}", "first seen {day}").filled(day=f"{self.first:%Y-%m-%d}"))
        return [*dates, Text("最近 {day}", "last seen {day}").filled(day=f"{self.last:%Y-%m-%d}")]


def tails(devices: tuple[UsbDevice, ...], limit: int = 12) -> str:
    """The serial numbers' last characters in one line, so that a question about other devices is another question."""
    known = sorted(device.tail for device in devices)
    return ", ".join(known[:limit]) + (", …" if len(known) > limit else "")


@dataclass(frozen=True, slots=True)
class Traces(Fact):
    """Devices that left a trace on this computer.

    reaches_to   from when on a log without a hole would show a connection; None: no log says. Before that, and where
                 Windows has cleaned up devices not seen for a month, "no trace" does not mean "never connected"
    read_at      when this was read (UTC)
    """

    devices: tuple[UsbDevice, ...]
    reaches_to: datetime | None
    read_at: datetime

    def within(self, days: int) -> tuple[UsbDevice, ...]:
        """Devices seen in the last `days` days; those without a date may have been, so they are among them."""
        start = self.read_at - timedelta(days=days)
        return tuple(device for device in self.devices if device.last is None or device.last >= start)

    @property
    def reach(self) -> Text:
        """How far back the logs tell, in words."""
        if self.reaches_to is None:
            return Text("系统没有说明记录可以追溯到哪一天", "the system does not say how far back its records reach")
        return Text("日志可追溯到 {day}", "the logs reach back to {day}").filled(day=f"{self.reaches_to:%Y-%m-%d}")

    def covers(self, days: int) -> bool:
        """Whether the logs reach back over the whole of the last `days` days."""
        return self.reaches_to is not None and self.reaches_to <= self.read_at - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class UsbStorageHistory(Traces):
    """USB sticks, disks, optical drives and card readers that were connected.

    Windows: Enum\\USBSTOR; Enum\\USB with the UASPStor service, joined to Enum\\SCSI by ContainerID; MountedDevices and
    Windows Portable Devices, which outlive a clean-up but have no dates; setupapi.dev.log (local time).
    Linux: the kernel's messages in the journal and in /var/log.
    """


@dataclass(frozen=True, slots=True)
class PhoneHistory(Traces):
    """Phones that were connected by USB, be it for files (MTP, PTP), network sharing (RNDIS) or debugging (ADB).

    Windows: Enum\\USB and setupapi.dev.log. Linux: what libmtp's mtp-probe and the kernel's tethering drivers log, and
    USB vendor numbers that only phones have. A phone that was only charged leaves the last of these alone.
    """


@dataclass(frozen=True, slots=True)
class PeripheralHistory(Traces):
    """Devices that are no USB storage of their own and carry something in or out all the same: memory cards in built-in
    readers, phones, optical drives, printers and all-in-ones, modems.

    Windows: Enum\\USB, USBPRINT, USBSTOR and SD. Linux: what the kernel's drivers say (usblp, the drivers of modems,
    mmc, sr), and what mtp-probe found, where it is installed. A printer that programs speak to without a driver of the
    kernel's does not show there.
    """


@dataclass(frozen=True, slots=True)
class AttachedStorage(Fact):
    """Removable storage that is plugged in now: USB disks and sticks, and SD cards in a built-in reader.

    Card readers without a card are left out. Linux: /sys/block (a device whose path runs through a USB port; the
    `removable` flag is 0 for USB hard disks and is not asked). Windows: MSFT_Disk.BusType 7 and 12, else the drives
    that Windows calls removable.
    """

    devices: tuple[UsbDevice, ...]
