"""What a stick was called, and in whose session it was opened."""

from __future__ import annotations

import pytest

from checker.probes.linux.usb import usb_storage_history
from tests.worlds.media import OCTOBER, journal, usb_stick
from tests.worlds.world import DENIED, World

_STICK = (*usb_stick("AB12"), "scsi host6: usb-storage 1-2:1.0", "sd 6:0:0:0: [sdb] Attached SCSI removable disk")
_OPENED = "Mounted /dev/sdb1 at /media/wang/公文 2026 on behalf of uid 1000"


def test_a_volume_and_its_person_stand_in_the_row_of_their_device() -> None:
    (device,) = usb_storage_history(World(programs=journal((OCTOBER, (*_STICK, _OPENED)))).machine()).devices
    assert (device.volumes, device.people) == (("公文 2026",), ("wang",))
    assert device.line.zh == "Kingston DT 101（序列号尾号 AB12，卷标 公文 2026，最近 2026-10-08，使用人 wang）"


@pytest.mark.parametrize(
    "message",
    [
        "Mounted /dev/sdc1 at /media/wang/other on behalf of uid 1000",  # another device's
        "Mounted /dev/nvme0n1p3 at /data on behalf of uid 1000",
        "Unmounted /dev/sdb1 on behalf of uid 1000",
    ],
)
def test_what_is_another_devices_is_not_taken_for_its_volume(message: str) -> None:
    (device,) = usb_storage_history(World(programs=journal((OCTOBER, (*_STICK, message)))).machine()).devices
    assert (device.volumes, device.people) == ((), ())


def test_somebody_whom_this_computer_does_not_know_is_not_named() -> None:
    opened = _OPENED.replace("1000", "4711")
    (device,) = usb_storage_history(World(programs=journal((OCTOBER, (*_STICK, opened)))).machine()).devices
    assert (device.volumes, device.people) == (("公文 2026",), ())


def test_a_device_is_there_where_nobody_logged_its_volume() -> None:
    refused = ("journalctl", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE")
    programs = {**journal((OCTOBER, _STICK)), (*refused, "SYSLOG_IDENTIFIER=udisksd"): DENIED}
    (device,) = usb_storage_history(World(programs=programs).machine()).devices
    assert (device.serial, device.volumes) == ("AB12", ())
