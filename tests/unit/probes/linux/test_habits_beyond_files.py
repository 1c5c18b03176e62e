"""More of what people set up by another way than the usual one: keys in the clear, tunnels, programs at the start.

What a desktop's own words do that are marked as fixed, or are made of others.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.machine.answers import Mount, Person, Process
from checker.model.finding import State
from tests.unit.probes.linux.test_habits_of_administrators import ETC, PASSWD, _state
from tests.worlds.programs import linux_files, running
from tests.worlds.world import DENIED, World

BATTERY = {"/sys/class/power_supply/BAT0/type": "Battery\n", "/sys/class/power_supply/BAT0/scope": "System\n"}
MOUNTS = (Mount("/dev/mapper/root", "/", "ext4", ("rw",)), Mount("/dev/sda1", "/boot", "ext4", ("rw",)))
KEY = "/etc/keys/root.key"


def _node(name: str, kind: str, content: str | None, *below: dict[str, Any]) -> dict[str, Any]:
    own = {"name": name, "type": kind, "fstype": content, "tran": None, "mountpoint": None, "parttype": None}
    return {**own, "size": "9G", "children": list(below)}


def _laptop(crypttab: str, **files: str) -> World:
    root = _node("/dev/sda2", "part", "crypto_LUKS", _node("/dev/mapper/root", "crypt", "ext4"))
    disk = _node("/dev/sda", "disk", None, _node("/dev/sda1", "part", "ext4"), root)
    listed = {("lsblk", "-J", "-p"): json.dumps({"blockdevices": [disk]})}
    return World(files={**BATTERY, "/etc/crypttab": crypttab, **files}, mounts=MOUNTS, programs=listed, admin=True)


@pytest.mark.parametrize(
    ("world", "state"),
    [
        (_laptop("# <name> <device> <key>\nroot UUID=1 none luks,discard\n"), State.PASSED),
        (_laptop("root UUID=1 - tpm2-device=auto\n"), State.PASSED),
        (_laptop("swap /dev/sda3 /dev/urandom swap\n"), State.PASSED),
        (_laptop("data UUID=2 /root/data.key luks\n"), State.PASSED),  # on what is itself encrypted
        (_laptop("root UUID=1 none luks,keyscript=decrypt_keyctl\n"), State.PASSED),
        (_laptop("root UUID=1 /boot/root.key luks\n"), State.FAILED),
        (
            _laptop(f"root UUID=1 {KEY} luks\n", **{"/etc/cryptsetup-initramfs/conf-hook": f"KEYFILE_PATTERN={KEY}\n"}),
            State.FAILED,
        ),
        (_laptop(f"root UUID=1 {KEY} luks\n"), State.PASSED),
        (_laptop("root UUID=1 /dev/disk/by-label/stick:/k luks,keyscript=passdev\n"), State.COULD_NOT_CHECK),
        (_laptop("root UUID=1 /dev/disk/by-label/stick luks\n"), State.COULD_NOT_CHECK),
    ],
)
def test_a_disk_whose_key_lies_in_the_clear_is_not_encrypted(world: World, state: State) -> None:
    found, said = _state("disk_encryption", world)
    assert found is state, said


def _starting(command: str) -> World:
    unit = {f"{ETC}/net.service": f"[Service]\nExecStart={command}\n"}
    link = {f"{ETC}/multi-user.target.wants/net.service": f"{ETC}/net.service"}
    return World(files=linux_files(**unit), processes=running("systemd"), links=link)


def _running(*words: str) -> World:
    own = Process(90, words[0], f"/usr/bin/{words[0]}", None)
    return World(files=linux_files(**{"/proc/90/cmdline": "\0".join(words)}), processes=(*running("systemd"), own))


@pytest.mark.parametrize(
    "world",
    [
        _starting("/usr/sbin/sshd -D -p 2222"),
        _starting("/opt/net/frpc -c /opt/net/frpc.toml"),
        _starting("/usr/bin/ssh -N -R 2222:localhost:22 user@host"),
        _starting('/bin/sh -c "sleep 5; exec /opt/net/frpc -c /a.toml"'),
        World(files=linux_files(**{"/etc/cron.d/net": "@reboot root /root/frpc -c x\n"}), processes=running("systemd")),
        _running("ssh", "-N", "-R", "2222:localhost:22", "user@host"),
        _running("ssh", "-fNR2222:localhost:22", "user@host"),
    ],
)
def test_a_way_in_that_a_service_of_ones_own_opens_is_found(world: World) -> None:
    assert _state("remote_control_software", world)[0] is State.FAILED


@pytest.mark.parametrize(
    "world",
    [
        _running("ssh", "user@host"),
        _running("ssh", "-L", "8080:localhost:80", "user@host"),
        _starting("/usr/bin/backup --remote"),
        World(files=linux_files(**{f"{ETC}/net.service": "[Service]\nExecStart=/opt/frpc\n"}), processes=running("a")),
    ],
)
def test_what_opens_no_way_in_is_in_order(world: World) -> None:
    state, said = _state("remote_control_software", world)
    assert state is State.PASSED, said


def test_whom_su_trusts_is_an_administrator_without_a_password() -> None:
    su = "auth sufficient pam_rootok.so\nauth sufficient pam_wheel.so trust group=staff\nauth required pam_unix.so\n"
    files = {"/etc/passwd": PASSWD, "/etc/group": "root:x:0:\nstaff:x:50:li\n", "/etc/pam.d/su": su}
    state, said = _state("administrators", World(files=files, admin=True))
    assert (state, "li" in said) == (State.FAILED, True)


def _kde(own: str, system: str = "") -> World:
    programs = (Process(at, name, None, "wang") for at, name in enumerate(("plasmashell", "kwin_wayland"), 5))
    files = {"/home/wang/.config/kscreenlockerrc": own, "/etc/xdg/kscreenlockerrc": system}
    return World(files=files, processes=tuple(programs))


@pytest.mark.parametrize(
    ("world", "state"),
    [
        (_kde(""), State.PASSED),
        (_kde("[Daemon]\nAutolock[$i]=false\n"), State.FAILED),
        (_kde("[Daemon][$i]\nTimeout=60\n"), State.FAILED),
        (_kde("[Daemon]\nTimeout=60\n", "[Daemon]\nTimeout[$i]=5\n"), State.PASSED),
        (_kde("[Daemon]\nTimeout[$e]=$MINUTES\n"), State.COULD_NOT_CHECK),
    ],
)
def test_marks_behind_a_key_of_kde_change_how_it_counts(world: World, state: State) -> None:
    found, said = _state("screen_lock", world)
    assert found is state, said


def _sway(*words: str, config: str = 'exec swayidle -w timeout 300 "swaylock -f"\n') -> World:
    files = {"/proc/8/cmdline": "\0".join(words), "/home/wang/.config/sway/config": config}
    both = (Process(5, "sway", None, "wang"), Process(8, "swayidle", None, "wang"))
    return World(files=files, processes=both)


@pytest.mark.parametrize(
    ("world", "state"),
    [
        (_sway("swayidle", "-w", "timeout", "300", "swaylock -f", config=""), State.PASSED),
        (_sway("swayidle", "-w", "timeout", "300", "systemctl suspend"), State.FAILED),
        (_sway("swayidle", "timeout", "7200", "swaylock"), State.FAILED),
    ],
)
def test_how_a_locker_was_started_counts_more_than_the_file_that_starts_it(world: World, state: State) -> None:
    found, said = _state("screen_lock", world)
    assert found is state, said


WANG, LI = Person("1000", "wang", "/home/wang", current=True), Person("1001", "li", "/home/li", current=False)


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({"/home/li/.config/rclone/rclone.conf": "[x]\ntype=webdav\n"}, State.FAILED),
        ({"/home/li/": DENIED}, State.COULD_NOT_CHECK),
        ({"/home/li/a": ""}, State.PASSED),
    ],
)
def test_everybodys_cloud_accounts_count(files: dict[str, Any], state: State) -> None:
    world = World(
        files=linux_files("rclone", **{"/home/wang/a": "", **files}), processes=running("systemd"), people=(WANG, LI)
    )
    found, said = _state("cloud_sync_clients", world)
    assert found is state, said


@pytest.mark.parametrize(
    "world",
    [
        World(files=linux_files(**{"/home/wang/.xprofile": "# own\n/home/wang/x &\n"})),
        World(files=linux_files(**{"/etc/rc.local": "#!/bin/sh\n/opt/x &\nexit 0\n"}), modes={"/etc/rc.local": 0o755}),
        World(
            files=linux_files(**{"/opt/x.service": "[Service]\n", f"{ETC}/a.target.wants/": ""}),
            links={f"{ETC}/x.service": "/opt/x.service", f"{ETC}/a.target.wants/x.service": "/opt/x.service"},
        ),
    ],
)
def test_what_starts_by_a_script_or_a_linked_service_is_named(world: World) -> None:
    assert _state("autostarts", world)[0] is State.NEEDS_PERSON


@pytest.mark.parametrize(
    "files",
    [
        {"/home/wang/.xprofile": "# nothing\n"},
        {"/etc/rc.local": "#!/bin/sh -e\n\nexit 0\n"},
        {"/etc/rc.local": "#!/bin/sh\n/opt/x\n"},  # not executable
    ],
)
def test_scripts_that_start_nothing_are_none(files: dict[str, Any]) -> None:
    state, said = _state("autostarts", World(files=linux_files(**files)))
    assert state is State.PASSED, said
