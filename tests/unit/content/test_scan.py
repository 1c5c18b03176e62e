"""A scan of a real folder: everything is counted once, nothing ends it, nothing is read that must not be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from checker.content import workers
from checker.content.file import File
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Item, Root
from checker.content.trouble import Trouble
from checker.facts.content.document import Place, Read, Seen
from checker.machine.live import live_machine
from tests.unit.content import papers
from tests.unit.content.papers import HEAD

TEXTS = Order(pictures=False)
ROOT = Path(__file__).parents[3]


def scan(folder: Path, count: int = 0, cache: Path | None = None, **more: object) -> list[Seen]:
    source = Folders(live_machine(), [Root(str(folder), optional=False)])
    return list(Scan(source, count, TEXTS, cache))


def by_name(seen: list[Seen]) -> dict[str, Seen]:
    return {Path(one.path).name + (f"/{one.member}" if one.member else ""): one for one in seen}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    top = tmp_path / "文档"
    (top / "下一层").mkdir(parents=True)
    (top / "通知.docx").write_bytes(papers.docx("关于会议的通知"))
    (top / "下一层" / "方案.bin").write_bytes(papers.docx())
    (top / "下一层" / "包.zip").write_bytes(papers.zipped({"里/标密.txt": HEAD, "里/普通.txt": "你好"}))
    (top / "坏.docx").write_bytes(papers.docx()[:100])
    (top / "空.txt").write_bytes(b"")
    return top


@pytest.mark.parametrize("count", [0, 2])
def test_every_file_is_seen_once(library: Path, count: int) -> None:
    seen = by_name(scan(library, count))
    assert set(seen) == {
        "通知.docx", "方案.bin", "包.zip", "包.zip/里/标密.txt", "包.zip/里/普通.txt", "坏.docx", "空.txt",
    }  # fmt: skip
    assert {name for name, one in seen.items() if one.suspected} == {"方案.bin", "包.zip/里/标密.txt"}
    assert seen["坏.docx"].read is Read.DAMAGED
    assert seen["方案.bin"].places == {Place.DOCUMENTS}


def test_a_second_pass_reads_nothing_that_was_clean(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    scan(library, cache=cache)
    asked: list[str] = []

    class Watched(Folders):
        def part(self, path: str, offset: int, size: int) -> bytes:
            asked.append(Path(path).name)
            return super().part(path, offset, size)

    again = list(Scan(Watched(live_machine(), [Root(str(library))]), 0, TEXTS, cache))
    assert "通知.docx" not in asked
    assert {one.path for one in again if one.suspected} == {
        str(library / "下一层" / "方案.bin"),
        str(library / "下一层" / "包.zip"),
    }
    assert len(again) == 7


def test_a_copy_is_known_by_its_content_and_a_changed_file_is_read_again(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    scan(library, cache=cache)
    (library / "通知.docx").rename(library / "机密通知.docx")
    assert by_name(scan(library, cache=cache))["机密通知.docx"].words == ("level",)
    (library / "机密通知.docx").write_bytes(papers.docx())
    assert by_name(scan(library, cache=cache))["机密通知.docx"].suspected


def test_the_cache_holds_no_name_no_content_and_no_find(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    scan(library, cache=cache)
    content = cache.read_bytes()
    for word in ("通知", "机密", "方案", "docx\x00", str(library)):
        assert word.encode() not in content
    assert sqlite3.connect(cache).execute("SELECT count(*) FROM results").fetchone() == (1,)


def test_a_damaged_cache_is_begun_anew(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    cache.write_bytes(b"nothing" * 1000)
    assert len(scan(library, cache=cache)) == 7


posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names and links")


@posix
def test_links_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(HEAD, "utf-8")
    top = tmp_path / "top"
    top.mkdir()
    (top / "folder").symlink_to(outside)
    (top / "file.txt").symlink_to(outside / "a.txt")
    (top / "round").symlink_to(top)
    assert scan(top) == []


@posix
@pytest.mark.parametrize("count", [0, 1])
def test_names_may_be_anything(tmp_path: Path, count: int) -> None:
    for name in (b"line\nbreak.txt", b"\xff\xfe.txt", "右\u202e左.txt".encode(), b" ", b"-rf"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(HEAD, "utf-8")
    seen = scan(tmp_path, count)
    assert len(seen) == 5
    assert all(one.suspected for one in seen)


@posix
def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert scan(tmp_path) == []


def test_chats_and_mail_are_left_alone_and_said_to_be(tmp_path: Path) -> None:
    store = tmp_path / "WeChat Files" / "wxid" / "Msg"
    store.mkdir(parents=True)
    (store / "a.docx").write_bytes(papers.docx())
    (tmp_path / "邮件.eml").write_text(HEAD, "utf-8")
    assert {Path(one.path).name: one.read for one in scan(tmp_path)} == {
        "WeChat Files": Read.EXCLUDED,
        "邮件.eml": Read.EXCLUDED,
    }


def test_files_that_a_chat_saved_are_looked_at_where_they_were_asked_for(tmp_path: Path) -> None:
    received = tmp_path / "WeChat Files" / "wxid" / "FileStorage" / "File"
    received.mkdir(parents=True)
    (received / "a.docx").write_bytes(papers.docx())
    roots = [Root(str(tmp_path)), Root(str(received), Place.RECEIVED)]
    seen = list(Scan(Folders(live_machine(), roots), 0, TEXTS))
    assert [one.places for one in seen if one.suspected] == [{Place.DOCUMENTS, Place.RECEIVED}]


def test_a_folder_of_two_kinds_is_walked_once(library: Path) -> None:
    roots = [Root(str(library)), Root(str(library / "下一层"), Place.SYNC)]
    seen = by_name(list(Scan(Folders(live_machine(), roots), 0, TEXTS)))
    assert len(seen) == 7
    assert seen["方案.bin"].places == {Place.DOCUMENTS, Place.SYNC}


def test_a_limit_says_that_there_was_more(library: Path) -> None:
    source = Folders(live_machine(), [Root(str(library))], most=2)
    assert len(list(Scan(source, 0, TEXTS))) <= 4
    assert source.more


class Made:
    """A source whose files are made up."""

    def __init__(self, files: dict[str, bytes], sizes: dict[str, int] | None = None) -> None:
        self._files, self._sizes = files, sizes or {}

    def items(self) -> Iterator[Item]:
        for name, content in self._files.items():
            yield Item(name, self._sizes.get(name, len(content)))

    def part(self, path: str, offset: int, size: int) -> bytes:
        if not self._files[path]:
            raise Trouble(Read.DENIED)
        return self._files[path][offset : offset + size]


@pytest.mark.parametrize("count", [0, 1])
def test_a_file_that_changes_or_goes_while_it_is_read_is_counted_as_that(count: int) -> None:
    source = Made({"kurz": b"x", "weg": b"", "gut": HEAD.encode()}, {"kurz": 5_000_000, "weg": 10})
    assert {one.path: one.read for one in Scan(source, count, TEXTS)} == {
        "kurz": Read.CHANGED,
        "weg": Read.DENIED,
        "gut": Read.READ,
    }


def _dies(file: File, name: str, order: Order) -> list[Seen]:
    if name == "tod":
        os._exit(7)
    if name == "fehler":
        raise KeyError("a reader's own fault")
    return [Seen(path=name)]


def _serve_dying(pipe: workers.Pipe) -> None:
    workers.inspected = _dies  # type: ignore[assignment]
    workers.serve(pipe)


@pytest.mark.parametrize("count", [1, 2])
def test_a_worker_that_dies_costs_one_file(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "serve", _serve_dying)
    source = Made({name: name.encode() for name in ("a", "tod", "b", "fehler", "c")})
    assert {one.path: one.read for one in Scan(source, count, TEXTS)} == {
        "a": Read.READ, "tod": Read.CRASHED, "b": Read.READ, "fehler": Read.CRASHED, "c": Read.READ,
    }  # fmt: skip


def test_a_scan_stops_and_keeps_what_it_has(tmp_path: Path) -> None:
    for index in range(300):
        (tmp_path / f"{index}.txt").write_text(f"文件 {index}", "utf-8")
    one = Scan(Folders(live_machine(), [Root(str(tmp_path))]), 1, TEXTS)
    seen = []
    for found in one:
        seen.append(found)
        if len(seen) == 3:
            one.stop()
    assert one.stopped
    assert 3 <= len(seen) < 300


def test_progress_counts_files_bytes_and_finds(library: Path) -> None:
    one = Scan(Folders(live_machine(), [Root(str(library))]), 0, TEXTS)
    list(one)
    progress = one.progress
    assert (progress.files, progress.total, progress.found, progress.listed) == (5, 5, 2, False)
    assert progress.bytes == progress.total_bytes > 0


def _slow(pipe: workers.Pipe) -> None:
    workers.inspected = _waits  # type: ignore[assignment]
    workers.serve(pipe)


def _waits(file: File, name: str, order: Order) -> list[Seen]:
    time.sleep(30)
    return [Seen(path=name)]


def test_a_scan_stops_within_a_second_whatever_its_workers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "serve", _slow)
    one = Scan(Made({"a": b"a", "b": b"b"}), 2, TEXTS)
    took: list[float] = []

    def ended() -> None:
        began = time.monotonic()
        one.stop()
        reader.join(10)
        took.append(time.monotonic() - began)

    reader = Thread(target=lambda: list(one), daemon=True)
    reader.start()
    reader.join(1)
    ended()
    assert one.stopped
    assert took[0] < 1


_KILLED = """
import os, sys
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Root
from checker.machine.live import live_machine
from pathlib import Path
source = Folders(live_machine(), [Root(sys.argv[1])])
for number, _ in enumerate(Scan(source, 0, Order(pictures=False), Path(sys.argv[2]))):
    if number == 450:
        os._exit(9)
"""


def test_a_scan_that_was_killed_goes_on_where_it_last_wrote(tmp_path: Path) -> None:
    top, cache = tmp_path / "top", tmp_path / "cache.sqlite"
    top.mkdir()
    for index in range(600):
        (top / f"{index}.txt").write_text(f"文件 {index}", "utf-8")
    assert subprocess.run([sys.executable, "-c", _KILLED, top, cache], check=False, cwd=ROOT).returncode == 9
    asked: list[str] = []

    class Watched(Folders):
        def part(self, path: str, offset: int, size: int) -> bytes:
            asked.append(path)
            return super().part(path, offset, size)

    again = list(Scan(Watched(live_machine(), [Root(str(top))]), 0, TEXTS, cache))
    assert len(again) == 600
    assert len(asked) <= 200, "400 were committed before the kill"
