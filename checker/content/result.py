"""The result of a search for documents as one JSON object, and its published schema."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import msgspec

import checker
from checker.content.bursts import bursts
from checker.content.evidence import committed, redacted
from checker.content.scan import Progress
from checker.facts.content.document import Looked, Personal, Picture, Read, Seen
from checker.facts.content.marking import Bucket
from checker.knowledge.markings import markings
from checker.model.coverage import Unit

SCHEMA = "mijian.documents/2"
_LISTED = 10_000  # finds, and files that could not be read, that are listed one by one


@dataclass(frozen=True, slots=True)
class Commitment:
    salt: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Find:
    """One file worth a person's look. `path` is redacted; `box` is where in the picture the marking is.

    `state` is read, or why the rest of the file could not be read. `thumbnail`: a blurred PNG in base64, where the
    officer chose to add one.
    """

    path: str
    format: str
    size: int
    modified: str
    sha256: str
    commitment: Commitment
    bucket: Bucket
    marking: str
    level: str
    term: str
    zone: str
    score: float
    features: tuple[str, ...]
    traps: tuple[str, ...]
    faults: tuple[str, ...]
    altered: tuple[str, ...]
    state: Read
    document: float | None = None
    box: tuple[float, float, float, float] | None = None
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a paper without a marking that was found. `path` is redacted; `document`: how likely it is one.

    `stage`, `looked`, `pieces`: where the look at it ended, what of it was looked at, into how many pieces a long one
    was cut. `card`: a receipt, a ticket or somebody's card. `burst`: those of one number were taken in a row.
    `work_paper`: the officer had found it to be one.
    """

    path: str
    format: str
    size: int
    modified: str
    sha256: str
    document: float
    stage: str
    looked: Looked
    pieces: int
    card: bool
    burst: int
    state: Read
    work_paper: bool = False


@dataclass(frozen=True, slots=True)
class Lacking:
    """So many pages, pictures, parts or archive members of one file that were not looked at for one reason."""

    unit: Unit
    why: Read
    number: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not read, or in part only: then `missed` says how much of it was not, and why."""

    path: str
    format: str
    size: int
    why: Read
    missed: tuple[Lacking, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Personal numbers: in how many files, and how many of each kind; one that stands in two files counts twice."""

    files: int = 0
    identities: int = 0
    phones: int = 0
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """`files`: looked at, archives counted once. `document_photos`: photos, scans and screenshots of documents, marked
    or not; `cards`: receipts, tickets and people's cards, which are counted apart.
    `personal_files`, `personal_numbers`: files that show personal numbers, and how many all of them show.
    """

    files: int
    document_photos: int
    suspected_markings: int
    could_not_read: int
    personal_files: int = 0
    personal_numbers: int = 0
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """`complete`: every file of the places was looked at. `excluded`: files and folders of chats and mail, unopened.
    `closed`: finds that the officer had closed as false alarms; they are counted nowhere else. `photos`: pictures of
    papers without a marking, at most 10,000, receipts and cards after the papers; `set_aside`: those of which the
    officer had said that they are no work papers, which are not listed.
    """

    schema: str
    tool_version: str
    markings_version: str
    began: datetime
    seconds: float
    places: tuple[str, ...]
    complete: bool
    workers: int
    bytes: int
    summary: Summary
    by_bucket: dict[str, int]
    by_state: dict[str, int]
    by_format: dict[str, int]
    excluded: int
    closed: int
    personal: Numbers
    finds: tuple[Find, ...]
    unread: tuple[Unread, ...]
    photos: tuple[Photo, ...] = ()
    set_aside: int = 0


@dataclass
class Tally:
    """Counts what a scan yields, in memory that does not grow with the files that are clean."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    finds: list[Seen] = field(default_factory=list)
    unread: list[Seen] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    buckets: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    photos: int = 0
    cards: int = 0
    papers: list[Seen] = field(default_factory=list)
    not_work: frozenset[str] = frozenset()
    work: frozenset[str] = frozenset()
    set_aside: int = 0
    personal: Counter[str] = field(default_factory=Counter)
    closed: frozenset[str] = frozenset()
    closed_seen: int = 0

    def add(self, seen: Seen) -> None:
        self.states[seen.read.value] += 1
        self.formats[seen.format or "?"] += 1
        if seen.picture is not None and seen.shows_paper:
            self._add_paper(seen, seen.picture)
        self._count(seen.personal)
        if seen.digest and seen.digest in self.closed:
            self.closed_seen += 1
        elif seen.marking.bucket is not Bucket.NONE or seen.altered:
            self.buckets[seen.marking.bucket.value] += 1
            if len(self.finds) < _LISTED:
                self.finds.append(seen)
        if seen.read.could_not_read and len(self.unread) < _LISTED:
            self.unread.append(seen)

    def _add_paper(self, seen: Seen, picture: Picture) -> None:
        unmarked = seen.marking.bucket is Bucket.NONE
        if unmarked and seen.digest in self.not_work:
            self.set_aside += 1
            return
        self.photos += not picture.card
        self.cards += picture.card
        if unmarked and len(self.papers) < _LISTED:
            self.papers.append(seen)

    def put_aside(self, digests: Iterable[str]) -> None:
        """Pictures of papers of which it was said after the search that they are no work papers."""
        wanted = frozenset(digests)
        for one in [seen for seen in self.papers if seen.digest in wanted]:
            self.papers.remove(one)
            card = one.picture is not None and one.picture.card
            self.photos -= not card
            self.cards -= card
            self.set_aside += 1

    def _count(self, personal: Personal) -> None:
        if personal.number:
            self.personal["files"] += 1
            for kind in ("identities", "phones", "cards"):
                self.personal[kind] += getattr(personal, kind)

    def take(self, seen: Iterable[Seen]) -> None:
        for one in seen:
            self.add(one)

    @property
    def suspected(self) -> int:
        return self.buckets[Bucket.MARKED.value]

    @property
    def no_files(self) -> int:
        """Links and devices that were met: named, and no files."""
        return self.states[Read.LINK.value] + self.states[Read.NO_FILE.value]

    @property
    def could_not_read(self) -> int:
        return sum(number for state, number in self.states.items() if Read(state).could_not_read)

    def result(
        self,
        progress: Progress,
        places: Iterable[str],
        *,
        complete: bool,
        workers: int,
        thumbnails: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Result:
        """`thumbnails`: blurred PNG pictures by digest, where the officer chose to add them."""
        personal = Numbers(**self.personal)
        numbers = personal.identities + personal.phones + personal.cards
        read = (self.photos, self.suspected, self.could_not_read)
        counts = {"personal_files": personal.files, "personal_numbers": numbers, "cards": self.cards}
        summary = Summary(progress.files - self.no_files, *read, **counts)
        strength = (Bucket.MARKED, Bucket.INTERNAL, Bucket.REVIEW, Bucket.QUIET, Bucket.NONE)
        finds = sorted(self.finds, key=lambda one: (strength.index(one.marking.bucket), -one.marking.score, one.path))
        return Result(
            SCHEMA,
            checker.__version__,
            markings().version,
            self.began,
            round(progress.seconds, 2),
            tuple(redacted(place) for place in places),
            complete,
            workers,
            progress.bytes,
            summary,
            dict(sorted(self.buckets.items())),
            dict(sorted(self.states.items())),
            dict(sorted(self.formats.items())),
            self.states[Read.EXCLUDED.value],
            self.closed_seen,
            personal,
            tuple(_find(one, thumbnails.get(one.digest, b"")) for one in finds),
            tuple(map(_unread, self.unread)),
            tuple(
                _photo(one, number, one.digest in self.work)
                for number, burst in enumerate(bursts(self.papers))
                for one in burst
            ),
            self.set_aside,
        )


def _unread(seen: Seen) -> Unread:
    missed = tuple(Lacking(one.unit, one.why, one.number) for one in seen.missed)
    return Unread(redacted(seen.path, seen.member), seen.format, seen.size, seen.read, missed)


def _photo(seen: Seen, burst: int, work_paper: bool) -> Photo:
    picture = seen.picture or Picture()
    return Photo(
        redacted(seen.path, seen.member),
        seen.format,
        seen.size,
        moment(seen.modified),
        seen.digest,
        picture.document,
        picture.stage,
        picture.part,
        picture.pieces,
        picture.card,
        burst,
        seen.read,
        work_paper,
    )


def _find(seen: Seen, thumbnail: bytes) -> Find:
    marking, picture = seen.marking, seen.picture
    return Find(
        path=redacted(seen.path, seen.member),
        format=seen.format,
        size=seen.size,
        modified=moment(seen.modified),
        sha256=seen.digest,
        commitment=Commitment(*committed(seen)),
        bucket=marking.bucket,
        marking=marking.text,
        level=marking.level,
        term=marking.term,
        zone=marking.zone.value,
        score=marking.score,
        features=marking.features,
        traps=marking.traps,
        faults=marking.faults,
        altered=seen.altered,
        state=seen.read,
        document=None if picture is None else picture.document,
        box=None if picture is None else picture.box,
        thumbnail=base64.b64encode(thumbnail).decode("ascii"),
    )


def moment(seconds: float) -> str:
    """A time of change as ISO 8601, or "" where it is no date: a file can be given any."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""


def encoded(result: Result) -> bytes:
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"


def schema() -> dict[str, Any]:
    found = msgspec.json.schema(Result)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **found}
