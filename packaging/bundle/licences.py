"""Puts the licence texts of all that a frozen folder ships beside it: ``licences.py SITE-PACKAGES FOLDER``.

``FOLDER/licences/NAME-VERSION/`` holds what the wheel of each library of the runtime lock carries,
``licences/common`` the texts that Debian keeps once, ``licences/bom.json`` every library by name, version, licence
and the hashes that the lock has for its files (CycloneDX 1.5).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
COMMON_TEXTS, COMMON = Path("/usr/share/common-licenses"), ("LGPL-2.1", "LGPL-3", "GPL-3", "Apache-2.0")
LOCK = ROOT / "packaging" / "locks" / "runtime.txt"
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)


def locked() -> dict[str, tuple[str, list[str]]]:
    """Version and hashes (sha256, hex) of each library of the runtime lock."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in LOCK.read_text("utf-8").splitlines():
        if named := re.match(r"([\w.-]+)(?:\[.*\])?==([^ ;\\]+)", line):
            name = canonicalize_name(named[1])
            found[name] = (named[2], [])
        elif name and (hashed := re.search(r"--hash=sha256:([0-9a-f]{64})", line)):
            found[name][1].append(hashed[1])
    return found


def texts(one: metadata.Distribution) -> list[Path]:
    return [Path(str(file.locate())) for file in one.files or () if _TEXT.search(file.name) and file.suffix != ".py"]


def licence(one: metadata.Distribution) -> str:
    told = one.metadata
    named = told.get("License-Expression") or ""
    if not named:
        classes = [
            line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License")
        ]
        named = " / ".join(classes) or (told.get("License") or "").partition("\n")[0]
    return named[:120]


def component(name: str, version: str, hashes: list[str], licensed: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "purl": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licensed or "see the texts beside"}}],
        "properties": [{"name": "mijian:sha256-of-a-locked-file", "value": one} for one in sorted(hashes)],
    }


def main() -> None:
    site, folder = Path(sys.argv[1]), Path(sys.argv[2])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    target = folder / "licences"
    target.mkdir(exist_ok=True)
    lock, components, without = locked(), [], []
    for one in sorted(metadata.distributions(path=[str(site)]), key=lambda one: canonicalize_name(one.name)):
        name = canonicalize_name(one.name)
        if name not in lock:
            continue  # PyInstaller and what it needs: its bootloader's exception lets programs carry it
        version, hashes = lock[name]
        components.append(component(name, version, hashes, licence(one)))
        found = [path for path in texts(one) if path.is_file()]
        for path in found:
            place = target / f"{name}-{version}"
            place.mkdir(exist_ok=True)
            shutil.copyfile(path, place / path.name)
        if not found:
            without.append(f"{name} {version}: {licence(one)}")
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


if __name__ == "__main__":
    main()
