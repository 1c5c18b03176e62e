"""What a format's judge says of bytes that begin like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from checker.residue.finds import State


class Bytes(Protocol):
    """Where a judge reads: a view of a medium, or bytes in memory. Reads may come back short, at the end."""

    size: int

    def read(self, offset: int, length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """`size` is the file's length as its structure tells it, or how far it could be followed."""

    kind: str
    size: int
    state: State


Judge = Callable[[Bytes], Judged | None]
"""None: this is no such file after all."""


class Spent(Exception):
    """A file asked for more work than its kind is worth."""


class Budget:
    """Bytes that a judge may still read or unpack. Crafted files would otherwise keep a scan busy for ever."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise Spent
