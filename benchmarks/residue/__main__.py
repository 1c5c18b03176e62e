"""What is found on media beside PhotoRec and tsk_recover, and how fast beside a plain read, in the same run.

    ./mijian bench residue [--size MiB] [--seed N ...] [--systems fat32 ...] [--speed MiB] [--rounds N]

Media are made anew for each seed (`benchmarks/residue/media.py`): that takes root, mtools, exfatprogs and exfat-fuse,
ntfs-3g and e2fsprogs; the peers are Debian's testdisk and sleuthkit. What is missing is said and left out. The last
lines are the gates; the exit status is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import mmap
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measure import load
from benchmarks.residue.media import MIB, START, SYSTEMS, Made, Missing, Planted, formatted, make, wiped
from checker.machine.media.medium import open_medium
from checker.residue.finds import State
from checker.residue.result import Mode, Residue
from checker.residue.scan import Scan
from checker.residue.survey import survey

_KINDS = ("jpg", "png", "pdf", "zip", "doc", "mov", "7z")
OVER = ("fat32:exfat", "fat32:fat32", "ntfs:ntfs", "ext4:ext4", "ntfs:xfs", "exfat:btrfs", "fat32:f2fs")
_NOT_READ = ("xfs", "btrfs", "f2fs")  # file systems that are searched without their tables
_MOST_MEMORY = 150.0  # MiB
_CHUNK = 8 << 20


@dataclass
class Gates:
    """Promises of the issue, and whether each held."""

    held: list[tuple[str, bool, str]] = field(default_factory=list)

    def ask(self, name: str, holds: bool, seen: str) -> None:
        self.held.append((name, holds, seen))

    def show(self) -> int:
        print("\ngates")
        for name, holds, seen in self.held:
            print(f"  {'holds ' if holds else 'FAILS '} {name}: {seen}")
        return 0 if all(holds for _, holds, _ in self.held) else 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1024, help="MiB of each medium")
    parser.add_argument("--seed", type=int, nargs="*", default=[random.SystemRandom().getrandbits(31)])
    parser.add_argument("--systems", nargs="*", default=list(SYSTEMS), choices=[*SYSTEMS, "none"])
    parser.add_argument(
        "--over",
        nargs="*",
        default=list(OVER),
        metavar="OLD:NEW",
        help="quick formats: what was there, and what is now",
    )
    parser.add_argument("--speed", type=int, default=4096, help="MiB of the medium that is timed; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where media are made (a file system that is not in memory)")
    options = parser.parse_args(sys.argv[2:] if arguments is None else arguments)
    print(f"{load()}; seeds {options.seed}")
    for tool, package in (("photorec", "testdisk"), ("tsk_recover", "sleuthkit")):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed (Debian: {package}); it is left out")
    gates = Gates()
    with tempfile.TemporaryDirectory(prefix="mijian-bench-", dir=options.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for seed in options.seed:
            for system in options.systems:
                if system != "none":
                    _found(system, seed, options.size, folder, gates)
            for pair in options.over:
                _formatted(pair, seed, options.size, folder, gates)
        _wiped(folder, gates)
        if options.speed:
            _speed(options, folder, gates)
    print(load())
    return gates.show()


# -- what is found ----------------------------------------------------------------------------------------------------


@dataclass
class _Score:
    """Of the deleted files whose every sector is left: byte-exact ones, those in pieces, and outputs that are none."""

    exact: set[str]
    split: int
    outputs: int
    wrong: int | None = None


def _found(system: str, seed: int, size: int, folder: Path, gates: Gates) -> None:
    image = folder / f"{system}.img"
    try:
        made = make(system, image, size, seed, folder)
    except Missing as missing:
        print(f"\n{system}: left out, missing here: {missing}")
        return
    lost = made.lost()
    split = [one for one in lost if one.pieces > 1]
    print(f"\n{system}, {size} MiB, seed {seed}: {len(lost)} deleted files all there, {len(split)} of them in pieces")
    before = _digest(image)
    with _watched() as peak:
        residue = Scan(str(image), Mode.FULL).run()
    gates.ask(f"{system} {seed}: nothing changed", _digest(image) == before, "same SHA-256 before and after")
    gates.ask(f"{system} {seed}: memory", peak[0] < _MOST_MEMORY, f"{peak[0]:.0f} MiB")
    ours = _score_ours(made, residue)
    _row("ours", ours, len(lost), len(split))
    # Of these neither it nor we read the tables: it looks everywhere, and finds what is there as well.
    space = "wholespace" if system in _NOT_READ else "freespace"
    photorec = _photorec(made, folder, space)
    if photorec is not None:
        _row(f"photorec, {space}", photorec, len(lost), len(split))
    tsk = _tsk_recover(made, folder)
    if tsk is not None:
        _row("tsk_recover", tsk, len(lost), len(split))
    least = 0.99 * len(lost)
    if system == "ext4" or system in _NOT_READ:
        least = len(photorec.exact) if photorec is not None else 0
    gates.ask(f"{system} {seed}: byte-exact", len(ours.exact) >= least, f"{len(ours.exact)} of {len(lost)}")
    gates.ask(f"{system} {seed}: wrong 'complete'", ours.wrong == 0, f"{ours.wrong}")
    seen = {find.offset for find in residue.finds}
    met = sum(one.start in seen or one.digest in ours.exact for one in split)
    if system not in _NOT_READ:
        gates.ask(f"{system} {seed}: in pieces, found", met == len(split), f"{met} of {len(split)}, {ours.split} exact")
    _missed(lost, ours, residue)
    image.unlink()


def _missed(lost: list[Planted], ours: _Score, residue: Residue) -> None:
    for one in lost:
        if one.digest not in ours.exact:
            at = [f"{find.kind} {find.state} {find.size}" for find in residue.finds if find.offset == one.start]
            print(f"    missed: {one.name} {len(one.content)} bytes in {one.pieces} pieces; there: {at or 'nothing'}")


def _formatted(pair: str, seed: int, size: int, folder: Path, gates: Gates) -> None:
    """A quick format over a life: PhotoRec looks at the whole medium, since the new file system knows nothing."""
    before, _, now = pair.partition(":")
    image = folder / "formatted.img"
    try:
        made = formatted(make(before, image, size, seed, folder), now, folder)
    except Missing as missing:
        print(f"\n{pair}: left out, missing here: {missing}")
        image.unlink(missing_ok=True)
        return
    lost = made.lost()
    split = [one for one in lost if one.pieces > 1]
    print(f"\n{pair}, {size} MiB, seed {seed}: {len(lost)} files all there, {len(split)} of them in pieces")
    residue = Scan(str(image), Mode.FULL).run()
    ours = _score_ours(made, residue)
    _row("ours", ours, len(lost), len(split))
    _missed([one for one in lost if one.pieces < 2], ours, residue)
    photorec = _photorec(made, folder, "wholespace")
    if photorec is not None:
        _row("photorec, whole", photorec, len(lost), len(split))
        gates.ask(f"{pair} {seed}: byte-exact", len(ours.exact) >= len(photorec.exact), f"{len(ours.exact)}")
    gates.ask(f"{pair} {seed}: wrong 'complete'", ours.wrong == 0, f"{ours.wrong}")
    image.unlink()


def _row(name: str, score: _Score, lost: int, split: int) -> None:
    wrong = "" if score.wrong is None else f", {score.wrong} wrong 'complete'"
    exact = f"{len(score.exact):4} of {lost} byte-exact"
    print(f"  {name:22} {exact}, {score.split:3} of {split} in pieces, {score.outputs:6,} finds{wrong}")


def _score_ours(made: Made, residue: Residue) -> _Score:
    wanted = {one.digest: one for one in made.lost()}
    known = {one.digest for one in made.planted}
    everything = b"\0".join(one.content for one in made.planted)
    exact, wrong = set[str](), 0
    with made.path.open("rb") as file:
        for find in residue.finds:
            content = b"".join(_read(file.fileno(), run) for run in find.runs)
            digest = hashlib.sha256(content).hexdigest()
            if find.state.recoverable and digest in wanted:
                exact.add(digest)
            if find.state is State.COMPLETE and digest not in known and content not in everything:
                wrong += 1
                print(f"    wrong: {find.kind} at {find.offset}, {find.size} bytes, by {find.source}")
    return _Score(exact, sum(wanted[digest].pieces > 1 for digest in exact), len(residue.finds), wrong)


def _read(descriptor: int, run: tuple[int, int]) -> bytes:
    return os.pread(descriptor, run[1], run[0])


def _score_folder(made: Made, folder: Path) -> _Score:
    wanted = {one.digest: one for one in made.lost()}
    exact, outputs = set[str](), 0
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "report.xml":
            outputs += 1
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest in wanted:
                exact.add(digest)
    return _Score(exact, sum(wanted[digest].pieces > 1 for digest in exact), outputs)


def _photorec(made: Made, folder: Path, space: str = "freespace") -> _Score | None:
    if shutil.which("photorec") is None:
        return None
    target = folder / "photorec"
    target.mkdir()
    kinds = "".join(f"{kind},enable," for kind in _KINDS)
    ext = "mode_ext2," if made.system.startswith("ext4") else ""
    orders = f"1,options,{ext}paranoid,keep_corrupted_file_no,fileopt,everything,disable,{kinds}{space},search"
    try:
        argv = ["photorec", "/log", "/d", str(target / "out"), "/cmd", str(made.path), orders]
        subprocess.run(argv, cwd=target, capture_output=True, check=False, timeout=1800, stdin=subprocess.DEVNULL)
        (target / "photorec.log").unlink(missing_ok=True)
        return _score_folder(made, target)
    finally:
        shutil.rmtree(target)


def _tsk_recover(made: Made, folder: Path) -> _Score | None:
    if shutil.which("tsk_recover") is None:
        return None
    target = folder / "tsk"
    target.mkdir()
    try:
        argv = ["tsk_recover", "-o", str(START // 512), str(made.path), str(target)]
        subprocess.run(argv, capture_output=True, check=False, timeout=1800)
        return _score_folder(made, target)
    finally:
        shutil.rmtree(target)


def _wiped(folder: Path, gates: Gates) -> None:
    print("\nwiped media, 256 MiB each")
    for fill in ("zero", "ones", "random"):
        image = folder / f"{fill}.img"
        wiped(image, 256, fill)
        residue = Scan(str(image), Mode.FULL).run()
        print(f"  {fill:8} {residue.verdict:10} {len(residue.finds)} finds")
        gates.ask(f"wiped ({fill})", not residue.finds, f"{len(residue.finds)} finds, verdict {residue.verdict}")
        image.unlink()


# -- how fast ---------------------------------------------------------------------------------------------------------


def _speed(options: argparse.Namespace, folder: Path, gates: Gates) -> None:
    image = folder / "speed.img"
    made = make("fat32", image, options.speed, options.seed[0], folder)
    print(f"\nspeed, FAT32, {options.speed} MiB, cold cache, {options.rounds} rounds in turn")
    with open_medium(str(image)) as medium:
        stream = survey(medium).stream
    amount = sum(length for _, length in stream)
    rows: dict[str, list[float]] = {}
    everything = ((0, options.speed * MIB),)
    for number in range(options.rounds):
        for what, runs, mode in (("free space", stream, Mode.FULL), ("whole", everything, Mode.EVERYTHING)):
            _timed(rows, f"plain read, {what}", partial(_plain, image, runs), image)
            _timed(rows, f"plain, past the cache, {what}", partial(_plain_past_the_cache, image, runs), image)
            _timed(rows, f"ours, {what}", Scan(str(image), mode).run, image)
        if shutil.which("photorec") is not None and not number:
            _timed(rows, "photorec, free space", lambda: _photorec(made, folder), image)
            _timed(rows, "photorec, whole", lambda: _photorec(made, folder, "wholespace"), image)
    for name, values in rows.items():
        size = options.speed * MIB if "whole" in name else amount
        middle = statistics.median(values)
        span = f"({min(values):.2f} – {max(values):.2f})"
        print(f"  {name:42} {middle:7.2f} s {span:16} {size / middle / 1e6:7.0f} MB/s")
    for what, least in (("free space", 0.75), ("whole", 0.6)):
        ours = rows[f"ours, {what}"]
        for plain in ("plain read", "plain, past the cache"):
            ratios = [one / other for one, other in zip(rows[f"{plain}, {what}"], ours, strict=True)]
            ratio, span = statistics.median(ratios), f"{min(ratios):.2f} – {max(ratios):.2f}"
            gates.ask(f"speed, {what}, beside a {plain}", ratio >= least, f"{ratio:.2f}x ({span}), at least {least}")
    if "photorec, whole" in rows:
        ours_whole, theirs = statistics.median(rows["ours, whole"]), rows["photorec, whole"][0]
        gates.ask("speed, whole, beside PhotoRec", ours_whole <= theirs, f"{ours_whole:.2f} s, PhotoRec {theirs:.2f} s")
    _nothing_written(image, made, folder, gates)
    image.unlink()


def _timed(rows: dict[str, list[float]], name: str, work: object, image: Path) -> None:
    assert callable(work)
    _cold(image)
    before, begun = _processor(), time.monotonic()
    work()
    rows.setdefault(name, []).append(time.monotonic() - begun)
    rows.setdefault(f"{name}, processor", []).append(_processor() - before)


def _processor() -> float:
    """Seconds of processor time of this process and of those that it started and that ended."""
    return sum(os.times()[:4])


def _cold(image: Path) -> None:
    """Put the image out of the page cache; nobody else's files."""
    descriptor = os.open(image, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _plain(image: Path, runs: tuple[tuple[int, int], ...]) -> None:
    with image.open("rb", buffering=0) as file:
        room = bytearray(_CHUNK)
        for offset, length in runs:
            for at in range(offset, offset + length, _CHUNK):
                os.preadv(file.fileno(), [memoryview(room)[: min(_CHUNK, offset + length - at)]], at)


def _plain_past_the_cache(image: Path, runs: tuple[tuple[int, int], ...]) -> None:
    """The same bytes into one piece of memory over and over: the system neither looks for pages nor clears any, which
    in a virtual machine can take longer than the medium does.
    """
    descriptor, room = os.open(image, os.O_RDONLY | os.O_DIRECT), mmap.mmap(-1, _CHUNK)
    try:
        for offset, length in runs:
            for at in range(offset, offset + length, _CHUNK):
                os.preadv(descriptor, [memoryview(room)[: min(_CHUNK, offset + length - at)]], at)
    finally:
        os.close(descriptor)


def _nothing_written(image: Path, made: Made, folder: Path, gates: Gates) -> None:
    """The command in a home and a temporary folder of its own: what it leaves there holds nothing of any file."""
    home = folder / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "XDG_DATA_HOME": str(home)}
    argv = [sys.executable, "main.py", "residue", str(image), "--json", str(home / "result.json")]
    argv += ["--store", str(home / "store")]
    subprocess.run(argv, env=environment, capture_output=True, check=False, cwd=Path(__file__).resolve().parents[2])
    left = [path for path in home.rglob("*") if path.is_file()]
    heads = [one.content[at : at + 24] for one in made.planted for at in (64, len(one.content) // 2)]
    caught = [path.name for path in left if any(head in path.read_bytes() for head in heads)]
    size = sum(path.stat().st_size for path in left)
    names = ", ".join(sorted(path.name for path in left))
    gates.ask("no content written", bool(left) and not caught, f"{size:,} bytes written ({names}), none of any file")
    shutil.rmtree(home)


# -- measuring --------------------------------------------------------------------------------------------------------


class _watched:  # noqa: N801  used like a function
    """The largest memory of the processes that a scan starts, MiB: resident pages, looked at fifty times a second."""

    def __enter__(self) -> list[float]:
        self._peak, self._end = [0.0], Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self._peak

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        this = psutil.Process()
        ours = this.cmdline()
        while not self._end.wait(0.02):
            for child in this.children(recursive=True):
                try:
                    if child.cmdline() != ours:  # one that has not begun yet shows the memory of this process
                        self._peak[0] = max(self._peak[0], child.memory_info().rss / MIB)
                except psutil.Error:
                    continue


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
