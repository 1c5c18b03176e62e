"""D-Bus against a real private daemon: answers without variants, refusals by kind, no service ever started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from checker.model.unreadable import Absent, Cancelled, Unreadable

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="dbus is not installed: sudo apt-get install dbus",
)

DAEMON = "org.freedesktop.DBus"


@pytest.fixture(scope="module")
def bus() -> Iterator[None]:
    argv = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        yield
        if before is None:
            del os.environ["DBUS_SESSION_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = before
        daemon.terminate()


def call(service: str, member: str, signature: str = "", *arguments: Any, stop: Event | None = None) -> Any:
    from checker.machine.dbus import Buses

    path, interface = "/org/freedesktop/DBus", DAEMON
    if member == "GetAll":
        interface = "org.freedesktop.DBus.Properties"
    return Buses().call("session", service, path, interface, member, signature, arguments, 3.0, stop or Event())


@pytest.mark.usefixtures("bus")
def test_answers_come_as_plain_values() -> None:
    (names,) = call(DAEMON, "ListNames")
    assert DAEMON in names
    (properties,) = call(DAEMON, "GetAll", "s", DAEMON)
    assert isinstance(properties["Features"], tuple)
    assert all(isinstance(feature, str) for feature in properties["Features"])


@pytest.mark.usefixtures("bus")
def test_a_name_that_nobody_owns_is_absent() -> None:
    with pytest.raises(Absent):
        call("org.example.Nobody", "Anything")


@pytest.mark.usefixtures("bus")
def test_a_method_that_does_not_exist_is_absent() -> None:
    with pytest.raises(Absent):
        call(DAEMON, "NoSuchMethod")


@pytest.mark.usefixtures("bus")
def test_wrong_arguments_are_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        call(DAEMON, "GetNameOwner", "u", 7)
    assert not isinstance(caught.value, Absent)


@pytest.mark.usefixtures("bus")
def test_stopping_ends_the_wait() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        call(DAEMON, "ListNames", stop=stop)


def test_without_a_system_bus_nobody_owns_a_name_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.machine.dbus import Buses

    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/no-socket")
    with pytest.raises(Absent):
        Buses().call("system", DAEMON, "/", DAEMON, "ListNames", "", (), 3.0, Event())


def test_no_bus_at_all_is_unreadable_and_says_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-socket")
    with pytest.raises(Unreadable, match="not running") as caught:
        call(DAEMON, "ListNames")
    assert caught.value.how is not None
