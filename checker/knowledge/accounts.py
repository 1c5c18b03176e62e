"""Account names that are known to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import Small
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class AccountNames:
    """`known_names` in lower case."""

    version: str
    known_names: tuple[Small, ...]


@cache
def account_names() -> AccountNames:
    return table("accounts", AccountNames)
