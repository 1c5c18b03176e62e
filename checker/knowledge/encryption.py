"""Products that encrypt disks in their own way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import WindowsService
from checker.knowledge.table import table
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class EncryptionProduct:
    """`services`: names of its Windows services, with wildcards."""

    name: Text
    services: tuple[WindowsService, ...]


@dataclass(frozen=True, slots=True)
class EncryptionProducts:
    version: str
    product: tuple[EncryptionProduct, ...]


@cache
def encryption_products() -> EncryptionProducts:
    return table("encryption", EncryptionProducts)
