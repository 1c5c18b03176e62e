"""Account names that are known to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class AccountNames:
    """Names in lower case. `administrators`: what the built-in administrator of Windows is called, or only seems to be
    renamed to."""

    version: str
    known_names: tuple[Small, ...]
    administrators: tuple[Small, ...]


@cache
def account_names() -> AccountNames:
    return table("accounts", AccountNames)
