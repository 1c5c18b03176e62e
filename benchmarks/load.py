"""What units have, and more: 300,000 files, 20,000 photos, 100,000 files in a folder, a depth of 2,000, files that lead
nowhere or never end, 1,000 people on one computer, 10,000 kept inspections.

    ./mijian bench load [--share F] [--only PART ...] [--folder DIR]

PART: home, photos, wide, deep, odd, people, store. `--share 0.1` makes a tenth of each. The peers walk the same tree:
`find -type f`, and `grep -rlF` for the word that a marking has. Processor time is what compares; the clock is the
machine's mood. The exit status is 1 where a limit is not held: memory, or an answer that is not the one it must be.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks import held
from benchmarks.measure import Run, load, run

MAIN = str(Path(__file__).parents[1] / "main.py")
_MARKED = "机密★10年\n\n关于某某工作的请示\n".encode()
_MOST = 500.0  # MiB
_FINDINGS = 100  # of an inspection


class Table:
    def __init__(self, folder: Path, share: float) -> None:
        self.folder, self.share, self.held = folder, share, True
        self._result = folder / "result.json"

    def count(self, number: int) -> int:
        return max(1, round(number * self.share))

    def row(self, name: str, done: Run, said: str = "") -> None:
        print(f"| {name} | {done.cpu:.1f} | {done.wall:.1f} | {done.peak:.0f} | {said} |", flush=True)

    def search(self, name: str, place: Path, marked: int) -> None:
        """Our search of a tree, and what it found there."""
        command = [sys.executable, MAIN, "documents", str(place), "--no-cache", "--json", str(self._result)]
        done = run([*command, "--store", str(self.folder / "store")])
        found = json.loads(self._result.read_bytes()) if self._result.exists() else {}
        papers = found.get("summary", {}).get("suspected_markings")
        self._result.unlink(missing_ok=True)
        self.row(name, done, f"exit {done.code}, {papers} of {marked} marked")
        self.held &= done.peak <= _MOST and papers == marked

    def peers(self, place: Path) -> None:
        self.row("`find -type f`", run(("find", str(place), "-type", "f")))
        self.row("`grep -rlF`", run(("grep", "-rlF", "--devices=skip", "机密", str(place))))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench load")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--folder", type=Path, default=None, help="where it is made; a tmpfs spares a disk")
    options = parser.parse_args(sys.argv[2:] if sys.argv[1:2] == ["load"] else None)
    print(load())
    print("| what | processor, s | clock, s | most memory, MiB | |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        table = Table(Path(made), options.share)
        for part in options.only:
            PARTS[part](table)
    return 0 if table.held else 1


def _home(table: Table) -> None:
    """Texts of an office in folders of a hundred; one in a thousand is marked."""
    top, number = table.folder / "home", table.count(300_000)
    for index in range(number):
        folder = top / f"{index // 10_000:02}" / f"{index // 100 % 100:02}"
        if index % 100 == 0:
            folder.mkdir(parents=True)
        text = _MARKED if index % 1000 == 0 else b""
        (folder / f"{index}.txt").write_bytes(text + f"第 {index} 号，例会记录。\n".encode() * 8)
    table.search(f"{number:,} texts in a home", top, len(range(0, number, 1000)))
    table.peers(top)


def _photos(table: Table) -> None:
    number = table.count(held.PHOTOS)
    held.fill(table.folder / "photos", number)
    table.search(f"{number:,} photos", table.folder / "photos", 0)


def _wide(table: Table) -> None:
    folder, number = table.folder / "wide", table.count(100_000)
    folder.mkdir()
    for index in range(number):
        (folder / f"{index}.bin").write_bytes(b"")
    (folder / "z.txt").write_bytes(_MARKED)
    table.search(f"{number:,} files in one folder", folder, 1)
    table.peers(folder)


def _deep(table: Table) -> None:
    """Deeper than a path may be long, so every step is made from within the one before."""
    top, number = table.folder / "deep", table.count(2000)
    top.mkdir()
    before = os.open(".", os.O_RDONLY)
    os.chdir(top)
    for _ in range(number):
        os.mkdir("abcdefgh")
        os.chdir("abcdefgh")
    Path("x.txt").write_bytes(_MARKED)
    os.fchdir(before)
    os.close(before)
    done = run([sys.executable, MAIN, "documents", str(top), "--no-cache", "--store", str(table.folder / "store")])
    table.row(f"a depth of {number:,}", done, f"exit {done.code}: found, or said to be out of reach")
    table.held &= done.code != 0 and done.peak <= _MOST
    run(("rm", "-rf", str(top)))  # Python's own removal is recursive


def _odd(table: Table) -> None:
    """Names of any bytes, links that multiply and that lead in a circle, what never ends, what has no content.

    A hard link is a file of its own; a symbolic one is another name of one that is looked at where it lies.
    """
    top = table.folder / "odd"
    (top / "farm").mkdir(parents=True)
    (top / "z.txt").write_bytes(_MARKED)
    links = table.count(10_000)
    for index in range(links):
        os.link(top / "z.txt", top / "farm" / f"{index}.hard")
        (top / "farm" / f"{index}.soft").symlink_to("../z.txt")
    for level in range(20):
        (top / "loop" / str(level)).mkdir(parents=True)
        (top / "loop" / str(level) / "up").symlink_to(top)
        (top / "loop" / str(level) / "round").symlink_to("round")
    for byte in (byte for byte in range(1, 256) if byte != ord("/")):
        Path(os.fsdecode(os.fsencode(top) + b"/" + bytes([byte, byte, ord("-"), byte]))).write_bytes(b"")
    os.mkfifo(top / "fifo.docx")
    with suppress(OSError), socket.socket(socket.AF_UNIX) as server:
        server.bind(str(top / "s.docx"))
    with suppress(PermissionError):
        os.mknod(top / "zero.docx", 0o600 | 0o020000, os.makedev(1, 5))
    with (top / "endless.docx").open("wb") as file:
        file.truncate(1 << 40)
    table.search("odd names, link farms, FIFO, socket, /dev/zero, 1 TB sparse", top, 1 + links)


def _people(table: Table) -> None:
    """In this process: a made-up Linux with as many accounts, each with a home."""
    import checker.probes
    import checks
    from checker.engine.catalog import Catalog
    from checker.engine.inspect import inspect
    from checker.machine.answers import Person
    from checker.model.policy import Policy
    from checker.model.target import Platform, Target
    from tests.worlds.world import World

    number = table.count(1000)
    people = tuple(Person(str(1000 + one), f"u{one}", f"/home/u{one}", one == 0) for one in range(number))
    files = {f"/home/{person.name}/.config/user-dirs.dirs": b'XDG_DESKTOP_DIR="$HOME/Desktop"\n' for person in people}
    passwd = "".join(f"{one.name}:x:{one.key}:{one.key}::{one.home}:/bin/bash\n" for one in people)
    world = World(files={**files, "/etc/passwd": passwd.encode(), "/etc/machine-id": "a\n"}, people=people)
    catalog = Catalog().add(checker.probes).add(checks)
    asked = [one for one in catalog.checks.values() if Platform.LINUX in one.platforms and "workstation" in one.id]
    for several in (number // 10 or 1, number):
        some = replace(world, people=people[:several])
        began = time.process_time()
        found = list(inspect(Target("pc", Platform.LINUX, "PC"), some.machine(), asked, catalog.probes, Policy()))
        took = time.process_time() - began
        print(f"| {len(asked)} checks, {several:,} people | {took:.1f} | | | {len(found)} findings |", flush=True)


def _store(table: Table) -> None:
    """In this process: one computer inspected as often; what the first page and a comparison ask of it."""
    from checker.store.inspections import Store
    from tests.unit.store.test_inspections import FINDING, INSPECTION

    findings = tuple(replace(FINDING, check_id=f"toy.{number}") for number in range(_FINDINGS))
    for number in (table.count(1000), table.count(10_000)):
        folder = table.folder / f"store-{number}"
        store = Store(folder)
        began = time.process_time()
        for index in range(number):
            at = INSPECTION.began + timedelta(hours=index)
            one = replace(INSPECTION, id=str(index), began=at, findings=findings)
            store.begin(one)
            store.end(replace(one, ended=at + timedelta(minutes=5)))
        store.close()
        print(f"| {number:,} inspections kept | {time.process_time() - began:.1f} | | | |", flush=True)
        for name, asked in _asked(folder, INSPECTION.target.key):
            began = time.process_time()
            asked()
            print(f"| {name}, of {number:,} | {time.process_time() - began:.3f} | | | |", flush=True)


def _asked(folder: Path, target: str) -> Iterator[tuple[str, Callable[[], object]]]:
    from checker.store.inspections import Store

    yield "the store opened", lambda: Store(folder).close()
    store = Store(folder)
    yield "the last inspection", lambda: store.last(target)
    yield "the last twenty", lambda: store.finished(target, 20)
    yield "one that was not ended", lambda: store.unfinished(target)
    yield "when it was last used", store.latest
    store.close()


PARTS: dict[str, Callable[[Table], None]] = {
    "home": _home,
    "photos": _photos,
    "wide": _wide,
    "deep": _deep,
    "odd": _odd,
    "people": _people,
    "store": _store,
}


if __name__ == "__main__":
    sys.exit(main())
