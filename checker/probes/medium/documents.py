"""A medium's files through the document engine, and its recycle bins."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from checker.content.evidence import redacted
from checker.content.names import words
from checker.facts.content.document import Seen
from checker.facts.content.search import Found, NamedFile
from checker.facts.medium.documents import MediumBin, MediumDocuments, MediumNames
from checker.knowledge.documents import documents
from checker.machine.machine import Machine
from checker.machine.media.medium import Gone, open_medium
from checker.model.fact import Gap
from checker.model.target import Platform
from checker.model.text import Language, Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.probes.base import probe
from checker.probes.content.search import Told, found_of, gaps_of, order_of
from checker.probes.medium.reading import files_of, residue_of

if TYPE_CHECKING:
    from checker.residue.documents import Contents
    from checker.residue.filesystems.survey import Held
    from checker.residue.finds import Find
    from checker.residue.survey import Surveyed

_MOST_FOUND = 2_000
_OWN_FILES = ("desktop.ini", "info2", ".directory")
_LOOK = Text(
    "由保密员用“查找疑似标密的文件和照片”查看，或把介质交信息中心",
    "Have the officer look with the documents page, or hand the medium to IT",
)
_NO_SYSTEM = Text(
    "介质上没有认得出的文件系统，但也不是空白，里面有哪些文件看不到",
    "The medium has no file system that is known, yet is not blank; its files cannot be listed",
)
_ENCRYPTED = Text(
    "有 {number} 个加密的卷，里面没有查看", "{number} volumes are encrypted; their inside was not looked at"
)
_UNLOCK = Text("由使用人解锁后，把里面的文件单独检查", "Have its user unlock it and check its files by themselves")
_UNREAD = Text(
    "有 {number} 个卷的文件系统读不了，里面没有查看",
    "{number} volumes have a file system that cannot be read; their inside was not looked at",
)
_CUT = Text("文件太多或目录太深，这次没有看全", "There are too many files or folders; not all of them were looked at")
_NOT_ASKED = Text(
    "有 {number} 个已删除的文件还留有记录，可能恢复，没有查看内容",
    "{number} deleted files are still recorded and may come back; their content was not looked at",
)
_NOT_WHOLE = Text(
    "已删除的文件没有找全：介质没有读完，或有读不出的地方",
    "Deleted files were not all found: the medium was not read in full, or parts of it cannot be read",
)
_ASK = Text(
    "征得使用人同意后，选择“已删除的文件也看内容”再查（mijian audit --deleted-content）",
    "With its user's consent check again with deleted files' content (mijian audit --deleted-content)",
)
_GONE = Text(
    "介质中途被拔出或失去响应，没有读完", "The medium was pulled out or stopped answering before it was read in full"
)


@probe(MediumDocuments, Platform.MEDIUM)
def medium_documents(machine: Machine) -> MediumDocuments:
    """Every file that is there; with the unit's or the officer's word, what would come back as well."""
    from checker.content.scan import Scan
    from checker.residue.documents import Contents

    surveyed = files_of(machine)
    deleted, more = _deleted(machine, surveyed)
    wanted = machine.policy.documents
    with open_medium(machine.medium().path) as medium:
        contents = Contents(medium, surveyed.held, deleted or (), wanted.most_files)
        until = time.monotonic() + wanted.most_seconds
        halt = lambda: machine.stopping or time.monotonic() > until  # noqa: E731
        scan = Scan(contents, machine.processors(), order_of(wanted), halt=halt)
        told = Told(wanted, lambda seen: _found(seen, contents))
        try:
            for seen in scan:
                told.add(seen)
        except Gone as error:
            raise Unreadable(_GONE, _LOOK) from error
    if machine.stopping:
        raise Cancelled
    capped = scan.progress.files if scan.stopped or contents.more else None
    return MediumDocuments(
        files=scan.progress.files,
        excluded=told.excluded,
        found=told.found,
        closed=told.closed,
        deleted=len(deleted) if deleted is not None else None,
        gaps=(*_volumes(machine, surveyed), *more, *gaps_of(told.unread, capped)),
    )


@probe(MediumBin, Platform.MEDIUM)
def medium_bin(machine: Machine) -> MediumBin:
    """Counted, not opened."""
    surveyed = files_of(machine)
    files = sum(held.in_bin and not _bins_own(held) for held in surveyed.held)
    return MediumBin(files, gaps=_volumes(machine, surveyed))


@probe(MediumNames, Platform.MEDIUM)
def medium_names(machine: Machine) -> MediumNames:
    """Chats' and mailboxes' own stores are left alone here as well."""
    surveyed = files_of(machine)
    files, named = 0, list[NamedFile]()
    for held in surveyed.held:
        *folders, name = held.path.split("/")
        if any(documents().private.is_store(folder) for folder in folders):
            continue
        files += 1
        said = words(name)
        if said and len(named) < _MOST_FOUND:
            named.append(NamedFile(redacted(held.path), said))
    return MediumNames(files, tuple(named), gaps=_volumes(machine, surveyed))


def _bins_own(held: Held) -> bool:
    """Whether a file in a bin only says what another one was called ($I..., .trashinfo)."""
    name = held.path.rpartition("/")[2].lower()
    return name in _OWN_FILES or name.startswith("$i") or name.endswith(".trashinfo")


def _found(seen: Seen, contents: Contents) -> Found:
    found, label = found_of(seen), contents.label(seen.path)
    return found if label is None else replace(found, label=label.to(Language.ZH))


def _deleted(machine: Machine, surveyed: Surveyed) -> tuple[tuple[Find, ...] | None, tuple[Gap, ...]]:
    """Deleted files whose content may be looked into, and what is to be said of those that may not."""
    if machine.policy.media.deleted_content:
        residue = residue_of(machine)
        return residue.recoverable, () if residue.whole else (Gap(_NOT_WHOLE, _LOOK),)
    number = sum(record.free and record.whole for record in surveyed.records)
    return None, (Gap(_NOT_ASKED.filled(number=number), _ASK),) if number else ()


def _volumes(machine: Machine, surveyed: Surveyed) -> tuple[Gap, ...]:
    """What of the medium could not be listed. A medium without volumes holds no files only if it is blank."""
    gaps: list[Gap] = []
    encrypted = sum(volume.state == "encrypted" for volume in surveyed.volumes)
    unread = sum(volume.state == "unread" for volume in surveyed.volumes)
    if encrypted:
        gaps.append(Gap(_ENCRYPTED.filled(number=encrypted), _UNLOCK))
    if unread:
        gaps.append(Gap(_UNREAD.filled(number=unread), _LOOK))
    if surveyed.held_cut or any(volume.cut for volume in surveyed.volumes):
        gaps.append(Gap(_CUT, _LOOK))
    if not surveyed.volumes:
        residue = residue_of(machine)
        if not (residue.verdict.blank and residue.whole):
            gaps.append(Gap(_NO_SYSTEM, _LOOK))
    return tuple(gaps)
