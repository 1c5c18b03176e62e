"""Encrypted disks that open by themselves, because their key lies where whoever has the computer can read it.

Source: crypttab(5) of systemd and of Debian's cryptsetup, and Debian's README.initramfs (KEYFILE_PATTERN). A key on a
volume that is itself encrypted is none in the clear, unless it is copied into the initramfs of a plain /boot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.unreadable import Absent
from checker.probes.linux.ini import LIMIT

TABLE = "/etc/crypttab"
_HOOK = "/etc/cryptsetup-initramfs/conf-hook"
_NO_FILE = ("none", "-", "")
_RANDOM = ("/dev/urandom", "/dev/random", "/dev/hw_random")
_PATTERN = re.compile(r"(?m)^\s*KEYFILE_PATTERN\s*=\s*[\"']?([^\"'\n#]*)")
# Scripts that ask somebody, or take another disk's key: cryptsetup's own, /usr/lib/cryptsetup/scripts.
_ASKING = ("decrypt_derived", "decrypt_keyctl", "decrypt_gnupg", "decrypt_gnupg-sc", "decrypt_opensc", "decrypt_ssl")


def exposed(machine: Machine, mounts: Mapping[str, bool]) -> frozenset[str]:
    """Names of mappings whose key lies in the clear. `mounts`: by mount point whether it is plain.

    Raises:
        Unreadable: the table is closed, or a key comes from something that is not known here.
    """
    try:
        lines = machine.text(TABLE, LIMIT).splitlines()
    except Absent:
        return frozenset()
    found = set()
    for line in lines:
        fields = line.split()
        if len(fields) < 2 or fields[0].startswith("#"):
            continue
        key, options = (*fields[2:4], "", "")[:2]
        script = next((one.partition("=")[2] for one in options.split(",") if one.startswith("keyscript=")), "")
        if script and script.rpartition("/")[2] not in _ASKING:
            raise not_understood(f"{TABLE}: {script}")
        if not script and key not in (*_NO_FILE, *_RANDOM) and _in_the_clear(machine, key, options, mounts):
            found.add(fields[0])
    return frozenset(found)


def _in_the_clear(machine: Machine, key: str, options: str, mounts: Mapping[str, bool]) -> bool:
    if not key.startswith("/") or key.startswith("/dev/"):
        raise not_understood(f"{TABLE}: {key}")  # on a medium that is plugged in, or nobody knows where
    if _lies_plain(key, mounts):
        return True
    copied = any(fnmatchcase(key, pattern) for pattern in _patterns(machine))
    return copied and _lies_plain("/boot/initrd", mounts)


def _lies_plain(path: str, mounts: Mapping[str, bool]) -> bool:
    above = [point for point in mounts if f"{path}/".startswith(f"{point.rstrip('/')}/")]
    return bool(above) and mounts[max(above, key=len)]


def _patterns(machine: Machine) -> list[str]:
    try:
        return [word for line in _PATTERN.findall(machine.text(_HOOK, LIMIT)) for word in line.split()]
    except Absent:
        return []
