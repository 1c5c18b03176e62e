"""A medium's files through the document engine, and its recycle bins."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from checker.content.evidence import redacted
from checker.content.looked import Looked
from checker.content.names import words
from checker.facts.content.document import Seen
from checker.facts.content.search import Found, NamedFile
from checker.facts.medium.documents import MediumBin, MediumDocuments, MediumNames
from checker.knowledge.documents import documents
from checker.machine.machine import Machine
from checker.machine.media.medium import Gone
from checker.machine.media.source import opened
from checker.model.coverage import Cause, Coverage, Ledger, Left, Unit
from checker.model.target import Platform, Profile
from checker.model.text import Language, Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.probes.base import probe
from checker.probes.content.search import Told, found_of, order_of
from checker.probes.medium.reading import files_of, glance_of, residue_of

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
_UNLOCK = Text("由使用人解锁后，把里面的文件单独检查", "Have its user unlock it and check its files by themselves")
_BLANK = Text("介质是空白的", "The medium is blank")
_CUT = Text("文件太多或目录太深，这次没有看全", "There are too many files or folders; not all of them were looked at")
# What the partition table and the medium do not agree on, or no table names: none of it is among the volumes.
_DIVIDED_WRONGLY = {
    "beyond-end": Text(
        "分区或文件系统超出介质末尾：镜像不完整，或介质容量不实",
        "A partition or file system reaches beyond the end: the image is cut short, or the medium is smaller than it"
        " says",
    ),
    "overlap": Text("分区表中有互相重叠的分区", "Partitions in the partition table overlap"),
    "unlisted": Text(
        "分区之外还有一个文件系统，分区表里没有", "Outside of the partitions lies a file system that no table names"
    ),
}
_NOT_ASKED = Text(
    "已删除，但可能恢复，内容没有查看",
    "deleted, yet may come back; their content was not looked at",
)
_REMNANTS = Text(
    "没有文件的空间里存有内容，没有清除过，里面是什么没有查看",
    "space where no file lies holds something: it was not wiped, and what it is was not looked at",
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
    with opened(machine) as medium:
        contents = Contents(medium, surveyed.held, deleted or (), wanted.most_files)
        until = time.monotonic() + wanted.most_seconds
        halt = lambda: machine.stopping or time.monotonic() > until  # noqa: E731
        scan = Scan(contents, machine.processors(), order_of(wanted), halt=halt)
        told = Told(wanted, _LOOK, lambda seen: _found(seen, contents))
        try:
            for seen in scan:
                told.add(seen)
        except Gone as error:
            raise Unreadable(_GONE, _LOOK) from error
    if machine.stopping:
        raise Cancelled
    told.ended(stopped=scan.stopped, more=contents.more)
    coverage = told.looked.coverage + _volumes(machine, surveyed)
    return MediumDocuments(
        files=scan.progress.files,
        excluded=told.excluded,
        found=told.found,
        closed=told.closed,
        deleted=len(deleted) if deleted is not None else None,
        coverage=replace(coverage, left=(*coverage.left, *more)),
    )


@probe(MediumBin, Platform.MEDIUM)
def medium_bin(machine: Machine) -> MediumBin:
    """Counted, not opened."""
    surveyed = files_of(machine)
    files = sum(held.in_bin and not _bins_own(held) for held in surveyed.held)
    return MediumBin(files, coverage=_listed(len(surveyed.held)) + _volumes(machine, surveyed))


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
    coverage = _listed(files, len(surveyed.held) - files) + _volumes(machine, surveyed)
    return MediumNames(files, tuple(named), coverage=coverage)


def _listed(number: int, private: int = 0) -> Coverage:
    looked = Looked(_LOOK)
    looked.listed(Unit.FILES, number)
    looked.closed(Unit.FILES, private)
    return looked.coverage


def _bins_own(held: Held) -> bool:
    """Whether a file in a bin only says what another one was called ($I..., .trashinfo)."""
    name = held.path.rpartition("/")[2].lower()
    return name in _OWN_FILES or name.startswith("$i") or name.endswith(".trashinfo")


def _found(seen: Seen, contents: Contents) -> Found:
    found, label = found_of(seen), contents.label(seen.path)
    return found if label is None else replace(found, label=label.to(Language.ZH))


def _deleted(machine: Machine, surveyed: Surveyed) -> tuple[tuple[Find, ...] | None, tuple[Left, ...]]:
    """Deleted files whose content may be looked into, and what is to be said of those that may not."""
    if machine.policy.media.deleted_content:
        residue = residue_of(machine)
        some = Left(Unit.SECTORS, Cause.DAMAGED, 0, reason=_NOT_WHOLE, how=_LOOK)
        return (*residue.recoverable, *residue.undecided), () if residue.whole else (some,)
    return None, _left_over(machine, surveyed)


def _left_over(machine: Machine, surveyed: Surveyed) -> tuple[Left, ...]:
    """What is there besides files, as far as this inspection knows. Not "outside the question": what would come back
    may be a marked paper, and nobody has looked.
    """
    number = sum(record.free and record.whole for record in surveyed.records)
    something = False
    if machine.profile is Profile.DISPOSAL:
        residue = residue_of(machine)
        number = max(number, len(residue.recoverable) + len(residue.undecided))
        something = residue.blocks.structured > 0
    elif not number:
        with suppress(Unreadable):  # what keeps the look from being had is said by the files' own list
            something = glance_of(machine).something
    if number:
        return (Left(Unit.FILES, Cause.UNSUPPORTED, number, reason=_NOT_ASKED, how=_ASK),)
    return (Left(Unit.SECTORS, Cause.UNSUPPORTED, 0, reason=_REMNANTS, how=_ASK),) if something else ()


def _volumes(machine: Machine, surveyed: Surveyed) -> Coverage:
    """What of the medium could be listed. A medium without volumes holds no files only if it is blank."""
    volumes = Ledger(Unit.VOLUMES, range(len(surveyed.volumes)), lambda number: Text.name(f"#{number + 1}"))
    for number, volume in enumerate(surveyed.volumes):
        match volume.state:
            case "encrypted":
                volumes.left(number, Cause.ENCRYPTED, _UNLOCK)
            case "unread":
                volumes.left(number, Cause.UNSUPPORTED, _LOOK)
            case "damaged":
                volumes.left(number, Cause.DAMAGED, _LOOK)
            case _:
                volumes.looked(number)
        if volume.short:
            volumes.left(number, Cause.DAMAGED, _LOOK, _DIVIDED_WRONGLY["beyond-end"])
        if volume.cut:
            volumes.left(number, Cause.BEYOND_LIMIT, _LOOK)
    if surveyed.held_cut:
        volumes.more(0, Cause.BEYOND_LIMIT, _LOOK, _CUT)
    for trace in surveyed.layout.traces:
        if trace.kind in _DIVIDED_WRONGLY:
            volumes.more(1, Cause.DAMAGED, _LOOK, _DIVIDED_WRONGLY[trace.kind])
    if not surveyed.volumes:
        residue = residue_of(machine)
        if residue.verdict.blank and residue.whole:
            volumes.nothing(_BLANK)
        else:
            volumes.more(1, Cause.NOT_UNDERSTOOD, _LOOK, _NO_SYSTEM)
    return volumes.coverage
