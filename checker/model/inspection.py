"""One inspection of one target, from the first reading to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checker.model.finding import Finding
from checker.model.target import Profile, Target
from checker.model.text import Text


class Source(StrEnum):
    """Where a check's code came from."""

    PRODUCT = "product"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class CheckOrigin:
    """Whose code judged: a check's id, where it came from, and the sha256 of its file (hex)."""

    check_id: str
    source: Source
    sha256: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The owner of a phone agreed to its inspection on the screen; `withdrawn_at`: stopped it later on."""

    given_by: str
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything one inspection knows of itself. The conclusion is derived from it, never stored beside it.

    `ended` None: interrupted or still going. `rules_sha256`: digest of the rule cards and vendor tables used.
    `recorded_from`: the recording it was replayed from; None means a live device. `elapsed`: seconds from beginning to
    end by a clock that nobody can set; None where the inspection was resumed or a check made again. `consent`: the
    phone owner's, the last one given; None for everything that is not a person's own. `scope`: whom and which places a
    computer's inspection was about, a line each, as the system lists them.
    """

    id: str
    target: Target
    profile: Profile
    began: datetime
    tool_version: str
    rules_sha256: str
    policy_version: str
    origins: tuple[CheckOrigin, ...]
    findings: tuple[Finding, ...]
    ended: datetime | None = None
    recorded_from: str | None = None
    elapsed: float | None = None
    consent: Consent | None = None
    scope: tuple[Text, ...] = ()
