"""A service of the phone as a stream of bytes, however it is carried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from checker.machine.phone.troubles import PhoneTrouble, Trouble

PIECE = 1 << 20


class Stream(Protocol):
    """Both directions of one service. Every method raises PhoneTrouble (lost, hung, malformed) or Cancelled."""

    def write(self, data: bytes) -> None: ...

    def some(self) -> bytes:
        """The next bytes, at least one; nothing at the service's end."""

    def exactly(self, count: int) -> bytes:
        """That many bytes. Raises PhoneTrouble(LOST) where the service ends before."""

    def close(self) -> None: ...


class Held:
    """Bytes that came and were not taken yet: `exactly` over any source of pieces."""

    def __init__(self) -> None:
        self._held = b""
        self._at = 0

    def _more(self) -> bytes:
        raise NotImplementedError

    def some(self) -> bytes:
        if self._at < len(self._held):
            rest = self._held[self._at :]
            self._held, self._at = b"", 0
            return rest
        return self._more()

    def exactly(self, count: int) -> bytes:
        end = self._at + count
        if end <= len(self._held):
            taken = self._held[self._at : end]
            self._at = end
            return taken
        pieces = [self._held[self._at :]]
        have = len(pieces[0])
        try:
            while have < count:
                piece = self._more()
                if not piece:
                    raise PhoneTrouble(Trouble.LOST)
                pieces.append(piece)
                have += len(piece)
        except BaseException:
            self._held, self._at = b"".join(pieces), 0  # whoever asks again later begins where this one began
            raise
        over = have - count
        last = pieces[-1]
        self._held, self._at = (last, len(last) - over) if over else (b"", 0)
        if over:
            pieces[-1] = last[: len(last) - over]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def pieces(stream: Stream) -> Iterator[bytes]:
    """Everything until the service ends."""
    while True:
        piece = stream.some()
        if not piece:
            return
        yield piece
