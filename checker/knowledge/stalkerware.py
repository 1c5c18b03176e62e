"""Apps that public lists call stalkerware, by package name and by signer's certificate (SHA-1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import AndroidPackage, Sha1
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class Stalkerware:
    """`date`: the day of the list."""

    version: str
    date: str
    packages: frozenset[AndroidPackage]
    certificates: frozenset[Sha1]

    def names(self, package: str) -> bool:
        return package in self.packages

    def signed(self, sha1: str) -> bool:
        return sha1 in self.certificates


@cache
def stalkerware() -> Stalkerware:
    """The table that came with the program.

    Raises:
        ValueError: it is malformed.
    """
    return table("stalkerware", Stalkerware)
