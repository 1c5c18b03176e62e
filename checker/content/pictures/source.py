"""What the cascade asks a picture for, whether it is a file's or decoded already, and in whatever light."""

from __future__ import annotations

from typing import Protocol

from checker.content.pictures.flat import Pixels, shrunk
from checker.content.pictures.light import Light


class Source(Protocol):
    """One picture at any size that is asked for."""

    @property
    def shape(self) -> tuple[int, ...] | None:
        """Height and width, where they are known before anything is decoded."""

    def preview(self) -> Pixels | None:
        """The small picture beside it."""

    def pieces(self) -> Pixels | None:
        """Tiles of it, side by side."""

    def at(self, side: int) -> Pixels:
        """It, its longer side at least `side` where it has so much. Raises Trouble."""


class Still:
    """A picture that is decoded already."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels

    @property
    def shape(self) -> tuple[int, ...]:
        return self._pixels.shape

    def preview(self) -> None:
        return None

    def pieces(self) -> None:
        return None

    def at(self, side: int) -> Pixels:
        return shrunk(self._pixels, int(max(self._pixels.shape[:2]) / max(1, side)))


class Lit:
    """A picture with more light. It is asked when its preview has had its say."""

    def __init__(self, source: Source, light: Light) -> None:
        self.dark, self._light = source, light

    @property
    def shape(self) -> tuple[int, ...] | None:
        return self.dark.shape

    def preview(self) -> None:
        return None

    def pieces(self) -> None:
        return None

    def at(self, side: int) -> Pixels:
        return self._light(self.dark.at(side))
