"""What this computer's inspectors signed: running numbers without a gap, and each machine's last report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checker.machine import keeping
from checker.model.text import Text
from checker.report.refused import ReportRefused

_TABLE = """
CREATE TABLE IF NOT EXISTS report (
    inspector TEXT NOT NULL, number INTEGER NOT NULL, machine_id TEXT NOT NULL, identity TEXT NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (inspector, number)
) STRICT
"""
_SIGNED = "CREATE TABLE IF NOT EXISTS signed (inspection TEXT NOT NULL, identity TEXT NOT NULL) STRICT"
_SET_BACK = Text(
    "电脑的时间（{now}）早于上一份报告的时间（{last}），疑似时钟被回拨。请先校准时间；如果是上一份报告的时间不对，"
    "请联系信息中心换发签名密钥。",
    "This computer's time ({now}) is before that of the last report ({last}); the clock may have been set back. Set the"
    " clock right; if the last report's time was wrong, ask IT for a new signing key.",
)
_WAIT = 30.0  # seconds that a second program waits while the first one signs: a person may be typing a PIN


@dataclass
class Turn:
    """One report being made. While it is open nobody else gets a number."""

    _database: sqlite3.Connection

    def next_number(self, inspector: str) -> int:
        """`inspector` is the fingerprint of the signing certificate: numbers belong to a key."""
        query = "SELECT coalesce(max(number), 0) + 1 FROM report WHERE inspector = ?"
        (number,) = self._database.execute(query, (inspector,)).fetchone()
        return int(number)

    def guard_clock(self, inspector: str, now: datetime) -> None:
        """Raises ReportRefused where the clock is before this inspector's last report: every verifier would tell."""
        query = "SELECT max(at) FROM report WHERE inspector = ?"
        (kept,) = self._database.execute(query, (inspector,)).fetchone()
        if kept is not None and now < (last := datetime.fromisoformat(kept)):
            raise ReportRefused(_SET_BACK.filled(now=_minute(now), last=_minute(last)))

    def last_of(self, machine_id: str) -> str | None:
        """The identity of the machine's last report made here; None: there is none."""
        query = "SELECT identity FROM report WHERE machine_id = ? ORDER BY rowid DESC LIMIT 1"
        row = self._database.execute(query, (machine_id,)).fetchone()
        return str(row[0]) if row else None

    def note(self, inspector: str, number: int, machine_id: str, identity: str, at: datetime) -> None:
        row = (inspector, number, machine_id, identity, at.isoformat())
        self._database.execute("INSERT INTO report VALUES (?, ?, ?, ?, ?)", row)

    def note_signed(self, inspection_id: str, identity: str) -> None:
        """That inspection is in that report: its result is no longer the only record of it."""
        self._database.execute("INSERT INTO signed VALUES (?, ?)", (inspection_id, identity))

    def signed(self) -> frozenset[str]:
        """The inspections that are in a report made here."""
        return frozenset(str(row[0]) for row in self._database.execute("SELECT DISTINCT inspection FROM signed"))


@contextmanager
def turn(folder: Path) -> Iterator[Turn]:
    """Take a turn: what was noted is kept when the block ends, and nothing of it where the block fails.

    Raises:
        ReportRefused: the journal cannot be read or written. Without it a number could be given twice.
    """
    try:
        file = keeping.database(folder / "reports.sqlite3")
        database = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _refused(folder, error) from error
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute(_TABLE)
        database.execute(_SIGNED)
        yield Turn(database)
        database.execute("COMMIT")
    except sqlite3.Error as error:
        raise _refused(folder, error) from error
    finally:
        database.close()  # without COMMIT, nothing was noted


def _minute(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _refused(folder: Path, error: Exception) -> ReportRefused:
    if "locked" in str(error):
        return ReportRefused(
            Text("另一个程序正在出具报告，请稍后再试。", "Another program is making a report; try again in a moment.")
        )
    return ReportRefused(
        Text("报告流水账不能使用：{path}（{error}）", "The journal of reports cannot be used: {path} ({error})").filled(
            path=Text.name(str(folder)), error=Text.name(str(error))
        )
    )
