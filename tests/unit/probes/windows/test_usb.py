"""USB traces of real Windows installations, from their hives and installation logs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.workstation.usb import UsbDevice
from checker.model.target import Platform
from checker.probes.windows.peripherals import peripheral_history, phone_history
from checker.probes.windows.setup_log import setup_log
from checker.probes.windows.usb import usb_storage_history
from tests.worlds.hives import hive_machine
from tests.worlds.media import ENUM, SETUP_LOG, root_hub, stick
from tests.worlds.world import DENIED, World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")


def _devices(hive: str) -> dict[str | None, UsbDevice]:
    history = usb_storage_history(hive_machine(SYSTEM=FIXTURES / "regipy" / hive))
    return {device.serial: device for device in history.devices}


@needs_fixtures
def test_external_disks_are_found_beside_usbstor() -> None:
    found = _devices("SYSTEM_WIN_10_1709.xz")
    assert {serial: device.model for serial, device in found.items()} == {
        "200608767007B7C08A6A": "SanDisk Cruzer",
        "313735303835343230333437": "SanDisk Extreme SSD",
        "160087320341700000F9": "PHD 3.0 Silicon-Power",
    }
    cruzer = found["200608767007B7C08A6A"]
    assert cruzer.first is not None
    assert cruzer.last is not None
    assert cruzer.first.isoformat(timespec="milliseconds") == "2020-03-17T14:02:38.946+00:00"
    assert cruzer.last.isoformat(timespec="milliseconds") == "2020-03-17T14:23:45.504+00:00"
    uas = found["160087320341700000F9"]
    assert uas.last is not None
    assert uas.last.isoformat(timespec="seconds") == "2019-06-19T12:21:12+00:00"


@needs_fixtures
def test_two_sticks_of_one_kind_are_two_devices() -> None:
    found = _devices("SYSTEM_B.xz")
    assert {"AA010215170355310594", "AA010603160707470215"} < set(found)
    # A third one that no list of USBSTOR keys shows.
    assert [device.model for serial, device in found.items() if serial == "12345679FD0B"] == ["Samsung Portable SSD T5"]


@needs_fixtures
def test_windows_7_keeps_its_dates_elsewhere() -> None:
    (device,) = _devices("SYSTEM.xz").values()
    assert (device.model, device.serial) == ("HP v100w", "AA951D0000007252")
    assert device.first is not None
    assert device.first.year == 2011


@needs_fixtures
def test_no_usbstor_key_is_no_evidence_and_no_error() -> None:
    history = usb_storage_history(hive_machine(SYSTEM=FIXTURES / "regipy" / "SYSTEM_2.xz"))
    assert history.devices == ()
    assert history.reaches_to is None


@needs_fixtures
def test_no_phone_is_found_where_none_was() -> None:
    for hive in ("SYSTEM_WIN_10_1709.xz", "SYSTEM_B.xz", "SYSTEM.xz", "SYSTEM_2.xz"):
        assert phone_history(hive_machine(SYSTEM=FIXTURES / "regipy" / hive)).devices == ()


@needs_fixtures
def test_the_log_remembers_a_stick_by_its_volume_alone() -> None:
    world = World(
        Platform.WINDOWS,
        registry=root_hub(),
        files={SETUP_LOG: (FIXTURES / "plaso" / "setupapi.dev.log").read_bytes()},
    )
    history = usb_storage_history(world.machine())
    at = datetime(2016, 11, 22, 23, 50, 30, tzinfo=UTC)
    assert history.devices == (UsbDevice("Generic Flash Disk", "99E2116A", at, at),)
    assert history.reaches_to == datetime(2015, 11, 22, 17, 58, 3, tzinfo=UTC)


def test_closed_properties_are_asked_of_windows() -> None:
    place = r"USBSTOR\Disk&Ven_Kingston&Prod_DT_101\AB12CD34&0"
    registry = {**root_hub(), **stick("AB12CD34&0", last=None), rf"{ENUM}\{place}\Properties": DENIED}
    dates = {"first_install": "2026-01-02T03:04:05+00:00", "last_arrival": "2026-11-02T00:00:00", "last_removal": None}
    world = World(Platform.WINDOWS, registry=registry, win32={("device_dates", place): dates})
    (device,) = usb_storage_history(world.machine()).devices
    assert device.first == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert device.last == datetime(2026, 11, 2, tzinfo=UTC)


def test_a_deleted_device_was_here_but_not_on_that_day() -> None:
    device_id = r"USBSTOR\DISK&VEN_A&PROD_B&REV_1\1234567A&0"
    log = f">>>  [Delete Device - {device_id}]\r\n>>>  Section start 2026/11/20 10:00:00.1\r\n"
    world = World(Platform.WINDOWS, registry=root_hub(), files={SETUP_LOG: log})
    (device,) = usb_storage_history(world.machine()).devices
    assert (device.tail, device.last) == ("567A", None)


def test_rotated_logs_count() -> None:
    rotated = r"C:\Windows\INF\setupapi.dev.20260301_101112.log"
    first = ">>>  [Setup Import]\r\n>>>  Section start 2025/12/01 10:00:00.000\r\n"
    last = ">>>  [Setup Import]\r\n>>>  Section start 2026/11/20 10:00:00.000\r\n"
    world = World(Platform.WINDOWS, files={rotated: first, SETUP_LOG: last, r"C:\Windows\INF\setupapi.app.log": "x"})
    assert setup_log(world.machine()).reaches_to == datetime(2025, 12, 1, 10, tzinfo=UTC)


@given(st.binary(max_size=400))
def test_any_bytes_as_a_log_are_read_or_refused(content: bytes) -> None:
    head = b">>>  [x - USBSTOR\\"
    world = World(Platform.WINDOWS, registry=root_hub(), files={SETUP_LOG: head + content})
    usb_storage_history(world.machine())


@given(
    st.dictionaries(
        st.sampled_from(("Service", "ContainerID", "ClassGUID", "CompatibleIDs", "FriendlyName", "DeviceDesc")),
        st.one_of(st.integers(), st.text(max_size=9), st.binary(max_size=9), st.just(("USB\\MS_COMP_MTP",))),
    ),
    st.text(st.characters(exclude_characters="\\"), min_size=1, max_size=12),
)
def test_any_node_of_the_tree_is_taken(values: dict[str, object], name: str) -> None:
    registry = {**root_hub(), rf"{ENUM}\USB\VID_12D1&PID_107E\{name}": values}
    machine = World(Platform.WINDOWS, registry=registry).machine()
    usb_storage_history(machine)
    phone_history(machine)


_STICK = r"USBSTOR\Disk&Ven_Kingston&Prod_DT_101\AB12CD34&0"
_VOLUME = "{0f9b2e4d-1111-2222-3333-444455556666}"
_SEEN = {
    r"HKLM\SYSTEM\MountedDevices": {
        rf"\??\Volume{_VOLUME}": rf"_??_{_STICK.replace(chr(92), '#')}#{{53f5}}".encode("utf-16-le"),
    },
    rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\{_VOLUME}": {},
}


def _portable(name: str) -> dict[str, dict[str, str]]:
    key = (
        rf"HKLM\SOFTWARE\Microsoft\Windows Portable Devices\Devices\SWD#WPDBUSENUM#_??_{_STICK.replace(chr(92), '#')}#"
    )
    return {key: {"FriendlyName": name}}


@pytest.mark.parametrize(("name", "volumes"), [("公文 2026", ("公文 2026",)), ("E:\\", ())])
def test_a_volume_and_its_person_stand_in_the_row_of_their_device(name: str, volumes: tuple[str, ...]) -> None:
    registry = {**root_hub(), **stick("AB12CD34&0"), **_SEEN, **_portable(name)}
    (device,) = usb_storage_history(World(Platform.WINDOWS, registry=registry).machine()).devices
    assert (device.volumes, device.people) == (volumes, ("wang",))


def test_a_person_who_did_not_open_it_is_not_named() -> None:
    registry = {**root_hub(), **stick("AB12CD34&0"), **dict(tuple(_SEEN.items())[:1])}
    (device,) = usb_storage_history(World(Platform.WINDOWS, registry=registry).machine()).devices
    assert device.people == ()


@needs_fixtures
@pytest.mark.parametrize(("hive", "kinds"), [("SYSTEM_WIN_10_1709.xz", []), ("SYSTEM_B.xz", []), ("SYSTEM.xz", [])])
def test_no_peripheral_is_found_where_none_was(hive: str, kinds: list[str]) -> None:
    devices = peripheral_history(hive_machine(SYSTEM=FIXTURES / "regipy" / hive)).devices
    assert [device.kind for device in devices] == kinds
