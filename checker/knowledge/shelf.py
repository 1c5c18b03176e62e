"""Where the program's rules and tables are read from: as it came, or as an update that the unit took in has them.

An update lies beside the unit's own checks (``checks/local/update.json``), where whoever owns the program writes.
Whose signature it carries was asked as it was taken in (`checker.app.update`); here it is read, and used only where it
is whole, for this version of the program, and no file of it older than the program's own.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from checker.knowledge import local
from checker.model.error import UserError
from checker.model.text import Text

log = logging.getLogger(__name__)

SCHEMA: Final = "mijian.update/1"
NAME: Final = "update.json"
ID: Final = "local.update"  # where its faults are told, beside those of the unit's own files
SIZE_LIMIT: Final = 8 << 20
SOURCES, BUILDS = "rules/sources.toml", "builds.toml"
_STAYS = frozenset(f"{name}.toml" for name in local.BOUNDS)  # what may be looked into at all: the program's alone
# What a file says of itself stands before its first table: a start reads these two, and the rest when it is asked for.
_VERSION = re.compile(rb'^version = "(\d{1,9}(?:\.\d{1,9}){0,3})"', re.MULTILINE)
_DATED = re.compile(rb"^dated = (\d{4}-\d\d-\d\d)", re.MULTILINE)
_NO_UPDATE = Text("不是更新包，或不完整", "it is no update, or not whole")
_OF_ANOTHER_VERSION = Text("是给别的版本的密检做的", "it was made for another version of Mijian")
_OLDER = Text("里面的 {name} 比现有的旧", "its {name} is older than what is there")
_MADE_BEFORE = Text(
    "{made} 做的，比现有的（{there}）早", "it was made on {made}, before the one that is there ({there})"
)
_UNREADABLE = Text("读不到", "it cannot be read")


class Unusable(UserError):
    """A package that is no update, or none for this program; `reason` is a clause."""


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`files`: every file of `checker.knowledge` but those that say where may be looked, by name: its text."""

    schema: str
    made: date
    files: dict[str, str]


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file that is carried on a stick. `contents`: JSON, of which `approval` (an envelope) names the sha256."""

    schema: str
    contents: bytes
    approval: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """`sha256` (hex) of what was signed; `files`: their bytes by name."""

    made: date
    sha256: str
    approval: bytes
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files by name (``builds.toml``, ``rules/sources.toml``). `update` None: as the program came.

    `fault`: why an update that lies here is not used; None where there is none, or it is used.
    """

    files: Mapping[str, bytes]
    update: Update | None = None
    fault: Text | None = None

    @property
    def version(self) -> str:
        """The newest version that any of its files says."""
        return max((versioned(content) for content in self.files.values()), key=_numbers)

    @property
    def dated(self) -> date:
        """The day on which the public sources of its dated lists were last read."""
        return _dated(self.files[BUILDS])

    @property
    def sha256(self) -> str:
        """sha256 (hex) over all of it, by name and content."""
        return digest(self.files.items()).hexdigest()


@cache
def shelf() -> Shelf:
    """The one that judges here."""
    own = program_shelf()
    try:
        with (local.folder() / NAME).open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        return own
    except OSError:
        return Shelf(own.files, fault=_UNREADABLE)
    try:
        return updated(own, update(content))
    except Unusable as why:
        log.warning("%s is not used: %s", NAME, why)
        return Shelf(own.files, fault=why.reason)


@cache
def program_shelf() -> Shelf:
    """The one that the program came with."""
    top = resources.files("checker.knowledge")
    files = {one.name: one for one in top.iterdir() if one.name.endswith(".toml")}
    files |= {f"rules/{one.name}": one for one in (top / "rules").iterdir() if one.name.endswith(".toml")}
    return Shelf({name: file.read_bytes() for name, file in files.items()})


def update(content: bytes) -> Update:
    """What a package holds; whose it is, is not asked here.

    Raises:
        Unusable: it is none, or was cut short.
    """
    try:
        package = msgspec.json.decode(content, type=Package)
        inner = msgspec.json.decode(package.contents, type=Contents)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Unusable(_NO_UPDATE) from error
    if (package.schema, inner.schema) != (SCHEMA, SCHEMA):
        raise Unusable(_OF_ANOTHER_VERSION)
    files = {name: text.encode("utf-8", "surrogatepass") for name, text in inner.files.items()}
    return Update(inner.made, hashlib.sha256(package.contents).hexdigest(), package.approval, files)


def packed(contents: bytes, approval: bytes) -> bytes:
    return msgspec.json.encode(Package(SCHEMA, contents, approval))


def contents(made: date) -> bytes:
    """What a package of this program's own files would hold, to be signed."""
    own = program_shelf().files
    files = {name: content.decode("utf-8") for name, content in own.items() if name not in _STAYS}
    return msgspec.json.encode(Contents(SCHEMA, made, files), order="sorted")


def updated(before: Shelf, found: Update) -> Shelf:
    """The shelf with an update in its place.

    Raises:
        Unusable: it is for another version of the program, or a file of it is older than what is there.
    """
    if found.files.keys() != before.files.keys() - _STAYS:
        raise Unusable(_OF_ANOTHER_VERSION)
    for name, content in sorted(found.files.items()):
        if _numbers(versioned(content)) < _numbers(versioned(before.files[name])):
            raise Unusable(_OLDER.filled(name=Text.name(name)))
    if _dated(found.files[BUILDS]) < before.dated:
        raise Unusable(_OLDER.filled(name=Text.name(BUILDS)))
    if before.update is not None and found.made < before.update.made:
        raise Unusable(_MADE_BEFORE.filled(made=found.made.isoformat(), there=before.update.made.isoformat()))
    return Shelf({**before.files, **found.files}, found)


def versioned(content: bytes) -> str:
    """A file's ``version``; "0" of cards, which have none of their own and go by their sources'."""
    said = _VERSION.search(_head(content))
    return said[1].decode() if said else "0"


def digest(files: Iterable[tuple[str, bytes]]) -> hashlib._Hash:
    """Over the last parts of names, which occur once, and contents."""
    found = hashlib.sha256()
    for name, content in sorted((name.rpartition("/")[2], content) for name, content in files):
        found.update(name.encode() + b"\0" + content + b"\0")
    return found


def _dated(content: bytes) -> date:
    said = _DATED.search(_head(content))
    try:
        return date.fromisoformat(said[1].decode() if said else "")
    except ValueError as error:
        raise Unusable(_NO_UPDATE) from error


def _head(content: bytes) -> bytes:
    return content.partition(b"\n[")[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
