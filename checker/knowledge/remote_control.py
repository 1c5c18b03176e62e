"""Programs that let somebody else operate this computer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.products import Product
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class RemoteControl:
    version: str
    product: tuple[Product, ...]


@cache
def remote_control() -> RemoteControl:
    return table("remote_control", RemoteControl)
