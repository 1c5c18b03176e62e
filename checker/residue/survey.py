"""The first pass: how a medium is divided, and what its file systems say. Only their own tables are read."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from checker.machine.media.medium import Medium, joined
from checker.residue.classes import BLOCK
from checker.residue.filesystems import counted, exfat, ext, fat, iso9660, ntfs
from checker.residue.filesystems.survey import Held, NotRead, Places, Record, Survey, Unsound, Volume, is_memory
from checker.residue.finds import Run
from checker.residue.formats.known import fits
from checker.residue.layout import ENCRYPTED, MEMORY, Layout, Part, VolumeSeen, layout, tables
from checker.residue.view import without

_SWAP_HEAD = 4096
_MOST_TIDIED = 4096  # places; among more of them a few odd ones make no difference

_READERS: dict[str, Callable[[Volume], Survey]] = {
    "fat": lambda volume: fat.survey(volume, fits),
    "exfat": exfat.survey,
    "ntfs": ntfs.survey,
    "ext": ext.survey,
    "iso9660": iso9660.survey,
    "xfs": counted.xfs,
    "btrfs": counted.btrfs,
    "f2fs": counted.f2fs,
}


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What the first pass brings: `stream` is all that neither live files nor the file systems' own tables occupy, in
    the order of the medium; `own` those tables, partition tables among them. The rest of the medium is live files.

    `memory`: areas that hold what was in a computer's memory (swap, page and hibernation files), each by its runs.
    `held`: files that are there, where they were asked for; `held_cut`: there are more of them.
    """

    layout: Layout
    volumes: tuple[VolumeSeen, ...]
    stream: tuple[Run, ...]
    own: tuple[Run, ...]
    slack: tuple[Run, ...]
    records: tuple[Record, ...]
    memory: tuple[tuple[Run, ...], ...] = ()
    held: tuple[Held, ...] = ()
    held_cut: bool = False


def survey(medium: Medium, *, everything: bool = False, holding: bool = False) -> Surveyed:
    """Divide a medium and read its file systems.

    `everything`: live files are in the stream, too. `holding`: the files that are there are listed.
    """
    found = layout(medium)
    own, taken = Places(), Places()
    own.update(tables(found))
    volumes: list[VolumeSeen] = []
    records: list[Record] = []
    slack: list[Run] = []
    memory: list[tuple[Run, ...]] = []
    held: list[Held] = []
    cut = False
    for part in found.parts:
        seen, read = _volume(medium, part, holding)
        volumes.append(seen)
        if read is None:
            if part.kind == MEMORY:
                own.add(part.offset, min(_SWAP_HEAD, part.length))
                memory.append(((part.offset, part.length),))
            continue
        own.update(read.own.within(part.offset, part.length))
        taken.update(read.taken.within(part.offset, part.length))
        records += read.records
        slack += read.slack
        memory += [one.runs for one in read.held if is_memory(one.path) and one.plain]
        held += read.held if holding else []
        cut = cut or read.held_cut
    whole = [(0, medium.size)]
    live = taken.within(*whole[0])
    kept = without(_tidied(medium, own.within(*whole[0])), live)
    return Surveyed(
        layout=found,
        volumes=tuple(volumes),
        stream=tuple(without(without(whole, kept), () if everything else live)),
        own=tuple(kept),
        slack=() if everything else tuple(slack),
        records=tuple(records),
        memory=tuple(memory),
        held=tuple(held),
        held_cut=cut,
    )


def _tidied(medium: Medium, runs: list[Run]) -> list[Run]:
    """Places of file systems' own in whole blocks, where the rest of a block holds nothing: so that the stream's blocks
    are the medium's.
    """
    if len(runs) > _MOST_TIDIED:
        return runs
    tidy: list[Run] = []
    for offset, length in runs:
        start, end = offset // BLOCK * BLOCK, min(-(-(offset + length) // BLOCK) * BLOCK, medium.size)
        begin = offset if any(medium.read(start, offset - start)) else start
        until = offset + length if any(medium.read(offset + length, end - offset - length)) else end
        tidy.append((begin, until - begin))
    return joined(tidy)


def blind(medium: Medium) -> Surveyed:
    """A medium whose tables could not be followed: one stream from beginning to end."""
    return Surveyed(Layout("none", (), (), ()), (), ((0, medium.size),), (), (), ())


def _volume(medium: Medium, part: Part, holding: bool) -> tuple[VolumeSeen, Survey | None]:
    if part.kind in ENCRYPTED:
        return VolumeSeen(part.offset, part.length, part.kind, "encrypted"), None
    if part.kind == MEMORY:
        return VolumeSeen(part.offset, part.length, part.kind, "memory"), None
    reader = _READERS.get(part.kind)
    if reader is None:
        return VolumeSeen(part.offset, part.length, part.kind, "unread"), None
    try:
        read = reader(Volume(medium, part.offset, part.length, holding))
    except NotRead:
        return VolumeSeen(part.offset, part.length, part.kind, "unread"), None
    except (Unsound, struct.error, IndexError, ValueError, OverflowError, MemoryError, RecursionError):
        return VolumeSeen(part.offset, part.length, part.kind, "damaged"), None
    counts = read.live, read.live_bytes, read.in_bin, read.cut
    seen = VolumeSeen(part.offset, part.length, read.kind, "read", *counts, read.unit, read.short)
    return seen, read
