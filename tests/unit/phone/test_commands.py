"""The door: what is not of the reviewed list, sign for sign, does not reach a phone."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.knowledge.phone_places import phone_places
from checker.machine.phone import shell
from checker.machine.phone.commands import (
    COMMANDS,
    Asked,
    Command,
    Refused,
    admitted,
    ask,
    collected,
    of_user,
    place,
    quoted,
)
from checker.machine.phone.tcp import TcpTransport
from tests.worlds.phone_peer import StandInPhone

SLOTS = {
    "user": 0,
    "package": "com.tencent.mm",
    "path": quoted(b"/data/app/x/base.apk"),
    "number": 1,
    "count": 2,
    **of_user("0"),
}
# Words that change a phone, spill what is private, or count as a wrong screen lock code.
NEVER = (
    r"settings (\{of\})?(list|put|delete|reset)",
    r"locksettings",
    r"\b(rm|mv|cp|touch|mkdir|chmod|tee|reboot|setprop|svc|input|monkey|screencap|screenrecord|logcat|bugreport)\b",
    r"\bpm (install|uninstall|grant|revoke|disable|enable|clear|hide|set)",
    r"\bappops (set|reset)",
    r"\bcmd appops (set|reset)",
    r"\bam (start|broadcast|force-stop|kill)",
    r"content (insert|update|delete|call|read|write)",
    r"\bsm (?!list-volumes)",
    r"(?<![0-9&])>(?!/dev/null)",
    r"uiautomator|run-as|\bsu -|contacts|call_log|sms/|mmssms",
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_line_of_the_list_only_reads(command: Command) -> None:
    for words in NEVER:
        assert not re.search(words, command.text.replace("/system/bin/su", "")), words


@pytest.mark.parametrize("service", ["location", "notification", "accessibility", "wifi", "package", "appops", "adb"])
def test_services_that_leak_are_cut_down_on_the_phone(service: str) -> None:
    for command in COMMANDS:
        for part in re.findall(rf"dumpsys {service}\b[^|;]*(.?)", command.text):
            assert part == "|", command.name


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_line_can_be_asked_and_is_admitted(command: Command) -> None:
    asked = ask(command.name, **SLOTS)
    assert admitted(asked)
    assert not admitted(replace(asked, text=asked.text + " "))
    assert not admitted(replace(asked, seconds=asked.seconds + 1))


@pytest.mark.parametrize(
    "slots",
    [
        {"package": "com.x; rm -rf /sdcard"},
        {"package": "com.x\nreboot"},
        {"package": "$(reboot).a"},
        {"package": "single"},
        {"user": "0 -a"},
        {"user": ""},
        {"package": ""},
    ],
)
def test_a_slot_takes_only_what_it_is_for(slots: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        ask("app.location", **{**SLOTS, **slots})


def test_a_command_of_another_name_or_none_is_refused() -> None:
    with pytest.raises(Refused):
        ask("reboot")
    assert not admitted(Asked("reboot", "reboot", 20))
    assert not admitted(Asked("user", "settings put global adb_enabled 0", 20))


def test_a_transport_sends_nothing_that_is_not_of_the_list(
    phone: Callable[..., StandInPhone], reach: Callable[..., TcpTransport]
) -> None:
    peer = phone()
    door = reach(peer)
    door.devices()
    for bad in ("reboot", "settings list secure", "am get-current-user; reboot"):
        with pytest.raises(Refused):
            door.batch([ask("user"), Asked("user", bad, 20)])
    assert peer.services == []


@pytest.mark.parametrize(
    "path",
    [
        b"/data/data/com.tencent.mm/MicroMsg/EnMicroMsg.db",
        b"/sdcard/Android/data/com.tencent.mm/MicroMsg/a/image2/x.jpg",
        b"/sdcard/tencent/MicroMsg/" + b"0123456789abcdef" * 2 + b"/image2/x.jpg",
        b"/sdcard/../data/data/x",
        b"/sdcard/./x",
        b"/sdcard/x\x00y",
        b"/etc/hosts",
        b"sdcard/x",
        b"/sdcard/" + b"x" * 5000,
    ],
)
def test_places_that_are_nobodys_business_are_refused(
    path: bytes, phone: Callable[..., StandInPhone], reach: Callable[..., TcpTransport]
) -> None:
    with pytest.raises(Refused):
        place(path)
    peer = phone()
    door = reach(peer)
    for look in (
        lambda: door.list(path, 10),
        lambda: door.stat_many([path]),
        lambda: door.pull_many([path], lambda *_: None, 10),
        lambda: door.read_range(path, 0, 10),
    ):
        with pytest.raises(Refused):
            look()
    assert all(service == b"sync:" for service in peer.services)


@pytest.mark.parametrize(
    "path",
    [
        b"/sdcard/tencent/MicroMsg/WeiXin/1.jpg",
        b"/sdcard/Tencent/MicroMsg/WeiXin/1.jpg",
        b"/sdcard/Pictures/WeiXin/1.jpg",
        b"/sdcard/Pictures/QQ/1.jpg",
        b"/sdcard/Download/QQ/1.docx",
        b"/sdcard/dcim/Camera/1.jpg",
        b"/storage/emulated/999/DCIM/1.jpg",
        b"/storage/AB12-34CD/DCIM/1.jpg",
        b"/sdcard/CamScanner/a/1.pdf",
        b"/data/app/~~x==/com.example-y==/base.apk",
    ],
)
def test_shared_collections_and_what_people_chose_to_save_may_be_read(path: bytes) -> None:
    assert collected(path) == path


@pytest.mark.parametrize(
    "path",
    [
        b"/sdcard/1.jpg",
        b"/sdcard/Android/media/com.whatsapp/WhatsApp/Media/1.jpg",
        b"/sdcard/Tencent/MobileQQ/chatpic/chatimg/a1/x.jpg",
        b"/sdcard/tencent/WeixinWork/1688850000/Image/x.jpg",
        b"/sdcard/Telegram/Telegram Images/x.jpg",
        b"/sdcard/MIUI/backup/AllBackup/x.txt",
        b"/sdcard/MIUI/sound_recorder/call_rec/x.mp3",
        b"/sdcard/Recordings/Call Recordings/x.m4a",
        b"/sdcard/Download/SMSBackup/x.txt",
        b"/sdcard/Documents/Contacts/x.txt",
        b"/sdcard/DCIM/MicroMsg/x.jpg",
        "/sdcard/Download/短信备份20261101.txt".encode(),
        "/sdcard/Download/微信聊天记录.txt".encode(),
        b"/sdcard/Download/.trashed-1799999999-contacts.csv",
        "/sdcard/Recordings/通话录音_1.m4a".encode(),
        b"/sdcard/Documents/SMS-2026.xml",
        b"/sdcard/Documents/wang.VCF",
        b"/sdcard/Download/a.eml",
        b"/sdcard/MIUI/sound_recorder/app_rec/1.mp3",
        b"/sdcard/Recordings/TPhoneCallRecords/1.amr",
        b"/sdcard/Recordings/PhoneCall/1.amr",
        b"/sdcard/Record/VoipRecord/1.amr",
        b"/sdcard/Pictures/.thumbnails/7.jpg",
        b"/sdcard/dcim/.Thumbnails/7.jpg",
        b"/storage/AB12-34CD/DCIM/.thumbnails/a/7.jpg",
        b"/sdcard/DCIMs/x.jpg",
        b"/storage/emulated/DCIM/x.jpg",
        b"/storage/self/primary/DCIM/x.jpg",
    ],
)
def test_what_lies_beside_the_collections_is_refused(path: bytes) -> None:
    with pytest.raises(Refused):
        collected(path)


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("DCIM/Camera/IMG_1.jpg", True),
        ("dcim/Camera/会议.jpg", True),
        ("tencent/MicroMsg/WeiXin/1.jpg", True),
        ("tencent/MicroMsg/WeiXin/smS/1.jpg", False),
        ("tencent/MicroMsg/WeiXin/MicroMsg/1.jpg", False),
        ("tencent/MicroMsg/WeiXin/a/MicroMsg/b/1.jpg", False),
        ("tencent/MicroMsg/1.jpg", False),
        ("Download/WeChat Files/wxid_a1/FileStorage/Image/a.jpg", False),
        ("Download/a/wechat files/b/a.jpg", False),
        ("Pictures/通话录音/1.jpg", False),
        ("Pictures/我的通话录音/1.jpg", False),
        ("Pictures/聊天记录20261101.jpg", False),
        ("Pictures/.thumbnails/1.jpg", False),
        ("Download/contacts.png", False),
        ("Android/media/com.whatsapp/1.jpg", False),
        ("1.jpg", False),
    ],
)
@pytest.mark.parametrize(
    "top", ["/storage/emulated/0", "/storage/AB12-34CD", "/storage/5E9A1B2C3D4E5F60", "/storage/public:8,1"]
)
def test_the_index_is_asked_only_for_what_the_walks_may_print(top: str, below: str, told: bool) -> None:
    """By the database that Android's media index is."""
    where = re.search(r'--where "(.*?)" --sort', ask("photos.index", **SLOTS).text)
    assert where is not None
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE TABLE images (_data TEXT)")
        index.execute("INSERT INTO images VALUES (?)", (f"{top}/{below}",))
        assert bool(index.execute(f"SELECT * FROM images WHERE {where[1]}").fetchall()) is told
    assert phone_places().open(tuple(below.split("/"))) is told


def test_no_walk_begins_at_a_volumes_top() -> None:
    """A line that lists the top would show which apps somebody has."""
    for command in COMMANDS:
        assert "find /" not in command.text, command.name
        assert not re.search(r"ls -?[a-zA-Z]* *(/sdcard|\{tops?\})/?( |$)(?!\{)", command.text), command.name


@given(st.binary(min_size=1).filter(lambda path: b"\x00" not in path))
def test_any_path_is_one_word_of_the_shell(path: bytes) -> None:
    asked = ask("range", path=quoted(path), number=0, count=1)
    assert admitted(asked)
    assert quoted(path).replace("'\\''", "")[1:-1].count("'") == 0


def test_a_part_of_a_file_costs_the_phone_one_process() -> None:
    """Thousands of them are asked for; a shell and a clock of its own for each took ten times as long."""
    parts = [ask("range", path=quoted(b"/sdcard/a.jpg"), number=0, count=32)] * 2
    text = shell.script([*parts, ask("user")], "m").decode()
    assert text.count("timeout 20 sh -c") == 1


def test_replies_are_cut_out_of_megabytes() -> None:
    data = os.urandom(1 << 20)
    output = b"".join(b"\n<m:%d\n%s\nm:%d:0>\n" % (number, data, number) for number in range(30))
    found = shell.replies(output, "m", 30)
    assert [(reply.code, reply.output == data) for reply in found] == [(0, True)] * 30
