"""Host, processes, services, sockets, drives, WMI."""

from __future__ import annotations

import os
from threading import Event
from typing import Any

import pytest

from checker.machine.machine import Machine
from checker.machine.windows import source, wmi
from checker.machine.windows.com import Guid, apartment
from checker.machine.windows.network import factory
from checker.machine.windows.source import WindowsSource
from checker.model.target import Platform
from checker.model.unreadable import Absent, Cancelled, Unreadable


def test_the_host_knows_its_build_and_its_person(machine: Machine) -> None:
    host = machine.host
    assert host.platform is Platform.WINDOWS
    assert int(host.release["CurrentBuild"]) > 0
    assert host.person is not None
    assert host.person.key.startswith("S-1-5-21-")
    assert os.path.isdir(host.person.home)


def test_every_process_has_a_name(machine: Machine) -> None:
    names = {process.pid: process.name.lower() for process in machine.processes()}
    assert names[os.getpid()].startswith("python")
    assert all(name for pid, name in names.items() if pid)


def test_services_are_listed_with_how_they_start(machine: Machine) -> None:
    services = {service.name.lower(): service for service in machine.services()}
    assert services["plugplay"].status == "running"
    assert {service.start for service in services.values()} <= {"automatic", "manual", "disabled", "unknown"}


def test_sockets_interfaces_and_drives(machine: Machine) -> None:
    assert isinstance(machine.listeners(), tuple)
    assert any(interface.up and interface.addresses for interface in machine.interfaces())
    system = next(mount for mount in machine.mounts() if mount.point == "C:\\")
    assert system.options == ("rw", "fixed")
    assert system.filesystem


def test_a_wmi_class_is_read_by_property(machine: Machine) -> None:
    rows = machine.wmi(r"root\cimv2", "Win32_OperatingSystem", ("Caption", "BuildNumber", "OSLanguage"))
    assert len(rows) == 1
    assert isinstance(rows[0]["OSLanguage"], int)
    assert str(rows[0]["BuildNumber"]).isdecimal()


def test_an_array_property_is_a_tuple(machine: Machine) -> None:
    rows = machine.wmi(r"root\cimv2", "Win32_NetworkAdapterConfiguration", ("IPAddress", "IPEnabled"))
    assert any(isinstance(row["IPAddress"], tuple) and row["IPAddress"] for row in rows)
    assert all(isinstance(row["IPEnabled"], bool) for row in rows)


@pytest.mark.parametrize(
    ("namespace", "classname", "properties"),
    [
        (r"root\nowhere", "Win32_OperatingSystem", ("Caption",)),
        (r"root\cimv2", "Win32_OperatingSystem", ("NoSuchProperty",)),
        (r"root\cimv2", "Win32_OperatingSystem WHERE 1=1", ("Caption",)),
        (r"root\cimv2", "Win32_OperatingSystem", ("Caption FROM Win32_Process",)),
        (r"\\server\root\cimv2", "Win32_OperatingSystem", ("Caption",)),
        (r"root\cimv2", "Win32_OperatingSystem", ()),
    ],
)
def test_what_wmi_cannot_say_is_unreadable_and_never_absent(
    namespace: str, classname: str, properties: tuple[str, ...], machine: Machine
) -> None:
    with pytest.raises(Unreadable) as caught:
        machine.wmi(namespace, classname, properties)
    assert not isinstance(caught.value, Absent)


def test_many_com_calls_leave_nothing_behind(machine: Machine) -> None:
    for _ in range(70):  # each in a thread of its own; the 64th would stand still if COM were let go of between them
        machine.wmi(r"root\cimv2", "Win32_OperatingSystem", ("Caption",))
    with pytest.raises(Unreadable):
        machine.wmi(r"root\nowhere", "Win32_OperatingSystem", ("Caption",))


def test_a_wmi_that_hangs_does_not_hang_us(monkeypatch: pytest.MonkeyPatch) -> None:
    never = Event()
    monkeypatch.setattr(wmi, "rows", lambda *arguments: never.wait())
    monkeypatch.setattr(source, "SECONDS", 0.3)
    with pytest.raises(Unreadable, match="in time"):
        Machine(WindowsSource()).wmi(r"root\cimv2", "Win32_OperatingSystem", ("Caption",))
    never.set()


def test_a_stop_ends_a_hanging_question_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    never, machine = Event(), Machine(WindowsSource())

    def hang(*arguments: Any) -> None:
        machine.stop()  # a person's, once the question hangs
        never.wait()

    monkeypatch.setattr(wmi, "rows", hang)
    monkeypatch.setattr(source, "SECONDS", float("inf"))  # nothing but the stop ends it
    with pytest.raises(Cancelled):
        machine.wmi(r"root\cimv2", "Win32_OperatingSystem", ("Caption",))
    never.set()


def test_linux_questions_are_refused(machine: Machine) -> None:
    with pytest.raises(Unreadable):
        machine.run("ls")
    with pytest.raises(Unreadable):
        machine.bus("system", "a.b", "/a", "a.b", "C")


def test_a_winrt_object_is_asked_by_its_place_in_the_table() -> None:
    """Radios are read this way, and no machine of ours has any: another class of the same system stands in."""
    with apartment():
        statics = Guid.of("01BF4326-ED37-4E96-B0E9-C1340D1EA158")  # IGlobalizationPreferencesStatics
        preferences = factory("Windows.System.UserProfile.GlobalizationPreferences", statics)
        languages = preferences.object(9, "Languages")
        assert languages.integer(7) >= 1


def test_a_winrt_class_that_is_not_there_is_unreadable() -> None:
    with apartment(), pytest.raises(Unreadable):
        factory("Windows.Nowhere.Nothing", Guid.of("01BF4326-ED37-4E96-B0E9-C1340D1EA158"))
