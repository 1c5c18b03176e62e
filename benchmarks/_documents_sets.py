"""Where the pictures of the documents' benchmark come from: real ones, and an album like a telephone's."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks._documents_capture import PICTURES, SENSORS, exif_block, photographs, preview

# Real pictures that a package registry carries, by package. None of them shows a Chinese paper with a marking.
WALLPAPERS = (
    "gnome-backgrounds",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "ukui-wallpapers",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
)
DEBIAN = (*WALLPAPERS, "opencv-doc", "tuxpaint-stamps-default", "gimp-help-en", "gnome-user-docs")
PEERS = (
    "rapidocr_onnxruntime==1.4.4",
    "python-docx",
    "openpyxl",
    "python-pptx",
    "pillow_heif",
    "pytesseract",
    "scikit-image",
)
SOURCES = ("ocrmypdf",)  # its tests hold scans
# Which of them show documents: photographed, scanned or rendered pages. Looked at one by one.
REAL_DOCUMENTS = (
    "page_dewarp__*",
    "SynthDocs__[0-9]*",
    "imageTextN.png",
    "imageTextR.png",
    "text_defocus.jpg",
    "text_motion.jpg",
    "linn.png",
    "typewriter.png",
    "page.png",
)
RECEIPTS = ("SynthDocs__receipt*",)
UNCLEAR = (
    "newspaper.jpg",
    "sudoku.png",
    "crom.png",
    "text.png",
    "digits.png",
    "baiona*",
)  # neither the one nor the other
MIX = {"camera": 50, "chat": 18, "screenshot": 14, "heic": 5, "receipt or sign": 5, "document": 8}
_SMALLEST = 20_000  # bytes of a real picture


def portions(number: int) -> dict[str, int]:
    """How many pictures of each kind an album of so many has; the largest kind takes what rounding leaves."""
    counts = {name: round(number * part / 100) for name, part in MIX.items()}
    counts["camera"] += number - sum(counts.values())
    return counts


@dataclass(frozen=True, slots=True)
class One:
    """A picture to be judged. `doc`: 1, 0, or -1 for what may be called either; `mark`: its marking, if it has one."""

    path: Path
    kind: str
    doc: int
    mark: str | None = None
    real: bool = False


# -- real pictures ----------------------------------------------------------------------------------------------------


def fetched(folder: Path) -> None:
    """Unpack the packages with real pictures into a folder: they are not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DEBIAN:
        if (folder / name).is_dir():
            continue
        subprocess.run(["apt-get", "download", "-qq", name], cwd=folder, check=False, capture_output=True)
        for package in folder.glob(f"{name}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder / name], check=True)
            package.unlink()
        if not (folder / name).is_dir():
            print(f"  {name} could not be had (apt-get download); its pictures are missing")


def environment(folder: Path) -> Path:
    """The peers' own virtual environment, made where it is not there yet. Returns its Python."""
    python = folder / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    source = folder / "sources"
    if not source.is_dir():
        source.mkdir()
        argv = [python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", source, *SOURCES]
        subprocess.run(argv, check=False, capture_output=True)
        for archive in source.glob("*.tar.gz"):
            with tarfile.open(archive) as tar:
                tar.extractall(source, filter="data")
    return python


def real(folders: Iterable[Path]) -> list[One]:
    """Every real picture that nothing was trained on, each once."""
    found, names = [], set[str]()
    for folder in folders:
        wanted = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (*PICTURES, ".heic", ".avif"))
        for path in wanted:
            if path.name in names or path.stat().st_size < _SMALLEST or _trained_on(path):
                continue
            names.add(path.name)
            found.append(One(path, _real_kind(path), _is_document(path), real=True))
    return found


def _trained_on(path: Path) -> bool:
    """Half of the wallpapers are backgrounds of made-up pictures, and what the gate was trained on."""
    return any(name in path.parts for name in WALLPAPERS) and path not in photographs(path.parent, 1)


def _is_document(path: Path) -> int:
    if any(path.match(pattern) for pattern in REAL_DOCUMENTS):
        return 1
    return -1 if any(path.match(pattern) for pattern in (*RECEIPTS, *UNCLEAR)) else 0


def _real_kind(path: Path) -> str:
    if any(path.match(pattern) for pattern in RECEIPTS):
        return "receipt"
    if _is_document(path):
        return "page" if _is_document(path) == 1 else "either"
    if path.suffix.lower() in (".heic", ".avif"):
        return "HEIC or AVIF of a camera"
    parts = path.as_posix()
    for words, kind in (
        ("/not-documents/jpg__", "camera file"),
        ("/not-documents/", "other test picture"),
        ("wallpapers", "wallpaper"),
        ("backgrounds", "wallpaper"),
        ("opencv", "picture of a manual"),
        ("gimp", "screenshot of a manual"),
        ("gnome-user-docs", "screenshot of a manual"),
        ("tuxpaint", "cut-out photo or drawing"),
    ):
        if words in parts:
            return kind
    return "other test picture"


# -- an album like a telephone's --------------------------------------------------------------------------------------


def album(folder: Path, number: int, seed: int, real_ones: Sequence[One], made: Sequence[One]) -> list[One]:
    """So many pictures in the mix; photographs are cut to a sensor's size, and two of three carry a preview."""
    folder.mkdir(parents=True, exist_ok=True)
    chance, counts = random.Random(seed), portions(number)
    photos = [one.path for one in real_ones if one.kind == "wallpaper"]
    cameras = [one for one in real_ones if one.kind == "camera file"]
    heics = [one for one in real_ones if one.path.suffix.lower() == ".heic"]
    by_kind = {
        "screenshot": [one for one in made if one.kind in ("chat", "settings", "news page", "shop", "program code")],
        "receipt or sign": [one for one in made if one.kind in ("receipt", "sign", "menu", "poster", "book cover")],
    }
    papers = [one for one in made if one.doc == 1]
    marked, plain = [one for one in papers if one.mark], [one for one in papers if not one.mark]
    chosen = [cameras[at % len(cameras)] for at in range(min(len(cameras), counts["camera"] // 4))] if cameras else []
    missing = counts["camera"] - len(chosen)
    for at in range(missing + counts["chat"]):
        path = folder / f"photo_{at:05d}.jpg"
        _photograph(chance, chance.choice(photos), path, chat=at >= missing)
        chosen.append(One(path, "chat" if at >= missing else "camera", 0))
    for kind, ones in by_kind.items():
        chosen += [ones[at % len(ones)] for at in range(counts[kind])] if ones else []
    chosen += [heics[at % len(heics)] for at in range(counts["heic"])] if heics else []
    half = counts["document"] // 2
    chosen += [marked[at % len(marked)] for at in range(half)] if marked else []
    chosen += [plain[at % len(plain)] for at in range(counts["document"] - half)] if plain else []
    chance.shuffle(chosen)
    return chosen


def _photograph(chance: random.Random, source: Path, target: Path, *, chat: bool) -> None:
    with Image.open(source) as image:
        whole = image.convert("RGB")
    tall, wide = chance.choice(SENSORS)
    if chance.random() < 0.6:
        tall, wide = wide, tall
    if chat:
        part = 1080 / min(tall, wide)
        tall, wide = int(tall * part), int(wide * part)
    scale = chance.uniform(0.6, 1.0) * min(whole.width / wide, whole.height / tall)
    width, height = int(wide * scale), int(tall * scale)
    left, top = chance.randint(0, whole.width - width), chance.randint(0, whole.height - height)
    cut = whole.crop((left, top, left + width, top + height)).resize((wide, tall), Image.Resampling.BICUBIC)
    pixels = np.ascontiguousarray(np.asarray(cut)[:, :, ::-1])
    if chat:
        cv2.imwrite(str(target), pixels, [cv2.IMWRITE_JPEG_QUALITY, 72])
        return
    exif = exif_block(1, preview(pixels, chance.choice([160, 320])) if chance.random() < 0.7 else b"")
    cut.save(target, quality=chance.randint(85, 95), subsampling=2, exif=exif)


def copies(ones: Sequence[One], number: int, folder: Path) -> None:
    """So many files out of an album's, no two with the same content: some bytes follow the end of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(number):
        one = ones[at % len(ones)]
        target = folder / f"{at:05d}{one.path.suffix}"
        shutil.copyfile(one.path, target)
        with target.open("ab") as file:
            file.write(at.to_bytes(8, "big"))
