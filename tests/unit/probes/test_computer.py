"""What a search through the computer looks at: everybody and every volume, and each that is not is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from checker.machine.answers import Mount, Person
from checker.model.coverage import Cause, Unit
from checker.model.target import Platform
from checker.probes.content.computer import computer, scope
from tests.worlds.world import DENIED, DRIVE, World

ROOT = Mount("/dev/sda2", "/", "ext4", ("rw",))
WANG = Person("1000", "wang", "/home/wang", current=True)
LI = Person("1001", "li", "/home/li", current=False)
LSBLK = ("lsblk", "-J", "-b")


def devices(*nodes: dict[str, object]) -> dict[tuple[str, ...], str]:
    return {LSBLK: json.dumps({"blockdevices": nodes})}


LINUX = World(
    files={"/home/wang/a.txt": "a", "/home/li/b.txt": "b", "/data/c.txt": "c"},
    mounts=(ROOT,),
    people=(WANG, LI),
    programs=devices(),
)


def left(world: World, unit: Unit) -> dict[str, Cause]:
    lines = computer(world.machine()).coverage.left
    return {name.en: line.cause for line in lines if line.unit is unit for name in line.names}


def test_everybody_and_every_volume_is_looked_at() -> None:
    found = computer(LINUX.machine())
    assert [root.path for root in found.roots] == ["/"]
    assert found.coverage.bears_a_pass
    assert [(one.unit, one.looked) for one in found.coverage.extents] == [(Unit.PEOPLE, 2), (Unit.VOLUMES, 1)]


def test_a_home_that_may_not_be_looked_at_is_named() -> None:
    world = replace(LINUX, files={**LINUX.files, "/home/li/": DENIED})
    assert left(world, Unit.PEOPLE) == {"li": Cause.DENIED}


def test_a_home_on_the_network_is_named_and_not_asked() -> None:
    share = Mount("server:/home", "/home/li", "nfs4", ("rw",))
    world = replace(LINUX, mounts=(ROOT, share))
    assert left(world, Unit.PEOPLE) == {"li": Cause.ELSEWHERE}
    assert left(world, Unit.VOLUMES) == {"/home/li": Cause.ELSEWHERE}


def test_somebody_whose_home_nobody_can_tell_is_named() -> None:
    world = replace(LINUX, people=(WANG, Person("li.home", "li", "", current=False)))
    assert left(world, Unit.PEOPLE) == {"li": Cause.WOULD_NOT_SAY}


@pytest.mark.parametrize(
    ("filesystem", "cause"),
    [
        ("cifs", Cause.ELSEWHERE),
        ("fuse.sshfs", Cause.ELSEWHERE),
        ("squashfs", Cause.NOT_IN_QUESTION),
        ("fuse.nobody-knows", Cause.NOT_UNDERSTOOD),
        ("newfs2030", Cause.NOT_UNDERSTOOD),
    ],
)
def test_a_volume_that_is_not_looked_at_says_why(filesystem: str, cause: Cause) -> None:
    world = replace(LINUX, mounts=(ROOT, Mount("x", "/mnt/x", filesystem, ("rw",))))
    assert left(world, Unit.VOLUMES) == {"/mnt/x": cause}


@pytest.mark.parametrize(
    ("node", "cause"),
    [
        ({"path": "/dev/sdb1", "fstype": "ntfs", "mountpoints": [None], "size": 1}, Cause.ELSEWHERE),
        ({"path": "/dev/sdb1", "fstype": "crypto_LUKS", "mountpoints": [None], "size": 1}, Cause.ENCRYPTED),
        ({"path": "/dev/sdb1", "fstype": "LVM2_member", "mountpoints": [None], "size": 1}, Cause.ELSEWHERE),
        ({"path": "/dev/sdb1", "fstype": None, "mountpoints": [None], "size": 1, "type": "part"}, Cause.NOT_UNDERSTOOD),
        ({"path": "/dev/sdb", "children": [{"path": "/dev/sdb1", "fstype": "xfs", "size": 1}]}, Cause.ELSEWHERE),
    ],
)
def test_a_volume_that_nobody_mounted_is_named(node: dict[str, object], cause: Cause) -> None:
    assert left(replace(LINUX, programs=devices(node)), Unit.VOLUMES) == {"/dev/sdb1": cause}


@pytest.mark.parametrize(
    "node",
    [
        {"path": "/dev/sda2", "fstype": "ext4", "mountpoints": ["/"], "size": 1},
        {"path": "/dev/sda3", "fstype": "swap", "mountpoints": ["[SWAP]"], "size": 1},
        {"path": "/dev/sda1", "fstype": "vfat", "size": 1, "parttype": "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"},
        {"path": "/dev/sr0", "fstype": None, "size": 1073741312, "type": "rom"},
        {"path": "/dev/zram0", "fstype": None, "size": 0, "type": "disk"},
        {
            "path": "/dev/sdb1",
            "fstype": "crypto_LUKS",
            "size": 1,
            "children": [{"path": "/dev/mapper/x", "mountpoints": ["/data"], "size": 1}],
        },
    ],
)
def test_what_holds_no_files_or_is_mounted_is_nothing_missed(node: dict[str, object]) -> None:
    assert left(replace(LINUX, programs=devices(node)), Unit.VOLUMES) == {}


def test_a_system_that_does_not_list_its_devices_leaves_the_search_incomplete() -> None:
    assert left(replace(LINUX, programs={LSBLK: DENIED}), Unit.VOLUMES) == {"lsblk": Cause.WOULD_NOT_SAY}


def test_a_volume_mounted_twice_is_looked_at_once() -> None:
    world = replace(
        LINUX,
        mounts=(ROOT, Mount("/dev/sda2", "/srv/bound", "ext4", ("rw",))),
        files={**LINUX.files, "/srv/bound/x": "x"},
    )
    assert [root.path for root in computer(world.machine()).roots] == ["/"]


def looked_through(*mounts: Mount) -> tuple[list[str], frozenset[str]]:
    """The places that are walked, and the whole paths that are not entered."""
    files = {f"{mount.point.rstrip('/')}/x": "x" for mount in mounts}
    found = computer(replace(LINUX, mounts=mounts, files={**LINUX.files, **files}).machine())
    return sorted(root.path for root in found.roots), found.apart


def test_homes_that_are_a_folder_of_another_volume_are_looked_at_where_people_have_them() -> None:
    whole = Mount("/dev/sdb1", "/data", "ext4", ("rw",))
    parts = [replace(whole, point=f"/{name}", root=f"/{name}") for name in ("opt", "home", "root")]
    roots, apart = looked_through(ROOT, *parts, whole)
    assert roots == ["/", "/data", "/home", "/opt", "/root"]
    assert {"/data/home", "/data/opt", "/data/root"} <= apart


def test_two_folders_of_a_volume_that_is_mounted_nowhere_as_a_whole_are_both_looked_at() -> None:
    one = Mount("/dev/sdb1", "/srv/a", "ext4", ("rw",), root="/a")
    assert looked_through(ROOT, one, replace(one, point="/srv/b", root="/b"))[0] == ["/", "/srv/a", "/srv/b"]


@pytest.mark.parametrize("device", ["tmpfs", "papers", "none", "gocryptfs"])
def test_what_has_no_device_is_a_volume_each_time(device: str) -> None:
    one = Mount(device, "/srv/a", "tmpfs", ("rw",))
    assert looked_through(ROOT, one, replace(one, point="/srv/b"))[0] == ["/", "/srv/a", "/srv/b"]


@pytest.mark.parametrize("device", ["tmpfs", "papers", "none", "gocryptfs", "/dev/sdb1"])
def test_a_volume_without_a_device_that_is_mounted_twice_is_one_by_its_number(device: str) -> None:
    one = Mount(device, "/srv/a", "tmpfs", ("rw",), number="0:45")
    other = replace(one, point="/srv/b")
    assert looked_through(ROOT, one, other)[0] == ["/", "/srv/a"]
    part = replace(one, point="/srv/c", root="/x")
    roots, apart = looked_through(ROOT, one, part)
    assert roots == ["/", "/srv/a", "/srv/c"]
    assert "/srv/a/x" in apart
    assert looked_through(ROOT, one, replace(other, number="0:46"))[0] == ["/", "/srv/a", "/srv/b"]


@pytest.mark.parametrize("point", ["/run/media/wang/STICK", "/usr/local/papers", "/var/log/papers"])
def test_a_medium_or_disk_that_is_mounted_below_a_system_folder_is_looked_at(point: str) -> None:
    assert looked_through(ROOT, Mount("/dev/sdb1", point, "vfat", ("rw",)))[0] == ["/", point]


@pytest.mark.parametrize(
    "mount",
    [
        Mount("/dev/sda1", "/boot/efi", "vfat", ("rw",)),
        Mount("/dev/sda3", "/usr", "ext4", ("ro",)),
        Mount("tmpfs", "/run/lock", "tmpfs", ("rw",)),
        Mount("/dev/loop1", "/snap/core/1", "squashfs", ("ro",)),
        replace(ROOT, point="/run/systemd/inaccessible", root="/var/x"),
    ],
)
def test_what_the_system_mounts_for_itself_is_not_looked_at(mount: Mount) -> None:
    assert looked_through(ROOT, mount)[0] == ["/"]


def test_a_volume_that_another_one_hides_is_named() -> None:
    hidden = Mount("/dev/sdb1", "/srv/a", "ext4", ("rw",), covered=True)
    mounts = (ROOT, hidden, Mount("tmpfs", "/srv/a", "tmpfs", ("rw",)))
    world = replace(LINUX, mounts=mounts, files={**LINUX.files, "/srv/a/x": "x", "/srv/b/x": "x"})
    assert left(world, Unit.VOLUMES) == {"/dev/sdb1": Cause.WOULD_NOT_SAY}
    shown = replace(hidden, point="/srv/b", covered=False)
    assert left(replace(world, mounts=(*mounts, shown)), Unit.VOLUMES) == {}


def test_system_folders_and_other_volumes_stay_closed() -> None:
    world = replace(
        LINUX,
        mounts=(ROOT, Mount("/dev/sdb1", "/data", "xfs", ("rw",)), Mount("tmpfs", "/dev/shm", "tmpfs", ("rw",))),
    )
    found = computer(world.machine())
    assert [root.path for root in found.roots] == ["/", "/data"]
    assert {"/usr", "/data", "/dev/shm", "/home/wang/.mozilla"} <= found.apart


def test_every_drive_of_windows_is_looked_at_and_a_network_drive_named() -> None:
    world = World(
        platform=Platform.WINDOWS,
        files={r"C:\Users\wang\a.txt": "a", r"D:\b.txt": "b"},
        mounts=(
            Mount("C:\\", "C:\\", "NTFS", ("rw", "fixed")),
            Mount("D:\\", "D:\\", "exFAT", ("rw", "removable")),
            Mount("Z:\\", "Z:\\", "", ("remote",)),
        ),
    )
    found = computer(world.machine())
    assert [root.path for root in found.roots] == ["C:\\", "D:\\"]
    assert left(world, Unit.VOLUMES) == {"Z:\\": Cause.ELSEWHERE}
    assert r"C:\Windows" in found.apart
    assert r"C:\Users\wang\AppData" in found.apart


def test_whom_and_which_places_it_is_about_stands_in_two_lines() -> None:
    assert [line.en for line in scope(LINUX.machine())] == ["Person: wang, and 1 more", "Volumes: /"]
    alone = replace(LINUX, people=(WANG,))
    assert [line.zh for line in scope(alone.machine())] == ["使用人：wang", "卷：/"]


def test_who_and_what_is_left_out_stands_at_the_top_as_well() -> None:
    share = Mount("server:/home", "/home/li", "nfs4", ("rw",))
    lines = scope(replace(LINUX, mounts=(ROOT, share)).machine())
    assert [line.en for line in lines[1:]] == ["Volumes: /", "Not looked at: li, /home/li"]
    many = tuple(Mount("server:/x", f"/net/{number}", "nfs4", ("rw",)) for number in range(10))
    assert scope(replace(LINUX, mounts=(ROOT, *many)).machine())[-1].zh.endswith("/net/7，另有 2 处")


def test_the_kernels_own_in_a_root_of_another_system_is_not_entered() -> None:
    chroot = (
        Mount("proc", "/srv/root/proc", "proc", ("rw",)),
        Mount("udev", "/srv/root/dev/null", "devtmpfs", ("rw",)),
    )
    world = replace(LINUX, mounts=(ROOT, *chroot))
    found = computer(world.machine())
    assert {"/srv/root/proc", "/srv/root/dev/null"} <= found.apart
    assert [root.path for root in found.roots] == ["/"]
    assert found.coverage.bears_a_pass


def test_where_the_system_lists_nobody_the_top_says_so() -> None:
    assert scope(replace(LINUX, people=()).machine())[0].zh == "使用人：系统没有列出"


def test_a_place_that_is_mounted_on_demand_is_named_and_not_entered() -> None:
    """Looking into it would have the system fetch it from the network."""
    waiting = Mount("/etc/auto.net", "/net", "autofs", ("rw",))
    found = computer(replace(LINUX, mounts=(ROOT, waiting)).machine())
    assert "/net" in found.apart
    assert left(replace(LINUX, mounts=(ROOT, waiting)), Unit.VOLUMES) == {"/net": Cause.ELSEWHERE}
    there = (replace(waiting, covered=True), Mount("/dev/sdb1", "/net", "ext4", ("rw",)))
    assert left(replace(LINUX, mounts=(ROOT, *there), files={**LINUX.files, "/net/a": "a"}), Unit.VOLUMES) == {}


def test_a_locked_drive_of_windows_is_named() -> None:
    locked = Mount("D:\\", "D:\\", "", ("fixed", "locked"))
    world = World(platform=Platform.WINDOWS, files={r"C:\Users\wang\a.txt": "a"}, mounts=(DRIVE, locked))
    assert left(world, Unit.VOLUMES) == {"D:\\": Cause.ENCRYPTED}
    unknown = replace(locked, options=("fixed",))
    assert left(replace(world, mounts=(DRIVE, unknown)), Unit.VOLUMES) == {"D:\\": Cause.NOT_UNDERSTOOD}
