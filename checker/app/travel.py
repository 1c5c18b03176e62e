"""A journey: computer, phones and sticks as one checklist before it, and the same again on return, held against it.

It lies in the workspace: `trip.json`, and beside it the results of either time. One result speaks of all: it is in
order only where each thing that is taken along was looked at and each is in order.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec

from checker.app.history import Change, changes
from checker.app.reporting import read_result
from checker.app.workspace import Workspace
from checker.engine.conclude import Outcome, conclude
from checker.model.inspection import Inspection
from checker.model.target import DeviceClass

__all__ = ["Leg", "Look", "Part", "Result", "Trip", "Trips", "result_file"]

log = logging.getLogger(__name__)

SCHEMA = "mijian.trip/1"
_FILE = "trip.json"


class Part(StrEnum):
    COMPUTER = "computer"
    PHONE = "phone"
    MEDIUM = "medium"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What one inspection came to. `fix`: what must be put right, `unknown`: what was not found out, where it says."""

    at: datetime
    outcome: Outcome
    fix: int = 0
    unknown: int = 0


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is taken along. `target`: its key. `after`: on return; None: not looked at again yet."""

    part: Part
    target: str
    label: str
    before: Look | None = None
    after: Look | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What `trip.json` says. `back`: the day of the return. `left`: when they set out. `at_home`: kinds of things that
    are not taken along."""

    begun: datetime
    back: date | None = None
    left: datetime | None = None
    legs: tuple[Leg, ...] = ()
    at_home: tuple[Part, ...] = ()
    closed: bool = False
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class Result:
    """One for all. `fix`: must be put right; `unknown`: not found out; `missing`: things nobody looked at."""

    outcome: Outcome
    fix: int
    unknown: int
    missing: int


@dataclass(frozen=True, slots=True)
class Trip:
    """One journey as it stands. `folder`: where it lies."""

    folder: Path
    kept: Kept

    @property
    def away(self) -> bool:
        """Whether they set out: what is looked at from then on is on return."""
        return self.kept.left is not None

    @property
    def legs(self) -> tuple[Leg, ...]:
        return self.kept.legs

    def of(self, part: Part) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.legs if leg.part is part)

    @property
    def open(self) -> tuple[Part, ...]:
        """Kinds of things of which nothing was looked at, and nobody said that they stay at home."""
        return tuple(part for part in Part if not self.of(part) and part not in self.kept.at_home)

    @property
    def complete(self) -> bool:
        """Whether all that there is to look at now was."""
        return bool(self.legs) and not self.open and all(self.look(leg) is not None for leg in self.legs)

    def look(self, leg: Leg) -> Look | None:
        """What was seen of it this time: on return, once they set out."""
        return leg.after if self.away else leg.before

    @property
    def result(self) -> Result:
        """Worst first; nobody looked means not complete, never in order."""
        looks = [self.look(leg) for leg in self.legs]
        seen = [look for look in looks if look is not None]
        fix, unknown = sum(look.fix for look in seen), sum(look.unknown for look in seen)
        missing = len(looks) - len(seen) + len(self.open)
        outcomes = {look.outcome for look in seen}
        if fix:
            outcome = Outcome.TO_FIX
        elif not seen:
            outcome = Outcome.NOTHING_CHECKED
        elif missing or unknown or outcomes & {Outcome.INCOMPLETE, Outcome.NOTHING_CHECKED}:
            outcome = Outcome.INCOMPLETE
        else:
            outcome = Outcome.STATED if Outcome.STATED in outcomes else Outcome.IN_ORDER
        return Result(outcome, fix, unknown, missing)


class Trips:
    """Those of one workspace; one at a time is open."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open(self) -> Trip | None:
        """The newest that is not over; one that cannot be read is passed over and noted in the log."""
        found: list[Trip] = []
        with suppress(OSError):
            for file in self._workspace.trips.glob(f"*/{_FILE}"):
                try:
                    trip = Trip(file.parent, msgspec.json.decode(file.read_bytes(), type=Kept))
                except (OSError, msgspec.DecodeError):
                    log.warning("a journey cannot be read")
                    continue
                if not trip.kept.closed:
                    found.append(trip)
        return max(found, key=lambda one: one.kept.begun) if found else None

    def begin(self) -> Trip:
        """The one that is open, or a new one. Raises NotWritten."""
        if (known := self.open()) is not None:
            return known
        now = datetime.now(UTC)
        return self._keep(Trip(self._workspace.trips / now.strftime("%Y%m%d-%H%M%S-%f"), Kept(begun=_now())))

    def take(self, trip: Trip, inspection: Inspection) -> Trip:
        """Keep an inspection: before the journey, or on return, by where the journey is.

        Raises:
            NotWritten: the disk refuses; the journey is as it was.
        """
        from checker.report.files import write_own
        from checker.report.result import encoded

        target, part = inspection.target, _part(inspection.target.device_class)
        write_own(result_file(trip, target.key, after=trip.away), encoded(inspection, self._workspace.seals()))
        look = _look(inspection)
        leg = next((one for one in trip.legs if one.target == target.key), None)
        leg = leg or Leg(part=part, target=target.key, label=target.label)
        newer = msgspec.structs.replace(leg, **{"after" if trip.away else "before": look})
        legs = tuple(newer if one.target == target.key else one for one in trip.legs)
        at_home = tuple(one for one in trip.kept.at_home if one is not part)
        return self._with(trip, legs=legs if leg in trip.legs else (*legs, newer), at_home=at_home)

    def stays(self, trip: Trip, part: Part, *, home: bool = True) -> Trip:
        """Nothing of that kind is taken along; `home` False: something is, after all. Raises NotWritten."""
        others = tuple(one for one in trip.kept.at_home if one is not part)
        return self._with(trip, at_home=(*others, part) if home else others)

    def set_out(self, trip: Trip, back: date) -> Trip:
        """They leave, and look again on that day. Raises NotWritten."""
        return self._with(trip, left=_now(), back=back)

    def end(self, trip: Trip) -> Trip:
        """It is over. Raises NotWritten."""
        return self._with(trip, closed=True)

    def compared(self, trip: Trip) -> dict[str, tuple[Change, ...]]:
        """By target, what is different on return. What was there one time only is not compared. Raises Refused."""
        return {
            leg.target: changes(*(read_result(result_file(trip, leg.target, after=x), self._workspace) for x in (0, 1)))
            for leg in trip.legs
            if leg.before is not None and leg.after is not None
        }

    def _with(self, trip: Trip, **changed: object) -> Trip:
        return self._keep(replace(trip, kept=msgspec.structs.replace(trip.kept, **changed)))

    def _keep(self, trip: Trip) -> Trip:
        from checker.report.files import write_own

        write_own(trip.folder / _FILE, msgspec.json.format(msgspec.json.encode(trip.kept), indent=1) + b"\n")
        return trip


def _part(kind: DeviceClass) -> Part:
    return {DeviceClass.PHONE: Part.PHONE, DeviceClass.MEDIA: Part.MEDIUM}.get(kind, Part.COMPUTER)


def _look(inspection: Inspection) -> Look:
    concluded = conclude(inspection.findings)
    return Look(at=_now(), outcome=concluded.outcome, fix=concluded.must_fix, unknown=concluded.unknown)


def result_file(trip: Trip, target: str, *, after: object) -> Path:
    """Where the result of one thing lies, of before or on return."""
    name = sha256(target.encode()).hexdigest()[:32]
    return trip.folder / f"{name}-{'after' if after else 'before'}.json"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
