"""ZIP files from untrusted hands: their directory within limits, each part within limits."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from functools import cached_property, partial
from typing import Any, NamedTuple

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_AT_ONCE = 8 << 20  # smaller files are read as a whole: one question instead of many
_SMALL = 32 << 10  # bytes of a packed part that may be unpacked without a limit: it reaches that of a part and no more
_ENCRYPTED = 0x1
_LOCAL_SIGN = b"PK\x03\x04"
_CENTRAL = b"PK\x01\x02"
_END = b"PK\x05\x06"
_WIDE_END = b"PK\x06\x07"
_WIDE = 0xFFFF_FFFF  # stands for a number of 64 bits, to be found in an extra field
_NEEDS = 63  # the version that zipfile knows, too
_UTF8 = 0x800
_LOCAL = struct.Struct("<4s22xHH")  # sizes of name and extra field
_LAST = struct.Struct("<HIIH")  # from the number of entries on
_RECORD = struct.Struct("<4s2xHHH4xIIIHI8xI")  # extra field's and comment's sizes in one number
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


class Packed(NamedTuple):
    """A part as it lies in the file, deflated. The same bytes always unpack to the same content."""

    content: bytes
    size: int
    crc: int

    def unpacked(self) -> bytes | None:
        """The part; None where it is not what the directory says of it."""
        try:
            content = self._small() if len(self.content) <= _SMALL else self._limited()
        except zlib.error:
            return None
        return content if len(content) == self.size and zlib.crc32(content) == self.crc else None

    def _small(self) -> bytes:
        """At once, in two thirds of the time: this cannot be stopped, but nothing unpacks to more than 1,032 times."""
        return zlib.decompress(self.content, -15, max(1, self.size))

    def _limited(self) -> bytes:
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(self.content, self.size + 1)
        return content if inflate.eof else b""


class _Entry(NamedTuple):
    """What the directory says of a part, as `_RECORD` has it. `at`: where the part's own header begins."""

    sign: bytes
    needs: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    name_size: int
    more: int
    at: int


class Zip:
    """An opened ZIP file.

    Raises:
        Trouble: no directory that can be read (DAMAGED), or more entries than any document has (TOO_LARGE).
    """

    def __init__(self, file: File) -> None:
        if _entries(file) > limits.ENTRIES:
            raise Trouble(Read.TOO_LARGE)
        self._file = file
        self._content = file.part(0, file.size) if file.size <= _AT_ONCE else b""
        plain = _plain_directory(self._content)
        self._parts = {name: _told(info) for name, info in self._infos.items()} if plain is None else plain

    def _entry(self, name: str) -> _Entry:
        return _Entry._make(self._parts[name])

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        """The same file as zipfile sees it: for all that is not written as office programs write it."""
        stream = io.BytesIO(self._content) if self._content else io.BufferedReader(Stream(self._file))
        try:
            return zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error

    @cached_property
    def _infos(self) -> dict[str, zipfile.ZipInfo]:
        return {info.filename: info for info in self._zip.infolist() if not info.filename.endswith("/")}

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    @property
    def encrypted(self) -> bool:
        return any(self._entry(name).flags & _ENCRYPTED for name in self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        return self._entry(name).size

    def read(self, name: str, limit: int = limits.PART) -> bytes:
        """One part.

        Raises:
            Trouble: encrypted, too large, packed like a bomb, damaged.
        """
        packed = self.packed(name, limit)
        found = None if packed is None else packed.unpacked()
        if found is not None:
            return found
        try:
            return self._zip.read(self._infos[name])
        except _BROKEN as error:
            raise Trouble(Read.DAMAGED) from error
        except RuntimeError as error:  # zipfile's word for a password
            raise Trouble(Read.ENCRYPTED) from error

    def packed(self, name: str, limit: int = limits.PART) -> Packed | None:
        """A part as it lies there, written as nearly all are; None leaves it, and any complaint, to `read`.

        Raises:
            Trouble: encrypted, too large, packed like a bomb, not there.
        """
        if name not in self._parts:
            raise Trouble(Read.DAMAGED)
        _, _, flags, method, crc, packed, size, _, _, at = self._parts[name]
        if flags & _ENCRYPTED:
            raise Trouble(Read.ENCRYPTED)
        limits.check_part(size, packed, limit)
        begin = at + _LOCAL.size
        if not 0 <= at <= len(self._content) - _LOCAL.size or method != zipfile.ZIP_DEFLATED:
            return None
        sign, name_size, extra_size = _LOCAL.unpack_from(self._content, at)
        written = self._written(name, flags)
        if sign != _LOCAL_SIGN or name_size != len(written) or not self._content.startswith(written, begin):
            return None
        begin += name_size + extra_size
        return Packed(self._content[begin : begin + packed], size, crc)

    def _written(self, name: str, flags: int) -> bytes:
        """A name as its bytes stand in the file."""
        if name.isascii():
            return name.encode("ascii")
        return self._infos[name].orig_filename.encode("utf-8" if flags & _UTF8 else "cp437", "replace")

    def inner(self, name: str) -> Inner:
        entry = self._entry(name)
        return Inner(_legible(name, entry.flags), entry.size, entry.packed, partial(self.read, name, limits.MEMBER))


def _told(info: zipfile.ZipInfo) -> tuple[Any, ...]:
    """An entry of zipfile's in the shape of `_Entry`."""
    sizes = info.CRC, info.compress_size, info.file_size, 0, 0
    return (_CENTRAL, info.extract_version, info.flag_bits, info.compress_type, *sizes, info.header_offset)


def _plain_directory(content: bytes) -> dict[str, tuple[Any, ...]] | None:
    """The directory of a file as office programs write it, by name, in a quarter of the time that zipfile takes.

    None, and zipfile is asked, wherever anything is out of the ordinary: a comment, extra fields, sizes of 64 bits,
    names that are not ASCII, something before the file or between directory and end.
    """
    last = len(content) - 22
    if last < 0 or content[last : last + 4] != _END or content[last - 20 : last - 16] == _WIDE_END:
        return None
    number, size, at, comment = _LAST.unpack_from(content, last + 10)
    if number == 0xFFFF or comment or at + size != last:
        return None
    found = {}
    for _ in range(number):
        if at + 46 > last:
            return None
        record = _RECORD.unpack_from(content, at)
        sign, needs, _, _, _, packed, whole, name_size, more, begin = record
        end = at + 46 + name_size
        name = content[at + 46 : end]
        if sign != _CENTRAL or more or needs > _NEEDS or _WIDE in (packed, whole, begin) or not name.isascii():
            return None
        at = end
        if name[-1:] != b"/":  # which is a folder
            found[name.decode("ascii")] = record
    names = "\n".join(found)
    return found if at == last and "\0" not in names and "\\" not in names else None


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


def _legible(name: str, flags: int) -> str:
    """The name, in Chinese where an old program wrote it in GBK."""
    if flags & _UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
