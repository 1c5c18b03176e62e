"""Whether people's own folders are closed to the others of this computer."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Homes(Fact):
    """`open`: accounts whose home folder anybody on this computer may look into, by its permission bits."""

    open: tuple[str, ...]
