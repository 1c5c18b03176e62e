"""Antivirus products, and on Linux where their signatures lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import LinuxPath
from checker.knowledge.products import Product
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class SignatureFiles:
    """Files whose newest modification time is the date of the signatures. `names`: with ``*`` and ``?``."""

    folder: LinuxPath
    names: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class AntivirusProduct(Product):
    """`security_center`: names under which Windows Security Center lists it."""

    signatures: tuple[SignatureFiles, ...] = ()
    security_center: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AntivirusTable:
    version: str
    product: tuple[AntivirusProduct, ...]


@cache
def antivirus() -> AntivirusTable:
    return table("antivirus", AntivirusTable)
