"""What this copy of the program is: version, rules, own digest, what it never reads, and whose work it ships."""

from __future__ import annotations

import json
import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import checker
from checker.app.update import standing
from checker.machine import listed
from checker.model.text import Text

NEVER = (
    Text("聊天内容、短信、通话记录、通讯录", "Chats, text messages, call logs, contacts"),
    Text("邮件内容和浏览记录", "Mail and browsing history"),
    Text(
        "私人删除的内容不恢复；人说什么、看什么、信什么不评价",
        "Nothing private that was deleted; no judgement of people",
    ),
    Text("不联网、不上传、不修改、不删除", "No network, no upload, no change, no deletion"),
)
_BILL = "licences/bom.json"  # packaging/bundle/licences.py writes it, and the texts lie in the same folder
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s\\;]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Library:
    """A library that comes with the program. `licence`: "" where it names none; its own text lies beside it."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class About:
    """`digest`: sha256 (hex) of the program's own files; `rules`: of the rule cards and tables; `knowledge`: their
    version and age."""

    version: str
    python: str
    system: str
    digest: str
    rules: str
    knowledge: Text
    libraries: tuple[Library, ...]


def about() -> About:
    """Takes a second or so: every file of the program is read."""
    from checker.report.sign.tool import tree_sha256
    from checker.store.session import knowledge_digest

    return About(
        version=checker.__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        digest=tree_sha256(),
        rules=knowledge_digest(),
        libraries=_libraries(),
        knowledge=standing().sentence,
    )


def _libraries() -> tuple[Library, ...]:
    """All that a packed program ships, by its own bill of materials; of a clone, the runtime lock."""
    home = listed.home()
    found = _listed(home / _BILL) if home is not None else None
    return tuple(sorted(found or _locked(), key=lambda one: one.name.lower()))


def _listed(bill: Path) -> list[Library] | None:
    try:
        components = json.loads(bill.read_bytes())["components"]
        return [Library(one["name"], one["version"], one["licenses"][0]["license"]["name"]) for one in components]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None


def _locked() -> list[Library]:
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
    try:
        named = _LOCKED.findall((root / "packaging" / "locks" / "runtime.txt").read_text("utf-8"))
    except OSError:
        named = [(one.name, one.version) for one in metadata.distributions()]
    return [Library(name, version, _licence(name)) for name, version in named]


def _licence(name: str) -> str:
    try:
        told = dict(metadata.metadata(name).json)
    except metadata.PackageNotFoundError:
        return ""
    named = str(told.get("license_expression") or "")
    classes = [str(line).rpartition(" :: ")[2] for line in told.get("classifier") or () if "License ::" in str(line)]
    return named or " / ".join(classes) or str(told.get("license") or "").partition("\n")[0]
