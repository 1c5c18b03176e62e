"""NTFS. Records of deleted files stay in the master file table until they are used again, small files inside them."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from checker.residue.filesystems.survey import (
    LARGEST_TABLE,
    MOST_ENTRIES,
    MOST_RECORDS,
    MOST_RUNS,
    Held,
    Record,
    Survey,
    Unsound,
    Volume,
    cut_to,
    extension,
    is_bin,
    is_memory,
    is_systems_own,
    merged,
)
from checker.residue.finds import Run

_STEP = 1 << 20
_NAME, _LIST, _DATA = 0x30, 0x20, 0x80
_IN_USE, _FOLDER = 1, 2
_PACKED = 0x0001 | 0x4000  # compressed, encrypted
_SPARSE = 0x8000
_MOST_LEVELS = 40
_ROOT = 5
_OWN = 24  # records of the file system itself
_EXTEND = 11  # the folder of more of them
_LABELS = "system volume information"
_BOOT = 8192  # bytes of the boot record and what belongs to it


@dataclass(slots=True)
class _Stream:
    """A $DATA attribute: of the file itself or, with `named`, an alternate one. `runs` are (cluster or None, count)."""

    named: bool
    size: int
    packed: bool
    first: int = 0
    runs: list[tuple[int | None, int]] = field(default_factory=list)
    inside: tuple[Run, ...] | None = None  # resident: places on the medium
    cluster: int = 0


@dataclass(slots=True)
class _File:
    number: int
    flags: int
    base: int
    parent: int = -1
    name: str = ""
    streams: list[_Stream] = field(default_factory=list)
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Folder:
    number: int
    parent: int
    name: str
    bin: bool


class Ntfs:
    """An NTFS volume."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        boot = volume.read(0, 512)
        if boot[3:11] != b"NTFS    " or boot[510:] != b"\x55\xaa":
            raise Unsound("no boot record")
        sector, per_cluster = struct.unpack_from("<HB", boot, 11)
        self._cluster = sector * (per_cluster if per_cluster < 0x80 else 1 << (256 - per_cluster))
        total, table = struct.unpack_from("<QQ", boot, 40)
        size = struct.unpack_from("<b", boot, 64)[0]
        self._record = size * self._cluster if size > 0 else 1 << min(-size, 16)
        if sector not in (512, 1024, 2048, 4096) or not 512 <= self._cluster <= 2 << 20:
            raise Unsound("sector or cluster size")
        if self._record not in (512, 1024, 2048, 4096):
            raise Unsound("record size")
        claimed = total * sector // self._cluster
        self._clusters = min(claimed, volume.length // self._cluster)
        self._short = self._clusters < claimed
        self._end = total * sector
        self._found: Survey | None = None
        first = self._parsed(volume.offset + table * self._cluster, 0)
        if first is None or not first.streams:
            raise Unsound("no master file table")
        self._table = self._places(first.streams[0])

    def survey(self) -> Survey:
        self._free = self._free_clusters()
        found = Survey("ntfs", self._cluster, short=self._short)
        self._found = found
        found.own.add(self._volume.offset, _BOOT)
        found.own.add(self._volume.offset + self._end, 512)  # the boot record's copy, behind the last cluster
        folders: dict[int, _Folder] = {}
        parents, sizes, labels = array("q"), array("q"), set[int]()
        deleted: list[_File] = []
        held: list[_File] = []
        extra: dict[int, list[_File]] = {}
        for number, file in enumerate(self._files()):
            if number > MOST_ENTRIES or len(deleted) > MOST_ENTRIES // 16:
                found.cut = True
                break
            if file is None:
                continue
            live = bool(file.flags & _IN_USE)
            if file.base:
                if not live or self._volume.holding:
                    extra.setdefault(file.base, []).append(file)
            elif file.flags & _FOLDER:
                in_root = file.parent == _ROOT
                folders[file.number] = _Folder(file.number, file.parent, file.name, is_bin(file.name) and in_root)
            elif live and file.number >= _OWN:
                self._behind(file, found)
                if is_systems_own(f"{_LABELS}/{file.name}"):
                    labels.add(len(parents))
                parents.append(file.parent)
                sizes.append(sum(stream.size for stream in file.streams))
                if self._volume.holding or (file.parent == _ROOT and is_memory(file.name)):
                    if len(held) < MOST_RECORDS:
                        held.append(file)
                    else:
                        found.held_cut = True
            elif not live and file.number >= _OWN:
                deleted.append(file)
        for number, (parent, size) in enumerate(zip(parents, sizes, strict=True)):
            above = list(_above(parent, folders))
            if _is_own(above) or (number in labels and [folder.name.lower() for folder in above] == [_LABELS]):
                continue
            found.live += 1
            found.live_bytes += size
            found.in_bin += any(folder.bin for folder in above)
        for file in (*deleted, *held):
            for more in extra.get(file.number, ()) if file.listed else ():
                file.streams += more.streams
        for file in deleted:
            self._deleted(file, _binned(file.parent, folders), found)
        for file in held:
            if _is_own(list(_above(file.parent, folders))):
                continue
            self._held(file, folders, found)
        return found

    def _files(self) -> Iterator[_File | None]:
        """Every record of the table, in order; None where there is none or it is damaged."""
        number = 0
        for offset, length in self._table:
            for start in range(offset, offset + length, _STEP):
                content = self._volume.medium.read(start, min(_STEP, offset + length - start))
                for at in range(0, len(content) - self._record + 1, self._record):
                    record = content[at : at + self._record]
                    yield self._file(record, start + at, number) if record[:4] == b"FILE" else None
                    number += 1

    def _parsed(self, place: int, number: int) -> _File | None:
        content = self._volume.medium.read(place, self._record)
        return self._file(content, place, number) if content[:4] == b"FILE" else None

    def _file(self, raw: bytes, place: int, number: int) -> _File | None:
        if len(raw) < self._record:
            return None
        record = _mended(raw)
        if record is None:
            return None
        at, flags = struct.unpack_from("<HH", record, 20)
        base = int.from_bytes(record[32:38], "little")
        file = _File(number, flags, base)
        for _ in range(256):
            if at + 16 > len(record):
                break
            kind, length = struct.unpack_from("<II", record, at)
            if kind == 0xFFFFFFFF or length < 16 or at + length > len(record):
                break
            try:
                self._attribute(record, raw, place, at, length, kind, file)
            except (struct.error, IndexError):
                break
            at += length
        return file

    def _attribute(self, record: bytes, raw: bytes, place: int, at: int, length: int, kind: int, file: _File) -> None:
        resident = not record[at + 8]
        named = record[at + 9] > 0
        flags = struct.unpack_from("<H", record, at + 12)[0]
        if kind == _LIST:
            file.listed = True
        if kind == _NAME and resident:
            start = at + struct.unpack_from("<H", record, at + 20)[0]
            letters, space = record[start + 64], record[start + 65]
            if space != 2 or not file.name:  # 2: a DOS name beside the real one
                file.parent = int.from_bytes(record[start : start + 6], "little")
                file.name = record[start + 66 : start + 66 + letters * 2].decode("utf-16-le", "replace")
        if not resident:
            self._claimed(record, at, length, kind, file)
        if kind != _DATA:
            return
        if resident:
            size, begin = struct.unpack_from("<IH", record, at + 16)
            if begin + size <= length:
                inside = _unmended(raw, place, at + begin, size)
                file.streams.append(_Stream(named, size, bool(flags & _PACKED), inside=inside))
            return
        first = struct.unpack_from("<Q", record, at + 16)[0]
        runs_at = struct.unpack_from("<H", record, at + 32)[0]
        size = struct.unpack_from("<Q", record, at + 48)[0]
        stream = _Stream(named, size, bool(flags & _PACKED), first, cluster=self._cluster)
        stream.runs = _runs(record[at + runs_at : at + length])
        file.streams.append(stream)

    def _claimed(self, record: bytes, at: int, length: int, kind: int, file: _File) -> None:
        """Note where an attribute of something that is there lies: content of a file, or the file system's own.

        Of a file's content that is what was written of it: what is allocated beyond still holds what lay there before.
        """
        if self._found is None or not file.flags & _IN_USE:
            return
        first = struct.unpack_from("<Q", record, at + 16)[0]
        runs_at = struct.unpack_from("<H", record, at + 32)[0]
        flags = struct.unpack_from("<H", record, at + 12)[0]
        content = kind == _DATA and (file.base or file.number) >= _OWN
        left = self._clusters
        if content and not first and not flags & (_PACKED | _SPARSE):
            left = -(-min(struct.unpack_from("<QQ", record, at + 48)) // self._cluster)
        for cluster, count in _runs(record[at + runs_at : at + length]):
            if left <= 0:
                break
            if cluster is not None and cluster >= 0 and cluster + count <= self._clusters:
                place = self._volume.offset + cluster * self._cluster
                (self._found.taken if content else self._found.own).add(place, min(count, left) * self._cluster)
            left -= count

    def _places(self, stream: _Stream) -> list[Run]:
        """Where a stream lies; runs outside the volume end it."""
        places: list[Run] = []
        for cluster, count in stream.runs:
            if cluster is None or cluster < 0 or cluster + count > self._clusters:
                break
            places.append((self._volume.offset + cluster * self._cluster, count * self._cluster))
        return places

    def _free_clusters(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """The allocation bitmap, record 6."""
        place = next((offset for offset, length in self._table if length >= 7 * self._record), None)
        file = self._parsed(place + 6 * self._record, 6) if place is not None else None
        stream = next((stream for stream in file.streams if not stream.named), None) if file else None
        need = -(-self._clusters // 8)
        if stream is None or need > LARGEST_TABLE:
            raise Unsound("no allocation bitmap")
        content = b"".join(self._volume.medium.read(*run) for run in self._places(stream))
        if len(content) < need:
            raise Unsound("the allocation bitmap is too short")
        bits = np.unpackbits(np.frombuffer(content[:need], np.uint8), bitorder="little")[: self._clusters]
        free: np.ndarray[tuple[int], np.dtype[np.bool_]] = bits == 0
        return free

    def _behind(self, file: _File, found: Survey) -> None:
        for stream in file.streams:
            rest = stream.size % self._cluster
            if not stream.runs or stream.packed or not rest or stream.first:
                continue
            places = self._places(stream)
            total = sum(length for _, length in places)
            if places and total - stream.size < self._cluster and total >= stream.size:
                found.behind((places[-1][0] + places[-1][1] - self._cluster, self._cluster), rest)

    def _held(self, file: _File, folders: dict[int, _Folder], found: Survey) -> None:
        """A live file's streams: alternate ones hold files as well."""
        path, in_bin = _path(file, folders), _binned(file.parent, folders)
        named = [stream for stream in file.streams if stream.named]
        for stream in (*_together([stream for stream in file.streams if not stream.named]), *named):
            if stream.size:
                runs = stream.inside
                if runs is None:
                    runs = cut_to(merged(self._places(stream)), stream.size)
                found.hold(Held(path, stream.size, runs, in_bin, not stream.packed))

    def _deleted(self, file: _File, in_bin: bool, found: Survey) -> None:
        ending = extension(file.name)
        if file.name and not any(stream.size for stream in file.streams):
            found.name_left(ending, self._volume, in_bin)
        for named in (False, True):
            chosen = [stream for stream in file.streams if stream.named == named]
            for stream in _together(chosen) if not named else chosen:
                if not stream.size:
                    continue
                if stream.inside is not None:
                    found.keep(Record(ending, stream.size, stream.inside, True, in_bin, not stream.packed))
                    continue
                places = merged(self._places(stream))
                runs = cut_to(places, stream.size)
                if runs:
                    free = all(self._is_free(run) for run in places)
                    found.keep(Record(ending if not named else "", stream.size, runs, free, in_bin, not stream.packed))

    def _is_free(self, run: Run) -> bool:
        first = (run[0] - self._volume.offset) // self._cluster
        return bool(self._free[first : first + -(-run[1] // self._cluster)].all())


def survey(volume: Volume) -> Survey:
    """Read an NTFS volume.

    Raises:
        Unsound: it is none.
    """
    return Ntfs(volume).survey()


def _together(streams: list[_Stream]) -> list[_Stream]:
    """The parts of one stream that lie in several records, put in order."""
    parts = sorted((stream for stream in streams if stream.inside is None), key=lambda stream: stream.first)
    whole = [stream for stream in streams if stream.inside is not None]
    if parts:
        first = parts[0]
        for more in parts[1:]:
            first.runs += more.runs
        whole.append(first)
    return whole


def _mended(raw: bytes) -> bytes | None:
    """A record with the last two bytes of each sector put back; None where they do not belong together."""
    at, count = struct.unpack_from("<HH", raw, 4)
    if count < 2 or at + count * 2 > len(raw) or (count - 1) * 512 > len(raw):
        return None
    mark, record = raw[at : at + 2], bytearray(raw)
    for sector in range(1, count):
        end = sector * 512
        if raw[end - 2 : end] != mark:
            return None
        record[end - 2 : end] = raw[at + sector * 2 : at + sector * 2 + 2]
    return bytes(record)


def _unmended(raw: bytes, place: int, at: int, size: int) -> tuple[Run, ...]:
    """Where the bytes of a resident stream lie on the medium: two of each sector lie in the record's head."""
    fixes = struct.unpack_from("<H", raw, 4)[0]
    runs: list[Run] = []
    position, end = at, at + size
    while position < end:
        sector = position // 512
        inside = position % 512
        if inside < 510:
            length = min(end - position, 510 - inside)
            runs.append((place + position, length))
        else:
            length = min(end - position, 512 - inside)
            runs.append((place + fixes + 2 + sector * 2 + inside - 510, length))
        position += length
    return tuple(runs)


def _runs(packed: bytes) -> list[tuple[int | None, int]]:
    runs: list[tuple[int | None, int]] = []
    at, cluster = 0, 0
    while at < len(packed) and packed[at] and len(runs) < MOST_RUNS:
        lengths, offsets = packed[at] & 15, packed[at] >> 4
        if not 0 < lengths <= 8 or offsets > 8 or at + 1 + lengths + offsets > len(packed):
            break
        count = int.from_bytes(packed[at + 1 : at + 1 + lengths], "little")
        if offsets:
            cluster += int.from_bytes(packed[at + 1 + lengths : at + 1 + lengths + offsets], "little", signed=True)
        if not 0 < count < 1 << 44:
            break
        runs.append((cluster if offsets else None, count))
        at += 1 + lengths + offsets
    return runs


def _is_own(above: list[_Folder]) -> bool:
    """Whether something in these folders is the file system's own: its journal of changes, quotas."""
    return any(folder.number == _EXTEND for folder in above)


def _binned(parent: int, folders: dict[int, _Folder]) -> bool:
    return any(folder.bin for folder in _above(parent, folders))


def _path(file: _File, folders: dict[int, _Folder]) -> str:
    names = [folder.name for folder in _above(file.parent, folders)]
    return "/".join((*reversed(names), file.name))


def _above(parent: int, folders: dict[int, _Folder]) -> Iterator[_Folder]:
    """The folders that something lies in, without the root."""
    for _ in range(_MOST_LEVELS):
        folder = folders.get(parent)
        if folder is None or folder.parent == parent:
            return
        yield folder
        parent = folder.parent
