"""The gates of a build: what may not ship is named, and what ships as it should passes."""

from __future__ import annotations

import importlib
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[3] / "packaging"
OBJDUMP = """
x.so:     file format elf64-x86-64

Dynamic Section:
  NEEDED               {needed}
  SONAME               x.so
Version definitions:
1 0x01 0x0aa x.so GLIBC_9.99

Version References:
  required from libc.so.6:
    0x09691a75 0x00 02 {version}
    0x09691a75 0x00 03 GLIBC_2.2.5
"""


@pytest.fixture
def elf(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for folder in ("bundle", "windows"):
        monkeypatch.syspath_prepend(str(PACKAGING / folder))
    for name in ("elf", "libraries", "dlls", "runtime", "requirements", "manifest", "slim", "sizes"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("elf")


def _library(folder: Path, name: str = "x.so") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"\x7fELF" + bytes(60))
    return folder / name


@pytest.mark.parametrize(
    ("version", "wrong"),
    [
        ("GLIBC_2.28", []),
        ("GLIBC_2.9", []),
        ("GLIBC_2.29", ["x.so asks for GLIBC_2.29"]),
        ("GLIBCXX_3.4.26", ["x.so asks for GLIBCXX_3.4.26"]),
        ("GLIBC_2.3.4", []),
    ],
)
def test_a_symbol_that_old_systems_lack_is_named(
    elf: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, wrong: list[str]
) -> None:
    libraries = importlib.import_module("libraries")
    _library(tmp_path)
    monkeypatch.setattr(elf, "described", lambda _: OBJDUMP.format(needed="libc.so.6", version=version))
    assert libraries.too_new(tmp_path, {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 25)}) == wrong


@pytest.mark.parametrize(
    ("needed", "wrong"),
    [
        ("libc.so.6", []),
        ("libGL.so.1", []),
        ("libinside.so.3", []),
        ("libsystemd.so.0", ["x.so asks for libsystemd.so.0"]),
    ],
)
def test_a_library_that_is_neither_inside_nor_the_systems_is_named(
    elf: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needed: str, wrong: list[str]
) -> None:
    libraries = importlib.import_module("libraries")
    _library(tmp_path)
    _library(tmp_path / "lib", "libinside.so.3")
    monkeypatch.setattr(
        elf,
        "described",
        lambda path: OBJDUMP.format(needed=needed if path.name == "x.so" else "libc.so.6", version="GLIBC_2.4"),
    )
    assert libraries.missing(tmp_path) == wrong


def test_a_package_depends_on_what_its_files_ask_for(
    elf: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = importlib.import_module("libraries")
    _library(tmp_path)
    monkeypatch.setattr(elf, "described", lambda _: OBJDUMP.format(needed="libEGL.so.1", version="GLIBC_2.4"))
    assert libraries.depends(tmp_path) == "libc6 (>= 2.4), libegl1"
    assert libraries.requires(tmp_path) == "glibc >= 2.4, libEGL.so.1()(64bit)"


def test_a_link_is_named(elf: ModuleType, tmp_path: Path) -> None:
    libraries = importlib.import_module("libraries")
    _library(tmp_path / "inside", "libone.so.1")
    (tmp_path / "libone.so.1").symlink_to("inside/libone.so.1")
    assert libraries.links(tmp_path) == ["libone.so.1 is a link"]


def test_what_only_a_library_of_the_desktop_asked_for_is_left_out(
    elf: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"module.so": "libone.so.1", "libone.so.1": "libtwo.so.1"}
    monkeypatch.setattr(elf, "asks_for", lambda path: tuple(filter(None, [asked.get(path.name)])))
    entries = [("a/module.so", str(tmp_path / "module.so"), "EXTENSION")]
    entries += [(name, f"/usr/lib/{name}", "BINARY") for name in ("libone.so.1", "libtwo.so.1", "libgcrypt.so.20")]
    entries.append(("libone.so", "a.libs/libone.so", "SYMLINK"))
    kept = [entry[0] for entry in elf.reached(entries)]
    assert kept == ["a/module.so", "libone.so.1", "libtwo.so.1", "libone.so"]


@pytest.mark.parametrize("name", ["libscipy_openblas64_-32a4b2a6.so", "libtiff-20b7e810.so.6.3.0"])
def test_a_wheels_patched_library_is_not_stripped(elf: ModuleType, tmp_path: Path, name: str) -> None:
    slim = importlib.import_module("slim")
    assert not slim.strippable(_library(tmp_path, name))


WINDOWS = {
    "kernel32.dll": True,
    "api-ms-win-crt-math-l1-1-0.dll": True,
    "msvcp140.dll": True,  # at the root
    "libopenblas.dll": True,  # in the wheel's own folder
    "Qt6Core.dll": True,  # of PySide6, asked for by shiboken6's neighbour
    "mijian-crt-math-for-wine-8.dll": False,  # only Wine's folder has it
    "elsewhere.dll": False,  # lies where Windows does not look
}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_dll_that_windows_would_not_find_is_named(
    elf: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    dlls = importlib.import_module("dlls")
    inside = tmp_path / "_internal"
    for place in (
        *("msvcp140.dll", "numpy.libs/libopenblas.dll", "PySide6/Qt6Core.dll", "other/elsewhere.dll"),
        *("numpy/core.pyd", "shiboken6/one.pyd"),
    ):
        (inside / place).parent.mkdir(parents=True, exist_ok=True)
        (inside / place).write_bytes(b"MZ")
    asking = "one.pyd" if name == "Qt6Core.dll" else "core.pyd"
    monkeypatch.setattr(dlls, "asked_for", lambda path: [name.lower()] if path.name == asking else [])
    (tmp_path / "mijian.exe").write_bytes(b"MZ")  # the program itself lies above all of them
    assert bool(dlls.missing(tmp_path)) is not WINDOWS[name]


def test_of_several_run_times_the_newest_goes_to_the_root(elf: ModuleType, tmp_path: Path) -> None:
    runtime = importlib.import_module("runtime")

    def library(place: str, minor: int, build: int) -> None:
        path = tmp_path / "_internal" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        info = struct.pack("<6I", 0xFEEF04BD, 0x10000, 14 << 16 | minor, build << 16, 0, 0)
        path.write_bytes(b"MZ" + bytes(30) + info)

    library("VCRUNTIME140.dll", 0, 24247)
    library("PySide6/VCRUNTIME140.dll", 44, 35211)
    library("PySide6/MSVCP140.dll", 44, 35211)
    library("numpy/other.dll", 1, 1)
    assert runtime.gathered(tmp_path) == {"msvcp140.dll": (14, 44, 35211, 0), "vcruntime140.dll": (14, 44, 35211, 0)}
    left = sorted(path.relative_to(tmp_path / "_internal").as_posix() for path in tmp_path.rglob("*.dll"))
    assert left == ["msvcp140.dll", "numpy/other.dll", "vcruntime140.dll"]


def test_a_locks_markers_are_judged_for_the_other_system(elf: ModuleType) -> None:
    requirements = importlib.import_module("requirements")
    lock = "one==1 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\ntwo==2 ; platform_machine == 'aarch64' \\\n"
    lock += "    --hash=sha256:bb\n    # via three\nthree==3 \\\n    --hash=sha256:cc\n"
    named = {
        place: [line.split("==")[0] for line in requirements.wanted(lock, *place)]
        for place in (("win32", "AMD64"), ("linux", "aarch64"), ("linux", "x86_64"))
    }
    assert named == {
        ("win32", "AMD64"): ["one", "three"],
        ("linux", "aarch64"): ["two", "three"],
        ("linux", "x86_64"): ["three"],
    }


def test_another_processors_own_pins_stand_in_place_of_the_locks(elf: ModuleType) -> None:
    requirements = importlib.import_module("requirements")
    lock = ["numpy==2 --hash=sha256:aa", "PySide6_Essentials==6.9.3 --hash=sha256:bb"]
    own = ["pyside6-essentials==6.8.0.2 --hash=sha256:cc", "not-in-the-lock==1 --hash=sha256:dd"]
    assert requirements.instead(lock, own) == [lock[0], own[0]]


def test_a_signed_list_is_the_list(elf: ModuleType, tmp_path: Path) -> None:
    from checker.app import keys
    from checker.machine import listed
    from checker.report.envelope import unseal

    manifest = importlib.import_module("manifest")
    program = tmp_path / "program"
    _library(program)
    keys.new(tmp_path / "keys", tmp_path / "root", "单位", "发布人", lambda _: "correct horse")
    path = manifest.write(program)
    manifest.sign(path, str(tmp_path / "keys" / "inspector.p12"), "correct horse")
    payload, _, _ = unseal((program / listed.SIGNED).read_bytes(), manifest.TYPE)
    assert payload == path.read_bytes()
    assert list(listed.differences(program)) == []


def test_the_trial_on_windows_looks_where_the_installers_put_things() -> None:
    windows = PACKAGING / "windows"
    trial, person = ((windows / name).read_text("utf-8") for name in ("try.cmd", "installer.nsi"))
    made = (windows / "installers.sh").read_text("utf-8")
    assert '"$LOCALAPPDATA\\Programs\\Mijian"' in person
    assert "%LOCALAPPDATA%\\Programs\\Mijian\\mijian.exe" in trial
    assert "Mijian-uninstall.exe" in person
    assert "Mijian-uninstall.exe" in trial
    for ending in ("-windows-x64.zip", "-windows-x64.msi", "-setup.exe"):
        assert ending in made
        assert ending in trial
    assert 'Name="Mijian"' in (windows / "mijian.wxs").read_text("utf-8")
    assert "%ProgramFiles%\\Mijian" in trial
