"""Many reports at once: found in folders and packages, verified on all processors, told one line a file.

A file that is no report, or none that can be believed, is a line with its code; it never ends the run.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

from checker.machine import files, handed
from checker.machine.children import end_with_parent, spawning
from checker.machine.confine import alone
from checker.model.text import Text
from checker.report.envelope import unseal
from checker.report.payload import NotAReport
from checker.report.payload import identity as payload_identity
from checker.report.verify import pdf_file
from checker.report.verify.codes import Code
from checker.report.verify.report import FILE_LIMIT, verify_bytes
from checker.report.verify.verified import Measure, Verified

MEMBER_LIMIT: Final = 200_000  # files in one package: a large organisation's quarter, several times over
_CHUNK = 50  # files that one worker is given at a time: a tenth of a second's work
_ENDINGS = (".pdf", ".dsse.json")
_PACKED = (".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".cab", ".arj", ".z", ".001")
_MANY = 200  # fewer files than this are done before a second process has started

# What zipfile raises of a package that is damaged, locked, or packed in a way that it does not know.
_BROKEN = (zipfile.BadZipFile, RuntimeError, ValueError, zlib.error, lzma.LZMAError, EOFError, struct.error)
_NOT_COMPARED = Text(
    "同名的签名数据已核验并计入；PDF 版面未逐字比对，可用 verify 核验。",
    "The signed data beside it was verified and counted; its page was not compared (verify does that).",
)
_NO_PACKAGE = Text("压缩包已损坏或有口令", "the package is damaged or locked")
_NO_FILE = Text("读不到文件", "the file cannot be read")
_NO_FOLDER = Text("打不开文件夹，里面的都没有看", "the folder cannot be opened; nothing in it was looked at")
_TOO_LARGE = Text("文件过大", "the file is too large")
_KILLED = Text("核验进程被系统终止", "the verifying process was ended by the system")
_DOUBLED = Text(
    "压缩包里有两个同名的文件，不知道要交的是哪一个",
    "the package holds two files of that name; which is meant is not known",
)
_OTHER_PACKAGE = Text(
    "这种压缩包打不开，里面的都没有看，请先解开",
    "a package of this kind is not opened; nothing in it was looked at: unpack it first",
)
_PACKAGE_WITHIN = Text(
    "压缩包里还有压缩包，里面的都没有看，请先解开",
    "a package within a package; nothing in it was looked at: unpack it first",
)
_LINKED = Text("是链接，它指向的地方没有看", "a link; where it leads was not looked at")
_TOO_MANY = Text("压缩包中的文件太多", "the package holds too many files")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to look at: on disk, or a member of a package by its place there. `shown` is its name for people."""

    path: str
    member: int | None
    shown: str
    beside: bool = False  # a PDF whose signed data lies beside it: its page is not compared
    trouble: Text | None = None  # why nothing of it can be read


def pieces(named: Iterable[Path], *, pages: bool = False) -> Iterator[Piece]:
    """Every report file that is meant: files as named, what folders and ZIP packages hold, folders in folders too.

    `pages`: compare also the pages of PDFs whose signed data lies beside them, which takes a fifth of a second each.
    """
    for path in named:
        if os.path.isdir(path):  # False of what cannot be reached, which is told as a file
            yield from _in_folder(path, pages)
        elif path.suffix.lower() == ".zip":
            yield from _in_package(path, pages)
        else:
            packed = path.name.lower().endswith(_PACKED)
            yield Piece(str(path), None, path.name, trouble=_OTHER_PACKAGE if packed else None)


def collect(
    found: Iterable[Piece], measure: Measure, digest: Callable[[Verified], bytes | None], workers: int = 0
) -> Iterator[tuple[Verified, bytes | None]]:
    """Verify each and make of it what `digest` makes, in the worker: reports themselves are too large to send around.

    `digest` is a function at the top of a module; it gives bytes because objects of many small parts take longer to
    send than to verify. Each result has its report removed; the order is that of the files.
    `workers` 0: one a processor.
    """
    queue = iter(found)
    first = list(islice(queue, _MANY))
    count = workers or os.cpu_count() or 1
    if count == 1 or len(first) < _MANY:
        yield from _work(first, measure, digest)
        yield from _work(queue, measure, digest)
        return
    context = spawning()

    def start(processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(processes, context, initializer=_prepare, initargs=(measure, digest))

    yield from _spread(start, chain(first, queue), count, (measure, digest))


def holder(folder: Path, identity: str) -> Path | None:
    """The file, or the package, below a folder that holds the report of that identity; None: none does. PDFs come
    before the signed data beside them, as those are what a person opens."""
    found = sorted(pieces((folder,), pages=True), key=lambda one: not one.shown.lower().endswith(".pdf"))
    return next((Path(one.path) for one in found if one.trouble is None and _identity(one) == identity), None)


def _identity(one: Piece) -> str:
    """Of a report that nobody has verified yet; "" of what is none."""
    try:
        content = _content(one) or b""
        held = pdf_file.envelope(content) if content.startswith(b"%PDF") else content
        payload, _, _ = unseal(held)
    except (OSError, KeyError, NotAReport, ValueError, *_BROKEN):
        return ""
    return payload_identity(payload)


Results = list[tuple[Verified, bytes | None]]
_Prepared = tuple[Measure, Callable[[Verified], bytes | None]]
_Start = Callable[[int], ProcessPoolExecutor]


def _spread(
    start: _Start, queue: Iterator[Piece], count: int, prepared: _Prepared
) -> Iterator[tuple[Verified, bytes | None]]:
    """A few chunks ahead of whoever takes the results, and no more: memory stays what it is."""
    pool = start(count)
    waiting: deque[tuple[list[Piece], Future[Results]]] = deque()
    try:
        while True:
            while len(waiting) < count * 3 and (part := list(islice(queue, _CHUNK))):
                waiting.append((part, _given(pool, part)))
            if not waiting:
                return
            part, future = waiting.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:  # a worker was killed, for want of memory say, and nobody knows by which file
                pool.shutdown(wait=False)
                suspects = [*part, *chain.from_iterable(other for other, _ in waiting)]
                waiting.clear()
                if not _starts(start):
                    yield from _work(chain(suspects, queue), *prepared)
                    return
                yield from _one_by_one(start, suspects)
                pool = start(count)
            else:
                yield from results
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _starts(start: _Start) -> bool:
    """Whether processes can be started at all: where the program cannot be started again, this one does the work."""
    with start(1) as pool:
        try:
            return pool.submit(_ready).result()
        except BrokenProcessPool:
            return False


def _ready() -> bool:
    return True


def _one_by_one(start: _Start, suspects: list[Piece]) -> Iterator[tuple[Verified, bytes | None]]:
    """The file that ends a worker is told; the others are verified."""
    pool = start(1)
    try:
        for one in suspects:
            try:
                results = _given(pool, [one]).result()
            except BrokenProcessPool:
                pool = start(1)
                results = [(_failed(one, _KILLED), None)]
            yield from results
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _given(pool: ProcessPoolExecutor, part: list[Piece]) -> Future[Results]:
    try:
        return pool.submit(_chunk, part)
    except BrokenProcessPool as error:
        failed: Future[Results] = Future()
        failed.set_exception(error)
        return failed


_prepared: _Prepared | None = None


def _prepare(measure: Measure, digest: Callable[[Verified], bytes | None]) -> None:
    global _prepared
    end_with_parent()
    alone()  # what is verified comes from outside, and a PDF is not simple to read
    _prepared = measure, digest


def _chunk(part: list[Piece]) -> Results:
    assert _prepared is not None
    return list(_work(part, *_prepared))


def _work(
    part: Iterable[Piece], measure: Measure, digest: Callable[[Verified], bytes | None]
) -> Iterator[tuple[Verified, bytes | None]]:
    for one in part:
        verified = _verified(one, measure)
        yield replace(verified, report=None), digest(verified)


def _verified(one: Piece, measure: Measure) -> Verified:
    if one.trouble is not None:
        return _failed(one, one.trouble)
    try:
        content = _content(one)
    except (OSError, KeyError, *_BROKEN):
        return _failed(one, _NO_FILE if one.member is None else _NO_PACKAGE)
    if content is None:
        return _failed(one, _TOO_LARGE)
    if not one.beside:
        return verify_bytes(one.shown, content, measure)
    try:
        verified = verify_bytes(one.shown, pdf_file.envelope(content), measure)
    except NotAReport:
        return verify_bytes(one.shown, content, measure)  # it says what is wrong with the file
    return replace(verified, notes=(*verified.notes, _NOT_COMPARED))


def _content(one: Piece) -> bytes | None:
    """The bytes of a file; None: more than any report has."""
    if one.member is None:
        try:
            return handed.read(Path(one.path), FILE_LIMIT)
        except handed.TooLarge:
            return None
    package = _package(one.path)
    with package.open(package.infolist()[one.member]) as file:  # two may have one name, and both are looked at
        content = file.read(FILE_LIMIT + 1)  # the size that a package states may be a lie
    return content if len(content) <= FILE_LIMIT else None


@lru_cache(maxsize=2)
def _package(path: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _in_folder(folder: Path, pages: bool) -> Iterator[Piece]:
    shut: list[OSError] = []
    for place, names in files.walk(folder, shut.append):
        here = set(names)
        for name in names:
            path = place / name
            if name.lower().endswith(".zip"):
                yield from _in_package(path, pages)
            elif name.lower().endswith(_ENDINGS):
                yield Piece(str(path), None, str(path.relative_to(folder)), _beside(name, here, pages))
            elif (trouble := _unopened(path)) is not None:
                yield Piece(str(path), None, str(path.relative_to(folder)), trouble=trouble)
    for error in shut:  # reports that nobody saw would be missing from every count
        yield Piece(error.filename, None, os.path.relpath(error.filename, folder.parent), trouble=_NO_FOLDER)


def _unopened(path: Path) -> Text | None:
    """Why what lies in a folder and may hold reports is not opened; None: it holds none.

    A link is not asked where it leads: that would change when it was last read.
    """
    if path.name.lower().endswith(_PACKED):
        return _OTHER_PACKAGE
    return _LINKED if path.is_symlink() else None


def _in_package(path: Path, pages: bool) -> Iterator[Piece]:
    try:
        if not _is_file(path):
            raise FileNotFoundError(path)
        with zipfile.ZipFile(path) as package:
            members = [
                (at, one)
                for at, one in enumerate(package.infolist())
                if one.filename.lower().endswith((*_ENDINGS, *_PACKED))
            ]
    except (OSError, *_BROKEN):
        yield Piece(str(path), None, path.name, trouble=_NO_PACKAGE)
        return
    if len(members) > MEMBER_LIMIT:
        yield Piece(str(path), None, path.name, trouble=_TOO_MANY)
        return
    names = Counter(_name(one) for _, one in members)
    for at, one in members:
        packed = one.filename.lower().endswith(_PACKED)
        trouble = _PACKAGE_WITHIN if packed else _DOUBLED if names[_name(one)] > 1 else None
        beside = _beside(_name(one), names, pages)
        yield Piece(str(path), at, f"{path.name}/{_name(one)}", beside, trouble)


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name. Windows writes Chinese names in GBK without saying so; ZIP takes that for code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _beside(name: str, names: Collection[str], pages: bool) -> bool:
    return not pages and name.lower().endswith(".pdf") and f"{name[:-4]}.dsse.json" in names


def _is_file(path: Path) -> bool:
    """A pipe or a device of that name would keep whoever opens it waiting for ever."""
    return stat.S_ISREG(path.stat().st_mode)


def _failed(one: Piece, why: Text) -> Verified:
    return Verified(one.shown, Code.NOT_A_REPORT, why)
