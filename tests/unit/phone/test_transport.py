"""Reading a phone over the protocol itself: the stand-in answers, and a real adbd where one is given."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from checker.machine.phone import direct, shell
from checker.machine.phone.commands import ask
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Absent, Unreadable
from tests.worlds.phone_peer import StandInPhone

Phone = Callable[..., StandInPhone]
Reach = Callable[..., TcpTransport]

STRANGE = [b"new\nline.jpg", b"quo'te\".jpg", "合同 😀.jpg".encode(), b"\xff\xfe.jpg", b"-rf", b"$HOME;reboot.jpg"]
# Names that would end the frame around a part of a file, and its shell with it.
BREAKING = [
    b"'; }; exit 9; { : '",
    b"a' <nul; kill $$; '",
    b"$(kill $$)`kill $$`",
    b"}\n; exit\n",
    b"\\",
    b"\\'\xff",
]
MODERN: dict[str, object] = {}
OLD: dict[str, object] = {"version": 0x01000000, "features": "cmd"}


@pytest.fixture(params=[MODERN, OLD], ids=["version 1.1", "version 1.0, checksums, no v2"])
def kind(request: pytest.FixtureRequest) -> dict[str, object]:
    return dict(request.param)


def _pulled(door: TcpTransport, paths: list[bytes], limit: int = 1 << 30) -> tuple[tuple[int | None, ...], list[bytes]]:
    got = [b""] * len(paths)

    def keep(index: int, piece: bytes) -> None:
        got[index] += piece

    return door.pull_many(paths, keep, limit), got


def test_a_batch_is_one_round_trip_and_keeps_each_exit_code(
    phone: Phone, reach: Reach, kind: dict[str, object]
) -> None:
    peer = phone(**kind)
    door = reach(peer)
    names = [
        "global.adb_enabled",
        "location.enabled",
        "lock.settings",
        "user",
        "properties",
        "system.screen_off_timeout",
    ]
    replies = door.batch([ask(name, user=0) for name in names])
    assert len(peer.services) == 1
    assert [reply.code for reply in replies] == [0, 20, replies[2].code, 0, 0, 0]
    assert replies[0].output == b"1\n"
    assert replies[1].output == b"cmd: Can't find service: location\n"
    assert replies[2].output == b""
    assert replies[3].output == b"0\n"
    assert replies[4].output == b"[ro.product.model]: [M]\n"  # what else it has stays on the phone
    assert replies[5].output == b"60000\r\n"


def test_files_with_any_name_are_listed_measured_and_read(phone: Phone, reach: Reach, kind: dict[str, object]) -> None:
    peer = phone(**kind)
    contents = {name: os.urandom(70_000 + index) for index, name in enumerate(STRANGE)}
    for name, content in contents.items():
        Path(os.fsdecode(peer.path(b"/sdcard/" + name))).write_bytes(content)
    door = reach(peer)
    listed = {item.name: item.size for item in door.list(b"/sdcard/", 100)}
    assert listed == {name: len(content) for name, content in contents.items()}
    paths = [b"/sdcard/" + name for name in contents]
    measured = door.stat_many([*paths, b"/sdcard/none"])
    assert [item and item.size for item in measured] == [*map(len, contents.values()), None]
    sizes, got = _pulled(door, paths)
    assert list(sizes) == list(map(len, contents.values()))
    assert got == list(contents.values())
    for path, content in zip(paths, contents.values(), strict=True):
        assert door.read_range(path, 4090, 10_000) == content[4090:14_090]
        assert door.read_range(path, len(content) - 5, 100) == content[-5:]
    assert peer.connections == 1


def test_no_name_ends_the_frame_of_a_batch(phone: Phone, reach: Reach, kind: dict[str, object]) -> None:
    peer = phone(**kind)
    contents = [os.urandom(50_000 + index) + b"\r\n\n"[: index % 4] for index in range(len(BREAKING))]
    for name, content in zip(BREAKING, contents, strict=True):
        Path(os.fsdecode(peer.path(b"/sdcard/" + name))).write_bytes(content)
    parts = [(b"/sdcard/" + name, start, 9000) for start in (4000, 45_000) for name in BREAKING]
    parts.insert(3, (b"/sdcard/none", 0, 10))
    found = reach(peer).read_ranges(parts)
    wanted = [content[start : start + 9000] for start in (4000, 45_000) for content in contents]
    wanted.insert(3, b"")
    assert list(found) == wanted
    assert len(peer.services) == 1


def test_a_file_that_is_gone_does_not_end_the_others(phone: Phone, reach: Reach, kind: dict[str, object]) -> None:
    peer = phone(**kind)
    for name in ("a", "b", "c"):
        (peer.root / "sdcard" / name).write_bytes(name.encode() * 10)
    door = reach(peer)
    paths = [b"/sdcard/" + name for name in (b"a", b"gone", b"b", b"c", b"gone2")]
    sizes, got = _pulled(door, paths)
    assert sizes == (10, None, 10, 10, None)
    assert got == [b"a" * 10, b"", b"b" * 10, b"c" * 10, b""]


def test_more_than_the_limit_is_not_taken(phone: Phone, reach: Reach) -> None:
    peer = phone()
    (peer.root / "sdcard" / "long").write_bytes(bytes(1 << 20))
    (peer.root / "sdcard" / "short").write_bytes(b"x")
    sizes, got = _pulled(reach(peer), [b"/sdcard/long", b"/sdcard/short"], limit=1 << 18)
    assert sizes == (None, 1)
    assert len(got[0]) <= 1 << 18


def test_a_thousand_files_go_through_one_service(phone: Phone, reach: Reach) -> None:
    peer = phone()
    for index in range(1000):
        (peer.root / "sdcard" / f"{index:04}").write_bytes(b"%d" % index)
    door = reach(peer)
    paths = [b"/sdcard/%04d" % index for index in range(1000)]
    _sizes, got = _pulled(door, paths)
    assert got == [b"%d" % index for index in range(1000)]
    assert peer.services == [b"sync:"]
    assert all(item is not None for item in door.stat_many(paths))


def test_a_folder_that_is_not_there_or_closed_is_not_an_empty_one(phone: Phone, reach: Reach) -> None:
    peer = phone()
    (peer.root / "sdcard" / "empty").mkdir()
    (peer.root / "sdcard" / "file").write_bytes(b"")
    door = reach(peer)
    assert door.list(b"/sdcard/empty", 10) == ()
    with pytest.raises(Absent):
        door.list(b"/sdcard/none", 10)
    with pytest.raises(Unreadable) as closed:
        door.list(b"/sdcard/file", 10)
    assert not isinstance(closed.value, Absent)


def test_an_empty_file_and_an_empty_list_of_files(phone: Phone, reach: Reach) -> None:
    peer = phone()
    (peer.root / "sdcard" / "file").write_bytes(b"")
    door = reach(peer)
    assert _pulled(door, [b"/sdcard/file"]) == ((0,), [b""])
    assert _pulled(door, []) == ((), [])
    assert door.stat_many([]) == ()
    assert door.batch([]) == ()


# -- who may -----------------------------------------------------------------------------------------------------------


def test_the_owner_is_asked_once_and_the_phone_knows_us_the_next_time(phone: Phone, reach: Reach) -> None:
    peer = phone(secure=True)
    asked: list[str] = []
    first = reach(peer, prompting=lambda: asked.append("look at the phone"))
    for _ in range(3):
        first.batch([ask("user")])
    assert (peer.prompts, asked, peer.connections) == (1, ["look at the phone"], 1)
    first.close()
    assert reach(peer).devices()[0].trouble is None
    assert peer.prompts == 1


def test_a_prompt_accepted_late_is_accepted(phone: Phone, reach: Reach) -> None:
    peer = phone(secure=True, delay=1.2)
    assert reach(peer).devices()[0].trouble is None


def test_a_prompt_that_is_ignored_and_one_that_is_refused_are_told_apart(phone: Phone, reach: Reach) -> None:
    ignored = phone(secure=True, answer="never")
    assert reach(ignored, prompt=0.5).devices()[0].trouble is Trouble.UNAUTHORIZED
    refused = phone(secure=True, answer="no")
    assert reach(refused, prompt=5).devices()[0].trouble is Trouble.REFUSED


def test_a_phone_that_comes_and_goes_is_seen_live(
    phone: Phone, reach: Reach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(direct, "_LOOK", 0.01)
    peer = phone()
    door, stop = reach(peer), Event()
    states = (tuple(device.trouble for device in devices) for devices in door.changes(stop))
    assert next(states) == (None,)
    peer.close()
    assert next(states) == (Trouble.NO_DEVICE,)
    with StandInPhone(tmp_path / "phone", port=peer.port) as back:
        assert next(states) == (None,)
        assert back.connections == 1
        stop.set()
        assert list(states) == []


def test_a_port_where_nothing_answers_has_no_phone(reach: Reach, phone: Phone) -> None:
    peer = phone()
    peer.close()
    assert reach(peer).devices()[0].trouble is Trouble.NO_DEVICE


def test_a_key_is_kept_and_a_broken_one_replaced(tmp_path: Path) -> None:
    made = PhoneKey.kept(tmp_path / "folder")
    path = tmp_path / "folder" / "phone-key.pem"
    assert PhoneKey.kept(tmp_path / "folder").public == made.public
    assert b"mijian" in made.public
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"not a key")
    assert PhoneKey.kept(tmp_path / "folder").public != made.public


# -- what a batch prints -----------------------------------------------------------------------------------------------


def test_a_batch_that_breaks_off_keeps_what_was_whole() -> None:
    output = b"\n<M:0\none\n\nM:0:0>\n\n<M:1\nhalf"
    replies = shell.replies(output, "M", 3)
    assert [(reply.code, reply.output) for reply in replies] == [(0, b"one\n"), (None, b"half"), (None, b"")]


def test_carriage_returns_of_old_phones_do_not_hide_a_mark() -> None:
    replies = shell.replies(b"\r\n<M:0\r\nx\r\n\r\nM:0:1>\r\n", "M", 1)
    assert (replies[0].code, replies[0].output.strip()) == (1, b"x")


def test_a_phone_cannot_forge_the_end_of_a_command() -> None:
    mark = shell.mark()
    assert mark != shell.mark()
    assert shell.replies(f"\n<{mark}:0\nM:0:0>\nx\n\n{mark}:0:7>\n".encode(), mark, 1)[0].code == 7


def test_a_chunked_shell_protocol_gives_the_same_output_however_it_is_cut() -> None:
    whole = b"\x01\x03\x00\x00\x00abc\x02\x02\x00\x00\x00zz\x01\x01\x00\x00\x00d\x03\x01\x00\x00\x00\x05"
    for size in range(1, len(whole) + 1):
        chunks = [whole[begin : begin + size] for begin in range(0, len(whole), size)]
        assert b"".join(shell.standard_output(chunks)) == b"abcd"


def test_output_without_end_is_refused() -> None:
    with pytest.raises(PhoneTrouble) as error:
        shell.joined((bytes(1024) for _ in range(100)), 50_000)
    assert error.value.trouble is Trouble.TOO_LONG
