"""Trash, lists and thumbnails, whatever lies in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.machine.answers import Mount
from checker.model.unreadable import Unreadable
from checker.probes.linux.ledger import computer_identity
from checker.probes.linux.leftovers import recent_files, recycle_bin
from checker.probes.linux.usb import attached_storage
from checker.probes.xml import elements
from tests.worlds.world import DENIED, World

HOME = {"/home/wang/.bashrc": ""}
XBEL = "/home/wang/.local/share/recently-used.xbel"


def test_other_computers_disks_are_not_asked() -> None:
    mounts = (Mount("nas:/x", "/mnt/nas", "nfs4", ()), Mount("//nas/y", "/mnt/y", "cifs", ()))
    files = {**HOME, "/mnt/nas/.Trash-1000/files/a.docx": b"", "/mnt/y/": DENIED}
    found = recycle_bin(World(files=files, mounts=mounts).machine())
    assert (found.documents, found.coverage.complete) == (0, True)


def test_a_closed_system_folder_hides_no_trash() -> None:
    mounts = (Mount("/dev/sda1", "/boot/efi", "vfat", ()), Mount("x", "/run/user/1000/doc", "fuse.portal", ()))
    found = recycle_bin(World(files={**HOME, "/boot/efi/": DENIED, "/run/": DENIED}, mounts=mounts).machine())
    assert found.coverage.complete


def test_the_shared_trash_of_a_volume_is_per_person() -> None:
    mounts = (Mount("/dev/sdb1", "/media/wang/U", "ext4", ()),)
    files = {**HOME, "/media/wang/U/.Trash/1000/files/a.wps": b"", "/media/wang/U/.Trash/7/files/b.wps": b""}
    assert recycle_bin(World(files=files, mounts=mounts).machine()).documents == 1


def test_a_document_that_may_not_be_looked_at_is_not_gone() -> None:
    xbel = '<xbel><bookmark href="file:///root/a.docx"/><bookmark href="https://example.org/b.docx"/></xbel>'
    found = recent_files(World(files={**HOME, XBEL: xbel, "/root/": DENIED}).machine())
    assert (found.listed, found.gone) == (1, 0)


def test_an_installation_day_from_before_the_clock_was_set_is_none() -> None:
    world = World(files={"/lost+found/": b""}, modified={"/lost+found": 0.0})
    assert computer_identity(world.machine()).installed is None


def test_a_stick_behind_a_hub_has_its_own_serial_number() -> None:
    hub = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1"
    files = {f"{hub}/serial": "HUB", f"{hub}/1-1.2/serial": "STICK1\n", "/sys/block/sdb/size": "8\n"}
    links = {"/sys/block/sdb": f"{hub}/1-1.2/1-1.2:1.0/host6/target6:0:0/6:0:0:0/block/sdb"}
    (device,) = attached_storage(World(files=files, links=links).machine()).devices
    assert device.serial == "STICK1"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_thumbnail_or_a_gap(content: bytes) -> None:
    path = "/home/wang/.cache/thumbnails/normal/a.png"
    recent_files(World(files={**HOME, path: b"\x89PNG\r\n\x1a\n" + content}).machine())


@given(st.text(max_size=200))
def test_any_address_in_a_list_is_taken(address: str) -> None:
    clean = "".join(char for char in address if char.isprintable() and char not in '<&"')
    recent_files(World(files={**HOME, XBEL: f'<xbel><bookmark href="{clean}"/></xbel>'}).machine())


@given(st.binary(max_size=300))
def test_any_bytes_are_xml_or_refused(content: bytes) -> None:
    try:
        list(elements(content, "x"))
    except Unreadable:
        return
