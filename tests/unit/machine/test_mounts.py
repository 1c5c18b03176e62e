"""What Linux says of its mounts, as its kernel writes it."""

from __future__ import annotations

import sys
from threading import Event

import pytest

from checker.machine import files

if sys.platform == "win32":
    pytest.skip("Linux's own file", allow_module_level=True)

from checker.machine.linux import LinuxSource

MOUNTINFO = rb"""
24 30 0:22 / /proc rw,relatime - proc proc rw
30 1 8:5 / / rw,relatime shared:1 - ext4 /dev/sda5 rw,errors=remount-ro
31 30 8:6 / /data rw,relatime shared:2 - ext4 /dev/sda6 rw
32 30 8:6 /home /home rw,relatime shared:2 - ext4 /dev/sda6 rw
33 30 8:17 / /media/wang/my\040stick rw - vfat /dev/sdb1 rw,utf8
34 31 0:44 / /data/a rw - tmpfs tmpfs rw
35 34 0:45 / /data/a rw - tmpfs tmpfs rw
36 30 0:46 / /srv/a/b rw - tmpfs tmpfs rw
37 30 0:47 / /srv/a rw - tmpfs tmpfs rw
38 30 0:48 / /srv/ab rw - tmpfs tmpfs rw
39 30 0:49 / /srv/root/proc rw - proc proc rw
"""


def test_a_mount_says_which_folder_it_shows_and_whether_another_hides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read", lambda path, limit: MOUNTINFO)
    found = LinuxSource().answer("mounts", (), Event())
    assert [(one.device, one.point, one.root, one.covered) for one in found] == [
        ("/dev/sda5", "/", "/", False),
        ("/dev/sda6", "/data", "/", False),
        ("/dev/sda6", "/home", "/home", False),
        ("/dev/sdb1", "/media/wang/my stick", "/", False),
        ("tmpfs", "/data/a", "/", True),
        ("tmpfs", "/data/a", "/", False),
        ("tmpfs", "/srv/a/b", "/", True),
        ("tmpfs", "/srv/a", "/", False),
        ("tmpfs", "/srv/ab", "/", False),
        ("proc", "/srv/root/proc", "/", False),
    ]
    assert found[0].options == ("rw", "relatime", "rw", "errors=remount-ro")
