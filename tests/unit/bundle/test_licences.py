"""What ships is somebody's: each library has an owner whose licence goes with it; the review knows each dependency."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from checker.app import about as about_module
from checker.app.about import Library, about
from checker.machine import listed

ROOT = Path(__file__).parents[3]
DPKG = "Package: libxau6\nVersion: 1:1.0.9-1\nStatus: install ok installed\n\nPackage: zlib1g\nVersion: 1:1.2.11\n"


@pytest.fixture
def licences(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "packaging" / "bundle"))
    monkeypatch.delitem(sys.modules, "licences", raising=False)
    yield importlib.import_module("licences")
    sys.modules.pop("licences", None)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    info = tmp_path / "base" / "var/lib/dpkg/info"
    info.mkdir(parents=True)
    (info.parent / "status").write_text(DPKG, "utf-8")
    (info / "libxau6:amd64.list").write_text("/.\n/usr/lib/x86_64-linux-gnu/libXau.so.6\n", "utf-8")
    (info / "zlib1g.list").write_text("/lib/x86_64-linux-gnu/libz.so.1.2.11\n", "utf-8")
    return tmp_path / "base"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("mijian", "PyInstaller's bootloader"),
        ("mijianw.exe", "PyInstaller's bootloader"),
        ("libpython3.11.so.1.0", "CPython"),
        ("python3.11/lib-dynload/zlib.cpython-311-x86_64-linux-gnu.so", "CPython"),
        ("_SQLITE3.pyd", "CPython"),
        ("VCRUNTIME140_1.dll", "Microsoft Visual C++ run-time"),
        ("PySide6/Qt6Core.dll", "wheel"),
        ("libopenblas-0123abcd.so.3", "wheel"),
        ("libXau.so.6", "libxau6 1:1.0.9-1"),
        ("libz.so.1", "zlib1g 1:1.2.11"),
        ("bcrypt/_bcrypt.abi3.so", ""),
        ("libevil.so.1", ""),
        ("evil.dll", ""),
    ],
)
def test_each_library_has_an_owner_or_is_named(licences: ModuleType, base: Path, name: str, owner: str) -> None:
    found = licences.whose([name], frozenset({"qt6core.dll"}), licences.of_debian(base))[name]
    told = f"{found.name} {found.version}" if isinstance(found, licences.Debian) else getattr(found, "name", found)
    assert told == owner


def test_what_the_spec_leaves_out_is_in_no_bill(licences: ModuleType) -> None:
    spec = (ROOT / "packaging" / "mijian.spec").read_text("utf-8")
    left_out = set(re.findall(r'"(psycopg)"', spec))
    assert left_out == {"psycopg"}
    assert {"psycopg", "psycopg-binary"} == licences.NOT_SHIPPED <= licences.locked().keys()


def test_about_names_what_a_packed_program_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    component = {"name": "CPython", "version": "3.11.2", "licenses": [{"license": {"name": "PSF-2.0"}}]}
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "bom.json").write_text(json.dumps({"components": [component]}), "utf-8")
    monkeypatch.setattr(listed, "home", lambda: tmp_path)
    assert about_module._libraries() == (Library("CPython", "3.11.2", "PSF-2.0"),)


def test_about_names_the_lock_of_a_clone() -> None:
    found = {one.name: one for one in about().libraries}
    assert found["msgspec"].licence == "BSD-3-Clause"


def test_the_review_knows_each_library_and_what_changed() -> None:
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        review = importlib.import_module("dependencies")
    finally:
        sys.path.remove(str(ROOT / "packaging"))
    locked = review.locked((ROOT / review.LOCK).read_text("utf-8"))
    said = review.reviewed((ROOT / "SECURITY.md").read_text("utf-8"))
    assert locked.keys() <= said.keys()
    assert said["pillow"] == "W"
    assert said["idna"] == "parses none"
    assert review.changes({"a": "1", "b": "1"}, {"b": "2", "c": "1"}) == ["+ c 1", "- a 1", "~ b 1 -> 2"]
