"""zip, tar (plain, gz, bz2, xz), gz, bz2, xz, 7z: members one after the other, within a budget."""

from __future__ import annotations

import bz2
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read

if TYPE_CHECKING:
    import py7zr

_SEVEN_LIMIT = 256 << 20  # bytes; a solid archive is unpacked at once, in memory
_BROKEN = (OSError, EOFError, ValueError, LookupError, zlib.error, lzma.LZMAError, tarfile.TarError, OverflowError)


def zipped(archive: Zip, reading: Reading) -> None:
    if archive.encrypted:
        reading.members = iter(())
        raise Trouble(Read.ENCRYPTED)
    reading.number = len(archive.names)
    reading.members = (archive.inner(name) for name in archive.names)


def tarred(file: File, reading: Reading) -> None:
    reading.members = _tar(file)


def _tar(file: File) -> Iterator[Inner]:
    try:
        with tarfile.open(fileobj=io.BufferedReader(Stream(file)), mode="r|*") as archive:
            for member in archive:
                if member.isreg():
                    yield Inner(member.name, member.size, member.size, partial(_extracted, archive, member))
                elif member.size > limits.UNPACKED:
                    raise Trouble(Read.TOO_LARGE)
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    try:
        stream = archive.extractfile(member)
        return stream.read() if stream else b""
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error


def squeezed(file: File, kind: str, name: str, reading: Reading) -> None:
    """One file packed by itself."""
    inner = name.rpartition("/")[2].rpartition(".")[0] or "content"
    reading.members = iter([Inner(inner, file.size, file.size, partial(_unpacked, file, kind))])


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _unpacker(kind: str) -> _Unpacker:
    if kind == "gz":
        return zlib.decompressobj(31)
    return bz2.BZ2Decompressor() if kind == "bz2" else lzma.LZMADecompressor()


def _unpacked(file: File, kind: str) -> bytes:
    unpack = _unpacker(kind)
    found, at = bytearray(), 0
    try:
        while at < file.size:
            piece = file.part(at, 1 << 20)
            at += len(piece)
            # One piece may hold any amount: take it in steps that can be counted.
            while piece:
                found += unpack.decompress(piece, limits.MEMBER + 1 - len(found))
                if len(found) > limits.MEMBER:
                    raise Trouble(Read.REFUSED if len(found) > limits.RATIO * at else Read.TOO_LARGE)
                piece = getattr(unpack, "unconsumed_tail", b"")
            if unpack.eof:
                break
    except _BROKEN as error:
        raise Trouble(Read.DAMAGED) from error
    return bytes(found)


def is_tar(file: File, kind: str) -> bool:
    """Whether a packed file holds a tar archive; its first block says so."""
    try:
        begin = _unpacker(kind).decompress(file.part(0, 64 << 10), 1024)
    except _BROKEN:
        return False
    return begin[257:262] == b"ustar"


def sevens(file: File, reading: Reading) -> None:
    import py7zr  # slow to load, and few people have such archives
    import py7zr.exceptions

    try:
        archive = py7zr.SevenZipFile(io.BufferedReader(Stream(file)), "r")
        if archive.needs_password():
            raise Trouble(Read.ENCRYPTED)
        infos = [info for info in archive.list() if not info.is_directory]
    except py7zr.exceptions.PasswordRequired as error:
        raise Trouble(Read.ENCRYPTED) from error
    except (
        *_BROKEN,
        py7zr.exceptions.ArchiveError,
        AttributeError,
        TypeError,
        AssertionError,
        RecursionError,
    ) as error:
        raise Trouble(Read.DAMAGED) from error
    total = sum(info.uncompressed or 0 for info in infos)
    if len(infos) > limits.ENTRIES or total > _SEVEN_LIMIT:
        raise Trouble(Read.TOO_LARGE)
    if total > limits.RATIO_FROM and total > limits.RATIO * file.size:
        raise Trouble(Read.REFUSED)
    reading.members = _seven(archive, total)


def _seven(archive: py7zr.SevenZipFile, total: int) -> Iterator[Inner]:
    import py7zr.exceptions
    import py7zr.io

    factory = py7zr.io.BytesIOFactory(max(total, 1))
    try:
        archive.extract(factory=factory)
    except py7zr.exceptions.PasswordRequired as error:
        raise Trouble(Read.ENCRYPTED) from error
    except (*_BROKEN, py7zr.exceptions.ArchiveError, AttributeError, TypeError, AssertionError, RuntimeError) as error:
        raise Trouble(Read.DAMAGED) from error
    for name, product in factory.products.items():
        content = product.read() if product.seek(0) == 0 else b""
        yield Inner(name, len(content), len(content), partial(bytes, content))
