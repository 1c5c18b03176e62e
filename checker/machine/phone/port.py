"""adb-shell's USB transport, on an interface that was chosen and a handle that libusb gave.

Its own way of connecting takes whatever end points come last and puts aside drivers of the system; ours takes the bulk
ones of the interface and changes nothing. Importing it loads libusb: `usb` does so only where a phone is reached.
"""

from __future__ import annotations

from contextlib import suppress

import usb1
from adb_shell.exceptions import UsbReadFailedError, UsbWriteFailedError
from adb_shell.transport.usb_transport import UsbTransport

from checker.machine.phone.plugged import Interface, Plugged


class Port(UsbTransport):  # type: ignore[misc]  # published without types
    """Reads and writes end with libusb's own errors; a late one (`USBErrorTimeout`) says how much had gone."""

    def __init__(self, plugged: Plugged, interface: Interface, seconds: float) -> None:
        super().__init__(None, None, plugged.place, seconds)
        self._plugged, self._interface = plugged, interface

    @property
    def usb_info(self) -> str:
        """What adb-shell's errors and log name the phone by: its place, never its serial number."""
        return self._plugged.place

    def connect(self, transport_timeout_s: float | None = None) -> None:
        """Open the device and claim the interface. Raises what libusb raises."""
        self._transport = self._plugged.opened()
        self._read_endpoint, self._write_endpoint = self._interface.into, self._interface.out
        self._interface_number = self._interface.number
        try:
            self._transport.claimInterface(self._interface_number)
        except usb1.USBError:
            handle, self._transport = self._transport, None
            with suppress(usb1.USBError):
                handle.close()
            raise

    def bulk_read(self, numbytes: int, transport_timeout_s: float | None = None) -> bytes:
        try:
            return bytes(super().bulk_read(numbytes, transport_timeout_s))
        except UsbReadFailedError as error:
            raise _cause(error) from error

    def bulk_write(self, data: bytes, transport_timeout_s: float | None = None) -> int:
        try:
            return int(super().bulk_write(data, transport_timeout_s))
        except UsbWriteFailedError as error:
            raise _cause(error) from error


def _cause(error: UsbReadFailedError | UsbWriteFailedError) -> usb1.USBError:
    """What libusb said: both errors carry it behind their message. None: the transport was closed."""
    said = error.args[-1]
    return said if isinstance(said, usb1.USBError) else usb1.USBErrorNoDevice()
