"""A phone as a source of answers: what is asked once, what happens when it goes away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from checker.machine.machine import Machine
from checker.machine.phone.finder import door
from checker.machine.phone.source import PhoneSource
from checker.machine.phone.transport import Device, Transport, Way
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Absent, Cancelled, Unreadable
from tests.worlds.phone import GOOD
from tests.worlds.phone_peer import StandInPhone

Phone = Callable[..., StandInPhone]


def _door(
    peer: StandInPhone, folder: Path, told: list[Trouble | None] | None = None, patience: float = 600
) -> PhoneSource:
    heard = told if told is not None else []
    source = door(
        Device(f"127.0.0.1:{peer.port}", "", None, Way.PORT),
        folder,
        lambda trouble: heard.append(trouble.trouble if trouble else None),
    )
    source._patience = patience
    return source


def test_a_family_is_one_round_trip_and_asked_once(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    source = _door(peer, tmp_path)
    source.open(Event())
    machine = Machine(source)
    before = len(peer.services)
    first = machine.phone("lock")
    assert first["lock.settings"] == (0, b"User 0\n  CredentialType: PIN\n")
    assert machine.phone("lock") == first
    assert len(peer.services) == before + 1
    again = Machine(source.fresh())
    assert again.phone("lock") == first
    assert len(peer.services) == before + 2
    assert peer.connections == 1
    source.close()


def test_about_packages_forty_at_a_time(phone: Phone, tmp_path: Path) -> None:
    names = [f"com.example.a{number}" for number in range(90)]
    peer = phone(answers={**GOOD, **{f"app.details {name}": name for name in names}})
    source = _door(peer, tmp_path)
    machine = Machine(source)
    machine.phone("identity")
    before = len(peer.services)
    found = machine.phone("details", *names)
    assert found["app.details com.example.a89"] == (0, b"com.example.a89")
    assert len(peer.services) - before == 3
    source.close()


def test_files_and_what_a_phone_does_not_know(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    (peer.root / "sdcard" / "DCIM").mkdir()
    (peer.root / "sdcard" / "DCIM" / "a.jpg").write_bytes(b"0123456789")
    source = _door(peer, tmp_path)
    machine = Machine(source)
    assert machine.host.platform == "android"
    assert machine.phone_size("/sdcard/DCIM/a.jpg") == 10
    assert machine.phone_range("/sdcard/DCIM/a.jpg", 3, 4) == b"3456"
    with pytest.raises(Absent):
        machine.phone_size("/sdcard/DCIM/none")
    with pytest.raises(Unreadable):
        machine.registry("HKLM")
    source.close()


def test_a_phone_that_is_pulled_out_goes_on_where_it_was(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    told: list[Trouble | None] = []
    source = _door(peer, tmp_path, told)
    machine = Machine(source)
    first = machine.phone("lock")
    port = peer.port
    peer.close()
    back: list[StandInPhone] = []
    threading.Timer(1.5, lambda: back.append(phone(port=port, answers=GOOD))).start()
    assert machine.phone("settings")["secure.nfc_on"] == (0, b"null\n")
    assert told == [Trouble.LOST, None]
    assert machine.phone("lock") == first
    assert len([service for service in back[0].services if b"lock_settings" in service]) == 0
    source.close()


def test_a_phone_that_stays_away_ends_the_inspection_as_a_stop_does(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    source = _door(peer, tmp_path, patience=0.5)
    machine = Machine(source)
    machine.phone("lock")
    peer.close()
    with pytest.raises(Cancelled):
        machine.phone("settings")


def test_a_person_stops_while_the_phone_is_away(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    source = _door(peer, tmp_path, patience=60)
    machine = Machine(source)
    machine.phone("lock")
    peer.close()
    threading.Timer(0.3, machine.stop).start()
    with pytest.raises(Cancelled):
        machine.phone("settings")


def test_a_person_stops_a_phone_that_was_reached_long_before(phone: Phone, tmp_path: Path) -> None:
    peer = phone(answers=GOOD)
    source = _door(peer, tmp_path)
    source.open(Event())
    machine = Machine(source)
    peer.faults.silent_shell = True
    threading.Timer(0.3, machine.stop).start()
    with pytest.raises(Cancelled):
        machine.phone("settings")
    source.close()


def test_a_family_that_hangs_costs_that_family_only(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = phone(answers=GOOD)
    told: list[Trouble | None] = []
    source = _door(peer, tmp_path, told)
    machine = Machine(source)
    machine.phone("lock")
    peer.faults.silent_to = b"screen_off_timeout"
    monkeypatch.setattr("checker.machine.phone.link.MARGIN", 0)
    monkeypatch.setattr("checker.machine.phone.link.WHOLE", 0.5)
    for _ in range(2):
        with pytest.raises(PhoneTrouble) as caught:
            machine.phone("settings")
        assert caught.value.trouble is Trouble.HUNG
    assert machine.phone("debugging")
    assert told == [Trouble.SILENT, None] * 2  # put again once, and then left
    source.close()


def test_a_frozen_phone_is_asked_nothing_more_in_this_inspection(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = phone(answers=GOOD)
    told: list[Trouble | None] = []
    source = _door(peer, tmp_path, told)
    machine = Machine(source)
    machine.phone("lock")
    peer.faults.silent_shell = True
    monkeypatch.setattr("checker.machine.phone.link.MARGIN", 0)
    monkeypatch.setattr("checker.machine.phone.link.WHOLE", 0.5)
    with pytest.raises(PhoneTrouble):
        machine.phone("settings")
    asked, made = len(peer.services), peer.connections
    assert (told, made) == ([Trouble.SILENT], 2)
    for family in ("debugging", "storage", "wifi", "photos.walk"):
        with pytest.raises(PhoneTrouble) as caught:
            machine.phone(family)
        assert caught.value.trouble is Trouble.HUNG
    with pytest.raises(PhoneTrouble):
        machine.phone_files(10, "/sdcard/DCIM/a.jpg")
    assert (len(peer.services), peer.connections) == (asked, made)
    peer.faults.silent_shell = False
    assert Machine(source.fresh()).phone("debugging")  # another inspection asks again
    source.close()


def test_silences_are_added_up_and_end_the_reading(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that freezes again and again answers a small question each time."""
    peer = phone(answers=GOOD)
    source = _door(peer, tmp_path)
    machine = Machine(source)
    machine.phone("lock")
    peer.faults.silent_to = b"dumpsys"
    monkeypatch.setattr("checker.machine.phone.link.MARGIN", 0)
    monkeypatch.setattr("checker.machine.phone.link.WHOLE", 0.3)
    monkeypatch.setattr("checker.machine.phone.source._SILENCES", 0.5)
    for family in ("settings", "wifi"):
        with pytest.raises(PhoneTrouble):
            machine.phone(family)
    made = peer.connections
    with pytest.raises(PhoneTrouble):
        machine.phone("photos.walk")
    assert peer.connections == made
    source.close()


def test_the_owner_is_waited_for_on_a_server_phone() -> None:
    """An adb server says "unauthorized" until the owner taps; a refusal looks the same there."""
    states = [Trouble.OFFLINE, Trouble.UNAUTHORIZED, None]
    told: list[Trouble | None] = []

    class Ready:
        def devices(self) -> tuple[Device, ...]:
            return (Device("s", "M"),)

        def batch(self, commands: object) -> tuple[object, ...]:
            from checker.machine.phone.transport import Reply

            return (Reply(0, b' User "x" (current): deviceLocked=0\n'),)

        def close(self) -> None:
            return

    def connect(stop: Event) -> Transport:
        state = states.pop(0)
        if state is not None:
            raise PhoneTrouble(state)
        return Ready()  # type: ignore[return-value]

    source = PhoneSource(connect, "", lambda trouble: told.append(trouble.trouble if trouble else None), 30)
    source._pause = lambda stop: None  # type: ignore[method-assign]
    source.open(Event())
    assert told == [Trouble.OFFLINE, Trouble.UNAUTHORIZED, None]
    assert source.model == "M"


def test_nobody_allows_it() -> None:
    def connect(stop: Event) -> Transport:
        raise PhoneTrouble(Trouble.UNAUTHORIZED)

    source = PhoneSource(connect, "M", patience=0.3)
    with pytest.raises(PhoneTrouble) as caught:
        source.open(Event())
    assert caught.value.trouble is Trouble.UNAUTHORIZED


def test_a_locked_phone_is_waited_for_and_then_read_as_far_as_it_goes(phone: Phone, tmp_path: Path) -> None:
    locked = ' User "x" (id=0, flags=0x4c13) (current): trustState=UNTRUSTED, trustManaged=0, deviceLocked=1\n'
    peer = phone(answers={**GOOD, "lock.trust": locked})
    told: list[Trouble | None] = []
    source = _door(peer, tmp_path, told, patience=0.4)
    source.open(Event())
    assert set(told) == {Trouble.LOCKED, None}
    source.close()


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [({"answer": "no"}, Trouble.REFUSED), ({"wrong_magic": True}, Trouble.GARBLED)],
)
def test_a_phone_that_says_no_says_so_before_anything_is_read(
    fault: dict[str, object], trouble: Trouble, phone: Phone, tmp_path: Path
) -> None:
    peer = phone(secure=True, **fault)
    source = _door(peer, tmp_path)
    with pytest.raises(PhoneTrouble) as caught:
        source.open(Event())
    assert caught.value.trouble is trouble
    assert peer.services == []


def test_the_key_is_kept_so_that_the_owner_is_asked_once(phone: Phone, tmp_path: Path) -> None:
    peer = phone(secure=True, answers=GOOD)
    for _ in range(2):
        source = _door(peer, tmp_path / "kept")
        source.open(Event())
        source.close()
    assert peer.prompts == 1
    assert (tmp_path / "kept" / "phone-key.pem").stat().st_mode & 0o077 == 0


def test_a_key_that_cannot_be_kept_is_said(phone: Phone, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unreadable):
        _door(phone(), tmp_path / "file" / "folder")
