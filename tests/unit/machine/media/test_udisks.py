"""A device that we may not open ourselves: a made-up udisks2 on a private bus hands over a descriptor, or refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from checker.machine.media.linux import open_refused

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None,
    reason="dbus is not installed: sudo apt-get install dbus",
)


@pytest.fixture
def system_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    argv = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


class Udisks:
    """Owns udisks2's name and answers one call: with a descriptor of `content`, or an error."""

    def __init__(self, address: str, content: Path | None) -> None:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        self.asked: list[Any] = []
        self._content = content
        self._connection = open_dbus_connection(address, enable_fds=True)
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        name = "org.freedesktop.UDisks2"
        self._connection.send_and_get_reply(new_method_call(bus, "RequestName", "su", (name, 4)))
        self._thread = Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return

        while True:
            message = self._connection.receive()
            if message.header.message_type is MessageType.method_call:
                break
        fields = message.header.fields
        self.asked = [fields[HeaderFields.path], fields[HeaderFields.member], *message.body]
        if self._content is None:
            self._connection.send(new_error(message, "org.freedesktop.UDisks2.Error.NotAuthorizedDismissed"))
            return
        with self._content.open("rb") as file:
            self._connection.send(new_method_return(message, "h", (file,)))

    def close(self) -> None:
        self._thread.join(5)
        self._connection.close()


def test_a_descriptor_for_reading_is_asked_for_and_used(system_bus: str, tmp_path: Path) -> None:
    content = tmp_path / "device"
    content.write_bytes(b"what lies on it")
    udisks = Udisks(system_bus, content)
    try:
        with os.fdopen(open_refused("/dev/mijian-9"), "rb") as file:
            assert file.read() == b"what lies on it"
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.write(file.fileno(), b"x")
    finally:
        udisks.close()
    path, member, mode, options = udisks.asked
    assert (path, member) == ("/org/freedesktop/UDisks2/block_devices/mijian_2d9", "OpenDevice")
    assert mode == "r"
    assert options["flags"][1] & os.O_ACCMODE == os.O_RDONLY


def test_a_refusal_and_no_udisks_are_both_no_permission(system_bus: str, tmp_path: Path) -> None:
    with pytest.raises(PermissionError):
        open_refused("/dev/sdz")
    udisks = Udisks(system_bus, None)
    try:
        with pytest.raises(PermissionError):
            open_refused("/dev/sdz")
    finally:
        udisks.close()


def test_without_a_bus_there_is_no_way_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(PermissionError):
        open_refused("/dev/sdz")
