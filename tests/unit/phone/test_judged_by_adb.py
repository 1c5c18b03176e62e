"""Debian's `adb` as judge: of the stand-in phone, and of our own client through the adb server.

The server runs on a port of its own and ends with the test; nobody else's is touched. With MIJIAN_ADBD_PORT set, the
same questions go to a real adbd there (its /sdcard must hold files; see README.md).
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checker.machine.phone.commands import ask, of_user
from checker.machine.phone.server import ServerTransport, devices
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.transport import Transport
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from tests.packages import needs
from tests.worlds.phone_peer import StandInPhone

pytestmark = needs("adb")

NAMES = ["a.jpg", "b b.jpg", "合同😀.jpg", "quo'te.jpg"]


class Cli:
    def __init__(self, port: int, home: Path) -> None:
        self.port = port
        self._environment = {**os.environ, "HOME": str(home), "ANDROID_USER_HOME": str(home)}

    def __call__(self, *words: str) -> bytes:
        command = ["adb", "-P", str(self.port), *words]
        done = subprocess.run(command, capture_output=True, env=self._environment, timeout=600, check=False)
        return done.stdout + done.stderr

    def code(self, *words: str) -> int:
        command = ["adb", "-P", str(self.port), *words]
        return subprocess.run(command, capture_output=True, env=self._environment, timeout=600, check=False).returncode


@pytest.fixture(scope="module")
def adb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cli = Cli(port, tmp_path_factory.mktemp("home"))
    cli("start-server")
    yield cli
    cli("kill-server")


@pytest.fixture
def peer(phone: Callable[..., StandInPhone], adb: Cli) -> StandInPhone:
    one = phone()
    for index, name in enumerate(NAMES):
        (one.root / "sdcard" / name).write_bytes(os.urandom(100_000 * (index + 1)))
    assert b"connected to" in adb("connect", f"127.0.0.1:{one.port}")
    return one


@pytest.fixture(params=["direct", "server"])
def door(
    request: pytest.FixtureRequest, peer: StandInPhone, adb: Cli, reach: Callable[..., TcpTransport]
) -> Iterator[Transport]:
    if request.param == "direct":
        yield reach(peer)
        return
    server = ServerTransport(f"127.0.0.1:{peer.port}", at=adb.port)
    yield server
    server.close()


def _serial(peer: StandInPhone) -> str:
    return f"127.0.0.1:{peer.port}"


def test_the_cli_lists_and_pulls_what_we_do(peer: StandInPhone, adb: Cli, door: Transport, tmp_path: Path) -> None:
    ours = {item.name: item for item in door.list(b"/sdcard/", 100)}
    theirs = {}
    for line in adb("-s", _serial(peer), "ls", "/sdcard/").splitlines():
        mode, size, when, name = line.split(b" ", 3)
        if name not in (b".", b".."):
            theirs[name] = (int(mode, 16), int(size, 16), int(when, 16))
    assert {name: (item.mode, item.size, item.modified) for name, item in ours.items()} == theirs
    assert b"pulled" in adb("-s", _serial(peer), "pull", "/sdcard", str(tmp_path / "pulled"))
    paths = [b"/sdcard/" + name for name in sorted(ours)]
    got = [b""] * len(paths)

    def keep(index: int, piece: bytes) -> None:
        got[index] += piece

    door.pull_many(paths, keep, 1 << 30)
    for path, content in zip(paths, got, strict=True):
        assert (tmp_path / "pulled" / os.fsdecode(path.rpartition(b"/")[2])).read_bytes() == content
    assert [item and item.size for item in door.stat_many(paths)] == [len(content) for content in got]


def test_the_cli_runs_what_we_run_with_the_same_exit_code(peer: StandInPhone, adb: Cli, door: Transport) -> None:
    for name in ("global.adb_enabled", "location.enabled", "user"):
        asked = ask(name, user=0)
        (reply,) = door.batch([asked])
        assert reply.output == adb("-s", _serial(peer), "shell", "-T", asked.text + " </dev/null 2>&1")
        assert reply.code == adb.code("-s", _serial(peer), "shell", asked.text + " </dev/null")


def test_the_longest_lines_arrive_whole(peer: StandInPhone, door: Transport) -> None:
    """With every name that stays shut in them, they are longer than the 4 KiB that adb once sent at most."""
    (peer.root / "sdcard" / "Download").mkdir()
    (peer.root / "sdcard" / "Download" / "a.txt").write_bytes(b"1")
    stub = peer.root / "bin" / "content"
    stub.write_text('#!/bin/sh\nprintf %s "$9"\n', "utf-8")
    stub.chmod(0o755)
    slots = {"user": 0, **of_user("0")}
    index, walk = door.batch([ask("photos.index", **slots), ask("papers", **slots)])
    where = ask("photos.index", **slots).text.partition('--where "')[2].partition('"')[0]
    assert len(where) > 4096
    assert index.output.decode() == where
    assert walk.code == 0
    assert walk.output.endswith(b"/sdcard/Download/a.txt\0")


def test_the_server_tells_what_is_plugged_in(peer: StandInPhone, adb: Cli) -> None:
    door = ServerTransport(at=adb.port)
    assert door.there()
    found = {device.serial: device for device in door.devices()}
    assert found[_serial(peer)].trouble is None
    assert found[_serial(peer)].model == "Stand In"
    changes = door.changes(door._stop)
    assert _serial(peer) in {device.serial for device in next(changes)}
    adb("disconnect", _serial(peer))
    for now in changes:
        if _serial(peer) not in {device.serial for device in now if device.trouble is None}:
            break
    changes.close()  # type: ignore[attr-defined]
    with pytest.raises(PhoneTrouble) as error:
        ServerTransport(_serial(peer), at=adb.port).batch([ask("user")])
    assert error.value.trouble is Trouble.LOST


def test_the_cli_asks_the_owner_as_we_do(phone: Callable[..., StandInPhone], adb: Cli) -> None:
    peer = phone(secure=True, answer="never")
    adb("connect", _serial(peer))
    found = {device.serial: device.trouble for device in ServerTransport(at=adb.port).devices()}
    assert found[_serial(peer)] in (Trouble.UNAUTHORIZED, Trouble.OFFLINE)
    peer.faults.answer = "yes"
    adb("disconnect", _serial(peer))
    adb("connect", _serial(peer))
    assert adb("-s", _serial(peer), "wait-for-device", "shell", "echo ok") == b"ok\n"


def test_without_a_server_there_is_none_and_none_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    door = ServerTransport(at=port)
    assert not door.there()
    with pytest.raises(PhoneTrouble):
        door.devices()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


def test_every_state_of_the_servers_list() -> None:
    listing = (
        b"S1 device product:p model:Mi_11 device:d transport_id:1\n"
        b"S2 unauthorized usb:1-1 transport_id:2\n"
        b"S3 offline transport_id:3\n"
        b"???????????? no permissions (user in plugdev group; are your udev rules wrong?); see [url] usb:1-2\n"
        b"S5 recovery product:x\nS6 authorizing usb:1-3\n\n\x1b[31mS7\x1b[0m device\n"
    )
    found = {device.serial: device.trouble for device in devices(listing)}
    assert found["S1"] is None
    assert found["S2"] is Trouble.UNAUTHORIZED
    assert found["S3"] is found["S5"] is found["S6"] is Trouble.OFFLINE
    assert found["????????????"] is Trouble.NO_PERMISSION
    assert "\x1b" not in str([device.label for device in devices(listing)])


@pytest.mark.skipif("MIJIAN_ADBD_PORT" not in os.environ, reason="no real adbd was given (MIJIAN_ADBD_PORT)")
def test_a_real_adbd_says_the_same_to_us_and_to_the_cli(
    adb: Cli, reach: Callable[..., TcpTransport], tmp_path: Path
) -> None:
    port = int(os.environ["MIJIAN_ADBD_PORT"])
    serial = f"127.0.0.1:{port}"
    adb("connect", serial)
    from checker.machine.phone.keys import PhoneKey

    for door in (TcpTransport(port, PhoneKey.made()), ServerTransport(serial, at=adb.port)):
        listed = [
            b"%08x %08x %08x %s" % (item.mode, item.size, item.modified, item.name)
            for item in door.list(b"/sdcard/many", 10_000)
        ]
        theirs = [
            line for line in adb("-s", serial, "ls", "/sdcard/many").splitlines() if line[27:] not in (b".", b"..")
        ]
        assert sorted(listed) == sorted(theirs)
        got: list[bytes] = []
        (size,) = door.pull_many([b"/sdcard/many/0000.jpg"], lambda _, piece, got=got: got.append(piece), 1 << 30)  # type: ignore[misc]
        adb("-s", serial, "pull", "/sdcard/many/0000.jpg", str(tmp_path / "one"))
        assert b"".join(got) == (tmp_path / "one").read_bytes()
        assert size == len(b"".join(got))
        assert door.read_range(b"/sdcard/many/0000.jpg", 5000, 70_000) == b"".join(got)[5000:75_000]
        replies = door.batch([ask("global.adb_enabled"), ask("lock.settings"), ask("user")])
        assert [reply.code is not None for reply in replies] == [True] * 3
        door.close()
