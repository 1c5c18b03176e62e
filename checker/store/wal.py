"""SQLite's write-ahead log, switched on where two programs may do so in the same moment."""

from __future__ import annotations

import sqlite3
import time

_SLICE = 0.05  # seconds


def write_ahead(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch to the write-ahead log. The switch takes the file alone, and SQLite waits for nobody there.

    Raises:
        sqlite3.OperationalError: others kept the file for longer than `seconds`, or it cannot be written.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_SLICE)
