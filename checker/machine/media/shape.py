"""How large a medium is, and in which pieces it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """What a reader needs to know of a medium.

    `size` in bytes; `sector` is the smallest unit that the device hands out, `block` the physical one in which bad
    places are looked for; `device` is False for an image file.
    """

    size: int
    sector: int = 512
    block: int = 4096
    device: bool = False
