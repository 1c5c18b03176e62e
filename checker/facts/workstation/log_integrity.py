"""Whether the records of this computer are whole, and its clock was never set back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Cleared:
    log: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogIntegrity(Fact):
    """What tells that logs were thrown away or written under a wrong clock. All are names of log files.

    missing  rotated files that are not there while an older and a newer one are
    emptied  logs without a line that any running system has written to
    ahead    records that were written at a time which has not come yet: the clock was ahead then, or is behind now
    jumps    how often the clock was seen to go backwards
    cleared  event logs that somebody cleared, and when (UTC)

    Linux: /var/log and its rotated files by number, journald's own messages, the dates of signed package lists.
    Windows: setupapi.dev.log, which set-up begins, the event logs' files, and of their events those that say that a
    log was cleared or the time was changed. A log that is kept for a short time only is no fault, and not told here.
    """

    missing: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    jumps: int = 0
    cleared: tuple[Cleared, ...] = ()
