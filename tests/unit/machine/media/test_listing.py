"""Which media are attached: by bus on Linux, by drive on Windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.machine.answers import Mount
from checker.machine.media.listing import attached, one
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.worlds.world import DENIED, World

USB = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host6/target6:0:0/6:0:0:0/block/sdb"
ATA = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"
LINUX = World(
    files={
        "/sys/block/sdb/size": "62333952\n",
        "/sys/block/sdb/removable": "0\n",
        "/sys/block/sdb/ro": "1\n",
        "/sys/block/sdb/queue/rotational": "1\n",
        "/sys/block/sdb/device/vendor": "SanDisk \n",
        "/sys/block/sdb/device/model": "Ultra           \n",
        "/sys/block/sda/size": "1000215216\n",
        "/sys/block/sda/ro": "0\n",
        "/sys/block/sda/queue/rotational": "0\n",
        "/sys/block/loop0/size": "8\n",
    },
    links={"/sys/block/sdb": USB, "/sys/block/sda": ATA},
    mounts=(Mount("/dev/sdb1", "/media/wang/KEY", "vfat", ("rw",)), Mount("/dev/sda2", "/", "ext4", ("rw",))),
)


def test_linux_lists_by_bus_and_says_what_is_mounted() -> None:
    disk, stick = attached(LINUX.machine())
    assert (stick.path, stick.name, stick.size) == ("/dev/sdb", "SanDisk Ultra", 62333952 * 512)
    assert (stick.bus, stick.external, stick.read_only) == ("usb", True, True)
    assert stick.mounted == ("/media/wang/KEY",)
    assert stick.flash is None, "a stick that calls itself rotating may be flash all the same"
    assert (disk.bus, disk.external, disk.flash, disk.mounted) == ("ata", False, True, ("/",))


def test_what_is_swapped_to_or_lies_below_a_layer_is_in_use() -> None:
    files = {
        **LINUX.files,
        "/proc/swaps": "Filename\tType\tSize\n/dev/sdb2                               partition\t9\t0\t-2\n",
        "/sys/class/block/sda/sda3/holders/dm-0": "",
    }
    plain = replace(LINUX, files=files, mounts=(Mount("/dev/nvme0n1p1", "/", "ext4", ("rw",)),))
    disk, stick = attached(plain.machine())
    assert (disk.mounted, stick.mounted) == (("/dev/dm-0",), ("swap",))
    refused = replace(LINUX, files={**files, "/proc/swaps": DENIED})
    assert [one.mounted for one in attached(refused.machine())] == [None, None], "not told is not unused"


def test_an_image_is_no_attached_medium() -> None:
    assert one(LINUX.machine(), "/home/wang/stick.img") is None
    assert one(LINUX.machine(), "/dev/sdb") is not None


def test_a_partition_and_a_link_are_known_by_their_disk() -> None:
    by_id = replace(LINUX, links={**LINUX.links, "/dev/disk/by-id/usb-SanDisk": "/dev/sdb"})
    found = one(by_id.machine(), "/dev/disk/by-id/usb-SanDisk")
    assert found is not None
    assert found.path == "/dev/sdb"
    part, other = one(LINUX.machine(), "/dev/sda2"), one(LINUX.machine(), "/dev/sda1")
    assert part is not None
    assert other is not None
    assert (part.name, part.mounted, other.mounted) == ("sda", ("/",), ())
    assert one(LINUX.machine(), "/dev/sdbx") is None


def test_windows_lists_drives_with_their_letters() -> None:
    world = World(
        Platform.WINDOWS,
        wmi={
            "Win32_DiskDrive": (
                {
                    "DeviceID": r"\\.\PHYSICALDRIVE1",
                    "Model": "Kingston DataTraveler",
                    "Size": "31914892800",
                    "InterfaceType": "USB",
                    "MediaType": "Removable Media",
                    "PNPDeviceID": r"USBSTOR\DISK&VEN_KINGSTON\1",
                    "Index": 1,
                },
            ),
            "Win32_LogicalDiskToPartition": (
                {
                    "Antecedent": r'\\PC\root\cimv2:Win32_DiskPartition.DeviceID="Disk #1, Partition #0"',
                    "Dependent": r'\\PC\root\cimv2:Win32_LogicalDisk.DeviceID="E:"',
                },
            ),
        },
    )
    (stick,) = attached(world.machine())
    assert (stick.path, stick.size, stick.bus, stick.mounted) == (r"\\.\PHYSICALDRIVE1", 31914892800, "usb", ("E:",))


def test_a_system_that_will_not_list_is_said() -> None:
    with pytest.raises(Unreadable):
        attached(World(files={"/sys/block/": DENIED}).machine())
    with pytest.raises(Unreadable):
        attached(World(Platform.WINDOWS, wmi={"Win32_DiskDrive": DENIED}).machine())
    hidden = attached(World(files=LINUX.files, links=LINUX.links, mounts=None).machine())
    assert [medium.mounted for medium in hidden] == [None, None]
