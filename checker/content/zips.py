"""ZIP files from untrusted hands: their directory within limits, each part within limits, and what is in neither.

A file whose directory is gone is walked from one part's header to the next: what can still be unpacked is.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Any, NamedTuple

from checker.content import limits
from checker.content.file import WHOLE_LIMIT, File, Stream
from checker.content.packed import METHODS, Packed
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

DIRECTORY = "directory"  # of an archive, as an account names it: whether it is there and could be followed
_AT_ONCE = 8 << 20  # smaller files are read as a whole: one question instead of many
_STEP = 4096
_PIECE = 1 << 20
_ENCRYPTED = 0x1
_SIZES_BEHIND = 0x8
_LOCAL_SIGN = b"PK\x03\x04"
_CENTRAL = b"PK\x01\x02"
_END = b"PK\x05\x06"
_WIDE_END = b"PK\x06\x07"
_BEHIND = b"PK\x07\x08"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_SIGNING = b"APK Sig Block 42"  # ends what an Android program has before its directory
_SIGNS = (_LOCAL_SIGN, _CENTRAL)
_WIDE = 0xFFFF_FFFF  # stands for a number of 64 bits, to be found in an extra field
_NEEDS = 63  # the version that zipfile knows, too
_UTF8 = 0x800
_LOCAL = struct.Struct("<4s3H4xIIIHH")  # needs, flags, method, CRC, sizes, sizes of name and extra field
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

    torn     its directory is gone or broken, and the parts are those that a walk over the file found
    comment  what the directory says beside the parts

    Raises:
        Trouble: neither a directory nor a part that can be read (DAMAGED), or more entries than any document has
            (TOO_LARGE).
    """

    def __init__(self, file: File) -> None:
        if _entries(file) > limits.ENTRIES:
            raise Trouble(Read.TOO_LARGE)
        self._file = file
        self._content = file.part(0, file.size) if file.size <= _AT_ONCE else b""
        self._odd: dict[str, bytes] = {}  # names as their bytes stand in the file, where they are not plain
        self._again: dict[str, str] = {}
        self._folders: list[tuple[int, int]] = []  # where each begins, and the size of its name
        self._begins: dict[str, int | None] = {}
        self._directory, self.torn, self.comment = file.size, False, ""
        plain = _plain_directory(self._content)
        if plain is None:
            self._parts: Mapping[str, tuple[Any, ...]] = self._told()
        else:
            self._parts, self._directory, self._folders = plain

    def _told(self) -> dict[str, tuple[Any, ...]]:
        """The directory as zipfile reads it: for all that is not written as office programs write it."""
        stream = io.BytesIO(self._content) if self._content else io.BufferedReader(Stream(self._file))
        try:
            with zipfile.ZipFile(stream) as archive:
                infos, self._directory = archive.infolist(), archive.start_dir
                comments = [archive.comment, *(info.comment for info in infos)]
        except _BROKEN:
            return self._walked()
        self.comment = "\n".join(_characters(one) for one in comments if one)
        found = dict[str, tuple[Any, ...]]()
        for info in infos:
            coding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
            written = info.orig_filename.encode(coding, "replace")
            if info.filename.endswith("/") and not info.file_size:
                self._folders.append((info.header_offset, len(written)))
                continue
            name = self._unlike(_legible(info.filename, info.flag_bits), found)
            self._odd[name] = written
            sizes = info.CRC, info.compress_size, info.file_size, 0, 0
            found[name] = _CENTRAL, info.extract_version, info.flag_bits, info.compress_type, *sizes, info.header_offset
        return found

    def _unlike(self, name: str, found: dict[str, tuple[Any, ...]]) -> str:
        """The name; where another part has it already, that one is called by a number from now on."""
        if name in found:
            number = 2
            while (other := f"{name} ({number})") in found:
                number += 1
            found[other], self._odd[other], self._again[other] = found[name], self._odd.get(name, b""), name
        return name

    def _walked(self) -> dict[str, tuple[Any, ...]]:
        self.torn = True
        found = dict[str, tuple[Any, ...]]()
        for written, record in _walk(self._file):
            name = self._unlike(
                _legible(written.decode("utf-8" if record[2] & _UTF8 else "cp437", "replace"), record[2]), found
            )
            self._odd[name], found[name] = written, record
            if len(found) > limits.ENTRIES:
                raise Trouble(Read.TOO_LARGE)
        if not found:
            raise Trouble(Read.DAMAGED)
        return found

    def _entry(self, name: str) -> _Entry:
        return _Entry._make(self._parts[name])

    @property
    def names(self) -> list[str]:
        """Of all parts. The earlier of two that are called alike has a number behind its name."""
        return list(self._parts)

    def called(self, name: str) -> str:
        """What the file itself calls a part."""
        return self._again.get(name, name)

    @property
    def follows_a_program(self) -> bool:
        """Whether a program that unpacks it stands before it."""
        return self._piece(0, 4).startswith(_PROGRAMS)

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
            Trouble: encrypted, too large, packed like a bomb, in a way that we cannot unpack, damaged.
        """
        found = self.packed(name, limit).unpacked()
        if found is None:
            raise Trouble(Read.DAMAGED)
        return found

    def begun(self, name: str, limit: int = limits.PART) -> bytes:
        """As much of a damaged part as can still be unpacked; nothing where that is not even begun."""
        try:
            return self.packed(name, limit).begun()
        except Trouble:
            return b""

    def packed(self, name: str, limit: int = limits.PART) -> Packed:
        """A part as it lies there.

        Raises:
            Trouble: encrypted, too large, packed like a bomb or in a way that we cannot unpack, not where it should be.
        """
        if name not in self._parts:
            raise Trouble(Read.DAMAGED)
        _, _, flags, method, crc, packed, size, _, _, at = self._parts[name]
        if flags & _ENCRYPTED:
            raise Trouble(Read.ENCRYPTED)
        if method not in METHODS:
            raise Trouble(Read.UNSUPPORTED)
        limits.check_part(size, packed, limit)
        begin = self._begin(name, at)
        if begin is None or packed > size + size // 8 + _STEP:  # nothing is packed to more than that
            raise Trouble(Read.DAMAGED)
        return Packed(self._piece(begin, packed), size, crc, method)

    def _begin(self, name: str, at: int) -> int | None:
        """Where a part's content begins; None where no header of that name stands before it."""
        if name not in self._begins:
            self._begins[name] = self._after_header(name, at)
        return self._begins[name]

    def _find_all(self) -> None:
        """Where the content of each part begins, for a file that is here as a whole: in half the time."""
        content, last, unpack = self._content, len(self._content) - _LOCAL.size, _LOCAL.unpack_from
        for name, record in self._parts.items() if content and not self._odd else ():
            at, begin = record[9], record[9] + _LOCAL.size
            if at > last:
                self._begins[name] = None
                continue
            sign, _, _, _, _, _, _, name_size, extra_size = unpack(content, at)
            same = sign == _LOCAL_SIGN and content[begin : begin + name_size] == name.encode("ascii", "replace")
            self._begins[name] = begin + name_size + extra_size if same else None

    def _after_header(self, name: str, at: int) -> int | None:
        written = self._odd.get(name) or name.encode("ascii", "replace")
        begin = at + _LOCAL.size
        if self._content and at >= 0 and begin <= len(self._content):  # nothing is copied
            sign, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(self._content, at)
            same = sign == _LOCAL_SIGN and name_size == len(written) and self._content.startswith(written, begin)
            return begin + name_size + extra_size if same else None
        header = self._piece(at, _LOCAL.size)
        if len(header) < _LOCAL.size:
            return None
        sign, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack(header)
        if sign != _LOCAL_SIGN or name_size != len(written) or self._piece(begin, name_size) != written:
            return None
        end: int = begin + name_size + extra_size
        return end

    def _piece(self, at: int, size: int) -> bytes:
        if at < 0:
            return b""
        if self._content:
            return self._content[at : at + size]
        return self._file.part(at, min(size, max(0, self._file.size - at)))

    @cached_property
    def stray(self) -> tuple[str, ...]:
        """Stretches of the file that belong to no part and are not empty: ``bytes 0 to 511``."""
        if self.torn:
            return ()
        self._find_all()
        ends = [(self._parts[name][9], self._end(name)) for name in self._parts]
        for at, name_size in self._folders:
            header = self._piece(at, _LOCAL.size)
            whole = len(header) == _LOCAL.size and header.startswith(_LOCAL_SIGN)
            end = at + _LOCAL.size + name_size + (_LOCAL.unpack(header)[8] if whole else 0)
            packed = self._piece(end, 2) == b"\x03\0"  # nothing, deflated
            ends.append(
                (at, self._behind(end + 2 * packed) if whole and header[6] & _SIZES_BEHIND else end + 2 * packed)
            )
        ends.sort()
        found, after = [], 0
        signed = self._piece(max(0, self._directory - len(_SIGNING)), len(_SIGNING)) == _SIGNING
        last = self._directory - 8 - int.from_bytes(self._piece(self._directory - 24, 8), "little") if signed else 0
        for begin, end in (*ends, (max(last, 0) or self._directory, self._directory)):
            if self._is_written(after, begin):
                found.append(f"bytes {after} to {begin - 1}")
            after = max(after, end)
        tail = self._piece(max(0, self._file.size - 66_000), 66_000)
        at = tail.rfind(_END)
        if at >= 0 and len(tail) >= at + 22:
            end = at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little")
            if tail[end:].strip(b"\0"):
                found.append(f"bytes {self._file.size - len(tail) + end} to {self._file.size - 1}")
        return tuple(found)

    def _is_written(self, begin: int, end: int) -> bool:
        """Whether anything but zeros stands there; piece by piece, for a stretch may be as long as the file."""
        return any(self._piece(at, min(_PIECE, end - at)).strip(b"\0") for at in range(begin, end, _PIECE))

    def _end(self, name: str) -> int:
        _, _, flags, _, _, packed, _, _, _, at = self._parts[name]
        begin = self._begins[name] if name in self._begins else self._begin(name, at)
        if begin is None:
            return int(at)
        end: int = begin + packed
        return self._behind(end) if flags & _SIZES_BEHIND else end

    def _behind(self, end: int) -> int:
        """Past checksum and two sizes, of 32 or 64 bits, with or without a sign before them."""
        behind = self._piece(end, 28)
        signed = 4 if behind.startswith(_BEHIND) else 0
        wide = behind[signed + 20 : signed + 24] in _SIGNS and behind[signed + 12 : signed + 16] not in _SIGNS
        return end + signed + (20 if wide else 12)

    def inner(self, name: str) -> Inner:
        entry = self._entry(name)
        opened, begun = partial(self.read, name, limits.MEMBER), partial(self.begun, name, limits.MEMBER)
        return Inner(name, entry.size, entry.packed, opened, begun)


def _plain_directory(content: bytes) -> tuple[dict[str, tuple[Any, ...]], int, list[tuple[int, int]]] | None:
    """The directory of a file as office programs write it, by name, in a quarter of the time that zipfile takes.

    With where it begins, and its folders.

    None, and zipfile is asked, wherever anything is out of the ordinary: a comment, extra fields, sizes of 64 bits,
    names that are not ASCII or there twice, something before the file or between directory and end.
    """
    last = len(content) - 22
    if last < 0 or content[last : last + 4] != _END or content[last - 20 : last - 16] == _WIDE_END:
        return None
    number, size, at, comment = _LAST.unpack_from(content, last + 10)
    if number == 0xFFFF or comment or at + size != last:
        return None
    found, begun, folders = {}, at, list[tuple[int, int]]()
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
        if name[-1:] == b"/" and not whole:
            folders.append((begin, name_size))
        else:
            found[name.decode("ascii")] = record
    names = "\n".join(found)
    sound = at == last and len(found) + len(folders) == number and "\0" not in names and "\\" not in names
    return (found, begun, folders) if sound else None


# -- without a directory ----------------------------------------------------------------------------------------------


def _walk(file: File) -> Iterator[tuple[bytes, tuple[Any, ...]]]:
    """The parts of a file whose directory is gone, by their own headers: names in bytes, and what `_Entry` has."""
    if file.size > WHOLE_LIMIT:
        raise Trouble(Read.DAMAGED)
    at = 0
    while at < file.size:
        piece = file.part(at, min(_PIECE, file.size - at))
        begin = piece.find(_LOCAL_SIGN)
        if begin < 0:
            at += max(1, len(piece) - 3)
            continue
        at += begin
        header = file.part(at, min(_LOCAL.size, file.size - at))
        if len(header) < _LOCAL.size:
            return
        _, needs, flags, method, crc, packed, size, name_size, extra_size = _LOCAL.unpack(header)
        name = file.part(at + _LOCAL.size, min(name_size, file.size - at - _LOCAL.size))
        begin = at + _LOCAL.size + name_size + extra_size
        if needs > _NEEDS or not name or name.strip(b"\0") != name or begin > file.size:
            at += 4
            continue
        if flags & _SIZES_BEHIND and not packed:
            packed, size, crc = _measured(file, begin)
        if packed == _WIDE or size == _WIDE:
            at = begin
            continue
        if size or not name.endswith(b"/"):
            yield name, (_LOCAL_SIGN, needs, flags, method, crc, packed, size, 0, 0, at)
        at = begin + packed


def _measured(file: File, begin: int) -> tuple[int, int, int]:
    """Packed size, size and checksum of a deflated part whose header does not tell; where it breaks off, none fits."""
    inflate, at, size, crc = zlib.decompressobj(-15), begin, 0, 0
    try:
        while at < file.size and not inflate.eof and size <= limits.PART:
            piece = inflate.unconsumed_tail or file.part(at, min(_STEP, file.size - at))
            content = inflate.decompress(piece, _PIECE)
            at += len(piece) - len(inflate.unconsumed_tail) - len(inflate.unused_data)
            size, crc = size + len(content), zlib.crc32(content, crc)
    except zlib.error:
        pass
    return at - begin, size + (not inflate.eof), crc


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


def _characters(comment: bytes) -> str:
    try:
        return comment.decode("utf-8")
    except UnicodeError:
        return comment.decode("gb18030", "replace")
