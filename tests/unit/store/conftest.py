"""The databases that the roll-up is kept in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL's database; what is in it is the last test's."""
    if sys.platform == "win32":
        pytest.skip("PostgreSQL is tested on Linux")
    from tests.unit.store.postgres import has_user, programs, server

    place = programs()
    if place is None or not has_user():
        pytest.skip("postgresql is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg")
    with server(place) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rollup.sqlite3'}"
    address: str = request.getfixturevalue("postgresql")
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return address
