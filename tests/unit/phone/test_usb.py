"""USB, as far as it can be tried without a phone: libusb's calls are answered by the stand-in phone's socket."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import usb1

from checker.machine.phone import finder, sysfs, usb
from checker.machine.phone.commands import ask
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Cancelled
from tests.packages import needs
from tests.worlds.phone_peer import StandInPhone

Phone = Callable[..., StandInPhone]
ADB = usb.Interface(1, (0xFF, 0x42, 0x01), 0x81, 0x02, 64)
MTP = usb.Interface(0, (0x06, 0x01, 0x01), 0x83, 0x04)
HDC = usb.Interface(0, (0xFF, 0x50, 0x01), 0x83, 0x04)
STORAGE = usb.Interface(0, (0x08, 0x06, 0x50), 0x83, 0x04)
OWN = usb.Interface(0, (0xFF, 0xFF, 0x30), 0x83, 0x04)
needs_libusb = needs("libusb-1.0-0")


class Handle:
    """libusb's handle of a device that is the stand-in phone. A transfer that fills its last packet has to be followed
    by an empty one: the phone would wait for more."""

    def __init__(self, phone: StandInPhone, fault: type[Exception] | None = None) -> None:
        self._socket = socket.create_connection(("127.0.0.1", phone.port))
        self._socket.settimeout(0.2)
        self._fault = fault
        self._full = False
        self.claimed: list[int] = []
        self.closed = False

    def claimInterface(self, number: int) -> None:  # noqa: N802
        if self._fault is not None:
            raise self._fault
        self.claimed.append(number)

    def releaseInterface(self, number: int) -> None:  # noqa: N802
        self.claimed.remove(number)

    def close(self) -> None:
        self.closed = True
        self._socket.close()

    def bulkWrite(self, endpoint: int, data: bytes, timeout: int) -> int:  # noqa: N802
        assert endpoint == ADB.out
        assert not (self._full and len(data) == 24), "a full packet was not ended"
        self._full = bool(data) and len(data) % ADB.packet == 0
        try:
            self._socket.sendall(data)
        except OSError:
            raise usb1.USBErrorNoDevice from None
        return len(data)

    def bulkRead(self, endpoint: int, length: int, timeout: int) -> bytes:  # noqa: N802
        assert endpoint == ADB.into
        try:
            data = self._socket.recv(length)
        except TimeoutError:
            late = usb1.USBErrorTimeout()
            late.received = b""
            raise late from None
        if not data:
            raise usb1.USBErrorNoDevice
        return data


def _fail(error: type[Exception]) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


def _plugged(*interfaces: usb.Interface, vendor: int = 0x2717, product: int = 0xFF08, **more: Any) -> usb.Plugged:
    return usb.Plugged(
        vendor,
        product,
        interfaces,
        more.get("place", "usb-1-2"),
        more.get("opened", _fail(usb1.USBErrorNoDevice)),
        more.get("strings", lambda: ("Mi 13", "abcd1234")),
    )


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What is plugged in."""

    def put(*devices: usb.Plugged) -> None:
        @contextmanager
        def plugged() -> Iterator[tuple[usb.Plugged, ...]]:
            yield devices

        monkeypatch.setattr(usb, "plugged", plugged)

    return put


@needs_libusb
def test_an_audit_over_usb_is_one_connection(phone: Phone, key: PhoneKey, port: Callable[..., None]) -> None:
    peer = phone(secure=True)
    handles: list[Handle] = []

    def opened() -> Handle:
        handles.append(Handle(peer))
        return handles[-1]

    port(_plugged(MTP, ADB, opened=opened))
    (peer.root / "sdcard" / "a.bin").write_bytes(bytes(range(256)) * 4096)
    transport = usb.UsbTransport("abcd1234", key)
    assert transport.devices() == (Device("abcd1234", "Stand_In", None, Way.USB),)
    assert transport.batch([ask("secure.nfc_on")])[0].output == b"null\n"
    took = bytearray()
    assert transport.pull_many([b"/sdcard/a.bin"], lambda _, piece: took.extend(piece), 1 << 30) == (1 << 20,)
    assert bytes(took) == bytes(range(256)) * 4096
    assert transport.read_range(b"/sdcard/a.bin", 5000, 300) == bytes(took[5000:5300])
    assert (peer.connections, peer.prompts, handles[0].claimed) == (1, 1, [1])
    transport.close()
    assert handles[0].closed
    assert handles[0].claimed == []


@needs_libusb
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (usb1.USBErrorBusy, Trouble.BUSY),
        (usb1.USBErrorAccess, Trouble.NO_PERMISSION),
        (usb1.USBErrorNotSupported, Trouble.DRIVER),
        (usb1.USBErrorNotFound, Trouble.DRIVER),
        (usb1.USBErrorIO, Trouble.LOST),
        (usb1.USBErrorNoDevice, Trouble.LOST),
    ],
)
def test_libusbs_errors_are_states_of_their_own(
    fault: type[Exception], trouble: Trouble, phone: Phone, key: PhoneKey, port: Callable[..., None]
) -> None:
    port(_plugged(ADB, opened=lambda: Handle(phone(), fault)))
    assert usb.UsbTransport("abcd1234", key).devices()[0].trouble is trouble


@needs_libusb
def test_a_phone_pulled_out_is_lost_and_people_can_stop(phone: Phone, key: PhoneKey, port: Callable[..., None]) -> None:
    peer = phone(silent_shell=True)
    port(_plugged(ADB, opened=lambda: Handle(peer)))
    stop = Event()
    transport = usb.UsbTransport("abcd1234", key, stop)
    transport.devices()
    stop.set()
    with pytest.raises(Cancelled):
        transport.batch([ask("user")])
    peer.close()
    stop.clear()
    with pytest.raises(PhoneTrouble) as caught:
        transport.batch([ask("user")])
    assert caught.value.trouble is Trouble.LOST
    transport.close()


def test_another_phone_is_not_taken_for_this_one(key: PhoneKey, port: Callable[..., None]) -> None:
    port(_plugged(ADB))
    assert usb.UsbTransport("other", key).devices()[0].trouble is Trouble.NO_DEVICE


@pytest.mark.parametrize(
    ("plugged", "trouble"),
    [
        (_plugged(MTP, ADB), None),
        (_plugged(MTP), Trouble.CHARGE_ONLY),
        (_plugged(OWN), Trouble.CHARGE_ONLY),
        (_plugged(MTP, vendor=0x12D1), Trouble.CHARGE_ONLY),
        (_plugged(MTP, vendor=0x1782), Trouble.CHARGE_ONLY),
        (_plugged(MTP, vendor=0x109B), Trouble.CHARGE_ONLY),
        (_plugged(MTP, vendor=0xBEEF), Trouble.CHARGE_ONLY),  # a maker that no table names
        (_plugged(MTP, vendor=0x04A9), Trouble.NO_DEVICE),  # a camera
        (_plugged(HDC, vendor=0x12D1), Trouble.HARMONY_NEXT),
        (_plugged(MTP, vendor=0x05AC, product=0x12A8), Trouble.IPHONE),
        (_plugged(OWN, vendor=0x12D1), Trouble.NO_DEVICE),  # a modem
        (_plugged(STORAGE, vendor=0x04E8), Trouble.NO_DEVICE),  # a disk of a phone's maker
        (_plugged(OWN, vendor=0x05AC, product=0x024F), Trouble.NO_DEVICE),  # a keyboard
        (_plugged(vendor=0x1D6B), Trouble.NO_DEVICE),
    ],
)
def test_what_a_device_is_shows_before_it_is_opened(plugged: usb.Plugged, trouble: Trouble | None) -> None:
    assert plugged.trouble is trouble


def test_a_phone_that_may_not_be_opened_is_named_by_its_maker(port: Callable[..., None]) -> None:
    def refused() -> tuple[str, str]:
        raise PhoneTrouble(Trouble.NO_PERMISSION)

    port(_plugged(ADB, strings=refused), _plugged(STORAGE), _plugged(ADB, strings=lambda: ("\x1b[2JMi\n", "s1")))
    assert usb.devices() == (
        Device("usb-1-2", "Xiaomi", Trouble.NO_PERMISSION, Way.USB),
        Device("s1", "\\x1b[2JMi\\n", None, Way.USB),
    )


# -- both ways together -----------------------------------------------------------------------------------------------

SERVED = Device("abcd1234", "Mi 13", None, Way.SERVER)


@pytest.mark.parametrize(
    ("server", "plugged", "found"),
    [
        (None, (), ()),
        ((), (Device("a", "", None, Way.USB),), (Device("a", "", None, Way.USB),)),
        ((SERVED,), (Device("abcd1234", "", Trouble.BUSY, Way.USB),), (SERVED,)),
        ((SERVED,), (Device("usb-1-2", "", Trouble.NO_PERMISSION, Way.USB),), (SERVED,)),
        (
            (SERVED,),
            (Device("", "iPhone", Trouble.IPHONE, Way.USB),),
            (SERVED, Device("", "iPhone", Trouble.IPHONE, Way.USB)),
        ),
    ],
)
def test_each_phone_is_listed_once(
    server: tuple[Device, ...] | None,
    plugged: tuple[Device, ...],
    found: tuple[Device, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finder, "_through_server", lambda: server)
    monkeypatch.setattr(usb, "devices", lambda: plugged)
    assert finder.phones() == found


def _missing() -> None:
    raise usb.LibraryMissing


def _listed(folder: Path, name: str, numbers: str, *interfaces: tuple[str, str, str], **said: str) -> None:
    """A device as Linux lists it."""
    words = {"idVendor": numbers[:4], "idProduct": numbers[5:], **said}
    (folder / name).mkdir()
    for number, kind in enumerate(interfaces):
        names = ("bInterfaceNumber", "bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
        one = f"{name}:1.{number}"
        (folder / name / one).mkdir()
        (folder / one).symlink_to(folder / name / one)
        words |= {f"{one}/{word}": value for word, value in zip(names, (f"{number:02x}", *kind), strict=True)}
    for word, value in words.items():
        (folder / name / word).write_text(f"{value}\n", "utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Linux's own list, with its names")
def test_without_libusb_linux_itself_says_what_is_plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adb, pictures = ("ff", "42", "01"), ("06", "01", "01")
    _listed(tmp_path, "1-1", "2717:ff48", pictures, adb, product="Mi 13", serial="abcd1234")
    _listed(tmp_path, "1-2", "12d1:107e", pictures, product="HUAWEI\x1b[2J")
    _listed(tmp_path, "1-3", "05ac:12a8", pictures, product="iPhone", serial="0011")
    _listed(tmp_path, "1-4", "12d1:5000", ("ff", "50", "01"), serial="ff00")
    _listed(tmp_path, "1-5", "046d:c31c", ("03", "01", "01"))
    (tmp_path / "usb1").mkdir()
    real = sysfs.devices
    monkeypatch.setattr(usb, "devices", _missing)
    monkeypatch.setattr(sysfs, "devices", lambda: real(tmp_path))
    monkeypatch.setattr(finder, "_through_server", lambda: None)
    assert finder.phones() == (
        Device("abcd1234", "Mi 13", Trouble.DRIVER, Way.USB),
        Device("usb-1-2", "HUAWEI\\x1b[2J", Trouble.CHARGE_ONLY, Way.USB),
        Device("0011", "iPhone", Trouble.IPHONE, Way.USB),
        Device("ff00", "Huawei", Trouble.HARMONY_NEXT, Way.USB),
    )
    monkeypatch.setattr(finder, "_through_server", lambda: (SERVED,))
    assert finder.phones()[0] == SERVED
    assert len(finder.phones()) == 4
    assert real(tmp_path / "none") == ()


def test_without_libusb_an_adb_server_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usb, "devices", _missing)
    monkeypatch.setattr(sysfs, "devices", lambda: ())
    monkeypatch.setattr(finder, "_through_server", lambda: (SERVED,))
    assert finder.phones() == (SERVED,)


@pytest.mark.parametrize(
    ("devices", "serial", "outcome"),
    [
        ((), "", Trouble.NO_DEVICE),
        ((SERVED,), "", SERVED),
        ((SERVED,), "1234", SERVED),
        ((SERVED,), "abcd1234", SERVED),
        ((SERVED,), "9999", Trouble.NO_DEVICE),
        ((SERVED, Device("b", "B")), "", Trouble.SEVERAL),
        ((SERVED, Device("b", "B", Trouble.OFFLINE)), "", SERVED),
        ((Device("b", "B", Trouble.IPHONE),), "", Device("b", "B", Trouble.IPHONE)),
        ((Device("b", "B", Trouble.CHARGE_ONLY),), "", Device("b", "B", Trouble.CHARGE_ONLY)),
        ((), "sheet", Device("", "", Trouble.SHEET, Way.USB)),
        ((SERVED,), "sheet-iphone", Device("", "iPhone", Trouble.IPHONE, Way.USB)),
        ((), "sheet-harmony", Device("", "HarmonyOS NEXT", Trouble.HARMONY_NEXT, Way.USB)),
        ((Device("b", "B", Trouble.UNAUTHORIZED),), "", Device("b", "B", Trouble.UNAUTHORIZED)),
        ((Device("b", "B", Trouble.IPHONE), Device("c", "C", Trouble.CHARGE_ONLY)), "", Trouble.SEVERAL),
        ((), "127.0.0.1:15600", Device("127.0.0.1:15600", "", None, Way.PORT)),
        ((), "192.168.1.9:5555", Trouble.NO_DEVICE),
    ],
)
def test_the_phone_that_was_meant(
    devices: tuple[Device, ...], serial: str, outcome: Device | Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "phones", lambda: devices)
    if isinstance(outcome, Device):
        assert finder.one(serial) == outcome
        return
    with pytest.raises(PhoneTrouble) as caught:
        finder.one(serial)
    assert caught.value.trouble is outcome
