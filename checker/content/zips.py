"""ZIP files from untrusted hands: their directory within limits, each part within limits."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from functools import partial

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_AT_ONCE = 8 << 20  # smaller files are read as a whole: one question instead of many
_ENCRYPTED = 0x1
_LOCAL = b"PK\x03\x04"
_END = b"PK\x05\x06"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    LookupError,
    NotImplementedError,
    OverflowError,
)


class Zip:
    """An opened ZIP file.

    Raises:
        Trouble: no directory that can be read (DAMAGED), or more entries than any document has (TOO_LARGE).
    """

    def __init__(self, file: File) -> None:
        if _entries(file) > limits.ENTRIES:
            raise Trouble(Read.TOO_LARGE)
        self._content = file.part(0, file.size) if file.size <= _AT_ONCE else b""
        stream = io.BytesIO(self._content) if self._content else io.BufferedReader(Stream(file))
        try:
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error
        self._infos = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    @property
    def encrypted(self) -> bool:
        return any(info.flag_bits & _ENCRYPTED for info in self._infos.values())

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        return self._infos[name].file_size

    def read(self, name: str, limit: int = limits.PART) -> bytes:
        """One part.

        Raises:
            Trouble: encrypted, too large, packed like a bomb, damaged.
        """
        info = self._infos.get(name)
        if info is None:
            raise Trouble(Read.DAMAGED)
        if info.flag_bits & _ENCRYPTED:
            raise Trouble(Read.ENCRYPTED)
        limits.check_part(info.file_size, info.compress_size, limit)
        try:
            found = self._quickly(info)
            return self._zip.read(info) if found is None else found
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error
        except RuntimeError as error:  # zipfile's word for a password
            raise Trouble(Read.ENCRYPTED) from error

    def _quickly(self, info: zipfile.ZipInfo) -> bytes | None:
        """A part as nearly all are written, several times as fast; None leaves it, and any complaint, to zipfile."""
        at = info.header_offset
        head = self._content[at : at + 30]
        if len(head) < 30 or head[:4] != _LOCAL or info.compress_type != zipfile.ZIP_DEFLATED:
            return None
        name_size, extra_size = struct.unpack_from("<HH", head, 26)
        name = self._content[at + 30 : at + 30 + name_size]
        if name != info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace"):
            return None
        begin = at + 30 + name_size + extra_size
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(self._content[begin : begin + info.compress_size], info.file_size + 1)
        right = len(content) == info.file_size and inflate.eof and zlib.crc32(content) == info.CRC
        return content if right else None

    def inner(self, name: str) -> Inner:
        info = self._infos[name]
        return Inner(_legible(info), info.file_size, info.compress_size, partial(self.read, name, limits.MEMBER))


def _entries(file: File) -> int:
    """How many entries the directory's end claims; 0 where there is none."""
    tail = file.part(max(0, file.size - 66_000), 66_000)
    at = tail.rfind(_END)
    if at < 0 or at + 12 > len(tail):
        return 0
    number: int = struct.unpack_from("<H", tail, at + 10)[0]
    if number < 0xFFFF:
        return number
    wide = tail.rfind(b"PK\x06\x06")
    return struct.unpack_from("<Q", tail, wide + 32)[0] if 0 <= wide <= len(tail) - 40 else number


def _legible(info: zipfile.ZipInfo) -> str:
    """The name, in Chinese where an old program wrote it in GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
