"""Log files that were rotated away: their names, and what they hold, in every compression that logrotate(8) uses."""

from __future__ import annotations

import bz2
import lzma
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from checker.machine import refusals
from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.model.cause import Cause
from checker.model.text import Text
from checker.model.unreadable import Unreadable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MEMORY = 256 << 20  # bytes that xz may ask for; its strongest setting takes 65 MiB to unpack
_PACKED = re.compile(r"\.(gz|bz2|xz|lzma|zst|lz4|lzo|Z|7z|zip)")
_NUMBER = r"(?:[.-]\d{1,14}(?:-\d+)?)?"  # logrotate's number or date, savelog's number
_READERS: dict[str, Callable[[], Any]] = {
    "gz": lambda: zlib.decompressobj(wbits=31),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY),
    "lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_MEMORY),
    "zst": zstd.ZstdDecompressor,
}


def family(entries: Iterable[Entry], name: str) -> Iterator[Entry]:
    """The log of that name and its rotated files, as they stand in the folder."""
    stem, dot, end = name.rpartition(".")
    dated = rf"|{re.escape(stem)}-\d{{6,14}}\.{re.escape(end)}" if dot else ""  # logrotate's option `extension`
    rotated = re.compile(rf"(?:{re.escape(name)}{_NUMBER}{dated})(?:{_PACKED.pattern})?")
    for entry in entries:
        if entry.kind is Kind.FILE and rotated.fullmatch(entry.name):
            yield entry


def unpacked(machine: Machine, path: str, limit: int) -> bytes:
    """What a log file holds; of a long one that is not packed, its last `limit` bytes.

    Raises:
        Unreadable: damaged, or packed in a way that is not known here. Absent: rotated away meanwhile.
    """
    packed = _PACKED.fullmatch(path[path.rfind(".") :]) if "." in path else None
    if packed is None:
        return machine.tail(path, limit)
    if packed[1] not in _READERS:
        reason = Text("这个日志的压缩方式本程序读不了：{path}", "A log packed in a way that is not read here: {path}")
        how = Text("请信息中心查看这个日志", "Have IT look at this log")
        raise Unreadable(reason.filled(path=Text.name(path)), how, Cause.UNSUPPORTED)
    try:
        content = _whole(_READERS[packed[1]], machine.read(path), limit)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstd.ZstdError) as error:
        raise refusals.malformed(path) from error
    if content is None:
        raise refusals.too_large(path)
    return content


def _whole(reader: Callable[[], Any], packed: bytes, limit: int) -> bytes | None:
    """All streams of a packed file one after the other; None: more than `limit`."""
    content = bytearray()
    while packed:
        stream = reader()
        content += stream.decompress(packed, limit + 1 - len(content))
        if len(content) > limit:
            return None
        if not stream.eof:
            raise EOFError("broken off")
        packed = stream.unused_data.lstrip(b"\0")
    return bytes(content)
