"""A part of a ZIP file as it lies there, and how it is unpacked, within the size that is told."""

from __future__ import annotations

import bz2
import lzma
import struct
import sys
import zipfile
import zlib
from enum import IntEnum
from typing import NamedTuple

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_SMALL = 32 << 10  # bytes of a packed part that may be unpacked without a limit: it reaches that of a part and no more
_STEP = 4096  # bytes of a damaged part that are unpacked at once
_LARGEST_DICTIONARY = 64 << 20  # bytes that LZMA may ask for; its programs use 16 MiB
_WRONG = (zstd.ZstdError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, struct.error)


class _Method(IntEnum):
    """What zipfile of this Python does not know (APPNOTE 4.4.5)."""

    DEFLATED_64 = 9
    ZSTD = 93
    XZ = 95


METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, *_Method))


class Packed(NamedTuple):
    """A part as it lies in the file. The same bytes always unpack to the same content."""

    content: bytes
    size: int
    crc: int
    method: int = zipfile.ZIP_DEFLATED

    def unpacked(self) -> bytes | None:
        """The part; None where it is not what the directory says of it."""
        try:
            content = self._unpacked()
        except _WRONG:
            return None
        return content if len(content) == self.size and zlib.crc32(content) == self.crc else None

    def _unpacked(self) -> bytes:
        match self.method:
            case zipfile.ZIP_STORED:
                return self.content
            case zipfile.ZIP_BZIP2:
                return bz2.BZ2Decompressor().decompress(self.content, self.size + 1)
            case zipfile.ZIP_LZMA:
                return _lzma(self.content).decompress(self.content[9:], self.size + 1)
            case _Method.ZSTD:
                return zstd.ZstdDecompressor().decompress(self.content, self.size + 1)
            case _Method.XZ:
                return lzma.LZMADecompressor(memlimit=2 * _LARGEST_DICTIONARY).decompress(self.content, self.size + 1)
            case _Method.DEFLATED_64:
                return self._inflated_64()
        return self._small() if len(self.content) <= _SMALL else self._limited()

    def _small(self) -> bytes:
        """At once, in two thirds of the time: this cannot be stopped, but nothing unpacks to more than 1,032 times."""
        return zlib.decompress(self.content, -15, max(1, self.size))

    def _limited(self) -> bytes:
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(self.content, self.size + 1)
        return content if inflate.eof else b""

    def _inflated_64(self) -> bytes:
        import inflate64  # for parts of more than 2 GB and what the Windows shell packs

        inflate, found = inflate64.Inflater(), bytearray()
        for at in range(0, len(self.content), _STEP):
            found += inflate.inflate(self.content[at : at + _STEP])
            if len(found) > self.size:
                break
        return bytes(found)

    def begun(self) -> bytes:
        """As much of a damaged part as unpacks before the damage; its checksum says nothing of that."""
        if self.method == zipfile.ZIP_STORED:
            return self.content
        if self.method != zipfile.ZIP_DEFLATED:
            return b""
        inflate, found = zlib.decompressobj(-15), bytearray()
        try:
            for at in range(0, len(self.content), _STEP):
                found += inflate.decompress(self.content[at : at + _STEP], max(1, self.size + 1 - len(found)))
                if inflate.eof or len(found) > self.size:
                    break
        except zlib.error:
            pass
        return bytes(found[: self.size])


def _lzma(content: bytes) -> lzma.LZMADecompressor:
    """What unpacks a part whose first nine bytes tell version and properties (APPNOTE 5.8.8)."""
    size, settings, dictionary = struct.unpack_from("<2xHBI", content)
    if size != 5 or dictionary > _LARGEST_DICTIONARY:
        raise ValueError("not as ZIP programs write it")
    settings, lc = divmod(settings, 9)
    pb, lp = divmod(settings, 5)
    one = {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": max(4096, dictionary)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[one])
