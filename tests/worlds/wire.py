"""A cable with somebody listening: every byte between a phone's port and us is kept, both ways."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Tapped:
    """Listens on a port of its own and passes everything on to another one. `heard` is all that went over it.

    frozen_after  bytes from the phone after which nothing more of that connection comes through
    """

    def __init__(self, port: int, frozen_after: int | None = None) -> None:
        self._to = port
        self._frozen_after = frozen_after
        self._parts: list[bytes] = []
        self._sockets: list[socket.socket] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def heard(self) -> bytes:
        return b"".join(self._parts)

    def close(self) -> None:
        self._closing.set()
        for one in (self._listener, *self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def __enter__(self) -> Tapped:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self._to))
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets.append(one)
            threading.Thread(target=self._pass, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, self._frozen_after), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, limit: int | None) -> None:
        passed = 0
        with suppress(OSError):
            while piece := one.recv(1 << 16):
                passed += len(piece)
                self._parts.append(piece)
                if limit is not None and passed > limit:
                    self._closing.wait()
                    return
                other.sendall(piece)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)
