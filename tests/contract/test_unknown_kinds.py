"""What our tables do not know is named, and is never read as "no"."""

from __future__ import annotations

from typing import Any

import pytest

from checker.machine.answers import Mount
from checker.model.coverage import Cause
from checker.model.fact import Fact
from checker.model.target import Platform
from checker.probes.android.state import phone_card
from checker.probes.linux.accounts import default_accounts, empty_passwords
from checker.probes.linux.auto_login import auto_login
from checker.probes.linux.encryption import disk_encryption
from checker.probes.linux.passwords import password_policy
from checker.probes.linux.saved_wifi import saved_wifi
from checker.probes.linux.shares import shared_folders as linux_shares
from checker.probes.linux.wireless import radios
from checker.probes.windows.leftovers import recycle_bin
from checker.probes.windows.networks import networks
from checker.probes.windows.shares import shared_folders
from checker.probes.windows.usb import attached_storage
from tests.worlds.world import World

_PASSWD = {"/etc/passwd": "wang:x:1000:1000::/home/wang:/bin/bash\n", "/etc/group": "wang:x:1000:\n"}
_STATE = {("passwd", "-S", "wang"): "wang P 10/01/2026 0 90 7 -1\n"}
_LDAP = World(files={**_PASSWD, "/etc/nsswitch.conf": "passwd: files [NOTFOUND=continue] ldap\n"}, programs=_STATE)
_HOMED = World(files={**_PASSWD, "/var/lib/systemd/home/li.home": ""}, programs=_STATE)
_LXDM = World(links={"/etc/systemd/system/display-manager.service": "/usr/lib/systemd/system/neodm.service"})
_SERVER = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer"
_LAPTOP = {"/sys/class/power_supply/BAT0/type": "Battery", "/sys/class/power_supply/BAT0/scope": "System"}
_DISKS = (
    '{"blockdevices": [{"name": "/dev/sda", "type": "disk", "children": [{"name": "/dev/sda1", "type": "crypt"}]}]}'
)
_CLASS = r"HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}"
_TCPIP = r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters"


def test_a_second_disk_that_is_mounted_where_media_are_is_judged() -> None:
    disks = (
        '{"blockdevices": [{"name": "/dev/sda1", "type": "crypt"}, {"name": "/dev/sdb1", "type": "part"},'
        '{"name": "/dev/sdc1", "type": "part"}]}'
    )
    mounts = tuple(
        Mount(device, point, "ext4", ())
        for device, point in (("/dev/sda1", "/"), ("/dev/sdb1", "/mnt/data"), ("/dev/sdc1", "/media/wang/stick"))
    )
    usb = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host3/target3:0:0/3:0:0:0/block/sdc/sdc1"
    built_in = "/sys/devices/pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0/block/sdb/sdb1"
    links = {"/sys/class/block/sdb1": built_in, "/sys/class/block/sdc1": usb}
    world = World(files=_LAPTOP, programs={("lsblk",): disks}, mounts=mounts, links=links)
    fact = disk_encryption(world.machine())
    assert {one.name: one.encryption.value for one in fact.volumes} == {"/": "encrypted", "/mnt/data": "plain"}
    assert [(one.cause, one.number) for one in fact.coverage.left] == [(Cause.NOT_IN_QUESTION, 1)]


@pytest.mark.parametrize(
    ("probe", "world", "name"),
    [
        (empty_passwords, _LDAP, "ldap"),
        (default_accounts, _LDAP, "ldap"),
        (empty_passwords, _HOMED, "li.home"),
        (auto_login, _LXDM, "neodm"),
        (
            password_policy,
            World(
                files={
                    "/etc/X11/default-display-manager": "/usr/sbin/neodm\n",
                    "/etc/pam.d/passwd": "password required pam_unix.so minlen=12\n",
                }
            ),
            "neodm",
        ),
        (
            disk_encryption,
            World(
                files=_LAPTOP,
                programs={("lsblk",): _DISKS},
                mounts=(Mount("/dev/sda1", "/", "ext4", ()), Mount("tank/home", "/home", "zfs", ())),
            ),
            "/home",
        ),
        (saved_wifi, World(files={"/etc/network/interfaces": "source /srv/*.d/wifi\n"}), "/srv/*.d/wifi"),
        (saved_wifi, World(files={"/etc/x": "", "/var/lib/connman/wifi_new_shape/settings": ""}), "wifi_new_shape"),
        (linux_shares, World(files={"/usr/sbin/ksmbd.mountd": b""}), "ksmbd"),
        (radios, World(files={"/sys/class/rfkill/rfkill0/type": "ultrawideband\n"}), "ultrawideband"),
        (
            shared_folders,
            World(
                Platform.WINDOWS,
                registry={_SERVER: {"Start": 2}},
                win32={"shares": [{"name": "odd", "type": 9}, {"name": "C$", "type": 0x80000000}]},
            ),
            "odd",
        ),
        (
            attached_storage,
            World(Platform.WINDOWS, wmi={"MSFT_Disk": ({"FriendlyName": "Strange", "BusType": 0, "Size": 9},)}),
            "Strange",
        ),
        (
            networks,
            World(
                Platform.WINDOWS,
                registry={_CLASS: {}, _TCPIP: {}},
                win32={"gateways": [{"interface": "宽带", "type": 23, "gateways": [], "addresses": ["10.1.1.9"]}]},
            ),
            "宽带",
        ),
        (
            recycle_bin,
            World(Platform.WINDOWS, files={r"C:\$Recycle.Bin\S-1-9-1\$I1.docx": b"x"}),
            "S-1-9-1",
        ),
        (
            phone_card,
            World(Platform.ANDROID, phone={"volumes": "private mounted null\nvault:9,9 mounted 1234-ABCD\n"}),
            "vault",
        ),
    ],
)
def test_what_is_not_known_is_named(probe: Any, world: World, name: str) -> None:
    fact: Fact = probe(world.machine())
    assert not fact.coverage.bears_a_pass
    told = [one for one in fact.coverage.unknown if one.cause in (Cause.NOT_UNDERSTOOD, Cause.ELSEWHERE)]
    said = " ".join(text.zh for one in told for text in (*one.names, one.why))
    assert name in said
