"""A file as a reader sees it: bytes at a place, wherever they come from."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Protocol

from checker.content.patient import PIECE
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

WHOLE_LIMIT = 128 << 20  # bytes of a file that is read at once: it is in memory twice while it comes


class File(Protocol):
    """What readers read from. Both methods raise `Trouble`."""

    @property
    def size(self) -> int: ...

    def part(self, offset: int, size: int) -> bytes:
        """Bytes from a place on; fewer at the end of the file."""
        ...


class Bytes:
    """A file that is in memory."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @property
    def size(self) -> int:
        return len(self.content)

    def part(self, offset: int, size: int) -> bytes:
        return self.content[offset : offset + size]


class Section:
    """A file from a place on, an archive behind the program that unpacks it; or as far as an earlier end."""

    def __init__(self, file: File, begin: int, end: int | None = None) -> None:
        self._file, self._begin = file, begin
        self._end = file.size if end is None else end

    @property
    def size(self) -> int:
        return self._end - self._begin

    def part(self, offset: int, size: int) -> bytes:
        return self._file.part(self._begin + offset, min(size, max(0, self.size - offset)))


class Fetched:
    """A file whose first bytes are here and whose rest is asked for; a whole that was asked for once is kept."""

    def __init__(self, size: int, head: bytes, fetch: Callable[[int, int], bytes]) -> None:
        self._size, self._head, self._fetch = size, head, fetch
        self.whole_was_read = len(head) >= size

    @property
    def size(self) -> int:
        return self._size

    def part(self, offset: int, size: int) -> bytes:
        end = min(offset + size, self._size)
        if end <= len(self._head):
            return self._head[offset:end]
        if offset == 0:
            begun = len(self._head)
            self._head += self._whole(begun, end - begun)
            self.whole_was_read = self.whole_was_read or end == self._size
            return self._head
        return self._whole(offset, end - offset)

    def _whole(self, offset: int, size: int) -> bytes:
        """Piece by piece: whoever waits for this process sees that it goes on."""
        if size <= PIECE:
            return self._piece(offset, size)
        return b"".join(self._piece(at, min(PIECE, offset + size - at)) for at in range(offset, offset + size, PIECE))

    def _piece(self, offset: int, size: int) -> bytes:
        content = self._fetch(offset, size)
        if len(content) != size:
            raise Trouble(Read.CHANGED)
        return content


def whole(file: File, limit: int = WHOLE_LIMIT) -> bytes:
    """All of a file.

    Raises:
        Trouble: larger than the limit.
    """
    if file.size > limit:
        raise Trouble(Read.TOO_LARGE)
    return file.part(0, file.size)


class Stream(io.RawIOBase):
    """A `File` as the seekable stream that zipfile and its like want."""

    def __init__(self, file: File) -> None:
        self._file, self._at = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}[whence]
        if base + offset < 0:
            raise OSError("a place before the file's beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        left = max(0, self._file.size - self._at)
        content = self._file.part(self._at, left if size < 0 else min(size, left)) if left else b""
        self._at += len(content)
        return content

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)
