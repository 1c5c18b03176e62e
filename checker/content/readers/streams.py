"""Streams that are packed by themselves: gz, bz2, xz, lzma, zst, of one member or of several, one behind the other."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import Protocol

from checker.content.account import Account
from checker.content.file import File
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE = 64 << 10  # bytes that are read at once
_MEMORY = 192 << 20  # bytes that xz may take for its dictionary
_END, _REST = "end of the stream", "what follows the stream"
_SIGNS = {
    "gz": (b"\x1f\x8b",),
    "bz2": (b"BZh",),
    "xz": (b"\xfd7zXZ\0",),
    "lzma": (),
    "zst": (b"\x28\xb5\x2f\xfd", *(bytes((kind,)) + b"\x2a\x4d\x18" for kind in range(0x50, 0x60))),
}
KINDS = frozenset(_SIGNS)
_BROKEN = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstd.ZstdError, MemoryError)


def named(head: bytes) -> str:
    """What a gz says beside its content: an extra field, its file's name, a remark ([RFC 1952] 2.3)."""
    flags, at, said = head[3] if len(head) > 3 else 0, 10, list[bytes]()
    if flags & 4:
        size = int.from_bytes(head[at : at + 2], "little")
        said.append(head[at + 2 : at + 2 + size])
        at += 2 + size
    for flag in (8, 16):
        if flags & flag:
            text = head[at:].partition(b"\0")[0]
            said.append(text)
            at += len(text) + 1
    return "\n".join(one.decode("utf-8", "replace") for one in said)


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _unpacker(kind: str) -> _Unpacker:
    match kind:
        case "gz":
            return zlib.decompressobj(31)
        case "bz2":
            return bz2.BZ2Decompressor()
        case "zst":
            return zstd.ZstdDecompressor()
    return lzma.LZMADecompressor(memlimit=_MEMORY)


class Unpacked:
    """What a file unpacks to, piece by piece.

    taken  bytes of the file that were used
    cut    it breaks off, or is damaged from here on
    rest   something else follows
    """

    def __init__(self, file: File, kind: str, step: Callable[[], None]) -> None:
        self._file, self._kind, self._step = file, kind, step
        self._unpacker, self._waiting, self._over = _unpacker(kind), b"", False
        self.taken, self.cut, self.rest = 0, False, False

    def some(self, most: int) -> bytes:
        """The next bytes, at most so many; none at the end. Raises Trouble: out of time, or of memory."""
        while not self._over:
            if self._unpacker.eof and not self._another():
                break
            if not self._waiting and getattr(self._unpacker, "needs_input", True):
                self._waiting = self._more()
                if not self._waiting:
                    self._over = self.cut = True
                    break
            try:
                content = self._unpacker.decompress(self._waiting, most)
            except _BROKEN as error:
                if "emory" in f"{type(error).__name__} {error}":
                    raise Trouble(Read.TOO_LARGE) from error
                self._over = self.cut = True
                break
            self._waiting = getattr(self._unpacker, "unconsumed_tail", b"")
            if content:
                return content
        self._over = True
        return b""

    def tell(self, account: Account) -> None:
        """Whether it could be followed to its end, for a file's account."""
        if self.cut:
            account.left(_END, Read.DAMAGED)
        if self.rest:
            account.left(_REST, Read.UNSUPPORTED)

    def _more(self) -> bytes:
        self._step()
        content = self._file.part(self.taken, _PIECE)
        self.taken += len(content)
        return content

    def _another(self) -> bool:
        """Whether one more stream follows the one that ended; zeros between them are padding."""
        waiting = self._unpacker.unused_data
        while not waiting.strip(b"\0"):
            waiting = self._more()
            if not waiting:
                return False
        waiting = waiting.lstrip(b"\0")
        if len(waiting) < 16:
            waiting += self._more()
        if not waiting.startswith(_SIGNS[self._kind]):
            self.rest = True
            return False
        self._unpacker, self._waiting = _unpacker(self._kind), waiting
        return True
