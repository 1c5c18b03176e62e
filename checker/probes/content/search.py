"""The document engine's answers as facts: by content for each kind of place, by name for all.

The engine is imported where it is used: the window and every audit load this module before anything is seen.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checker.content.evidence import redacted
from checker.content.looked import Looked
from checker.content.names import words
from checker.content.source import Folders, Root
from checker.facts.content.document import Place, Read, Seen
from checker.facts.content.marking import Bucket, Marking
from checker.facts.content.search import (
    AutosaveSearch,
    BinSearch,
    DocumentSearch,
    Found,
    NamedFile,
    NameSearch,
    OutboxSearch,
    ReceivedSearch,
)
from checker.machine.machine import Machine
from checker.model import whereabouts
from checker.model.coverage import Cause, Coverage, Unit
from checker.model.pace import Pace
from checker.model.policy import Documents
from checker.model.target import Platform, Profile
from checker.model.text import Text
from checker.model.unreadable import Cancelled
from checker.probes.base import AnyProbe, probe
from checker.probes.content.computer import computer
from checker.probes.content.places import Places

if TYPE_CHECKING:
    from checker.content.inspection import Order
    from checker.content.scan import Progress

_MOST_FOUND = 2_000
_NOT_SWITCHED_ON = Coverage.none_there(
    Unit.FILES, Text("单位没有要求查看这些文件", "The unit's policy does not ask for these files")
)
_LOOK = Text(
    "在“查找疑似标密的文件和照片”页面（或用 mijian documents）单独查看这些文件夹，能看到是哪些文件",
    "Search these folders on the documents page (or with mijian documents); it names the files",
)


def _documents(machine: Machine) -> DocumentSearch:
    everything, places = computer(machine), Places(machine)
    wanted = machine.policy.documents
    roots = [*everything.roots, *places.moved(), *places.of(Place.SYNC), *places.of(Place.EXPORT)]
    roots += [Root(path) for path in wanted.folders]
    roots += [Root(path, Place.CONTROLLED) for path in wanted.controlled]
    return DocumentSearch(**_searched(machine, roots, everything.coverage + places.lists, everything.apart))


def _bin(machine: Machine) -> BinSearch:
    places = Places(machine)
    return BinSearch(**_searched(machine, places.bins(), places.coverage))


def _autosaved(machine: Machine) -> AutosaveSearch:
    places = Places(machine)
    return AutosaveSearch(**_searched(machine, places.autosaved(), places.coverage))


def _received(machine: Machine) -> ReceivedSearch:
    """Nothing is opened, not even listed, unless the unit's policy says so."""
    if not machine.policy.documents.received_files:
        return ReceivedSearch(files=0, excluded=0, found=(), coverage=_NOT_SWITCHED_ON)
    places = Places(machine)
    return ReceivedSearch(**_searched(machine, places.of(Place.RECEIVED), places.coverage), asked=True)


def _outbox(machine: Machine) -> OutboxSearch:
    outbox = machine.policy.documents.outbox
    if not outbox:
        return OutboxSearch(files=0, excluded=0, found=(), coverage=_NOT_SWITCHED_ON)
    return OutboxSearch(**_searched(machine, [Root(outbox, Place.OUTBOX, optional=False)]), asked=True)


def _names(machine: Machine) -> NameSearch:
    wanted, everything = machine.policy.documents, computer(machine)
    folders = Folders(machine, [*everything.roots, *(Root(path) for path in wanted.folders)], apart=everything.apart)
    files, named, looked = 0, list[NamedFile](), Looked(_LOOK)
    halt = _halting(machine)
    for item in folders.items():
        if halt():
            looked.more(Unit.FILES, 0, Cause.OUT_OF_TIME)
            break
        looked.add(Seen(item.path, read=item.trouble or Read.READ))
        if item.trouble is not None:
            continue
        files += 1
        found = words(item.path.replace("\\", "/").rpartition("/")[2])
        if found and len(named) < _MOST_FOUND:
            named.append(NamedFile(redacted(item.path), found))
            whereabouts.remember(named[-1].label, item.path)
    looked.apart(Unit.FOLDERS, folders.passed)
    return NameSearch(files, tuple(named), coverage=looked.coverage + everything.coverage)


# -- one search -------------------------------------------------------------------------------------------------------


def _searched(
    machine: Machine, roots: Sequence[Root], places: Coverage | None = None, apart: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields of a `Search`. `places`: what the roots rest on. `apart`: folders that are not entered.

    Daily takes the newest files first within the time that the policy sets, and says what it did not reach; every other
    situation looks at all of them.
    """
    from checker.content.newest import Newest
    from checker.content.scan import Scan

    wanted, daily = machine.policy.documents, machine.profile is Profile.DAILY
    folders = Folders(machine, roots, apart=apart)
    halt = _halting(machine)
    newest = Newest(folders, wanted.most_files, halt)
    source = newest if daily else folders
    scan = Scan(source, machine.processors(), order_of(wanted), cache=machine.cache, counts=not daily, halt=halt)
    told = Told(wanted, _LOOK)
    for seen in scan:
        told.add(seen)
        machine.pace = _pace(scan.progress, seen)
    machine.pace = None
    if machine.stopping:
        raise Cancelled
    known = scan.progress.listed and not newest.endless  # else there are more than were listed
    unreached = scan.progress.total - scan.progress.files if known else 0
    told.ended(stopped=scan.stopped or newest.endless, unreached=unreached, beyond=newest.beyond)
    told.looked.apart(Unit.FOLDERS, folders.passed)
    coverage = told.looked.coverage
    return {
        "files": sum(extent.looked for extent in coverage.extents if extent.unit is Unit.FILES),
        "excluded": told.excluded,
        "found": told.found,
        "closed": told.closed,
        "coverage": coverage if places is None else coverage + places,
    }


def _pace(progress: Progress, seen: Seen) -> Pace:
    return Pace(
        done=progress.files,
        total=progress.total,
        listed=progress.listed,
        seconds=progress.seconds,
        left=progress.left,
        found=progress.found,
        where=seen.path,
    )


class Told:
    """What a scan brings, as the fields of a `Search`. `how` says what would make it possible to look at the rest;
    `as_found` gives a file the words that its place has for it."""

    def __init__(
        self, wanted: Documents, how: Text, as_found: Callable[[Seen], Found] | None = None, *, listed: bool = True
    ) -> None:
        self._false, self._as_found = frozenset(wanted.closed), as_found or found_of
        self._found = list[Found]()
        self.looked = Looked(how, listed=listed)
        self.excluded = self.closed = 0

    def ended(self, *, stopped: bool, more: bool = False, unreached: int = 0, beyond: int = 0) -> None:
        """The scan is over: did its time run out (so many files were listed and not reached), were there more files
        than it may look at (so many, where they were counted)?
        """
        if stopped:
            self.looked.more(Unit.FILES, unreached, Cause.OUT_OF_TIME)
        if more or beyond:
            self.looked.more(Unit.FILES, beyond, Cause.BEYOND_LIMIT)

    def add(self, seen: Seen) -> None:
        self.looked.add(seen)
        self.excluded += seen.read is Read.EXCLUDED
        marked = seen.marking.bucket is not Bucket.NONE or bool(seen.altered)
        if marked and seen.digest in self._false:
            # The officer's word is on the marking; numbers of people and of classified papers stay what they are.
            self.closed += 1
            seen = replace(seen, marking=Marking(), altered=())
        if worth_telling(seen) and len(self._found) < _MOST_FOUND:
            found = self._as_found(seen)
            whereabouts.remember(found.label, seen.path, seen.member)
            self._found.append(found)

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(self._found)


def _halting(machine: Machine) -> Callable[[], bool]:
    """Whether to end: a person says so, or the time is over that the policy gives in this situation."""
    wanted = machine.policy.documents
    seconds = wanted.most_seconds if machine.profile is Profile.DAILY else wanted.longest_seconds or math.inf
    deadline = time.monotonic() + seconds
    return lambda: machine.stopping or time.monotonic() > deadline


def order_of(wanted: Documents) -> Order:
    from checker.content.inspection import Order

    return Order(
        pictures=wanted.pictures,
        salt=wanted.numbers_salt,
        numbers=frozenset(wanted.numbers),
        commercial=wanted.commercial_secrets,
    )


def worth_telling(seen: Seen) -> bool:
    return seen.marking.bucket is not Bucket.NONE or bool(seen.altered or seen.cited or seen.personal.number)


def found_of(seen: Seen) -> Found:
    return Found(
        label=redacted(seen.path, seen.member),
        digest=seen.digest[:12],
        places=seen.places,
        marking=seen.marking,
        altered=seen.altered,
        personal=seen.personal,
        cited=seen.cited,
    )


def _on(platform: Platform) -> tuple[AnyProbe, ...]:
    return (
        probe(DocumentSearch, platform)(_documents),
        probe(BinSearch, platform)(_bin),
        probe(AutosaveSearch, platform)(_autosaved),
        probe(ReceivedSearch, platform)(_received),
        probe(OutboxSearch, platform)(_outbox),
        probe(NameSearch, platform)(_names),
    )


linux_documents, linux_bin, linux_autosaved, linux_received, linux_outbox, linux_names = _on(Platform.LINUX)
windows_documents, windows_bin, windows_autosaved, windows_received, windows_outbox, windows_names = _on(
    Platform.WINDOWS
)
