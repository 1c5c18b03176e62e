"""ZIP files from untrusted hands: their directory within limits, each part within limits, and what is in neither.

A file whose directory is gone is walked from one part's header to the next: what can still be unpacked is.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from functools import cached_property, partial

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.packed import METHODS, Packed
from checker.content.reading import Inner
from checker.content.trouble import Trouble
from checker.content.zip_entries import (
    CENTRAL,
    END,
    LOCAL,
    LOCAL_SIGN,
    SIZES_BEHIND,
    Entry,
    Record,
    number_told,
    plain_directory,
    walked,
)
from checker.facts.content.document import Read

DIRECTORY = "directory"  # of an archive, as an account names it: whether it is there and could be followed
_AT_ONCE = 8 << 20  # smaller files are read as a whole: one question instead of many
_STEP = 4096
_PIECE = 1 << 20
_ENCRYPTED = 0x1
_BEHIND = b"PK\x07\x08"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_SIGNING = b"APK Sig Block 42"  # ends what an Android program has before its directory
_NO_EXTRA = b"\0\0"
_SIGNS = (LOCAL_SIGN, CENTRAL)
_UTF8 = 0x800
_FRONT = struct.Struct("<4s22xHH")  # of a part's header: its sign, sizes of name and extra field
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

    torn     its directory is gone or broken, and the parts are those that a walk over the file found
    comment  what the directory says beside the parts: remarks, other names of theirs, names of folders

    Raises:
        Trouble: neither a directory nor a part that can be read (DAMAGED), or more entries than any document has
            (TOO_LARGE).
    """

    def __init__(self, file: File) -> None:
        if number_told(file) > limits.ENTRIES:
            raise Trouble(Read.TOO_LARGE)
        self._file = file
        self._content = file.part(0, file.size) if file.size <= _AT_ONCE else b""
        self._odd: dict[str, bytes] = {}  # names as their bytes stand in the file, where they are not plain
        self._again: dict[str, str] = {}
        self._folders: list[tuple[int, int]] = []  # where each begins, and the size of its name
        self._begins: dict[str, int | None] = {}
        self._tied = False  # one part follows the other, and no stretch belongs to none
        self._directory, self.torn, self.comment = file.size, False, ""
        plain = plain_directory(self._content)
        if plain is None:
            self._parts = self._told()
        else:
            self._parts, self._directory, self._folders, self._tied = plain

    def _told(self) -> dict[str, Record]:
        """The directory as zipfile reads it: for all that is not written as office programs write it."""
        stream = io.BytesIO(self._content) if self._content else io.BufferedReader(Stream(self._file))
        try:
            with zipfile.ZipFile(stream) as archive:
                infos, self._directory = archive.infolist(), archive.start_dir
                comments = [archive.comment, *(info.comment for info in infos)]
                extras = [
                    info.extra.decode("utf-8", "ignore").replace("\0", "") for info in infos if not info.extra.isascii()
                ]
        except _BROKEN:
            return self._walked()
        folders = [_legible(info.filename, info.flag_bits) for info in infos if info.filename.endswith("/")]
        beside = [name.replace("/", "\n") for name in folders] + [one.replace("\0", "") for one in extras]
        self.comment = "\n".join((*(_characters(one) for one in comments if one), *beside))
        found = dict[str, Record]()
        for info in infos:
            coding = "utf-8" if info.flag_bits & _UTF8 else "cp437"
            written = info.orig_filename.encode(coding, "replace")
            if info.filename.endswith("/") and not info.file_size:
                self._folders.append((info.header_offset, len(written)))
                continue
            name = self._unlike(_legible(info.filename, info.flag_bits), found)
            self._odd[name] = written
            packing = info.extract_version, info.flag_bits, info.compress_type
            found[name] = (*packing, info.CRC, info.compress_size, info.file_size, 0, 0, info.header_offset)
        return found

    def _unlike(self, name: str, found: dict[str, Record]) -> str:
        """The name; where another part has it already, that one is called by a number from now on."""
        if name in found:
            number = 2
            while (other := f"{name} ({number})") in found:
                number += 1
            found[other], self._odd[other], self._again[other] = found[name], self._odd.get(name, b""), name
        return name

    def _walked(self) -> dict[str, Record]:
        self.torn = True
        found = dict[str, Record]()
        for written, record in walked(self._file):
            flags = record[1]
            legible = _legible(written.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), flags)
            name = self._unlike(legible, found)
            self._odd[name], found[name] = written, record
            if len(found) > limits.ENTRIES:
                raise Trouble(Read.TOO_LARGE)
        if not found:
            raise Trouble(Read.DAMAGED)
        return found

    def _entry(self, name: str) -> Entry:
        return Entry._make(self._parts[name])

    @cached_property
    def names(self) -> list[str]:
        """Of all parts. The earlier of two that are called alike has a number behind its name."""
        return list(self._parts)

    @cached_property
    def called_names(self) -> list[str]:
        """What the file itself calls all parts; `names` itself where each has one of its own."""
        return [self.called(name) for name in self.names] if self._again else self.names

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
        return self._parts[name][5]

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

    def head(self, name: str) -> bytes:
        """A part's first bytes, however large it is; nothing where they do not unpack. Raises Trouble."""
        _, _, method, crc, packed, size, _, _, at = self._parts[name]
        begin = self._begin(name, at)
        piece = b"" if begin is None else self._piece(begin, min(packed, _STEP))
        return Packed(piece, min(size, _STEP), crc, method).begun()

    def tail(self, name: str) -> bytes | None:
        """A part's last bytes, however large it is; None where it does not unpack or is packed in a rare way.

        Raises:
            Trouble: it is larger than any member that is unpacked for them.
        """
        _, _, method, _, packed, size, _, _, at = self._parts[name]
        begin = self._begin(name, at)
        if begin is None:
            return None
        if method == zipfile.ZIP_STORED:
            return self._piece(begin + max(0, packed - _STEP), min(packed, _STEP))
        if method != zipfile.ZIP_DEFLATED:
            return None
        limits.check_part(size, packed, limits.UNROLLED)
        return self._last_inflated(begin, packed)

    def _last_inflated(self, begin: int, packed: int) -> bytes | None:
        inflate, tail, at = zlib.decompressobj(-15), b"", 0
        try:
            while not inflate.eof and (at < packed or inflate.unconsumed_tail):
                piece = inflate.unconsumed_tail or self._piece(begin + at, min(_PIECE, packed - at))
                at += 0 if inflate.unconsumed_tail else len(piece)
                if not piece:
                    return None
                tail = (tail + inflate.decompress(piece, _PIECE))[-_STEP:]
        except zlib.error:
            return None
        return tail

    def packed(self, name: str, limit: int = limits.PART) -> Packed:
        """A part as it lies there.

        Raises:
            Trouble: encrypted, too large, packed like a bomb or in a way that we cannot unpack, not where it should be.
        """
        if name not in self._parts:
            raise Trouble(Read.DAMAGED)
        _, flags, method, crc, packed, size, name_size, _, at = self._parts[name]
        if flags & _ENCRYPTED:
            raise Trouble(Read.ENCRYPTED)
        if method not in METHODS:
            raise Trouble(Read.UNSUPPORTED)
        if size > limits.RATIO_FROM or size > limit:
            limits.check_part(size, packed, limit)
        bare = self._tied and self._content[at + 28 : at + 30] == _NO_EXTRA
        begin = at + LOCAL.size + name_size if bare else self._begin(name, at)
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
        content, begins, last = self._content, self._begins, len(self._content) - LOCAL.size
        for name, record in self._parts.items() if content and not self._odd else ():
            at = record[8]
            if at > last:
                begins[name] = None
                continue
            sign, name_size, extra_size = _FRONT.unpack_from(content, at)
            begin = at + LOCAL.size + name_size
            same = sign == LOCAL_SIGN and content[begin - name_size : begin] == name.encode("ascii")
            begins[name] = begin + extra_size if same else None

    def _after_header(self, name: str, at: int) -> int | None:
        written = self._odd.get(name) or name.encode("ascii", "replace")
        begin = at + LOCAL.size
        if self._content and at >= 0 and begin <= len(self._content):  # nothing is copied
            sign, name_size, extra_size = _FRONT.unpack_from(self._content, at)
            same = sign == LOCAL_SIGN and name_size == len(written) and self._content.startswith(written, begin)
            return begin + name_size + extra_size if same else None
        header = self._piece(at, LOCAL.size)
        if len(header) < LOCAL.size:
            return None
        sign, name_size, extra_size = _FRONT.unpack(header)
        if sign != LOCAL_SIGN or name_size != len(written) or self._piece(begin, name_size) != written:
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
        if self.torn or self._tied:
            return ()
        self._find_all()
        ends = [(record[8], self._end(name, record)) for name, record in self._parts.items()]
        ends += [(at, self._end_of_folder(at, name_size)) for at, name_size in self._folders]
        ends.sort()
        found, after = [], 0
        for begin, end in (*ends, (self._begin_of_signature(), self._directory)):
            if begin > after and self._is_written(after, begin):
                found.append(f"bytes {after} to {begin - 1}")
            if end > after:
                after = end
        tail = self._piece(max(0, self._file.size - 66_000), 66_000)
        at = tail.rfind(END)
        if at >= 0 and len(tail) >= at + 22:
            end = at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little")
            if tail[end:].strip(b"\0"):
                found.append(f"bytes {self._file.size - len(tail) + end} to {self._file.size - 1}")
        return tuple(found)

    def _is_written(self, begin: int, end: int) -> bool:
        """Whether anything but zeros stands there; piece by piece, for a stretch may be as long as the file."""
        return any(self._piece(at, min(_PIECE, end - at)).strip(b"\0") for at in range(begin, end, _PIECE))

    def _end(self, name: str, record: Record) -> int:
        _, flags, _, _, packed, _, _, _, at = record
        begin = self._begins[name] if name in self._begins else self._begin(name, at)
        if begin is None:
            return at
        return self._behind(begin + packed) if flags & SIZES_BEHIND else begin + packed

    def _end_of_folder(self, at: int, name_size: int) -> int:
        header = self._piece(at, LOCAL.size)
        whole = len(header) == LOCAL.size and header.startswith(LOCAL_SIGN)
        end = at + LOCAL.size + name_size + (LOCAL.unpack(header)[8] if whole else 0)
        end += 2 * (self._piece(end, 2) == b"\x03\0")  # nothing, deflated
        return self._behind(end) if whole and header[6] & SIZES_BEHIND else end

    def _begin_of_signature(self) -> int:
        """Where the block begins that an Android program has before its directory; else where the directory does."""
        if self._piece(max(0, self._directory - len(_SIGNING)), len(_SIGNING)) != _SIGNING:
            return self._directory
        size = int.from_bytes(self._piece(self._directory - 24, 8), "little")
        return max(self._directory - 8 - size, 0) or self._directory

    def _behind(self, end: int) -> int:
        """Past checksum and two sizes, of 32 or 64 bits, with or without a sign before them."""
        behind = self._piece(end, 28)
        signed = 4 if behind.startswith(_BEHIND) else 0
        wide = behind[signed + 20 : signed + 24] in _SIGNS and behind[signed + 12 : signed + 16] not in _SIGNS
        return end + signed + (20 if wide else 12)

    def inner(self, name: str) -> Inner:
        entry = self._entry(name)
        opened, begun = partial(self.read, name, limits.MEMBER), partial(self.begun, name, limits.MEMBER)
        return Inner(name, entry.size, entry.packed, opened, begun, partial(self.packed, name, limits.MEMBER))


def ends_with_a_zip(file: File) -> bool:
    """Whether a zip's directory ends where the file does, by its own numbers ([APPNOTE], 4.3.16)."""
    tail = file.part(max(0, file.size - _STEP), _STEP)
    at = tail.rfind(END)
    if at < 0 or at + 22 > len(tail):
        return False
    size, comment = int.from_bytes(tail[at + 12 : at + 16], "little"), int.from_bytes(tail[at + 20 : at + 22], "little")
    begin = file.size - len(tail) + at - size
    return at + 22 + comment <= len(tail) and begin >= 0 and file.part(begin, 4) in (CENTRAL, END)


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
