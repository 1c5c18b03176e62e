"""Programs that offer this computer to devices nearby."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.products import Product
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class Sharing:
    version: str
    product: tuple[Product, ...]


@cache
def sharing() -> Sharing:
    return table("sharing", Sharing)
