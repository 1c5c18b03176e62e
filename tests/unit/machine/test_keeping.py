"""What the program keeps is its owner's alone, from the moment it is there."""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from checker.content.cache import Cache
from checker.content.inspection import Order
from checker.machine import keeping
from checker.machine.windows.access import lets_others_read, lets_others_write
from checker.report.ledger.ledger import Ledger
from checker.report.sign.journal import turn
from checker.store.inspections import Store
from checker.store.reviews import Decision, Reviews
from checker.store.rollup.database import RollupDatabase, default_url
from checker.store.wal import write_ahead

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _store(folder: Path) -> None:
    Store(folder).close()


def _journal(folder: Path) -> None:
    with turn(folder):
        pass


def _ledger(folder: Path) -> None:
    Ledger(folder, "某局").close()


def _book(folder: Path) -> None:
    with RollupDatabase.open(default_url(folder)):
        pass


def _cache(folder: Path) -> None:
    Cache(folder / "cache.sqlite", Order()).close()


def _reviews(folder: Path) -> None:
    Reviews(folder).keep("0" * 64, Decision.FALSE, "样例", "李四")


KINDS = [_store, _journal, _ledger, _book, _cache, _reviews]


@posix
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_its_owners_alone(kind: object, tmp_path: Path) -> None:
    assert callable(kind)
    kind(tmp_path / "new" / "store")
    for one in (tmp_path / "new").rglob("*"):
        assert mode(one) == (0o700 if one.is_dir() else 0o600), one
    assert mode(tmp_path / "new") == 0o700


@posix
@pytest.mark.parametrize("kind", KINDS)
def test_what_an_earlier_version_left_open_is_mended(kind: object, tmp_path: Path) -> None:
    assert callable(kind)
    kind(tmp_path / "store")
    for one in (tmp_path / "store").iterdir():
        one.chmod(0o644)
    kind(tmp_path / "store")
    assert {mode(one) for one in (tmp_path / "store").iterdir()} == {0o600}


@posix
def test_journals_are_as_private_as_their_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(keeping.database(tmp_path / "x.sqlite3"))) as base:
        write_ahead(base, 1)
        base.execute("CREATE TABLE one (a)")
        assert {mode(one) for one in tmp_path.iterdir()} == {0o600}
        assert len(list(tmp_path.iterdir())) == 3


@posix
@pytest.mark.parametrize("made", [lambda path: os.mkfifo(path), os.mkdir, lambda path: os.symlink("/dev/null", path)])
def test_what_is_there_and_is_no_file_is_refused_instead_of_waited_for(
    tmp_path: Path, made: Callable[[Path], None]
) -> None:
    made(tmp_path / "x.sqlite3")
    with pytest.raises(OSError, match="is no file"):
        keeping.database(tmp_path / "x.sqlite3")


@posix
def test_a_folder_that_a_person_made_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    _store(tmp_path)
    assert mode(tmp_path) == 0o755
    assert keeping.exposed(tmp_path) is None


@posix
def test_what_others_can_read_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "x.sqlite3").write_bytes(b"")
    assert keeping.exposed(tmp_path) is not None


@posix
def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        keeping.replace(tmp_path / "pipe", (b"x",))


def test_another_file_named_as_the_cache_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").write_bytes(b"words " * 1000)
    cache = Cache(tmp_path / "thesis", Order())
    cache.close()
    assert not cache.on_disk
    assert (tmp_path / "thesis").read_bytes() == b"words " * 1000


def sid_bytes(sid: str) -> bytes:
    authority, *parts = (int(one) for one in sid.split("-")[2:])
    return bytes((1, len(parts))) + authority.to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)


def descriptor(*entries: tuple[int, str, int], present: bool = True, owner: str = "") -> bytes:
    aces = b""
    for kind, sid, mask in entries:
        body = struct.pack("<I", mask) + sid_bytes(sid)
        aces += struct.pack("<BBH", kind, 0, 4 + len(body)) + body
    acl = struct.pack("<BBHHH", 2, 0, 8 + len(aces), len(entries), 0) + aces
    owned = 20 + len(acl) if owner else 0
    head = struct.pack("<BBHIIII", 1, 0, 0x8004 if present else 0x8000, owned, 0, 0, 20)
    return head + acl + (sid_bytes(owner) if owner else b"")


PERSON = "S-1-5-21-1-2-3-1001"


@pytest.mark.parametrize(
    ("entries", "others"),
    [
        (((0, PERSON, 0x1F01FF), (0, "S-1-5-18", 0x1F01FF), (0, "S-1-5-32-544", 0x1F01FF)), False),
        (((0, PERSON, 0x1F01FF), (0, "S-1-5-32-545", 0x1200A9)), True),
        (((0, "S-1-1-0", 0x1F01FF),), True),
        (((0, "S-1-5-11", 0x80000000),), True),
        (((0, "S-1-5-21-1-2-3-513", 0x1200A9),), True),
        (((0, "S-1-5-32-545", 0x100000),), False),
        (((1, "S-1-1-0", 0x1F01FF),), False),
        ((), False),
    ],
)
def test_a_windows_folder_tells_whom_it_lets_in(entries: tuple[tuple[int, str, int], ...], others: bool) -> None:
    assert lets_others_read(descriptor(*entries)) is others


SYSTEM, ADMINISTRATORS = (0, "S-1-5-18", 0x1F01FF), (0, "S-1-5-32-544", 0x1F01FF)


@pytest.mark.parametrize(
    ("entries", "owner", "others"),
    [
        (((0, PERSON, 0x1F01FF), SYSTEM, ADMINISTRATORS), PERSON, False),
        (((0, PERSON, 0x1F01FF), SYSTEM, (0, "S-1-3-0", 0x1F01FF)), "S-1-5-32-544", False),
        (((0, PERSON, 0x1F01FF), (0, "S-1-5-32-545", 0x1200A9)), PERSON, False),  # they may read
        (((0, PERSON, 0x1F01FF), (0, "S-1-5-32-545", 0x1301BF)), PERSON, True),
        (((0, PERSON, 0x1F01FF), (0, "S-1-5-21-1-2-3-1002", 0x2)), PERSON, True),
        (((0, PERSON, 0x1F01FF), (0, "S-1-1-0", 0x40000000)), PERSON, True),
        (((0, PERSON, 0x1F01FF), (0, "S-1-1-0", 0x40000)), PERSON, True),
        (((0, PERSON, 0x1F01FF), (1, "S-1-1-0", 0x1F01FF)), PERSON, False),  # a refusal
        (((0, PERSON, 0x1F01FF),), "S-1-5-21-1-2-3-1002", True),
        (((0, PERSON, 0x1F01FF),), "", True),
    ],
)
def test_a_windows_file_tells_who_may_change_it(
    entries: tuple[tuple[int, str, int], ...], owner: str, others: bool
) -> None:
    assert lets_others_write(descriptor(*entries, owner=owner), PERSON) is others
    assert lets_others_write(descriptor(*entries, owner=owner, present=False), PERSON)


def test_a_windows_folder_without_a_list_lets_in_everybody() -> None:
    assert lets_others_read(descriptor(present=False))


@pytest.mark.parametrize("content", [b"", b"\x01" * 8, descriptor((0, PERSON, 1))[:30]])
def test_a_damaged_descriptor_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="descriptor"):
        lets_others_read(content)
    if len(content) < 20:
        with pytest.raises(ValueError, match="descriptor"):
            lets_others_write(content, PERSON)
