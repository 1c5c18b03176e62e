"""Media: how they are divided, their file systems, and what lies between."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from checker.machine.media.medium import Medium
from checker.machine.media.shape import Shape
from checker.residue.carving import Carving
from checker.residue.formats.known import judge_of
from checker.residue.survey import survey
from tests.fuzz.target import Broken, Target
from tests.unit.residue import files, media

_SECTOR = 512
_MEDIUM = 4 << 20
_SHORT = 12  # a medium is given by what is not zero on it


@dataclass(frozen=True, slots=True)
class _Held:
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def read(self, offset: int, length: int) -> bytes:
        return self.content[max(0, offset) : max(0, offset) + max(0, length)]


def _judged(content: bytes) -> object:
    judge = judge_of(content[:8])
    said = None if judge is None else judge(_Held(content))
    if said is not None and not said.size >= 0:
        raise Broken(f"a file of {said.size} bytes")
    return said


def packed(content: bytes) -> bytes:
    """A medium as its sectors that are not empty, each behind its number: what a fuzzer can change with few bytes."""
    found = bytearray(struct.pack("<I", len(content) // _SECTOR))
    for at in range(0, len(content), _SECTOR):
        if any(content[at : at + _SECTOR]):
            found += struct.pack("<I", at // _SECTOR) + content[at : at + _SECTOR]
    return bytes(found)


def unpacked(content: bytes) -> bytes:
    sectors = min(int.from_bytes(content[:4], "little"), _MEDIUM // _SECTOR)
    whole = bytearray(sectors * _SECTOR)
    for at in range(4, len(content) - 4, 4 + _SECTOR):
        begin = int.from_bytes(content[at : at + 4], "little") % max(1, sectors) * _SECTOR
        sector = content[at + 4 : at + 4 + _SECTOR][: len(whole) - begin]
        whole[begin : begin + len(sector)] = sector
    return bytes(whole)


def _surveyed(content: bytes) -> object:
    """Every sector has one fate: swept, the file system's own, or a live file's."""
    whole = unpacked(content)
    medium = Medium(lambda offset, length: whole[offset : offset + length], Shape(len(whole), _SECTOR))
    seen = survey(medium, holding=True)
    last = 0
    for offset, length in seen.stream:
        if offset < last or length <= 0 or offset + length > len(whole):
            raise Broken(f"a run of {length} bytes at {offset}, behind {last}, of {len(whole)}")
        last = offset + length
    carved = Carving(medium, seen).run()
    return seen.layout, seen.volumes, seen.stream, tuple(carved.finds)


def _volumes() -> Iterator[bytes]:
    kept = [media.File("A.JPG", files.jpeg(), deleted=True), media.File("B.PDF", files.pdf())]
    small = media.small_fat(kept)
    yield packed(small)
    yield packed(media.exfat(kept, clusters=200))
    yield packed(media.ntfs([media.NtfsFile("a.docx", files.docx(size=9000), deleted=True)], clusters=300))
    yield packed(media.partitioned(small))
    yield packed(bytes(1 << 20))


def _remnants() -> Iterator[bytes]:
    for make in (files.jpeg, files.png, files.docx, files.ofd, files.streamed_zip, files.pdf, files.ole, files.mp4):
        yield make()
    for make in (files.heic, files.sevenzip, files.tiff, files.bmp, files.gif, files.wav, files.webp, files.avi):
        yield make()
    for make in (
        files.amr,
        files.mp3,
        files.rtf,
        files.html,
        files.mail,
        files.sqlite,
        files.rar,
        files.pst,
        files.dwg,
    ):
        yield make()


def _checksummed(content: bytes) -> bytes:
    """A GPT whose sums are right, whatever it says: they would keep every mutant out."""
    whole = bytearray(unpacked(content))
    if whole[512:520] == b"EFI PART":
        count, size = struct.unpack_from("<II", whole, 512 + 80)
        begin = struct.unpack_from("<Q", whole, 512 + 72)[0] * _SECTOR
        records = whole[begin : begin + min(count * size, _MEDIUM)]
        struct.pack_into("<I", whole, 512 + 88, zlib.crc32(records))
        length = min(struct.unpack_from("<I", whole, 512 + 12)[0], _SECTOR)
        whole[512 + 16 : 512 + 20] = bytes(4)
        struct.pack_into("<I", whole, 512 + 16, zlib.crc32(whole[512 : 512 + length]))
    return bytes(whole)


def _divided(content: bytes) -> object:
    return _surveyed(packed(_checksummed(content)))


def _tables() -> Iterator[bytes]:
    small = media.small_fat([media.File("A.JPG", files.jpeg(), deleted=True)])
    whole = bytearray(2 << 20)
    whole[446 + 4] = 0xEE
    whole[510:512] = b"\x55\xaa"
    struct.pack_into("<8sIIIIQQQQ", whole, 512, b"EFI PART", 0x10000, 92, 0, 0, 1, 4095, 34, 4000)
    struct.pack_into("<QIII", whole, 512 + 72, 2, 4, 128, 0)
    struct.pack_into("<16s16sQQ", whole, 1024, b"\xa2" * 16, b"\x01" * 16, 64, 3900)
    whole[64 * 512 : 64 * 512 + min(len(small), 1 << 20)] = small[: 1 << 20]
    yield packed(bytes(whole))
    yield packed(media.partitioned(small, 0x05))


TARGETS = (
    Target("media-remnants", "bytes between a medium's files", _judged, _remnants),
    Target("media-volumes", "a medium with a file system", _surveyed, _volumes, 1 << 17),
    Target("media-tables", "a medium with a partition table", _divided, _tables, 1 << 17),
)
