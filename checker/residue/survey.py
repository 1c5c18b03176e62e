"""The first pass: how a medium is divided, and what its file systems say. Only their own tables are read."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from checker.machine.media.medium import Medium, joined
from checker.residue.filesystems import exfat, ext, fat, ntfs
from checker.residue.filesystems.survey import Record, Survey, Unsound, Volume
from checker.residue.finds import Run
from checker.residue.formats.known import fits
from checker.residue.layout import ENCRYPTED, Layout, Part, layout

_READERS: dict[str, Callable[[Volume], Survey]] = {
    "fat": lambda volume: fat.survey(volume, fits),
    "exfat": exfat.survey,
    "ntfs": ntfs.survey,
    "ext": ext.survey,
}


@dataclass(frozen=True, slots=True)
class VolumeSeen:
    """A volume and how it was read. `state`: read; unread (its tables contradict themselves, or it is of a kind that is
    not read, so that all of it is searched like free space); encrypted.
    """

    offset: int
    length: int
    kind: str
    state: str
    live: int = 0
    live_bytes: int = 0
    in_bin: int = 0
    cut: bool = False
    unit: int = 512


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What the first pass brings: `stream` is all that no live file occupies, in the order of the medium."""

    layout: Layout
    volumes: tuple[VolumeSeen, ...]
    stream: tuple[Run, ...]
    slack: tuple[Run, ...]
    records: tuple[Record, ...]


def survey(medium: Medium, *, everything: bool = False) -> Surveyed:
    """Divide a medium and read its file systems. `everything`: the stream is the whole medium, live files too."""
    found = layout(medium)
    stream: list[Run] = list(found.gaps) if found.parts else [(0, medium.size)]
    volumes: list[VolumeSeen] = []
    records: list[Record] = []
    slack: list[Run] = []
    for part in found.parts:
        seen, read = _volume(medium, part)
        volumes.append(seen)
        if read is None:
            stream.append((part.offset, part.length))
            continue
        stream += read.free
        records += read.records
        slack += read.slack
    runs = [(0, medium.size)] if everything else joined(stream)
    return Surveyed(found, tuple(volumes), tuple(runs), () if everything else tuple(slack), tuple(records))


def blind(medium: Medium) -> Surveyed:
    """A medium whose tables could not be followed: one stream from beginning to end."""
    return Surveyed(Layout("none", (), (), ()), (), ((0, medium.size),), (), ())


def _volume(medium: Medium, part: Part) -> tuple[VolumeSeen, Survey | None]:
    if part.kind in ENCRYPTED:
        return VolumeSeen(part.offset, part.length, part.kind, "encrypted"), None
    reader = _READERS.get(part.kind)
    if reader is None:
        return VolumeSeen(part.offset, part.length, part.kind, "unread"), None
    try:
        read = reader(Volume(medium, part.offset, part.length))
    except (Unsound, struct.error, IndexError, ValueError, OverflowError, MemoryError, RecursionError):
        return VolumeSeen(part.offset, part.length, part.kind, "unread"), None
    seen = VolumeSeen(
        part.offset, part.length, read.kind, "read", read.live, read.live_bytes, read.in_bin, read.cut, read.unit
    )
    return seen, read
