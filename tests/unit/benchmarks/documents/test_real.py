"""Packages with real pictures: the listing holds together, and archives are unpacked into parts and kinds."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from benchmarks.documents import real


def _noise(seed: int, form: str, side: int = 320) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3)).save(out, form)
    return out.getvalue()


def _packed(folder: Path, files: dict[str, bytes]) -> str:
    path = folder / "one-1.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("one-1/link.png")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link)
    return hashlib.sha256(path.read_bytes()).hexdigest()


RULES = [("*/left.png", ""), ("*.pdf/*", "scan"), ("*/page*", "scan"), ("*.png", "figure"), ("*.jpg", "receipt")]
LABELS = {"document": ["scan"], "other": ["figure"], "receipt": ["receipt"], "either": ["map"]}


def _known(sha256: str, part: str = "test") -> real.Listing:
    package = {
        "name": "one", "from": "pip", "version": "1", "archive": "one-1.tar.gz", "sha256": sha256,
        "licence": "MIT", "part": part, "is": RULES, "pdf": ["*.pdf"],
    }  # fmt: skip
    return msgspec.convert({"labels": LABELS, "package": [package]}, real.Listing)


@pytest.fixture
def archives(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "archives"
    folder.mkdir()
    picture = _noise(1, "PNG")
    scan = io.BytesIO()
    with Image.open(io.BytesIO(_noise(9, "PNG"))) as image:
        image.save(scan, "PDF")
    files = {
        "one-1/docs/a.png": picture,
        "one-1/docs/double.png": picture,
        "one-1/docs/left.png": _noise(2, "PNG"),
        "one-1/docs/page.tif": _noise(3, "TIFF"),
        "one-1/docs/short.png": _noise(4, "PNG", 200),
        "one-1/docs/small.png": b"x",
        "one-1/docs/broken.png": b"x" * 30_000,
        "one-1/../../outside.png": _noise(5, "PNG"),
        "one-1/till.jpg": _noise(6, "JPEG"),
        "one-1/docs/old.pdf": scan.getvalue(),
    }
    return folder, _packed(folder, files)


def test_every_listed_package_is_whole() -> None:
    known = real.listing()
    assert len({package.name for package in known.package}) == len(known.package)
    assert {package.part for package in known.package} == set(real.PARTS)
    for package in known.package:
        assert len(package.sha256) == 64
        assert package.licence
        for pattern, kind in package.rules:
            assert not kind or known.label(kind), pattern


def test_pictures_are_kept_by_part_and_named_by_kind(tmp_path: Path, archives: tuple[Path, str]) -> None:
    real.unpacked(tmp_path / "all", archives[0], _known(archives[1]))
    found = {one.path.name: (one.kind, one.doc) for one in real.real([tmp_path / "all"])}
    assert found == {
        "docs__a.png": ("figure", 0),
        "docs__page.tif.png": ("scan", 1),
        "till.jpg": ("receipt", -1),
        "docs__old.pdf__1-0.png": ("scan", 1),
    }
    assert not (tmp_path / "outside.png").exists()
    for one in real.real([tmp_path / "all"]):
        with Image.open(one.path) as image:
            assert image.size == (320, 320)


def test_what_may_be_trained_on_is_not_judged(tmp_path: Path, archives: tuple[Path, str]) -> None:
    real.unpacked(tmp_path / "all", archives[0], _known(archives[1], "dev"))
    assert real.real([tmp_path / "all"]) == []
    assert len(real.listed(tmp_path / "all", "dev")) == 4


def test_a_package_that_cannot_be_had_is_said_aloud(
    tmp_path: Path, archives: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = list[str]()
    monkeypatch.setattr(real, "_fetch", lambda package, folder: asked.append(package.name))
    real.unpacked(tmp_path, archives[0], _known("0" * 64))
    assert asked == ["one"]
    assert "one 1 could not be had (pip)" in capsys.readouterr().out
    assert real.real([tmp_path]) == []


def test_a_folder_without_a_listing_is_walked_as_before(tmp_path: Path) -> None:
    (tmp_path / "page.png").write_bytes(_noise(7, "PNG"))
    (tmp_path / "other.png").write_bytes(_noise(8, "PNG"))
    found = {one.path.name: (one.kind, one.doc) for one in real.real([tmp_path])}
    assert found == {"page.png": ("page", 1), "other.png": ("other test picture", 0)}


def test_a_fax_without_its_reader_is_said_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert list(real._fax("one.jbg", b"")) == []
    assert "one.jbg is left out" in capsys.readouterr().out
