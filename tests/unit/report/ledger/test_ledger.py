"""A ledger on disk, its checkpoints and receipts, and everything somebody might do to it."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import jsonschema
import msgspec
import pytest

from checker.report.keys.signer import fingerprint
from checker.report.ledger.ledger import (
    FILE,
    Entry,
    Ledger,
    LedgerFault,
    check_growth,
    check_receipt,
    read_checkpoint,
    read_export,
    schema,
)
from checker.report.ledger.merkle import Tree
from checker.report.refused import ReportRefused
from tests.unit.report import pki

SCHEMA = Path(__file__).parents[4] / "docs" / "schema" / "ledger-1.json"
COLLECTOR = pki.inspector("ec", "归集人")
KNOWN = {fingerprint(COLLECTOR.der): COLLECTOR.der}


def signer():
    return pki.signer("ec", "归集人")


def entry(number: int) -> Entry:
    return Entry(
        identity=f"{number:064x}",
        inspector="a" * 64,
        number=number,
        machine_id=f"{number % 7:064x}",
        previous=None,
        campaign=None,
        began=pki.NOW + timedelta(minutes=number),
        received=pki.NOW,
    )


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "ledger", "某某局") as made:
        yield made


def test_a_report_is_taken_in_once(ledger: Ledger):
    assert ledger.take_in(entry(number) for number in range(5)) == 5
    assert ledger.take_in([entry(3), entry(5)]) == 1
    assert [one.number for one in ledger.entries()] == [0, 1, 2, 3, 4, 5]


def test_a_receipt_proves_its_report_without_the_ledger(ledger: Ledger):
    ledger.take_in(entry(number) for number in range(11))
    envelope = ledger.checkpoint(signer(), pki.NOW)
    ledger.take_in([entry(11)])
    receipts = dict(ledger.receipts([entry(number).identity for number in range(12)], envelope))
    assert len(receipts) == 11  # the twelfth came after the checkpoint
    for number in range(11):
        assert check_receipt(receipts[entry(number).identity], entry(number).identity, KNOWN) == entry(number)


def test_a_receipt_of_another_report_or_altered_or_unsigned_proves_nothing(ledger: Ledger):
    ledger.take_in(entry(number) for number in range(9))
    (receipt,) = dict(ledger.receipts([entry(4).identity], ledger.checkpoint(signer(), pki.NOW))).values()
    with pytest.raises(LedgerFault, match="another report"):
        check_receipt(receipt, entry(5).identity, KNOWN)
    with pytest.raises(LedgerFault, match="not trusted"):
        check_receipt(receipt, entry(4).identity, {})
    for old, new in (
        (b'"index":4', b'"index":5'),
        (b'"number":4', b'"number":5'),
        (b'"received":"20', b'"received":"19'),
    ):
        altered = receipt.replace(old, new)
        assert altered != receipt
        with pytest.raises(LedgerFault, match="does not show"):
            check_receipt(altered, entry(4).identity, KNOWN)
    for rubbish in (b"", b"{}", b"[]", b"\xff", receipt[:-1], b" " * (2 << 20)):
        with pytest.raises(LedgerFault):
            check_receipt(rubbish, entry(4).identity, KNOWN)


def test_no_byte_of_a_checkpoint_can_be_changed(ledger: Ledger):
    ledger.take_in([entry(1)])
    envelope = ledger.checkpoint(signer(), pki.NOW)
    assert read_checkpoint(envelope, KNOWN).checkpoint.size == 1
    for place in range(len(envelope)):
        altered = bytearray(envelope)
        altered[place] ^= 1
        with pytest.raises(LedgerFault):
            read_checkpoint(bytes(altered), KNOWN)


@pytest.mark.parametrize("attack", ["drop", "alter", "swap", "truncate", "renumber"])
def test_what_is_done_to_the_file_behind_the_ledgers_back_is_shown_by_a_kept_checkpoint(tmp_path: Path, attack: str):
    with Ledger(tmp_path, "某某局") as ledger:
        ledger.take_in(entry(number) for number in range(20))
        kept = read_checkpoint(ledger.checkpoint(signer(), pki.NOW), KNOWN).checkpoint
        ledger.take_in(entry(number) for number in range(20, 25))
        check_growth(kept, ledger.tree())
    with sqlite3.connect(tmp_path / FILE) as file:
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            file.execute("DELETE FROM entry WHERE place = 3")
        file.execute("DROP TRIGGER entry_stays")
        file.execute("DROP TRIGGER entry_kept")
        rows = dict(file.execute("SELECT place, content FROM entry").fetchall())
        if attack == "drop":
            file.execute("DELETE FROM entry WHERE place = 3")
        elif attack == "alter":
            file.execute("UPDATE entry SET content = ? WHERE place = 3", (entry(77).content,))
        elif attack == "swap":
            file.execute("UPDATE entry SET content = ? WHERE place = 3", (rows[4],))
            file.execute("UPDATE entry SET content = ? WHERE place = 4", (rows[3],))
        elif attack == "truncate":
            file.execute("DELETE FROM entry WHERE place > 18")
        else:
            file.execute("DELETE FROM entry WHERE place = 3")
            file.execute("UPDATE entry SET place = place - 1 WHERE place > 3")
    file.close()
    with Ledger(tmp_path, "某某局") as ledger, pytest.raises(LedgerFault):
        check_growth(kept, ledger.tree())


def test_what_was_dropped_after_the_last_kept_checkpoint_is_not_shown_by_the_ledger():
    """Known and said in the documentation: only roster and running numbers can show it."""
    entries = [entry(number).content for number in range(10)]
    from checker.report.ledger.ledger import Checkpoint

    kept = Checkpoint(origin="x", size=6, root=Tree(entries[:6]).root().hex(), at=pki.NOW)
    check_growth(kept, Tree(entries[:8] + entries[9:]))


def test_the_exported_ledger_has_the_same_root_and_fits_its_published_schema(ledger: Ledger):
    ledger.take_in(entry(number) for number in range(6))
    exported = ledger.export()
    assert Tree(exported.splitlines()).root() == ledger.tree().root()
    assert read_export(exported) == tuple(ledger.entries())
    envelope = ledger.checkpoint(signer(), pki.NOW)
    (receipt,) = dict(ledger.receipts([entry(2).identity], envelope)).values()
    validator = jsonschema.Draft202012Validator(schema())
    for content in (*exported.splitlines(), receipt):
        validator.validate(msgspec.json.decode(content))
    with pytest.raises(LedgerFault):
        read_export(exported.replace(b'":', b'" :', 1))
    assert ledger.checkpoints() == (envelope,)


def test_two_programs_take_turns(tmp_path: Path):
    with Ledger(tmp_path, "x") as one, Ledger(tmp_path, "x") as other:
        assert one.take_in([entry(1)]) == 1
        assert other.take_in([entry(1), entry(2)]) == 1
        assert one.tree().root() == other.tree().root()


def test_a_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / "x").write_text("")
    with pytest.raises(ReportRefused, match="ledger cannot be used"):
        Ledger(tmp_path / "x", "x")
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(ReportRefused, match="ledger cannot be used"):
        Ledger(tmp_path, "x")


def test_the_published_schema_is_up_to_date():
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()
