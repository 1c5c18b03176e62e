"""Programs that tell an inspector where else to look: computers within this one, and what destroys traces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.products import Product
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class TellingSoftware:
    """`virtual_machines`: other systems that run within this one. `wiping`: what destroys files, traces and logs."""

    version: str
    virtual_machines: tuple[Product, ...]
    wiping: tuple[Product, ...]


@cache
def telling_software() -> TellingSoftware:
    return table("telling_software", TellingSoftware)
