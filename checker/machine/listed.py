"""What a frozen program lists of itself, and whether its folder is still so.

``manifest.json`` lies in the program's own folder and names every file of it with its sha256; the release's folder has
the same list signed (docs/it/release.md). It tells a copy that was cut short, changed by accident or added to. It does
not protect from somebody who may write the whole folder: he can write the list, too. For that there is the unit's list
of trust, which names the digest of each program that it accepts.

Standard library alone: it is asked before any check is loaded.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from checker.model.error import UserError
from checker.model.text import Text

SCHEMA = "mijian.tree/1"
NAME = "manifest.json"
SIGNED = "manifest.dsse.json"
CHECKS = "_internal/checks"
_LOCAL = "_internal/checks/local/"  # the unit's own
_SHOWN = 5

_ALTERED = Text(
    "这一份密检和发布时不一样，没有检查任何东西：{files}",
    "This copy of Mijian is not as it was released, and nothing was inspected: {files}",
)
_WAY = Text(
    "请停用这一份，向信息中心要一份新的；U 盘上的，重新复制后运行 mijian --self-test。不要从网上找替换文件。",
    "Stop using this copy and ask IT for a new one; on a stick, copy it again and run mijian --self-test. Do not look"
    " for replacements of single files.",
)
_CHANGED = Text("{name}（被改动）", "{name} (changed)")
_MISSING = Text("{name}（缺少）", "{name} (missing)")
_ADDED = Text("{name}（多出来的）", "{name} (added)")
_NO_LIST = Text("没有可用的文件清单 {name}", "there is no usable list {name}")
_MORE = Text("{names} 等 {count} 个文件", "{names} and others, {count:,} in all")


class Altered(UserError):
    """Files of the program are not those of its release."""

    def __init__(self, found: tuple[Text, ...]) -> None:
        zh, en = "、".join(one.zh for one in found[:_SHOWN]), ", ".join(one.en for one in found[:_SHOWN])
        names = Text(zh, en)
        if len(found) > _SHOWN:
            names = _MORE.filled(names=names, count=len(found))
        super().__init__(_ALTERED.filled(files=names), _WAY)


def home() -> Path | None:
    """The folder of a frozen program; None of a clone, whose history git keeps."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def guard_checks() -> None:
    """Before a check is loaded: its file, and every other one beside it, is of the release.

    Raises:
        Altered
    """
    folder = home()
    if folder is not None and (found := tuple(differences(folder, CHECKS))):
        raise Altered(found)


def differences(folder: Path, below: str = "") -> Iterator[Text]:
    """What of the folder, or of a part of it, is not as its list says: changed, missing, added."""
    listed = _listed(folder)
    if listed is None:
        yield _NO_LIST.filled(name=NAME)
        return
    prefix = f"{below}/" if below else ""
    there = files(folder, below)
    for name in sorted(name for name in listed.keys() - there.keys() if name.startswith(prefix)):
        yield _MISSING.filled(name=Text.name(name))
    for name, path in sorted(there.items()):
        if name not in listed:
            yield _ADDED.filled(name=Text.name(name))
        elif digest(path) != listed[name]:
            yield _CHANGED.filled(name=Text.name(name))


def files(folder: Path, below: str = "") -> dict[str, Path]:
    """What a list names, by its place: every file but the lists themselves and the unit's own checks."""
    found = {}
    for path in (folder / below).rglob("*"):
        name = path.relative_to(folder).as_posix()
        whole = path.is_symlink() or not path.is_dir()
        if whole and name not in (NAME, SIGNED) and not name.startswith(_LOCAL):
            found[name] = path
    return found


def digest(path: Path) -> str:
    """sha256 (hex) of a file; of a link where it leads: a link into another folder is no file of ours."""
    hashed = hashlib.sha256()
    if path.is_symlink():
        hashed.update(b"link\0" + str(path.readlink()).encode("utf-8", "surrogateescape"))
        return hashed.hexdigest()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                hashed.update(part)
    except OSError:
        return ""  # it cannot be what was listed
    return hashed.hexdigest()


def _listed(folder: Path) -> dict[str, str] | None:
    try:
        document = json.loads((folder / NAME).read_bytes())
        found = document["files"] if document["schema"] == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
