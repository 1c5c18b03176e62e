"""Facts of ../shared/fixtures/workstation/EXPECTED.md, read through the offline-hive door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checker.model.unreadable import Absent, Unreadable
from tests.worlds.hives import hive_machine
from tests.worlds.world import World

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures" / "workstation"
HIVES = FIXTURES / "regipy"
CURRENT = r"HKLM\SYSTEM\CurrentControlSet"

pytestmark = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")


def test_the_current_control_set_is_the_one_that_select_names() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")
    assert machine.registry(r"HKLM\SYSTEM\Select").value("current") == 1
    assert machine.registry(rf"{CURRENT}\Services\lfsvc\Service\Configuration").value("Status") == 0
    assert machine.registry(rf"{CURRENT}\Control\Terminal Server").value("fDenyTSConnections") == 1
    assert machine.registry(rf"{CURRENT}\Control\Nls\CodePage").value("OEMCP") == "437"


def test_keys_compare_without_case() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")
    key = machine.registry(r"hklm\system\CURRENTCONTROLSET\control\TERMINAL server")
    assert key.value("FDENYTSCONNECTIONS") == 1
    assert key.written is not None
    assert key.written.year >= 2019


def test_a_device_property_comes_as_bytes() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")
    stick = rf"{CURRENT}\Enum\USBSTOR\Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20\200608767007B7C08A6A&0"
    data = machine.registry(rf"{stick}\Properties\{{83da6326-97a6-4088-9453-a1923f573b29}}\0067").value("")
    assert isinstance(data, bytes)
    removed = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=int.from_bytes(data, "little") / 10)
    assert removed.isoformat().startswith("2020-03-17T14:23:45.504")


def test_subkeys_and_multi_strings_are_listed() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_WIN_10_1709.xz")
    assert machine.registry(rf"{CURRENT}\Enum\USBSTOR").subkeys == ("Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20",)
    order = machine.registry(rf"{CURRENT}\Control\ServiceGroupOrder").value("List")
    assert isinstance(order, tuple)
    assert "Boot File System" in order


def test_transaction_logs_are_replayed() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_B.xz")
    sticks = machine.registry(rf"{CURRENT}\Enum\USBSTOR\Disk&Ven_SanDisk&Prod_Extreme&Rev_0001").subkeys
    assert [stick.partition("&")[0] for stick in sticks] == ["AA010215170355310594", "AA010603160707470215"]
    assert machine.registry(rf"{CURRENT}\Services\lfsvc\Service\Configuration").value("Status") == 1


def test_a_key_that_only_the_log_knows_is_found(tmp_path: Path) -> None:
    name, log = "transactions_NTUSER.DAT.xz", "transactions_ntuser.dat.log1.xz"
    for file in (name, log):
        (tmp_path / file).write_bytes((HIVES / file).read_bytes())
    with_log = hive_machine(NTUSER=tmp_path / name)
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / name).write_bytes((HIVES / name).read_bytes())
    without = hive_machine(NTUSER=tmp_path / "alone" / name)
    explorer = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer"
    assert with_log.registry(explorer).written != without.registry(explorer).written


def test_current_user_is_the_person_hive() -> None:
    machine = hive_machine(NTUSER=FIXTURES / "plaso" / "NTUSER-WIN7.DAT")
    desktop = machine.registry(r"HKCU\Control Panel\Desktop")
    assert (desktop.value("ScreenSaverIsSecure"), desktop.value("ScreenSaveTimeOut")) == ("1", "1620")


def test_what_is_not_in_the_hive_is_absent() -> None:
    machine = hive_machine(SYSTEM=HIVES / "SYSTEM_2.xz")
    with pytest.raises(Absent):
        machine.registry(rf"{CURRENT}\Enum\USBSTOR")


def test_a_hive_that_was_not_given_is_unreadable_not_absent() -> None:
    with pytest.raises(Unreadable) as caught:
        hive_machine(SYSTEM=HIVES / "SYSTEM_2.xz").registry(r"HKLM\SOFTWARE\Microsoft")
    assert not isinstance(caught.value, Absent)


def test_another_world_can_answer_the_rest() -> None:
    world = World(registry={r"HKLM\SOFTWARE\Microsoft": {"Made": "up"}})
    machine = hive_machine(world, SAM=HIVES / "SAM.xz")
    assert machine.registry(r"HKLM\SOFTWARE\Microsoft").value("made") == "up"
    assert machine.registry(r"HKLM\SAM\SAM\Domains\Account\Users\Names").subkeys == (
        "Administrator",
        "Guest",
        "Preston",
    )


def test_what_is_no_hive_is_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        hive_machine(SYSTEM=FIXTURES / "plaso" / "example.lnk").registry(rf"{CURRENT}\Enum\USBSTOR")
    assert not isinstance(caught.value, Absent)


@pytest.mark.parametrize("length", [1000, 5000, 20_000])
def test_a_hive_cut_short_is_unreadable(length: int, tmp_path: Path) -> None:
    whole = (FIXTURES / "plaso" / "NTUSER-WIN7.DAT").read_bytes()
    (tmp_path / "NTUSER.DAT").write_bytes(whole[:length])
    machine = hive_machine(NTUSER=tmp_path / "NTUSER.DAT")
    with pytest.raises(Unreadable) as caught:
        machine.registry(r"HKCU\Control Panel\Desktop")
    assert not isinstance(caught.value, Absent)


def test_chinese_and_other_names_are_whole() -> None:
    machine = hive_machine(NTUSER=FIXTURES / "python-registry" / "UNICODE_TESTS")
    names = machine.registry("HKCU").subkeys
    assert all("�" not in name for name in names)
    assert names
