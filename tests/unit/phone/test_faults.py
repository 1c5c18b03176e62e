"""Phones that fall silent, are unplugged, or mean harm."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from threading import Event

import pytest

from checker.machine.phone import sync, wire
from checker.machine.phone.commands import ask
from checker.machine.phone.patience import Patience
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.troubles import SENTENCES, PhoneTrouble, Trouble
from checker.model.unreadable import Cancelled, Unreadable
from tests.worlds.phone_peer import StandInPhone

Phone = Callable[..., StandInPhone]
Reach = Callable[..., TcpTransport]


def _pull(door: TcpTransport, path: bytes = b"/sdcard/big") -> tuple[int | None, ...]:
    return door.pull_many([path], lambda *_: None, 1 << 30)


def _trouble(work: Callable[[], object]) -> Trouble:
    with pytest.raises(PhoneTrouble) as error:
        work()
    return error.value.trouble


def test_every_trouble_has_its_own_sentence_and_next_step() -> None:
    assert set(SENTENCES) == set(Trouble)
    assert len({reason.zh for reason, _ in SENTENCES.values()}) == len(Trouble)
    assert all(reason.en and how.zh and how.en for reason, how in SENTENCES.values())


def test_a_phone_frozen_in_a_pull_is_hung_and_answers_again_later(
    phone: Phone, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = phone(frozen_after=1 << 20)
    (peer.root / "sdcard" / "big").write_bytes(bytes(4 << 20))
    door = reach(peer)
    door.devices()
    monkeypatch.setattr("checker.machine.phone.link.SILENCE", 0.6)
    assert _trouble(lambda: _pull(door)) is Trouble.HUNG
    peer.faults.frozen_after = None
    assert _pull(door) == (4 << 20,)


def test_a_phone_killed_in_a_pull_is_lost_and_not_waited_for(phone: Phone, reach: Reach) -> None:
    peer = phone(killed_after=1 << 20)
    (peer.root / "sdcard" / "big").write_bytes(bytes(4 << 20))
    assert _trouble(lambda: _pull(reach(peer))) is Trouble.LOST


def test_a_person_stops_a_silent_phone(phone: Phone, reach: Reach) -> None:
    peer = phone(silent_shell=True)
    stop = Event()
    door = reach(peer, stop=stop)
    door.devices()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(Cancelled):
        door.batch([ask("user")])


def test_a_listing_that_never_ends_is_cut_off(phone: Phone, reach: Reach) -> None:
    peer = phone(endless_list=True)
    door = reach(peer)
    with pytest.raises(Unreadable):
        door.list(b"/sdcard/", 2000)
    peer.faults.endless_list = False
    assert door.list(b"/sdcard/", 2000) == ()


@pytest.mark.parametrize("name", [b"../../x", b"/etc/passwd", b"a/b", b"", b"x\x00y", b"n" * 5000])
def test_a_name_with_a_path_in_it_is_no_name(name: bytes, phone: Phone, reach: Reach) -> None:
    peer = phone(names=(name,))
    (peer.root / "sdcard" / "a").write_bytes(b"")
    assert _trouble(lambda: reach(peer).list(b"/sdcard/", 100)) is Trouble.MALFORMED


def test_a_piece_that_claims_four_gigabytes_is_refused(phone: Phone, reach: Reach) -> None:
    peer = phone(long_data=True)
    (peer.root / "sdcard" / "big").write_bytes(b"x")
    assert _trouble(lambda: _pull(reach(peer))) is Trouble.MALFORMED


def test_a_shell_that_never_ends_and_prints_escapes_is_cut_off(
    phone: Phone, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = phone(endless_shell=True)
    monkeypatch.setattr("checker.machine.phone.shell.OUTPUT_LIMIT", 1 << 20)
    assert _trouble(lambda: reach(peer).batch([ask("user")])) is Trouble.TOO_LONG


def test_messages_that_break_the_protocol_are_refused(
    phone: Phone, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.machine.phone.wire.OPENING", 0.3)
    peer = phone(wrong_magic=True)
    assert reach(peer).devices()[0].trouble is Trouble.GARBLED


class _Scripted:
    """A cable that says what it was told, then nothing."""

    def __init__(self, *messages: bytes) -> None:
        self.patience = Patience(Event(), 0.2)
        self._bytes = b"".join(messages)
        self.sent: list[bytes] = []

    def send(self, head: bytes, data: bytes) -> None:
        self.sent.append(head[:4])

    def exactly(self, count: int) -> bytes:
        if len(self._bytes) < count:
            raise PhoneTrouble(Trouble.HUNG)
        taken, self._bytes = self._bytes[:count], self._bytes[count:]
        return taken

    def close(self) -> None:
        return


def _message(command: bytes, first: int, second: int, data: bytes = b"", length: int | None = None) -> bytes:
    word = int.from_bytes(command, "little")
    size = len(data) if length is None else length
    return struct.pack("<6I", word, first, second, size, sum(data), word ^ 0xFFFFFFFF) + data


WELCOME = _message(b"CNXN", 0x01000001, 1 << 20, b"device::ro.product.model=X;features=cmd\0")


def _wire(key: object, *messages: bytes) -> wire.Wire:
    return wire.Wire(_Scripted(*messages), key)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("messages", "trouble"),
    [
        ([], Trouble.OFFLINE),
        ([_message(b"CNXN", 0x01000001, 1 << 20, b"", length=1 << 30)], Trouble.MALFORMED),
        ([_message(b"AUTH", 1, 0, b"short")], Trouble.MALFORMED),
        ([_message(b"AUTH", 1, 0, bytes(20))], Trouble.OFFLINE),
        ([_message(b"AUTH", 1, 0, bytes(20))] * 2, Trouble.UNAUTHORIZED),
        ([_message(b"AUTH", 1, 0, bytes(20))] * 100, Trouble.MALFORMED),
        ([_message(b"CNXN", 0x01000001, 1 << 20, b"sideload::")], Trouble.OFFLINE),
        ([_message(b"STLS", 0x01000000, 0)], Trouble.WIRELESS),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n" * 4], Trouble.GARBLED),
    ],
)
def test_greetings_that_go_wrong(key: object, messages: list[bytes], trouble: Trouble) -> None:
    assert _trouble(lambda: _wire(key, *messages)) is trouble


@pytest.mark.parametrize(
    "rest",
    [
        b"\xff\xd8" + bytes(range(256)) * 300,
        _message(b"WRTE", 7, 9, b"the rest of a photo"),
        _message(b"CLSE", 7, 9) + _message(b"OKAY", 7, 9),
        b"WRTE" * 40 + _message(b"WRTE", 7, 9, bytes(5000)),
        bytes(23),
    ],
    ids=["bytes", "a message", "ends of services", "both", "nearly a head"],
)
def test_what_is_left_of_a_session_that_was_cut_is_passed_over(key: object, rest: bytes) -> None:
    assert _wire(key, rest, WELCOME).model == "X"


def test_a_phone_that_only_answers_the_second_greeting_is_greeted_twice(
    key: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    cable = _Scripted(b"the rest of a photo, and more of it")
    real = cable.send

    def send(head: bytes, data: bytes) -> None:
        real(head, data)
        if cable.sent == [b"CNXN", b"CNXN"]:
            cable._bytes += WELCOME

    monkeypatch.setattr(cable, "send", send)
    assert wire.Wire(cable, key).model == "X"  # type: ignore[arg-type]


def test_a_cable_that_brings_rubbish_for_ever_is_given_up(key: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_STALE", 1000)
    assert _trouble(lambda: _wire(key, bytes(2000))) is Trouble.GARBLED


def test_what_a_connection_brings_is_no_accusation_before_it_stands(key: object) -> None:
    for rest in (b"x" * 64, bytes(1 << 10), _message(b"WRTE", 1, 2, b"x") * 9):
        with pytest.raises(PhoneTrouble) as error:
            _wire(key, rest)
        assert error.value.trouble is Trouble.GARBLED
        assert error.value.how is not None
        assert "送检" not in error.value.how.zh


def test_a_flood_for_services_that_are_closed_ends(key: object) -> None:
    stray = _message(b"OKAY", 7, 99)
    connection = _wire(key, WELCOME, stray * (wire._STRAYS + 5))
    assert _trouble(lambda: connection.open(b"sync:", 5)) is Trouble.MALFORMED


def test_a_refused_service_and_a_phone_that_begins_anew(key: object) -> None:
    assert _trouble(lambda: _wire(key, WELCOME, _message(b"CLSE", 0, 1)).open(b"sync:", 5)) is Trouble.RESTRICTED
    assert _trouble(lambda: _wire(key, WELCOME, WELCOME).open(b"sync:", 5)) is Trouble.LOST


def test_nobody_writes_where_only_reading_is_known() -> None:
    words = {value for value in vars(sync).values() if isinstance(value, bytes)}
    assert b"SEND" not in words
    with open(sync.__file__, encoding="utf-8") as file:
        assert 'b"SEND' not in file.read()
