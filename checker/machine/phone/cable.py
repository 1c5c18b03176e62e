"""What carries adb messages: TCP to a port of this computer. USB is in `usb`."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from checker.machine.phone.patience import OPENING, SLICE, Patience
from checker.machine.phone.stream import PIECE, Held
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Cancelled

HERE = "127.0.0.1"
# An adb server sends small answers one by one, each only when the one before was acknowledged, which a system puts off
# for 40 ms: half a minute over an album. Linux can be told not to.
_AT_ONCE: int | None = getattr(socket, "TCP_QUICKACK", None)
_LITTLE = 16 << 10
_LARGE = 256 << 10
T = TypeVar("T")


class Cable(Protocol):
    """Raises PhoneTrouble (lost, hung) and Cancelled. `patience` belongs to whoever waits."""

    patience: Patience

    def send(self, head: bytes, data: bytes) -> None: ...

    def exactly(self, count: int) -> bytes: ...

    def close(self) -> None: ...


class Tcp(Held):
    """For tests, and for a phone that is reached through a port of this computer: no other address is ever called."""

    def __init__(self, port: int, patience: Patience) -> None:
        super().__init__()
        self.patience = patience
        try:
            self._socket = socket.create_connection((HERE, port), OPENING)
        except OSError as error:
            raise PhoneTrouble(Trouble.NO_DEVICE) from error
        # Head and body would otherwise wait for each other's acknowledgement, 40 ms a message.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(SLICE)
        self._little = False  # whether the last piece was

    def send(self, head: bytes, data: bytes) -> None:
        self.write(head + data)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        self.patience.heard()
        while view:
            try:
                view = view[self._socket.send(view) :]
                self.patience.heard()
            except TimeoutError:
                self.patience.wait()
            except OSError as error:
                raise PhoneTrouble(Trouble.LOST) from error

    def exactly(self, count: int) -> bytes:
        """As `Held.exactly`; what is large is received where it stays: joining its pieces takes most of the time."""
        have = len(self._held) - self._at
        if count - have < _LARGE:
            return super().exactly(count)
        whole = bytearray(count)
        view = memoryview(whole)
        view[:have] = memoryview(self._held)[self._at :]
        try:
            while have < count:
                came = self._waited(partial(self._socket.recv_into, view[have:]))
                if not came:
                    raise PhoneTrouble(Trouble.LOST)
                have += came
        except BaseException:
            self._held, self._at = bytes(view[:have]), 0  # whoever asks again later begins where this one began
            raise
        self._held, self._at, self._little = b"", 0, False
        return bytes(whole)

    def _more(self) -> bytes:
        if self._little and _AT_ONCE is not None:
            self._socket.setsockopt(socket.IPPROTO_TCP, _AT_ONCE, 1)  # sends what is put off, once
        piece = self._waited(partial(self._socket.recv, PIECE))
        self._little = len(piece) < _LITTLE
        return piece

    def _waited(self, receive: Callable[[], T]) -> T:
        self.patience.heard()
        while True:
            if self.patience.stop.is_set():
                raise Cancelled
            try:
                return receive()
            except TimeoutError:
                self.patience.wait()
            except OSError as error:
                raise PhoneTrouble(Trouble.LOST) from error

    def close(self) -> None:
        self._socket.close()
