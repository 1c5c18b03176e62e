"""The switch to the write-ahead log waits for whoever has the file to himself."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from checker.store.wal import write_ahead


def test_the_switch_waits_for_a_writer_and_then_gives_up(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN EXCLUSIVE")
    mine = sqlite3.connect(file, timeout=0.0, check_same_thread=False)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        write_ahead(mine, 0.0)
    waiting = Thread(target=write_ahead, args=(mine, 60.0))
    waiting.start()
    other.execute("COMMIT")
    waiting.join()
    assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    mine.close()
    other.close()
