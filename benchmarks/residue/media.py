"""Media with a life behind them, made here: old noise, live files, holes, planted files, deletions, overwriting.

FAT32 is written by mtools, exFAT and NTFS through FUSE, ext4, XFS and Btrfs by the kernel: loop devices and mounts take
root. What is
left of each planted file afterwards is not taken from the story but looked for on the medium, sector by sector.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import struct
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.unit.residue import files

MIB = 1 << 20
START = MIB  # where the partition begins
SYSTEMS = ("fat32", "fat32-windows", "exfat", "ntfs", "ext4", "xfs", "btrfs", "f2fs")
_TYPES = {"fat32": 0x0C, "exfat": 0x07, "ntfs": 0x07, **dict.fromkeys(("ext4", "xfs", "btrfs", "f2fs"), 0x83)}
_LEAST = {"xfs": 320, "ext4": 320}  # MiB
_NEEDS = {
    "fat32": ("mkfs.fat", "mcopy", "mdel", "mmd"),
    "exfat": ("mkfs.exfat", "mount.exfat-fuse", "losetup"),
    "ntfs": ("mkntfs", "ntfs-3g", "losetup"),
    **{kind: (f"mkfs.{kind}", "losetup") for kind in ("ext4", "xfs", "btrfs", "f2fs")},
}


# What a medium is formatted anew with, quickly and without discarding: its partition, as if on a stick.
FORMATS: dict[str, tuple[str, ...]] = {
    "fat32": ("mkfs.fat", "-F", "32"),
    "exfat": ("mkfs.exfat",),
    "ntfs": ("mkntfs", "-Q", "-F"),
    "ext4": ("mkfs.ext4", "-q", "-F", "-E", "nodiscard"),
    "xfs": ("mkfs.xfs", "-q", "-f", "-K"),
    "btrfs": ("mkfs.btrfs", "-q", "-f", "-K"),
    "f2fs": ("mkfs.f2fs", "-q", "-f", "-t", "0"),
}


class Missing(Exception):
    """A tool of this computer that the benchmark needs."""


@dataclass
class Planted:
    """A file that was put on the medium, and what is left of it.

    `share` of its whole sectors that are still there; `pieces` they lie in; `start`: where its first sector lies.
    """

    name: str
    content: bytes
    deleted: bool = False
    share: float = 0.0
    pieces: int = 0
    start: int | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def intact(self) -> bool:
        return self.share >= 1.0


@dataclass
class Made:
    """A medium and what was put on it."""

    path: Path
    system: str
    planted: list[Planted] = field(default_factory=list)

    def lost(self) -> list[Planted]:
        """Deleted files whose every sector is still there."""
        return [one for one in self.planted if one.deleted and one.intact]


# -- files ------------------------------------------------------------------------------------------------------------


@cache
def corpus(seed: int) -> dict[str, bytes]:
    """Some 400 files as officers have them, 2 KB to 5 MB, all different."""
    chance = random.Random(seed)
    made: dict[str, bytes] = {}
    for number in range(120):
        made[f"p{number:03d}.jpg"] = _photo(chance)
    for number in range(20):
        made[f"i{number:03d}.png"] = _picture(chance)
    for number in range(60):
        pages = chance.choice([1, 3, 12, 60, 300])
        made[f"d{number:03d}.pdf"] = files.pdf(
            chance.getrandbits(31), pages, _photo(chance) if number % 3 == 0 else b""
        )
    for number in range(60):
        made[f"w{number:03d}.docx"] = _docx(chance, _photo(chance) if number % 3 == 0 else b"")
    for number in range(30):
        made[f"x{number:03d}.xlsx"] = _sheet(chance)
    for number in range(15):
        made[f"o{number:03d}.ofd"] = files.docx(chance.getrandbits(31), chance.choice([9_000, 90_000]), "OFD.xml")
    for number in range(30):
        made[f"c{number:03d}.doc"] = files.ole(chance.getrandbits(31), chance.randrange(20_000, 900_000))
    for number in range(15):
        made[f"t{number:03d}.xls"] = files.ole(chance.getrandbits(31), chance.randrange(20_000, 400_000), "Workbook")
    for number in range(10):
        made[f"m{number:03d}.m4a"] = files.mp4(chance.getrandbits(31), b"M4A ", chance.randrange(50_000, 3_000_000))
    for number in range(10):
        made[f"h{number:03d}.heic"] = files.heic(chance.getrandbits(31), chance.randrange(50_000, 2_000_000))
    return made


def _clouds(chance: random.Random, width: int, height: int) -> Image.Image:
    random_bits = np.random.default_rng(chance.getrandbits(32))
    total = np.zeros((height, width, 3), np.float32)
    for step in (64, 16, 4, 1):
        rough = random_bits.integers(0, 255, (height // step + 2, width // step + 2, 3), dtype=np.uint8)
        smooth = Image.fromarray(rough).resize((width, height), Image.Resampling.BICUBIC)
        total += np.asarray(smooth, np.float32) * step**0.5
    total *= 255 / total.max()
    return Image.fromarray(total.astype(np.uint8))


def _photo(chance: random.Random) -> bytes:
    width, height = chance.choice([(640, 480), (1280, 960), (1600, 1200), (2048, 1536)])
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SynthCam"
    exif[0x0132] = f"2026:01:{chance.randrange(1, 28):02d} 10:00:00"
    picture = _clouds(chance, width, height)
    picture.save(out, "JPEG", quality=chance.choice([75, 85, 92]), exif=exif, progressive=chance.random() < 0.2)
    return out.getvalue()


def _picture(chance: random.Random) -> bytes:
    out = io.BytesIO()
    _clouds(chance, chance.choice([200, 400]), 300).save(out, "PNG")
    return out.getvalue()


def _docx(chance: random.Random, picture: bytes) -> bytes:
    out = io.BytesIO()
    words = "关于开展保密自查工作的通知各部门单位按照上级要求对涉密载体进行清点登记销毁请于月底前报送情况"
    text = "".join(chance.choice(words) for _ in range(chance.choice([300, 8_000, 60_000])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", f"<w:document><w:t>{text}</w:t></w:document>")
        if picture:
            archive.writestr("word/media/image1.jpeg", picture, zipfile.ZIP_STORED)
        archive.writestr("docProps/app.xml", f"<Properties>{chance.random()}</Properties>")
    return out.getvalue()


def _sheet(chance: random.Random) -> bytes:
    out = io.BytesIO()
    rows = "".join(
        f"<row><c><v>{chance.random()}</v></c><c><v>{chance.random()}</v></c></row>"
        for _ in range(chance.choice([200, 5_000, 20_000]))
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{rows}</worksheet>")
    return out.getvalue()


# -- media ------------------------------------------------------------------------------------------------------------


def make(system: str, path: Path, size: int, seed: int, scratch: Path) -> Made:
    """A medium of `size` MiB with a life behind it.

    Raises:
        Missing: a tool that it takes is not installed, or we are not root where it takes that.
    """
    written = system.removesuffix("-windows")
    _look_for(_NEEDS[written])
    if written != "fat32" and os.geteuid() != 0:
        raise Missing("root, for loop devices and mounts")
    if written in ("xfs", "btrfs", "f2fs") and f"\t{written}\n" not in Path("/proc/filesystems").read_text("ascii"):
        raise Missing(f"{written} in the kernel")
    if size < _LEAST.get(written, 0):
        raise Missing(f"{_LEAST[written]} MiB at least")
    chance = random.Random(seed)
    made = Made(path, system)
    _blank(path, size, _TYPES[written])
    store = _Fat(path, size) if written == "fat32" else _Mounted(path, size, written, scratch / "mnt")
    with store.open():
        _live(store, made, chance, size, scratch, corpus(seed))
    if system.endswith("-windows"):
        _clear_high_words(path)
    _look_what_is_left(made)
    return made


def formatted(made: Made, kind: str, scratch: Path) -> Made:
    """The same medium after a quick format: all that was planted is gone, as far as anybody sees.

    Raises:
        Missing: the tool that formats is not installed.
    """
    command = FORMATS[kind]
    _look_for(command[:1])
    part = scratch / "part.img"
    length = made.path.stat().st_size - START
    try:
        _copied(made.path, START, part, 0, length)
        _run(*command, str(part))
        _copied(part, 0, made.path, START, length)
    finally:
        part.unlink(missing_ok=True)
    made.system = f"{made.system} -> {kind}"
    made.planted = [replace(one, deleted=True, share=0.0, pieces=0, start=None) for one in made.planted]
    _look_what_is_left(made)
    return made


def _copied(source: Path, at: int, target: Path, to: int, length: int) -> None:
    with source.open("rb") as read, target.open("r+b" if target.exists() else "wb") as write:
        read.seek(at)
        write.seek(to)
        while length > 0:
            part = read.read(min(32 * MIB, length))
            write.write(part)
            length -= len(part)


def _look_for(tools: Sequence[str]) -> None:
    for tool in tools:
        if shutil.which(tool) is None:
            raise Missing(tool)


def _blank(path: Path, size: int, kind: int) -> None:
    table = bytearray(512)
    struct.pack_into("<B3sB3sII", table, 446, 0, b"", kind, b"", START // 512, (size - 2) * MIB // 512)
    table[510:512] = b"\x55\xaa"
    with path.open("wb") as file:
        for _ in range(size):
            file.write(bytes(MIB))
        file.seek(0)
        file.write(table)


def _live(store: _Store, made: Made, chance: random.Random, size: int, scratch: Path, wanted: dict[str, bytes]) -> None:
    """Old noise comes and goes; live files; holes; planted files around and inside the holes; deletions; new files."""
    for folder in ("old", "live", "holes", "docs", "frag", "new"):
        store.mkdir(folder)
    noise = random.Random(made.system)
    old = max(1, size // 80)
    store.put("old", {f"old{number}.bin": noise.randbytes(16 * MIB) for number in range(old)})
    for number in range(max(1, size // 100)):
        store.put("live", {f"vid{number}.mp4": noise.randbytes(16 * MIB)})
    log = b"".join(b"%d 2026-01-01 INFO request served %d\n" % (noise.getrandbits(30), line) for line in range(20_000))
    store.put("live", {f"log{number}.txt": log * 8 for number in range(max(1, size // 120))})
    store.put("holes", {f"h{number:03d}.bin": noise.randbytes(64 << 10) for number in range(600)})
    names = sorted(wanted)
    chance.shuffle(names)
    split = set([name for name in names if len(wanted[name]) > 250_000][:30])
    store.put("docs", {name: wanted[name] for name in names if name not in split})
    store.remove([f"holes/h{number:03d}.bin" for number in range(0, 600, 2)])
    store.rewind()
    store.put("frag", {name: wanted[name] for name in sorted(split)})
    gone = {name for name in names if chance.random() < (0.6 if name in split else 0.75)}
    made.planted = [Planted(name, wanted[name], name in gone) for name in names]
    store.remove([f"docs/{name}" for name in names if name in gone and name not in split])
    store.rewind()
    sizes = [chance.choice([40, 200, 1_500]) << 10 for _ in range(30)]
    store.put("new", {f"new{number:02d}.txt": log[:length] for number, length in enumerate(sizes)})
    store.remove([f"frag/{name}" for name in names if name in gone and name in split])
    store.remove([f"old/old{number}.bin" for number in range(old)])


class _Store:
    """A file system that files are put into."""

    @contextmanager
    def open(self) -> Iterator[None]:
        yield

    def mkdir(self, folder: str) -> None:
        raise NotImplementedError

    def put(self, folder: str, content: dict[str, bytes]) -> None:
        raise NotImplementedError

    def remove(self, paths: list[str]) -> None:
        raise NotImplementedError

    def rewind(self) -> None:
        """Make the next file look for space from the beginning, as after long use."""


class _Fat(_Store):
    def __init__(self, path: Path, size: int) -> None:
        self._path, self._part = path, f"{path}@@{START}"
        # FAT32 has 65,525 clusters at least: with fewer it is read as FAT16.
        per = next(per for per in (8, 4, 2, 1) if (size - 4) * MIB // (per * 512) > 65_525 or per == 1)
        _run(
            "mkfs.fat",
            "-F",
            "32",
            "-s",
            str(per),
            "--offset",
            "2048",
            "-n",
            "USBKEY",
            str(path),
            str((size - 2) * 1024),
        )

    def mkdir(self, folder: str) -> None:
        self._tool("mmd", f"::/{folder}")

    def put(self, folder: str, content: dict[str, bytes]) -> None:
        source = self._path.with_suffix(".put")
        source.mkdir()
        try:
            for name, one in content.items():
                (source / name).write_bytes(one)
            names = [str(source / name) for name in content]
            for at in range(0, len(names), 60):
                self._tool("mcopy", "-o", *names[at : at + 60], f"::/{folder}/", first=True)
        finally:
            shutil.rmtree(source)

    def remove(self, paths: list[str]) -> None:
        for at in range(0, len(paths), 60):
            self._tool("mdel", *(f"::/{path}" for path in paths[at : at + 60]))

    def rewind(self) -> None:
        with self._path.open("r+b") as file:  # the hint in the information sector
            file.seek(START + 512 + 492)
            file.write((2).to_bytes(4, "little"))

    def _tool(self, name: str, *arguments: str, first: bool = False) -> None:
        options = ["-o"] if first else []
        rest = [argument for argument in arguments if argument != "-o"]
        _run(name, *options, "-i", self._part, *rest, environment={"MTOOLS_SKIP_CHECK": "1"})


class _Mounted(_Store):
    def __init__(self, path: Path, size: int, system: str, mount: Path) -> None:
        self._path, self._size, self._system, self._mount = path, size, system, mount
        self._loop = ""

    @contextmanager
    def open(self) -> Iterator[None]:
        limit = str((self._size - 2) * MIB)
        self._loop = _run("losetup", "-f", "--show", "-o", str(START), "--sizelimit", limit, str(self._path)).strip()
        try:
            _run(*self._format(), self._loop)
            self._mount.mkdir(exist_ok=True)
            self._up()
            try:
                yield
            finally:
                self._down()
        finally:
            _run("losetup", "-d", self._loop)

    def _format(self) -> list[str]:
        return {
            "exfat": ["mkfs.exfat", "-c", "32K", "-L", "USBKEY"],
            "ntfs": ["mkntfs", "-F", "-Q", "-q", "-L", "USBKEY"],
            "ext4": ["mkfs.ext4", "-q", "-E", "nodiscard,lazy_itable_init=0", "-L", "USBKEY"],
            "xfs": ["mkfs.xfs", "-q", "-f", "-K"],
            "btrfs": ["mkfs.btrfs", "-q", "-f", "-K"],
            "f2fs": ["mkfs.f2fs", "-q", "-f", "-t", "0"],
        }[self._system]

    def _up(self) -> None:
        program = {"exfat": "mount.exfat-fuse", "ntfs": "ntfs-3g"}.get(self._system, "mount")
        _run(program, self._loop, str(self._mount))

    def _down(self) -> None:
        _run("sync", "-f", str(self._mount))
        for left in range(20, -1, -1):
            try:
                _run("umount", str(self._mount))
                break
            except RuntimeError:
                if not left:
                    raise
                time.sleep(0.5)
        time.sleep(1.0)  # FUSE writes the rest after it was unmounted

    def mkdir(self, folder: str) -> None:
        (self._mount / folder).mkdir()

    def put(self, folder: str, content: dict[str, bytes]) -> None:
        for name, one in content.items():
            (self._mount / folder / name).write_bytes(one)
        _run("sync", "-f", str(self._mount))

    def remove(self, paths: list[str]) -> None:
        for path in paths:
            (self._mount / path).unlink()
        _run("sync", "-f", str(self._mount))

    def rewind(self) -> None:
        self._down()
        self._up()


def _run(*argv: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(argv, capture_output=True, env={**os.environ, **(environment or {})}, check=False)
    if done.returncode:
        raise RuntimeError(f"{argv[:3]}: {done.stderr.decode(errors='replace')[-400:]}")
    return done.stdout.decode(errors="replace")


def _clear_high_words(path: Path) -> None:
    """What Windows does to deleted entries on FAT32: the high half of the first cluster becomes zero."""
    with path.open("r+b") as file:
        file.seek(START)
        boot = file.read(512)
        sector, per_cluster, reserved, tables = struct.unpack_from("<HBHB", boot, 11)
        length = struct.unpack_from("<I", boot, 36)[0]
        table_at, data_at = START + reserved * sector, START + (reserved + tables * length) * sector
        file.seek(table_at)
        table = np.frombuffer(file.read(length * sector), "<u4") & 0x0FFFFFFF
        waiting, seen = [struct.unpack_from("<I", boot, 44)[0]], set[int]()
        while waiting:
            cluster = waiting.pop()
            while 2 <= cluster < len(table) and cluster not in seen:
                seen.add(cluster)
                place = data_at + (cluster - 2) * per_cluster * sector
                file.seek(place)
                content = file.read(per_cluster * sector)
                for at in range(0, len(content), 32):
                    entry = content[at : at + 32]
                    if entry[:1] == b"\0":
                        break
                    if entry[11] == 0x10 and entry[0] not in (0xE5, 0x2E):
                        high, low = struct.unpack_from("<H", entry, 20)[0], struct.unpack_from("<H", entry, 26)[0]
                        waiting.append(high << 16 | low)
                    elif entry[0] == 0xE5 and entry[11] in (0x00, 0x20):
                        file.seek(place + at + 20)
                        file.write(b"\0\0")
                cluster = int(table[cluster])


# -- what is left -----------------------------------------------------------------------------------------------------

_WEIGHTS = np.random.default_rng(99).integers(1, 2**63, 64, dtype=np.uint64) | np.uint64(1)


def _hashes(content: bytes) -> NDArray[np.uint64]:
    """A number for each whole sector."""
    words = np.frombuffer(content[: len(content) // 512 * 512], np.uint64).reshape(-1, 64)
    mixed = words * _WEIGHTS
    mixed ^= mixed >> np.uint64(29)
    result: NDArray[np.uint64] = (mixed * np.uint64(0x9E3779B97F4A7C15)).sum(axis=1, dtype=np.uint64)
    return result


def _look_what_is_left(made: Made) -> None:
    with made.path.open("rb") as file:
        on_it = np.concatenate([_hashes(part) for part in iter(lambda: file.read(32 * MIB), b"")])
    order = np.argsort(on_it, kind="stable")
    sorted_hashes = on_it[order]
    blank = _hashes(bytes(512))[0]
    for one in made.planted:
        mine = _hashes(one.content)
        first = np.searchsorted(sorted_hashes, mine, "left")
        count = np.searchsorted(sorted_hashes, mine, "right") - first
        one.share = float(((count > 0) | (mine == blank)).mean()) if len(mine) else 0.0
        single = np.flatnonzero((count == 1) & (mine != blank))
        if not len(single):
            continue
        places = order[first[single]]
        one.pieces = 1 + int((np.diff(places - single) != 0).sum())
        if single[0] == 0:
            one.start = int(places[0]) * 512


def wiped(path: Path, size: int, fill: str) -> None:
    """A medium of `size` MiB: zero, ones or random."""
    with path.open("wb") as file:
        for _ in range(size):
            file.write({"zero": bytes(MIB), "ones": b"\xff" * MIB}.get(fill) or os.urandom(MIB))
