"""What a search through a computer's documents came to, one fact for each kind of place."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.facts.content.document import Personal, Place
from checker.facts.content.marking import Bucket, Marking
from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Found:
    """One file worth a word.

    label    its redacted path, as `checker.content.evidence` makes it: no names of people, projects or documents
    digest   the first twelve signs of the content's SHA-256, "" where nothing is suspected
    altered  levels in properties, hidden text or deletions that the visible pages do not show
    cited    how many numbers of the unit's list of classified papers it cites
    """

    label: str
    digest: str = ""
    places: frozenset[Place] = frozenset()
    marking: Marking = field(default_factory=Marking)
    altered: tuple[str, ...] = ()
    personal: Personal = field(default_factory=Personal)
    cited: int = 0

    @property
    def suspected(self) -> bool:
        return self.marking.bucket is Bucket.MARKED


@dataclass(frozen=True, slots=True)
class Search(Fact):
    """Files by content, within the limits of the unit's policy. What could not be read is a gap, and so is what the
    limits left out.

    files     looked at; members of archives are not counted
    excluded  files and folders of chats and mail, which are never opened
    found     files with a marking of any kind, altered marks, personal numbers or cited numbers
    closed    files whose marking an officer had closed as a false alarm: left out of `found`, and always said
    """

    files: int
    excluded: int
    found: tuple[Found, ...]
    closed: int = 0

    def of(self, *buckets: Bucket) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.marking.bucket in buckets)


@dataclass(frozen=True, slots=True)
class DocumentSearch(Search):
    """The person's own folders (desktop, documents, downloads, pictures), folders of cloud-sync programs, what scanning
    programs saved, and the folders of the unit's policy.

    Where they are: Windows' registry (User Shell Folders), ~/.config/user-dirs.dirs, usual names. Other people's
    folders and folders elsewhere are not looked into.
    """


@dataclass(frozen=True, slots=True)
class BinSearch(Search):
    """The current person's recycle bins on all local drives. Other people's are not opened."""


@dataclass(frozen=True, slots=True)
class AutosaveSearch(Search):
    """Copies that office programs made by themselves, in the places of `checker.knowledge.leftovers`."""


@dataclass(frozen=True, slots=True)
class ReceivedSearch(Search):
    """Files that chat programs saved for the person, never messages. `asked`: the unit's policy switched it on."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class OutboxSearch(Search):
    """Drafts in the folder that the unit's policy names. `asked`: it names one."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file whose name says something. `words`: level, internal, password."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameSearch(Fact):
    """Names in the same folders as `DocumentSearch`; nothing is opened. A name alone proves nothing."""

    files: int
    named: tuple[NamedFile, ...]

    def saying(self, word: str) -> tuple[NamedFile, ...]:
        return tuple(one for one in self.named if word in one.words)
