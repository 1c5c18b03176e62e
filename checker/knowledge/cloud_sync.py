"""Clients that copy files of this computer to somebody's cloud by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.products import Product
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class RegistryTrace:
    """A registry value whose presence says something. What it holds (an account, a path) is not kept."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class CloudProduct(Product):
    """A cloud-sync client.

    ask         it runs whether or not it copies anything, so a person has to look at its settings
    account     Windows: an account is signed in
    folder      Windows: a folder to copy was once chosen
    home_files  a file below the person's home that is there while an account is signed in; it is never opened
    """

    ask: bool = False
    account: tuple[RegistryTrace, ...] = ()
    folder: tuple[RegistryTrace, ...] = ()
    home_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloudSync:
    version: str
    product: tuple[CloudProduct, ...]


@cache
def cloud_sync() -> CloudSync:
    return table("cloud_sync", CloudSync)
