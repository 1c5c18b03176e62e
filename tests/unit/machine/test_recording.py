"""Recordings: played back they give the same answers; handed on they tell nobody who it was."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from checker.machine.answers import Interface, Listener, Mount, Output, Person, Process, Service
from checker.machine.machine import Machine
from checker.machine.recording import Recorder, Replay
from checker.machine.redaction import Redaction
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from tests.worlds.world import DENIED, World

_CONNECTIONS = "/etc/NetworkManager/system-connections"
NM = "org.freedesktop.NetworkManager"
_PASSWD = """root:x:0:0:root:/root:/bin/sh
zhangwei:x:1000:1000:张为民,30517829室,13812345678,:/home/zhangwei:/bin/sh
lijuan:x:1001:1001::/home/lijuan:/bin/sh
"""
_OFFICE = """[wifi]
ssid=保密办公室5G
[802-1x]
identity=wang.wu@unit.example
anonymous-identity=visitor@unit.example
domain-suffix-match=radius.unit.example
phase2-domain-match=inner.unit.example
"""
WORLD = World(
    files={
        "/etc/hostname": b"PC-zhangwei\n",
        "/etc/hosts": DENIED,
        "/etc/passwd": _PASSWD.encode(),
        "/etc/group": b"sudo:x:27:lijuan,zhangwei\n",
        "/etc/machine-id": Unreadable(Text("读不到 /home/zhaoliu/.mailcap", "/home/zhaoliu/.mailcap cannot be read")),
        f"{_CONNECTIONS}/o.nmconnection": _OFFICE.encode(),
        "/sys/block/sda/device/serial": b"AA010215170355310594\n",
        "/var/log/kern.log": b"usb 1-1: SerialNumber: AA010215170355310594\nlink 192.168.7.31 at 3c:22:fb:01:02:03\n",
        "/home/zhangwei/.bashrc": b"# zhangwei \xff\n",
        f"{_CONNECTIONS}/n.nmconnection": b"[wifi-security]\nkey-mgmt=wpa-psk\npsk=Tr0ub4dor\nwep-key0=Tr0ub4dor\n",
        "/etc/wpa_supplicant.conf": b'network={\n\tssid="x"\n\tpsk="Tr0ub4dor"\n\tpassword = Tr0ub4dor\n}\n',
        "/etc/samba/smb.conf": b"<k><protected>false</protected><keyMaterial>Tr0ub4dor</keyMaterial></k>",
        "/home/zhangwei/odd\udcff": b"",
        "/etc/network/interfaces": b"iface wlan0 inet dhcp\n  wpa-ssid ZhangHome5G\n  wpa-psk Tr0ub4dor\n",
        "/var/lib/iwd/ZhangOffice.psk": b"[Security]\nPassphrase=Tr0ub4dor\nPreSharedKey=Tr0ub4dor\n",
        "/var/lib/connman/wifi_0011_5a68616e6743616665_managed_psk/settings": b"Passphrase=Tr0ub4dor\n",
    },
    programs={("lsblk",): Output(b"AA010215170355310594", 0)},
    bus={(NM, "/1", f"{NM}.Settings.Connection", "GetSettings"): ({"802-11-wireless": {"ssid": b"ZhangHome5G"}},)},
    registry={
        r"HKLM\Winlogon": {"DefaultPassword": "Tr0ub4dor", "AutoAdminLogon": "1", "LimitBlankPasswordUse": 5},
        r"HKLM\SYSTEM\CurrentControlSet\Enum\USBSTOR\Disk&Ven_X\4C530001&0": {"FriendlyName": "X", "Raw": b"\x00\x01"},
    },
    processes=(Process(1, "init", None, "zhangwei"), Process(2, "sync", "/home/qianqi/bin/sync", "qianqi")),
    listeners=(Listener("tcp", "10.1.2.3", 22, None),),
    interfaces=(Interface("eth0", up=True, addresses=("10.1.2.3", "fe80::1234:5678:9abc:def0")),),
    mounts=(Mount("/dev/sda1", "/media/zhangwei/x", "vfat", ("ro",)),),
    services=(Service("s", "S", "automatic", "running", r"C:\x.exe"),),
    people=(Person("1000", "zhangwei", "/home/zhangwei", current=True),),
)


def questions(machine: Machine) -> list[Any]:
    home = machine.host.people[0].home
    return [
        machine.host,
        machine.read("/etc/hostname"),
        machine.read("/sys/block/sda/device/serial"),
        machine.read("/var/log/kern.log"),
        machine.list(home),
        machine.stat("/etc/hostname"),
        machine.exists("/none"),
        machine.run("lsblk", seconds=1.0),
        machine.bus("system", NM, "/1", f"{NM}.Settings.Connection", "GetSettings"),
        machine.registry(r"HKLM\Winlogon"),
        *(machine.read(f"{_CONNECTIONS}/{entry.name}") for entry in machine.list(_CONNECTIONS)),
        machine.read("/etc/passwd"),
        machine.read("/etc/group"),
        machine.read("/etc/wpa_supplicant.conf"),
        machine.read("/etc/samba/smb.conf"),
        machine.read("/etc/network/interfaces"),
        *(machine.read(f"/var/lib/iwd/{entry.name}") for entry in machine.list("/var/lib/iwd")),
        *(machine.read(f"/var/lib/connman/{entry.name}/settings") for entry in machine.list("/var/lib/connman")),
        machine.registry(r"HKLM\SYSTEM\CurrentControlSet\Enum\USBSTOR\Disk&Ven_X"),
        machine.processes(),
        machine.listeners(),
        machine.interfaces(),
        machine.mounts(),
        machine.services(),
    ]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    recorder = Recorder(WORLD)
    machine = Machine(recorder)
    questions(machine)
    for path in ("/etc/hosts", "/none", "/etc/machine-id"):
        with pytest.raises(Unreadable):
            machine.read(path)
    return recorder.save(tmp_path / "made")


def test_a_replay_answers_every_kind_of_question(recording: Path) -> None:
    live, played = questions(WORLD.machine()), questions(Machine(Replay(recording)))
    assert [type(answer) for answer in played] == [type(answer) for answer in live]
    # What identifies nobody comes back as it was.
    assert played[5:7] == live[5:7]
    assert played[-1] == live[-1]


def test_that_a_password_was_there_is_kept_and_the_password_is_not(recording: Path) -> None:
    key = Machine(Replay(recording)).registry(r"HKLM\Winlogon")
    assert (key.value("DefaultPassword"), key.value("AutoAdminLogon")) == ("********", "1")
    assert key.value("LimitBlankPasswordUse") == 5


def test_refusals_are_played_back_as_they_were(recording: Path) -> None:
    machine = Machine(Replay(recording))
    with pytest.raises(Unreadable) as denied:
        machine.read("/etc/hosts")
    with pytest.raises(Absent):
        machine.read("/none")
    assert type(denied.value) is Unreadable


def test_what_was_not_asked_cannot_be_answered(recording: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        Machine(Replay(recording)).read("/etc/shadow")
    assert not isinstance(caught.value, Absent)


def test_a_later_version_may_ask_more_patiently(recording: Path) -> None:
    machine = Machine(Replay(recording))
    assert machine.run("lsblk", seconds=99.0, limit=5).code == 0
    assert machine.read("/etc/hostname", 1 << 30)


@pytest.mark.parametrize(
    "secret",
    [
        "Tr0ub4dor",
        "zhangwei",
        "AA010215170355310594",
        "ZhangHome5G",
        "ZhangOffice",
        "5a68616e6743616665",
        "4C530001",
        "192.168.7.31",
        "10.1.2.3",
        "01:02:03",
        "张为民",
        "30517829",
        "13812345678",
        "lijuan",
        "qianqi",
        "zhaoliu",
        "保密办公室5G",
        "wang.wu",
        "visitor",
        "radius",
        "inner.unit",
    ],
)
def test_a_recording_tells_nobody_who_it_was(recording: Path, secret: str) -> None:
    document = json.loads(recording.read_bytes())
    played = repr(questions(Machine(Replay(recording))))
    assert secret.lower() not in json.dumps(document, ensure_ascii=False).lower()
    assert secret.lower() not in played.lower()


def test_the_form_of_an_account_stays(recording: Path) -> None:
    lines = Machine(Replay(recording)).text("/etc/passwd").splitlines()
    assert lines[0].startswith("root:x:0:0:")
    account, _, number, _, told, home, shell = lines[1].split(":")
    assert (number, home, shell, told.count(",")) == ("1000", f"/home/{account}", "/bin/sh", 3)
    assert account in Machine(Replay(recording)).text("/etc/group")


def test_what_was_one_name_stays_one_name(recording: Path) -> None:
    machine = Machine(Replay(recording))
    serial = machine.text("/sys/block/sda/device/serial").strip()
    assert len(serial) == len("AA010215170355310594")
    assert serial in machine.text("/var/log/kern.log")
    assert machine.host.people[0].name in machine.host.people[0].home


def test_addresses_stay_of_their_kind(recording: Path) -> None:
    machine = Machine(Replay(recording))
    assert machine.interfaces()[0].addresses[0].startswith("10.")
    assert machine.interfaces()[0].addresses[1].startswith("fe80:")
    assert "192.168." in machine.text("/var/log/kern.log")
    assert "3c:22:fb" in machine.text("/var/log/kern.log")


def test_the_platform_is_known(recording: Path) -> None:
    assert Replay(recording).platform is Platform.LINUX


@pytest.mark.parametrize(
    "text", ["Dir::Cache::pkgcache=", "10.0.19041.4529", "255.255.255.0", "127.0.0.1 ::1", "a::b::c", "12:30:45"]
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert Redaction([])(text) == text


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"schema": "mijian.recording/999", "answers": []}', b'{"schema": 1}', b"\xff\xfe",
     b'{"schema": "mijian.recording/1", "answers": [3]}', b'{"schema": "mijian.recording/1", "answers": {"a": 1}}'],
)  # fmt: skip
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.json"):
        Replay(tmp_path / "x.json")


@pytest.mark.parametrize("reply", [3, None, {"$bytes": "***"}, {"size": "big"}])
def test_a_damaged_answer_is_unreadable_and_the_rest_stands(tmp_path: Path, reply: Any) -> None:
    one = {"verb": "stat", "arguments": {"$tuple": ["/x"]}, "reply": reply}
    (tmp_path / "x.json").write_text(json.dumps({"schema": "mijian.recording/1", "answers": [one]}))
    with pytest.raises(Unreadable):
        Replay(tmp_path / "x.json").answer("stat", ("/x",), Event())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("# where from\n\npasswd:         files [NOTFOUND=return] systemd\n", True),
        ("\npasswd: hunter2\n", False),
        ("psk=files\n", False),
        ("passwd: files hunter2\n", False),
    ],
)
def test_where_accounts_come_from_is_no_password(text: str, kept: bool) -> None:
    assert (Redaction(())(text) == text) is kept
