"""What the document engine says of one file. Nothing of the document is kept but the marking itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from checker.facts.content.marking import Bucket, Marking
from checker.model.coverage import Unit


class Read(StrEnum):
    """How far a file was read. Everything from ENCRYPTED on counts as could_not_read."""

    READ = "read"
    OTHER = "other"  # no document and no picture: programs, videos, databases
    EXCLUDED = "excluded"  # a chat's or a mailbox's own files: never opened
    EMPTY = "empty"
    LINK = "link"  # leads elsewhere: what lies there is looked at where it lies, or not at all
    NO_FILE = "no_file"  # a pipe, a socket, a device: never opened
    NOT_ASKED = "not_asked"  # the unit's policy or the person left this kind out
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"  # more than the limits on size, number, depth or ratio allow
    REFUSED = "refused"  # built to do harm: an entity bomb, a decompression bomb
    UNSUPPORTED = "unsupported"  # a format of documents that this version has no reader for
    CHANGED = "changed"  # changed or gone while it was read
    DENIED = "denied"  # the system would not let us
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"  # its decoder died
    PARTLY = "partly"  # some parts were looked at and others not: `Seen.missed` says which and why

    @property
    def could_not_read(self) -> bool:
        return self not in _COULD_READ


_COULD_READ = (Read.READ, Read.OTHER, Read.EXCLUDED, Read.EMPTY, Read.LINK, Read.NO_FILE, Read.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Missed:
    """Parts of one file that were not looked at for one reason: pages, pictures, parts, archive members.

    names  of the first few, as the container calls them; they stay on this computer
    """

    unit: Unit
    why: Read
    number: int
    names: tuple[str, ...] = ()


class Place(StrEnum):
    """What kind of place a file lies in."""

    DOCUMENTS = "documents"
    SYNC = "sync"  # below a folder that a cloud-sync program keeps the same elsewhere
    RECEIVED = "received"  # files that a chat program saved for the person
    BIN = "bin"  # the recycle bin
    AUTOSAVE = "autosave"  # copies that office programs made by themselves
    EXPORT = "export"  # what scanning and text-recognition programs left
    OUTBOX = "outbox"  # drafts that the unit is going to publish
    CONTROLLED = "controlled"  # the unit's folder for internal papers
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Personal:
    """How many different personal numbers a file shows; the numbers themselves are never kept.

    identities  18-digit ID numbers whose check digit is right (GB 11643)
    phones      mobile numbers
    cards       bank card numbers (Luhn)
    """

    identities: int = 0
    phones: int = 0
    cards: int = 0

    @property
    def number(self) -> int:
        return self.identities + self.phones + self.cards


DOCUMENT = 0.4  # a picture from here on counts as one of a document: 96 % of those held out, 2 to 3 % of others


class Looked(StrEnum):
    """What of a picture was looked at."""

    PREVIEW = "preview"  # the small picture that its camera put beside it
    SMALL = "small"  # a small copy of all of it
    LINES = "lines"  # that, and the lines that can be a marking, at full size


@dataclass(frozen=True, slots=True)
class Picture:
    """What one picture shows.

    document  probability that it is a photo, scan or screenshot of a document
    stage     where the cascade ended: preview, gate, layout, text, read
    box       where the marking is: left, top, right, bottom as parts of the upright picture's width and height
    turn      quarter turns, clockwise, that put it upright for that, after what the file itself says of its position
    pieces    into how many a long picture was cut to be looked at
    card      whether it is a receipt, a ticket, an invoice or somebody's card rather than a paper
    """

    document: float = 0.0
    stage: str = ""
    box: tuple[float, float, float, float] | None = None
    turn: int = 0
    pieces: int = 1
    card: bool = False

    @property
    def part(self) -> Looked:
        """What of it was looked at."""
        if self.stage == "preview":
            return Looked.PREVIEW
        if self.stage == "read":
            return Looked.LINES
        return Looked.SMALL


@dataclass(frozen=True, slots=True)
class Seen:
    """One file, or one member of an archive.

    path      as the source names it; it never leaves this computer (see `redacted`)
    member    the way inside an archive, "" for a file itself
    format    what it is by its content: docx, jpeg, ...
    modified  seconds since 1970 (UTC)
    digest    SHA-256 of the content, for finds and pictures of papers alone
    altered   levels in properties, hidden text or deletions that the visible pages do not show
    cited     how many numbers of the unit's list of classified papers it cites
    words     what the name says: level, internal, password
    parts     how many parts, pages and pictures of it were looked at
    missed    the parts that were not, a line for each reason; where one is more than not asked for, `read` is not READ
    """

    path: str
    member: str = ""
    format: str = ""
    size: int = 0
    modified: float = 0.0
    read: Read = Read.READ
    marking: Marking = field(default_factory=Marking)
    picture: Picture | None = None
    digest: str = ""
    altered: tuple[str, ...] = ()
    personal: Personal = field(default_factory=Personal)
    cited: int = 0
    words: tuple[str, ...] = ()
    places: frozenset[Place] = frozenset()
    parts: int = 0
    missed: tuple[Missed, ...] = ()

    @property
    def shows_paper(self) -> bool:
        """Whether it is, or holds, a picture of a paper of any kind, marked or not."""
        if self.picture is None:
            return False
        return self.picture.document >= DOCUMENT or self.marking.bucket is not Bucket.NONE

    @property
    def suspected(self) -> bool:
        """Whether it carries a suspected secrecy marking."""
        return self.marking.bucket is Bucket.MARKED
