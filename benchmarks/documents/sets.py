"""The sets of pictures that are judged: fresh made-up ones, an album as a phone holds it, and real ones."""

from __future__ import annotations

import base64
import multiprocessing
import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
from PIL import Image, ImageFile, ImageOps

from benchmarks.documents import capture, heic
from benchmarks.documents import real as named
from benchmarks.documents.engines import Peers
from benchmarks.documents.others import SCREENS

ImageFile.LOAD_TRUNCATED_IMAGES = True
HEIC = (".heic", ".heif")
# Of a hundred pictures on a phone. Documents: half of them marked.
MIX = {"camera": 50, "chat": 18, "screen": 14, "heic": 5, "receipt or sign": 5, "document": 8}
PHOTOGRAPHS = ("wallpaper", "camera file", "HEIC or AVIF of a camera")  # kinds of real pictures
_SMALL = ("receipt", "sign", "menu")
_SENSOR = 4032, 3024
_LARGE = 2_000_000  # points of a photograph that can stand for one of a camera
_PREVIEWS = 0.76  # of cameras' files hold one; counted on 67 real ones


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture and what it shows. `doc`: None where nobody says. `way`: how it came to be."""

    path: Path
    kind: str
    way: str
    doc: bool | None
    mark: str = ""
    whole: bool = True


def counts(number: int) -> dict[str, int]:
    """The mix for so many pictures; what rounding leaves over are camera pictures."""
    shares = {kind: round(number * part / 100) for kind, part in MIX.items()}
    shares["camera"] += number - sum(shares.values())
    return shares


# -- made up ----------------------------------------------------------------------------------------------------------

_Order = tuple[str, int, Path, int, list[Path]]


def _one(order: _Order) -> tuple[Path, capture.Shown]:
    kind, seed, folder, number, behind = order
    shown = capture.made(kind, seed, folder, number, behind)
    return folder / shown.file, shown


def drawn(
    folder: Path, seed: int, wanted: Iterable[tuple[str, int]], behind: list[Path], processes: int = 2
) -> list[Sample]:
    """Made-up pictures, as `capture.made` makes them: kinds and numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    orders: list[_Order] = [(kind, seed, folder, number, behind) for kind, number in wanted]
    if processes > 1 and len(orders) > 4:
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            done = pool.map(_one, orders, chunksize=4)
    else:
        done = [_one(order) for order in orders]
    return [
        Sample(path, one.type, one.way, bool(one.doc), one.mark or "", one.whole is not False) for path, one in done
    ]


def fresh(folder: Path, seed: int, marked: int, unmarked: int, others: int, behind: list[Path]) -> list[Sample]:
    """A draw; where the folder holds the same one already, that."""
    kinds = {"marked": marked, "unmarked": unmarked, "other": others}
    wanted = [(kind, number) for kind in kinds for number in range(kinds[kind])]
    return _kept(folder, f"{seed} {kinds}", lambda: drawn(folder, seed, wanted, behind))


def _path(_: type, text: Any) -> Path:
    return Path(text)


def _kept(folder: Path, key: str, make: Callable[[], list[Sample]]) -> list[Sample]:
    listing = folder / "samples.json"
    if listing.is_file():
        known, samples = msgspec.json.decode(listing.read_bytes(), type=tuple[str, list[Sample]], dec_hook=_path)
        if known == key:
            return samples
    samples = make()
    listing.write_bytes(msgspec.json.encode((key, samples), enc_hook=str))
    return samples


def _numbers(seed: int, wanted: tuple[str, ...], number: int) -> list[int]:
    """Which numbers of a seed are pictures of these kinds: a picture's first throw of the dice says it."""
    kinds, found, at = list(capture.OTHERS), list[int](), 0
    while len(found) < number:
        if random.Random(f"{seed} other {at}").choice(kinds) in wanted:
            found.append(at)
        at += 1
    return found


# -- real -------------------------------------------------------------------------------------------------------------


def real(folders: Iterable[Path]) -> list[Sample]:
    """Real pictures that nothing was trained on. `doc` is None where one may call it either way; `way` is the kind."""
    kinds = {1: True, 0: False, -1: None}
    return [
        Sample(one.path, "HEIC" if one.path.suffix.lower() in HEIC else one.kind, one.kind, kinds[one.doc])
        for one in named.real(folders)
    ]


# -- the album --------------------------------------------------------------------------------------------------------


def _large(samples: list[Sample]) -> tuple[list[Path], list[Path], list[Path]]:
    """Real photographs: those of cameras, HEIC, and other large ones."""
    cameras, heics, others = [], [], []
    for sample in samples:
        if sample.way not in PHOTOGRAPHS:
            continue
        try:
            with Image.open(sample.path) as image:
                large, made_by = image.width * image.height >= _LARGE, bool(image.getexif().get(271))
        except (OSError, ValueError, SyntaxError):
            continue
        if not large:
            continue
        if sample.path.suffix.lower() in HEIC:
            heics.append(sample.path)
        elif made_by and sample.path.suffix.lower() in (".jpg", ".jpeg"):
            cameras.append(sample.path)
        elif sample.path.stat().st_size > 150_000:
            others.append(sample.path)
    return cameras, heics, others


def _opened(path: Path, chance: random.Random) -> Image.Image:
    """A piece of a photograph, upright."""
    with Image.open(path) as image:
        image.draft("RGB", (4096, 4096))
        whole = ImageOps.exif_transpose(image).convert("RGB")
    part = chance.uniform(0.5, 1.0)
    wide, tall = int(whole.width * part), int(whole.height * part)
    if wide * 3 > tall * 4:
        wide = tall * 4 // 3
    left, top = chance.randint(0, whole.width - wide), chance.randint(0, whole.height - tall)
    return whole.crop((left, top, left + wide, top + tall))


def _as_camera(path: Path, target: Path, chance: random.Random) -> None:
    """At twelve million points with a sensor's noise, position and, mostly, a preview in the file."""
    small = np.asarray(_opened(path, chance))[:, :, ::-1]
    picture = cv2.resize(small, _SENSOR, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(chance.randint(0, 2**31)).normal(0, 5, (756, 1008, 3)).astype(np.int16)
    picture = np.clip(picture + np.tile(noise, (4, 4, 1)), 0, 255).astype(np.uint8)
    preview = capture.preview(picture, 160) if chance.random() < _PREVIEWS else b""
    exif = capture.exif_block(chance.choice([1, 1, 6]), preview)
    Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])).save(target, quality=91, subsampling=2, exif=exif)


def _as_heic(path: Path, target: Path, peers: Peers, *, preview: bool) -> None:
    """A camera's JPEG as a phone's HEIC: tiles, its EXIF, and a thumbnail where one is wanted."""
    with Image.open(path) as image:
        exif = image.info.get("exif", b"")
    made = peers.ask(do="heic", path=str(path), tile=heic.TILE, preview=preview)["found"]
    tiles = [heic.coded(base64.b64decode(one), heic.TILE, heic.TILE) for one in made["tiles"]]
    small = heic.coded(base64.b64decode(made["small"]), *made["small_size"]) if preview else None
    target.write_bytes(heic.grid(tiles, made["columns"], tuple(made["size"]), small, exif))


def _as_chat(path: Path, target: Path, chance: random.Random) -> None:
    picture = _opened(path, chance)
    part = min(1.0, 1080 / min(picture.size))
    picture = picture.resize((max(1, int(picture.width * part)), max(1, int(picture.height * part))))
    picture.save(target, quality=72)


def album(folder: Path, seed: int, number: int, samples: list[Sample], peers: Peers | None) -> list[Sample]:
    """A phone's pictures, the mix of MIX; where the folder holds them already, those."""
    key = f"{seed} {number} {MIX} {len(samples)} {peers is not None}"
    return _kept(folder, key, lambda: _album(folder, seed, number, samples, peers))


def _album(folder: Path, seed: int, number: int, samples: list[Sample], peers: Peers | None) -> list[Sample]:
    """A phone's pictures; `way` is their part of the mix.

    Cameras' are real files as they are, in turn with other photographs brought to a camera's size; HEIC are real files
    in turn with made ones, which need a peer that can write them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance, wanted = random.Random(f"{seed} album"), counts(number)
    cameras, heics, others = _large(samples)
    sources = others or cameras
    for some in (cameras, heics, others):
        chance.shuffle(some)
    if not sources and wanted["camera"]:
        raise FileNotFoundError("an album needs real photographs: --real FOLDER")
    found = []
    for index in range(wanted["camera"]):
        target = folder / f"camera_{index:05d}.jpg"
        if cameras and index % 2 == 0:
            shutil.copyfile(cameras[index // 2 % len(cameras)], target)
        else:
            _as_camera(chance.choice(sources), target, chance)
        found.append(Sample(target, "camera", "camera", False))
    for index in range(wanted["chat"]):
        target = folder / f"chat_{index:05d}.jpg"
        _as_chat(chance.choice([*sources, *cameras]), target, chance)
        found.append(Sample(target, "chat", "chat", False))
    for index in range(wanted["heic"]):
        target = folder / f"heic_{index:05d}.heic"
        if heics and (index % 2 == 0 or peers is None):
            shutil.copyfile(heics[index // 2 % len(heics)], target)
        elif peers is not None and "pillow_heif" in peers.versions:
            _as_camera(chance.choice(sources), folder / "one.jpg", chance)
            _as_heic(folder / "one.jpg", target, peers, preview=chance.random() < 0.6)
            (folder / "one.jpg").unlink()
        else:
            continue
        found.append(Sample(target, "HEIC", "heic", False))
    behind = [path for path in sources if path.suffix.lower() in capture.PICTURES]
    papers = [("marked" if index % 2 == 0 else "unmarked", 90_000 + index) for index in range(wanted["document"])]
    screens = [("other", one) for one in _numbers(seed, SCREENS, wanted["screen"])]
    small = [("other", one) for one in _numbers(seed, _SMALL, wanted["receipt or sign"])]
    for slot, wishes in (("document", papers), ("screen", screens), ("receipt or sign", small)):
        found += [replace(one, way=slot) for one in drawn(folder, seed, wishes, behind)]
    chance.shuffle(found)
    return found


def multiplied(samples: list[Sample], folder: Path, number: int) -> None:
    """So many files of different content: copies, each with bytes behind its end that no decoder looks at."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(number):
        source = samples[index % len(samples)].path
        tail = b"" if index < len(samples) else (16).to_bytes(4, "big") + b"free" + index.to_bytes(8, "big")
        (folder / f"{index // 500:03d}").mkdir(exist_ok=True)
        (folder / f"{index // 500:03d}" / f"IMG_{index:05d}{source.suffix}").write_bytes(source.read_bytes() + tail)
