"""A phone on the USB port, without an adb server: adb-shell's USB transport carries the messages of `wire`.

libusb is not part of Python's package on Linux: where the system has none, `devices` says so by LibraryMissing, and the
kernel's own list is what there is (`sysfs`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from checker.knowledge.phone_usb import phone_usb
from checker.machine.phone.direct import DirectTransport
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.patience import PROMPT, SLICE, Patience
from checker.machine.phone.plugged import Interface, Plugged
from checker.machine.phone.stream import Held
from checker.machine.phone.transport import Device, Way
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.text import shown
from checker.model.unreadable import Cancelled

_PIECE = 256 << 10  # a multiple of every packet size
_NAME = 64


class LibraryMissing(Exception):
    """This computer has no libusb."""


def devices() -> tuple[Device, ...]:
    """The phones on USB. A phone that will not be opened to be asked for its name has that as its trouble.

    Raises:
        LibraryMissing: nothing can be told.
    """
    with plugged() as found:
        return tuple(device(one) for one in found if one.trouble is not Trouble.NO_DEVICE)


def device(one: Plugged) -> Device:
    """A phone by the name that it says, or its maker's."""
    name, serial, trouble = phone_usb().makers.get(f"{one.vendor:04x}", ""), "", one.trouble
    try:
        told, serial = one.strings()
        name = shown(told, _NAME) or name
    except PhoneTrouble as error:
        trouble = trouble or error.trouble
    return Device(serial or one.place, name, trouble, Way.USB)


class UsbTransport(DirectTransport):
    way = Way.USB

    def __init__(
        self,
        serial: str,
        key: PhoneKey,
        stop: Event | None = None,
        prompting: Callable[[], None] = lambda: None,
        prompt: float = PROMPT,
    ) -> None:
        super().__init__(lambda patience: _plug(serial, patience), serial, key, stop, prompting, prompt)


def _plug(serial: str, patience: Patience) -> Usb:
    """The cable to the phone of that serial number; it is looked for anew, since plugging in again moves it."""
    library = contextlib.ExitStack()
    try:
        found = library.enter_context(plugged())
        for one in found:
            if one.adb is None:
                continue
            _, said = one.strings()
            if (said or one.place) == serial:
                return Usb(one, one.adb, patience, library.pop_all())
    except LibraryMissing as error:
        raise PhoneTrouble(Trouble.DRIVER) from error
    finally:
        library.close()
    raise PhoneTrouble(Trouble.NO_DEVICE)


class Usb(Held):
    """Carries messages: each half of one is a transfer of its own, and one that fills its last packet is followed by
    an empty one (AOSP: usb_linux.cpp). `library` is closed with it."""

    def __init__(
        self, plugged: Plugged, interface: Interface, patience: Patience, library: contextlib.ExitStack
    ) -> None:
        super().__init__()
        self.patience = patience
        self._packet = interface.packet
        self._library = library
        try:
            from checker.machine.phone.port import Port

            self._port = Port(plugged, interface, SLICE)
            with _said():
                self._port.connect()
            library.callback(self._port.close)
        except BaseException as error:
            library.close()
            if isinstance(error, OSError):  # adb-shell looks for libusb by itself
                raise PhoneTrouble(Trouble.DRIVER) from error
            raise

    def send(self, head: bytes, data: bytes) -> None:
        self.patience.heard()
        self._transfer(head)
        if data:
            self._transfer(data)
            if len(data) % self._packet == 0:
                self._transfer(b"")

    def _transfer(self, data: bytes) -> None:
        usb = _usb1()
        view = memoryview(data)
        while True:
            try:
                with _said(usb.USBErrorTimeout):
                    self._port.bulk_write(bytes(view))
            except usb.USBErrorTimeout as late:
                view = view[late.transferred :]
                self.patience.wait()
                continue
            self.patience.heard()
            return

    def _more(self) -> bytes:
        usb = _usb1()
        self.patience.heard()
        while True:
            if self.patience.stop.is_set():
                raise Cancelled
            try:
                with _said(usb.USBErrorTimeout):
                    piece = self._port.bulk_read(_PIECE)
            except usb.USBErrorTimeout as late:
                piece = bytes(late.received)
            if piece:
                return piece
            self.patience.wait()  # nothing yet, or the empty packet behind a full one

    def close(self) -> None:
        self._library.close()


# -- libusb -----------------------------------------------------------------------------------------------------------


@contextmanager
def plugged() -> Iterator[tuple[Plugged, ...]]:
    """Every USB device of this computer, for as long as the context is open.

    Raises:
        LibraryMissing: there is no libusb, or it does not start.
    """
    usb = _usb1()
    with contextlib.ExitStack() as library:
        try:
            context = library.enter_context(usb.USBContext())
        except (OSError, AttributeError, usb.USBError) as error:
            raise LibraryMissing from error
        yield tuple(_described(one) for one in context.getDeviceIterator(skip_on_error=True))


def _described(device: Any) -> Plugged:
    interfaces = []
    for setting in device.iterSettings():
        kind = (setting.getClass(), setting.getSubClass(), setting.getProtocol())
        into = out = 0
        packet = 512
        for point in setting.iterEndpoints():
            if point.getAttributes() & 3 != 2:  # bulk
                continue
            address = point.getAddress()
            packet = point.getMaxPacketSize() or packet
            if address & 0x80:
                into = into or address
            else:
                out = out or address
        interfaces.append(Interface(setting.getNumber(), kind, into, out, packet))
    ports = ".".join(str(port) for port in device.getPortNumberList())

    def strings() -> tuple[str, str]:
        with _said():
            handle = device.open()
            try:
                return handle.getProduct() or "", handle.getSerialNumber() or ""
            finally:
                handle.close()

    return Plugged(
        device.getVendorID(),
        device.getProductID(),
        tuple(interfaces),
        f"usb-{device.getBusNumber()}-{ports}",
        device.open,
        strings,
    )


@contextmanager
def _said(*but: type[Exception]) -> Iterator[None]:
    """libusb's errors in our words, apart from those that the caller wants to see."""
    usb = _usb1()
    try:
        yield
    except but:
        raise
    except usb.USBErrorAccess as error:
        raise PhoneTrouble(Trouble.NO_PERMISSION) from error
    except usb.USBErrorBusy as error:
        raise PhoneTrouble(Trouble.BUSY) from error
    except (usb.USBErrorNotSupported, usb.USBErrorNotFound) as error:
        raise PhoneTrouble(Trouble.DRIVER) from error  # Windows: another driver than WinUSB holds the interface
    except usb.USBError as error:
        raise PhoneTrouble(Trouble.LOST) from error  # pulled out, or the cable is bad


def _usb1() -> Any:
    import usb1

    return usb1
