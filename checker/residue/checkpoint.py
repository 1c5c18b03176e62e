"""What is kept of an unfinished scan, and whether the medium at hand is the one that it was begun on.

Offsets, counts and salted digests; never a name, never content. A scan is gone on with only where the medium is known
to be the same: by its identity, and by blocks read before that still are what they were. Where that cannot be told it
begins anew, and says so.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from checker.machine import keeping
from checker.machine.media.identity import Identity
from checker.machine.media.medium import Medium
from checker.machine.parsing import Malformed, decoded
from checker.model.text import Text
from checker.residue.classes import BLOCK, CELL
from checker.residue.finds import Run
from checker.residue.progress import Carved
from checker.residue.result import Mode

_VERSION = 3
MOST_SAMPLES = 1024
_LOOKED_AT = 256  # samples that are read again; on a hard disk that takes three seconds
_TELLING = 16  # different ones that tell one medium from another where its serial number may be a card reader's

_OTHER = Text(
    "上次没有查完的不是这个介质，或者内容已经变了：从头查起。",
    "The scan that was interrupted was of another medium, or its content has changed: this one begins anew.",
)
_CANNOT_TELL = Text(
    "无法确认上次没有查完的就是这个介质（它是空白的，序列号可能属于读卡器）：从头查起。",
    "It cannot be told whether the interrupted scan was of this very medium (it is blank, and the serial number may be"
    " the card reader's): this one begins anew.",
)
DIVIDED_ANEW = Text(
    "上次检查以后，介质上的文件变了：从头查起。",
    "The files on this medium have changed since the interrupted scan: this one begins anew.",
)


class Checkpoint(msgspec.Struct):
    """An unfinished scan. `key` and `session` as of `Identity`."""

    version: int
    key: str
    session: str
    size: int
    mode: str
    began: datetime
    carved: Carved


class Checkpoints:
    """Those of one mode in one folder; `folder` None keeps none."""

    def __init__(self, folder: Path | None, mode: Mode) -> None:
        self._folder, self._mode = folder, mode

    def find(self, medium: Medium, identity: Identity) -> tuple[Checkpoint | None, Text | None]:
        """The unfinished scan of this very medium; or none, and why one that is there is not gone on with.

        Raises:
            Gone: the medium was pulled out.
        """
        file = self._file(identity)
        if file is None:
            return None, None
        try:
            keeping.mend(file)
            kept = decoded(file.read_bytes(), Checkpoint)
        except (OSError, Malformed):
            return None, None
        same = (kept.version, kept.key, kept.size, kept.mode) == (_VERSION, identity.key, medium.size, self._mode.value)
        if not same or len(kept.carved.cells) != -(-medium.size // CELL):
            return None, None
        if not _as_before(medium, kept.carved):
            return None, _OTHER
        known = identity.sure or (identity.session and identity.session == kept.session)
        if not known and len(set(kept.carved.samples.values())) < _TELLING:
            return None, _CANNOT_TELL
        return kept, None

    def keep(self, identity: Identity, size: int, began: datetime, carved: Carved) -> None:
        file = self._file(identity)
        if file is None:
            return
        kept = Checkpoint(_VERSION, identity.key, identity.session, size, self._mode.value, began, carved)
        with suppress(OSError):  # the scan goes on; it only cannot be gone on with
            keeping.folder(file.parent)
            keeping.replace(file, (msgspec.json.encode(kept),))

    def forget(self, identity: Identity) -> None:
        file = self._file(identity)
        if file is not None:
            with suppress(OSError):  # left over, it is not of this scan: the next one sees that
                file.unlink(missing_ok=True)

    def keeps(self, identity: Identity) -> bool:
        """Whether a scan of this medium can be gone on with at all."""
        return self._file(identity) is not None

    def _file(self, identity: Identity) -> Path | None:
        if self._folder is None or not identity.key:
            return None
        return self._folder / f"residue-{identity.key[:24]}-{self._mode}.json"


def digest(salt: str, block: bytes | memoryview) -> str:
    return hashlib.blake2b(block, digest_size=8, key=bytes.fromhex(salt)).hexdigest()


def of_stream(runs: tuple[Run, ...]) -> str:
    """A digest of where a stream lies: positions in it mean nothing in another."""
    seen = hashlib.sha256()
    for offset, length in runs:
        seen.update(b"%d %d\n" % (offset, length))
    return seen.hexdigest()


def _as_before(medium: Medium, carved: Carved) -> bool:
    """Whether blocks that were read before are what they were; also whether there are any."""
    places = list(carved.samples)
    step = -(-len(places) // _LOOKED_AT) or 1
    chosen = {*places[::step], *places[-1:]}
    return bool(chosen) and all(digest(carved.salt, medium.read(at, BLOCK)) == carved.samples[at] for at in chosen)
