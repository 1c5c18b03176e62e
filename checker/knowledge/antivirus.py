"""Antivirus products, and on Linux where their signatures lie and what watches files while they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from checker.knowledge.names import LinuxPackage, LinuxPath, LinuxProcess
from checker.knowledge.products import Product
from checker.knowledge.table import table


class Form(StrEnum):
    """How a signature file says of itself when it was made. A file's own time says when it was copied."""

    CLAMAV = "clamav"


@dataclass(frozen=True, slots=True)
class SignatureFiles:
    """Files without which the product recognises nothing; the newest tells the date. `names`: with wildcards."""

    folder: LinuxPath
    form: Form
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AntivirusProduct(Product):
    """An antivirus.

    signatures       Linux: where they are known to lie; without any there, it recognises nothing
    on_access        Linux: processes that look at files while they are opened. Empty: one cannot see it from outside
    security_center  names under which Windows Security Center lists it
    """

    signatures: tuple[SignatureFiles, ...] = ()
    on_access: tuple[LinuxProcess, ...] = ()
    security_center: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AntivirusTable:
    """`makers`: how packages of antivirus makers are called on Linux; `other_packages`: those of them that are none."""

    version: str
    makers: tuple[LinuxPackage, ...]
    other_packages: tuple[LinuxPackage, ...]
    product: tuple[AntivirusProduct, ...]


@cache
def antivirus() -> AntivirusTable:
    return table("antivirus", AntivirusTable)
