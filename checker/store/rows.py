"""The store's rows and the seals on them.

Each finding that is kept is a step in its inspection's chain: the seal of a step covers the step before it, the check,
and the digest of what was kept. The seal of the inspection's own row covers its words and the last step. So a row that
another hand changed, put in or took away no longer fits.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from checker.engine.seals import Seal, Seals
from checker.machine.parsing import decoded
from checker.model.finding import Finding, State
from checker.model.text import Text

VERSION = 2  # 1 had no seals: what was kept by it counts as unsealed
# One table row a finding: replacing one row is one small write, whatever the inspection's size.
TABLES = """
CREATE TABLE IF NOT EXISTS inspection (
    id TEXT PRIMARY KEY, target_key TEXT NOT NULL, began TEXT NOT NULL, ended TEXT, card BLOB NOT NULL, seal TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS finding (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), check_id TEXT NOT NULL, finding BLOB NOT NULL,
    PRIMARY KEY (inspection_id, check_id)
) STRICT;
CREATE TABLE IF NOT EXISTS answer (
    target_key TEXT NOT NULL, check_id TEXT NOT NULL, at TEXT NOT NULL, answer BLOB NOT NULL, seal TEXT,
    PRIMARY KEY (target_key, check_id, at)
) STRICT;
CREATE TABLE IF NOT EXISTS step (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), number INTEGER NOT NULL, check_id TEXT NOT NULL,
    digest TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (inspection_id, number)
) STRICT;
PRAGMA user_version = 2;
"""
_SEALED = ("inspection", "answer")
ALTERED = Text(
    "保存在本机的这一项结果，在本程序之外被改动过，不能采用。",
    "What was kept of this on this computer was altered outside this program; it cannot be used.",
)
AGAIN = Text("请重新检查这一项。", "Check this one again.")


def migrate(database: sqlite3.Connection, version: int) -> None:
    """Make the tables, and give those of the version before what they lack."""
    if version == 1:
        for table in _SEALED:
            database.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
    database.executescript(TABLES)


@dataclass(frozen=True, slots=True)
class Row:
    """An inspection's row. `seal` None: an older version kept it."""

    id: str
    ended: str | None
    card: bytes
    seal: Seal | None


@dataclass(frozen=True, slots=True)
class Read:
    """`sealed`: every seal is there and holds."""

    findings: tuple[Finding, ...]
    sealed: bool


def put(database: sqlite3.Connection, seals: Seals, inspection_id: str, findings: Iterable[Finding]) -> None:
    """Keep findings, each with its step, and seal the inspection's row anew."""
    kept = [(finding.check_id, msgspec.json.encode(finding)) for finding in findings]
    # Not REPLACE: a check that is made again keeps its place in the order.
    database.executemany(
        "INSERT INTO finding VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET finding = excluded.finding",
        [(inspection_id, check_id, blob) for check_id, blob in kept],
    )
    before, last = _last(database, inspection_id)
    steps = []
    for number, (check_id, blob) in enumerate(kept, before + 1):
        digest = hashlib.sha256(blob).hexdigest()
        last = str(seals.seal(*_step(last, inspection_id, number, check_id, digest)))
        steps.append((inspection_id, number, check_id, digest, last))
    database.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?)", steps)
    seal_row(database, seals, inspection_id)


def seal_row(database: sqlite3.Connection, seals: Seals, inspection_id: str) -> None:
    query = "SELECT ended, card FROM inspection WHERE id = ?"
    row = database.execute(query, (inspection_id,)).fetchone()
    if row is None:
        return
    _, last = _last(database, inspection_id)
    seal = str(seals.seal(*_card(inspection_id, row[0], row[1], last)))
    database.execute("UPDATE inspection SET seal = ? WHERE id = ?", (seal, inspection_id))


def forget(database: sqlite3.Connection, inspection_ids: Iterable[tuple[str]]) -> None:
    """Remove inspections with all that hangs on them. Answers stay: they are the target's."""
    going = list(inspection_ids)
    for table in ("step", "finding"):
        database.executemany(f"DELETE FROM {table} WHERE inspection_id = ?", going)
    database.executemany("DELETE FROM inspection WHERE id = ?", going)


def read(database: sqlite3.Connection, seals: Seals, row: Row) -> Read:
    """An inspection's findings; what no longer fits its seal is nothing that was seen."""
    query = "SELECT check_id, finding FROM finding WHERE inspection_id = ? ORDER BY rowid"
    blobs = database.execute(query, (row.id,)).fetchall()
    if not seals.mine(row.seal):
        return Read(tuple(decoded(blob, Finding) for _, blob in blobs), sealed=False)
    digests, last, chained = _chain(database, seals, row.id)
    whole = chained and seals.holds(row.seal, *_card(row.id, row.ended, row.card, last))
    fits = [whole and digests.get(check) == hashlib.sha256(blob).hexdigest() for check, blob in blobs]
    findings = tuple(
        found if fit else _altered(found)
        for (_, blob), fit in zip(blobs, fits, strict=True)
        for found in (decoded(blob, Finding),)
    )
    return Read(findings, sealed=whole and all(fits) and len(digests) == len(blobs))


def answer_parts(target_key: str, check_id: str, at: str | None, blob: bytes) -> tuple[bytes, ...]:
    """What the seal of an answer covers."""
    return (b"answer", target_key.encode(), check_id.encode(), (at or "").encode(), blob)


def _chain(database: sqlite3.Connection, seals: Seals, inspection_id: str) -> tuple[dict[str, str], str, bool]:
    """The newest digest of each check, the last step's seal, and whether every step follows the one before it."""
    digests: dict[str, str] = {}
    last, number = "", 0
    for number, (here, check_id, digest, seal) in enumerate(_steps(database, inspection_id), 1):
        parts = _step(last, inspection_id, number, check_id, digest)
        if here != number or not seals.holds(Seal.read(seal), *parts):
            return {}, last, False
        digests[check_id], last = digest, seal
    return digests, last, True


def _steps(database: sqlite3.Connection, inspection_id: str) -> Iterator[tuple[int, str, str, str]]:
    query = "SELECT number, check_id, digest, seal FROM step WHERE inspection_id = ? ORDER BY number"
    yield from database.execute(query, (inspection_id,))


def _last(database: sqlite3.Connection, inspection_id: str) -> tuple[int, str]:
    query = "SELECT number, seal FROM step WHERE inspection_id = ? ORDER BY number DESC LIMIT 1"
    row = database.execute(query, (inspection_id,)).fetchone()
    return (row[0], row[1]) if row else (0, "")


def _step(last: str, inspection_id: str, number: int, check_id: str, digest: str) -> tuple[bytes, ...]:
    return tuple(part.encode() for part in ("step", last, inspection_id, str(number), check_id, digest))


def _card(inspection_id: str, ended: str | None, card: bytes, last: str) -> tuple[bytes, ...]:
    return (b"inspection", inspection_id.encode(), (ended or "").encode(), card, last.encode())


def _altered(found: Finding) -> Finding:
    return replace(
        found,
        state=State.COULD_NOT_CHECK,
        message=ALTERED,
        items=(),
        how=AGAIN,
        wanted=None,
        answer=None,
        waiver=None,
        beneath=None,
        coverage=None,
    )
