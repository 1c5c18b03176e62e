"""How far a scan is, and everything that it knows so far: what it tells its parent, and what a checkpoint keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.residue.classes import Tally
from checker.residue.finds import Find, Run


@dataclass(slots=True)
class Progress:
    """How far a scan is: bytes of the stream done and in all, finds so far."""

    done: int
    total: int
    finds: int


@dataclass(slots=True)
class Carved:
    """Everything the second pass knows, at any time: also what a checkpoint keeps. Offsets only, never content.

    `position`: how much of the stream is done. `cells`: classes by MiB of the medium. `second`: headers (place on the
    medium) to be tried again. `pattern`, `text`: blocks (position in the stream / 4096) of headerless pictures and of
    text. `lost`: signs of older file systems, by kind: how many and the first place. `stream`: a digest of the stream
    that positions count in. `samples`: digests, each salted, of blocks on the way (place on the medium), by which it is
    known again.
    """

    position: int = 0
    done: bool = False
    tally: Tally = field(default_factory=Tally)
    histogram: list[int] = field(default_factory=lambda: [0] * 256)
    cells: bytearray = field(default_factory=bytearray)
    finds: list[Find] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    pattern: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    lost: dict[str, tuple[int, int]] = field(default_factory=dict)
    first_busy: int | None = None  # where the first block lies that is not one byte over and over
    first_plain: int | None = None  # where the first block lies that has a structure: it is not random bytes
    memory: int = 0  # bytes read of areas that hold what was in memory and are not in the stream
    own: int = 0  # bytes read of what file systems keep for themselves
    bad: list[Run] = field(default_factory=list)
    cut: bool = False
    ended: str = ""  # why before the end: gone, halted
    stream: str = ""
    salt: str = ""
    samples: dict[int, str] = field(default_factory=dict)
    thinned: int = 1  # one of so many chunks has a sample
