"""zip, tar, 7z, iso and what is packed by itself: members one after the other, each accounted for."""

from __future__ import annotations

import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.readers import streams
from checker.content.readers.streams import Unpacked
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zips import DIRECTORY, Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

if TYPE_CHECKING:
    import py7zr

_FROM_ITS_BEGINNING = "bytes 0 to "  # as `Zip.stray` has it
_BATCH = 64 << 20  # bytes of a 7z archive that are unpacked together; a solid one is gone through once for each batch
_DICTIONARY = 192 << 20  # bytes that unpacking may need for itself
_LZMA, _LZMA2 = b"\x03\x01\x01", b"\x21"
_BLOCK = 512  # bytes of a tar
_LOOKED_FOR = 64 << 20  # bytes behind a tar's end in which something else is looked for
_END, _REST = "end of the archive", "what follows the archive"
_BROKEN = (OSError, EOFError, ValueError, LookupError, zlib.error, lzma.LZMAError, tarfile.TarError, OverflowError)


def zipped(archive: Zip, reading: Reading, *, program: bool = False) -> None:
    """An encrypted member is told by itself: others of the same archive may be open.

    program  one stands before the first member, which unpacks them and holds nothing of its own
    """
    if archive.torn:
        reading.account.left(DIRECTORY, Read.DAMAGED)
    for stretch in archive.stray:
        if not (program and stretch.startswith(_FROM_ITS_BEGINNING)):
            reading.account.left(stretch, Read.UNSUPPORTED)
    if "\0" in archive.comment:  # nobody writes zeros: it was not written to its end
        reading.account.left(DIRECTORY, Read.DAMAGED)
    reading.number = len(archive.names)
    reading.members = _zip(archive, reading)


def _zip(archive: Zip, reading: Reading) -> Iterator[Inner]:
    reading.add(Zone.COMMENT, archive.comment)
    yield from (archive.inner(name) for name in archive.names)
    for stretch in archive.stray:
        if not (archive.follows_a_program and stretch.startswith("bytes 0 ")):
            reading.account.left(stretch, Read.UNSUPPORTED)


# -- tar --------------------------------------------------------------------------------------------------------------


def tarred(file: File, kind: str, reading: Reading) -> None:
    reading.members = _tar(file, reading) if kind == "tar" else _packed_tar(Unpacked(file, kind, reading.step), reading)


def _tar(file: File, reading: Reading) -> Iterator[Inner]:
    end = yield from _listed(io.BufferedReader(Stream(file), 1 << 16), "r:", reading)
    _ended(file.part(end, _BLOCK), reading)
    for at in range(end, min(file.size, end + _LOOKED_FOR), 1 << 20):
        if file.part(at, 1 << 20).strip(b"\0"):
            reading.account.left(_REST, Read.UNSUPPORTED)
            return


def _packed_tar(unpacked: Unpacked, reading: Reading) -> Iterator[Inner]:
    kept = _Kept(unpacked)
    end = yield from _listed(kept, "r|", reading)
    _ended(kept.at(end), reading)
    for _ in range(_LOOKED_FOR >> 16):
        content = kept.read(1 << 16)
        if content.strip(b"\0"):
            reading.account.left(_REST, Read.UNSUPPORTED)
        if not content:
            break
    unpacked.tell(reading.account)


def _listed(stream: Any, mode: Any, reading: Reading) -> Any:
    """The members; the place at which the archive's end has to stand."""
    try:
        with tarfile.open(fileobj=stream, mode=mode, bufsize=tarfile.RECORDSIZE) as archive:
            for member in archive:
                _say(member, reading)
                # Of a type that tarfile does not know, it has content like any file.
                if member.isreg() or member.type not in tarfile.SUPPORTED_TYPES:
                    name = _legible(member.name)
                    yield Inner(name, member.size, member.size, partial(_extracted, archive, member))
            return archive.offset
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error


def _say(member: tarfile.TarInfo, reading: Reading) -> None:
    """What a member says beside its content: remarks, and the names of what has no content of its own."""
    said = [_legible(value) for key, value in member.pax_headers.items() if key != "path" and not value.isascii()]
    if not member.isreg():
        said += [_legible(name).replace("/", "\n") for name in (member.name, member.linkname) if not name.isascii()]
    reading.add(Zone.COMMENT, "\n".join(said))


def _ended(block: bytes, reading: Reading) -> None:
    """tarfile takes any block that is no header for the end; it is one where it holds zeros alone."""
    if block != bytes(_BLOCK):
        reading.account.left(_END, Read.DAMAGED)


class _Kept(io.RawIOBase):
    """A stream that remembers what was read last: tarfile reads a whole record ahead."""

    def __init__(self, inner: Unpacked) -> None:
        self._inner, self._last, self._read = inner, b"", 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        content = b""
        while len(content) < size:
            more = self._inner.some(size - len(content))
            if not more:
                break
            content += more
        self._read += len(content)
        self._last = (self._last + content)[-4 * tarfile.RECORDSIZE :]
        return content

    def at(self, place: int) -> bytes:
        begin = place - (self._read - len(self._last))
        return self._last[begin : begin + _BLOCK] if begin >= 0 else b""


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    try:
        stream = archive.extractfile(member)
        content = stream.read() if stream else b""
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error
    if len(content) != member.size:
        raise Trouble(Read.DAMAGED)
    return content


def _legible(name: str) -> str:
    """A name as text; old programs on Windows wrote it in GBK."""
    content = name.encode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


# -- one file ---------------------------------------------------------------------------------------------------------


def squeezed(file: File, kind: str, name: str, reading: Reading) -> None:
    """One file packed by itself."""
    inner = name.rpartition("/")[2].rpartition(".")[0] or "content"
    reading.number = 1
    if kind == "gz":
        reading.add(Zone.COMMENT, streams.named(file.part(0, 4096)))
    reading.members = iter([Inner(inner, file.size, file.size, partial(_unpacked, file, kind, reading))])


def _unpacked(file: File, kind: str, reading: Reading) -> bytes:
    stream, found = Unpacked(file, kind, reading.step), bytearray()
    while piece := stream.some(1 << 20):
        found += piece
        if len(found) > limits.MEMBER:
            raise Trouble(Read.REFUSED if len(found) > limits.RATIO * stream.taken else Read.TOO_LARGE)
    stream.tell(reading.account)
    if not found and stream.cut:
        raise Trouble(Read.DAMAGED)
    return bytes(found)


def is_tar(file: File, kind: str) -> bool:
    """Whether a packed file holds a tar archive; its first block says so."""
    try:
        return is_tar_block(Unpacked(file, kind, lambda: None).some(_BLOCK))
    except Trouble:
        return False


def is_tar_block(block: bytes) -> bool:
    """Whether it is a tar's header: by its sum, which tars from before POSIX have, too."""
    if block[257:262] == b"ustar":
        return True
    said = block[148:156].strip(b" \0")
    if len(block) < _BLOCK or not said.isdigit() or b"8" in said or b"9" in said:
        return False
    return int(said, 8) == sum(block[:148]) + 8 * 32 + sum(block[156:_BLOCK])


# -- 7z ---------------------------------------------------------------------------------------------------------------


def sevens(file: File, reading: Reading) -> None:
    """Raises Trouble."""
    import py7zr  # slow to load, and few people have such archives

    def opened() -> py7zr.SevenZipFile:
        return py7zr.SevenZipFile(io.BufferedReader(Stream(file), 1 << 16), "r")

    archive = _asked(opened)
    if _asked(archive.needs_password):
        raise Trouble(Read.ENCRYPTED)
    if _asked(partial(_largest_dictionary, archive)) > _DICTIONARY:
        raise Trouble(Read.TOO_LARGE)
    infos = [info for info in _asked(archive.list) if not info.is_directory]
    total = sum(info.uncompressed or 0 for info in infos)
    reading.number = len(infos)
    if total > limits.RATIO_FROM and total > limits.RATIO * file.size:
        raise Trouble(Read.REFUSED)
    reading.members = _seven(archive, [(info.filename, info.uncompressed or 0) for info in infos], reading)


def _seven(archive: py7zr.SevenZipFile, members: list[tuple[str, int]], reading: Reading) -> Iterator[Inner]:
    import py7zr.io

    batch, size = list[str](), 0
    for number, (name, length) in enumerate(members, 1):
        if length > limits.MEMBER:
            yield Inner(_legible(name), length, length, _too_large)
            continue
        batch.append(name)
        size += length
        if size < _BATCH and number < len(members):
            continue
        reading.step()
        factory = py7zr.io.BytesIOFactory(limits.MEMBER + 1)
        _asked(archive.reset)
        _asked(partial(archive.extract, targets=set(batch), factory=factory))
        for called, product in factory.products.items():
            content = product.read() if product.seek(0) == 0 else b""
            yield Inner(_legible(called), len(content), len(content), partial(bytes, content))
        batch, size = [], 0


def _too_large() -> bytes:
    raise Trouble(Read.TOO_LARGE)


def _largest_dictionary(archive: py7zr.SevenZipFile) -> int:
    """Bytes that unpacking needs beside what comes of it."""
    streams = archive.header.main_streams
    coders = [coder for folder in streams.unpackinfo.folders for coder in folder.coders] if streams else []
    return max((_dictionary(coder["method"], coder.get("properties") or b"") for coder in coders), default=0)


def _dictionary(method: bytes, properties: bytes) -> int:
    if method == _LZMA and len(properties) >= 5:
        return int.from_bytes(properties[1:5], "little")
    if method == _LZMA2 and properties:
        return (2 | properties[0] & 1) << (properties[0] // 2 + 11)
    return 0


def _asked(work: Callable[[], Any]) -> Any:
    """What py7zr answers. Raises Trouble."""
    import py7zr.exceptions

    try:
        return work()
    except py7zr.exceptions.PasswordRequired as error:
        raise Trouble(Read.ENCRYPTED) from error
    except py7zr.exceptions.UnsupportedCompressionMethodError as error:
        raise Trouble(Read.UNSUPPORTED) from error
    except (*_BROKEN, py7zr.exceptions.ArchiveError, AttributeError, TypeError, AssertionError, RuntimeError) as error:
        raise Trouble(Read.DAMAGED) from error
