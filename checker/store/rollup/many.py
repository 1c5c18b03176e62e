"""Hundreds of thousands of rows: read a few at a time, written by the quickest way that each database has."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

# Options of one statement; set on a connection they hold for all that follow, and no other kind can be streamed.
A_FEW: Final = {"stream_results": True, "yield_per": 2000}


def put_many(connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
