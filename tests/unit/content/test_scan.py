"""A scan of a real folder: everything is counted once, nothing ends it, nothing is read that must not be."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import pytest

from checker.content import limits, workers
from checker.content.file import File
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Item, Root
from checker.content.trouble import Trouble
from checker.facts.content.document import Place, Read, Seen
from checker.machine.answers import Entry
from checker.machine.live import live_machine
from checker.machine.machine import Machine
from tests.unit.content import papers
from tests.unit.content.papers import HEAD
from tests.worlds import unparted

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


@pytest.fixture
def inspections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a reader is asked about."""
    asked, inner = list[str](), workers.inspected

    def inspected(file: File, name: str, order: Order) -> list[Seen]:
        asked.append(Path(name).name)
        return inner(file, name, order)

    monkeypatch.setattr(workers, "inspected", inspected)
    return asked


def test_a_second_pass_inspects_nothing_that_was_clean(library: Path, tmp_path: Path, inspections: list[str]) -> None:
    cache = tmp_path / "cache.sqlite"
    scan(library, cache=cache)
    inspections.clear()
    again = scan(library, cache=cache)
    assert "通知.docx" not in inspections
    assert {one.path for one in again if one.suspected} == {
        str(library / "下一层" / "方案.bin"),
        str(library / "下一层" / "包.zip"),
    }
    assert len(again) == 7


@pytest.mark.parametrize("size", [3_000, 40_000, 3_000_000])
@pytest.mark.parametrize("place", [0.0, 1.0])
def test_a_file_whose_time_was_set_back_is_read_again(
    size: int, place: float, tmp_path: Path, inspections: list[str]
) -> None:
    """Without an inode's time of change, as on Windows: then the sample tells."""

    class Timeless(Folders):
        def items(self) -> Iterator[Item]:
            for item in super().items():
                yield replace(item, version=None)

    top, cache = tmp_path / "top", tmp_path / "cache.sqlite"
    top.mkdir()
    paper, text = top / "a.txt", ("一二三四五六七八九。\n" * (size // 31)).encode()
    for content in (
        text,
        text[: (at := int(len(text) * place) // 31 * 31)][:-31] + HEAD.encode()[:30] + b"\n" + text[at:],
    ):
        content = content[: len(text)].ljust(len(text), b"\n")
        paper.write_bytes(content)
        os.utime(paper, ns=(0, 1_700_000_000_000_000_000))
        list(Scan(Timeless(live_machine(), [Root(str(top))]), 0, TEXTS, cache))
    assert inspections == ["a.txt", "a.txt"]


def test_an_inodes_time_of_change_is_part_of_what_a_file_is_known_by(tmp_path: Path, inspections: list[str]) -> None:
    top, cache = tmp_path / "top", tmp_path / "cache.sqlite"
    top.mkdir()
    paper = top / "a.txt"
    paper.write_bytes(b"x" * 3_000_000)
    for mode in (0o600, 0o640):
        paper.chmod(mode)
        scan(top, cache=cache)
    assert inspections == (["a.txt"] if sys.platform == "win32" else ["a.txt", "a.txt"])


@pytest.mark.skipif(sys.platform == "win32", reason="owners as POSIX has them")
@pytest.mark.parametrize(("mode", "believed"), [(0o600, True), (0o620, False), (0o602, False)])
def test_an_inspection_that_counts_believes_no_cache_that_others_can_write(
    mode: int, believed: bool, library: Path, tmp_path: Path, inspections: list[str]
) -> None:
    folder = tmp_path / "own"
    cache = folder / "cache.sqlite"
    source = Folders(live_machine(), [Root(str(library))])
    list(Scan(source, 0, TEXTS, cache))
    cache.chmod(mode)
    inspections.clear()
    list(Scan(source, 0, TEXTS, cache, counts=True))
    assert ("通知.docx" not in inspections) is believed


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
def test_links_are_counted_and_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(HEAD, "utf-8")
    top = tmp_path / "top"
    top.mkdir()
    (top / "folder").symlink_to(outside)
    (top / "file.txt").symlink_to(outside / "a.txt")
    (top / "round").symlink_to(top)
    (top / "to nothing").symlink_to(outside / "b.txt")
    assert {(Path(one.path).name, one.read) for one in scan(top)} == {
        (name, Read.LINK) for name in ("folder", "file.txt", "round", "to nothing")
    }


@posix
@pytest.mark.parametrize("count", [0, 1])
def test_names_may_be_anything(tmp_path: Path, count: int) -> None:
    for name in (b"line\nbreak.txt", b"\xff\xfe.txt", "右\u202e左.txt".encode(), b" ", b"-rf"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(HEAD, "utf-8")
    seen = scan(tmp_path, count)
    assert len(seen) == 5
    assert all(one.suspected for one in seen)


@posix
def test_what_is_no_file_is_counted_and_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert [one.read for one in scan(tmp_path)] == [Read.NO_FILE]
    assert [one.read for one in scan(tmp_path / "fifo")] == [Read.NO_FILE]


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


def _dies(file: File, name: str, order: Order, alive: Callable[[], None]) -> list[Seen]:
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


def _waits(file: File, name: str, order: Order, alive: Callable[[], None]) -> list[Seen]:
    Event().wait()
    return [Seen(path=name)]


def test_a_scan_stops_whatever_its_workers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "serve", _slow)
    begun, look = Event(), workers.Worker.look

    def looking(*given: Any) -> list[Seen]:
        begun.set()
        return look(*given)

    monkeypatch.setattr(workers.Worker, "look", looking)
    one = Scan(Made({"a": b"a", "b": b"b"}), 2, TEXTS)
    reader = Thread(target=lambda: list(one), daemon=True)
    reader.start()
    begun.wait()
    one.stop()
    reader.join(600)
    assert not reader.is_alive()
    assert one.stopped


_KILLED = """
import os, sys
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Root
from checker.machine.answers import Entry
from checker.machine.live import live_machine
from checker.machine.machine import Machine
from pathlib import Path
source = Folders(live_machine(), [Root(sys.argv[1])])
for number, _ in enumerate(Scan(source, 0, Order(pictures=False), Path(sys.argv[2]))):
    if number == 450:
        os._exit(9)
"""


def test_a_scan_that_was_killed_goes_on_where_it_last_wrote(tmp_path: Path, inspections: list[str]) -> None:
    top, cache = tmp_path / "top", tmp_path / "cache.sqlite"
    top.mkdir()
    for index in range(600):
        (top / f"{index}.txt").write_text(f"文件 {index}", "utf-8")
    assert subprocess.run([sys.executable, "-c", _KILLED, top, cache], check=False, cwd=ROOT).returncode == 9
    assert len(scan(top, cache=cache)) == 600
    assert len(inspections) <= 200, "400 were committed before the kill"


class Stuck(Made):
    """One of its files is on a network that does not answer."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(files)
        self.answers = Event()

    def part(self, path: str, offset: int, size: int) -> bytes:
        if path == "fort":
            self.answers.wait()
        return super().part(path, offset, size)


def test_a_read_that_never_returns_costs_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUIET", 2.0)
    monkeypatch.setattr("checker.content.scan.Worker", unparted.Worker)  # a child that is slow to start is quiet, too
    source = Stuck({"a": b"a", "fort": b"b", "c": b"c"})
    assert {one.path: one.read for one in Scan(source, 1, TEXTS)} == {
        "a": Read.READ, "fort": Read.TOO_SLOW, "c": Read.READ,
    }  # fmt: skip
    source.answers.set()


def test_a_scan_stops_though_a_read_never_returns() -> None:
    source = Stuck({"fort": b"b"})
    one, seen = Scan(source, 1, TEXTS), list[Seen]()
    reader = Thread(target=lambda: seen.extend(one), daemon=True)
    reader.start()
    one.stop()
    reader.join(600)
    assert not reader.is_alive()
    assert (one.stopped, seen) == (True, [])
    source.answers.set()


def test_a_folder_that_never_answers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fort").mkdir()
    (tmp_path / "a.txt").write_text("x")
    machine, answers = live_machine(), Event()

    class Half:
        def stat(self, path: str) -> Entry:
            return machine.stat(path)

        def document(self, path: str, offset: int, size: int) -> bytes:
            return machine.document(path, offset, size)

        def documents(self, path: str) -> tuple[Entry, ...]:
            if path.endswith("fort"):
                answers.wait()
            return machine.documents(path)

    monkeypatch.setattr(limits, "QUIET", 0.3)
    source = Folders(cast("Machine", Half()), [Root(str(tmp_path))])
    assert {Path(one.path).name: one.read for one in Scan(source, 0, TEXTS)} == {
        "a.txt": Read.READ,
        "fort": Read.TOO_SLOW,
    }
    answers.set()


@posix
@pytest.mark.parametrize("count", [0, 1])
def test_a_huge_file_is_not_read_to_learn_what_it_is(count: int, tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    with (top / "a.iso").open("wb") as file:
        file.truncate(1 << 40)
    read: list[int] = []

    class Watched(Folders):
        def part(self, path: str, offset: int, size: int) -> bytes:
            read.append(size)
            return super().part(path, offset, size)

    (seen,) = Scan(Watched(live_machine(), [Root(str(top))]), count, TEXTS, tmp_path / "cache.sqlite")
    assert seen.read is not Read.READ
    assert sum(read) < 1 << 20


def test_a_worker_that_goes_on_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUIET", 600.0)
    monkeypatch.setattr(workers, "serve", _busy)
    assert [one.read for one in Scan(Made({"a": b"a"}), 1, TEXTS)] == [Read.READ]


def _busy(pipe: workers.Pipe) -> None:
    workers.inspected = _goes_on  # type: ignore[assignment]
    workers._ALIVE = -1.0
    workers.serve(pipe)


def _goes_on(file: File, name: str, order: Order, alive: Callable[[], None]) -> list[Seen]:
    for _ in range(100):
        alive()
    return [Seen(path=name)]
