"""What a unit adds to what the program knows: rule cards and additions to tables, beside its own checks.

``checks/local/rules/NAME.toml`` holds cards as those of the product, ``checks/local/tables/NAME.toml`` more entries for
the product's table of that name. Nothing of the product's can be changed or taken away by them. They are found by their
place, like checks; a file that cannot be used counts for nothing, and `checker.knowledge.tables` says what is wrong
with it.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from checker.knowledge.unsound import Unsound, toml, unsound
from checker.model.text import Text

RULES, TABLES = "rules", "tables"
BOUNDS = ("phone_places", "places")  # what may be looked into at all: no unit widens that
_SIZE_LIMIT = 1 << 20
_NOT_READ = Text("读不到，或超过 {limit} 字节", "cannot be read, or is larger than {limit} {limit:byte|bytes}")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A unit's file, by the id that a check in its place would have: ``local.tables.remote_control``.

    `content` None: it cannot be read, or is larger than any table.
    """

    kind: str
    name: str
    content: bytes | None
    path: Path = Path()

    @property
    def id(self) -> str:
        return f"local.{self.kind}.{self.name}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content or b"").hexdigest()

    def read(self) -> dict[str, Any]:
        """Its TOML.

        Raises:
            Unsound: it cannot be read, or is no TOML in UTF-8.
        """
        if self.content is None:
            raise unsound(f"{self.name}.toml", _NOT_READ, limit=str(_SIZE_LIMIT))
        try:
            return toml(self.content)
        except Unsound as error:
            raise error.within(f"{self.name}.toml") from error


@cache
def local_files() -> tuple[LocalFile, ...]:
    """The unit's files, by id; looked for once, like checks."""
    folder = _folder()
    return tuple(local_file(path, kind) for kind in (RULES, TABLES) for path in sorted(folder.glob(f"{kind}/*.toml")))


def local_file(path: Path, kind: str) -> LocalFile:
    """A file as it would be used from the folder of that kind."""
    try:
        with path.open("rb") as file:
            content = file.read(_SIZE_LIMIT + 1)
    except OSError:
        content = None
    whole = content is not None and len(content) <= _SIZE_LIMIT
    return LocalFile(kind, path.stem, content if whole else None, path)


def addition(name: str) -> LocalFile | None:
    """What the unit adds to a table of the product."""
    if name in BOUNDS:
        return None
    return next((file for file in local_files() if (file.kind, file.name) == (TABLES, name)), None)


def folder() -> Path:
    """Where all that is the unit's own lies."""
    return _folder()


def _folder() -> Path:
    """Beside the unit's checks. Only looked up: what lies there is imported by nobody for this."""
    found = importlib.util.find_spec("checks")
    places = found.submodule_search_locations if found is not None else None
    return Path(next(iter(places or ()), "checks")) / "local"
