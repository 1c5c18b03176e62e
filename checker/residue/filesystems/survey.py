"""What a file system says of its volume, and the limits that its reader keeps."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from checker.machine.media.medium import Medium
from checker.residue.finds import Run

MOST_DEPTH = 40
MOST_ENTRIES = 4_000_000  # of directories and tables, live and deleted
MOST_RECORDS = 200_000  # deleted files that are kept
MOST_NAMES = 1_000  # deleted files of which the name alone is left; it takes one to say so
MOST_RUNS = 20_000  # of one file
LARGEST_TABLE = 64 << 20  # bytes of an allocation table that are held in memory
# Files in the root that hold what was in a computer's memory: Windows' page, swap and hibernation files, Linux' swap.
MEMORY = ("pagefile.sys", "hiberfil.sys", "swapfile.sys", "swapfile", "swap.img", "swap")
# What Windows writes onto a stick as soon as it is plugged in. No file of anybody's.
SYSTEMS_OWN = ("system volume information/wpsettings.dat", "system volume information/indexervolumeguid")
BINS = ("$recycle.bin", "recycler", "recycled", ".trash", ".trashes")


class Unsound(Exception):
    """The volume does not hold together as the file system that it says it is."""


class NotRead(Exception):
    """The volume is sound, and of a kind or laid out in a way that is not read."""


class Places:
    """Many runs in little memory: two numbers each. They are added in any order and may overlap."""

    def __init__(self) -> None:
        self._numbers = array("q")

    def add(self, offset: int, length: int) -> None:
        if length > 0:
            self._numbers.extend((offset, offset + length))

    def update(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self.add(*run)

    def within(self, offset: int, length: int) -> list[Run]:
        """As sorted runs that do not overlap, as far as they lie there."""
        pairs = np.frombuffer(self._numbers, np.int64).reshape(-1, 2) if self._numbers else np.empty((0, 2), np.int64)
        pairs = np.clip(pairs, offset, offset + length)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
        if not len(pairs):
            return []
        reach = np.maximum.accumulate(pairs[:, 1])
        firsts = np.concatenate(([True], pairs[1:, 0] > reach[:-1]))
        starts = pairs[firsts, 0]
        ends = reach[np.concatenate((np.flatnonzero(firsts)[1:] - 1, [len(pairs) - 1]))]
        return [(int(start), int(end - start)) for start, end in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Record:
    """A deleted file as the file system remembers it.

    `extension` in lower case, to tell the kind where its bytes do not. `free`: nothing else has its place now. `plain`:
    its bytes lie there as they are, not packed or encrypted by the file system. `whole`: `runs` cover `size`.
    """

    extension: str
    size: int
    runs: tuple[Run, ...]
    free: bool
    in_bin: bool = False
    plain: bool = True

    @property
    def whole(self) -> bool:
        return sum(length for _, length in self.runs) == self.size


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is there, where its file system says. `path` within the volume, with `/` between folders.

    It stays in memory: neither results nor checkpoints hold a name. `plain` and `whole` as for `Record`.
    """

    path: str
    size: int
    runs: tuple[Run, ...]
    in_bin: bool = False
    plain: bool = True

    @property
    def whole(self) -> bool:
        return sum(length for _, length in self.runs) == self.size


@dataclass(slots=True)
class Survey:
    """A volume as its file system tells it. Runs are places on the medium.

    `taken`: where files that are there lie. `own`: what the file system keeps for itself (tables, folders, journal).
    All else is searched, whether the file system calls it free or not. `slack`: what lies behind the end of live files
    in their last cluster. `live` counts files that are there, `in_bin` those in recycle bins, `held` are those files
    where they were asked for. `cut`: a limit was reached, so the records are not all; `held_cut`: the files are not
    all. `short`: the file system is larger than its volume, as in an image that was cut short; what lay beyond the end
    may be folders.
    """

    kind: str
    unit: int
    taken: Places = field(default_factory=Places)
    own: Places = field(default_factory=Places)
    records: list[Record] = field(default_factory=list)
    slack: list[Run] = field(default_factory=list)
    live: int = 0
    live_bytes: int = 0
    in_bin: int = 0
    cut: bool = False
    held: list[Held] = field(default_factory=list)
    held_cut: bool = False
    short: bool = False
    _names: int = 0

    def hold(self, held: Held) -> None:
        if len(self.held) < MOST_RECORDS:
            self.held.append(held)
        else:
            self.held_cut = True

    def keep(self, record: Record) -> None:
        if len(self.records) < MOST_RECORDS:
            self.records.append(record)
        else:
            self.cut = True

    def name_left(self, ending: str, volume: Volume, in_bin: bool) -> None:
        """Note a deleted file of which nothing but its name is left: it held nothing, or nobody knows where it lay."""
        if self._names < MOST_NAMES:
            self._names += 1
            self.keep(Record(ending, 0, ((volume.offset, 0),), False, in_bin))

    def behind(self, last: Run, used: int) -> None:
        """Note the slack of a live file: `last` is its last cluster or run of them, `used` bytes of it are the file."""
        begin = -(-used // 512) * 512
        if begin < last[1] and len(self.slack) < MOST_RECORDS:
            self.slack.append((last[0] + begin, last[1] - begin))


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of a medium that may hold a file system. `holding`: its reader lists the files that are there, too."""

    medium: Medium
    offset: int
    length: int
    holding: bool = False

    def read(self, offset: int, length: int) -> bytes:
        """Exactly that much.

        Raises:
            Unsound: it lies outside the volume.
        """
        if offset < 0 or length < 0 or offset + length > self.length:
            raise Unsound("outside")
        content = self.medium.read(self.offset + offset, length)
        if len(content) != length:
            raise Unsound("short")
        return content


def merged(runs: list[Run]) -> tuple[Run, ...]:
    """Runs in file order, those that follow each other on the medium made one."""
    result: list[Run] = []
    for offset, length in runs:
        if result and result[-1][0] + result[-1][1] == offset:
            result[-1] = (result[-1][0], result[-1][1] + length)
        else:
            result.append((offset, length))
    return tuple(result)


def cut_to(runs: tuple[Run, ...], size: int) -> tuple[Run, ...]:
    """The first `size` bytes of runs."""
    result: list[Run] = []
    for offset, length in runs:
        if size <= 0:
            break
        result.append((offset, min(length, size)))
        size -= length
    return tuple(result)


def extension(name: str) -> str:
    """The ending of a name in lower case, where it is one; the rest of the name goes no further."""
    _, dot, ending = name.rpartition(".")
    ending = ending.lower()
    return ending if dot and 0 < len(ending) <= 6 and ending.isascii() and ending.isalnum() else ""


def is_memory(path: str) -> bool:
    """Whether a file of that path in a volume holds what was in memory."""
    return path.lower() in MEMORY


def is_systems_own(path: str) -> bool:
    """Whether a file of that path in a volume is Windows' own label of the stick."""
    return path.lower() in SYSTEMS_OWN


def is_bin(name: str) -> bool:
    """Whether a folder in the root of a volume is a recycle bin."""
    lower = name.lower()
    return lower in BINS or lower.startswith(".trash-")
