"""The dependency review, from the lock and without a network: ``dependencies.py [--since REF]``, as Markdown.

Each library of the runtime lock by version and licence, whether it parses hostile bytes and in which process, as
SECURITY.md says it; what came, went or changed since REF (a tag or commit). Status 1 where a library is not in that
table, where its licence is not one that this program may ship, or where `pip check` complains of the environment.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "packaging" / "bundle"))

from licences import licence  # noqa: E402

LOCK = "packaging/locks/runtime.txt"
_LINE = re.compile(r"^([\w.-]+)(?:\[.*\])?==([^ ;\\]+)", re.MULTILINE)
_ROW = re.compile(r"^\| `([\w.-]+)` \| ([^|]+) \|(.*)\|$", re.MULTILINE)
_NONE = "### 不解析外来字节的"
# What Apache-2.0 may be shipped with as libraries that are used as they are: no GPL without an exception or a choice.
_FREE = re.compile(
    r"apache|mit\b|mit-|bsd|psf|python software foundation|lgpl|lesser general|mpl|mozilla|ofl|open font|zlib|0bsd|cc0"
    r"|public domain|unicode|isc",
    re.IGNORECASE,
)


def locked(text: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in _LINE.findall(text)}


def reviewed(text: str) -> dict[str, str]:
    """What SECURITY.md says of each library: where it parses foreign bytes, or that it parses none."""
    _, _, none = text.partition(_NONE)
    found = {canonicalize_name(name): "parses none" for name in re.findall(r"`([\w.-]+)`", none.partition("\n## ")[0])}
    return found | {canonicalize_name(name): rest.rpartition("|")[2].strip() for name, _, rest in _ROW.findall(text)}


def licences(names: list[str]) -> dict[str, str]:
    """By what is installed here; of another system's libraries nothing is known."""
    found = {}
    for name in names:
        try:
            found[name] = licence(metadata.distribution(name)).replace("|", "/")
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    lines = [f"+ {name} {now[name]}" for name in sorted(now.keys() - before.keys())]
    lines += [f"- {name} {before[name]}" for name in sorted(before.keys() - now.keys())]
    both = sorted(name for name in before.keys() & now.keys() if before[name] != now[name])
    return lines + [f"~ {name} {before[name]} -> {now[name]}" for name in both]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--since", metavar="REF")
    asked = parser.parse_args()
    now = locked((ROOT / LOCK).read_text("utf-8"))
    said, licensed = reviewed((ROOT / "SECURITY.md").read_text("utf-8")), licences(list(now))
    lines = ["| library | version | licence | parses foreign bytes in |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {version} | {licensed[name] or '–'} | {said.get(name, '')} |" for name, version in now.items()
    ]
    wrong = [f"{name} is not in SECURITY.md" for name in now if name not in said]
    wrong += [
        f"{name}: {its} is not among the licences" for name, its in licensed.items() if its and not _FREE.search(its)
    ]
    if asked.since:
        argv = ["git", "-C", str(ROOT), "show", f"{asked.since}:{LOCK}"]
        before = locked(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
        lines += ["", f"Since {asked.since}:", "", *(changes(before, now) or ["nothing changed"])]
    # What libraries ask for beyond what is reached is left out on purpose (pyproject.toml); pip knows nothing of that.
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    lines += ["", "pip check:", "", *checked.stdout.splitlines()]
    wrong += [line for line in checked.stdout.splitlines() if "has requirement" in line]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
