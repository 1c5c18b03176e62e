"""A task as it is kept: its roster with what became of each device, and by what it is inspected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from checker.model.target import Profile

SCHEMA = "mijian.task/1"


class State(StrEnum):
    TO_DO = "to_do"
    DONE = "done"
    SKIPPED = "skipped"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A device of the roster. `outcome`: by `checker.engine.conclude.Outcome`; `fix`: how much is to be fixed;
    `unknown`: how much was not found out. `nameless`: what identifies it is still to be typed, before it is signed."""

    asset: str
    department: str = ""
    person: str = ""
    state: State = State.TO_DO
    reason: str = ""
    outcome: str = ""
    fix: int = 0
    unknown: int = 0
    nameless: bool = False
    at: datetime | None = None
    target: str = ""
    label: str = ""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What `task.json` says. `key`: the signing key's file; never a passphrase. `campaign`: its file, or "". `waivers`:
    the book of exceptions that holds for its devices, or "". `departments`: those that are inspected; none: all."""

    name: str
    unit: str
    inspectors: str
    key: str
    campaign: str
    rows: tuple[Row, ...]
    profile: Profile = Profile.QUARTERLY
    departments: tuple[str, ...] = ()
    waivers: str = ""
    schema: str = SCHEMA
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A task to be made; `roster` is a table, or the one in `campaign` is taken. `departments`: as typed, with commas
    between; "": all of them."""

    name: str
    roster: Path | None
    unit: str = ""
    inspectors: str = ""
    key: str = ""
    campaign: str = ""
    profile: Profile = Profile.QUARTERLY
    departments: str = ""
    waivers: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One task as it stands. `folder`: where it lies."""

    folder: Path
    kept: Kept

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.kept.rows

    def row(self, asset: str) -> Row | None:
        return next((row for row in self.rows if row.asset == asset), None)

    def recognised(self, target: str, label: str) -> Row | None:
        """The device that an inspected thing is: by an earlier inspection, else by its name where that is the asset."""
        known = next((row for row in self.rows if row.target and row.target == target), None)
        named = next((row for row in self.rows if label and row.asset.casefold() == label.casefold()), None)
        return known or named

    def next(self, after: str = "") -> Row | None:
        """The next device to do, from that one on and then from the beginning."""
        assets = [row.asset for row in self.rows]
        start = assets.index(after) + 1 if after in assets else 0
        order = (*self.rows[start:], *self.rows[:start])
        return next((row for row in order if row.state is State.TO_DO), None)

    @property
    def incomplete(self) -> int:
        """How many were inspected and not found out in full."""
        return sum(row.state is State.DONE and row.unknown > 0 for row in self.rows)

    def count(self, state: State) -> int:
        return sum(row.state is state for row in self.rows)
