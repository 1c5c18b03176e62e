"""Puts the licence texts of all that a frozen folder ships beside it.

    licences.py SITE FOLDER [--base ROOT] [--instead LOCK]

``FOLDER/licences/NAME-VERSION/`` holds what the wheel of each library carries (SITE: where they are installed),
``licences/common`` the texts that Debian keeps once, ``licences/bom.json`` everything by name, version, licence and
hashes (CycloneDX 1.5): the libraries of the runtime lock (or of LOCK, where that names them), what parts.toml
names, and on Linux the Debian packages of the base (ROOT) whose libraries are inside.

It is a gate, too: a library in the folder that belongs to none of them is named, and the status is 1.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
COMMON_TEXTS, COMMON = Path("/usr/share/common-licenses"), ("LGPL-2.1", "LGPL-3", "GPL-3", "Apache-2.0")
LOCK = ROOT / "packaging" / "locks" / "runtime.txt"
PARTS = Path(__file__).with_name("parts.toml")
# In the lock, and left out of the program by the spec: a roll-up in PostgreSQL runs from a clone.
NOT_SHIPPED = frozenset({"psycopg", "psycopg-binary"})
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)
_LIBRARY = re.compile(r"\.(so(\.[\d.]+)?|pyd|dll|exe)$", re.IGNORECASE)
_PATCHED = re.compile(r"-[0-9a-f]{8,}(?=\.(so|dll))")


@dataclass(frozen=True)
class Part:
    """Something that no wheel of the lock names. `text`: whose licence texts it goes by; "" where it has none here."""

    name: str
    licence: str
    files: tuple[str, ...]
    text: str = ""

    def has(self, name: str) -> bool:
        return any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern in self.files)


@dataclass(frozen=True)
class Debian:
    """A package of the base: its version as Debian writes it."""

    name: str
    version: str


def locked(lock: Path = LOCK) -> dict[str, tuple[str, list[str]]]:
    """Version and hashes (sha256, hex) of each library of a lock."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines():
        if named := re.match(r"([\w.-]+)(?:\[.*\])?==([^ ;\\]+)", line):
            name = canonicalize_name(named[1])
            found[name] = (named[2], [])
        elif name and (hashed := re.search(r"--hash=sha256:([0-9a-f]{64})", line)):
            found[name][1].append(hashed[1])
    return found


def parts() -> tuple[Part, ...]:
    listed = tomllib.loads(PARTS.read_text("utf-8"))["part"]
    return tuple(Part(one["name"], one["licence"], tuple(one["files"]), one.get("text", "")) for one in listed)


def texts(one: metadata.Distribution) -> list[Path]:
    """By their names, or by lying in the folder that wheels have for them."""
    files = (file for file in one.files or () if file.suffix not in (".py", ".pyc"))
    return [Path(str(file.locate())) for file in files if _TEXT.search(file.name) or "licenses" in file.parts]


def licence(one: metadata.Distribution) -> str:
    told = one.metadata
    named = told.get("License-Expression") or ""
    if not named:
        classes = [
            line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License")
        ]
        named = " / ".join(classes) or (told.get("License") or "").partition("\n")[0]
    return named[:120]


def libraries(folder: Path) -> Iterator[str]:
    """The libraries and programs inside, by their places without ``_internal/``."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (_LIBRARY.search(path.name) or path.name == "mijian"):
            yield path.relative_to(folder).as_posix().removeprefix("_internal/")


def of_wheels(distributions: Iterable[metadata.Distribution]) -> frozenset[str]:
    """The names of all libraries that these wheels hold; the program has some of them at its root."""
    return frozenset(
        file.name.lower() for one in distributions for file in one.files or () if _LIBRARY.search(file.name)
    )


def of_debian(base: Path) -> dict[str, Debian]:
    """Library -> the package of the base that holds it."""
    versions: dict[str, str] = {}
    for paragraph in (base / "var/lib/dpkg/status").read_text("utf-8").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if re.match(r"[A-Z][\w-]*: ", line))
        if "Package" in fields:
            versions[fields["Package"]] = fields.get("Version", "")
    found: dict[str, Debian] = {}
    for listed in (base / "var/lib/dpkg/info").glob("*.list"):
        package = listed.name.removesuffix(".list").partition(":")[0]
        for line in listed.read_text("utf-8").splitlines():
            if "/lib/" in line and _LIBRARY.search(line):
                found[line.rpartition("/")[2]] = Debian(package, versions.get(package, ""))
    return found


def whose(names: Iterable[str], wheels: frozenset[str], debian: dict[str, Debian]) -> dict[str, Part | Debian | str]:
    """Each library's part, package, or "wheel"; "" where nobody is known for it."""
    known = parts()
    found: dict[str, Part | Debian | str] = {}
    for name in names:
        last = name.rpartition("/")[2]
        part = next((one for one in known if one.has(name) or one.has(last)), None)
        is_wheels = last.lower() in wheels or _PATCHED.search(last)
        found[name] = part or ("wheel" if is_wheels else debian.get(last) or _linked(last, debian) or "")
    return found


def _linked(name: str, debian: dict[str, Debian]) -> Debian | None:
    """``libz.so.1`` is a link in its package, whose file is ``libz.so.1.2.11``."""
    return next((package for file, package in debian.items() if file.startswith(f"{name}.")), None)


def component(name: str, version: str, hashes: list[str], licensed: str, kind: str = "pypi") -> dict[str, Any]:
    place = f"pkg:{kind}/{name.lower().replace(' ', '-')}@{version}"
    return {
        "type": "library",
        "bom-ref": place,
        "purl": place,
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licensed or "see the texts beside"}}],
        "properties": [{"name": "mijian:sha256-of-a-locked-file", "value": one} for one in sorted(hashes)],
    }


def _copied(found: Iterable[Path], place: Path, top: Path) -> bool:
    """Each text under its whole place as a name: a wheel has many of one name."""
    any_at_all = False
    for path in found:
        if path.is_file():
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place / "-".join(path.relative_to(top).parts[1:] or (path.name,)))
            any_at_all = True
    return any_at_all


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--instead", type=Path)
    asked = parser.parse_args()
    site, folder = asked.site, asked.folder
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    target = folder / "licences"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    lock = locked() | (locked(asked.instead) if asked.instead else {})
    components, without = [], []
    ordered = sorted(metadata.distributions(path=[str(site)]), key=lambda one: canonicalize_name(one.name))
    everything = {canonicalize_name(one.name): one for one in ordered}
    shipped = {name: one for name, one in everything.items() if name in lock and name not in NOT_SHIPPED}
    for name, one in shipped.items():
        version, hashes = lock[name]
        components.append(component(name, version, hashes, licence(one)))
        if not _copied(texts(one), target / f"{name}-{version}", site):
            without.append(f"{name} {version}: {licence(one)}")
    owners = whose(libraries(folder), of_wheels(shipped.values()), of_debian(asked.base) if asked.base else {})
    for part in sorted({one for one in owners.values() if isinstance(one, Part)}, key=lambda one: one.name):
        components.append(component(part.name, "", [], part.licence, "generic"))
        place = target / re.sub(r"\W+", "-", part.name.lower())
        if part.text == "python":
            place.mkdir()
            shutil.copyfile(Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", place / "LICENSE.txt")
        elif part.text not in everything or not _copied(texts(everything[part.text]), place, site):
            without.append(f"{part.name}: {part.licence}")
    for package in sorted({one for one in owners.values() if isinstance(one, Debian)}, key=lambda one: one.name):
        components.append(component(package.name, package.version, [], "", "deb/debian"))
        copyright_ = asked.base / "usr/share/doc" / package.name / "copyright"
        (target / "debian").mkdir(exist_ok=True)
        shutil.copyfile(copyright_, target / "debian" / package.name)
    shutil.copyfile(ROOT / "LICENSE", target / "LICENSE")
    (target / "common").mkdir(exist_ok=True)
    for name in COMMON:
        shutil.copyfile(COMMON_TEXTS / name, target / "common" / name)
    (target / "no-text-in-the-wheel.txt").write_text("\n".join(without) + "\n", "utf-8")
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": project["name"], "version": project["version"]}},
        "components": components,
    }
    (target / "bom.json").write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", "utf-8")
    nobodys = sorted(name for name, owner in owners.items() if not owner)
    for name in nobodys:
        sys.stderr.write(f"{name}: whose it is, is not known\n")
    return 1 if nobodys else 0


if __name__ == "__main__":
    sys.exit(main())
