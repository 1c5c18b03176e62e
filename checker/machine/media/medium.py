"""One medium as a run of bytes, read by position.

A block that cannot be read is tried again, logged and read as zeros: the log, not the zeros, says what is known of it.
A medium that is pulled out ends everything with `Gone`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from types import TracebackType
from typing import Literal

from checker.machine import refusals
from checker.machine.files import open_quietly
from checker.machine.media.images import CONVERT, refused
from checker.machine.media.linux import block_shape, open_refused
from checker.machine.media.shape import Shape
from checker.model.text import Text
from checker.model.unreadable import Unreadable

EDGE = 1 << 20  # bytes at each end that tell a medium apart
_TRIES = 2
_STEP = 64 << 10  # a chunk that fails is read again in such steps, and a failing step by physical sectors
_DIRECT_FROM = 64 << 10  # smaller parts are not worth a way of their own
_MOST_BAD = 100_000  # ranges; a medium worse than that is not worth an hour of seeks
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_VANISHED = {errno.ENODEV, errno.ENXIO, errno.ENOMEDIUM if hasattr(errno, "ENOMEDIUM") else errno.ENODEV}

_UNFIT = Text(
    "不是存储介质，也不是镜像文件，没有打开：{path}", "Neither a medium nor an image file, so not opened: {path}"
)
_EMPTY = Text("里面没有介质，或者容量为零：{path}", "No medium is in it, or its size is zero: {path}")
_SHORT = Text("读取中断，没有打开：{path}", "It could not be read to its end, so not opened: {path}")
_PUT_IN = Text("插好介质，或者核对路径后再查", "Put the medium in, or look at the path again")


class Gone(Exception):
    """The medium was pulled out, or ends before the size it announced: what was read stands, the rest is not known."""


class Medium:
    """A medium, open for reading.

    `pread(position, length)` returns at most `length` bytes and raises OSError; it is only asked for whole sectors.
    `bad` is what could not be read: (offset, length), sorted, in whole blocks.
    """

    def __init__(self, pread: Callable[[int, int], bytes], shape: Shape, descriptor: int | None = None) -> None:
        self.shape = shape
        self.size = shape.size
        self._pread = pread
        self.descriptor = descriptor
        self._known_bad: set[int] = set()
        self._direct: int | Literal[False] | None = None  # None: not tried yet
        self._held: list[tuple[int, int, memoryview]] = []
        self._holding = Lock()

    def __enter__(self) -> Medium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def bad(self) -> list[tuple[int, int]]:
        block = max(self.shape.block, self.shape.sector)
        return joined([(start, min(block, self.size - start)) for start in self._known_bad])

    def failed(self, offset: int, length: int) -> bool:
        """Whether some of this could not be read: what `read` gave of it are no bytes of the medium."""
        block = max(self.shape.block, self.shape.sector)
        known = self._known_bad
        return bool(known) and any(start in known for start in range(offset // block * block, offset + length, block))

    def remember(self, bad: list[tuple[int, int]]) -> None:
        """Places that an earlier scan could not read: they are not tried over and over."""
        block = max(self.shape.block, self.shape.sector)
        for offset, length in bad:
            self._known_bad.update(range(offset, offset + length, block))

    def close(self) -> None:
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
        if self._direct:
            os.close(self._direct)
            self._direct = None

    def read(self, offset: int, length: int) -> bytes:
        """The bytes there; shorter only at the end of the medium.

        Raises:
            Gone: the medium is no longer there.
        """
        length = min(length, self.size - offset)
        if offset < 0 or length <= 0:
            return b""
        held = self._from_held(offset, length)
        if held is not None:
            return held
        sector = self.shape.sector
        first = offset // sector * sector
        last = min(-(-(offset + length) // sector) * sector, self.size)
        content = self._whole(first, last - first)
        if first == offset and last == offset + length:
            return content
        return content[offset - first : offset - first + length]

    def fill(self, runs: Sequence[tuple[int, int]], room: memoryview) -> int:
        """Read parts of the medium one behind the other into memory that begins at a page; how much that is.

        They are read past the system's cache where it allows that: it costs little, and nothing else is pushed out of
        the cache. May be called from one other thread.

        Raises:
            Gone: the medium is no longer there.
        """
        at = 0
        for offset, length in runs:
            if not self._past_the_cache(offset, room[at : at + length], at):
                room[at : at + length] = self.read(offset, length)
            at += length
        return at

    def hold(self, parts: Iterable[tuple[Sequence[tuple[int, int]], memoryview]]) -> None:
        """Serve reads of these parts from what was just read of them, until others are held. What is no longer held is
        no longer looked at by any thread.
        """
        held = []
        for runs, content in parts:
            at = 0
            for offset, length in runs:
                held.append((offset, offset + length, content[at : at + length]))
                at += length
        held.sort(key=lambda place: place[0])
        with self._holding:
            self._held = held

    def _past_the_cache(self, offset: int, room: memoryview, at: int) -> bool:
        """Whether the part was read directly. What is not aligned, or goes wrong in any way, is read as usual."""
        if sys.platform != "linux" or self._direct is False or self.descriptor is None:
            return False
        aligned = max(self.shape.sector, 512)
        if offset % aligned or at % aligned or len(room) % aligned or len(room) < _DIRECT_FROM:
            return False
        try:
            if self._direct is None:  # by the open file itself: its name may mean something else by now
                self._direct = open_quietly(f"/proc/self/fd/{self.descriptor}", _READ_ONLY | os.O_DIRECT)
            return os.preadv(self._direct, [room], offset) == len(room)
        except OSError:
            if self._direct is None:
                self._direct = False  # memory file systems and some others cannot
            return False

    def _from_held(self, offset: int, length: int) -> bytes | None:
        with self._holding:
            held = self._held
            index = bisect_right(held, offset, key=lambda place: place[0]) - 1
            pieces: list[memoryview] = []
            for start, end, content in held[max(0, index) :]:
                if not start <= offset < end:
                    return None
                pieces.append(content[offset - start : min(end - start, offset - start + length)])
                offset, length = offset + len(pieces[-1]), length - len(pieces[-1])
                if not length:
                    return b"".join(pieces)
        return None

    def fingerprint(self) -> str:
        """sha256 (hex) over size, first and last MiB: tells whether it is the medium of an earlier scan."""
        digest = hashlib.sha256(f"{self.size}\n".encode("ascii"))
        digest.update(self.read(0, EDGE))
        digest.update(self.read(max(0, self.size - EDGE), EDGE))
        return digest.hexdigest()

    def _whole(self, offset: int, length: int) -> bytes:
        try:
            return self._exactly(offset, length)
        except OSError as error:
            _raise_if_gone(error)
        end = offset + length
        return b"".join(self._step(start, min(_STEP, end - start)) for start in range(offset, end, _STEP))

    def _step(self, offset: int, length: int) -> bytes:
        try:
            return self._exactly(offset, length)
        except OSError as error:
            _raise_if_gone(error)
        block = max(self.shape.block, self.shape.sector)
        content = bytearray(length)
        start = offset // block * block  # bad places are whole physical blocks, however the caller cut them
        while start < offset + length:
            begin, end = max(start, offset), min(start + block, offset + length)
            content[begin - offset : end - offset] = self._block(start, begin, end - begin)
            start += block
        return bytes(content)

    def _block(self, block_start: int, offset: int, length: int) -> bytes:
        for _ in range(0 if block_start in self._known_bad else _TRIES):
            try:
                return self._exactly(offset, length)
            except OSError as error:
                _raise_if_gone(error)
        self._log(block_start)
        return bytes(length)

    def _log(self, block_start: int) -> None:
        if block_start in self._known_bad:
            return
        if len(self._known_bad) >= _MOST_BAD:
            raise Gone
        self._known_bad.add(block_start)

    def _exactly(self, offset: int, length: int) -> bytes:
        content = self._pread(offset, length)
        if len(content) == length:
            return content
        pieces = [content]
        have = len(content)
        while have < length:
            content = self._pread(offset + have, length - have)
            if not content:
                raise Gone
            pieces.append(content)
            have += len(content)
        return b"".join(pieces)


def joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted (offset, length) ranges, those that touch or overlap made one."""
    result: list[tuple[int, int]] = []
    for offset, length in sorted(ranges):
        if result and offset <= result[-1][0] + result[-1][1]:
            start, before = result[-1]
            result[-1] = (start, max(before, offset + length - start))
        else:
            result.append((offset, length))
    return result


def open_medium(path: str) -> Medium:
    r"""Open a raw device (``/dev/sdb``, ``\\.\PhysicalDrive1``) or an image file for reading.

    Raises:
        Unreadable: there is none, it is something else, it is empty, or we may not.
    """
    if sys.platform == "win32":
        return _open_windows(path)
    return _open_posix(path)


def _open_posix(path: str) -> Medium:
    try:
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISBLK(mode)):
            raise Unreadable(_UNFIT.filled(path=Text.name(path)), _PUT_IN)
        try:
            descriptor = open_quietly(path, _READ_ONLY)
        except PermissionError:
            if not stat.S_ISBLK(mode):
                raise
            descriptor = open_refused(path)
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error
    try:
        shape = block_shape(descriptor) if stat.S_ISBLK(mode) else Shape(os.fstat(descriptor).st_size, 1)
    except OSError as error:
        os.close(descriptor)
        raise _refusal(error, path) from error
    return _opened(descriptor, shape, path)


def _open_windows(path: str) -> Medium:
    if sys.platform == "win32":
        from checker.machine.media.windows import drive_shape, is_drive

        try:
            device = is_drive(path)
            if not device and not stat.S_ISREG(os.stat(path).st_mode):
                raise Unreadable(_UNFIT.filled(path=Text.name(path)), _PUT_IN)
            descriptor = os.open(path, _READ_ONLY)
        except (OSError, ValueError) as error:
            raise _refusal(error, path) from error
        try:
            shape = drive_shape(descriptor) if device else Shape(os.fstat(descriptor).st_size, 1)
        except (OSError, Unreadable):
            os.close(descriptor)
            raise
        return _opened(descriptor, shape, path)
    raise NotImplementedError(sys.platform)


def _opened(descriptor: int, shape: Shape, path: str) -> Medium:
    if shape.size <= 0:
        os.close(descriptor)
        raise Unreadable(_EMPTY.filled(path=Text.name(path)), _PUT_IN)
    medium = reader(descriptor, shape)
    if shape.device:
        return medium
    try:
        why = refused(path, shape.size, medium.read)
    except Gone as error:
        medium.close()
        raise Unreadable(_SHORT.filled(path=Text.name(path)), _PUT_IN) from error
    if why is not None:
        medium.close()
        raise Unreadable(why, CONVERT)
    return medium


def reader(descriptor: int, shape: Shape) -> Medium:
    """A medium behind a descriptor that is open for reading; closing the medium closes it."""
    if sys.platform != "win32":
        return Medium(lambda offset, length: os.pread(descriptor, length, offset), shape, descriptor)

    turn = Lock()

    def seek_and_read(offset: int, length: int) -> bytes:
        with turn:  # the position belongs to the descriptor, not to a thread
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, length)

    return Medium(seek_and_read, shape, descriptor)


def _refusal(error: OSError | ValueError, path: str) -> Unreadable:
    return refusals.from_os_error(error, path) if isinstance(error, OSError) else refusals.absent(path)


def _raise_if_gone(error: OSError) -> None:
    if error.errno in _VANISHED or getattr(error, "winerror", None) in _VANISHED_WINDOWS:
        raise Gone from error


# ERROR_NOT_READY, ERROR_DEVICE_NOT_CONNECTED, ERROR_NO_SUCH_DEVICE, ERROR_MEDIA_CHANGED, ERROR_FILE_INVALID
_VANISHED_WINDOWS = {21, 1167, 433, 1110, 1006}
