"""Which computer it is, from what any user can read."""

from __future__ import annotations

from checker.machine.live import live_machine
from checker.model.target import Platform
from checker.report.sign.device import device_facts
from checker.report.sign.machine_id import machine_id, usable_facts
from checker.report.sign.tool import tree_sha256
from tests.unit.report import sample
from tests.worlds.world import DENIED, World

LINUX = {
    "/etc/machine-id": "9f3c2e7a51d84b069f3c2e7a51d84b06\n",
    "/sys/block/loop0/wwid": "loop",
    "/sys/block/sda/removable": "1\n",
    "/sys/block/sda/device/wwid": "the stick that is in it today",
    "/sys/block/nvme0n1/removable": "0\n",
    "/sys/block/nvme0n1/wwid": "eui.0025385a21b0c4d1\n",
    "/sys/class/net/docker0/address": "02:42:ac:11:00:02\n",
    "/sys/class/net/enp3s0/address": "8c:16:45:aa:bb:cc\n",
    "/sys/class/net/enp3s0/device/vendor": "0x8086\n",
    "/sys/class/dmi/id/sys_vendor": "LENOVO\n",
    "/sys/class/dmi/id/product_name": "30GN\n",
}
WMI = {
    "Win32_ComputerSystemProduct": ({"UUID": "4C4C4544-0037-3510-8054-B4C04F4D3332"},),
    "Win32_BaseBoard": ({"SerialNumber": "PF3XK2A1"},),
    "Win32_DiskDrive": ({"SerialNumber": None}, {"SerialNumber": " S6PXNX0T812345 "}),
}
GUID = {r"HKLM\SOFTWARE\Microsoft\Cryptography": {"MachineGuid": "0f2b8c1e-1111-4222-8333-444455556666"}}


def test_a_linux_computer_is_told_by_what_stays_in_it():
    assert device_facts(World(files=LINUX).machine()) == {
        "installation": "9f3c2e7a51d84b069f3c2e7a51d84b06",
        "disk": "eui.0025385a21b0c4d1",
        "network-card": "8c:16:45:aa:bb:cc",
        "model": "LENOVO 30GN",
    }


def test_a_stick_or_a_virtual_card_does_not_make_it_another_computer():
    without = {path: content for path, content in LINUX.items() if "/sda/" not in path and "docker0" not in path}
    assert device_facts(World(files=without).machine()) == device_facts(World(files=LINUX).machine())


def test_a_windows_computer_is_told_by_firmware_disk_and_installation():
    found = device_facts(World(Platform.WINDOWS, registry=GUID, wmi=WMI).machine())
    assert found == {
        "installation": "0f2b8c1e-1111-4222-8333-444455556666",
        "smbios-uuid": "4C4C4544-0037-3510-8054-B4C04F4D3332",
        "board": "PF3XK2A1",
        "disk": "S6PXNX0T812345",
    }
    assert len(machine_id(found, sample.SALT)) == 64


def test_what_is_refused_is_left_out_and_too_few_are_too_few():
    closed = dict.fromkeys(WMI, DENIED)
    found = device_facts(World(Platform.WINDOWS, registry=GUID, wmi=closed).machine())
    assert set(found) == {"installation"}
    assert len(usable_facts(found)) < 3


def test_the_real_computer_answers_the_same_twice():
    assert device_facts(live_machine()) == device_facts(live_machine())


def test_the_program_has_one_digest():
    assert len(tree_sha256()) == 64
    tree_sha256.cache_clear()
    assert tree_sha256() == tree_sha256()
