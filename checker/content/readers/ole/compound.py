"""A compound file ([MS-CFB]): its storages and streams as its own directory lists them, and how whole each one is."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import olefile

from checker.content import limits
from checker.content.file import File, Stream
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

BROKEN = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
_A_FEW = 16  # bytes; a smaller stream may be nothing but zeros
_MINI = 64  # bytes of one of its sectors
_IS_FAT = 0xFFFF_FFFD
_IN_A_ROW = 64  # bytes
_DEEPEST = 64
_BLOCK = 1 << 16
_PADDING = 1024  # zeros at the end of the last stream that programs leave by themselves
_SMALLEST = 4096  # bytes: what programs fill a stream up to that is not to lie among the small ones

# Main streams and what they make of a file; the first that is there. Names compare without regard to case.
_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("EncryptedSummary", "encrypted"),
    ("\x09DRMContent", "encrypted"),
    ("__properties_version1.0", "msg"),
    ("PP97_DUALSTORAGE", "ppt"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("PP40", "powerpoint4"),
    ("VisioDocument", "vsd"),
    ("Quill", "pub"),
    ("\x05HwpSummaryInformation", "hwp"),
    ("MatOST", "works"),
    ("MM", "works"),
)
# What is no document, by streams that nothing else has: thumbnails of a folder, jump lists, settings of a compiler.
_MAIL = tuple(name.encode("utf-16-le") for name in ("__substg1.0_", "__properties_version"))
# What the library passes over and says of a directory that has holes.
_FAULTS = ("OLE DirEntry", "OLE Entry", "double reference", "unhandled OLE storage", "incorrect OLE FAT")


@dataclass(slots=True)
class Entry:
    """A stream.

    path   its way from the root, as the file spells it
    name   as names are compared
    whole  whether all its bytes are there
    """

    path: str
    name: str
    start: int
    size: int
    chain: Sequence[int] = ()
    whole: bool = True


@dataclass(slots=True)
class Storage:
    """A folder within the file; names are looked up as the format compares them: without regard to case."""

    compound: Compound
    path: str = ""
    streams: dict[str, Entry] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name.upper() in self.streams

    def entry(self, name: str) -> Entry:
        return self.streams[name.upper()]

    def read(self, name: str) -> bytes:
        """A stream's bytes, or those of them that are there.

        Raises:
            Trouble: too large.
        """
        return self.compound.content(self.entry(name))

    def every(self) -> Iterator[Entry]:
        """Its streams and those of the storages in it."""
        yield from self.streams.values()
        for storage in self.storages.values():
            yield from storage.every()

    @property
    def kind(self) -> str:
        """doc, xls, ppt, msg, vsd, pub, hwp, msi, "encrypted"; "ole" for the rest.

        "empty" where nothing is in it.
        """
        names = self.streams.keys() | self.storages.keys()
        if not names:
            return "empty"
        for name, kind in _KINDS:
            if name.upper() in names:
                return kind
        if any(name.startswith("__SUBSTG1.0_") for name in names):
            return "msg"
        # An installation package spells the names of its tables in signs of its own ([MS-CFB] leaves them free).
        installer = [name for name in names if name[:1] == "\u4840"]
        return "msi" if len(installer) > 2 else "ole"


class Compound:
    """An opened compound file. Every chain of sectors is followed once, whether or not its stream is read.

    broken  the directory itself cannot be read, and so there is none
    """

    def __init__(self, file: File) -> None:
        self.file = file
        self.root, self.broken = Storage(self), False
        try:
            self._ole = olefile.OleFileIO(Stream(file))
            self._sector: int = self._ole.sectorsize
            self._fat: array[int] = self._ole.fat
            faults = [message for _, message in self._ole.parsing_issues if message.startswith(_FAULTS)]
            self.directory_is_whole = self._fill(self.root, self._ole.root, 0) and not faults
            self.directory_is_whole = self.directory_is_whole and not self._lost()
        except BROKEN:
            self.root, self.broken, self.directory_is_whole = Storage(self), True, False
        else:
            self._minifat: array[int] | None = None
            self._small: bytes | None = None
            self._taken = bytearray(len(self._fat))
            self._taken_small = bytearray()

    @property
    def kind(self) -> str:
        kind = self.root.kind
        return "ole" if self.broken or (kind in ("empty", "other") and not self.directory_is_whole) else kind

    def _lost(self) -> bool:
        """Whether the directory has streams that nothing leads to."""
        entries: list[object] = self._ole.direntries
        self._ole.directory_fp.seek(0)
        listed: bytes = self._ole.directory_fp.read()
        return any(
            entry is None and listed[128 * sid + 66] in (olefile.STGTY_STORAGE, olefile.STGTY_STREAM)
            for sid, entry in enumerate(entries)
            if len(listed) > 128 * sid + 66
        )

    def salvage(self) -> bytes:
        """The file as it lies there, for words that no directory leads to; nothing of what may be mail."""
        content = self.file.part(0, min(self.file.size, limits.MEMBER))
        return b"" if any(sign in content for sign in _MAIL) else content

    def _fill(self, storage: Storage, entry: olefile.olefile.OleDirectoryEntry, depth: int) -> bool:
        whole = depth < _DEEPEST
        for kid in entry.kids if whole else ():
            path = f"{storage.path}/{kid.name}" if storage.path else kid.name
            key = kid.name.upper()
            while key in storage.streams or key in storage.storages:
                key += "\0"  # a second one of the name is there, too
            if kid.entry_type == olefile.STGTY_STORAGE:
                inner = storage.storages[key] = Storage(self, path)
                whole = self._fill(inner, kid, depth + 1) and whole
            elif kid.entry_type == olefile.STGTY_STREAM:
                storage.streams[key] = Entry(path, kid.name.upper(), kid.isectStart, kid.size)
            else:
                whole = False  # the tree leads to an entry that was wiped
        return whole

    def follow(self) -> None:
        """Follow the chain of every stream, so that each knows whether it is whole."""
        self._load_small()
        self._blank = self._blank_from()
        last = self.file.size // self._sector - 2
        if 0 <= last < len(self._fat) and self._fat[last] == _IS_FAT:
            # The table of sectors is filled up with ones: where it ends the file in zeros, it was not written.
            self.directory_is_whole = self.directory_is_whole and self.file.size - self._blank < _IN_A_ROW
        for entry in self.root.every():
            small = entry.size < self._ole.minisectorcutoff
            size, fat = (_MINI, self._minifat or array("I")) if small else (self._sector, self._fat)
            taken = self._taken_small if small else self._taken
            entry.chain = _chain(entry.start, -(-entry.size // size), fat, taken)
            entry.whole = len(entry.chain) * size >= entry.size
            if entry.chain:
                top = max(entry.chain)
                end = (top + (not small)) * size + (entry.size % size or size if top == entry.chain[-1] else size)
                entry.whole = entry.whole and end <= (len(self._small or b"") if small else self.file.size)
            if small and entry.size > _A_FEW:
                entry.whole = entry.whole and any(self.content(entry))
            if not small and entry.whole and self._blank < self.file.size:
                entry.whole = entry.size == _SMALLEST or self._blank_bytes(entry) <= _PADDING

    def _blank_bytes(self, entry: Entry) -> int:
        """How many of a stream's last bytes lie where the file ends in nothing but zeros."""
        first = len(entry.chain)
        while first and (entry.chain[first - 1] + 1) * self._sector >= self._blank:
            first -= 1
        return max(0, entry.size - first * self._sector)

    def _blank_from(self) -> int:
        """Where the zeros at the file's end begin: what was written to a stick that was pulled out ends in them."""
        at = self.file.size
        while at > 0:
            begin = max(0, at - _BLOCK)
            left = len(self.file.part(begin, at - begin).rstrip(b"\0"))
            if left:
                return begin + left
            at = begin
        return 0

    def _load_small(self) -> None:
        if self._small is not None:
            return
        self._small = b""
        number = self._ole.num_mini_fat_sectors
        listed = self._read(_chain(self._ole.first_mini_fat_sector, number, self._fat, self._taken), self._sector)
        self._minifat = array("I", listed[: len(listed) // 4 * 4])
        self._taken_small = bytearray(len(self._minifat))
        size = self._ole.root.size
        if 0 < size <= limits.MEMBER:
            chain = _chain(self._ole.root.isectStart, -(-size // self._sector), self._fat, self._taken)
            self._small = self._read(chain, self._sector)[:size]

    def content(self, entry: Entry) -> bytes:
        if entry.size > limits.MEMBER:
            raise Trouble(Read.TOO_LARGE)
        if entry.size < self._ole.minisectorcutoff:
            small = self._small or b""
            return b"".join(small[at * _MINI : (at + 1) * _MINI] for at in entry.chain)[: entry.size]
        return self._read(entry.chain, self._sector)[: entry.size]

    def _read(self, chain: Sequence[int], size: int) -> bytes:
        """Sectors that follow one another are read at once."""
        pieces, at = [], 0
        while at < len(chain):
            begin = at
            while at + 1 < len(chain) and chain[at + 1] == chain[at] + 1:
                at += 1
            at += 1
            place = (chain[begin] + 1) * size
            wanted = min((at - begin) * size, max(0, self.file.size - place))
            pieces.append(self.file.part(place, wanted))
            if wanted < (at - begin) * size:
                break  # the file ends here
        return b"".join(pieces)


def _chain(start: int, number: int, fat: Sequence[int], taken: bytearray) -> list[int]:
    """As many sectors as a size needs; fewer where the chain ends early, or runs into one that has an owner."""
    chain, sector, end = [], start, len(fat)
    for _ in range(number):
        if sector >= end or taken[sector]:
            break
        taken[sector] = 1
        chain.append(sector)
        sector = fat[sector]
    return chain
