"""What a scan of a medium brings: told without names and content, published as JSON by a schema of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from checker.knowledge.residue import searched
from checker.residue.cells import CELL, Class
from checker.residue.drives import Hidden
from checker.residue.finds import Find, Run, Source, State
from checker.residue.layout import Trace, VolumeSeen


class Mode(StrEnum):
    """How much is read.

    FULL        every sector that no live file occupies
    EVERYTHING  those of live files too
    QUICK       a random sample
    TENTH       a tenth of it, at random places
    VERIFY      after a wipe: everything, up to the first block that is not blank
    """

    FULL = "full"
    EVERYTHING = "everything"
    QUICK = "quick"
    VERIFY = "verify"
    TENTH = "tenth"

    @property
    def samples(self) -> bool:
        """Whether it looks at random places instead of everything."""
        return self in (Mode.QUICK, Mode.TENTH)


class Verdict(StrEnum):
    """What the bytes of a medium are, never whether it is "clean".

    ZERO, ONES   every byte read is 0x00, 0xFF
    CONSTANT     every block read holds one value; the values differ
    UNIFORM      no pattern: a random wipe, an encrypted volume or strongly compressed data; nobody can tell which
    FORMATTED    a file system without any file, deleted ones included, and nothing in its free space
    STRUCTURED   something is there
    UNKNOWN      nothing of it could be read
    """

    ZERO = "zero"
    ONES = "ones"
    CONSTANT = "constant"
    UNIFORM = "uniform"
    FORMATTED = "formatted"
    STRUCTURED = "structured"
    UNKNOWN = "unknown"

    @property
    def blank(self) -> bool:
        return self in (Verdict.ZERO, Verdict.ONES, Verdict.CONSTANT)


class Unchecked(StrEnum):
    """What a scan cannot see, or did not."""

    BAD_SECTORS = "bad_sectors"  # could not be read
    PULLED_OUT = "pulled_out"  # the medium was gone before the end
    STOPPED = "stopped"  # a person stopped the scan
    SAMPLED = "sampled"  # only a sample was read
    SPARE_AREA = "spare_area"  # flash: cells that the controller keeps for itself
    HIDDEN_AREA = "hidden_area"  # HPA, DCO: places that the drive does not announce
    IMAGE = "image"  # an image file says nothing of the device that it was taken from
    IN_USE = "in_use"  # a file system of the medium is mounted, so it may change meanwhile
    USE_UNKNOWN = "use_unknown"  # whether it is mounted could not be told
    FIRST_FOUND = "first_found"  # a check after a wipe ended at the first thing that it met
    LIMIT = "limit"  # a limit was reached: there may be more of the same
    PARSER = "parser"  # the file system's tables could not be followed; searched without them
    NOT_READ = "not_read"  # a kind of file system that is not read: what is there and what is deleted is not told apart
    LIVE_FILES = "live_files"  # files that are there were not searched


@dataclass(frozen=True, slots=True)
class About:
    """The medium. `name` is the maker's and safe to show; no serial number. `mounted`: where it is in use; None where
    that could not be told. `sector`: bytes of the smallest unit that the device hands out. `hidden`: what the drive
    says of areas that it does not announce, and how many bytes those are.
    """

    size: int
    device: bool
    name: str = ""
    bus: str = ""
    flash: bool | None = None
    mounted: tuple[str, ...] | None = ()
    fingerprint: str = ""
    sector: int = 512
    hidden: Hidden = Hidden.NOT_SAID
    hidden_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks of 4096 bytes that were read, by class. `patterned`: two to four bytes over and over."""

    zero: int = 0
    ones: int = 0
    constant: int = 0
    uniform: int = 0
    structured: int = 0
    patterned: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the medium whose cells are all of one class, to the MiB."""

    kind: Class
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """A quick look: see `checker.residue.quick.Sample`."""

    seed: int
    drawn: int
    blocks: int
    not_blank: int
    confidence: float
    fraction: float | None
    read: int = 0
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of every byte of the medium: together they are its size.

    live      files that are there, not looked into
    own       what file systems keep for themselves (tables, folders, journals), looked through for whole files
    searched  all else that was read, and live files where they were searched, too
    unread    could not be read, or not before the end of the scan
    """

    live: int = 0
    own: int = 0
    searched: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Residue:
    """The outcome of one scan.

    `read` bytes of the medium; `unread`: places that could not be read. `map`: the class of each MiB (`Class`), one
    byte each. `finds` are sorted by place. `first_busy`: where the first block lies that is not blank;
    `first_structured`: that has a structure, so that it is neither blank nor random bytes.
    """

    about: About
    mode: Mode
    began: datetime
    ended: datetime
    verdict: Verdict
    read: int
    unread: tuple[Run, ...]
    unchecked: tuple[Unchecked, ...]
    blocks: Blocks
    scheme: str
    volumes: tuple[VolumeSeen, ...]
    finds: tuple[Find, ...]
    traces: tuple[Trace, ...]
    first_busy: int | None = None
    first_structured: int | None = None
    sampled: Sampled | None = None
    map: bytes = b""
    fates: Fates = Fates()

    @property
    def whole(self) -> bool:
        """Whether every sector that should have been read was."""
        broken = (
            Unchecked.FIRST_FOUND,
            Unchecked.BAD_SECTORS,
            Unchecked.PULLED_OUT,
            Unchecked.STOPPED,
            Unchecked.SAMPLED,
        )
        return not any(reason in self.unchecked for reason in broken)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Where one class ends and another begins, as far as it was read."""
        found: list[Segment] = []
        for number, kind in enumerate(self.map):
            if found and found[-1].kind == kind:
                found[-1] = replace(found[-1], size=found[-1].size + CELL)
            else:
                found.append(Segment(Class(kind), number * CELL, CELL))
        return tuple(found)

    @property
    def live(self) -> int:
        return sum(volume.live for volume in self.volumes)

    @property
    def in_bin(self) -> int:
        """Files in recycle bins of the medium: those that are there, not deleted ones."""
        return sum(volume.in_bin for volume in self.volumes)

    @property
    def recoverable(self) -> tuple[Find, ...]:
        """What a recovery tool would bring back: files that are not there any more."""
        return tuple(find for find in self.finds if find.state.recoverable and not self._undecided(find))

    @property
    def undecided(self) -> tuple[Find, ...]:
        """Whole files in file systems that are not read: whether they are there or were deleted is not known."""
        return tuple(find for find in self.finds if find.state.recoverable and self._undecided(find))

    @property
    def not_read(self) -> tuple[VolumeSeen, ...]:
        """Volumes of a kind that is named and not read."""
        return tuple(volume for volume in self.volumes if volume.state == "unread" and volume.kind)

    def _undecided(self, find: Find) -> bool:
        return any(one.offset <= find.offset < one.offset + one.length for one in self.not_read)

    def by_kind(self, *, recoverable: bool = True) -> dict[str, int]:
        """How many finds of each kind, the most frequent first."""
        counts: dict[str, int] = {}
        for find in self.recoverable if recoverable else self.finds:
            counts[find.kind] = counts.get(find.kind, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    def by_state(self) -> dict[State, int]:
        counts: dict[State, int] = {}
        for find in self.finds:
            counts[find.state] = counts.get(find.state, 0) + 1
        return counts


# -- the published form -----------------------------------------------------------------------------------------------

SCHEMA = "mijian.residue/1"
_MOST_LISTED = 100_000


class Span(msgspec.Struct, frozen=True):
    """A part of the medium, in bytes."""

    offset: int
    size: int


class MediumJson(msgspec.Struct, frozen=True):
    """The medium; `fingerprint` is the SHA-256 of its size, first and last MiB. `hidden`: what the drive itself says of
    areas that it does not announce (HPA, DCO), and how many bytes those are.
    """

    size: int
    device: bool
    model: str
    bus: str
    flash: bool | None
    fingerprint: str
    hidden: Hidden
    hidden_bytes: int


class VolumeJson(msgspec.Struct, frozen=True):
    offset: int
    size: int
    kind: str
    state: str
    live_files: int
    recycle_bin_files: int


class FindJson(msgspec.Struct, frozen=True):
    """One find: what, where, how large, in which state. Never a name, never content."""

    type: str
    offset: int
    size: int
    state: State
    source: Source
    recycle_bin: bool


class TraceJson(msgspec.Struct, frozen=True):
    kind: str
    offset: int


class SampleJson(msgspec.Struct, frozen=True):
    """`longest_stretch_missed`: bytes; a longer one would surely have been met. 0: nothing is said of that."""

    seed: int
    drawn: int
    blocks: int
    not_blank: int
    confidence: float
    fraction_below: float | None
    bytes_read: int
    longest_stretch_missed: int


class DocumentsJson(msgspec.Struct, frozen=True):
    """Files that the document engine looked into, as the officer asked; `deleted` of them are recoverable ones.

    `complete` is false where the file systems could not be followed, so that only recoverable files were looked into.
    """

    files: int
    deleted: int
    suspected_markings: int
    to_be_looked_at: int
    could_not_read: int
    complete: bool


class SummaryJson(msgspec.Struct, frozen=True):
    """`recoverable_by_type`: what a recovery tool would hand out. `undecided`: whole files in file systems that are not
    read, there or deleted. `statement`: what may be claimed, and no more.
    """

    verdict: Verdict
    complete: bool
    recoverable: int
    recoverable_by_type: dict[str, int]
    undecided: int
    by_state: dict[str, int]
    live_files: int
    recycle_bin_files: int
    statement_zh: str
    statement_en: str
    documents: DocumentsJson | None = None


class FatesJson(msgspec.Struct, frozen=True):
    """Bytes of the medium by what became of them; together they are its size. A sample reads some and says `unread` of
    the rest.
    """

    live_files: int
    file_systems_own: int
    searched: int
    unread: int


class ResidueJson(msgspec.Struct, frozen=True):
    """The result of ``mijian residue``, version 1. Sizes and offsets in bytes; times in UTC."""

    schema: str
    tool_version: str
    mode: Mode
    began: datetime
    ended: datetime
    medium: MediumJson
    summary: SummaryJson
    bytes_read: int
    unread: tuple[Span, ...]
    not_checked: tuple[Unchecked, ...]
    blocks_4096: dict[str, int]
    partition_scheme: str
    volumes: tuple[VolumeJson, ...]
    traces: tuple[TraceJson, ...]
    finds: tuple[FindJson, ...]
    finds_left_out: int
    types_searched: tuple[str, ...]
    fates: FatesJson
    sample: SampleJson | None = None


def published(
    residue: Residue, version: str, statement: tuple[str, str], documents: DocumentsJson | None = None
) -> ResidueJson:
    """The result in its published form. `statement` is the verdict's sentence, Chinese and English."""
    about, sample = residue.about, residue.sampled
    return ResidueJson(
        schema=SCHEMA,
        tool_version=version,
        mode=residue.mode,
        began=residue.began,
        ended=residue.ended,
        medium=MediumJson(
            about.size,
            about.device,
            about.name,
            about.bus,
            about.flash,
            about.fingerprint,
            about.hidden,
            about.hidden_bytes,
        ),
        summary=SummaryJson(
            verdict=residue.verdict,
            complete=residue.whole,
            recoverable=len(residue.recoverable),
            recoverable_by_type=residue.by_kind(),
            undecided=len(residue.undecided),
            by_state={state.value: count for state, count in residue.by_state().items()},
            live_files=residue.live,
            recycle_bin_files=residue.in_bin,
            statement_zh=statement[0],
            statement_en=statement[1],
            documents=documents,
        ),
        bytes_read=residue.read,
        unread=tuple(Span(*run) for run in residue.unread),
        not_checked=residue.unchecked,
        blocks_4096=msgspec.to_builtins(residue.blocks),
        partition_scheme=residue.scheme,
        volumes=tuple(
            VolumeJson(one.offset, one.length, one.kind, one.state, one.live, one.in_bin) for one in residue.volumes
        ),
        traces=tuple(TraceJson(trace.kind, trace.offset) for trace in residue.traces),
        finds=tuple(
            FindJson(find.kind, find.offset, find.size, find.state, find.source, find.in_bin)
            for find in residue.finds[:_MOST_LISTED]
        ),
        finds_left_out=max(0, len(residue.finds) - _MOST_LISTED),
        types_searched=tuple(kind.id for kind in searched()),
        fates=FatesJson(residue.fates.live, residue.fates.own, residue.fates.searched, residue.fates.unread),
        sample=SampleJson(
            sample.seed,
            sample.drawn,
            sample.blocks,
            sample.not_blank,
            sample.confidence,
            sample.fraction,
            sample.read,
            sample.reach,
        )
        if sample
        else None,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the published form."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(ResidueJson),
    }
