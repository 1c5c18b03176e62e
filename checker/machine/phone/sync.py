"""The file service of adb, reading half: list, stat, receive. Requests go ahead of their answers.

Version 1 and 2 of the requests (AOSP's SYNC.TXT and file_sync_protocol.h); SEND is not here. Whatever the phone says
of sizes and names is checked before it is believed.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from checker.machine.phone.commands import place
from checker.machine.phone.stream import Stream
from checker.machine.phone.transport import Item, Sink
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_AHEAD = 128  # requests under way at a time: some 10 KiB, less than any buffer on their way
_PIECE_LIMIT = 1 << 20  # adbd sends 64 KiB at a time
_NAME_LIMIT = 4096
_DENT1, _STAT1 = struct.Struct("<4sIIII"), struct.Struct("<III")
_DENT2 = struct.Struct("<4sIQQIIIIQqqqI")  # as below, between the answer's name and the length of the file's
_STAT2 = struct.Struct("<IQQIIIIQqqq")  # error dev ino mode nlink uid gid size atime mtime ctime
_DOTS = (b".", b"..")

_CLOSED = Text("手机不允许打开文件夹：{name}", "The phone does not let this folder be opened: {name}")
_GONE = Text("手机上没有文件夹：{name}", "There is no such folder on the phone: {name}")
_MANY = Text("手机上这个文件夹里的文件太多：{name}", "This folder on the phone holds too many files: {name}")
_LOOK = Text("请在手机上打开这个文件夹核对", "Open this folder on the phone and look")


class Sync:
    """One file service. `fresh` opens another: after a refusal, adbd ends the one at hand."""

    def __init__(self, fresh: Callable[[], Stream], features: frozenset[str]) -> None:
        self._fresh = fresh
        self._features = features
        self._stream: Stream | None = None

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    @property
    def _open(self) -> Stream:
        if self._stream is None:
            self._stream = self._fresh()
        return self._stream

    # -- list ---------------------------------------------------------------------------------------------------------

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        two = "ls_v2" in self._features
        stream = self._open
        stream.write(_request(b"LIS2" if two else b"LIST", place(folder)))
        try:
            found, opened = _entries(stream, two, limit)
        except BaseException as error:
            self.close()  # what the phone still sends must not be taken for the next answer
            if isinstance(error, _TooMany):
                raise Unreadable(_MANY.filled(name=_name(folder)), _LOOK) from error
            raise
        if not opened and not found:
            self._explain(folder)
        return tuple(found)

    def _explain(self, folder: bytes) -> None:
        """Nothing, not even "." and "..": the folder did not open."""
        if self.stat_many([folder])[0] is None:
            raise Absent(_GONE.filled(name=_name(folder)))
        raise Unreadable(_CLOSED.filled(name=_name(folder)), _LOOK)

    # -- stat ---------------------------------------------------------------------------------------------------------

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        two = "stat_v2" in self._features
        kind = b"LST2" if two else b"STAT"
        found: list[Item | None] = []
        stream = self._open
        try:
            for begin in range(0, len(paths), 512):
                some = paths[begin : begin + 512]
                stream.write(b"".join(_request(kind, place(path)) for path in some))
                found += [self._stat(stream, path, two) for path in some]
        except BaseException:
            self.close()
            raise
        return tuple(found)

    def _stat(self, stream: Stream, path: bytes, two: bool) -> Item | None:
        head = stream.exactly(4)
        if head != (b"LST2" if two else b"STAT"):
            raise PhoneTrouble(Trouble.MALFORMED)
        if two:
            error, _, _, mode, _, _, _, size, _, modified, _ = _STAT2.unpack(stream.exactly(_STAT2.size))
        else:
            mode, size, modified = _STAT1.unpack(stream.exactly(_STAT1.size))
            error = 0
        return None if error or not mode else Item(path.rpartition(b"/")[2], mode, size, modified)

    # -- receive ------------------------------------------------------------------------------------------------------

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        sizes: list[int | None] = []
        places = [place(path) for path in paths]
        asked = 0
        try:
            while len(sizes) < len(places):
                stream = self._open
                if asked - len(sizes) <= _AHEAD // 2 and asked < len(places):
                    ahead = places[asked : len(sizes) + _AHEAD]
                    stream.write(b"".join(_request(b"RECV", path) for path in ahead))
                    asked += len(ahead)
                index = len(sizes)
                size = _receive(stream, lambda piece, index=index: sink(index, piece), limit)  # type: ignore[misc]
                sizes.append(size)
                if size is None:  # refused or too long: this service is over, the ones asked ahead with it
                    self.close()
                    asked = len(sizes)
        except BaseException:
            self.close()
            raise
        return tuple(sizes)


class _TooMany(Exception):
    pass


def _entries(stream: Stream, two: bool, limit: int) -> tuple[list[Item], bool]:
    """A listing, and whether the folder opened: then it holds at least "." and "..". Read in pieces as they come, since
    twenty thousand entries are twenty thousand times whatever is done for one.

    Raises:
        _TooMany: more than `limit`.
    """
    shape, word = (_DENT2, b"DNT2") if two else (_DENT1, b"DENT")
    size, unpack = shape.size, shape.unpack_from
    found: list[Item] = []
    opened = False
    data, at = b"", 0
    while True:
        while len(data) - at >= size:
            fields = unpack(data, at)
            head, length = fields[0], fields[-1]
            begin = at + size
            if head == b"DONE":
                if len(data) != begin:
                    raise PhoneTrouble(Trouble.MALFORMED)
                return found, opened
            if head != word or not 0 < length <= _NAME_LIMIT:
                raise PhoneTrouble(Trouble.MALFORMED)
            if len(data) - begin < length:
                break
            at = begin + length
            name = data[begin:at]
            if name in _DOTS:
                opened = True
                continue
            if b"/" in name or b"\x00" in name:
                raise PhoneTrouble(Trouble.MALFORMED)  # a name with a path in it is no name
            if two:
                found.append(Item(name, 0 if fields[1] else fields[4], fields[8], fields[10]))
            else:
                found.append(Item(name, fields[1], fields[2], fields[3]))
            if len(found) > limit:
                raise _TooMany
        piece = stream.some()
        if not piece:
            raise PhoneTrouble(Trouble.LOST)
        data, at = data[at:] + piece, 0


def _receive(stream: Stream, take: Callable[[bytes], None], limit: int) -> int | None:
    size = 0
    while True:
        head = stream.exactly(8)
        length = int.from_bytes(head[4:], "little")
        match head[:4]:
            case b"DATA":
                if length > _PIECE_LIMIT:
                    raise PhoneTrouble(Trouble.MALFORMED)
                size += length
                if size > limit:
                    return None
                take(stream.exactly(length))
            case b"DONE":
                return size
            case b"FAIL" if length <= _PIECE_LIMIT:
                stream.exactly(length)
                return None
            case _:
                raise PhoneTrouble(Trouble.MALFORMED)


def _request(kind: bytes, path: bytes) -> bytes:
    return kind + len(path).to_bytes(4, "little") + path


def _name(path: bytes) -> Text:
    return Text.name(path.decode("utf-8", "surrogateescape"))
