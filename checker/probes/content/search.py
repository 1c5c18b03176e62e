"""The document engine's answers as facts: by content for each kind of place, by name for all.

The engine is imported where it is used: the window and every audit load this module before anything is seen.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checker.content.evidence import redacted
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
from checker.model.fact import Gap
from checker.model.policy import Documents
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Cancelled
from checker.probes.base import AnyProbe, probe
from checker.probes.content.places import Places

if TYPE_CHECKING:
    from checker.content.inspection import Order

_MOST_FOUND = 2_000
_LOOK = Text(
    "在“查找疑似标密的文件和照片”页面（或用 mijian documents）单独查看这些文件夹，能看到是哪些文件",
    "Search these folders on the documents page (or with mijian documents); it names the files",
)
_OPEN_THEM = Text(
    "请使用人打开这些文件，由保密员人工核对", "Have their owner open these files and the officer look at them"
)
_WHY = {
    Read.ENCRYPTED: Text(
        "有 {number} 个文件设了密码，没有看到内容", "{number} files have a password; nothing was seen of them"
    ),
    Read.DAMAGED: Text("有 {number} 个文件已损坏，没有看全", "{number} files are damaged and were not seen in full"),
    Read.TOO_LARGE: Text(
        "有 {number} 个文件过大或嵌套过深，没有看全", "{number} files are too large or too deep to be seen in full"
    ),
    Read.REFUSED: Text(
        "有 {number} 个文件构造异常，没有打开", "{number} files are built to do harm and were not opened"
    ),
    Read.UNSUPPORTED: Text(
        "有 {number} 个文件的格式还不能读取", "{number} files are of formats that cannot be read yet"
    ),
    Read.CHANGED: Text("有 {number} 个文件在读取时有变动", "{number} files changed while they were read"),
    Read.DENIED: Text("有 {number} 个文件或文件夹没有权限查看", "{number} files or folders may not be looked at"),
    Read.TOO_SLOW: Text("有 {number} 个文件读取超时", "{number} files took too long to read"),
    Read.CRASHED: Text("有 {number} 个文件让解码程序崩溃", "{number} files made their decoder crash"),
    Read.PARTLY: Text("有 {number} 个文件只看到一部分", "{number} files were seen in part only"),
}
_CAPPED = Text("文件太多，这次只看了前 {number} 个", "There are too many files; only the first {number} were looked at")


def _documents(machine: Machine) -> DocumentSearch:
    places = Places(machine)
    wanted = machine.policy.documents
    roots = [*places.own(), *places.of(Place.SYNC), *places.of(Place.EXPORT)]
    roots += [Root(path) for path in wanted.folders]
    roots += [Root(path, Place.CONTROLLED) for path in wanted.controlled]
    return DocumentSearch(**_searched(machine, roots))


def _bin(machine: Machine) -> BinSearch:
    return BinSearch(**_searched(machine, Places(machine).bins()))


def _autosaved(machine: Machine) -> AutosaveSearch:
    return AutosaveSearch(**_searched(machine, Places(machine).autosaved()))


def _received(machine: Machine) -> ReceivedSearch:
    """Nothing is opened, not even listed, unless the unit's policy says so."""
    if not machine.policy.documents.received_files:
        return ReceivedSearch(files=0, excluded=0, found=())
    return ReceivedSearch(**_searched(machine, Places(machine).of(Place.RECEIVED)), asked=True)


def _outbox(machine: Machine) -> OutboxSearch:
    outbox = machine.policy.documents.outbox
    if not outbox:
        return OutboxSearch(files=0, excluded=0, found=())
    return OutboxSearch(**_searched(machine, [Root(outbox, Place.OUTBOX, optional=False)]), asked=True)


def _names(machine: Machine) -> NameSearch:
    wanted = machine.policy.documents
    places = Places(machine)
    roots = [*places.own(), *(Root(path) for path in wanted.folders)]
    source = Folders(machine, roots, wanted.most_files)
    files, named, troubles = 0, list[NamedFile](), Counter[Read]()
    for item in source.items():
        if item.trouble is not None:
            troubles[item.trouble] += item.trouble.could_not_read
            continue
        files += 1
        found = words(item.path.replace("\\", "/").rpartition("/")[2])
        if found and len(named) < _MOST_FOUND:
            named.append(NamedFile(redacted(item.path), found))
    return NameSearch(files, tuple(named), gaps=gaps_of(troubles, files if source.more else None))


# -- one search -------------------------------------------------------------------------------------------------------


def _searched(machine: Machine, roots: Sequence[Root]) -> dict[str, Any]:
    """The fields of a `Search`."""
    from checker.content.scan import Scan

    wanted = machine.policy.documents
    source = Folders(machine, roots, wanted.most_files)
    deadline = time.monotonic() + wanted.most_seconds
    halt = _halting(machine, deadline)
    scan = Scan(source, machine.processors(), order_of(wanted), halt=halt)
    told = Told(wanted)
    for seen in scan:
        told.add(seen)
    if machine.stopping:
        raise Cancelled
    capped = scan.progress.files if scan.stopped or source.more else None
    return {
        "files": scan.progress.files,
        "excluded": told.excluded,
        "found": told.found,
        "closed": told.closed,
        "gaps": gaps_of(told.unread, capped),
    }


class Told:
    """What a scan brings, as the fields of a `Search`. `as_found` gives a file the words that its place has for it."""

    def __init__(self, wanted: Documents, as_found: Callable[[Seen], Found] | None = None) -> None:
        self._false, self._as_found = frozenset(wanted.closed), as_found or found_of
        self._found, self._states = list[Found](), Counter[Read]()
        self.closed = 0

    def add(self, seen: Seen) -> None:
        self._states[seen.read] += 1
        marked = seen.marking.bucket is not Bucket.NONE or bool(seen.altered)
        if marked and seen.digest in self._false:
            # The officer's word is on the marking; numbers of people and of classified papers stay what they are.
            self.closed += 1
            seen = replace(seen, marking=Marking(), altered=())
        if worth_telling(seen) and len(self._found) < _MOST_FOUND:
            self._found.append(self._as_found(seen))

    @property
    def excluded(self) -> int:
        return self._states[Read.EXCLUDED]

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(self._found)

    @property
    def unread(self) -> Counter[Read]:
        return Counter({read: number for read, number in self._states.items() if read.could_not_read})


def _halting(machine: Machine, deadline: float) -> Callable[[], bool]:
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


def gaps_of(troubles: Counter[Read], capped: int | None) -> tuple[Gap, ...]:
    gaps = [] if capped is None else [Gap(_CAPPED.filled(number=capped), _LOOK)]
    for read, reason in _WHY.items():
        if troubles[read]:
            how = _OPEN_THEM if read is Read.ENCRYPTED else _LOOK
            gaps.append(Gap(reason.filled(number=troubles[read]), how))
    return tuple(gaps)


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
