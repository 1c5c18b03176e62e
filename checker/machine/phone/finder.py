"""Which phones are plugged in, by whatever way they can be reached, and the way to one of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event

from checker.machine.phone import sysfs, usb
from checker.machine.phone.cable import HERE
from checker.machine.phone.direct import DirectTransport
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.server import ServerTransport
from checker.machine.phone.sheets import SHEETS
from checker.machine.phone.source import PhoneSource
from checker.machine.phone.tcp import TcpTransport
from checker.machine.phone.transport import Device, Transport, Way
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.text import Text
from checker.model.unreadable import Unreadable

log = logging.getLogger(__name__)

# What can be given for a serial number to go through the list of questions, with the words of that system.
_NO_KEY = Text("手机用的钥匙无法保存：{folder}", "The key for phones cannot be kept: {folder}")


def phones() -> tuple[Device, ...]:
    """The phones on this computer now. One that an adb server has is reached through it: USB can be held once only.

    Nothing is read from a phone for this but what it says of itself on plugging in.
    """
    server = _through_server()
    return _joined(server, _on_usb())


def _through_server() -> tuple[Device, ...] | None:
    try:
        transport = ServerTransport()
        return transport.devices() if transport.there() else None
    except PhoneTrouble as error:
        log.info("adb server: %s", error.trouble)
        return None


def _on_usb() -> tuple[Device, ...]:
    try:
        return usb.devices()
    except usb.LibraryMissing:
        log.info("no libusb")
        return sysfs.devices()


def _joined(server: tuple[Device, ...] | None, on_usb: tuple[Device, ...]) -> tuple[Device, ...]:
    """Each phone once. What a server lists it holds, and a server that runs takes every phone with adb switched on."""
    known = {device.serial for device in server or ()}
    rest = []
    for device in on_usb:
        if device.serial in known:
            continue
        if server and device.trouble in (None, Trouble.NO_PERMISSION, Trouble.BUSY):
            continue  # the same phone, which would not tell us its number while the server holds it
        rest.append(device)
    return (*(server or ()), *rest)


def one(serial: str = "") -> Device:
    """The phone to be inspected: that of a serial number or its last four signs; "" takes the only one. One that cannot
    be read at all is given with its trouble: its owner is asked instead.

    ``sheet`` and its kin are no phone: the owner is asked, whatever is plugged in.

    A port of this computer, as in ``127.0.0.1:15600``, is a phone that is reached without a cable.

    Raises:
        PhoneTrouble: none, several, or one that cannot be read now.
    """
    if serial in SHEETS:
        return SHEETS[serial]
    host, _, port = serial.partition(":")
    if host == HERE and port.isdecimal() and 0 < int(port) < 1 << 16:
        return Device(serial, "", None, Way.PORT)
    found = [device for device in phones() if _named(device, serial)]
    ready = [device for device in found if device.trouble is None]
    if len(ready) > 1:
        raise PhoneTrouble(Trouble.SEVERAL)
    if ready:
        return ready[0]
    if not found:
        raise PhoneTrouble(Trouble.NO_DEVICE)
    if len(found) > 1:
        raise PhoneTrouble(Trouble.SEVERAL)
    trouble = found[0].trouble or Trouble.NO_DEVICE
    if trouble.passing or trouble.by_questions:
        return found[0]
    raise PhoneTrouble(trouble)


def _named(device: Device, serial: str) -> bool:
    return not serial or device.serial == serial or (len(serial) == 4 and device.serial.endswith(serial))


def door(
    device: Device,
    folder: Path,
    told: Callable[[PhoneTrouble | None], None] = lambda trouble: None,
    prompting: Callable[[], None] = lambda: None,
) -> PhoneSource:
    """The source of answers of a phone; nothing is asked of it yet. `folder` keeps the key that the phone knows us by.

    Raises:
        Unreadable: the key can be neither read nor kept, and the phone would have to be asked each time.
    """
    key: PhoneKey | None = None
    if device.way is not Way.SERVER:
        try:
            key = PhoneKey.kept(folder)
        except OSError as error:
            raise Unreadable(_NO_KEY.filled(folder=Text.name(str(folder)))) from error

    def connect(stop: Event) -> Transport:
        if key is None:
            return _served(device.serial, stop)
        if device.way is Way.USB:
            direct: DirectTransport = usb.UsbTransport(device.serial, key, stop, prompting)
        else:
            direct = TcpTransport(int(device.serial.rpartition(":")[2]), key, stop, prompting)
        direct.connect()
        return direct

    return PhoneSource(connect, device.model, told)


def _served(serial: str, stop: Event) -> ServerTransport:
    """Through the adb server, once it says that this phone can be read."""
    transport = ServerTransport(serial, stop)
    state = next((device for device in transport.devices() if device.serial == serial), None)
    if state is None:
        raise PhoneTrouble(Trouble.NO_DEVICE)
    if state.trouble is not None:
        raise PhoneTrouble(state.trouble)
    return transport
