"""Recycle bins and lists of recent files of real Windows installations."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.machine.answers import Mount
from checker.model.policy import Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from checker.model.verdict import Fail
from checker.probes.windows.ledger import disks
from checker.probes.windows.leftovers import deleted_at, recent_files, recycle_bin
from checks.workstation.recent_files import recent_files as judge_recent_files
from tests.worlds.hives import hive_machine
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
SID = "S-1-5-21-1-2-3-1001"
C = Mount("C:\\", "C:\\", "NTFS", ("rw", "fixed"))
RECENT = r"C:\Users\wang\AppData\Roaming\Microsoft\Windows\Recent\AutomaticDestinations\x"


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "day"), [("$II3DF3L.zip", "2012-03-12T20:49:58"), ("$I103S5F.jpg", "2016-06-29T21:37:45")]
)
def test_both_versions_of_an_index_have_their_date(name: str, day: str) -> None:
    content = (FIXTURES / "plaso" / "recycler" / name).read_bytes()
    assert deleted_at(content).isoformat(timespec="seconds") == f"{day}+00:00"


@needs_fixtures
def test_a_bin_of_real_files_is_counted() -> None:
    names = ("$II3DF3L.zip", "$I103S5F.jpg")
    files = {rf"C:\$Recycle.Bin\{SID}\{name}": (FIXTURES / "plaso" / "recycler" / name).read_bytes() for name in names}
    found = recycle_bin(World(Platform.WINDOWS, files=files, mounts=(C,)).machine())
    assert (found.files, found.documents, found.folders) == (2, 2, 0)
    assert found.oldest is not None
    assert found.oldest.year == 2012


@needs_fixtures
def test_recent_documents_are_counted_and_not_named() -> None:
    machine = hive_machine(World(Platform.WINDOWS, files={RECENT: b""}), NTUSER=FIXTURES / "plaso" / "NTUSER.DAT")
    found = recent_files(machine)
    assert found.listed > 0
    verdict = judge_recent_files(found, Policy())
    assert isinstance(verdict, Fail)
    assert "secret" not in repr(verdict)


@needs_fixtures
def test_hibernation_and_page_file_of_a_real_installation() -> None:
    rows = ({"FriendlyName": "VMware Virtual S", "SerialNumber": None, "BusType": 10, "Size": "64424509440"},)
    world = World(Platform.WINDOWS, wmi={"MSFT_Disk": rows})
    found = disks(hive_machine(world, SYSTEM=FIXTURES / "regipy" / "SYSTEM_WIN_10_1709.xz"))
    assert (found.hibernation, found.swap) == (False, True)


@given(st.binary(max_size=600))
def test_any_bytes_are_an_index_or_refused(content: bytes) -> None:
    try:
        deleted_at(content)
    except Unreadable:
        return
    assert content[:8] in (b"\x01" + bytes(7), b"\x02" + bytes(7))
