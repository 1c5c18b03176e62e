"""A unit's policy: thresholds and lists, with defaults that are safe without a file.

The file is TOML with one table per section; `checker.store.policies` reads it and explains mistakes. The numbers
are proposals of this product unless the comment names a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unit:
    """Who issued this policy."""

    name: str = ""
    version: str = "default"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which parts of the catalogue are on beyond the ordinary."""

    classified_rules: bool = False  # Law Art. 32: only after the unit approved the tool for classified computers


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a unit can set. A check that needs a threshold takes this as a parameter."""

    unit: Unit = field(default_factory=Unit)
    scope: Scope = field(default_factory=Scope)
