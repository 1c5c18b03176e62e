"""Entries, checkpoints and receipts: what the collector of reports keeps, and what the others keep against it.

Each report that is taken in becomes an entry. A signed checkpoint names the ledger's size and root; printed or lodged
with somebody outside IT it shows later that nothing before it was altered or dropped. A receipt shows the inspector and
the inspected person, without the ledger, that their report is in it. What was dropped after the last checkpoint that
anybody kept cannot be shown by the ledger: for that there are the roster and the running numbers (`sequence`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from checker.machine import keeping
from checker.model.error import UserError
from checker.model.text import Text
from checker.report.envelope import pae, seal, unseal
from checker.report.keys.signer import Signer, fingerprint
from checker.report.keys.verifying import verify
from checker.report.ledger.merkle import Tree, consistent, included
from checker.report.payload import NotAReport
from checker.report.refused import ReportRefused

SCHEMA: Final = "mijian.ledger/1"
CHECKPOINT: Final = "application/vnd.mijian.checkpoint+json"
FILE = "ledger.sqlite3"
_WAIT = 30.0  # seconds that a second program waits for the first one's batch
_SIZE_LIMIT = 1 << 20  # of a checkpoint or receipt

# SQLite itself refuses what an append-only table must refuse; whoever goes round it is shown by the checkpoints.
_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    place INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, content BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS checkpoint (size INTEGER PRIMARY KEY, envelope BLOB NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS entry_kept BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'append only'); END;
"""


class LedgerFault(UserError):
    """A ledger, checkpoint or receipt that does not hold."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as the ledger has it. Digests are sha256 in hex, `received` is the collector's own clock (UTC)."""

    schema: str = SCHEMA
    identity: str
    inspector: str
    number: int
    machine_id: str
    previous: str | None
    campaign: str | None
    began: datetime
    received: datetime

    @property
    def content(self) -> bytes:
        """The bytes of the leaf: sorted keys, no blanks (RFC 8785 for what is in here)."""
        return msgspec.json.encode(self, order="sorted")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`origin` names the ledger, so that one organisation's checkpoint is not taken for another's. `root` in hex."""

    schema: str = SCHEMA
    origin: str
    hash: str = "sha256"
    size: int
    root: str
    at: datetime


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`proof`: hashes in hex, from the leaf up; `checkpoint`: its DSSE envelope, as text."""

    schema: str = SCHEMA
    entry: Entry
    index: int
    proof: tuple[str, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Known:
    """A checkpoint whose signature holds, and whose it is (fingerprint)."""

    checkpoint: Checkpoint
    signer: str


class Ledger:
    """A ledger in a folder. Every method raises ReportRefused where the disk or the file refuses."""

    def __init__(self, folder: Path, origin: str) -> None:
        """Open it; it is made where it is not there yet. `origin` goes into checkpoints."""
        self._folder = folder
        self._origin = origin
        try:
            file = keeping.database(folder / FILE)
            self._database = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
            self._database.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise self._refused(error) from error

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take_in(self, entries: Iterable[Entry]) -> int:
        """Add what is not there yet, whole or not at all; how many that were."""
        with self._turn():
            (size,) = self._database.execute("SELECT count(*) FROM entry").fetchone()
            place = int(size)
            for entry in entries:
                row = (place, entry.identity, entry.content)
                done = self._database.execute("INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
                place += done.rowcount
        return place - int(size)

    def entries(self) -> Iterator[Entry]:
        """All of them, in order.

        Raises:
            LedgerFault: one is not an entry, or one is missing.
        """
        return (_entry(content) for content in self._contents())

    def tree(self) -> Tree:
        return Tree(self._contents())

    def checkpoint(self, signer: Signer, at: datetime) -> bytes:
        """Sign size and root as they are now, and keep the envelope beside the entries.

        Raises:
            KeyTrouble: the key did not sign.
        """
        tree = self.tree()
        said = Checkpoint(origin=self._origin, size=len(tree), root=tree.root().hex(), at=at)
        payload = msgspec.json.encode(said, order="sorted")
        envelope = seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload, CHECKPOINT)), CHECKPOINT)
        with self._turn():
            self._database.execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)", (said.size, envelope))
        return envelope

    def checkpoints(self) -> tuple[bytes, ...]:
        with self._reading():
            rows = self._database.execute("SELECT envelope FROM checkpoint ORDER BY size").fetchall()
        return tuple(bytes(one) for (one,) in rows)

    def receipts(self, identities: Iterable[str], checkpoint: bytes) -> Iterator[tuple[str, bytes]]:
        """A receipt for each report that is in the tree of that checkpoint, by identity."""
        payload, _, _ = unseal(checkpoint, CHECKPOINT)
        size = msgspec.json.decode(payload, type=Checkpoint).size
        tree = self.tree()
        for identity in identities:
            with self._reading():
                query = "SELECT place, content FROM entry WHERE identity = ? AND place < ?"
                row = self._database.execute(query, (identity, size)).fetchone()
            if row is None:
                continue
            proof = tuple(step.hex() for step in tree.inclusion(row[0], size))
            receipt = Receipt(entry=_entry(row[1]), index=row[0], proof=proof, checkpoint=checkpoint.decode("ascii"))
            yield identity, msgspec.json.encode(receipt, order="sorted")

    def export(self) -> bytes:
        """The ledger as anybody can read it: NDJSON, one entry a line, each line the bytes of its leaf."""
        return b"".join(content + b"\n" for content in self._contents())

    def _contents(self) -> Iterator[bytes]:
        with self._reading():
            rows = self._database.execute("SELECT place, content FROM entry ORDER BY place").fetchall()
        for expected, (place, content) in enumerate(rows):
            if place != expected:
                raise LedgerFault(_HOLE.filled(place=expected + 1))
            yield bytes(content)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._refused(error) from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> ReportRefused:
        why = Text("台账不能使用：{path}（{error}）", "The ledger cannot be used: {path} ({error})")
        return ReportRefused(why.filled(path=Text.name(str(self._folder)), error=Text.name(str(error))))


def read_export(content: bytes) -> tuple[Entry, ...]:
    """The entries of an exported ledger.

    Raises:
        LedgerFault: a line is not an entry, or not written the one way an entry is written.
    """
    return tuple(_entry(line) for line in content.splitlines())


def read_checkpoint(envelope: bytes, certificates: Mapping[str, bytes]) -> Known:
    """A checkpoint under one of these certificates (DER, by fingerprint).

    Raises:
        LedgerFault: not a checkpoint, altered, or signed by somebody else.
    """
    if len(envelope) > _SIZE_LIMIT:
        raise LedgerFault(_NO_CHECKPOINT)
    try:
        payload, keyid, signature = unseal(envelope.strip(), CHECKPOINT)
        checkpoint = msgspec.json.decode(payload, type=Checkpoint)
    except (NotAReport, msgspec.DecodeError, ValueError) as error:
        raise LedgerFault(_NO_CHECKPOINT) from error
    certificate = certificates.get(keyid)
    if certificate is None:
        raise LedgerFault(_STRANGER.filled(name=Text.name(keyid[:16])))
    if not verify(certificate, pae(payload, CHECKPOINT), signature):
        raise LedgerFault(_FORGED)
    if checkpoint.schema != SCHEMA or checkpoint.hash != "sha256" or not _is_digest(checkpoint.root):
        raise LedgerFault(_NO_CHECKPOINT)
    return Known(checkpoint, keyid)


def check_receipt(content: bytes, identity: str, certificates: Mapping[str, bytes]) -> Entry:
    """The entry that a receipt proves for the report of this identity; `received` in it is the collector's time.

    Raises:
        LedgerFault: the receipt is another report's, altered, or signed by somebody else.
    """
    if len(content) > _SIZE_LIMIT:
        raise LedgerFault(_NO_RECEIPT)
    try:
        receipt = msgspec.json.decode(content, type=Receipt)
        proof = [bytes.fromhex(step) for step in receipt.proof]
    except (msgspec.DecodeError, ValueError) as error:
        raise LedgerFault(_NO_RECEIPT) from error
    if receipt.entry.identity != identity:
        raise LedgerFault(_OTHER_RECEIPT)
    known = read_checkpoint(receipt.checkpoint.encode(), certificates).checkpoint
    root = bytes.fromhex(known.root)
    if not included(receipt.entry.content, receipt.index, known.size, proof, root):
        raise LedgerFault(_NOT_INCLUDED)
    return receipt.entry


def check_growth(kept: Checkpoint, tree: Tree) -> None:
    """That a ledger only added to what it was at a checkpoint somebody kept.

    Raises:
        LedgerFault: entries are missing, or something before the checkpoint is not what it was.
    """
    if len(tree) < kept.size:
        raise LedgerFault(_SHORTER.filled(now=len(tree), then=kept.size))
    proof = tree.consistency(kept.size)
    if not consistent(kept.size, len(tree), bytes.fromhex(kept.root), tree.root(), proof):
        raise LedgerFault(_REWRITTEN.filled(size=kept.size))


def schema() -> dict[str, Any]:
    """The JSON Schema of an entry, a checkpoint (inside its envelope) and a receipt."""
    _, parts = msgspec.json.schema_components([Entry, Checkpoint, Receipt], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in ("Entry", "Checkpoint", "Receipt")],
        "$defs": dict(sorted(parts.items())),
    }


def _entry(content: bytes) -> Entry:
    try:
        entry = msgspec.json.decode(content, type=Entry)
    except (msgspec.DecodeError, ValueError) as error:
        raise LedgerFault(_NO_ENTRY) from error
    if entry.schema != SCHEMA or entry.content != content:
        raise LedgerFault(_NO_ENTRY)
    return entry


def _is_digest(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)


_HOLE = Text("台账缺第 {place} 条记录。", "Entry {place} of the ledger is missing.")
_NO_ENTRY = Text("台账中有不是记录的内容。", "Something in the ledger is not an entry.")
_NO_CHECKPOINT = Text("不是可用的台账存根。", "Not a usable checkpoint of a ledger.")
_NO_RECEIPT = Text("不是可用的归集回执。", "Not a usable receipt.")
_OTHER_RECEIPT = Text("这份回执是另一份报告的。", "This receipt is another report's.")
_STRANGER = Text(
    "台账存根的签名人不在信任名单中（证书指纹 {name}）。",
    "The checkpoint's signer is not trusted (certificate {name}).",
)
_FORGED = Text("台账存根的签名无效。", "The checkpoint's signature is not valid.")
_NOT_INCLUDED = Text("回执不能证明报告在台账中。", "The receipt does not show that the report is in the ledger.")
_SHORTER = Text(
    "台账只有 {now} 条，存根上是 {then} 条：有记录被删。",
    "The ledger has {now} entries and the checkpoint {then}: entries were dropped.",
)
_REWRITTEN = Text(
    "台账前 {size} 条与存根不符：有记录被删除、改动或调换。",
    "The first {size} entries are not those of the checkpoint: some were dropped, altered or swapped.",
)
